"""WARCs that were moved to object storage: where each lies, and its bytes by range as those of a file.

Nothing here moves a file (`offload.py`). The list stands beside the WARCs, as JSON, and outlives the catalog.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from archiver.errors import ArchiveError
from archiver.store import s3

FILE = "locations.json"
BLOCK = 1024 * 1024
_KEPT = 32                       # blocks kept in memory: a capture's records are read in several goes


@dataclass(frozen=True, slots=True)
class Away:
    """A WARC that is not on this disk; opened and read like a file. `moved` is ISO 8601 in UTC."""

    name: str
    url: str
    size: int
    sha256: str
    moved: str

    def open(self, mode: str = "rb") -> BinaryIO:
        """Its bytes, fetched as they are read."""
        assert mode == "rb"
        return cast(BinaryIO, io.BufferedReader(_Ranges(self.url, self.size), 64 * 1024))

    def __str__(self) -> str:
        return self.url


Place = Path | Away


def size_of(place: Place) -> int:
    """Bytes of a WARC, wherever it lies."""
    return place.size if isinstance(place, Away) else place.stat().st_size


def locations(folder: Path) -> dict[str, Away]:
    """The WARCs of a `warc` folder that lie elsewhere, by name. Raises ArchiveError where the list cannot be read."""
    path = folder / FILE
    try:
        data = json.loads(path.read_bytes())
        return {name: Away(name, str(said["url"]), int(said["size"]), str(said["sha256"]), str(said["moved"]))
                for name, said in data.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveError("the list of moved WARCs cannot be read", where=str(path),
                           cure="put it right by hand: name -> url, size, sha256, moved") from error


def record(folder: Path, places: Iterable[Away]) -> None:
    """Puts a list in place of the last, whole or not at all, through to the disk."""
    fresh = folder / f".{FILE}.new"
    data = {place.name: {key: value for key, value in asdict(place).items() if key != "name"} for place in places}
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(dict(sorted(data.items())), file, indent=1)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / FILE)


@lru_cache(maxsize=_KEPT)
def _block(url: str, number: int) -> bytes:
    """A block of an object; objects never change, so it can be kept."""
    return s3.read(url, number * BLOCK, BLOCK)


class _Ranges(io.RawIOBase):
    """An object as a raw file that can be sought in."""

    def __init__(self, url: str, size: int) -> None:
        self._url, self._size, self._at = url, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence], 0)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fills a buffer with what its block still holds."""
        view = memoryview(buffer).cast("B")
        if self._at >= self._size or not view:
            return 0
        number, start = divmod(self._at, BLOCK)
        piece = _block(self._url, number)[start:start + len(view)]
        view[:len(piece)] = piece
        self._at += len(piece)
        return len(piece)
