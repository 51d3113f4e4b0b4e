"""What the outside tools are shown: the demo newsroom after a crawl, a small outlet for replay, and environments.

Environments are made once, in the folder that ARCHIVER_TEST_ENVS names (default: one below the system's temporary
folder). A tool that cannot be had is skipped by its name; with ARCHIVER_TEST_ALL set, it fails instead.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archiver.crawl.run import crawl
from archiver.newsroom import Newsroom, serving
from archiver.newsroom.images import jpeg
from archiver.store.archive import Archive
from archiver.store.cdxj import cdxj
from benchmarks.environments import Unavailable, environment, node_packages
from benchmarks.fidelity.cases import Case, chunks, sized
from benchmarks.fidelity.server import OddServer

from .fetching import fetch

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def cache() -> Path:
    """Where environments are kept between runs."""
    return Path(os.environ.get("ARCHIVER_TEST_ENVS") or Path(tempfile.gettempdir()) / "archiver-test-environments")


def absent(name: str, why: str) -> None:
    """Ends the test: the tool is not here."""
    said = f"{name}: {why}"
    pytest.fail(said) if os.environ.get("ARCHIVER_TEST_ALL") else pytest.skip(said)


@pytest.fixture(scope="session")
def tools() -> Callable[[str], Path]:
    """The folder of programs of an environment, made on demand."""
    def made(name: str) -> Path:
        try:
            return node_packages(name, cache()) if name == "replayweb" else environment(name, cache())
        except Unavailable as error:
            absent(name, str(error))
            raise
    return made


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """The path of a program of the system."""
    def found(*names: str) -> str:
        paths = [path for path in map(shutil.which, names) if path]
        if not paths:
            absent(names[0], "is not installed")
        return paths[0]
    return found


@dataclass(frozen=True)
class Demo:
    """The demo newsroom and its archive after one crawl."""

    room: Newsroom
    root: Path

    @property
    def warcs(self) -> list[Path]:
        """All its WARCs."""
        return sorted(self.root.glob("*/warc/*.warc.gz"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The newsroom with all its hostile corners, crawled once."""
    root = tmp_path_factory.mktemp("demo") / "output"
    with serving(host_base="127.0.9", size=6) as room:
        corners = room.outlet("corner-post")
        corners.large_bytes, corners.bomb_megabytes = 34_000_000, 40      # type: ignore[attr-defined]
        summary = crawl(room.sites(), root, settings={"ARCHIVER_RETRY_DELAY": 0.1, "ARCHIVER_SILENCE": 2.0})
        assert summary.reason == "finished"
        yield Demo(room, root)


@dataclass(frozen=True)
class Small:
    """An outlet that is gone: its archive, its address, and the index we write of it."""

    root: Path
    base: str

    @property
    def warcs(self) -> list[Path]:
        """All its WARCs."""
        return sorted(self.root.glob("*/warc/*.warc.gz"))

    def index(self, path: Path) -> Path:
        """Writes our CDXJ of it."""
        with Archive(self.root) as archive:
            path.write_text("".join(cdxj(archive.captures("small"))), encoding="utf-8")
        return path


def html(name: str, more: str = "") -> bytes:
    """A page that says its name, in letters that are no ASCII too."""
    text = "".join(f"<p>Paragraph {n} of the page {name}, “in quotes”.</p>" for n in range(30))
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The {name} page</title></head>'
            f"<body><h1>The {name} page</h1>{more}{text}</body></html>").encode()


def small_cases() -> list[Case]:
    """What the small outlet answers."""
    packed = gzip.compress(html("gzip", '<img src="/photo.jpg" alt="a photo">'), mtime=0)
    same = html("same")
    return [
        Case("gzip", sized(packed, HTML + b"Content-Encoding: gzip\r\n")),
        Case("chunked", HTML + b"Transfer-Encoding: chunked\r\n\r\n" + chunks(html("chunked"), 200) + b"0\r\n\r\n"),
        Case("both", HTML + b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"
             + chunks(gzip.compress(html("both"), mtime=0), 50) + b"0\r\n\r\n"),
        Case("first", sized(same, HTML)), Case("again", sized(same, HTML)),
        Case("steady", sized(html("steady"), HTML + b'ETag: "one"\r\n')),
        Case("moved", sized(b"moved", b"HTTP/1.1 301 Moved Permanently\r\nLocation: /gzip\r\n")),
        Case("hints", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" + sized(html("hints"), HTML)),
        Case("photo.jpg", sized(jpeg(1), b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n")),
    ]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """A small outlet, fetched with our Scrapy add-on, `steady` a second time under a condition; then it is gone."""
    folder = tmp_path_factory.mktemp("small")
    server = OddServer(small_cases())
    try:
        fetch(folder, [(server.base + case.target, {}) for case in small_cases()])
        server.change(Case("steady", b'HTTP/1.1 304 Not Modified\r\nETag: "one"\r\nX-Only-The-304: yes\r\n\r\n'))
        fetch(folder, [(f"{server.base}/steady", {"If-None-Match": '"one"'})])
    finally:
        server.close()
    return Small(folder / "output", server.base)
