"""A WARC file as decoded bytes with a way back to offsets: gzip member by member, or plain; memory bounded.

Nothing here knows a record's fields; a fault ends the reading of a unit, is named, and is never raised.
"""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from typing import Any, BinaryIO

STEP = 64 * 1024
MAX_LINE = 64 * 1024
GZIP = b"\x1f\x8b\x08"
_SMALL = 64
_NEXT = re.compile(rb"WARC/[01]\.[0-9]+\r?\n")


class Cursor:
    """The bytes of a file from `start` on; `trouble` and `words` are the fault that ended a unit, empty if none.

    `unit` is the offset where the record being read can be found again, `inside` whether the next record shares
    its gzip member with the one before.
    """

    inside = False

    def __init__(self, file: BinaryIO, start: int) -> None:
        self.file = file
        self.unit = start
        self.buffer = b""
        self.trouble = ""
        self.words = ""
        file.seek(start)

    def begin(self) -> bool:
        """Starts the next unit; False where the file ends."""
        raise NotImplementedError

    def pull(self) -> bytes:
        """More decoded bytes; empty where the unit ends or cannot be read."""
        raise NotImplementedError

    def position(self) -> int:
        """Offset in the file of what comes next."""
        raise NotImplementedError

    def mark_block(self) -> None:
        """Told when a header was read and the block begins."""

    def early_end(self) -> str:
        """The fault of a record whose bytes ended too early without trouble."""
        raise NotImplementedError

    def end_of_record(self) -> list[tuple[str, str]]:
        """Reads what closes a record; the faults found there."""
        raise NotImplementedError

    def resync(self) -> bool:
        """Goes to the next record after a fault; False where there is none."""
        raise NotImplementedError

    def seek(self, offset: int) -> bool:
        """Goes to the first record at or after an offset; False where there is none."""
        raise NotImplementedError

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; empty at the end."""
        if not self.buffer:
            self.buffer = self.pull()
        piece, self.buffer = self.buffer[:size], self.buffer[size:]
        return piece

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, or fewer at the end, without passing over them."""
        while len(self.buffer) < size:
            more = self.pull()
            if not more:
                break
            self.buffer += more
        return self.buffer[:size]

    def line(self) -> bytes:
        """The next line with its end; one longer than MAX_LINE shows by having none."""
        while b"\n" not in self.buffer[:MAX_LINE] and len(self.buffer) < MAX_LINE:
            more = self.pull()
            if not more:
                break
            self.buffer += more
        end = self.buffer.find(b"\n", 0, MAX_LINE) + 1 or min(MAX_LINE, len(self.buffer))
        line, self.buffer = self.buffer[:end], self.buffer[end:]
        return line


class GzipCursor(Cursor):
    """A file of gzip members; a unit is one member, and a block that is to be longer than it was declared too long."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        super().__init__(file, start)
        self.raw = b""
        self.at = start
        self.engine = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def position(self) -> int:
        return self.at

    def begin(self) -> bool:
        if self.inside:
            return True
        self.buffer, self.trouble, self.words = b"", "", ""
        self.unit = self.at
        self.engine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return bool(self._raw(1))

    def _raw(self, size: int) -> bytes:
        while len(self.raw) < size:
            more = self.file.read(STEP)
            if not more:
                break
            self.raw += more
        return self.raw

    def pull(self) -> bytes:
        while not self.engine.eof and not self.trouble:
            if not self._raw(1):
                self.trouble, self.words = "cut", "the last gzip member is cut"
                break
            spare = self.engine.copy()
            try:
                out = self.engine.decompress(self.raw, STEP)
            except zlib.error as error:
                return self._broken(spare, error)
            self._advance(self.engine.unused_data if self.engine.eof else self.engine.unconsumed_tail)
            if out:
                return out
        return b""

    def _broken(self, engine: Any, error: zlib.error) -> bytes:
        """What can be had before the place where the data goes bad: a small record whose checksum is wrong, say."""
        if self.at == self.unit and not self.raw.startswith(GZIP[:len(self.raw)]):
            self.trouble, self.words = "garbage", f"not a gzip member: {self.raw[:16]!r}"
            return b""
        self.trouble, self.words = "bad-gzip", f"gzip data cannot be read: {error}"
        out = b""
        with suppress(zlib.error):
            for start in range(0, len(self.raw), _SMALL):
                out += engine.decompress(self.raw[start:start + _SMALL], STEP)
                if len(out) >= STEP or engine.unconsumed_tail:
                    break
        return out

    def early_end(self) -> str:
        return "length-too-long"

    def _advance(self, rest: bytes) -> None:
        self.at += len(self.raw) - len(rest)
        self.raw = rest

    def end_of_record(self) -> list[tuple[str, str]]:
        after = self.peek(9)
        self.inside = False
        if after[:4] == b"\r\n\r\n" and after[4:] == b"WARC/":
            self.buffer = self.buffer[4:]
            self.inside = True
            return [("one-member", "more than one record in a gzip member: none but the first can be found by offset")]
        self._drain()
        if self.trouble:
            return [(self.trouble, self.words)]
        if after == b"\r\n\r\n":
            return []
        if not after.strip(b"\r\n"):
            return [("no-record-end", "the record does not end with two line ends")]
        return [("length-too-short", "bytes follow the block within the gzip member")]

    def _drain(self) -> None:
        self.buffer = b""
        while self.pull():
            pass

    def resync(self) -> bool:
        self.inside = False
        if not self.trouble:
            self._drain()
        return self.seek(self.unit + 1) if self.trouble else True

    def seek(self, offset: int) -> bool:
        self.file.seek(offset)
        self.at, self.raw = offset, b""
        while len(self._raw(STEP)) >= len(GZIP):
            found = self.raw.find(GZIP)
            self._advance(self.raw[found:] if found >= 0 else self.raw[-2:])
            if found >= 0:
                if self._opens_record():
                    return True
                self._advance(self.raw[1:])
        return False

    def _opens_record(self) -> bool:
        """Whether the magic bytes here begin a member of WARC, and are not three bytes of compressed data."""
        try:
            return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(self._raw(4096)[:4096], 5) == b"WARC/"
        except zlib.error:
            return False


class PlainCursor(Cursor):
    """A file of records one after the other, not compressed; a unit is one record."""

    block = 0

    def __init__(self, file: BinaryIO, start: int) -> None:
        super().__init__(file, start)
        self.read_to = start

    def position(self) -> int:
        return self.read_to - len(self.buffer)

    def begin(self) -> bool:
        self.trouble, self.words = "", ""
        self.unit = self.position()
        self.block = self.unit + 1       # a header that is cut has no block yet, and the last record's must not stand for it
        return bool(self.peek(1))

    def pull(self) -> bytes:
        more = self.file.read(STEP)
        self.read_to += len(more)
        return more

    def mark_block(self) -> None:
        self.block = self.position()

    def early_end(self) -> str:
        return "length-too-long" if self._seek_record(self.block) else "cut"

    def end_of_record(self) -> list[tuple[str, str]]:
        after = self.peek(9)
        if after[:4] == b"\r\n\r\n" and after[4:] in (b"", b"WARC/"):
            self.buffer = self.buffer[4:]
            return []
        end = self.position()
        if not after.strip(b"\r\n"):
            self.buffer = b""
            return [("no-record-end", "the record does not end with two line ends")]
        if self._seek_record(self.block) and self.position() < end:
            return [("length-too-long", "another record begins inside the block")]
        if after[:4] == b"\r\n\r\n":
            self._seek(end + 4)
            return []
        return [("length-too-short", "bytes follow the block before the record's end")]

    def resync(self) -> bool:
        return self._seek_record(self.unit + 1)

    def seek(self, offset: int) -> bool:
        return self._seek_record(offset)

    def _seek(self, offset: int) -> None:
        self.file.seek(offset)
        self.read_to, self.buffer = offset, b""

    def _seek_record(self, offset: int) -> bool:
        """Goes to the first line at or after `offset` that opens a record; to the end where there is none."""
        self._seek(max(offset - 1, 0))
        while self.peek(STEP):
            for found in _NEXT.finditer(self.buffer):
                if found.start() and self.buffer[found.start() - 1:found.start()] == b"\n":
                    self.buffer = self.buffer[found.start():]
                    return True
            if len(self.buffer) < STEP:
                break
            self.buffer = self.buffer[-16:]
        self.buffer = b""
        return False


def cursor(file: BinaryIO, start: int = 0) -> Cursor:
    """The cursor that fits the file's first bytes."""
    file.seek(0)
    magic = file.read(3)
    return GzipCursor(file, start) if magic[:2] == GZIP[:2] else PlainCursor(file, start)
