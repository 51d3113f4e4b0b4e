"""A dataset's folder, written whole or not at all: beside its place, under a lock, and renamed when it is done.

Nothing here knows what is written.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archiver.errors import ArchiveBusy, DatasetError, DiskFull
from archiver.store.lock import Lock

_STEP = 1024 * 1024


@contextmanager
def whole(target: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """A fresh folder that takes `target`'s place when the block ends well, and is removed when it does not.

    Raises DatasetError where the place is taken, ArchiveBusy where another process is making the same dataset.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = Lock(target.parent / f".{target.name}.lock")
    try:
        lock.take()
    except ArchiveBusy as error:
        raise ArchiveBusy(f"another export is writing this dataset: {error.args[0].replace('this site', 'it')}",
                          where=str(target), cure="wait for it, or choose another name") from error
    part = target.parent / f".{target.name}.part"
    try:
        with room(target):
            yield from _filled(part, target, overwrite)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        lock.release()


def _filled(part: Path, target: Path, overwrite: bool) -> Iterator[Path]:
    if not overwrite and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise DatasetError("there is something in this place", where=str(target),
                           cure="another name, or --overwrite to put a new dataset in its place")
    shutil.rmtree(part, ignore_errors=True)       # of an export that was killed
    part.mkdir()
    yield part
    _put(part, target)


@contextmanager
def room(where: Path) -> Iterator[None]:
    """A full disk becomes a DiskFull, whoever was writing."""
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise DiskFull("no room for the dataset", where=str(where), cure="make room and run again") from error


def _put(part: Path, target: Path) -> None:
    old = target.parent / f".{target.name}.old"
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    part.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def sha256(path: Path) -> str:
    """The digest of a file, in constant memory."""
    checksum = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_STEP):
            checksum.update(piece)
    return checksum.hexdigest()


def files_in(folder: Path) -> list[str]:
    """Names of all files below a folder, relative to it, with slashes, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
