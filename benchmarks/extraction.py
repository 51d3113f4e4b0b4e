"""What reading a page costs: all fields by the archiver, by trafilatura with metadata, and by news libraries.

    python -m benchmarks extract [--pages DIR] [--number N] [--pairs N]

trafilatura reads each page right after the archiver, in the same process; the others, whose requirements do not go with
ours, read every third page in an environment of their own, and are held against the archiver on those pages.
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import tempfile
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

import trafilatura

from archiver.errors import NotAnArticle
from archiver.extract.extractor import Extractor
from archiver.extract.page import Page
from benchmarks.environments import Unavailable, environment
from benchmarks.report import Claim, Row, claim

URL = "https://news.example/2026/11/23/a-story-of-some-length/"
OURS, THEIRS = "archiver, all fields", "trafilatura with metadata"
OTHERS = {"newspaper4k": 0.25, "news-please": 0.10}
READS = Path(__file__).parent / "peers" / "reads.py"
_EVERY = 3
_WARM = 10


def ours(page: bytes) -> object:
    """All fields, as in a crawl."""
    try:
        return Extractor().read(Page(page, URL))
    except NotAnArticle:
        return None


def theirs(page: bytes) -> object:
    """trafilatura as most people call it: body and metadata."""
    return trafilatura.bare_extraction(page, url=URL, with_metadata=True)


def compare(pages: Sequence[bytes], options: Namespace) -> tuple[list[Row], list[Claim]]:
    """Page by page in turn, so that both see the machine as it is."""
    for page in [*pages[:_WARM], *pages[-_WARM:]]:    # imports and caches warm up
        ours(page), theirs(page)
    gc.collect()
    gc.freeze()                                       # as in a worker of a crawl
    some = pages[::_EVERY]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for number, page in enumerate(some):
            Path(folder, f"{number:05}.html").write_bytes(page)
        rounds, few, others = [], [], []
        for number in range(options.pairs):
            rounds.append(_interleaved(pages))
            few.append(_interleaved(some))
            others.append({name: cost for name in OTHERS if (cost := _other(name, folder, options.environments))})
            print(f"  {number + 1}/{options.pairs} {rounds[-1]} {others[-1]}", flush=True)
    rows = [Row(name, statistics.median(r[name] for r in rounds), statistics.median(r[name] / r[OURS] for r in rounds))
            for name in (OURS, THEIRS)]
    claims = [claim(f"{OURS}, CPU of {THEIRS}", *([r[name] for r in rounds] for name in (OURS, THEIRS)), 0.6)]
    for name in others[0]:
        cost = [r[name] for r in others]
        rows.append(Row(name, statistics.median(cost), statistics.median(c / r[OURS] for c, r in zip(cost, few, strict=True))))
        claims.append(claim(f"{OURS}, CPU of {name}", [r[OURS] for r in few], cost, OTHERS[name]))
    return rows, claims


def _interleaved(pages: Sequence[bytes]) -> dict[str, float]:
    """CPU milliseconds a page of each."""
    spent = {OURS: 0.0, THEIRS: 0.0}
    calls: tuple[tuple[str, Callable[[bytes], object]], ...] = ((OURS, ours), (THEIRS, theirs))
    for page in pages:
        for name, call in calls:
            start = time.process_time()
            call(page)
            spent[name] += time.process_time() - start
    return {name: 1000 * seconds / len(pages) for name, seconds in spent.items()}


def _other(name: str, folder: str, environments: Path) -> float:
    """CPU milliseconds a page of a library in its own environment; 0 where it cannot be had."""
    try:
        program = environment(name, environments) / "python"
    except Unavailable as error:
        print(f"  left out: {name}: {error}", flush=True)
        return 0.0
    done = subprocess.run([str(program), str(READS), name, folder, URL], capture_output=True, text=True, check=True)
    return float(json.loads(done.stdout.splitlines()[-1]))
