"""Proxies: which one a request goes through, and the bytes that are said to it alone.

Nothing here opens a connection. With `https` a proxy only passes bytes on (CONNECT), so the exchange inside is the
server's own; with `http` the proxy speaks for the server, and the record of the exchange names it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

AUTHORIZATION = b"Proxy-Authorization"
NOT_FOR_THIS = 407


class ProxyTrouble(Exception):
    """The proxy itself is the trouble: no host can be reached, and none is to blame."""


class NoTunnel(OSError):
    """The proxy does not connect to this host."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy; `secret` is the value of its Proxy-Authorization header, empty where it wants none."""

    host: str
    port: int
    secret: bytes = field(default=b"", repr=False)

    @property
    def name(self) -> str:
        """Its address, without the secret."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def _said(self) -> list[tuple[bytes, bytes]]:
        return [(AUTHORIZATION, self.secret)] if self.secret else []

    def connect(self, host: str, port: int) -> bytes:
        """The request for a tunnel; it is not the site's, and so in no record."""
        name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        lines = [f"CONNECT {name} HTTP/1.1".encode(), f"Host: {name}".encode(), *(b"%s: %s" % f for f in self._said())]
        return b"\r\n".join(lines) + b"\r\n\r\n"

    def forwarded(self, request: bytes) -> bytes:
        """A request as it is sent to be forwarded: with the secret, which is kept out of the record."""
        line, _, rest = request.partition(b"\r\n")
        return b"\r\n".join([line, *(b"%s: %s" % f for f in self._said()), rest])


def proxy_of(url: str, secret: bytes | None) -> Proxy:
    """The proxy of a URL such as `http://proxy.example:3128`. Raises ProxyTrouble for one that cannot be used."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 80
    except ValueError as error:
        raise ProxyTrouble(f"not a proxy's address: {error}") from error
    if parts.scheme != "http" or not host:
        raise ProxyTrouble(f"only proxies of the form http://host:port can be used, not {parts.scheme}://")
    return Proxy(host, port, secret or b"")


def absolute_form(url: str) -> str:
    """The request target that a proxy takes: the URL, without user and fragment."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path or "/", parts.query, ""))
