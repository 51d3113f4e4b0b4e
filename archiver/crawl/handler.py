"""Scrapy's door to the wire: a download handler that keeps each exchange byte for byte and has it captured.

Nothing here follows a redirect, retries or reads a page. Framing is in `wire`, sockets in `connection`, addresses in
`guard`, the archive behind `capture`.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from archiver import content
from archiver.crawl import faults
from archiver.crawl.capture import recorder_for
from archiver.crawl.connection import Connection, Limits, Pool, Silent, Stale, Target
from archiver.crawl.guard import PrivateAddress
from archiver.crawl.proxies import AUTHORIZATION, NOT_FOR_THIS, Proxy, ProxyTrouble, absolute_form, proxy_of
from archiver.crawl.wire import NotHttp, ResponseReader, request_bytes
from archiver.model import Capture, Exchange, Truncation

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

ACCEPT_ENCODING = b"gzip, deflate"       # no br or zstd: warcio cannot read those records back (1.8.1)
_UNSAFE_TO_REPEAT = ("POST", "PATCH")


@dataclass
class _Transfer:
    """One request under way."""

    request: Request
    target: Target
    limits: Limits
    data: bytes
    reader: ResponseReader
    started: datetime
    clock: float
    connection: Connection | None = None


class WireHandler(BaseDownloadHandler):
    """Fetches `http` and `https` with exact bytes; `response.meta["capture"]` says where they lie in the archive.

    Settings: DOWNLOAD_TIMEOUT, DOWNLOAD_MAXSIZE, DOWNLOAD_VERIFY_CERTIFICATES, DOWNLOAD_FAIL_ON_DATALOSS,
    ARCHIVER_ALLOW_PRIVATE, ARCHIVER_CA_FILE, ARCHIVER_SILENCE. Of a request's meta: download_timeout, download_maxsize,
    allow_private, proxy, bare (the response carries neither headers nor body: they are read from the capture).
    """

    lazy = True                          # made for the schemes that are met

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._recorder = recorder_for(crawler)
        ca_file = settings.get("ARCHIVER_CA_FILE")
        context = cache(partial(_context, settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"), ca_file))
        if ca_file:
            context()                    # a file that is wrong is no fault of the first server
        self._pool = Pool(context)
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._silence = settings.getfloat("ARCHIVER_SILENCE", 30.0)
        self._maxsize = settings.getint("DOWNLOAD_MAXSIZE") or 1 << 62
        self._unpacked = settings.getint("ARCHIVER_MAX_UNPACKED", content.MAX_BYTES)
        self._private = settings.getbool("ARCHIVER_ALLOW_PRIVATE")
        self._lossy = not settings.getbool("DOWNLOAD_FAIL_ON_DATALOSS")
        self._under_way: set[asyncio.Task[Any]] = set()
        self._stopping = False
        self._recorder.interrupts.append(self.interrupt)

    async def download_request(self, request: Request) -> Response:
        """The response, captured. Raises a `faults.Fault`, whose `capture` is what was kept nevertheless."""
        transfer = self._prepare(request)
        task = asyncio.current_task()
        assert task is not None          # nothing else can wait for a socket
        self._under_way.add(task)
        try:
            fault = await self._run(transfer)
        except asyncio.CancelledError:
            if not self._stopping:
                raise
            task.uncancel()
            raise faults.Interrupted("the crawl is stopping") from None
        finally:
            self._under_way.discard(task)
        request.meta["download_latency"] = monotonic() - transfer.clock
        return self._answer(transfer, fault)

    def interrupt(self) -> None:
        """Ends what is under way, so that a stopping crawl does not wait for slow servers; nothing of it is kept."""
        self._stopping = True
        for task in list(self._under_way):
            task.cancel()

    async def close(self) -> None:
        """Closes all connections."""
        self.interrupt()
        self._pool.sweep()

    # one transfer -----------------------------------------------------------------------------------------------

    def _prepare(self, request: Request) -> _Transfer:
        try:
            parts = urlsplit(request.url)
            host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
            if not host:
                raise ValueError("no host")
            proxy = _proxy_of(request)
            form = absolute_form(request.url) if proxy and parts.scheme == "http" else ""
            data = request_bytes(request.method, request.url, _headers_of(request), request.body, form=form)
        except ValueError as error:
            raise faults.BadUrl(str(error)) from error
        meta = request.meta
        total = float(meta.get("download_timeout") or self._timeout)
        target = Target(parts.scheme, host, port, bool(meta.get("allow_private", self._private)), proxy)
        reader = ResponseReader(request.method, max_body=int(meta.get("download_maxsize") or self._maxsize))
        limits = Limits(total=total, connect=min(15.0, total), silence=min(self._silence, total))
        return _Transfer(request, target, limits, data, reader, self._recorder.archive.settings.clock.now(), monotonic())

    async def _run(self, transfer: _Transfer) -> faults.Fault | None:
        """Carries the transfer out; what stands in its reader is what came. The fault, where there was one."""
        try:
            async with asyncio.timeout(transfer.limits.total):
                await self._talk(transfer)
        except ProxyTrouble as error:
            return faults.NoProxy(str(error))
        except (NotHttp, Silent, Stale, PrivateAddress, OSError) as error:   # time-outs, DNS and TLS are OSErrors
            fault, why = _named(error, transfer)
            if transfer.reader.head and not transfer.reader.truncated:
                transfer.reader.cut(why)
            return fault
        finally:
            self._let_go(transfer)
        return _fault_of(transfer.reader)

    async def _talk(self, transfer: _Transfer) -> None:
        proxy = transfer.target.proxy if transfer.target.scheme == "http" else None
        data = proxy.forwarded(transfer.data) if proxy else transfer.data
        fresh = transfer.request.method in _UNSAFE_TO_REPEAT
        transfer.connection = await self._pool.take(transfer.target, transfer.limits, fresh=fresh)
        transfer.started, transfer.clock = self._recorder.archive.settings.clock.now(), monotonic()
        try:
            await transfer.connection.exchange(data, transfer.reader, transfer.limits.silence)
        except Stale:
            transfer.connection = await self._pool.take(transfer.target, transfer.limits, fresh=True)
            transfer.started, transfer.clock = self._recorder.archive.settings.clock.now(), monotonic()
            await transfer.connection.exchange(data, transfer.reader, transfer.limits.silence)

    def _let_go(self, transfer: _Transfer) -> None:
        if transfer.connection is None:
            return
        if transfer.reader.done and transfer.reader.reusable:
            self._pool.give(transfer.target, transfer.connection)
        else:
            transfer.connection.close()

    # what Scrapy is given ---------------------------------------------------------------------------------------

    def _answer(self, transfer: _Transfer, fault: faults.Fault | None) -> Response:
        """Captures what came, and only then answers or fails."""
        capture: Capture | None = None
        if transfer.target.proxy and transfer.reader.status == NOT_FOR_THIS:
            raise faults.NoProxy(f"the proxy {transfer.target.proxy.name} wants a user and password")
        if transfer.reader.head:
            exchange = _exchange(transfer)
            capture = self._recorder.record(exchange, transfer.request)
            transfer.request.meta["capture"] = capture
        if isinstance(fault, faults.Cut) and self._lossy and capture:
            return self._response(transfer, capture, ["dataloss"])
        if fault is not None or capture is None:
            fault = fault or faults.Unreadable("no answer")
            fault.capture = capture
            raise fault
        return self._response(transfer, capture, [])

    def _response(self, transfer: _Transfer, capture: Capture, flags: list[str]) -> Response:
        exchange = capture.exchange
        url, address = transfer.request.url, exchange.address
        if transfer.request.meta.get("bare"):
            return Response(url, exchange.status, flags=flags)
        headers = Headers()
        for name, value in exchange.headers:
            headers.appendlist(name, value.encode("latin-1"))
        common: dict[str, Any] = {"url": url, "status": exchange.status, "flags": flags, "protocol": "HTTP/1.1",
                                  "ip_address": ipaddress.ip_address(address) if address else None}
        body = self._decoded(capture)
        headers.pop("Content-Encoding", None)
        kind = responsetypes.from_args(headers=headers, url=url, body=body)
        return kind(headers=headers, body=body, **common)

    def _decoded(self, capture: Capture) -> bytes:
        codings = capture.exchange.header("Content-Encoding")
        try:
            return content.decode(capture.exchange.payload, codings, self._unpacked)
        except content.TooLarge as error:
            raise faults.TooLargeBody(str(error), capture) from error
        except content.BadCoding as error:
            raise faults.Unreadable(str(error), capture) from error


def _proxy_of(request: Request) -> Proxy | None:
    """The proxy that Scrapy's middleware has chosen, from the environment or the request's meta."""
    url = request.meta.get("proxy")
    try:
        return proxy_of(str(url), request.headers.get(AUTHORIZATION)) if url else None
    except ProxyTrouble as error:
        raise faults.NoProxy(str(error)) from error


def _headers_of(request: Request) -> list[tuple[bytes, bytes]]:
    """The request's headers, with an Accept-Encoding whose answers can be kept and read back."""
    fields = [(name, value) for name, values in request.headers.items() for value in values]
    kept = [field for field in fields if field[0] not in (b"Accept-Encoding", AUTHORIZATION)]
    return [*kept, (b"Accept-Encoding", ACCEPT_ENCODING)]


def _exchange(transfer: _Transfer) -> Exchange:
    reader, connection = transfer.reader, transfer.connection
    assert connection is not None        # no head without a connection
    version = connection.tls
    http = "http/1.0" if reader.head.startswith(b"HTTP/1.0") else "http/1.1"
    return Exchange(
        url=transfer.request.url, request=transfer.data, head=reader.head, body=reader.body, payload=reader.payload,
        started=transfer.started, seconds=monotonic() - transfer.clock,
        address=connection.address, protocols=(http, version) if version else (http,),
        cipher=connection.cipher, interim=tuple(reader.interim), truncated=reader.truncated,
        via=transfer.target.proxy.name if transfer.target.proxy else "")


def _fault_of(reader: ResponseReader) -> faults.Fault | None:
    if reader.truncated == "length":
        return faults.TooLargeBody(f"more than {reader.max_body:,} bytes on the wire")
    if reader.truncated == "disconnect":
        return faults.Cut("the connection ended before the whole body came")
    return None


def _named(error: Exception, transfer: _Transfer) -> tuple[faults.Fault, Truncation]:
    """The fault that stands for what was raised, and why the body (where one had begun) is not whole."""
    detail = str(error) or type(error).__name__
    if isinstance(error, NotHttp):
        return faults.Unreadable(detail), "unspecified"
    if isinstance(error, (TimeoutError, Silent)):
        return faults.TimedOut(str(error) or f"no end within {transfer.limits.total:g} s"), "time"
    if isinstance(error, PrivateAddress):
        return faults.Forbidden(detail), "unspecified"
    if isinstance(error, socket.gaierror):
        return faults.Unresolved(str(error.strerror or error)), "unspecified"
    if isinstance(error, ssl.SSLError):
        return faults.BadTls(_tls_reason(error)), "disconnect"
    return (faults.Cut if transfer.connection else faults.Refused)(detail), "disconnect"


def _tls_reason(error: ssl.SSLError) -> str:
    reason = getattr(error, "verify_message", "") or error.reason or str(error)
    return str(reason)


def _context(verify: bool, ca_file: Any) -> ssl.SSLContext:
    """Made at the first need: reading the system's certificates takes 30 to 100 ms."""
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(str(ca_file))
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    with suppress(NotImplementedError):
        context.set_alpn_protocols(["http/1.1"])
    return context
