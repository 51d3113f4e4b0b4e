"""What stands before every page: whose requests are answered, how large they may be, and what a browser is told to forbid.

Nothing here knows a page. Why the Host header is checked: a name of someone else's that is made to lead to 127.0.0.1 (DNS
rebinding) would otherwise be an origin that reads the whole archive.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_QUERY = 8_000
MOST_PATH = 4_000
LOCAL = frozenset(("localhost", "127.0.0.1", "[::1]"))
OUR_POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
              "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
THEIR_POLICY = ("sandbox; default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
                "media-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'")
"""For what was archived: an origin that is nobody's, no script, no form, and nothing from anywhere but this archive."""
_HEADERS = {
    "content-security-policy": OUR_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",             # with none at all a browser says `Origin: null` of our own forms too
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-dns-prefetch-control": "off",
    "cache-control": "no-cache",
}


class Guard:
    """An ASGI application around another: answers what is not to be answered, and adds the headers to the rest."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], *, read_only: bool) -> None:
        self.app, self.hosts, self.read_only = app, hosts | LOCAL, read_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Part of ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", ())}
                message["headers"] = [*message.get("headers", ()), *(
                    (name.encode(), value.encode()) for name, value in _HEADERS.items() if name.encode() not in present)]
            await send(message)
        refusal = self._refusal(scope)
        await (refusal or self.app)(scope, receive, sending)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        if host_name(headers.get("host", "")) not in self.hosts:
            return _no(421, "this address is not known here; archiver serve --allow-host NAME allows one")
        if scope["method"] not in ("GET", "HEAD", "POST", "OPTIONS"):
            return _no(405, "only GET, HEAD and POST")
        if len(scope.get("query_string", b"")) > MOST_QUERY or len(scope.get("raw_path") or b"") > MOST_PATH:
            return _no(414, f"the address is too long: at most {MOST_QUERY:,} characters of query")
        if scope["method"] == "POST":
            return self._no_write(headers)
        return None

    def _no_write(self, headers: Mapping[str, str]) -> PlainTextResponse | None:
        if self.read_only:
            return _no(403, "this reader is read-only; archiver serve without --read-only can write")
        origin = headers.get("origin", "")
        if origin and (urlsplit(origin).netloc != headers.get("host", "") or origin == "null"):
            return _no(403, "this form was not sent from a page of this reader")
        return None


def host_name(header: str) -> str:
    """The name of a Host header without its port."""
    text = header.strip().lower()
    if text.startswith("["):
        return text.partition("]")[0] + "]"
    return text.rpartition(":")[0] if ":" in text else text


def _no(status: int, text: str) -> PlainTextResponse:
    return PlainTextResponse(f"{text}\n", status_code=status)
