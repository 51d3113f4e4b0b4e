"""The HTTP message inside a record's block: where its head ends, and its body with the transfer coding removed.

Nothing here knows WARC; content codings (gzip, br) are left on.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import lru_cache

from archiver.model import parse_headers

_BLANK = re.compile(rb"\n\r?\n")
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,12})[ \t]*(;.*)?", re.DOTALL)
MAX_SIZE_LINE = 16 * 1024
_PACKED_TYPES = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/gif", "video/", "audio/", "font/woff",
                 "application/zip", "application/gzip", "application/x-gzip", "application/pdf")


def head_length(block: bytes) -> int:
    """Bytes of a message's head with its blank line; all is head where no blank line is."""
    blank = _BLANK.search(block)
    return blank.end() if blank else len(block)


def split(block: bytes) -> tuple[bytes, bytes]:
    """Head with its blank line, and what follows it."""
    length = head_length(block)
    return block[:length], block[length:]


def header(head: bytes, name: str) -> str:
    """All values of a header joined by commas, in any case; empty where there is none."""
    low = name.lower()
    return ", ".join(value for key, value in _fields(head) if key == low)


@lru_cache(maxsize=8)                    # each head is asked for five headers, one after the other
def _fields(head: bytes) -> tuple[tuple[str, str], ...]:
    return tuple((key.lower(), value) for key, value in parse_headers(head))


def _codings(head: bytes) -> list[str]:
    return [c.strip().lower() for c in header(head, "Transfer-Encoding").split(",") if c.strip()]


def chunked(head: bytes) -> bool:
    """Whether the head claims that the body comes in chunks."""
    return _codings(head)[-1:] == ["chunked"]


def payload(head: bytes, body: bytes) -> bytes:
    """The body without its transfer coding; as it is where it is not in the coding that the head claims."""
    if not chunked(head):
        return body
    codings = _codings(head)
    plain = dechunk(body)
    if plain is not None and len(codings) > 1 and codings[-2] in ("gzip", "x-gzip"):
        return _gunzip(plain)
    return body if plain is None else plain


class Dechunker:
    """Takes chunk framing off, piece by piece: `bad` where it is none, `ended` after the last chunk's size.

    Sizes are lenient about spaces and extensions, as browsers are; trailers are passed over.
    """

    def __init__(self) -> None:
        self.bad = self.ended = False
        self._line = b""
        self._left = 0
        self._gap = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        """The data in the next piece of the body."""
        at = 0
        while at < len(piece) and not self.bad and not self.ended:
            if self._left:
                data = piece[at:at + self._left]
                self._left -= len(data)
                at += len(data)
                self._gap = not self._left
                yield data
            else:
                at = self._size(piece, at)

    def _size(self, piece: bytes, at: int) -> int:
        """Reads on in a size line, which may be in two pieces; where it ends."""
        end = piece.find(b"\n", at)
        stop = end + 1 if end >= 0 else len(piece)
        self._line += piece[at:stop]
        if self._gap and self._line in (b"\r\n", b"\n"):
            self._line, self._gap = b"", False
        elif end >= 0:
            size = _SIZE.fullmatch(self._line.strip())
            self.bad = not size
            self._left = int(size.group(1), 16) if size else 0
            self.ended = bool(size) and not self._left
            self._line, self._gap = b"", False
        elif len(self._line) > MAX_SIZE_LINE:
            self.bad = True
        return stop

    def close(self) -> None:
        """Told that the body ends: what was begun as a size line must be able to be one."""
        line = self._line.strip()
        if line and not self._left and not self.ended and not _SIZE.fullmatch(line):
            self.bad = True


def dechunk(body: bytes) -> bytes | None:
    """The data of a chunked body, of a cut one as far as it goes; None where it does not begin with a chunk."""
    framing = Dechunker()
    data = b"".join(framing.feed(body))
    framing.close()
    return None if framing.bad and not data else data


def rechunk(head: bytes, data: bytes) -> bytes:
    """`data` as a body that fits the head: in one chunk where the head says chunked, else as it is."""
    if not chunked(head):
        return data
    first = b"%x\r\n%b\r\n" % (len(data), data) if data else b""
    return first + b"0\r\n\r\n"


def packed(head: bytes) -> bool:
    """Whether the body is compressed already, so that deflating it again would only cost time."""
    coding = header(head, "Content-Encoding").lower()
    kind = header(head, "Content-Type").lower()
    return bool(coding and coding != "identity") or kind.startswith(_PACKED_TYPES)


def _gunzip(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data, 64 * 1024 * 1024)
    except zlib.error:
        return data
