"""The list of a site's take-downs, which outlives the catalog.

Nothing here removes anything; that is `forget.py`'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

FILE = "forgotten.jsonl"
ALL = "*"


def tombstones(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Key, time and reason of each take-down of a site; the key `*` is the whole site."""
    path = folder / FILE
    if not path.exists():
        return
    for line in path.read_text("utf-8").splitlines():
        try:
            data = json.loads(line)
            yield str(data["key"]), str(data["since"]), str(data.get("reason", ""))
        except (ValueError, KeyError, TypeError):
            continue
