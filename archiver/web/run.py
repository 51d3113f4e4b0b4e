"""The reader served until it is stopped: the socket, the server, and the index kept up to date meanwhile.

Nothing here answers a request.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn

from archiver.errors import ArchiverError
from archiver.web.app import application
from archiver.web.guard import LOCAL
from archiver.web.reader import Reader

AT_ONCE = 100               # requests under way; more are told to come again


def serve(reader: Reader, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves until Ctrl-C; `ready` is told the address. Raises ArchiverError where the port cannot be had."""
    bound = _bound(host, port)
    shown = f"[{host}]" if ":" in host else host
    if shown not in LOCAL and shown not in ("0.0.0.0", "[::]"):
        reader.hosts |= {shown}
    reader.start()
    config = uvicorn.Config(application(reader), log_level="warning", server_header=False, access_log=False,
                            limit_concurrency=AT_ONCE, timeout_keep_alive=5, proxy_headers=True)
    try:
        ready(f"http://{shown}:{bound.getsockname()[1]}/")
        _Server(config).run(sockets=[bound])
    finally:
        reader.stop()
        bound.close()


class _Server(uvicorn.Server):
    """Ends by Ctrl-C or SIGTERM like any program; uvicorn would raise the signal once more, anywhere in what is left to do."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Part of uvicorn."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(128)
    except OSError as error:
        bound.close()
        raise ArchiverError(f"cannot listen there: {error.strerror or error}", where=f"{host}:{port}",
                            cure="--port another one, or 0 for a free one") from error
    return bound
