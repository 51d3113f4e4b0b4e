"""The engine of this machine: a process a core.

Nothing here knows what the work is.
"""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from archiver.engines.mapping import RELEASE, Engine, run
from archiver.engines.processes import BROKEN, Processes, ProcessExpired, default_workers


class Local(Engine):
    """Worker processes of this machine, started at the first piece of work."""

    def __init__(self, workers: int | None = None) -> None:
        self._number = max(default_workers() if workers is None else workers, 1)
        self._processes: Processes | None = None

    @property
    def workers(self) -> int:
        return self._number

    def close(self) -> None:
        if self._processes:
            self._processes.stop()
            self._processes = None

    def _start(self, blob: bytes, piece: Any) -> Future[Any]:
        self._processes = self._processes or Processes(self._number)
        try:
            return self._processes.submit(run, RELEASE, blob, piece)
        except BROKEN:
            self._processes.mend(self._processes.generation)
            return self._start(blob, piece)

    def _look(self) -> None:
        if self._processes:
            self._processes.find_lost()

    def _died(self, error: BaseException) -> bool:
        return isinstance(error, (ProcessExpired, BrokenProcessPool))    # one that is broken is mended at the next start
