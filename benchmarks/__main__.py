"""`make bench`: all measurements, or one of them by name; results go to benchmarks/results/ with versions and machine.

    python -m benchmarks [crawl|extract|stages|growth] [--pages DIR] [--number N] [--pairs N]
"""

from __future__ import annotations

import argparse
import signal
import statistics
import sys
from pathlib import Path

from benchmarks import crawls, extraction, growth
from benchmarks.report import Row, write
from benchmarks.website import generated_pages, saved_pages, serving

_FEW = 20        # pages of the crawls that tell what a start costs: all processes are up by then


def main() -> None:
    """Measure what was asked for."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))          # so that the server of the pages ends too
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", default=["crawl", "extract", "stages", "growth"], help="crawl, extract, stages, growth")
    parser.add_argument("--pages", type=Path, help="folder of saved pages (*.html, *.html.gz); made ones otherwise")
    parser.add_argument("--number", type=int, default=180, help="how many pages (180)")
    parser.add_argument("--pairs", type=int, default=5, help="how often each runs, in turn (5)")
    parser.add_argument("--runners", default=",".join(crawls.RUNNERS), help="for crawl: which, the first is the measure")
    parser.add_argument("--links", default=",".join(map(str, growth.SIZES)), help="for growth: links in the catalog")
    options = parser.parse_args()
    if "growth" in options.what:
        write("growth", growth.compare(tuple(map(int, options.links.split(","))), options.pairs), options)
    if options.what == ["growth"]:
        return
    pages = saved_pages(options.pages, options.number) if options.pages else generated_pages(options.number)
    size = statistics.fmean(map(len, pages)) / 1000
    print(f"{len(pages)} pages of {size:.0f} kB on average, {'saved' if options.pages else 'made'}")
    if "crawl" in options.what:
        write("crawl", _crawl(pages, options.runners.split(","), options.pairs), options)
    if "extract" in options.what:
        write("extract", extraction.compare(pages, options.pairs), options)
    if "stages" in options.what:
        write("stages", extraction.stages(pages, options.pairs), options)


def _crawl(pages: list[bytes], names: list[str], pairs: int) -> list[Row]:
    """The runners in turn, A B C A B C, so that a machine that slows down slows all of them."""
    runs: dict[str, list[crawls.Run]] = {name: [] for name in names}
    few: dict[str, list[crawls.Run]] = {name: [] for name in names}
    with serving(pages) as website, serving(pages[:_FEW]) as start:
        for number in range(pairs):
            for name in names:
                few[name].append(crawls.measure(crawls.RUNNERS[name], start))
                runs[name].append(crawls.measure(crawls.RUNNERS[name], website))
                print(f"  {number + 1}/{pairs} {name}: {1000 * runs[name][-1].cpu / len(pages):.2f} CPU ms a page", flush=True)
    first = runs[names[0]]
    rows = []
    for name, done in runs.items():
        ratios = [a.cpu / b.cpu for a, b in zip(done, first, strict=True)]
        rows.append(Row(name, statistics.median(1000 * run.cpu / len(pages) for run in done), statistics.median(ratios),
                        statistics.median(len(pages) / run.seconds for run in done), max(run.memory for run in done)))
    # What a page more costs: a crawl of a day pays its start once, one of 180 pages pays as much for it as for the pages.
    more = {name: [_more(*both, len(pages)) for both in zip(done, few[name], strict=True)] for name, done in runs.items()}
    for name, costs in more.items():
        ratios = [a / b for (a, _), (b, _) in zip(costs, more[names[0]], strict=True)]
        rows.append(Row(f"{name}, a page more", statistics.median(cpu for cpu, _ in costs), statistics.median(ratios),
                        statistics.median(rate for _, rate in costs)))
    return rows


def _more(run: crawls.Run, few: crawls.Run, pages: int) -> tuple[float, float]:
    """CPU milliseconds a page, and pages a second, beyond what a crawl of the first few takes."""
    pages = max(1, pages - _FEW)
    return 1000 * (run.cpu - few.cpu) / pages, pages / max(run.seconds - few.seconds, 1e-6)


if __name__ == "__main__":
    main()
