"""Which article lines count: of each article the version that the catalog points at, as files that DuckDB can read.

Nothing here reads a line. A file of which every line counts is read where it lies, unless that would be unsafe.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from archiver.errors import DatasetError
from archiver.store import Archive

Sizes = Mapping[str, int]
"""Name of an article file to the bytes of it that are to be read: the state of a site at a moment."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a site: their files, how many there are, and the bytes of the longest."""

    files: tuple[Path, ...] = ()
    count: int = 0
    longest: int = 0


def accepted(archive: Archive, site: str, work: Path, *, sizes: Sizes | None = None, copy: bool = False) -> Lines:
    """The lines of a site that count. With `sizes`, as they were when the files had those; with `copy`, all of them are
    copied into `work`, so that a crawl may go on; else only those of files that hold others too.
    """
    files: list[Path] = []
    count = longest = 0
    for path, group in groupby(archive.article_places(site, sizes), key=lambda place: place[0]):
        places = [(offset, length) for _, offset, length in group]
        count, longest = count + len(places), max(longest, *(length for _, length in places))
        whole = sum(length for _, length in places) == _size(path)
        files.append(path if whole and not copy else _copied(path, places, work / site / path.name))
    return Lines(tuple(files), count, longest)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise DatasetError(f"cannot be read: {error.strerror}", where=str(path), cure="archiver reindex") from error


def _copied(path: Path, places: list[tuple[int, int]], target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("rb") as source, target.open("wb") as out:
            for offset, length in places:
                source.seek(offset)
                line = source.read(length)
                if line[-1:] != b"\n" or line[:1] != b"{":
                    raise DatasetError(f"no article at offset {offset}", where=str(path), cure="archiver reindex")
                out.write(line)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise DatasetError(f"cannot be read: {error.strerror}", where=str(path), cure="archiver reindex") from error
    return target
