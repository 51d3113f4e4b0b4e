"""The newsroom's HTTP/1.1 server: asyncio streams on the loopback addresses of the outlets, with a log of requests.

Nothing here knows what an outlet says; it asks the outlet for an answer and writes it, or lets its script do so.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from archiver.newsroom.outlets.base import Outlet
from archiver.newsroom.wire import Answer, Request, encode, not_found, read_request, settle

MAX_HEAD = 64 * 1024
IDLE_SECONDS = 30.0
_TRIES = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """One request that was answered; `at` is the time of a monotonic clock in seconds, as it was read."""

    at: float
    outlet: str
    method: str
    path: str
    status: int
    headers: tuple[tuple[str, str], ...]


class Server:
    """Serves outlets until it is closed. Raises OSError with the cure where no address can be bound."""

    def __init__(self, outlets: Sequence[Outlet], clock: Callable[[], datetime] | None = None) -> None:
        self.outlets = outlets
        self.log: deque[Hit] = deque(maxlen=500_000)
        self._clock = clock
        self._servers: list[asyncio.Server] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, host_base: str, port: int) -> str:
        """Binds every outlet and gives it its base URL; returns a note for the user, empty where all went as usual."""
        for attempt in range(_TRIES):
            try:
                await self._bind([f"{host_base}.{i + 1}" for i in range(len(self.outlets))], port, same=True)
                return ""
            except OSError as error:
                await self.close()
                if error.errno == errno.EADDRNOTAVAIL:
                    break
                if error.errno != errno.EADDRINUSE or port or attempt == _TRIES - 1:
                    raise OSError(error.errno, f"{error.strerror}; choose another port") from error
        await self._bind(["127.0.0.1"] * len(self.outlets), port, same=False)
        return (f"{host_base}.x is not available (only Linux gives all of 127.0.0.0/8 to loopback; on macOS "
                f"`sudo ifconfig lo0 alias {host_base}.1` and so on would): all outlets are on 127.0.0.1, "
                "on ports of their own")

    async def close(self) -> None:
        """Closes all sockets and ends what is still being sent."""
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._servers.clear()

    async def _bind(self, hosts: Sequence[str], port: int, *, same: bool) -> None:
        for place, (outlet, host) in enumerate(zip(self.outlets, hosts, strict=True)):
            wanted = port + place if port and not same else port
            server = await asyncio.start_server(self._accept(outlet), host, wanted, limit=MAX_HEAD)
            self._servers.append(server)
            got = int(server.sockets[0].getsockname()[1])
            port = got if same else port
            outlet.move(host, got, shared=not same)

    def _accept(self, outlet: Outlet) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]:
        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.get_running_loop().create_task(self._serve(outlet, reader, writer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return accept

    async def _serve(self, outlet: Outlet, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: requests in, answers out, until either side has had enough."""
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError):
                while await self._turn(outlet, reader, writer):
                    pass
        finally:
            writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async def _turn(self, outlet: Outlet, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), IDLE_SECONDS)
        request = read_request(head[:-4])
        if request is None:
            writer.write(encode(Answer(400, b"bad request"), self._now(), close=True))
            await writer.drain()
            return False
        size = request.header("Content-Length")
        if size.isdigit():
            await reader.readexactly(min(int(size), 1 << 20))
        return await self._reply(outlet, request, writer)

    async def _reply(self, outlet: Outlet, request: Request, writer: asyncio.StreamWriter) -> bool:
        at = time.monotonic()
        allowed = request.method in ("GET", "HEAD")
        answer = settle(request, outlet.respond(request)) if allowed else not_found("Method not allowed")
        self.log.append(Hit(at, outlet.name, request.method, request.target, answer.status, request.headers))
        if answer.script is not None:
            await answer.script(writer)
            return False
        close = request.header("Connection").lower() == "close" or answer.framing == "close"
        writer.write(encode(answer, self._now(), bare=request.method == "HEAD", close=close))
        await writer.drain()
        return not close

    def _now(self) -> datetime:
        return self._clock() if self._clock else datetime.now(UTC)
