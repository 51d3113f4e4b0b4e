"""A reader's tools for the tests: fetch over a real socket, and the text of a page as a person would see it."""

from __future__ import annotations

import http.client
import re
import socket
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


def get(url: str, **headers: str) -> Got:
    """One GET, no redirect followed, no coding taken off; underscores in header names are hyphens."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        connection.request("GET", url.removeprefix(f"{parts.scheme}://{parts.netloc}"),
                           headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        return Got(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


def raw(url: str, *, wait: float = 20.0, most: int = 1 << 30) -> bytes:
    """All bytes that come before the connection ends or `most` is reached. Raises OSError as the socket does."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), wait) as sock:
        path = url.removeprefix(f"{parts.scheme}://{parts.netloc}")
        sock.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n\r\n".encode())
        found, size = [], 0
        while size < most:
            data = sock.recv(1 << 20)
            if not data:
                break
            found.append(data)
            size += len(data)
        return b"".join(found)


def text(got: Got) -> str:
    """A page's source with entities resolved, in the charset its header or its own meta element says."""
    said = re.search(r"charset=([\w-]+)", got.headers.get("content-type", ""))
    name = said[1] if said else re.search(rb"charset=[\"']?([\w-]+)", got.body[:2000])[1].decode()
    return unescape(got.body.decode(name))


def visible(page: str) -> str:
    """The page without tags and scripts, white space made one blank."""
    page = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", page)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
