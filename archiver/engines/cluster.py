"""The engine of a Dask cluster: the workers that hang on a scheduler, on any number of machines.

Nothing here starts a scheduler or a worker; docs/scaling.md shows how that is done. The only door to Dask.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from archiver.engines.mapping import RELEASE, Engine, asked_by, run
from archiver.errors import EngineError

_SECONDS = 20                # to wait for a scheduler's answer, and for its first worker
_LOOK = 2.0                  # seconds between two looks at how many workers there are
_one = threading.Lock()


class Cluster(Engine):
    """A client of a Dask scheduler. Raises EngineError where none answers."""

    tries = 1                # the scheduler itself lets four workers die of a piece (its allowed-failures)

    def __init__(self, address: str) -> None:
        try:
            from distributed import Client
            from distributed.scheduler import KilledWorker
        except ImportError as error:
            raise EngineError("Dask is not installed", where=address,
                              cure="pip install 'news-archiver[cluster]'") from error
        logging.getLogger("distributed").setLevel(logging.CRITICAL)      # what fails is said by our own errors
        try:
            self._client = Client(address, timeout=_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
            self._client.wait_for_workers(1, timeout=_SECONDS)
        except (OSError, TimeoutError, ValueError) as error:
            raise EngineError(f"no Dask scheduler with a worker answers: {' '.join(str(error).split())[:200]}",
                              where=address, cure="`dask scheduler` prints its address; `dask worker ADDRESS` adds a "
                              "worker") from error
        self._killed = KilledWorker
        self._seen, self._workers = 0.0, 1

    @property
    def workers(self) -> int:
        if time.monotonic() - self._seen > _LOOK:
            self._workers = max(len(self._client.nthreads()), 1)  # type: ignore[no-untyped-call]
            self._seen = time.monotonic()
        return self._workers

    def close(self) -> None:
        self._client.close()  # type: ignore[no-untyped-call]

    def _start(self, blob: bytes, piece: Any) -> Future[Any]:
        return self._client.submit(_alone, RELEASE, blob, piece, pure=False)  # type: ignore[return-value]

    def _died(self, error: BaseException) -> bool:
        return isinstance(error, self._killed)


def _alone(release: str, blob: bytes, piece: Any) -> Any:
    """One piece at a time in a process, also where it was given several threads: parsers are not safe in threads."""
    with _one:
        asked_by(_still())
        return run(release, blob, piece)


def _still() -> Callable[[], bool]:
    """Whether the scheduler still wants the task of this thread."""
    from distributed import get_worker
    worker = get_worker()
    key = worker.get_current_task()

    def still() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state == "executing"
    return still
