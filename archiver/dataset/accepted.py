"""Which article lines count: of each article the version that the catalog points at, as files that DuckDB can read.

Nothing here reads a line. A file of which every line counts is read where it lies, unless that would be unsafe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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


def accepted(archive: Archive, site: str, work: Path) -> Lines:
    """The lines of a site that count, as it is now; those of files that hold others too are copied into `work`."""
    files: list[Path] = []
    count = longest = 0
    for path, group in groupby(archive.article_places(site), key=lambda place: place[0]):
        places = [(offset, length) for _, offset, length in group]
        count, longest = count + len(places), max(longest, *(length for _, length in places))
        whole = sum(length for _, length in places) == _size(path)
        files.append(path if whole else _copied(path, places, work / site / path.name))
    return Lines(tuple(files), count, longest)


def accepted_then(archive: Archive, site: str, work: Path, sizes: Sizes) -> Lines:
    """The lines of a site that counted when its files had these sizes, copied into one file in the order of their captures:
    a crawl may go on meanwhile, and nobody has to sort whole articles."""
    target = work / f"{site}.jsonl"
    target.parent.mkdir(parents=True, exist_ok=True)
    count = longest = 0
    with target.open("wb") as out:
        for path, group in groupby(archive.article_places(site, sizes, by_time=True), key=lambda place: place[0]):
            for line in _lines(path, ((offset, length) for _, offset, length in group)):
                count, longest = count + 1, max(longest, len(line))
                out.write(line)
    return Lines((target,) if count else (), count, longest)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise DatasetError(f"cannot be read: {error.strerror}", where=str(path), cure="archiver reindex") from error


def _copied(path: Path, places: Iterable[tuple[int, int]], target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        out.writelines(_lines(path, places))
    return target


def _lines(path: Path, places: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    try:
        with path.open("rb") as source:
            for offset, length in places:
                source.seek(offset)
                line = source.read(length)
                if line[-1:] != b"\n" or line[:1] != b"{":
                    raise DatasetError(f"no article at offset {offset}", where=str(path), cure="archiver reindex")
                yield line
    except OSError as error:
        raise DatasetError(f"cannot be read: {error.strerror}", where=str(path), cure="archiver reindex") from error
