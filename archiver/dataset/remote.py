"""Datasets in object storage: sent there with the manifest last, and fetched from there to be read.

Nothing here knows what is in a dataset, or how a server is spoken to: that is `store/s3.py`'s. Objects come one by one and cannot
be renamed as a folder; so a dataset is whole where its manifest is, and one that is replaced loses its manifest first.
"""

from __future__ import annotations

import mimetypes
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from archiver.dataset import manifest
from archiver.dataset.folder import files_in, room
from archiver.errors import DatasetError
from archiver.store import s3


@contextmanager
def sent(url: str, work: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """A place on this disk, in a folder of its own below `work`, for a dataset that is sent to `url` when the block ends well.

    Raises DatasetError where something is below the URL, ArchiveError where the server refuses. What was sent before it
    broke off has no manifest.
    """
    name = PurePosixPath(s3.split(url)[1]).name
    if not overwrite and next(s3.below(url), None) is not None:
        raise DatasetError("there is something in this place", where=url,
                           cure="another name, or --overwrite to put a new dataset in its place")
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".sending-", dir=work) as folder:
        yield Path(folder) / name
        _send(Path(folder) / name, url)


def _send(folder: Path, url: str) -> None:
    for name in sorted(s3.below(url), key=_manifest_last, reverse=True):
        s3.remove(f"{url}/{name}")
    for name in sorted(files_in(folder), key=_manifest_last):
        s3.put(folder / name, f"{url}/{name}", mimetypes.guess_type(name)[0] or "application/octet-stream")


def _manifest_last(name: str) -> tuple[bool, str]:
    return PurePosixPath(name).name == manifest.FILE, name


@contextmanager
def fetched(place: Path | str) -> Iterator[Path]:
    """The dataset's folder or its manifest on this disk, which a path is already; of an `s3://` URL a copy, for the block."""
    if isinstance(place, Path):
        yield place
        return
    url = place.rstrip("/").removesuffix(f"/{manifest.FILE}")
    with tempfile.TemporaryDirectory(prefix="archiver-fetched-") as folder, room(Path(folder)):
        there = set(s3.below(url))
        if manifest.FILE not in there and f"data/{manifest.FILE}" in there:         # a bag
            url, there = f"{url}/data", {name.removeprefix("data/") for name in there}
        if manifest.FILE not in there:
            raise DatasetError("no manifest.json: not a dataset, or one of which not all was sent", where=url,
                               cure="export it again with --overwrite")
        _fetch(url, manifest.FILE, Path(folder))
        for name in manifest.read(Path(folder)).files:
            if not (Path(folder) / name).resolve().is_relative_to(Path(folder).resolve()):
                raise DatasetError(f"its manifest names a file that leads out of the dataset: {name}", where=url)
            if name in there:               # one that is not is told by who reads the manifest
                _fetch(url, name, Path(folder))
        yield Path(folder) / manifest.FILE


def _fetch(url: str, name: str, folder: Path) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("wb") as file:
        file.writelines(s3.pieces(f"{url}/{name}"))
