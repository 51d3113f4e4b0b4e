"""WARC records as they lie in a file, read by this program alone: neither our reader nor a tool's own stands as judge.

Nothing here repairs, decodes or checks digests: a block is so many bytes after a header, and those are given back.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WARCS = (".warc", ".warc.gz", ".warc.open", ".warc.gz.open")


@dataclass(frozen=True)
class Block:
    """One record: its fields by lower-case name (the last of each), and its block."""

    fields: dict[str, str]
    data: bytes

    @property
    def kind(self) -> str:
        """Its WARC-Type."""
        return self.fields.get("warc-type", "")

    @property
    def uri(self) -> str:
        """Its target, without the angle brackets that wget writes."""
        return self.fields.get("warc-target-uri", "").strip("<>")


def warcs(folder: Path) -> list[Path]:
    """All WARC files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.name.endswith(WARCS))


def blocks(path: Path) -> Iterator[Block]:
    """The records of a file, plain or gzip, up to its end or the first thing that is none."""
    raw = path.read_bytes()
    file = io.BytesIO(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    while True:
        line = file.readline()
        if not line:
            return
        if not line.startswith(b"WARC/"):
            if line.strip():
                raise ValueError(f"{path.name}: no record at {file.tell() - len(line)}: {line[:40]!r}")
            continue
        fields: dict[str, str] = {}
        while (line := file.readline()).strip():
            name, _, value = line.decode("utf-8", "replace").partition(":")
            fields[name.strip().lower()] = value.strip()
        yield Block(fields, file.read(int(fields.get("content-length", "0"))))
