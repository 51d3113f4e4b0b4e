"""A small outlet of raw bytes in a thread of its own: every way a link can end, each behind a URL that says so."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from archiver.model import Pace, Site

from .odd_responses import TE, length
from .raw_server import RawServer

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def article(number: int) -> bytes:
    """A page that any reader takes for an article."""
    text = " ".join(f"<p>Paragraph {k} of story {number}: the town council of Steinach decided on Tuesday that the old "
                    f"bridge number {number}-{k} will be repaired before winter, after a debate of several hours.</p>"
                    for k in range(8))
    return (f"<!doctype html><html lang=en><head><title>Bridge {number} will be repaired</title>"
            f"<meta property='og:type' content='article'></head><body><article><h1>Bridge {number} will be repaired</h1>"
            f"<p class=byline>By Maria Keller</p>{text}</article></body></html>").encode()


def page(number: int) -> bytes:
    return length(article(number), HTML)


def moved(where: str, status: bytes = b"301 Moved") -> bytes:
    return length(b"gone there", b"HTTP/1.1 " + status + b"\r\nLocation: " + where.encode() + b"\r\n")


def failing(status: bytes, more: bytes = b"") -> bytes:
    return length(b"<p>sorry</p>", b"HTTP/1.1 " + status + b"\r\n" + more)


def feed(base: str, paths: list[str]) -> bytes:
    items = "".join(f"<item><title>Story {p}</title><link>{base}{p}</link></item>" for p in paths)
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()
    return length(body, b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n")


def answers() -> dict[str, Any]:
    """What the outlet's pages answer, by path."""
    bomb = gzip.compress(b"\0" * 100_000_000, 1)
    return {
        "/robots.txt": length(b"User-agent: *\nDisallow: /private/\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"),
        "/a/1": page(1), "/a/2": page(2), "/a/3": page(3),
        "/private/1": page(4),
        "/moved": moved("/a/5"), "/a/5": page(5), "/moved-to-known": moved("/a/1"),
        "/loop-a": moved("/loop-b"), "/loop-b": moved("/loop-a"), "/self": moved("/self"),
        **{f"/chain/{n}": moved(f"/chain/{n + 1}") for n in range(40)},
        "/away": moved("https://elsewhere.example/story"), "/nowhere": moved("mailto:x@example.org"),
        "/gone": failing(b"410 Gone"), "/missing": failing(b"404 Not Found"), "/forbidden": failing(b"403 Forbidden"),
        "/teapot": failing(b"418 Teapot"), "/broken-500": failing(b"500 Oops"),
        "/busy": failing(b"503 Busy", b"Retry-After: 0\r\n"),
        "/too-large": [HTML + b"\r\n", *[b"x" * 1_000_000] * 3], "/bomb": length(
            bomb, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\n"),
        "/bad-chunk": TE + b"\r\nzz\r\n", "/bad-gzip": length(
            b"\x00\x01plain text that is not gzip at all", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html\r\n"),
        "/no-http": b"hello\r\n", "/cut": page(9)[:-400], "/empty": length(b"", HTML), "/film": length(
            b"\0" * 100, b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n"),
        "/mute": [60.0],
    }


CLOSING = {"/too-large", "/bad-chunk", "/no-http", "/cut"}


class Outlet:
    """The outlet while it is served."""

    def __init__(self, server: RawServer) -> None:
        self.server = server

    @property
    def base(self) -> str:
        return self.server.url("")

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(request.split(b" ")[1] == path.encode() for request in self.server.seen)

    def site(self, **changes: Any) -> Site:
        pace = Pace(delay=changes.pop("delay", 0.0), concurrency=changes.pop("concurrency", 4), timeout=2.0)
        rights = changes.pop("rights", False)
        return Site(name="outlet", domains=(f"127.0.0.1:{self.server.port}",), feeds=(f"{self.base}/feed",),
                    pace=pace, follow=False, rights=rights, allow_private=changes.pop("allow_private", True), **changes)


@contextmanager
def serve(paths: dict[str, Any], announced: list[str], closing: set[str] = CLOSING) -> Iterator[Outlet]:
    """Serves the paths, with a feed that announces some of them, from a thread until the block ends."""
    server = RawServer(dict(paths), closing=set(closing))
    loop, ready = asyncio.new_event_loop(), threading.Event()

    async def run() -> None:
        async with server:
            server.answers.setdefault("/feed", feed(server.url(""), announced))
            ready.set()
            await stop.wait()

    stop = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield Outlet(server)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
