"""Closed WARCs moved to object storage and back; a local file goes only when its copy was read back and is the same.

Nothing here reads a record. The order is copy, compare, write down, remove: whatever stops it, each WARC is somewhere
whole, and doing it again goes on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from archiver.errors import ArchiveError, NotFound
from archiver.store import s3
from archiver.store.away import Away, locations, record
from archiver.store.lock import Lock
from archiver.store.writer import OPEN, disk_error, in_order, sync_folder

_STEP = 1024 * 1024


def offload(root: Path | str, site: str, target: str) -> Iterator[Away]:
    """Moves a site's closed WARCs below an `s3://` URL, and tells of each as it is done.

    Raises NotFound where there is no such site, ArchiveBusy where a crawl writes to it, ArchiveError where the copy is
    not the same.
    """
    s3.split(target)
    with _locked(Path(root) / site) as folder:
        for path in in_order(folder):
            if isinstance(path, Path) and not path.name.endswith(OPEN):
                yield _moved(folder, path, f"{target.rstrip('/')}/{site}/warc/{path.name}")


def bring_back(root: Path | str, site: str) -> Iterator[Away]:
    """Fetches a site's WARCs back to this disk, and tells of each; the copies in storage stay. Raises as `offload`."""
    with _locked(Path(root) / site) as folder:
        for name, place in sorted(locations(folder).items()):
            if not (folder / name).exists():
                _fetched(folder, place)
            record(folder, (other for other in locations(folder).values() if other.name != name))
            yield place


@contextmanager
def _locked(site: Path) -> Iterator[Path]:
    if not (site / "warc").is_dir():
        raise NotFound("no such site in the archive", where=str(site))
    lock = Lock(site / ".lock")
    lock.take()
    try:
        yield site / "warc"
    finally:
        lock.release()


def _moved(folder: Path, path: Path, url: str) -> Away:
    size, checksum = path.stat().st_size, _sha256(_pieces(path))
    if s3.size(url) != size:             # else it was copied before, and what came after was interrupted
        s3.put(path, url, "application/warc")
    if _sha256(s3.pieces(url)) != checksum:
        raise ArchiveError("the copy is not the same as the file, which stays", where=url,
                           cure="remove the copy and do it again")
    place = Away(path.name, url, size, checksum, datetime.now(UTC).isoformat(timespec="seconds"))
    record(folder, [*(other for other in locations(folder).values() if other.name != path.name), place])
    sync_folder(folder)
    path.unlink()
    return place


def _fetched(folder: Path, place: Away) -> None:
    fresh = folder / f".{place.name}.part"
    checksum = hashlib.sha256()
    try:
        with fresh.open("wb") as file:
            for piece in s3.pieces(place.url):
                checksum.update(piece)
                file.write(piece)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise disk_error(error, fresh) from error
    if checksum.hexdigest() != place.sha256:
        fresh.unlink()
        raise ArchiveError("what lies there is not what was moved there", where=place.url, cure="look at the bucket's history")
    fresh.replace(folder / place.name)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_STEP):
            yield piece


def _sha256(data: Iterable[bytes]) -> str:
    checksum = hashlib.sha256()
    for piece in data:
        checksum.update(piece)
    return checksum.hexdigest()
