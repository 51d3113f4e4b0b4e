"""Work that takes longer than a page may: one after another, in the background, with what it says meanwhile.

Nothing here knows what the work is. What was asked for is forgotten when the reader is stopped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Queue

from archiver.errors import ArchiverError

LINES = 200                 # of what a job says, the last ones
KEPT = 50                   # jobs that are remembered
MOST = 20                   # jobs that may wait
Say = Callable[[str], None]
Work = Callable[[Say], str]


@dataclass
class Job:
    """One piece of work: `state` is waiting, running, done or failed; `result` what it came to, or why it failed."""

    number: int
    title: str
    state: str = "waiting"
    result: str = ""
    lines: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        """What it does now."""
        self.lines = [*self.lines[-LINES + 1:], line]


class Jobs:
    """A row of jobs and the one thread that does them."""

    def __init__(self) -> None:
        self.all: list[Job] = []
        self._queue: Queue[tuple[Job, Work]] = Queue(MOST)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, title: str, work: Work) -> Job:
        """Puts some work at the end of the row. Raises ArchiverError where too much waits."""
        with self._lock:
            if self._queue.full():
                raise ArchiverError(f"{MOST} jobs are waiting already", cure="try again when some are done")
            job = Job(self.all[-1].number + 1 if self.all else 1, title)
            self.all = [*self.all[-KEPT + 1:], job]
            self._queue.put((job, work))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()
        return job

    def _work(self) -> None:
        while True:
            job, work = self._queue.get()
            job.state = "running"
            try:
                job.result = work(job.say)
                job.state = "done"
            except Exception as error:  # noqa: BLE001  (the edge of this thread: whatever it is, it is said on the page)
                job.result = str(error) if isinstance(error, ArchiverError) else f"it failed: {type(error).__name__}: {error}"
                job.state = "failed"
