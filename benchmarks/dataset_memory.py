"""What an export with near-duplicate labels takes of memory and time, from ten thousand made-up rows to a million.

    python -m benchmarks.dataset_memory [--rows 10000,100000,1000000] [--work DIR]

Each size is an archive of its own (20 sites, one article in five is nearly or exactly another), exported by one process
of its own, whose peak memory is what is shown. DIR holds the archives between runs.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver.dataset.export import export
from archiver.dataset.spec import Spec
from archiver.model import Article, Author, Image, Provenance, article_id
from archiver.store.articles import article_line
from archiver.store.reindex import reindex

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


def measured(root: Path) -> dict[str, float]:
    """Exports in this process: seconds, peak memory in MB, and what was found."""
    with tempfile.TemporaryDirectory(prefix="bench-", dir=root.parent) as folder:
        start = time.monotonic()
        done = export(root, Spec("made-up", split="time:80/10/10", policy="all"), Path(folder) / "made-up")
        return {"seconds": time.monotonic() - start, "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
                "rows": done.numbers.kept, "near": done.numbers.near[1], "exact": done.numbers.exact[1]}


def main() -> None:
    """Makes, exports, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", default="10000,100000,1000000")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "archiver-dataset-memory")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measured(options.measure)))
        return
    for rows in map(int, options.rows.split(",")):
        root = options.work / str(rows)
        if not (root / "whole").exists():
            fill(root, rows)
            (root / "whole").touch()
        done = subprocess.run([sys.executable, "-m", "benchmarks.dataset_memory", "--measure", str(root)], check=True,
                              capture_output=True, text=True)
        said = json.loads(done.stdout)
        print(f"{rows:>9,} rows: peak {said['MB']:5.0f} MB, {said['seconds']:6.1f} s, {1e6 * said['seconds'] / rows:5.0f} µs a row; "
              f"{said['near']:,.0f} near duplicates, {said['exact']:,.0f} exact", flush=True)


if __name__ == "__main__":
    main()
