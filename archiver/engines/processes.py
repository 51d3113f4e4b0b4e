"""Worker processes of this machine: what they do can only kill them, and the process that asks goes on.

Nothing here knows what is done. Why pebble: the standard pool is broken for good after one crash, and lxml and its friends
have open reports of segmentation faults in threads.
"""

from __future__ import annotations

import gc
import math
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import BaseContext
from typing import Any

from pebble import CONSTS, ProcessExpired, ProcessPool

from archiver.errors import EngineError
from archiver.garbage import seldom

__all__ = ["BROKEN", "ProcessExpired", "Processes", "WorkersDied", "default_workers", "mortal"]

BROKEN = (BrokenProcessPool, RuntimeError)
_SERVED = "archiver.engines.served"
_TASKS = 2_000                           # pieces a worker does before a fresh one takes over: parsers leak
_MENDED = 5                              # times in a row that broken workers are made anew
_QUIET = 30.0                            # seconds after which it is no longer in a row
_SIGNALS = {signal.SIGINT, signal.SIGTERM}


class WorkersDied(EngineError):
    """Nothing can be worked on: the processes die, and no piece of work is to blame."""


def default_workers() -> int:
    """One a core this process may use, at least one."""
    try:
        return max(len(os.sched_getaffinity(0)), 1)
    except AttributeError:               # not on macOS
        return max(os.cpu_count() or 1, 1)


class Processes:
    """`number` processes, started at once; `prepare(*args)` runs once in each before anything else.

    `needs`: modules that all of them import. Where there are several, one process imports these, which then becomes each
    of them (a fork server, on Linux); else each imports for itself.
    """

    def __init__(self, number: int, prepare: Callable[..., None] | None = None, args: tuple[Any, ...] = (), *,
                 needs: tuple[str, ...] = ()) -> None:
        self.number, self._needs = number, needs
        self.generation = 0
        self._missing: set[int] = set()
        self._mended, self._when = 0, 0.0
        self._begin = (prepare, args)
        self._pool = self._spawned()

    def submit(self, work: Callable[..., Any], *args: Any, seconds: float | None = None) -> Future[Any]:
        """The call's future: it fails with TimeoutError past `seconds`, with ProcessExpired where its process died.

        Any of BROKEN, here or from the future: a process died while it started; see `mend`.
        """
        future: Future[Any] = self._pool.schedule(work, args=args, timeout=seconds)
        return future

    def mend(self, generation: int) -> None:
        """Makes broken processes anew, unless that was done since `generation`. Raises WorkersDied after some times."""
        if generation != self.generation:
            return
        self.stop()
        now = time.monotonic()
        self._mended = self._mended + 1 if now - self._when < _QUIET else 1
        self._when = now
        if self._mended > _MENDED:
            raise WorkersDied("the worker processes die as soon as they start",
                              cure="--workers 0 reads in one process and shows why")
        self.generation += 1
        self._pool = self._spawned()

    def find_lost(self) -> None:
        """Fails what a dead process was at and pebble has lost sight of; to be called now and then.

        pebble 5.2 passes over a death that it sees before it has read that the process had begun: on a busy machine a
        piece without a time limit would be waited for in vain for ever. What looks lost twice in a row is.
        """
        manager = self._pool._pool_manager
        seen = {task.id: task for task in list(manager.task_manager.tasks.values())
                if task.started and task.worker_id not in manager.worker_manager.workers}
        for number in seen.keys() & self._missing:
            manager.task_manager.tasks.pop(number, None)
            if not seen[number].future.done():
                seen[number].future.set_exception(
                    ProcessExpired("its process is gone"))  # type: ignore[no-untyped-call]
        self._missing = set(seen)

    def stop(self) -> None:
        """Ends the processes, whatever they are at, even if that is starting."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        starts_more, workers = self._pool._pool_manager_loop, self._pool._pool_manager.worker_manager.workers
        if starts_more is not None:
            starts_more.join()
        for process in list(workers.values()):
            process.kill()               # before pebble takes their locks: one that starts just then would cry for them
        self._pool.join()

    def _spawned(self) -> ProcessPool:
        CONSTS.term_timeout = 0.3        # workers do not hear SIGTERM, so a longer wait for one to end is in vain
        pool = ProcessPool(max_workers=self.number, max_tasks=_TASKS, initializer=_begin, initargs=self._begin,
                           context=self._context())
        with _deaf():
            _ = pool.active              # starts its threads and processes, which inherit the signal mask
        return pool

    def _context(self) -> BaseContext:
        """How processes come to be: from a fork server, where there is something to share."""
        if not self._needs or self.number < 2 or sys.platform != "linux":
            return multiprocessing.get_context("spawn")
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([_SERVED, *self._needs])
        with _deaf(), _same_path():
            forkserver.ensure_running()
        return context


@contextmanager
def _deaf() -> Iterator[None]:
    """Threads and processes started in here do not hear Ctrl-C, not even before their first line runs."""
    resource_tracker.ensure_running()    # now, because it takes the mask away after itself
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _same_path() -> Iterator[None]:
    """A fork server that is started in here imports from where this process does: Python tells it only in later releases."""
    said = {"PYTHONPATH": os.pathsep.join(place or os.getcwd() for place in sys.path), "PYTHONSAFEPATH": "1"}
    before = {name: os.environ.get(name) for name in said}
    os.environ.update(said)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _begin(prepare: Callable[..., None] | None, args: tuple[Any, ...]) -> None:
    """Runs once in each worker."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    gc.freeze()                          # what a fork server brought is not garbage, and stays shared
    seldom()
    if prepare:
        prepare(*args)
    gc.collect()
    gc.freeze()                          # modules and tables stay: looking through them again and again was 3 % of reading


@contextmanager
def mortal(seconds: float) -> Iterator[None]:
    """Work that ends with its process when it takes longer: the kernel's alarm needs no Python to run."""
    signal.alarm(math.ceil(seconds))
    try:
        yield
    finally:
        signal.alarm(0)
