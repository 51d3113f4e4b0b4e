"""What a page costs from the wire to the archive: the archiver and its peers crawl one website in turn.

    python -m benchmarks crawl [--pages DIR] [--number N] [--pairs N]

Everything runs as a user runs it, as processes of their own; CPU time of all of them is counted, the server's is not.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archiver.extract.profile import Profile
from archiver.model import Pace, Site
from archiver.sites import write_site
from archiver.store.archive import Archive
from benchmarks.website import Website

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Run:
    """One crawl: seconds, CPU seconds of all its processes, peak memory of the largest in MB."""

    seconds: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Runner:
    """A way to crawl: its name and the command for a website and an empty folder."""

    name: str
    command: Callable[[Website, Path], Sequence[str]]


def archiver(*options: str, first: bool = False) -> Callable[[Website, Path], Sequence[str]]:
    """`archiver crawl` of a site with the website's sitemap, as fast as it goes.

    The site has a profile, as in every run but the `first`, which learns one from 300 articles after it has crawled.
    """
    def command(website: Website, folder: Path) -> Sequence[str]:
        host = website.base.removeprefix("http://")
        if not first:
            Archive(folder / "output").save_profile("bench", Profile().to_dict())
        write_site(Site(name="bench", domains=(host,), sitemaps=(f"{website.base}/sitemap.xml",), follow=False,
                        allow_private=True, pace=Pace(delay=0.0, concurrency=16)), folder / "sites")
        return [sys.executable, "-m", "archiver", "--output", str(folder / "output"), "--sites", str(folder / "sites"),
                "crawl", "--quiet", *options]
    return command


def wget(website: Website, folder: Path) -> Sequence[str]:
    """wget with WARC, over one connection, asking for gzip as browsers do."""
    urls = folder / "urls.txt"
    urls.write_text("\n".join(website.urls), encoding="utf-8")
    return [shutil.which("wget") or "wget", "--quiet", f"--input-file={urls}", f"--warc-file={folder / 'peer'}",
            "--header=Accept-Encoding: gzip", f"--directory-prefix={folder / 'pages'}"]


def naive(website: Website, folder: Path) -> Sequence[str]:
    """Scrapy as it comes with trafilatura and warcio in the spider."""
    urls = folder / "urls.txt"
    urls.write_text("\n".join(website.urls), encoding="utf-8")
    return [sys.executable, str(HERE / "peers" / "naive.py"), str(urls), str(folder)]


RUNNERS = {
    "archiver": Runner("archiver", archiver()),
    "archiver first run": Runner("archiver first run", archiver(first=True)),
    "archiver --workers 1": Runner("archiver --workers 1", archiver("--workers", "1")),
    "archiver --capture-only": Runner("archiver --capture-only", archiver("--capture-only")),
    "wget --warc-file": Runner("wget --warc-file", wget),
    "naive stack": Runner("naive stack", naive),
}


def measure(runner: Runner, website: Website) -> Run:
    """One crawl in a fresh folder. Raises SystemExit where it fails."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        command = runner.command(website, folder)
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status) not in (0, 8):           # wget says 8 where a server answered an error
            raise SystemExit(f"{runner.name} failed: {said.decode(errors='replace')[-800:]}")
        return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
