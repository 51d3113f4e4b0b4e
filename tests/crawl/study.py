"""A study of some newsroom outlets, crawled by the real command in a process group of its own, and what a crawl left."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from archiver.model import Outcome, Pace
from archiver.newsroom import Newsroom
from archiver.sites import write_site
from archiver.store.archive import Archive
from archiver.store.rows import LinkRow
from archiver.store.verify import verify

ROOT = Path(__file__).parents[2]
SLOW = ("/slow/", "/large", "/headers/endless", "/bomb")
FICKLE = ("/errors/", "/reset", "/closed", "/chunks/cut", "/cut")          # tried again, or another answer at the second time
Left = dict[str, set[tuple[object, ...]]]


@dataclass(frozen=True)
class Study:
    """A folder with site files for outlets of a newsroom; `archiver crawl` is run in it."""

    folder: Path
    room: Newsroom
    workers: int = 2

    def write(self, names: Iterable[str], deny: tuple[str, ...] = (*SLOW, *FICKLE), **pace: float) -> None:
        """Site files, fast ones, without what is slow or answers otherwise at a second time."""
        for name in names:
            site = self.room.outlet(name).site()
            quick = Pace(delay=pace.get("delay", 0.0), concurrency=int(pace.get("concurrency", 4)), timeout=10.0,
                         crawl_delay_cap=0.0)
            write_site(replace(site, pace=quick, deny=deny), self.folder / "sites", overwrite=True)

    def start(self, root: Path, *options: str, quiet: bool = True) -> subprocess.Popen[str]:
        """The command, begun as the leader of a process group."""
        command = [sys.executable, "-m", "archiver", "--output", str(root), "--sites", str(self.folder / "sites"),
                   "crawl", "--workers", str(self.workers), *(["--quiet"] if quiet else []), *options]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                start_new_session=True)

    def crawl(self, root: Path, *options: str, code: int | None = 0) -> str:
        """A crawl to its end; what it said. `code`: the exit code it must have; None: 0 or 1."""
        process = self.start(root, *options)
        said = "".join(process.communicate(timeout=300))
        assert process.returncode in ((0, 1) if code is None else (code,)), said
        assert "Traceback" not in said, said
        return said

    def wait_for(self, requests: int, process: subprocess.Popen[str]) -> None:
        """Until the outlets have answered so many further requests, or the process has ended."""
        goal = len(self.room.log) + requests
        while len(self.room.log) < goal and process.poll() is None:
            time.sleep(0.005)


def left(root: Path) -> Left:
    """What a crawl has left: captures, articles and outcomes, without times, ids and places.

    Without the 304s too, which a further run brings: they stand for captures that are here.
    """
    with Archive(root) as archive:
        sites = archive.sites()
        return {
            "captures": {(row.url, row.status, row.payload_digest) for s in sites for row in archive.captures(s)
                         if row.status != 304},
            "articles": {(a.site, a.id, a.version, a.url, a.title, a.body) for a in archive.articles()},
            "outcomes": {(row.url, row.state, _ended(row)) for s in sites for row in archive.links(s)},
        }


def _ended(row: LinkRow) -> str:
    """How a link ended; of two that send to each other, chance says which is asked first and which closes the loop."""
    looping = "/loop/" in row.url and row.outcome in (Outcome.REDIRECTED, Outcome.REDIRECT_LOOP)
    return "in a loop" if looping else str(row.outcome)


def differences(wanted: Left, got: Left) -> dict[str, set[tuple[object, ...]]]:
    """What is lost and what is too much, by name."""
    found = {**{f"lost {name}": wanted[name] - got[name] for name in wanted},
             **{f"more {name}": got[name] - wanted[name] for name in wanted}}
    return {name: rows for name, rows in found.items() if rows}


def sound(root: Path) -> None:
    """Nothing is torn or left open, no page is captured twice, no article has two lines, every record verifies."""
    with Archive(root) as archive:
        for site in archive.sites():
            assert archive.pending(site) == 0
            files = list((root / site / "warc").iterdir())
            assert all(path.name.endswith(".warc.gz") for path in files), files
            honest = site != "corner-post"           # which says one coding or length and sends another
            assert [str(finding) for finding in verify(files, strict=honest)] == []
            pages = Counter(row.url for row in archive.captures(site, kind="page")
                            if row.status == 200 and not row.truncated)
            assert {url: number for url, number in pages.items() if number > 1} == {}
            lines = Counter(line.split(b'"url"', 1)[0] for path in (root / site / "articles").glob("*.jsonl")
                            for line in path.read_bytes().splitlines())
            assert {line: number for line, number in lines.items() if number > 1} == {}
            for article in archive.articles(site):
                assert article.provenance.warc is not None and article.provenance.offset is not None
                assert archive.read(article.provenance.warc, article.provenance.offset).url == article.url


def group_ends(group: int, seconds: float = 20.0) -> bool:
    """Whether every process of a group is gone within some seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
