"""Scripts for answers that break the rules: they write to the socket themselves, and each of them ends.

Nothing here knows which URL has which trouble; that is the table in `outlets/corners.py`.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache

from archiver.newsroom.wire import Script

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_PIECE = 64 * 1024


def sent(data: bytes) -> Script:
    """These very bytes, and then the end of the connection."""
    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
    return script


def reset(data: bytes) -> Script:
    """These bytes, and then a reset instead of an end."""
    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(0.05)          # else the reset overtakes the bytes in the peer's buffer
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()
    return script


def dripping(head: bytes, body: bytes, step: float, seconds: float) -> Script:
    """The head at once, and then a byte every `step` seconds for at most `seconds`."""
    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await writer.drain()
        for place in range(min(len(body), int(seconds / step))):
            await asyncio.sleep(step)
            writer.write(body[place:place + 1])
            await writer.drain()
    return script


def silent(seconds: float) -> Script:
    """Nothing at all for so long."""
    async def script(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        writer.write(OK + b"Content-Length: 0\r\n\r\n")
        await writer.drain()
    return script


def large(size: int) -> Script:
    """A page of `size` bytes, never held in memory as a whole."""
    async def script(writer: asyncio.StreamWriter) -> None:
        first = b"<!doctype html><title>Large</title>"
        piece = (b"<p>" + b"and so on " * (_PIECE // 10 + 1))[:_PIECE]
        writer.write(OK + b"Content-Length: %d\r\n\r\n" % (size + len(first)) + first)
        for part in _sizes(size):
            writer.write(piece[:part])
            await writer.drain()
    return script


def endless_head(size: int) -> Script:
    """Header lines without an end, up to `size` bytes of them."""
    async def script(writer: asyncio.StreamWriter) -> None:
        writer.write(OK)
        for number, _ in enumerate(_sizes(size)):
            writer.write(b"".join(b"X-Filler-%d-%d: %s\r\n" % (number, i, b"y" * 500) for i in range(125)))
            await writer.drain()
    return script


def _sizes(total: int) -> Iterator[int]:
    while total > 0:
        yield min(_PIECE, total)
        total -= _PIECE


@lru_cache(maxsize=2)
def bomb(megabytes: int) -> bytes:
    """A gzip file of about a thousandth of what it unpacks to, made of one flushed block said again and again."""
    million = b"<p>" + b"0" * (1024 * 1024 - 7) + b"</p>"
    engine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = engine.compress(million) + engine.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(megabytes):
        check = zlib.crc32(million, check)
    size = megabytes * len(million) & 0xFFFFFFFF
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + block * megabytes + b"\x03\0" + struct.pack("<II", check, size)


def raw_deflate(body: bytes) -> bytes:
    """Deflate without its zlib wrapper, as some servers send it."""
    engine = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return engine.compress(body) + engine.flush()
