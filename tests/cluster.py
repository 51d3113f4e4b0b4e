"""A Dask cluster for tests: a scheduler and workers as processes of their own, on loopback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass
class Cluster:
    """What runs, and where its logs lie."""

    folder: Path
    address: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A program of Dask's, its words in a log."""
        with (self.folder / f"{arguments[0]}-{len(self.workers)}.log").open("wb") as log:
            return subprocess.Popen([sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]],
                                    stdout=log, stderr=log, cwd=ROOT, start_new_session=True,
                                    env={**os.environ, "PYTHONPATH": str(ROOT)})

    def add_worker(self) -> subprocess.Popen[bytes]:
        """One more worker, without a nanny: what is killed stays dead."""
        self.workers.append(self.begin("dask_worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard",
                                       "--local-directory", str(self.folder / f"worker-{len(self.workers)}")))
        return self.workers[-1]

    def kill(self, number: int = 0) -> None:
        """kill -9 of a worker; what it began itself is not touched."""
        self.workers[number].kill()
        self.workers[number].wait()


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A scheduler and its workers, ended with the block."""
    made = Cluster(folder)
    scheduler = made.begin("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show")
    try:
        made.address = _address(folder / "dask_scheduler-0.log", scheduler)
        for _ in range(workers):
            made.add_worker()
        yield made
    finally:
        for process in [*made.workers, scheduler]:
            process.send_signal(signal.SIGKILL)
            process.wait()


def _address(log: Path, scheduler: subprocess.Popen[bytes]) -> str:
    """Where the scheduler says that it listens."""
    for _ in range(600):
        found = re.search(r"Scheduler at:\s*(tcp://\S+)", log.read_text())
        if found:
            return found.group(1)
        assert scheduler.poll() is None, log.read_text()
        time.sleep(0.05)
    raise AssertionError(log.read_text())
