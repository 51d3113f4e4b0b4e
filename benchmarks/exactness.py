"""What exactness costs: one Scrapy spider over the same pages with Scrapy's own handler, and with ours, which archives.

    python -m benchmarks.exactness [--pages DIR] [--number N] [--pairs N]

The runs alternate. CPU time is that of the crawling process (its user and system time); what a run without any page
takes is subtracted, so that the start of Python is not counted as the cost of a page.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.crawls import HERE, Command, measure
from benchmarks.launch import Used
from benchmarks.report import Row, write
from benchmarks.website import Website, generated_pages, saved_pages, serving


def scrapy(*, capture: bool) -> Command:
    """The spider, with our add-on or without."""
    def command(website: Website, folder: Path, _: Path) -> Sequence[str]:
        urls = folder / "urls.txt"
        urls.write_text("\n".join(website.urls), encoding="utf-8")
        kept = [str(folder / "output")] if capture else []
        return [sys.executable, str(HERE / "peers" / "plain.py"), str(urls), *kept]
    return command


RUNNERS: dict[str, Command] = {"Scrapy's handler, nothing kept": scrapy(capture=False),
                               "our handler, every byte kept": scrapy(capture=True)}
NOWHERE = Path()                         # no peer here needs an environment of its own


def compare(website: Website, pairs: int) -> list[Row]:
    """A row a runner: CPU milliseconds a page, and the median over the pairs of the ratio to the first."""
    nothing = replace(website, urls=())
    idle = {name: measure(command, nothing, NOWHERE).cpu for name, command in RUNNERS.items()}
    runs: dict[str, list[Used]] = {name: [] for name in RUNNERS}
    for pair in range(pairs):
        for name, command in RUNNERS.items():
            runs[name].append(measure(command, website, NOWHERE))
            print(f"  {pair + 1}/{pairs} {name}: {_page(runs[name][-1], idle[name], website):.2f} CPU ms a page", flush=True)
    costs = {name: [_page(run, idle[name], website) for run in done] for name, done in runs.items()}
    first = next(iter(costs.values()))
    return [Row(name, statistics.median(cost), statistics.median(a / b for a, b in zip(cost, first, strict=True)),
                statistics.median(len(website.urls) / run.seconds for run in runs[name]),
                max(run.memory for run in runs[name])) for name, cost in costs.items()]


def _page(run: Used, idle: float, website: Website) -> float:
    return 1000 * (run.cpu - idle) / len(website.urls)


def main() -> None:
    """Runs the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="folder of saved pages (*.html, *.html.gz); made ones otherwise")
    parser.add_argument("--number", type=int, default=600, help="how many pages (600)")
    parser.add_argument("--pairs", type=int, default=5, help="how often each runs, in turn (5)")
    options = parser.parse_args()
    pages = saved_pages(options.pages, options.number) if options.pages else generated_pages(options.number)
    with serving(pages) as website:
        write("exactness", compare(website, options.pairs), (), options)


if __name__ == "__main__":
    main()
