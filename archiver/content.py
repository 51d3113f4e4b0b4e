"""A payload as people see it: content codings taken off, within bounds, and bytes turned into text.

Nothing here knows HTML, WARC or a file.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Any

quick_zlib: Any
try:
    from isal import isal_zlib as quick_zlib
except ImportError:                      # a platform without wheels: the same, at half the speed
    quick_zlib = zlib

MAX_BYTES = 64 * 1024 * 1024
_STEP = 256 * 1024


class TooLarge(ValueError):
    """The payload unpacks to more than the bound."""


class BadCoding(ValueError):
    """The payload is not in the coding it claims, or in one that is not known here."""


def decode(payload: bytes, codings: str, limit: int = MAX_BYTES) -> bytes:
    """`payload` with the codings of a Content-Encoding header taken off, the last one first.

    Raises TooLarge past `limit` bytes and BadCoding where the bytes are not in that coding. A stream cut short gives
    what could be read. Identity and `aws-chunked` are passed over, as browsers do with what they do not know.
    """
    for coding in reversed([c.strip().lower() for c in codings.split(",") if c.strip()]):
        if coding in ("gzip", "x-gzip"):
            payload = b"".join(_gunzip(payload, limit))
        elif coding == "deflate":
            payload = b"".join(_inflate(payload, limit))
        elif coding == "br":
            payload = _brotli(payload, limit)
        elif coding == "zstd":
            payload = _zstd(payload, limit)
        elif coding not in ("identity", "none", "utf-8", "aws-chunked"):
            raise BadCoding(f"unknown content coding {coding!r}")
    return payload


def _gunzip(data: bytes, limit: int) -> Iterator[bytes]:
    """The members of a gzip stream; what follows the last whole member and is none is passed over."""
    total = 0
    first = True
    while data:
        engine = quick_zlib.decompressobj(16 + zlib.MAX_WBITS)
        try:
            for piece in _pieces(engine, data):
                total += len(piece)
                _bound(total, limit)
                yield piece
        except quick_zlib.error as error:
            if first and not total:
                raise BadCoding("not gzip") from error
            return
        data, first = engine.unused_data, False
        if not engine.eof:
            return


def _inflate(data: bytes, limit: int) -> Iterator[bytes]:
    """Deflate with its zlib wrapper, or raw as some servers send it."""
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        engine = quick_zlib.decompressobj(wbits)
        total = 0
        try:
            pieces = []
            for piece in _pieces(engine, data):
                total += len(piece)
                _bound(total, limit)
                pieces.append(piece)
        except quick_zlib.error:
            continue
        yield from pieces
        return
    raise BadCoding("not deflate")


def _pieces(engine: Any, data: bytes) -> Iterator[bytes]:
    while True:
        piece = engine.decompress(data, _STEP)
        if piece:
            yield piece
        data = engine.unconsumed_tail
        if not data:
            return


def _brotli(data: bytes, limit: int) -> bytes:
    try:
        import brotli  # type: ignore[import-untyped]
    except ImportError as error:
        raise BadCoding("brotli is not installed: pip install 'news-archiver[codings]'") from error
    engine = brotli.Decompressor()
    try:
        return _stepwise(engine.process, data, limit)
    except brotli.error as error:
        raise BadCoding("not brotli") from error


def _zstd(data: bytes, limit: int) -> bytes:
    try:
        from backports import zstd
    except ImportError as error:
        raise BadCoding("zstd is not installed: pip install 'news-archiver[codings]'") from error
    engine = zstd.ZstdDecompressor()
    out, total = [], 0
    try:
        piece = engine.decompress(data, _STEP)
        while True:
            total += len(piece)
            _bound(total, limit)
            out.append(piece)
            if engine.eof or engine.needs_input:
                return b"".join(out)
            piece = engine.decompress(b"", _STEP)
    except zstd.ZstdError as error:
        raise BadCoding("not zstd") from error


def _stepwise(process: Callable[[bytes], bytes], data: bytes, limit: int) -> bytes:
    """Fed in small steps, so that a bomb is noticed after one of them."""
    out, total = [], 0
    for start in range(0, len(data), 4096):
        piece = process(data[start:start + 4096])
        total += len(piece)
        _bound(total, limit)
        out.append(piece)
    return b"".join(out)


def _bound(total: int, limit: int) -> None:
    if total > limit:
        raise TooLarge(f"unpacks to more than {limit:,} bytes")
