"""How work is handed out: what an engine must offer, and the plainest one, which does it all here.

Nothing here knows the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Mapping(Protocol):
    """Gives the result of `work` for each piece, in the order of the pieces; see `archiver.engines`."""

    def map(self, work: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
        """The results, in the order of the pieces."""


class Here:
    """One piece after another, in this process."""

    def map(self, work: Callable[[T], R], pieces: Iterable[T]) -> Iterator[R]:
        """The results, in the order of the pieces."""
        return map(work, pieces)
