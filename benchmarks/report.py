"""Results as a table on the screen and as JSON in benchmarks/results/, with what they were measured on."""

from __future__ import annotations

import json
import os
import platform
import statistics
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("news-archiver", "scrapy", "trafilatura", "warcio", "lxml", "httptools", "isal", "uvloop")


@dataclass(frozen=True)
class Row:
    """One line: CPU milliseconds a page, the ratio to the first line (median of the pairs), pages a second, peak MB."""

    name: str
    cpu_ms: float
    ratio: float
    pages_a_second: float | None = None
    peak_mb: float | None = None


@dataclass(frozen=True)
class Claim:
    """What one way takes of what another takes: the median of the pairs, the least and the most of them, and the goal."""

    text: str
    ratio: float
    least: float
    most: float
    goal: float


def claim(text: str, ours: Sequence[float], theirs: Sequence[float], goal: float) -> Claim:
    """Pair by pair, so that a machine that slows down slows both."""
    ratios = sorted(a / b for a, b in zip(ours, theirs, strict=True))
    return Claim(text, statistics.median(ratios), ratios[0], ratios[-1], goal)


def write(what: str, rows: Sequence[Row], claims: Sequence[Claim], options: Namespace) -> None:
    """Print the table and keep it."""
    print(f"\n{what:40} {'CPU ms a page':>14} {'ratio':>7} {'pages/s':>8} {'peak MB':>8}")
    for row in rows:
        rate = f"{row.pages_a_second:8.1f}" if row.pages_a_second else " " * 8
        memory = f"{row.peak_mb:8.0f}" if row.peak_mb else " " * 8
        print(f"{row.name:40} {row.cpu_ms:14.3f} {row.ratio:7.2f} {rate} {memory}")
    for one in claims:
        met = "met" if one.ratio <= one.goal else "NOT MET"
        print(f"{one.text}: {one.ratio:.3f} ({one.least:.3f} to {one.most:.3f}), goal at most {one.goal:g}: {met}")
    RESULTS.mkdir(exist_ok=True)
    kept = {"what": what, "day": datetime.now(UTC).date().isoformat(), "python": platform.python_version(),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores", "load": os.getloadavg()[0], "versions": _versions(),
            "pages": options.requests if what == "capture" else options.number, "saved_pages": bool(options.pages),
            "pairs": options.pairs, "rows": [asdict(row) for row in rows], "claims": [asdict(one) for one in claims]}
    (RESULTS / f"{what}.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _versions() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
