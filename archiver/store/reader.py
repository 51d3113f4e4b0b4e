"""WARC records out of a file, one after the other or from an offset; memory bounded, no fault raised, none passed over.

Nothing here knows what a record says. Own code and not warcio's: a verifier must tell apart what warcio repairs in
silence (lengths, ends, members), and stay bounded on header lines of 100 MB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from archiver.errors import WarcError
from archiver.store.away import Place
from archiver.store.cursor import MAX_LINE, STEP, Cursor, cursor
from archiver.store.record import Record, field_of

MAX_FIELDS = 500
MAX_BLOCK = 512 * 1024 * 1024
_VERSION = re.compile(rb"WARC/[0-9]{1,3}\.[0-9]{1,3}\r?\n")
_LENGTH = re.compile(r"[0-9]{1,18}")
Fault = tuple[str, str]


@dataclass
class RawRecord:
    """A record as it lies in a file; `length` and the later faults are known after `finish()`.

    `offset`: where its gzip member begins, or itself in a plain file. `alone`: whether it has its member for itself.
    `declared`: its Content-Length, -1 where there is none. `faults`: code and what was found, in the order met.
    """

    cursor: Cursor
    offset: int
    alone: bool = True
    version: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    declared: int = -1
    left: int = 0
    length: int = 0
    faults: list[Fault] = field(default_factory=list)
    finished: bool = False

    def get(self, name: str) -> str:
        """The first field of that name, in any case; empty where there is none."""
        return field_of(self.fields, name)

    @property
    def kind(self) -> str:
        """Its WARC-Type in lower case; empty where it is no record."""
        return self.get("WARC-Type").lower()

    def pieces(self) -> Iterator[bytes]:
        """The block in pieces of at most 64 KiB; ends early, with a fault, where the file does."""
        while self.left > 0:
            piece = self.cursor.read(min(self.left, STEP))
            if not piece:
                self.faults.append(self._short())
                self.left = 0
                return
            self.left -= len(piece)
            yield piece

    def block(self, limit: int = MAX_BLOCK) -> bytes:
        """The whole block; past `limit` bytes it stops, with a fault."""
        parts, total = [], 0
        for piece in self.pieces():
            total += len(piece)
            if total > limit:
                self.faults.append(("too-large", f"a block of more than {limit:,} bytes"))
                break
            parts.append(piece)
        return b"".join(parts)

    def finish(self) -> RawRecord:
        """Reads to the record's end, looks at how it ends, and sets `length`."""
        if not self.finished:
            for _ in self.pieces():
                pass
            self.finished = True
            if not self.faults:
                self.faults.extend(self.cursor.end_of_record())
            self.length = self.cursor.position() - self.offset
        return self

    def _short(self) -> Fault:
        missing = f"{self.left:,} of {self.declared:,} bytes are missing"
        if self.cursor.trouble:
            return self.cursor.trouble, f"{self.cursor.words}; {missing}"
        return self.cursor.early_end(), f"the block ends early: {missing}"


def records(file: BinaryIO, start: int = 0) -> Iterator[RawRecord]:
    """The records of a seekable file from `start` on, each finished before the next; what is none has no fields."""
    at = cursor(file, start)
    yield from _records(at)


def records_near(file: BinaryIO, offset: int) -> Iterator[RawRecord]:
    """As `records`, from the first record at or after any offset."""
    at = cursor(file)
    if at.seek(offset):
        yield from _records(at)


def _records(at: Cursor) -> Iterator[RawRecord]:
    while at.begin():
        record = _header(at)
        yield record
        record.finish()
        if any(code != "one-member" for code, _ in record.faults) and not at.resync():
            return


def records_of(path: Place, start: int = 0) -> Iterator[RawRecord]:
    """As `records`, of a file."""
    with path.open("rb") as file:
        yield from records(file, start)


def record_at(path: Place, offset: int) -> tuple[Record, int]:
    """The one record at `offset`, whole in memory, and its length; raises WarcError with file and offset."""
    for raw in records_of(path, offset):
        block = raw.block()
        raw.finish()
        bad = [text for code, text in raw.faults if code not in ("one-member", "no-record-end", "length-too-short")]
        if bad or not raw.fields:
            raise WarcError(f"no readable record at offset {offset}: {bad[0] if bad else 'not a WARC record'}",
                            where=str(path), cure="archiver verify tells more")
        return Record(raw.kind, raw.fields, block), raw.length
    raise WarcError(f"nothing at offset {offset}", where=str(path))


def _header(at: Cursor) -> RawRecord:
    record = RawRecord(at, at.unit, alone=not at.inside)
    first = at.line()
    if not _VERSION.fullmatch(first):
        record.faults.append(_no_version(at, first))
        return record
    record.version = first.strip().decode("ascii")
    record.fields, fault = _fields(at)
    at.mark_block()
    if fault:
        record.faults.append(fault)
        return record
    declared = record.get("Content-Length").strip()
    if not _LENGTH.fullmatch(declared):
        record.faults.append(("no-length", f"Content-Length is {declared[:40]!r}"))
    else:
        record.declared = record.left = int(declared)
    return record


def _no_version(at: Cursor, first: bytes) -> Fault:
    if at.trouble:
        return at.trouble, at.words
    if first.startswith(b"WARC/"):
        return "unknown-version", f"the first line is {first[:40]!r}"
    return "garbage", f"not a WARC record: {first[:40]!r}"


def _fields(at: Cursor) -> tuple[tuple[tuple[str, str], ...], Fault | None]:
    """The named fields up to the blank line; a folded line belongs to the one before it."""
    found: list[tuple[str, str]] = []
    size = 0
    while True:
        line = at.line()
        size += len(line)
        if line in (b"\r\n", b"\n"):
            return tuple(found), None
        if not line.endswith(b"\n"):
            return tuple(found), _open_line(at, line)
        if len(found) >= MAX_FIELDS or size > 16 * MAX_LINE:
            return tuple(found), ("header-too-long", f"more than {MAX_FIELDS} fields or {16 * MAX_LINE:,} bytes")
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[:1] in (" ", "\t") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {text.strip()}")
        else:
            name, colon, value = text.partition(":")
            if not colon:
                return tuple(found), ("bad-header", f"a header line without colon: {text[:40]!r}")
            found.append((name.strip(), value.strip()))


def _open_line(at: Cursor, line: bytes) -> Fault:
    if at.trouble:
        return at.trouble, at.words
    if len(line) >= MAX_LINE:
        return "header-too-long", f"a header line of more than {MAX_LINE:,} bytes"
    return at.early_end(), "the file ends inside a record's header"
