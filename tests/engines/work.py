"""Pieces of work for the tests of engines; a worker process imports this module by name."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from functools import cached_property
from pathlib import Path


class Double:
    """Doubles a number; the table it needs is made once a process."""

    @cached_property
    def table(self) -> list[int]:
        return [2 * n for n in range(10_000)]

    def __call__(self, piece: int) -> int:
        return self.table[piece]


class Mortal:
    """Dies as it is told, once, or each time; `folder` remembers that it did."""

    def __init__(self, folder: Path, how: str = "killed", each_time: bool = False) -> None:
        self.folder, self.how, self.each_time = folder, how, each_time

    def __call__(self, piece: int) -> int:
        mark = self.folder / "died"
        if piece == 3 and (self.each_time or not mark.exists()):
            mark.touch()
            if self.how == "segfault":
                ctypes.string_at(0)
            os.kill(os.getpid(), signal.SIGKILL)
        return piece * piece


class MortalEach(Mortal):
    """Dies at once of each piece, the first time."""

    def __call__(self, piece: int) -> int:
        mark = self.folder / str(piece)
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return piece


def process(piece: int) -> int:
    """Which process did it."""
    time.sleep(0.01)
    return os.getpid()


def failing(piece: int) -> int:
    """Raises for one of the pieces."""
    if piece == 5:
        raise ValueError("five")
    return piece
