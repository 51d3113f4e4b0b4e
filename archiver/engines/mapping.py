"""What every engine does in one way: pieces handed out a few ahead, results in order, what killed its worker once more.

Nothing here knows where the workers are.
"""

from __future__ import annotations

import pickle
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import version
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Generic, TypeVar

from archiver.engines.processes import WorkersDied
from archiver.errors import EngineError

T = TypeVar("T")
R = TypeVar("R")
TRIES = 3                # workers that may die of one piece before it is given up
_AHEAD = 4               # pieces for each worker that are handed out or wait for their turn: bounds the memory
_LEAST = 8               # and at least so many: a cluster that grows on demand must see that there is work
_KEPT = 4                # works that a worker process keeps ready
_LOOK = 1.0              # seconds without a result after which an engine looks whether its workers are well
RELEASE = version("news-archiver")


class Engine(ABC):
    """Workers, and a map over them. To be closed, or used in a `with`."""

    tries = TRIES

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
                 ) -> None:
        self.close()

    def map(self, work: Callable[[T], R], pieces: Iterable[T], *, lost: Callable[[T], R] | None = None) -> Iterator[R]:
        """The result of `work` for each piece, in their order; `pieces` is drawn from as workers get free.

        A piece whose worker dies is done again by another. One that three or four workers died of is given to `lost`, whose
        answer stands for it; without `lost` WorkersDied is raised. What `work` raises is raised here.
        """
        blob = pickle.dumps(work)
        run = _Run(lambda piece: self._start(blob, piece), self._died, lost, self.tries, self._look)
        return run.results(pieces, lambda: max(_AHEAD * self.workers, _LEAST))

    @property
    @abstractmethod
    def workers(self) -> int:
        """How many pieces are worked on at once, now."""

    @abstractmethod
    def close(self) -> None:
        """Lets go of the workers; what they are at is given up."""

    @abstractmethod
    def _start(self, blob: bytes, piece: Any) -> Future[Any]:
        """Hands a piece out; the work comes pickled."""

    def _look(self) -> None:  # noqa: B027 - a scheduler looks after its workers itself
        """Called now and then while results are waited for."""

    @abstractmethod
    def _died(self, error: BaseException) -> bool:
        """Whether it was the worker that ended, and not the work that raised."""


@dataclass
class _Given(Generic[T]):
    """A piece that is handed out."""

    place: int
    piece: T
    tries: int = 0


@dataclass
class _Run(Generic[T, R]):
    """One map under way."""

    start: Callable[[T], Future[R]]
    died: Callable[[BaseException], bool]
    lost: Callable[[T], R] | None
    tries: int
    look: Callable[[], None]
    done: SimpleQueue[tuple[_Given[T], Future[R]]] = field(default_factory=SimpleQueue)
    futures: dict[int, Future[R]] = field(default_factory=dict)
    ready: dict[int, R] = field(default_factory=dict)

    def results(self, pieces: Iterable[T], ahead: Callable[[], int]) -> Iterator[R]:
        given = turn = 0
        source, more = iter(pieces), True
        try:
            while True:
                while more and given - turn < ahead():
                    piece = next(source, self)
                    more = piece is not self
                    if more:
                        self._give(_Given(given, piece))  # type: ignore[arg-type]
                        given += 1
                if turn == given:
                    return
                while turn not in self.ready:
                    self._wait()
                yield self.ready.pop(turn)
                turn += 1
        finally:
            for future in self.futures.values():
                future.cancel()

    def _wait(self) -> None:
        """Until one more piece is done."""
        try:
            self._take(*self.done.get(timeout=_LOOK))
        except Empty:
            self.look()

    def _give(self, given: _Given[T]) -> None:
        given.tries += 1
        future = self.start(given.piece)
        self.futures[given.place] = future
        future.add_done_callback(lambda done: self.done.put((given, done)))

    def _take(self, given: _Given[T], future: Future[R]) -> None:
        """The result of a piece that is done; handed out again where its worker died."""
        self.futures.pop(given.place, None)
        try:
            self.ready[given.place] = future.result()
        except Exception as error:
            if not self.died(error):
                raise
            if given.tries < self.tries:
                self._give(given)
            elif self.lost:
                self.ready[given.place] = self.lost(given.piece)
            else:
                raise WorkersDied("workers died of one piece of work, again and again", where=str(given.piece)[:200],
                                  cure="is there memory enough?") from error


_asked: Callable[[], bool] | None = None


def wanted() -> bool:
    """Whether somebody still waits for the piece this process is at; to be asked by work that takes long."""
    return _asked is None or _asked()


def asked_by(still: Callable[[], bool]) -> None:
    """Says how this worker process can know; called by an engine."""
    global _asked  # noqa: PLW0603 - a worker process does one piece at a time
    _asked = still


def run(release: str, blob: bytes, piece: Any) -> Any:
    """Does a piece of work; called in a worker process."""
    if release != RELEASE:
        raise EngineError(f"a worker has release {RELEASE} of the archiver, this is {release}",
                          cure="install the same release everywhere: results must not depend on the worker")
    return _work(blob)(piece)


@lru_cache(_KEPT)
def _work(blob: bytes) -> Callable[[Any], Any]:
    """The work itself, unpickled once a process."""
    work: Callable[[Any], Any] = pickle.loads(blob)
    return work
