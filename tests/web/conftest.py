"""A reader of a small archive: in this process for most tests, and served on loopback for a real browser."""

from __future__ import annotations

import contextlib
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
import uvicorn
from starlette.types import ASGIApp

from archiver.model import Article
from archiver.store.search import SearchIndex
from archiver.web.app import application
from archiver.web.reader import Reader
from tests.newsroom.browser import Got, get
from tests.web import outlet

SAFE = "".join(chr(code) for code in range(33, 127))      # what is ASCII goes as the test says


@dataclass
class Shown:
    """An archive that is served, its address, its articles, and all that was asked for."""

    reader: Reader
    address: str
    articles: dict[str, Article]

    def get(self, path: str, **headers: str) -> Got:
        """The answer to a GET."""
        return get(f"{self.address}{quote(path, safe=SAFE)}", **headers)

    def text(self, path: str, status: int = 200) -> str:
        """The answer's text; fails where the status is another one."""
        got = self.get(path)
        assert got.status == status, (path, got.status, got.body[-2000:])
        return got.body.decode()


@dataclass
class Trap:
    """A server that nobody may talk to; it counts who does."""

    address: str
    caught: list[bytes] = field(default_factory=list)


@pytest.fixture(scope="session")
def trap() -> Iterator[Trap]:
    """The address that a hostile page tries to reach, with somebody listening."""
    bound = socket.create_server(("127.0.0.1", 0))
    found = Trap(f"http://127.0.0.1:{bound.getsockname()[1]}/evil")

    def listen() -> None:
        with contextlib.suppress(OSError):
            while True:
                visitor, _ = bound.accept()
                visitor.settimeout(1)
                with contextlib.suppress(OSError):
                    found.caught.append(b"connected")
                    found.caught.append(visitor.recv(200))
                visitor.close()
    threading.Thread(target=listen, daemon=True).start()
    yield found
    bound.close()


@pytest.fixture(scope="session")
def archived(tmp_path_factory: pytest.TempPathFactory, trap: Trap) -> tuple[Path, dict[str, Article]]:
    """The archive, made once; tests that change something take a copy."""
    folder = tmp_path_factory.mktemp("reader")
    return folder, outlet.made(folder / "output", folder / "sites", trap.address)


@pytest.fixture(scope="session")
def shown(archived: tuple[Path, dict[str, Article]]) -> Iterator[Shown]:
    """The archive as `archiver serve` shows it; not to be changed."""
    yield from serving(*archived)


@pytest.fixture
def own(archived: tuple[Path, dict[str, Article]], tmp_path: Path) -> Iterator[Shown]:
    """A copy that may be changed."""
    shutil.copytree(archived[0], tmp_path / "copy", ignore=shutil.ignore_patterns("search.sqlite*"))
    yield from serving(tmp_path / "copy", archived[1])


def serving(folder: Path, articles: dict[str, Article], **more: object) -> Iterator[Shown]:
    """A study's folder, indexed and served."""
    reader = Reader(folder / "output", folder / "sites", folder / "output" / "search.sqlite", **more)  # type: ignore[arg-type]
    index = SearchIndex(reader.index_file, write=True)
    reader.update(index)
    reader.examine()
    index.close()
    with listening(application(reader)) as address:
        yield Shown(reader, address, articles)


@contextlib.contextmanager
def listening(app: ASGIApp) -> Iterator[str]:
    """An application on loopback, with a thread of its own; its address."""
    bound = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        bound.close()

