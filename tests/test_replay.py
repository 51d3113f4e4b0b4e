"""`archiver replay` shows what the archive holds through a real pywb, on this machine only, and hides what is forgotten."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archiver.cli.replay import HOST, write_collection
from archiver.store import Archive, Settings
from archiver.store.forget import forget
from tests.store.conftest import SITE, exchange_of, link_to

PAGE = b"<html><body>What the bridge looked like</body></html>"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """Two pages, one of them fetched twice, and one that was taken down."""
    with Archive(tmp_path / "output", Settings(min_free=0)) as made:
        made.open(SITE)
        for number, path in enumerate(("a", "b", "a", "hidden")):
            link = link_to(f"http://example.org/{path}")
            made.add_links([link])
            made.capture(exchange_of(link.url, PAGE + path.encode(), minute=number), link)
    forget(tmp_path / "output", SITE, "http://example.org/hidden")
    return Archive(tmp_path / "output")


def archiver(*words: str, cwd: Path, **more: object) -> subprocess.CompletedProcess[str]:
    """The command, without a terminal."""
    return subprocess.run([sys.executable, "-m", "archiver", *words], cwd=cwd, capture_output=True, text=True, timeout=100,
                          check=False, **more)  # type: ignore[call-overload]


def test_the_collection(archive: Archive, tmp_path: Path) -> None:
    """The index holds what is shown, sorted, and nothing that was taken down or lies in an open file."""
    assert write_collection(archive, [SITE], tmp_path) == (3, 0)
    lines = (tmp_path / "index.cdxj").read_text().splitlines()
    assert lines == sorted(lines) and [line.split(")")[1].split()[0] for line in lines] == ["/a", "/a", "/b"]
    with Archive(archive.root, Settings(min_free=0)) as busy:
        busy.open(SITE)
        busy.capture(exchange_of("http://example.org/c"), link_to("http://example.org/c"))
        busy.commit()
        assert write_collection(archive, [SITE], tmp_path) == (3, 1)


def test_it_asks_before_it_installs(archive: Archive, tmp_path: Path) -> None:
    """Nothing is installed without a yes; the other ways are explained."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = archiver("replay", cwd=tmp_path, env=environment, input="n\n")
    assert done.returncode == 1 and "replayweb.page" in done.stdout and "wayback" in done.stdout
    assert not (tmp_path / "cache").exists()
    assert archiver("replay", "nobody", cwd=tmp_path).returncode == 1


@contextmanager
def replaying(folder: Path) -> Iterator[Callable[[str], str]]:
    """The command while it runs; gives what fetches a path from it."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    running = subprocess.Popen([sys.executable, "-m", "archiver", "replay", "--yes", "--port", str(port)], cwd=folder,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def get(path: str) -> str:
        with opener.open(f"http://{HOST}:{port}/archive/{path}", timeout=30) as answer:
            return str(answer.read().decode())
    try:
        for _ in range(600):
            try:
                get("")
                break
            except (urllib.error.URLError, ConnectionError):
                if running.poll() is not None:
                    said = running.communicate()[1]
                    if "could not be installed" in said:
                        pytest.skip(said.strip()[-200:])
                    pytest.fail(said[-2000:])
                time.sleep(0.2)
        yield get
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGINT)
        running.communicate(timeout=30)


@pytest.mark.slow
def test_pages_are_replayed(archive: Archive, tmp_path: Path) -> None:
    """Each capture replays with its own bytes, a revisit with those of its original; a forgotten page does not."""
    with replaying(tmp_path) as get:
        assert "What the bridge looked like" in get("20260301120000id_/http://example.org/a")
        assert get("20260301120200id_/http://example.org/a") == (PAGE + b"a").decode()
        assert get("20260301120100id_/http://example.org/b") == (PAGE + b"b").decode()
        with pytest.raises(urllib.error.HTTPError) as error:
            get("2026id_/http://example.org/hidden")
        assert error.value.code == 404
