"""What a page costs from the wire to the archive: the archiver and its peers crawl one website in turn.

    python -m benchmarks capture|crawl [--pages DIR] [--number N] [--pairs N]

Everything runs as a user runs it, as processes of their own; CPU time of all of them is counted, the server's is not.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

from archiver.extract.profile import Profile
from archiver.model import Pace, Site
from archiver.sites import write_site
from archiver.store.archive import Archive
from benchmarks.environments import Unavailable, environment
from benchmarks.launch import Used, launch
from benchmarks.report import Claim, Row, claim
from benchmarks.website import Website, serving

HERE = Path(__file__).parent
FEW = 20        # pages of the crawls that tell what a start costs: all processes are up by then
Command = Callable[[Website, Path, Path], Sequence[str]]      # of a website, an empty folder, the peers' environments


def archiver(*options: str, first: bool = False, cores: str = "") -> Command:
    """`archiver crawl` of a site with the website's sitemap, as fast as it goes, on all cores or on those named.

    The site has a profile, as in every run but the `first`, which learns one from 300 articles after it has crawled.
    """
    def command(website: Website, folder: Path, _: Path) -> Sequence[str]:
        host = website.base.removeprefix("http://")
        if not first:
            Archive(folder / "output").save_profile("bench", Profile().to_dict())
        write_site(Site(name="bench", domains=(host,), sitemaps=(f"{website.base}/sitemap.xml",), follow=False,
                        allow_private=True, pace=Pace(delay=0.0, concurrency=16)), folder / "sites")
        pinned = [shutil.which("taskset") or "taskset", "-c", cores] if cores else []
        return [*pinned, sys.executable, "-m", "archiver", "--output", str(folder / "output"), "--sites",
                str(folder / "sites"), "crawl", "--quiet", *options]
    return command


def wget(website: Website, folder: Path, _: Path) -> Sequence[str]:
    """wget with WARC, over one connection, asking for gzip as browsers do."""
    return [shutil.which("wget") or "wget", "--quiet", f"--input-file={_urls(website, folder)}",
            f"--warc-file={folder / 'peer'}", "--header=Accept-Encoding: gzip", f"--directory-prefix={folder / 'pages'}"]


def naive(website: Website, folder: Path, _: Path) -> Sequence[str]:
    """Scrapy as it comes with trafilatura and warcio in the spider."""
    return [sys.executable, str(HERE / "peers" / "naive.py"), _urls(website, folder), str(folder)]


def scrapy_webarchive(website: Website, folder: Path, environments: Path) -> Sequence[str]:
    """Scrapy with that extension, in the environment of the Scrapy it was written for; no page is read."""
    program = environment("scrapy-webarchive", environments) / "python"
    (folder / "settings.json").write_text(json.dumps({
        "LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "SW_EXPORT_URI": f"{folder}/packed/",
        "SW_WACZ_TITLE": "bench", "SW_WACZ_DESCRIPTION": "bench",
        "EXTENSIONS": {"scrapy_webarchive.extensions.WaczExporter": 543}}), encoding="utf-8")
    (folder / "jobs.json").write_text(json.dumps([["GET", url, ""] for url in website.urls]), encoding="utf-8")
    return [str(program), str(HERE / "fidelity" / "spider.py"), str(folder / "settings.json"), str(folder / "jobs.json")]


def _urls(website: Website, folder: Path) -> str:
    file = folder / "urls.txt"
    file.write_text("\n".join(website.urls), encoding="utf-8")
    return str(file)


RUNNERS: dict[str, Command] = {
    "archiver": archiver(), "archiver first run": archiver(first=True), "archiver on one core": archiver(cores="0"),
    "archiver --capture-only": archiver("--capture-only"), "wget --warc-file": wget, "naive stack": naive,
    "scrapy-webarchive": scrapy_webarchive}
CAPTURE = ("archiver --capture-only", "wget --warc-file", "scrapy-webarchive")
WHOLE = ("archiver", "naive stack", "archiver on one core", "archiver first run")
GOALS = (("archiver --capture-only", "wget --warc-file", 0.9), ("archiver", "naive stack", 0.45))
CORES = 1 / 1.8


def compare(pages: list[bytes], names: Sequence[str], options: Namespace) -> tuple[list[Row], list[Claim]]:
    """The runners in turn, A B C A B C, each over few pages and over all; those that cannot be had are left out."""
    runs: dict[str, list[tuple[Used, Used]]] = {name: [] for name in names}
    with serving(pages) as website, serving(pages[:FEW]) as start:
        for number in range(options.pairs):
            for name in list(runs):
                try:
                    runs[name].append((measure(RUNNERS[name], start, options.environments),
                                       measure(RUNNERS[name], website, options.environments)))
                except Unavailable as error:
                    print(f"  left out: {name}: {error}", flush=True)
                    del runs[name]
                    continue
                print(f"  {number + 1}/{options.pairs} {name}: {1000 * runs[name][-1][1].cpu / len(pages):.2f} CPU ms a page",
                      flush=True)
    return list(_rows(runs, len(pages))), list(_claims(runs, len(pages)))


def _rows(runs: dict[str, list[tuple[Used, Used]]], pages: int) -> list[Row]:
    """Of each: the whole run, what a page more costs than a crawl of a few, and what those few cost."""
    views: tuple[tuple[str, Callable[[tuple[Used, Used]], float], Callable[[tuple[Used, Used]], float]], ...] = (
        ("", lambda r: r[1].cpu / pages, lambda r: pages / r[1].seconds),
        (", a page more", lambda r: _more(r, pages), lambda r: (pages - FEW) / max(r[1].seconds - r[0].seconds, 1e-6)),
        (f", each of {FEW} pages", lambda r: r[0].cpu / FEW, lambda r: FEW / r[0].seconds))
    first = next(iter(runs.values()))
    return [Row(name + what, 1000 * statistics.median(map(cost, done)),
                statistics.median(cost(a) / cost(b) for a, b in zip(done, first, strict=True)),
                statistics.median(map(rate, done)), max(run.memory for _, run in done) if not what else None)
            for what, cost, rate in views for name, done in runs.items()]


def _claims(runs: dict[str, list[tuple[Used, Used]]], pages: int) -> list[Claim]:
    found = []
    for ours, theirs, goal in GOALS:
        if ours in runs and theirs in runs:
            found.append(claim(f"{ours}, CPU of {theirs}", *([b.cpu for _, b in runs[n]] for n in (ours, theirs)), goal))
            found.append(claim(f"{ours}, a page more, CPU of {theirs}",
                               *([_more(r, pages) for r in runs[n]] for n in (ours, theirs)), goal))
    if "archiver on one core" in runs and "archiver" in runs:
        found.append(claim("archiver on two cores, seconds of one core, a page more",
                           *([b.seconds - a.seconds for a, b in runs[n]] for n in ("archiver", "archiver on one core")), CORES))
    return found


def _more(run: tuple[Used, Used], pages: int) -> float:
    """CPU seconds a page beyond the few: a crawl of a day pays its start once."""
    return (run[1].cpu - run[0].cpu) / max(1, pages - FEW)


def measure(runner: Command, website: Website, environments: Path) -> Used:
    """One crawl in a fresh folder. Raises Unavailable, and SystemExit where it fails."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        command = runner(website, folder, environments)
        used = launch(command)
        if used.code not in (0, 8):                                   # wget says 8 where a server answered an error
            raise SystemExit(f"{command[0]} failed: {used.said[-800:]}")
        return used
    finally:
        shutil.rmtree(folder, ignore_errors=True)
