"""What a growing catalog costs: a page, a link, a start and memory with 10,000 to a million links in it.

    python -m benchmarks growth [--links 10000,100000,1000000]

Each measurement is a process of its own over an archive of its own; pages are ended without being fetched, so that the
figures are the catalog's alone. Then the archiver crawls a website, captures only, with so many links waiting besides.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from archiver.model import Link, Outcome
from archiver.store.archive import Archive
from archiver.urls import link_key
from benchmarks import crawls
from benchmarks.launch import Used
from benchmarks.report import Claim, Row, claim
from benchmarks.website import Website, generated_pages, serving

SITE = "growing"
SIZES = (10_000, 100_000, 1_000_000)
PAGES = 1_000           # ended in one measurement
TOLD = 30               # links a page leads to
NEW = 3                 # of them not known yet
_HAND = 16              # links taken at a time
_GROUP = 1_000          # links of one sitemap
_FETCHED = 400          # pages of the crawl
_MEMORY = 300           # MB the process of a crawl may hold


def compare(sizes: tuple[int, ...], options: Namespace) -> tuple[list[Row], list[Claim]]:
    """The rows of all sizes; ratios are to the smallest."""
    found = {size: _measured(size, options.pairs) for size in sizes}
    first = found[sizes[0]]
    rows = [Row(f"{size:,} links: {name}", cost, cost / first[name][0] if first[name][0] else 1.0, None, memory)
            for name in first for size in sizes for cost, memory in [found[size][name]]]
    runs = _crawled(sizes, options)
    claims = [claim(f"a page at {sizes[-1]:,} links, CPU of a page at {sizes[0]:,}",
                    *([run.cpu for run in runs[size]] for size in (sizes[-1], sizes[0])), 1.2),
              claim(f"memory of a crawl at {sizes[-1]:,} links, of {_MEMORY} MB", [run.memory for run in runs[sizes[-1]]],
                    [_MEMORY] * options.pairs, 1.0)]
    return [*rows, *_crawl_rows(runs)], claims


def _crawl_rows(runs: dict[int, list[Used]]) -> list[Row]:
    first = next(iter(runs.values()))
    return [Row(f"{size:,} links: a page fetched and captured", 1000 * statistics.median(run.cpu for run in done) / _FETCHED,
                statistics.median(a.cpu / b.cpu for a, b in zip(done, first, strict=True)),
                statistics.median(_FETCHED / run.seconds for run in done), max(run.memory for run in done))
            for size, done in runs.items()]


def _crawled(sizes: tuple[int, ...], options: Namespace) -> dict[int, list[Used]]:
    """Crawls of one website, in turn, in archives where so many other links of the site wait."""
    runs: dict[int, list[Used]] = {size: [] for size in sizes}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, serving(generated_pages(_FETCHED)) as website:
        for size in sizes:
            with Archive(Path(folder, str(size))) as archive:
                archive.open("bench")
                for n in range(0, size, _GROUP):
                    archive.add_links(_links(range(n, min(n + _GROUP, size)), "bench"))
        for _ in range(options.pairs):
            for size in sizes:
                runs[size].append(crawls.measure(_among(Path(folder, str(size))), website, options.environments))
    return runs


def _among(filled: Path) -> crawls.Command:
    """A crawl in a copy of an archive, which ends when the website's pages are there: they come before what waits."""
    crawl = crawls.archiver("--capture-only", "--limit", str(_FETCHED))

    def command(website: Website, folder: Path, environments: Path) -> Sequence[str]:
        shutil.copytree(filled, folder / "output")
        return crawl(website, folder, environments)
    return command


def _measured(size: int, rounds: int) -> dict[str, tuple[float, float]]:
    """What is measured at one size: milliseconds and peak memory in MB, by name."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        found = {"a thousand links added": _run("fill", size, folder)}
        for name, what in (("a page ended, 30 links told, 3 new", "pages"), ("nothing of a kind waits", "none"),
                           ("start", "start")):
            runs = [_run(what, size, folder) for _ in range(rounds)]
            found[name] = statistics.median(cost for cost, _ in runs), max(memory for _, memory in runs)
        print(f"  {size:,} links measured", flush=True)
        return found


def _run(what: str, size: int, folder: str) -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-m", "benchmarks.growth", what, str(size), folder], check=True,
                          capture_output=True, text=True)
    cost, memory = json.loads(done.stdout)
    return float(cost), float(memory)


# in the process of its own -------------------------------------------------------------------------------------------


def fill(archive: Archive, size: int) -> float:
    """Adds the links, as sitemaps name them; milliseconds a thousand."""
    archive.open(SITE)
    groups = [range(n, min(n + _GROUP, size)) for n in range(0, size, _GROUP)]
    return 1000 * _clocked(lambda: [archive.add_links(_links(group)) for group in groups]) * 1000 / size


def pages(archive: Archive, size: int) -> float:
    """Takes links and ends them, each with what its page led to; milliseconds a page."""
    archive.open(SITE)
    chance, fresh = random.Random(time.time_ns()), iter(range(time.time_ns(), sys.maxsize))

    def work() -> None:
        for _ in range(PAGES // _HAND):
            for link in archive.take(SITE, _HAND):
                known = [chance.randrange(size) for _ in range(TOLD - NEW)]
                archive.finish(link, Outcome.NEW, links=list(_links([*known, *islice(fresh, NEW)])))
        archive.commit()
    return 1000 * _clocked(work) / (PAGES // _HAND * _HAND)


def none(archive: Archive, size: int) -> float:
    """Asks for links of a kind of which none waits, as a crawl does for feeds; milliseconds each time."""
    archive.open(SITE)
    return 1000 * _clocked(lambda: [archive.take(SITE, _HAND, "feed") for _ in range(10)]) / 10


def start(archive: Archive, size: int) -> float:
    """Opens the site, counts what waits and takes the first links; milliseconds."""
    def work() -> None:
        archive.open(SITE)
        archive.pending(SITE)
        archive.take(SITE, _HAND)
    return 1000 * _clocked(work)


def _links(numbers: Iterable[int], site: str = SITE) -> Iterator[Link]:
    for n in numbers:
        # Spread over the index as real keys are: the running number stands at the end, behind a section and a title.
        url = f"http://127.0.0.9:9/{_SECTIONS[n % 7]}/{n * 2654435761 % 4294967296:08x}-a-title-of-some-words-{n}/"
        yield Link(site, url, link_key(url), "sitemap", "page", "http://127.0.0.9:9/sitemap.xml", 1, n % 5)


_SECTIONS = ("world", "politics", "economy", "science", "culture", "sports", "opinion")
_WORK: dict[str, Callable[[Archive, int], float]] = {"fill": fill, "pages": pages, "none": none, "start": start}


def _clocked(work: Callable[[], object]) -> float:
    """CPU seconds."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _peak() -> float:
    """The most memory this process has held, in MB; of it alone, where the system says so."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def main(what: str, size: str, folder: str) -> None:
    """One measurement, its result on standard output."""
    archive = Archive(folder)
    cost = _WORK[what](archive, int(size))
    memory = _peak()
    archive.close()
    print(json.dumps([cost, memory]))


if __name__ == "__main__":
    main(*sys.argv[1:4])
