"""Captures read back from WARCs: where a file lies, a record with those beside it, a revisit with its original.

Nothing here writes, and no lock is needed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from archiver.errors import WarcError
from archiver.model import Capture
from archiver.store import warc
from archiver.store.away import Place, locations
from archiver.store.reader import record_at, records_of
from archiver.store.record import Record
from archiver.store.rows import CaptureRow
from archiver.store.writer import OPEN

BESIDE = ("request", "metadata")
MAX_BESIDE = 64 * 1024 * 1024
Lookup = Callable[[str], CaptureRow | None]


def find_warc(root: Path, name: str) -> Place:
    """Where a WARC lies: inside the archive, or anywhere when its name is absolute; closed, still open, or moved away.

    Raises WarcError where it is nowhere.
    """
    if ".." in PurePosixPath(name).parts:
        raise WarcError("a WARC's name may not lead out of the archive", where=name)
    for path in (root / name, root / (name + OPEN)):
        if path.is_file():
            return path
    elsewhere = locations((root / name).parent).get(PurePosixPath(name).name)
    if elsewhere:
        return elsewhere
    raise WarcError("no such WARC file", where=name, cure="was it moved? archiver reindex forgets it")


def read_capture(root: Path, name: str, offset: int, lookup: Lookup) -> Capture:
    """The capture whose response, revisit or lone request lies at `offset`; raises WarcError."""
    path = find_warc(root, name)
    answer, length = record_at(path, offset)
    if answer.kind not in ("response", "revisit", "request", "resource"):
        raise WarcError(f"the record at offset {offset} is a {answer.kind}, not a capture", where=str(path))
    original = _original(root, answer, lookup) if answer.kind == "revisit" else None
    exchange = warc.exchange_of(answer, _beside(path, offset, answer), original)
    row = warc.capture_row(answer, _site_of(name), name, offset, length)
    return Capture(exchange=exchange, site=row.site, warc=name, offset=offset, length=length,
                   record_id=row.record_id, payload_digest=row.payload_digest, request_id=row.request_id,
                   revisit_of=row.revisit_of, imported=warc.imported_from(answer))


def _site_of(name: str) -> str:
    parts = PurePosixPath(name).parts
    return parts[0] if parts[1:2] == ("warc",) else ""


def _beside(path: Place, offset: int, answer: Record) -> list[Record]:
    """The records that follow an answer and say that they belong to it."""
    found: list[Record] = []
    name = answer.get("WARC-Record-ID")
    for number, raw in enumerate(records_of(path, offset)):
        if number == 0:
            continue
        if raw.kind not in BESIDE or raw.get("WARC-Concurrent-To") != name:
            break
        found.append(Record(raw.kind, raw.fields, raw.block(MAX_BESIDE)))
    return found


def _original(root: Path, revisit: Record, lookup: Lookup) -> Record | None:
    """The response a revisit refers to; None where the archive does not hold it."""
    row = lookup(revisit.get("WARC-Refers-To"))
    return record_at(find_warc(root, row.warc), row.offset)[0] if row else None
