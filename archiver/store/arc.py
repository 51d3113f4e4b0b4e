"""ARC files, the format before WARC, as WARC records: warcio reads and converts them, we bound what it may take.

Nothing here writes or judges a capture; WARC files are read by `reader.py`, which must tell apart what warcio repairs.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.bufferedreaders import DecompressingBufferedReader  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

from archiver.store.record import Record

logging.getLogger("warcio.recordloader").setLevel(logging.ERROR)       # it warns with a hostile file's own words
MAX_LINE = 64 * 1024
MAX_SILENT = 1024                # gzip members in a row without a record, so that a file of empty ones ends
_MARK = b"filedesc://"
_STEP = 64 * 1024
_UNKNOWN = ("", "0.0.0.0", "-")
_HEADER_FIELDS = ("warc-type", "content-length", "warc-record-id")


def is_arc(file: BinaryIO) -> bool:
    """Whether a file opens as ARC files do, packed or plain; it is at its beginning afterwards."""
    head = file.read(4096)
    file.seek(0)
    if head[:2] == b"\x1f\x8b":
        try:
            head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, len(_MARK))
        except zlib.error:
            return False
    return head.startswith(_MARK)


def arc_records(file: BinaryIO, limit: int) -> Iterator[tuple[int, Record | None, str]]:
    """Offset, record, and the fault, if any, that there is no record for; blocks over `limit` are passed over.

    Records have no WARC-Record-ID: ARC has none, and one that is made must not differ from import to import.
    """
    found = _Bounded(file)
    while True:
        offset = found.offset
        try:
            raw = next(found, None)
            if raw is None:
                return
            yield offset, *_record(raw, limit)
        except (ArchiveLoadFailed, EOFError, zlib.error):
            yield offset, None, "garbage"
            return
        except (ValueError, TypeError, AttributeError, AssertionError, OverflowError):   # a header line that is none
            yield offset, None, "bad-header"
            return


class _Bounded(ArchiveIterator):  # type: ignore[misc]
    """warcio's iterator with bounded lines, and without the file's own bytes on standard error."""

    INC_RECORD = ""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file, no_record_parse=True, arc2warc=True)
        self.reader = _Reader(file)


class _Reader(DecompressingBufferedReader):  # type: ignore[misc]
    """Reads lines of at most MAX_LINE bytes, and gives up on a file of nothing but empty members."""

    silent = 0

    def readline(self, length: int | None = None) -> bytes:
        """A line, or the beginning of one that is too long."""
        line: bytes = super().readline(min(length or MAX_LINE, MAX_LINE))
        self.silent = 0 if line else self.silent
        return line

    def read_next_member(self) -> bool:
        """Goes to the next gzip member; False after too many without a line."""
        self.silent += 1
        return self.silent < MAX_SILENT and bool(super().read_next_member())


def _record(raw: Any, limit: int) -> tuple[Record | None, str]:
    headers = [(name, value) for name, value in raw.rec_headers.headers if name.lower() not in _HEADER_FIELDS]
    parts, total = [], 0
    while piece := raw.raw_stream.read(_STEP):
        total += len(piece)
        if total > limit:
            return None, "too-large"
        parts.append(piece)
    if raw.length is None or total < raw.length:
        return None, "cut"
    kept = tuple((n, v) for n, v in headers if n.lower() != "warc-ip-address" or v not in _UNKNOWN)
    return Record(raw.rec_type or "", kept, b"".join(parts)), ""
