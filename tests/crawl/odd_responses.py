"""Responses that are legal, or that browsers take, and that libraries change on the way: name -> (bytes, payload)."""

from __future__ import annotations

import gzip
import zlib

PAGE = b"<html><head><title>Odd</title></head><body><p>" + b"Words and words. " * 40 + b"</p></body></html>"
ZIPPED = gzip.compress(PAGE, mtime=0)
DEFLATED = zlib.compress(PAGE)
RAW_DEFLATED = zlib.compress(PAGE)[2:-4]


def length(body: bytes, head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n") -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % len(body) + body


def chunks(body: bytes, size: int = 100) -> bytes:
    parts = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


TE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n"

# name: (what the server sends, what the payload is, the page as people see it)
KEPT_ALIVE: dict[str, tuple[bytes, bytes, bytes]] = {
    "plain": (length(PAGE), PAGE, PAGE),
    "empty-reason": (length(PAGE, b"HTTP/1.1 200 \r\n"), PAGE, PAGE),
    "no-reason-no-blank": (length(PAGE, b"HTTP/1.1 200\r\n"), PAGE, PAGE),
    "odd-reason": (length(PAGE, b"HTTP/1.1 200 All \xe9t\xe9 is (w)ell; yes\r\n"), PAGE, PAGE),
    "repeated-headers": (length(PAGE, b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-A: 1\r\nSet-Cookie: b=2\r\nset-cookie: c\r\n"),
                         PAGE, PAGE),
    "odd-case": (length(PAGE, b"HTTP/1.1 200 OK\r\ncOnTeNt-TyPe:text/html\r\nX-ODD-case:   padded  \r\nETAG: W/\"x\"\r\n"),
                 PAGE, PAGE),
    "folded-header": (length(PAGE, b"HTTP/1.1 200 OK\r\nX-Long: one\r\n\ttwo\r\n  three\r\nContent-Type: text/html\r\n"),
                      PAGE, PAGE),
    "latin-1-header": (length(PAGE, b"HTTP/1.1 200 OK\r\nX-Author: J\xfcrgen\r\n"), PAGE, PAGE),
    "empty-header": (length(PAGE, b"HTTP/1.1 200 OK\r\nX-Nothing:\r\nContent-Type: text/html\r\n"), PAGE, PAGE),
    "gzip": (length(ZIPPED, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"), ZIPPED, PAGE),
    "deflate": (length(DEFLATED, b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n"), DEFLATED, PAGE),
    "raw-deflate": (length(RAW_DEFLATED, b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n"), RAW_DEFLATED, PAGE),
    "identity": (length(PAGE, b"HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n"), PAGE, PAGE),
    "chunked": (TE + b"\r\n" + chunks(PAGE) + b"0\r\n\r\n", PAGE, PAGE),
    "chunk-extensions": (TE + b"\r\n5;name=value\r\n" + PAGE[:5] + b"\r\n%X ; x=\"q\"\r\n" % (len(PAGE) - 5) + PAGE[5:]
                         + b"\r\n000;last\r\n\r\n", PAGE, PAGE),
    "trailers": (TE + b"Trailer: X-Sum\r\n\r\n" + chunks(PAGE, 7) + b"0\r\nX-Sum: 42\r\nx-more: yes\r\n\r\n", PAGE, PAGE),
    "chunked-gzip": (TE + b"Content-Encoding: gzip\r\n\r\n" + chunks(ZIPPED, 13) + b"0\r\n\r\n", ZIPPED, PAGE),
    "bare-line-feeds": (b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: %d\n\n" % len(PAGE) + PAGE, PAGE, PAGE),
    "blank-before-colon": (length(PAGE, b"HTTP/1.1 200 OK\r\nX-Blank : 1\r\n"), PAGE, PAGE),
    "same-length-twice": (length(PAGE, b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n" % len(PAGE)), PAGE, PAGE),
    "empty-body": (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b"", b""),
    "204": (b"HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n", b"", b""),
    "304-with-length": (b"HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 4711\r\n\r\n", b"", b""),
    "redirect": (length(b"moved", b"HTTP/1.1 301 Moved Permanently\r\nLocation: /plain?x=1&y=%C3%A9\r\n"), b"moved", b"moved"),
    "not-found": (length(PAGE, b"HTTP/1.1 404 Not Found\r\n"), PAGE, PAGE),
    "server-error": (length(PAGE, b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 120\r\n"), PAGE, PAGE),
    "status-unknown": (length(PAGE, b"HTTP/1.1 299 Whatever\r\n"), PAGE, PAGE),
    "http-1.0-keep-alive": (length(PAGE, b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\n"), PAGE, PAGE),
    "nul-in-body": (length(b"\0\1\2" * 50), b"\0\1\2" * 50, b"\0\1\2" * 50),
    "query": (length(PAGE), PAGE, PAGE),
}
CLOSED: dict[str, tuple[bytes, bytes, bytes]] = {
    "http-1.0-no-length": (b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE, PAGE, PAGE),
    "no-length": (b"HTTP/1.1 200 OK\r\n\r\n" + PAGE, PAGE, PAGE),
    "connection-close": (length(PAGE, b"HTTP/1.1 200 OK\r\nConnection: close\r\n"), PAGE, PAGE),
    "no-headers": (b"HTTP/1.1 200 OK\r\n\r\n", b"", b""),
    "te-not-chunked": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n" + PAGE, PAGE, PAGE),
    "te-and-length": (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks(PAGE)
                      + b"0\r\n\r\n", PAGE, PAGE),
}
INTERIM = (b"HTTP/1.1 100 Continue\r\n\r\n",
           b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nLink: </b.js>\r\n\r\n")
