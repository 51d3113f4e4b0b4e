"""What re-extraction costs beside extraction alone, over the same records: the archiver, a plain process pool, datatrove.

    python -m benchmarks reextract [--pages DIR] [--number N] [--pairs N]

The plain pool is given the bytes of the pages and does nothing but read them with the same extractor; re-extraction finds
them in the WARC, reads them, and compares each with its stored line. datatrove reads the same WARC with the trafilatura of
its own environment, one task, as its documentation shows; it gives only the body.
"""

from __future__ import annotations

import gzip
import json
import statistics
import subprocess
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from archiver import content
from archiver.engines import engine
from archiver.errors import NotAnArticle
from archiver.extract.extractor import Extractor
from archiver.extract.page import Page
from archiver.model import Exchange, Link, Outcome, Site
from archiver.reextract import Run
from archiver.store.archive import Archive
from archiver.urls import link_key
from benchmarks.environments import Unavailable, environment
from benchmarks.report import Claim, Row, claim

SITE = Site(name="bench")
WORKERS = 2
OURS, PLAIN, READ, THEIRS = "re-extraction", "a plain pool", "read and decode", "datatrove, body alone"
PEER = Path(__file__).parent / "peers" / "datatrove_reads.py"
_CHUNK = 25


def compare(pages: Sequence[bytes], options: Namespace) -> tuple[list[Row], list[Claim]]:
    """Each way in turn over one archive, so that all see the machine as it is."""
    rounds: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        archived(root, pages)
        for number in range(options.pairs):
            rounds.append({OURS: _spent(lambda: _again(root), len(pages)), PLAIN: _spent(lambda: _plain(pages), len(pages)),
                           READ: _read(root), **_theirs(root, len(pages), options.environments)})
            print(f"  {number + 1}/{options.pairs} {rounds[-1]}", flush=True)
    base = [r[PLAIN] for r in rounds]
    rows = [Row(name, statistics.median(r[name] for r in rounds),
                statistics.median(r[name] / plain for r, plain in zip(rounds, base, strict=True))) for name in rounds[0]]
    claims = [claim(f"{OURS}, CPU of {PLAIN}", [r[OURS] for r in rounds], base, 1.05),
              claim(f"{READ}, of a CPU ms", [r[READ] for r in rounds], [1.0] * len(rounds), 1.0)]
    return rows, claims


def archived(root: Path, pages: Sequence[bytes]) -> None:
    """The pages as a crawl would have kept them: gzipped on the wire, read, and saved."""
    extractor = Extractor(SITE)
    with Archive(root) as archive:
        archive.open(SITE.name)
        for number, page in enumerate(pages):
            url = _url(number)
            body = gzip.compress(page, 6)
            head = (f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}"
                    "\r\n\r\n").encode()
            link = Link(SITE.name, url, link_key(url), "seed")
            archive.add_links([link])
            request = f"GET /{number} HTTP/1.1\r\nHost: bench.example\r\n\r\n".encode()
            capture = archive.capture(Exchange(url, request, head, body, body, datetime.now(UTC)), link)
            try:
                archive.save(extractor(capture), link)
            except NotAnArticle as error:
                archive.finish(link, Outcome.NOT_ARTICLE, error.reason)


def _url(number: int) -> str:
    return f"https://bench.example/2026/11/23/story-{number}"


def _again(root: Path) -> None:
    with Archive(root) as archive, engine("local", WORKERS) as on:
        summary = Run(archive, [SITE], on).diff()
    assert not summary.troubles and set(summary.counts) == {"same"}, summary


def _plain(pages: Sequence[bytes]) -> None:
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        for _ in pool.map(_extract, enumerate(pages), chunksize=_CHUNK):
            pass


def _extract(numbered: tuple[int, bytes]) -> object:
    """The same extraction, and an article to be sent back as a real user would have it."""
    number, page = numbered
    try:
        return Extractor(SITE).article(Page(page, _url(number), captured=datetime.now(UTC).isoformat())).to_dict()
    except NotAnArticle as error:
        return error.reason


def _read(root: Path) -> float:
    """CPU milliseconds to find and unpack a record."""
    with Archive(root) as archive:
        rows = list(archive.captures(SITE.name))
        start = time.process_time()
        for row in rows:
            exchange = archive.read(row.warc, row.offset).exchange
            content.decode(exchange.payload, exchange.header("Content-Encoding"))
        return 1000 * (time.process_time() - start) / len(rows)


def _spent(call: object, number: int) -> float:
    """CPU milliseconds a page, of this process and all it began and ended."""
    with _clock() as spent:
        call()  # type: ignore[operator]
    return 1000 * spent[0] / number


@contextmanager
def _clock() -> Iterator[list[float]]:
    spent = [0.0]
    before = _cpu()
    yield spent
    spent[0] = _cpu() - before


def _cpu() -> float:
    return sum(used.ru_utime + used.ru_stime for used in (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)))


def _theirs(root: Path, number: int, environments: Path) -> dict[str, float]:
    """datatrove over the same WARC; left out where it cannot be had."""
    try:
        program = environment("datatrove", environments) / "python"
    except Unavailable as error:
        print(f"  left out: datatrove: {error}", flush=True)
        return {}
    done = subprocess.run([str(program), str(PEER), str(root / SITE.name / "warc"), str(root / "theirs")],
                          capture_output=True, text=True, check=True)
    return {THEIRS: 1000 * float(json.loads(done.stdout.splitlines()[-1])) / number}
