"""kill -9 in the middle of the real command: the run after it ends as if nothing had happened."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archiver.newsroom import serving

from .study import Left, Study, differences, group_ends, left, sound

KILLS = int(os.environ.get("ARCHIVER_KILLS", "12"))
SEED = int(os.environ.get("ARCHIVER_KILLS_SEED", "1"))
OUTLETS = ("harbour-ledger", "voz-del-sur", "corner-post")
MOST = 4                                 # kills of one archive before a run may end


@dataclass(frozen=True)
class Whole:
    """A study, and what an uninterrupted crawl of it leaves and takes."""

    study: Study
    left: Left
    requests: int
    seconds: float


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    folder = tmp_path_factory.mktemp("killed")
    with serving(host_base="127.0.9", size=6) as room:
        study = Study(folder, room)
        study.write(OUTLETS)
        began = time.monotonic()
        study.crawl(folder / "whole")
        yield Whole(study, left(folder / "whole"), len(room.log), time.monotonic() - began)


def kill(whole: Whole, process: subprocess.Popen[str], chance: random.Random) -> bool:
    """Kills the command after some requests or some time: the group, or the parent alone. Whether it still ran."""
    if chance.random() < 0.8:
        whole.study.wait_for(chance.randrange(whole.requests + 5), process)
        time.sleep(chance.random() * 0.1)
    else:
        time.sleep(chance.random() * whole.seconds)
    alone = chance.random() < 0.25
    if process.poll() is None:
        (os.kill if alone else os.killpg)(process.pid, signal.SIGKILL)
    process.communicate()
    if alone:
        assert group_ends(process.pid), "workers have outlived their parent"
    return process.returncode == -signal.SIGKILL


def test_killed_at_random(whole: Whole, tmp_path: Path) -> None:
    """After kill -9 at random instants, captures, articles and outcomes are those of an uninterrupted run."""
    chance = random.Random(SEED)
    kills, hits, archives = 0, 0, 0
    while kills < KILLS:
        root, again = tmp_path / str(archives), True
        archives += 1
        for _ in range(MOST):
            again = kill(whole, whole.study.start(root), chance)
            kills += 1
            hits += again
            if not again or kills == KILLS:
                break
        if again:
            whole.study.crawl(root)
        assert differences(whole.left, left(root)) == {}
        sound(root)
    print(f"{kills} kills, {hits} in the middle of a run, {archives} archives equal to the uninterrupted one")
    assert hits > KILLS // 2


def test_workers_do_not_outlive_their_parent(whole: Whole, tmp_path: Path) -> None:
    """When only the command itself is killed, its workers end by themselves."""
    process = whole.study.start(tmp_path / "out")
    whole.study.wait_for(10, process)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert group_ends(process.pid)
