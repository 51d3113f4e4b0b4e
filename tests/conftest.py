"""What many tests share: a newsroom that serves, and an archive made of it by the command a user would type."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from archiver.newsroom import Newsroom, serving
from archiver.sites import write_site

from .cluster import Cluster, cluster

# No property is about the speed of the machine, which may be busy.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

Done = subprocess.CompletedProcess[str]
TIDY = ("harbour-ledger", "meridian-courier", "al-marfa", "aohama-shinpo")


@dataclass(frozen=True)
class Study:
    """A study's folder with site files for some outlets of a newsroom, and the command `archiver` in it."""

    folder: Path
    room: Newsroom

    def run(self, *words: str, code: int | None = 0, text: str | None = None) -> Done:
        """`archiver WORDS` in the folder; fails where the exit code is another one (None: any)."""
        done = subprocess.run([sys.executable, "-m", "archiver", *words], cwd=self.folder, input=text, timeout=180,
                              capture_output=True, text=True, check=False)
        assert code is None or done.returncode == code, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        return done


@pytest.fixture(scope="session")
def newsroom() -> Iterator[Newsroom]:
    """A newsroom of few articles, for tests that only read."""
    with serving(size=8) as room:
        yield room


@pytest.fixture
def study(tmp_path: Path, newsroom: Newsroom) -> Study:
    """A fresh study of the well-made outlets, not crawled yet."""
    return _study(tmp_path, newsroom)


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory, newsroom: Newsroom) -> Study:
    """A study that has been crawled once; tests must not change it."""
    made = _study(tmp_path_factory.mktemp("crawled"), newsroom)
    made.run("crawl", "--quiet")
    return made


def _study(folder: Path, room: Newsroom) -> Study:
    for name in TIDY:
        write_site(room.outlet(name).site(), folder / "sites")
    return Study(folder, room)


@pytest.fixture(scope="session")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A Dask scheduler with two workers, for tests that leave it as it was."""
    with cluster(tmp_path_factory.mktemp("dask")) as made:
        yield made


@pytest.fixture
def run(study: Study) -> Callable[..., Done]:
    """`archiver` in a fresh study."""
    return study.run
