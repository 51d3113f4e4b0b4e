"""WARC files that come in a wrapping: zstd is unpacked to a temporary file, all else is opened as it is.

Nothing here knows what a record is.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from archiver.errors import ArchiveError
from archiver.store.away import Place

ZSTD = b"\x28\xb5\x2f\xfd"
SKIPPABLE = b"\x2a\x4d\x18"      # the last three bytes of a skippable frame's magic number
DICTIONARY = b"\x5d\x2a\x4d\x18"  # Archive Team's: the frame holds the dictionary of all that follow
MAX_UNPACKED = 64 * 1024 * 1024 * 1024
MAX_DICTIONARY = 16 * 1024 * 1024
_STEP = 1024 * 1024


@contextmanager
def opened(path: Place) -> Iterator[BinaryIO]:
    """A WARC to be read and sought in; raises ArchiveError where zstd cannot be unpacked."""
    with path.open("rb") as file:
        magic = file.read(4)
        file.seek(0)
        if magic == ZSTD or magic[1:] == SKIPPABLE:
            with tempfile.TemporaryFile() as plain:
                _unzstd(file, cast(BinaryIO, plain), str(path))
                yield cast(BinaryIO, plain)
        else:
            yield file


def _unzstd(file: BinaryIO, plain: BinaryIO, where: str) -> None:
    try:
        from backports import zstd
    except ImportError as error:
        raise ArchiveError("zstd is not installed", where=where, cure="pip install 'news-archiver[codings]'") from error
    known = _dictionary(file)
    try:
        total = 0
        with zstd.ZstdFile(file, zstd_dict=zstd.ZstdDict(known) if known else None) as stream:
            while piece := stream.read(_STEP):
                total += len(piece)
                if total > MAX_UNPACKED:
                    raise ArchiveError(f"unpacks to more than {MAX_UNPACKED:,} bytes", where=where)
                plain.write(piece)
    except (zstd.ZstdError, EOFError):
        pass        # what could be read is kept; the reader then says that the file ends inside a record
    plain.seek(0)


def _dictionary(file: BinaryIO) -> bytes:
    """The dictionary at the beginning of a file, plain or itself zstd; empty where there is none."""
    from backports import zstd
    head = file.read(8)
    if head[:4] != DICTIONARY:
        file.seek(0)
        return b""
    data = file.read(min(int.from_bytes(head[4:], "little"), MAX_DICTIONARY))
    if data[:4] == ZSTD:
        data = zstd.ZstdDecompressor().decompress(data, MAX_DICTIONARY)
    return data
