"""The responses: each legal HTTP/1.x, or what browsers take for it, and each changed on the way by some library.

Nothing here sends them. Every body is another one, so that no tool may write a reference to an earlier record instead.
"""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n"


@dataclass(frozen=True)
class Case:
    """One exchange: what is asked for, and the bytes that are the answer; `closes`: the connection ends with it."""

    name: str
    answer: bytes
    query: str = ""
    method: str = "GET"
    body: bytes = b""
    closes: bool = False

    @property
    def target(self) -> str:
        """The path and query that are asked for."""
        return f"/{self.name}{self.query}"


def page(name: str) -> bytes:
    """A page of its own for each case."""
    words = f"The page of {name}. ".encode() * 40
    return b"<html><head><title>" + name.encode() + b"</title></head><body><p>" + words + b"</p></body></html>"


def sized(body: bytes, head: bytes = OK) -> bytes:
    """The answer with its Content-Length."""
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunks(body: bytes, size: int = 100) -> bytes:
    """The body in chunks, without the last one."""
    parts = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


def _plain(name: str, head: bytes, **more: object) -> Case:
    return Case(name, sized(page(name), head), **more)  # type: ignore[arg-type]


def _heads() -> list[Case]:
    line = b"HTTP/1.1 200 OK\r\n"
    return [
        _plain("plain", OK),
        _plain("repeated-headers", line + b"Set-Cookie: a=1\r\nX-A: 1\r\nSet-Cookie: b=2; Path=/\r\nx-a: 2\r\nX-A: 1\r\n"),
        _plain("odd-case", line + b"cOnTeNt-TyPe:text/html\r\nX-ODD-case:   padded  \r\nETAG: W/\"x\"\r\nX-Tab:\ta\r\n"),
        _plain("odd-order", line + b"X-Z: 1\r\nX-A: 2\r\nServer: none\r\nX-B: 3\r\nDate: Mon, 02 Mar 2026 10:00:00 GMT\r\n"),
        _plain("empty-reason", b"HTTP/1.1 200 \r\nContent-Type: text/html\r\n"),
        _plain("no-reason", b"HTTP/1.1 200\r\nContent-Type: text/html\r\n"),
        _plain("odd-reason", b"HTTP/1.1 200 All \xe9t\xe9 is (w)ell; yes\r\nContent-Type: text/html\r\n"),
        _plain("folded-header", OK + b"X-Long: one\r\n\ttwo\r\n  three\r\n"),
        _plain("latin-1-header", OK + b"X-Author: J\xfcrgen \xdf\r\n"),
        _plain("utf-8-header", OK + "X-Author: Jürgen 記者\r\n".encode()),
        _plain("empty-header", OK + b"X-Nothing:\r\nX-Blank: \r\n"),
        _plain("long-header", OK + b"X-Long: " + b"abcdefgh " * 3000 + b"\r\n"),
        _plain("many-headers", OK + b"".join(b"X-Number-%d: %d\r\n" % (n, n) for n in range(80))),
    ]


def _bodies() -> list[Case]:
    def coded(name: str, body: bytes, coding: bytes) -> Case:
        return Case(name, sized(body, OK + b"Content-Encoding: " + coding + b"\r\n"))

    packed = gzip.compress(page("chunked-gzip"), mtime=0)
    ext = page("chunk-extensions")
    trailed = page("trailers")
    return [
        coded("gzip", gzip.compress(page("gzip"), mtime=0), b"gzip"),
        coded("gzip-two-members", b"".join(gzip.compress(page(f"gzip-two-{n}"), mtime=0) for n in "ab"), b"gzip"),
        coded("deflate", zlib.compress(page("deflate")), b"deflate"),
        coded("raw-deflate", zlib.compress(page("raw-deflate"))[2:-4], b"deflate"),
        coded("identity", page("identity"), b"identity"),
        Case("chunked", CHUNKED + b"\r\n" + chunks(page("chunked")) + b"0\r\n\r\n"),
        Case("chunk-extensions", CHUNKED + b"\r\n5;name=value\r\n" + ext[:5] + b"\r\n%X ; x=\"q\"\r\n" % (len(ext) - 5)
             + ext[5:] + b"\r\n000;last\r\n\r\n"),
        Case("trailers", CHUNKED + b"Trailer: X-Sum\r\n\r\n" + chunks(trailed, 7) + b"0\r\nX-Sum: 42\r\nx-more: yes\r\n\r\n"),
        Case("chunked-gzip", CHUNKED + b"Content-Encoding: gzip\r\n\r\n" + chunks(packed, 13) + b"0\r\n\r\n"),
        Case("blank-lines-first", sized(b"\r\n\r\n\n" + page("blank-lines-first"))),
        Case("binary", sized(bytes(range(256)) * 8, b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n")),
        Case("http-1.0", b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page("http-1.0"), closes=True),
        Case("http-1.1-no-length", OK + b"\r\n" + page("http-1.1-no-length"), closes=True),
        Case("empty-body", sized(b"")),
    ]


def _statuses() -> list[Case]:
    early = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nLink: </b.js>\r\n\r\n"
    return [
        Case("100-continue", b"HTTP/1.1 100 Continue\r\n\r\n" + sized(page("100-continue"))),
        Case("103-early-hints", early + sized(page("103-early-hints"))),
        Case("204", b"HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n"),
        Case("304", b"HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nX-A: 1\r\n\r\n"),
        _plain("redirect", b"HTTP/1.1 301 Moved Permanently\r\nLocation: /landed?x=1&y=%C3%A9\r\n"),
        _plain("404", b"HTTP/1.1 404 Not Found Here\r\nContent-Type: text/html\r\n"),
        _plain("503", b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Type: text/html\r\n"),
        _plain("299", b"HTTP/1.1 299 Whatever\r\nContent-Type: text/html\r\n"),
    ]


def _requests() -> list[Case]:
    return [
        _plain("query", OK, query="?b=2&a=1&a=%C3%A9&empty=&flag&slash=/x"),
        _plain("escapes%20and%C3%A9/~tilde;p=1", OK),
        _plain("long-query", OK, query="?q=" + "x" * 1800),
        Case("head", OK + b"Content-Length: 4711\r\n\r\n", method="HEAD"),
        _plain("post", OK, method="POST", body=b"a=1&b=%C3%A9&raw=\xff"),
    ]


CASES: tuple[Case, ...] = (*_heads(), *_bodies(), *_statuses(), *_requests())
LANDED = Case("landed", sized(page("landed")), query="?x=1&y=%C3%A9")     # reached by the redirect only
ABSENT = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
