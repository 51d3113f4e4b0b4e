"""The HTTP message inside a record's block: where its head ends, and its body with the transfer coding removed.

Nothing here knows WARC; content codings (gzip, br) are left on.
"""

from __future__ import annotations

import re
import zlib

from archiver.model import parse_headers

_BLANK = re.compile(rb"\n\r?\n")
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,12}")
_PACKED_TYPES = ("image/jpeg", "image/png", "image/webp", "image/avif", "image/gif", "video/", "audio/", "font/woff",
                 "application/zip", "application/gzip", "application/x-gzip", "application/pdf")


def split(block: bytes) -> tuple[bytes, bytes]:
    """Head with its blank line, and what follows it; all is head where no blank line is."""
    blank = _BLANK.search(block)
    return (block[:blank.end()], block[blank.end():]) if blank else (block, b"")


def header(head: bytes, name: str) -> str:
    """All values of a header joined by commas, in any case; empty where there is none."""
    low = name.lower()
    return ", ".join(value for key, value in parse_headers(head) if key.lower() == low)


def payload(head: bytes, body: bytes) -> bytes:
    """The body without its transfer coding; as it is where it is not in the coding that the head claims."""
    codings = [c.strip().lower() for c in header(head, "Transfer-Encoding").split(",") if c.strip()]
    if not codings or codings[-1] != "chunked":
        return body
    plain = dechunk(body)
    if plain is not None and len(codings) > 1 and codings[-2] in ("gzip", "x-gzip"):
        return _gunzip(plain)
    return body if plain is None else plain


def dechunk(body: bytes) -> bytes | None:
    """The data of a chunked body, of a cut one as far as it goes; None where the first line is no chunk size."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\n", at)
        size = _SIZE.match(body[at:at + 16].lstrip())
        if not size or end < 0:
            return b"".join(parts) if parts or not body or size else None
        length = int(size.group(), 16)
        if not length:
            return b"".join(parts)
        parts.append(body[end + 1:end + 1 + length])
        at = end + 1 + length
        at += 2 if body[at:at + 2] == b"\r\n" else 1 if body[at:at + 1] == b"\n" else 0


def rechunk(head: bytes, data: bytes) -> bytes:
    """`data` as a body that fits the head: in one chunk where the head says chunked, else as it is."""
    if header(head, "Transfer-Encoding").lower().split(",")[-1].strip() != "chunked":
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
