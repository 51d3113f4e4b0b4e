"""What an export with near-duplicate labels takes of memory and time, from ten thousand made-up rows to a million.

    python -m benchmarks.dataset_memory [--rows 10000,100000,1000000] [--workers 2] [--work DIR]

Each size is an archive of its own (20 sites, one article in five is nearly or exactly another), exported by a process of its
own with its workers. Shown is the peak of all of them together (pages that they share counted once, looked at four times a
second) and of the largest. DIR holds the archives between runs.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver.dataset.export import export
from archiver.dataset.spec import Spec
from archiver.engines import engine
from archiver.model import Article, Author, Image, Provenance, article_id
from archiver.store.articles import article_line
from archiver.store.reindex import reindex
from benchmarks.report import Row, claim, write

SITES = 20
WORDS = 150
START = datetime(2026, 1, 1, tzinfo=UTC)


def articles(site: int, number: int) -> Iterator[Article]:
    """Made-up articles of a site, the same each time."""
    chance = random.Random(site)
    vocabulary = [f"{a}{b}" for a in ("bar", "den", "fol", "gim", "kus", "lor", "mer", "nas") for b in range(500)]
    body: list[str] = []
    for n in range(number):
        if n % 10 == 1:                                           # nearly the one before, or of another site
            body = [*body[:-3], *chance.choices(vocabulary, k=3)]
        elif n % 10 != 2:                                         # exactly the one before
            body = chance.choices(vocabulary, k=WORDS)
        url = f"https://site{site:02}.example/{n:07}"
        when = (START + timedelta(minutes=n)).isoformat()
        yield Article(article_id(f"site{site:02}.example", url), url, url, f"site{site:02}.example", " ".join(body[:8]),
                      "By Ada Lovelace", (Author("Ada Lovelace"),), (), when, language="en", body=" ".join(body),
                      images=(Image(f"{url}.jpg", True, "A picture", "Reuters"),), word_count=len(body),
                      provenance=Provenance(f"site{site:02}.example/warc/a.warc.gz", n, 1, f"<urn:uuid:{site}-{n}>",
                                            "sha1:A", when, "made up"))


def fill(root: Path, rows: int) -> None:
    """Writes article lines and makes the catalogs from them."""
    for site in range(SITES):
        folder = root / f"site{site:02}.example"
        (folder / "articles").mkdir(parents=True)
        (folder / "warc").mkdir()
        with (folder / "articles" / "2026-01.jsonl").open("wb") as out:
            out.writelines(article_line(article) for article in articles(site, rows // SITES))
        reindex(root, folder.name)


def exported(root: Path, workers: int) -> dict[str, float]:
    """Exports from this process: CPU seconds of it and its workers, and what was found."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=root.parent) as folder, engine("local", workers) as on:
        done = export(root, Spec("made-up", split="time:80/10/10", policy="all"), Path(folder) / "made-up", on=on)
    spent = os.times()
    return {"cpu": spent.user + spent.system + spent.children_user + spent.children_system,
            "near": done.numbers.near[1], "exact": done.numbers.exact[1]}


@dataclass
class Peaks:
    """The most memory that a process and its descendants took, in MB: all together, and the largest of them."""

    together: float = 0.0
    largest: float = 0.0

    def look(self, process: int) -> None:
        """Looks at them now."""
        sizes = [size for one in _family(process) if (size := _sizes(one))]
        self.together = max(self.together, sum(now for now, _ in sizes))
        self.largest = max(self.largest, *(most for _, most in sizes), 0.0)


def _family(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in _read(children).split():
            yield from _family(int(child))


def _sizes(process: int) -> tuple[float, float] | None:
    """Its share of memory now, and the most it ever held, in MB; None where it has ended."""
    now = re.search(r"^Pss:\s+(\d+)", _read(Path(f"/proc/{process}/smaps_rollup")), re.MULTILINE)
    most = re.search(r"^VmHWM:\s+(\d+)", _read(Path(f"/proc/{process}/status")), re.MULTILINE)
    return (int(now[1]) / 1024, int(most[1]) / 1024) if now and most else None


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def measured(root: Path, workers: int) -> tuple[Peaks, dict[str, float], float]:
    """Peak memory of an export, what it found, and how many seconds it took."""
    peaks, start = Peaks(), time.monotonic()
    with subprocess.Popen([sys.executable, "-m", "benchmarks.dataset_memory", "--measure", str(root), "--workers", str(workers)],
                          stdout=subprocess.PIPE, text=True) as made:
        while made.poll() is None:
            peaks.look(made.pid)
            time.sleep(0.25)
        said = made.communicate()[0]
    if made.returncode:
        raise SystemExit(made.returncode)
    return peaks, json.loads(said), time.monotonic() - start


def main() -> None:
    """Makes, exports, prints, keeps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="10000,100000,1000000")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "archiver-dataset-memory")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(exported(options.measure, options.workers)))
        return
    sizes = [int(size) for size in options.rows.split(",")]
    lines: list[Row] = []
    for rows in sizes:
        root = options.work / str(rows)
        if not (root / "whole").exists():
            fill(root, rows)
            (root / "whole").touch()
        peaks, said, seconds = measured(root, options.workers)
        cost = 1000 * said["cpu"] / rows
        first = lines[0].cpu_ms if lines else cost
        lines += [Row(f"{rows:,} rows: {options.workers} workers and who asks", cost, cost / first, rows / seconds, peaks.together),
                  Row(f"{rows:,} rows: the largest process", cost, cost / first, rows / seconds, peaks.largest)]
        print(f"{rows:>9,} rows: {said['near']:,.0f} near duplicates, {said['exact']:,.0f} exact", flush=True)
    memory = [line.peak_mb or 0.0 for line in lines]
    write("dataset_memory", lines, [claim(f"memory {of} at {sizes[-1]:,} rows, of {sizes[0]:,}", memory[-2 + at:][:1], memory[at:][:1], 1.2)
                                    for at, of in enumerate(("in all", "of the largest process"))],
          Namespace(number=sizes[-1], pages=None, pairs=1))


if __name__ == "__main__":
    main()
