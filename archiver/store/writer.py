"""The WARC files of one site as they are written: opened, filled an exchange at a time, rolled, and made whole.

Nothing here knows what the records say, nor the catalog.
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

from archiver.errors import ArchiveError, DiskFull
from archiver.store.away import Place, locations
from archiver.store.record import Record, member
from archiver.store.rows import Settings
from archiver.store.warc import warcinfo

OPEN = ".open"
_SERIAL = re.compile(r"-(\d{14})-(\d{5,})\.warc\.gz")


def write_all(fd: int, data: bytes, path: Path, size: int) -> None:
    """All of `data` at the end of a file that is `size` bytes long; on failure the file is that long again.

    Raises DiskFull, or ArchiveError for what else the system says.
    """
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(fd, view):]
    except OSError as error:
        os.ftruncate(fd, size)
        raise disk_error(error, path) from error


def disk_error(error: OSError, path: Path) -> ArchiveError:
    """What the system said about a write, as an error of ours."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull("no room on the disk; nothing was lost", where=str(path), cure="make room and run again")
    return ArchiveError(f"cannot be written: {error.strerror}", where=str(path))


def stored_name(path: Place) -> str:
    """A WARC's name as records and catalog call it: without `.open`."""
    return path.name.removesuffix(OPEN)


def in_order(folder: Path) -> list[Place]:
    """The WARCs of a folder, oldest first, wherever they lie; files of others come by name."""
    here = [p for p in folder.glob("[!.]*") if ".warc" in p.name and p.is_file()] if folder.is_dir() else []
    names = {path.name for path in here}
    elsewhere = [place for name, place in locations(folder).items() if name not in names]
    return sorted([*here, *elsewhere], key=lambda p: (_serial(p.name), p.name))


def _serial(name: str) -> int:
    found = _SERIAL.search(name)
    return int(found.group(2)) if found else 0


def sync_folder(folder: Path) -> None:
    """Waits until the disk knows the names in a folder."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def seal(path: Path) -> Path:
    """A whole file without its `.open`; an empty one is removed."""
    if path.stat().st_size == 0:
        path.unlink()
        return path
    whole = path.with_name(stored_name(path))
    path.rename(whole)
    return whole


class WarcWriter:
    """Appends groups of records; each group is in the file whole, or not at all."""

    def __init__(self, folder: Path, site: str, settings: Settings) -> None:
        self.folder, self.site, self.settings = folder, site, settings
        self.name = ""
        self.warcinfo_id = ""
        self.size = 0
        self.sizes: dict[str, int] = {}
        self._fd = -1
        self._path = folder
        self._next = max((_serial(p.name) for p in in_order(folder)), default=0) + 1

    def ready(self) -> None:
        """Makes sure that a file with room is open, so that `warcinfo_id` is the one of the next records."""
        if self._fd >= 0 and self.size >= self.settings.roll:
            self.close()
        if self._fd < 0:
            self._open()

    def append(self, group: list[tuple[Record, bool]]) -> list[tuple[int, int]]:
        """Writes records (and whether each block is packed) in one go; the offset and length of each."""
        self.ready()
        pieces, places, at = list[bytes | memoryview](), [], self.size
        for record, packed in group:
            made = member(record, packed=packed)
            length = sum(map(len, made))
            places.append((at, length))
            at += length
            pieces += made
        write_all(self._fd, b"".join(pieces), self._path, self.size)
        self.size = self.sizes[self.name] = at
        return places

    def cut(self, size: int) -> None:
        """Takes back what was written past `size` in the open file."""
        os.ftruncate(self._fd, size)
        self.size = self.sizes[self.name] = size

    def forget_closed(self) -> None:
        """`sizes` keeps the open file alone: those of the others have been committed."""
        self.sizes = {self.name: self.size} if self._fd >= 0 else {}

    def sync(self) -> None:
        """Waits for the disk itself."""
        if self._fd >= 0:
            os.fsync(self._fd)

    def close(self) -> None:
        """Makes the open file whole: its `.open` goes."""
        if self._fd >= 0:
            if self.settings.fsync:
                os.fsync(self._fd)
            os.close(self._fd)
            self._fd = -1
            seal(self._path)

    def _open(self) -> None:
        now = self.settings.clock.now()
        self.name = f"{self.site}-{now:%Y%m%d%H%M%S}-{self._next:05d}.warc.gz"
        self._path = self.folder / (self.name + OPEN)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
        self._next += 1
        self.size = 0
        first = warcinfo(self.name, self.site, self.settings.warcinfo, now)
        data = b"".join(member(first, packed=False))
        try:
            write_all(self._fd, data, self._path, 0)
        except ArchiveError:
            os.close(self._fd)
            self._fd = -1
            self._path.unlink()
            raise
        if self.settings.fsync:
            sync_folder(self.folder)
        self.size = len(data)
        self.warcinfo_id = first.get("WARC-Record-ID")
