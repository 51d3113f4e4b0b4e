"""`make bench`: all measurements, or one of them by name; results go to benchmarks/results/ with versions and machine.

    python -m benchmarks [capture|crawl|extract|reextract|stages|growth] [--pages DIR] [--number N] [--pairs N]

How to read them stands in benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import compileall
import signal
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import crawls, extraction, growth, reextraction, stages
from benchmarks.report import write
from benchmarks.website import generated_pages, saved_pages

HOME = Path(__file__).parent.parent
WHAT = ("capture", "crawl", "extract", "reextract", "stages", "growth")


def main() -> None:
    """Measure what was asked for."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))          # so that the server of the pages ends too
    options = _options()
    for package in ("archiver", "spiders"):      # as pip compiles what it installs, the peers among it
        compileall.compile_dir(HOME / package, quiet=1)
    if "growth" in options.what:
        write("growth", *growth.compare(tuple(map(int, options.links.split(","))), options), options)
    if "capture" in options.what:
        write("capture", *crawls.compare(_pages(options, options.requests), _runners(options, crawls.CAPTURE), options),
              options)
    if not {"crawl", "extract", "reextract", "stages"} & set(options.what):
        return
    pages = _pages(options, options.number)
    if "crawl" in options.what:
        write("crawl", *crawls.compare(pages, _runners(options, crawls.WHOLE), options), options)
    if "extract" in options.what:
        write("extract", *extraction.compare(pages, options), options)
    if "reextract" in options.what:
        write("reextract", *reextraction.compare(pages, options), options)
    if "stages" in options.what:
        write("stages", stages.measured(pages, options.pairs), (), options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", default=list(WHAT), help=", ".join(WHAT))
    parser.add_argument("--pages", type=Path, help="folder of saved pages (*.html, *.html.gz); made ones otherwise")
    parser.add_argument("--number", type=int, default=180, help="how many pages (180)")
    parser.add_argument("--requests", type=int, default=3000, help="how many pages for capture (3000)")
    parser.add_argument("--pairs", type=int, default=5, help="how often each runs, in turn (5)")
    parser.add_argument("--runners", default="", help="for capture and crawl: which, the first is the measure")
    parser.add_argument("--links", default=",".join(map(str, growth.SIZES)), help="for growth: links in the catalog")
    parser.add_argument("--environments", type=Path, default=Path(tempfile.gettempdir()) / "archiver-bench-environments",
                        help="folder for the environments of peers, made at the first run and kept")
    return parser.parse_args()


def _runners(options: argparse.Namespace, usual: tuple[str, ...]) -> list[str]:
    return [name for name in usual if not options.runners or name in options.runners.split(",")]


def _pages(options: argparse.Namespace, number: int) -> list[bytes]:
    pages = saved_pages(options.pages, number) if options.pages else generated_pages(number)
    size = statistics.fmean(map(len, pages)) / 1000
    print(f"{len(pages)} pages of {size:.0f} kB on average, {'saved' if options.pages else 'made'}", flush=True)
    return pages


if __name__ == "__main__":
    main()
