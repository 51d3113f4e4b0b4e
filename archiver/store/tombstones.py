"""Take-downs: what is to be forgotten of a site, kept as a list of tombstones that outlives the catalog.

Nothing here judges a request to forget.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

FILE = "forgotten.jsonl"


def tombstones(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Key, time and reason of each take-down of a site; `*` is the whole site."""
    path = folder / FILE
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        try:
            data = json.loads(line)
            yield str(data["key"]), str(data["since"]), str(data.get("reason", ""))
        except (ValueError, KeyError, TypeError):
            continue
