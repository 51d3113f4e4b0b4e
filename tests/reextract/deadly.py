"""Work of re-extraction and of a first reading that dies on the way, for tests; a worker process imports it by name."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from archiver.model import Link
from archiver.reading import Reader, Reading
from archiver.reextract import first
from archiver.reextract.work import Piece, Read, Work


@dataclass(frozen=True)
class DiesOnce(Work):
    """kill -9 at the second piece that is read; once, which a file remembers."""

    def __call__(self, piece: Piece) -> Read:
        mark = self.root / "died"
        if not mark.exists() and (self.root / "began").exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        (self.root / "began").touch()
        return super().__call__(piece)


@dataclass(frozen=True)
class DiesOfAPage(Work):
    """One page kills whoever reads it."""

    def _one(self, piece: Piece, offset: int, place: tuple[str, int]) -> object:
        if b"story 3:" in self._archive.read(piece.warc, offset).exchange.payload:
            os.kill(os.getpid(), signal.SIGKILL)
        return super()._one(piece, offset, place)


@dataclass(frozen=True)
class FirstDiesOfAPage(first.Work):
    """One page kills whoever reads it first."""

    def _one(self, reader: Reader, warc: str, offset: int, link: Link) -> Reading:
        if b"story 3:" in self._archive.read(warc, offset).exchange.payload:
            os.kill(os.getpid(), signal.SIGKILL)
        return super()._one(reader, warc, offset, link)
