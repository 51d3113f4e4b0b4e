"""The commands as a person types them: `archiver serve` until Ctrl-C, and `archiver index`."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archiver.model import Article
from tests.newsroom.browser import get


def archiver(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command in the folder of a study."""
    return subprocess.run([sys.executable, "-m", "archiver", *words], cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def folder(archived: tuple[Path, dict[str, Article]], tmp_path: Path) -> Path:
    """A study with a copy of the archive."""
    shutil.copytree(archived[0], tmp_path / "study", ignore=shutil.ignore_patterns("search.sqlite*"))
    return tmp_path / "study"


def test_serve_indexes_and_answers_until_it_is_stopped(folder: Path) -> None:
    """It says its address, answers at once, and takes the articles in by itself; Ctrl-C ends it without a word."""
    process = subprocess.Popen([sys.executable, "-m", "archiver", "serve", "--port", "0"], cwd=folder, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert process.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address
        for _ in range(100):
            got = get(f"{address[0]}/?q=ferry")
            assert got.status == 200
            if b"for Now" in got.body:
                break
            time.sleep(0.05)
        assert b"Harbour Board Keeps the Ferry, for Now" in got.body
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert "Traceback" not in said
    assert process.returncode in (0, 130)


def test_index_is_made_kept_and_made_anew(folder: Path) -> None:
    """The first time takes all versions in, the second none, --rebuild all again."""
    said = [archiver(folder, "index", *more).stdout for more in ((), (), ("--rebuild",))]
    assert [re.search(r"(\d+) versions", line)[1] for line in said] == ["5", "0", "5"]  # type: ignore[index]
    assert "4 articles in all" in said[0]


def test_what_cannot_be_served_is_said(folder: Path, tmp_path: Path) -> None:
    """An empty archive, a port in use, a broken index: one line with the cure, no traceback."""
    import socket
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = archiver(folder, "serve", "--port", str(taken.getsockname()[1]))
        assert (done.returncode, "cannot listen" in done.stderr) == (1, True), done.stderr
    (tmp_path / "empty").mkdir()
    assert "archiver crawl" in archiver(tmp_path / "empty", "serve").stderr
    (folder / "output" / "search.sqlite").write_bytes(b"no database at all" * 100)
    done = archiver(folder, "serve", "--port", "0")
    assert "archiver index --rebuild" in done.stderr
    assert "Traceback" not in done.stderr
