"""A real forward and CONNECT proxy on loopback, that can want a password, refuse or be dead; it keeps what it is told."""

from __future__ import annotations

import asyncio
import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Proxy:
    """Use as an async context manager; `heads` are the requests it was sent, `bytes` what it passed on in tunnels."""

    password: str = ""
    refuse: bool = False
    names: dict[str, str] = field(default_factory=dict)      # hosts that only the proxy knows
    heads: list[bytes] = field(default_factory=list)
    tunnelled: bytearray = field(default_factory=bytearray)
    port: int = 0
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        user = f"user:{self.password}@" if self.password else ""
        return f"http://{user}127.0.0.1:{self.port}"

    async def __aenter__(self) -> Proxy:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            await self._turn(reader, writer)
        writer.close()

    async def _turn(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
        wanted = b"Proxy-Authorization: Basic " + base64.b64encode(f"user:{self.password}".encode())
        if self.password and wanted not in head:
            writer.write(b"HTTP/1.1 407 Who are you\r\nContent-Length: 3\r\n\r\nwho")
        elif self.refuse:
            writer.write(b"HTTP/1.1 502 No way\r\nContent-Length: 0\r\n\r\n")
        elif method == "CONNECT":
            host, _, port = target.rpartition(":")
            there = await asyncio.open_connection(self.names.get(host, host), int(port))
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await asyncio.gather(self._pass(reader, there[1]), self._pass(there[0], writer))
        else:
            parts = urlsplit(target)
            host = parts.hostname or ""
            there = await asyncio.open_connection(self.names.get(host, host), parts.port or 80)
            fields = [line for line in head.split(b"\r\n")[1:] if not line.lower().startswith(b"proxy-")]
            there[1].write(b"\r\n".join([f"{method} {parts.path} HTTP/1.1".encode(), *fields]))
            await asyncio.gather(self._pass(reader, there[1]), self._pass(there[0], writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                self.tunnelled += data
                writer.write(data)
                await writer.drain()
        writer.close()


@contextmanager
def threaded(proxy: Proxy) -> Iterator[Proxy]:
    """The proxy served from a thread until the block ends."""
    loop, ready, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

    async def run() -> None:
        async with proxy:
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
