"""kill -9 at random instants of a crawl of the demo newsroom: the run after it must end as if nothing had happened.

    python -m benchmarks.kills [--kills 200] [--seed 1] [--size 4]

Whole outlets, worker processes, the real command. After each archive's rerun its captures, articles and outcomes are held
against those of an uninterrupted run, and every record is verified. Exit code 1 where one differs. Not part of
`make test`, which does the same with fewer outlets and kills (tests/crawl/test_killed.py).
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archiver.newsroom import serving
from tests.crawl.study import Left, Study, differences, group_ends, left, sound

MOST = 6                                 # kills of one archive before a run may end
COUNTED = 0.8                            # share of the kills that come after a number of requests, the others after a time


@dataclass(frozen=True)
class Whole:
    """A study, and what an uninterrupted crawl of it leaves and takes."""

    study: Study
    left: Left
    requests: int
    seconds: float


def uninterrupted(study: Study) -> Whole:
    """Crawls a study once, to its end."""
    began, before = time.monotonic(), len(study.room.log)
    study.crawl(study.folder / "whole", code=None)
    return Whole(study, left(study.folder / "whole"), len(study.room.log) - before, time.monotonic() - began)


def kill(whole: Whole, process: subprocess.Popen[str], chance: random.Random, share: float) -> bool:
    """Kills the command after some requests or some time: the group, or the parent alone. Whether it still ran.

    `share` is how much of the crawl is still to be done.
    """
    if chance.random() < COUNTED:
        whole.study.wait_for(chance.randrange(int(whole.requests * share) + 5), process)
        time.sleep(chance.random() * 0.1)
    else:
        time.sleep(chance.random() * whole.seconds * share)
    alone = chance.random() < 0.25
    if process.poll() is None:
        (os.kill if alone else os.killpg)(process.pid, signal.SIGKILL)
    process.communicate()
    if alone:
        assert group_ends(process.pid), "workers have outlived their parent"
    return process.returncode == -signal.SIGKILL


def killed(whole: Whole, kills: int, seed: int, work: Path) -> Iterator[tuple[int, dict[str, set[tuple[object, ...]]]]]:
    """Archives that were killed up to six times and then crawled to the end: the kills that hit a running crawl, and
    what differs from the uninterrupted one. Ends after so many hits."""
    chance = random.Random(seed)
    number = hits = 0
    while hits < kills:
        root, before, again = work / str(number), hits, True
        number += 1
        log = whole.study.room.log
        begin = len(log)
        while again and hits < min(kills, before + MOST):
            share = max(1 - (len(log) - begin) / whole.requests, 0.0)
            again = kill(whole, whole.study.start(root), chance, share)
            hits += again
        if again:
            whole.study.crawl(root, code=None)
        sound(root)
        yield hits - before, differences(whole.left, left(root))
        shutil.rmtree(root)


def main() -> None:
    """Kill, rerun, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="kills that hit a running crawl (200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=4, help="articles of each outlet (4)")
    options = parser.parse_args()
    total = archives = wrong = 0
    with tempfile.TemporaryDirectory(prefix="kills-") as folder, serving(host_base="127.0.9", size=options.size) as room:
        study = Study(Path(folder), room)
        study.write([outlet.name for outlet in room.outlets])
        whole = uninterrupted(study)
        print(f"uninterrupted: {whole.requests} requests, {whole.seconds:.0f} s; "
              + ", ".join(f"{len(rows)} {name}" for name, rows in whole.left.items()), flush=True)
        for hits, found in killed(whole, options.kills, options.seed, Path(folder)):
            total, archives, wrong = total + hits, archives + 1, wrong + bool(found)
            print(f"{total} kills, {archives} archives, {wrong} differ" + (f": {found}" if found else ""), flush=True)
    sys.exit(int(bool(wrong)))


if __name__ == "__main__":
    main()
