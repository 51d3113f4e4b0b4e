"""A WACZ 1.1.1 package of sites: WARCs, index, pages with their text; written as a stream, in constant memory.

Nothing here changes the archive; what was taken down is left out, and so are files that are still being written.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import struct
import zipfile
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from archiver.store.archive import Archive
from archiver.store.away import Place, size_of
from archiver.store.cdxj import cdxj
from archiver.store.reader import records_of
from archiver.store.record import field_of
from archiver.store.rows import CaptureRow
from archiver.store.tombstones import ALL, tombstones
from archiver.store.warc import software
from archiver.store.writer import OPEN, in_order
from archiver.urls import link_key

VERSION = "1.1.1"
BLOCK = 300      # lines a gzip block of the index, as cdxj-indexer has it
_STEP = 1024 * 1024
# The time in UTC as an extra field (Info-ZIP's "UT"). Not for its own sake: where the central directory has no extra
# field, ReplayWeb.page 2.5.3 takes the local header for one without too, and reads ZIP64's there as content.
_TIME = struct.Struct("<HHBI")


@dataclass(frozen=True, slots=True)
class Packed:
    """What a package holds; `left_out` are WARCs that were still open."""

    path: Path
    warcs: int
    captures: int
    pages: int
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """What of the sites goes into a package: the records whose ids `of(site)` has, and when it says it was made."""

    of: Callable[[str], Container[str]]
    made: datetime


def pack(archive: Archive, path: Path | str, sites: Iterable[str] = (), *, title: str = "", part: Part | None = None) -> Packed:
    """Writes a package of the sites, of all with none named; it is in place only when it is whole."""
    target = Path(path)
    names = sorted(sites) or archive.sites()
    fresh = target.with_name(f"{target.name}.part")
    fresh.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(fresh, "w", allowZip64=True) as file:
        work = _Pack(archive, file, part)
        for site in names:
            work.warcs(site)
        captures = work.index(names)
        pages = work.pages(names)
        work.descriptor(title or ", ".join(names))
    fresh.replace(target)
    return Packed(target, len(work.packed), captures, pages, tuple(work.left_out))


class _Pack:
    """A package being written, and the description of each thing in it."""

    def __init__(self, archive: Archive, file: zipfile.ZipFile, part: Part | None) -> None:
        self.archive, self.file, self.part = archive, file, part
        self.now = part.made if part else datetime.now(UTC)
        self.resources: list[dict[str, Any]] = []
        self.packed: set[str] = set()
        self.left_out: list[str] = []
        self.moved: dict[str, dict[int, tuple[int, int]]] = {}

    def add(self, name: str, pieces: Iterable[bytes], *, stored: bool = True) -> None:
        """One file of the package from its pieces."""
        total, checksum = 0, hashlib.sha256()
        info = zipfile.ZipInfo(name, self.now.timetuple()[:6])
        info.extra = _TIME.pack(0x5455, 5, 1, int(self.now.timestamp()))
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        with self.file.open(info, "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
                total += len(piece)
                checksum.update(piece)
        self.resources.append({"name": name.rsplit("/", 1)[-1], "path": name, "hash": f"sha256:{checksum.hexdigest()}",
                               "bytes": total})

    def warcs(self, site: str) -> None:
        """The site's WARCs, without what was taken down."""
        hidden = {key for key, _, _ in tombstones(self.archive.root / site)}
        for path in in_order(self.archive.root / site / "warc"):
            if path.name.endswith(OPEN):
                self.left_out.append(f"{site}/warc/{path.name}")
            elif ALL not in hidden:
                self.packed.add(f"{site}/warc/{path.name}")
                pieces = self._shown(site, path, hidden) if hidden or self.part else _bytes(path, 0, size_of(path))
                self.add(f"archive/{path.name}", pieces)

    def _shown(self, site: str, path: Place, hidden: set[str]) -> Iterator[bytes]:
        """The members of a file whose URLs are not taken down, byte for byte; remembers where each has moved."""
        moved = self.moved.setdefault(f"{site}/warc/{path.name}", {})
        gone: set[str] = set()
        wanted = self.part.of(site) if self.part else None
        at = 0
        for raw in records_of(path):
            raw.finish()
            target = re.sub(r"^urn:[a-z-]+:", "", raw.get("WARC-Target-URI")).strip("<>")
            names = {raw.get("WARC-Record-ID"), raw.get("WARC-Concurrent-To"), raw.get("WARC-Refers-To")}
            said = field_of(raw.fields, "Archiver-Link")
            if (target and link_key(target) in hidden) or (said and json.loads(said).get("key") in hidden) or (
                    raw.kind in ("request", "metadata") and names & gone) or not _wanted(raw.kind, names, wanted):
                gone.add(raw.get("WARC-Record-ID"))
                continue
            moved[raw.offset] = (at, raw.length)
            at += raw.length
            yield from _bytes(path, raw.offset, raw.length)

    def index(self, sites: Iterable[str]) -> int:
        """The index in gzip blocks, and the index of the blocks; how many captures there are."""
        blocks: list[str] = []
        counted = 0

        def pieces() -> Iterator[bytes]:
            nonlocal counted
            lines, at = cdxj(self._rows(sites)), 0
            while batch := list(islice(lines, BLOCK)):
                data = gzip.compress("".join(batch).encode(), mtime=0)
                said = {"offset": at, "length": len(data), "digest": f"sha256:{hashlib.sha256(data).hexdigest()}"}
                blocks.append(f"{batch[0].split('{', 1)[0].strip()} {json.dumps(said)}\n")
                at += len(data)
                counted += len(batch)
                yield data
        self.add("indexes/index.cdx.gz", pieces())
        meta = json.dumps({"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"})
        self.add("indexes/index.idx", (line.encode() for line in (f"!meta 0 {meta}\n", *blocks)))
        return counted

    def _rows(self, sites: Iterable[str]) -> Iterator[CaptureRow]:
        for site in sites:
            for row in self.archive.captures(site):
                place = self.moved.get(row.warc, {}).get(row.offset, (row.offset, row.length))
                if row.warc in self.packed and (not self.part or row.record_id in self.part.of(site)):
                    yield replace(row, offset=place[0], length=place[1])

    def pages(self, sites: Iterable[str]) -> int:
        """The list of pages: each HTML page with its title and text where it is an article."""
        counted = 0

        def lines() -> Iterator[bytes]:
            nonlocal counted
            head = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
            yield json.dumps(head).encode() + b"\n"
            for site in sites:
                for row in self.archive.captures(site, latest=True):
                    if row.warc in self.packed and row.kind in ("page", "section") and "html" in row.mime and (
                            not self.part or row.record_id in self.part.of(site)):
                        counted += 1
                        yield json.dumps(self._page(row), ensure_ascii=False).encode() + b"\n"
        self.add("pages/pages.jsonl", lines(), stored=False)
        return counted

    def _page(self, row: CaptureRow) -> dict[str, Any]:
        article = self.archive.article_of(row)
        said = {"id": row.record_id.strip("<>").rsplit(":", 1)[-1], "url": row.url, "ts": row.captured,
                "title": article.title if article else row.url, "size": row.size}
        return {**said, "text": article.body} if article else said

    def descriptor(self, title: str) -> None:
        """datapackage.json and the digest of it."""
        said = {"profile": "data-package", "wacz_version": VERSION, "title": title, "software": software(),
                "created": self.now.isoformat(timespec="seconds").replace("+00:00", "Z"),
                "resources": list(self.resources)}
        data = json.dumps(said, indent=2, ensure_ascii=False).encode()
        self.add("datapackage.json", [data], stored=False)
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        self.add("datapackage-digest.json", [json.dumps(digest, indent=2).encode()], stored=False)


def _wanted(kind: str, names: set[str], wanted: Container[str] | None) -> bool:
    """Whether a record is of a part: itself, or as what belongs to one that is; what says who wrote the file always is."""
    return wanted is None or kind == "warcinfo" or any(name in wanted for name in names if name)


def _bytes(path: Place, offset: int, length: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(offset)
        while length and (piece := file.read(min(_STEP, length))):
            length -= len(piece)
            yield piece

