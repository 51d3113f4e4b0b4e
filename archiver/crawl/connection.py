"""Connections that carry one exchange after the other, and the pool that keeps them alive.

Nothing here knows Scrapy, WARC or what an answer means; every byte goes through `wire.ResponseReader`.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from archiver.crawl.guard import Endpoint, Guard
from archiver.crawl.proxies import NOT_FOR_THIS, NoTunnel, Proxy, ProxyTrouble
from archiver.crawl.wire import NotHttp, ResponseReader

_IDLE_KEPT = 15.0                        # seconds an unused connection is kept; servers close theirs after 5 to 75
_IDLE_MOST = 256


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds one exchange may take."""

    total: float = 60.0
    connect: float = 15.0
    silence: float = 30.0


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to connect to."""

    scheme: str
    host: str
    port: int
    allow_private: bool = False
    proxy: Proxy | None = None


class Stale(Exception):
    """A kept connection was closed by the peer before it answered: try again on a fresh one."""


class Silent(Exception):
    """The peer said nothing for longer than it may."""


class Connection(asyncio.Protocol):
    """One socket to a server; `exchange` sends a request and reads its response."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport | None = None
        self.address = ""                # the peer's IP address
        self.tls = ""                    # `tls/1.3`; empty: none
        self.cipher = ""
        self.used = 0
        self.idle_since = 0.0
        self._reader: ResponseReader | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._heard = 0.0
        self._loop = asyncio.get_running_loop()

    # what asyncio calls ----------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keeps the transport, and what it tells of the peer: a closed one has forgotten it."""
        self.transport = cast(asyncio.Transport, transport)      # uvloop's is none by class
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]).split("%", 1)[0] if peer else ""
        tls = transport.get_extra_info("ssl_object")
        if tls is not None:
            self.tls = (tls.version() or "").replace("TLSv", "tls/").lower()
            self.cipher = (tls.cipher() or ("",))[0]

    def data_received(self, data: bytes) -> None:
        """Feeds the reader; bytes nobody asked for end the connection."""
        self._heard = self._loop.time()
        if self._reader is None:
            self.close()
            return
        try:
            if self._reader.feed(bytes(data)):
                self._settle()
        except NotHttp as error:
            self._settle(error)

    def eof_received(self) -> bool:
        """The peer is done: perhaps that is what ends the response."""
        self._ended()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        """The same, or the connection broke."""
        self._ended(exc)

    def _ended(self, exc: Exception | None = None) -> None:
        reader = self._reader
        if reader is not None and not reader.done:
            try:
                reader.cut("disconnect") if exc and reader.head else reader.eof()
            except ConnectionResetError as error:
                fresh = self.used == 1 or reader.started
                self._settle((exc or error) if fresh else Stale())
            else:
                self._settle()
        self.close()

    def _settle(self, error: Exception | None = None) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(error) if error else self._waiter.set_result(None)

    # what the pool and the handler call -------------------------------------------------------------------------

    @property
    def open(self) -> bool:
        """Whether it can still carry an exchange."""
        return self.transport is not None and not self.transport.is_closing()

    def close(self) -> None:
        """Lets go at once, without waiting for the peer's goodbye."""
        if self.transport is not None:
            self.transport.abort()

    async def exchange(self, request: bytes, reader: ResponseReader, silence: float) -> None:
        """Sends, and returns when the reader is done. Raises NotHttp, Stale, Silent or the socket's error."""
        if not self.open:
            raise Stale
        assert self.transport is not None
        self._reader, self._waiter = reader, self._loop.create_future()
        self.used += 1
        self._heard = self._loop.time()
        self._watch(silence)
        try:
            self.transport.write(request)
            await self._waiter
        finally:
            if self._timer is not None:
                self._timer.cancel()
            self._reader = self._waiter = self._timer = None

    def _watch(self, silence: float) -> None:
        left = self._heard + silence - self._loop.time()
        if left <= 0:
            self._settle(Silent(f"nothing came for {silence:g} s"))
        else:                            # one timer an exchange, set anew when it fires: not one for each piece
            self._timer = self._loop.call_later(left, self._watch, silence)


class Pool:
    """Open connections by target; connects to checked addresses only. `context` gives what TLS needs, once it does."""

    def __init__(self, context: Callable[[], ssl.SSLContext], guard: Guard | None = None) -> None:
        self._context, self._guard = context, guard or Guard()
        self._idle: dict[Target, list[Connection]] = defaultdict(list)
        self._kept = 0

    async def take(self, target: Target, limits: Limits, *, fresh: bool = False) -> Connection:
        """A connection to the target: a kept one, or a new one, through its proxy where it has one.

        Raises PrivateAddress, socket.gaierror, ssl.SSLError, OSError or TimeoutError, and ProxyTrouble.
        """
        now = asyncio.get_running_loop().time()
        kept = self._idle.get(target, [])
        while kept and not fresh:
            connection = kept.pop()
            self._kept -= 1
            if connection.open and now - connection.idle_since < _IDLE_KEPT:
                return connection
            connection.close()
        return await self._connect(target, limits)

    def give(self, target: Target, connection: Connection) -> None:
        """Takes a connection back for the next exchange, or closes it where there are too many."""
        if not connection.open:
            return
        if self._kept >= _IDLE_MOST:
            self.sweep(0.0 if self._kept >= 2 * _IDLE_MOST else _IDLE_KEPT)
        connection.idle_since = asyncio.get_running_loop().time()
        self._idle[target].append(connection)
        self._kept += 1

    def sweep(self, age: float = 0.0) -> None:
        """Closes what has been idle for longer than `age` seconds."""
        now = asyncio.get_running_loop().time()
        for target in list(self._idle):
            old = [c for c in self._idle[target] if not c.open or now - c.idle_since >= age]
            for connection in old:
                connection.close()
            self._kept -= len(old)
            self._idle[target] = [c for c in self._idle[target] if c not in old]
            if not self._idle[target]:
                del self._idle[target]

    async def _connect(self, target: Target, limits: Limits) -> Connection:
        if target.proxy is not None:
            return await self._through(target.proxy, target, limits)
        ends = await self._guard.endpoints(target.host, target.port, allow_private=target.allow_private)
        trouble: Exception | None = None
        for end in ends:
            try:
                return await asyncio.wait_for(self._open(target, end), limits.connect)
            except (OSError, TimeoutError) as error:       # ssl.SSLError is an OSError
                trouble = error
                if isinstance(error, ssl.SSLError):        # another address would show the same certificate
                    break
        raise trouble or OSError("the name resolves to no address")

    async def _open(self, target: Target, end: Endpoint) -> Connection:
        secure = target.scheme == "https"
        _, connection = await asyncio.get_running_loop().create_connection(
            Connection, end.address, end.port, family=end.family,
            ssl=self._context() if secure else None, server_hostname=target.host if secure else None)
        return connection

    async def _through(self, proxy: Proxy, target: Target, limits: Limits) -> Connection:
        """A connection to the proxy, and for https a tunnel through it: what is inside, the proxy cannot change."""
        await self._guard.passes(target.host, target.port, allow_private=target.allow_private)
        try:
            connection = await self._connect(Target("http", proxy.host, proxy.port, allow_private=True), limits)
        except OSError as error:
            raise ProxyTrouble(f"the proxy {proxy.name} cannot be reached: {error}") from error
        if target.scheme == "https":
            try:
                await self._tunnel(connection, proxy, target, limits)
            except BaseException:
                connection.close()
                raise
        connection.address, connection.used = "", 0
        return connection

    async def _tunnel(self, connection: Connection, proxy: Proxy, target: Target, limits: Limits) -> None:
        reply = ResponseReader("HEAD")           # a tunnel's answer has no body, whatever its headers say
        await connection.exchange(proxy.connect(target.host, target.port), reply, limits.connect)
        if reply.status == NOT_FOR_THIS:
            raise ProxyTrouble(f"the proxy {proxy.name} wants a user and password")
        if not 200 <= reply.status < 300:
            raise NoTunnel(f"the proxy answered {reply.status} to CONNECT")
        assert connection.transport is not None
        secured = await asyncio.get_running_loop().start_tls(
            connection.transport, connection, self._context(), server_hostname=target.host,
            ssl_handshake_timeout=limits.connect)
        if secured is None:
            raise ConnectionResetError("the connection was closed while it was secured")
        connection.connection_made(secured)
