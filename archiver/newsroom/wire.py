"""Requests and answers of the newsroom's server, and how an answer becomes bytes: framing, gzip, 304, HEAD.

Nothing here opens a socket; answers that break the rules of HTTP carry a script that writes to the socket itself.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

Script = Callable[[asyncio.StreamWriter], Awaitable[None]]
Framing = Literal["length", "chunked", "close"]


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it was read; `target` is the path with its query, as sent."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        """The path, percent-decoding done, without the query."""
        return unquote(urlsplit(self.target).path)

    def argument(self, name: str, default: str = "") -> str:
        """The first value of a query argument."""
        return parse_qs(urlsplit(self.target).query).get(name, [default])[0]

    def header(self, name: str) -> str:
        """The first header of that name, in any case; empty where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back; `etag` and `modified` make conditional requests work, a `script` replaces all but the status."""

    status: int = 200
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    framing: Framing = "length"
    squeeze: bool = False
    etag: str = ""
    modified: datetime | None = None
    script: Script | None = None
    packed: bytes = b""
    stubborn: bool = False               # says 304 to any condition, whatever it asks

    def ready(self) -> Answer:
        """The answer with what can be done once: its gzip form and, where it is to be honest, its ETag."""
        packed = gzip.compress(self.body, 5, mtime=0) if self.squeeze else b""
        etag = hashlib.sha1(self.body).hexdigest()[:20] if self.etag == "auto" else self.etag
        return replace(self, packed=packed, etag=f'"{etag}"' if etag else "")


def read_request(head: bytes) -> Request | None:
    """The request a head says; None where it is none."""
    first, *rest = head.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        return None
    pairs = tuple((name.strip(), value.strip()) for name, sep, value in (line.partition(":") for line in rest) if sep)
    target = parts[1] if parts[1].startswith("/") else urlsplit(parts[1])._replace(scheme="", netloc="").geturl()
    return Request(parts[0], target or "/", pairs)


def settle(request: Request, answer: Answer) -> Answer:
    """The answer to this very request: a 304 where its condition holds, the gzip form where it is accepted."""
    if answer.script is None and answer.status == 200 and _unchanged(request, answer):
        return replace(answer, status=304, body=b"", packed=b"", framing="length")
    if answer.packed and "gzip" in request.header("Accept-Encoding").lower():
        return replace(answer, body=answer.packed, headers=(*answer.headers, ("Content-Encoding", "gzip")))
    return answer


def _unchanged(request: Request, answer: Answer) -> bool:
    asked = request.header("If-None-Match")
    if answer.stubborn and (asked or request.header("If-Modified-Since")):
        return True
    if asked:
        known = [tag.strip().removeprefix("W/") for tag in asked.split(",")]
        return bool(answer.etag) and (answer.etag in known or asked == "*")
    since = request.header("If-Modified-Since")
    if not since or answer.modified is None:
        return False
    try:
        return answer.modified.replace(microsecond=0) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def encode(answer: Answer, now: datetime, *, bare: bool = False, close: bool = False) -> bytes:
    """The bytes of an answer that obeys HTTP; `bare` leaves the body out (HEAD)."""
    head = [f"HTTP/1.1 {answer.status} {_reason(answer.status)}", f"Date: {format_datetime(now, usegmt=True)}",
            "Server: newsroom"]
    if answer.etag:
        head.append(f"ETag: {answer.etag}")
    if answer.modified:
        head.append(f"Last-Modified: {format_datetime(answer.modified.astimezone(UTC), usegmt=True)}")
    head += [f"{name}: {value}" for name, value in answer.headers]
    body = b"" if bare else answer.body
    if answer.status not in (204, 304):
        head.append(f"Content-Type: {answer.kind}")
        if answer.packed:
            head.append("Vary: Accept-Encoding")
        if answer.framing == "chunked":
            head.append("Transfer-Encoding: chunked")
            body = b"" if bare else chunked(body)
        elif answer.framing == "length":
            head.append(f"Content-Length: {len(answer.body)}")
    if close or answer.framing == "close":
        head.append("Connection: close")
    return "\r\n".join(head).encode("latin-1", "replace") + b"\r\n\r\n" + body


def chunked(body: bytes, size: int = 8192) -> bytes:
    """The body in chunks of `size` bytes."""
    parts = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def redirect(location: str, status: int = 302) -> Answer:
    """An answer that leads elsewhere."""
    return Answer(status, b"<a href=\"" + location.encode() + b"\">moved</a>\n", headers=(("Location", location),))


def not_found(text: str = "Not found") -> Answer:
    """A plain 404."""
    return Answer(404, f"<!doctype html><title>404</title><h1>{text}</h1>".encode())
