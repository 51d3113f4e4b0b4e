"""How long a search takes among a million made-up articles, against a bare query of SQLite's FTS5 on the same index.

    python -m benchmarks.searching [--articles 1000000] [--folder DIR] [--searches 200]

The index is made in DIR (kept, so that a second run only searches). Each search asks for the first twenty hits with snippets and
all counts, as the search page does; the bare query asks FTS5 for the newest twenty row numbers of the same words and the count of
the first 10,001. Then the pages themselves are fetched over loopback: time, size, and the memory of the server before and after.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from archiver.model import Article, Author, Image, Provenance, article_id
from archiver.query import AllOf, Condition, Test
from archiver.store.search import FILE, MOST, Place, SearchIndex
from archiver.store.search.asking import asked

WORDS = 60_000              # in the made-up language, their frequencies as Zipf has them
LENGTH = 280                # words of an article
SITES = 200
_START = datetime(2024, 11, 26, tzinfo=UTC)
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def main() -> None:
    """Makes the index if it is not there, and measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--searches", type=int, default=200)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "archiver-searching")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    path = options.folder / FILE
    chance = random.Random(1)
    words = ["".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((1, 2, 2, 3, 3, 4)))) + str(n % 7) for n in range(WORDS)]
    _make(path, options.articles, words)
    index = SearchIndex(path)
    print(f"{index.size():,} articles, index {path.stat().st_size / 1e9:.1f} GB, memory {_peak():.0f} MB", flush=True)
    _compare(index, path, list(_searches(random.Random(2), words, options.searches)))
    _pages(options.folder, words)


def _make(path: Path, number: int, words: list[str]) -> None:
    index = SearchIndex(path, write=True)
    done, begun = index.size(), time.monotonic()
    for first in range(done, number, 1000):
        index.begin()
        for article in _articles(first, min(number, first + 1000), words):
            index.put(article, Place(article.id, 1, "2026-01.jsonl", 0, old=False))
        index.commit()
        if first % 50_000 == 0:
            print(f"{first:,} taken in, {(first - done) / (time.monotonic() - begun):.0f} a second, {_peak():.0f} MB", flush=True)
    index.close()


def _articles(first: int, last: int, words: list[str]) -> Iterator[Article]:
    for number in range(first, last):
        chance = random.Random(number)
        text = [words[min(WORDS - 1, int(chance.paretovariate(0.35)) - 1)] for _ in range(LENGTH)]
        site = f"site-{chance.randrange(SITES)}"
        url = f"https://{site}.example/{number}"
        when = (_START + timedelta(minutes=number * 1.05 + chance.randrange(3000))).isoformat()
        credit = f"{chance.choice('ABCDEFGH')}. Vossberg/{chance.choice(('Reuters', 'AP', 'dpa'))}"
        yield Article(article_id(site, url), url, url, site, " ".join(text[:9]), f"By Person {number % 900}",
                      (Author(f"Person {number % 900}"),), published=when, section=f"Section {chance.randrange(12)}", language="en",
                      body="\n\n".join(" ".join(text[at:at + 56]) for at in range(0, LENGTH, 56)), word_count=LENGTH,
                      images=(Image(f"{url}.jpg", credit=credit),), provenance=Provenance(captured=when))


def _searches(chance: random.Random, words: list[str], number: int) -> Iterator[tuple[str, Condition]]:
    """Searches of every kind: a common, a middling and a rare word, two words, with a site, with months, a site alone."""
    def text(low: int, high: int) -> Test:
        return Test("text", "contains", (words[int(low * (high / low) ** chance.random())],))

    def site() -> Test:
        return Test("site", "=", (f"site-{chance.randrange(SITES)}",))
    kinds: list[tuple[str, list[Condition]]] = []
    for _ in range(-(-number // 8)):
        month = f"2025-{chance.randrange(1, 13):02}"
        kinds += [("a common word", [text(1, 50)]), ("a middling word", [text(200, 5_000)]), ("a rare word", [text(20_000, WORDS - 1)]),
                  ("two words", [text(20, 400), text(20, 400)]), ("a word, a site", [text(2, 200), site()]),
                  ("a word, a month", [text(2, 200), Test("published", "=", (month,))]), ("a site", [site()]),
                  ("a word, a credit", [text(5, 200), Test("credits", "contains", ("Reuters",))])]
    for name, parts in kinds[:number]:
        yield name, AllOf(tuple(parts))


def _compare(index: SearchIndex, path: Path, searches: list[tuple[str, Condition]]) -> None:
    bare = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    bare.execute("PRAGMA cache_size = -64000")
    times: dict[str, list[tuple[float, float]]] = {}
    for name, tree in searches:
        begun = time.perf_counter()
        _bare(bare, tree)
        between = time.perf_counter()
        index.search(tree)
        times.setdefault(name, []).append((between - begun, time.perf_counter() - between))
    every = [pair for pairs in times.values() for pair in pairs]
    for name, pairs in [*times.items(), ("all", every)]:
        ours, theirs = statistics.median(p[1] for p in pairs) * 1000, statistics.median(p[0] for p in pairs) * 1000
        worst = max(p[1] for p in pairs) * 1000
        print(f"{name:18} median {ours:7.1f} ms, bare FTS5 {theirs:7.1f} ms, ratio {ours / theirs:5.1f}, "
              f"slowest {worst:7.1f} ms", flush=True)


def _bare(db: sqlite3.Connection, tree: Condition) -> None:
    match = asked(tree).match
    db.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT 20", (match,)).fetchall()
    db.execute(f"SELECT count(*) FROM (SELECT rowid FROM words WHERE words MATCH ? LIMIT {MOST + 1})", (match,)).fetchone()


def _pages(folder: Path, words: list[str]) -> None:
    """The search page of a server of its own."""
    code = ("import sys, uvicorn; from pathlib import Path; from archiver.web.reader import Reader; from archiver.web.app import "
            "application; f = Path(sys.argv[1]); uvicorn.run(application(Reader(f, f, f / 'search.sqlite')), port=8127, "
            "log_level='error', lifespan='off')")
    server = subprocess.Popen([sys.executable, "-c", code, str(folder)])
    try:
        chance, times, sizes, memory = random.Random(3), [], [], []
        for number in range(150):
            word = words[int(2 * 10_000 ** chance.random())]
            begun = time.perf_counter()
            sizes.append(len(_fetched(f"http://127.0.0.1:8127/?q={quote(word)}", patient=number == 0)))
            times.append((time.perf_counter() - begun) * 1000)
            if number % 50 == 49:
                memory.append(_resident(server.pid))
        print(f"search page: median {statistics.median(times[1:]):.1f} ms, largest {max(sizes) / 1000:.0f} kB, memory of the server "
              f"after 50, 100, 150 pages: {', '.join(f'{m:.0f}' for m in memory)} MB")
    finally:
        server.terminate()
        server.wait(20)


def _fetched(url: str, *, patient: bool) -> bytes:
    for _ in range(100):
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=60) as answer:
                return bytes(answer.read())
        except OSError:
            if not patient:
                raise
            time.sleep(0.2)
    raise SystemExit("the server did not answer")


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
