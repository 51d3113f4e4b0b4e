"""WARC, ARC and WACZ files of others, copied into the archive capture by capture so that they read like our own.

Nothing here fetches, and nothing is extracted: the caller gets the rows and reads them as any other capture.

Blocks are copied byte for byte. Of a record's header only this changes: `<uri>` loses its brackets, lengths and
digests are made right, response and request are told of each other, and who brought it is said.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from archiver.errors import ArchiveError, WarcError
from archiver.model import Link, LinkKind
from archiver.store import http, warc
from archiver.store.arc import arc_records, is_arc
from archiver.store.archive import Archive
from archiver.store.reader import RawRecord, records
from archiver.store.record import Record, digest, new_id, warc_date
from archiver.store.rows import CaptureRow
from archiver.store.unpacked import opened
from archiver.urls import link_key

MAX_RECORD = 256 * 1024 * 1024
WINDOW = 32                       # records a response and its request may lie apart
MAX_ENTRY = 64 * 1024 ** 3
SiteOf = Callable[[str], str | None]
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_RENEWED = ("warc-type", "content-length", "warc-block-digest", "warc-payload-digest", "warc-target-uri",
            "warc-concurrent-to", "warc-record-id", "warc-date", "warc-warcinfo-id", "warc-refers-to")


@dataclass(frozen=True, slots=True)
class Imported:
    """One capture that was looked at: its row in the archive, or why it was left out."""

    file: str
    offset: int
    row: CaptureRow | None = None
    reason: str = ""


def import_files(archive: Archive, paths: Iterable[Path | str], site_of: SiteOf) -> Iterator[Imported]:
    """Copies captures in and tells of each; `site_of` says which open site a URL belongs to, None: to none.

    A file that was imported before adds nothing. Reasons: off-site, known, no-target, bad-url, bad-date, too-large, revisit of
    what is not here, not-http, and the faults of `verify` for what cannot be read.
    """
    for path in map(Path, paths):
        for name, file in _warcs(path):
            yield from _Import(archive, name, site_of).run(file)
    archive.commit()


def _warcs(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """The WARCs of a file: itself, or those in a WACZ."""
    if not path.is_file():
        raise ArchiveError("no such file", where=str(path))
    if not zipfile.is_zipfile(path):
        with opened(path) as file:
            yield path.name, file
        return
    with zipfile.ZipFile(path) as package:
        for entry in package.infolist():
            if ".warc" in entry.filename and not entry.is_dir():
                with _entry(package, entry, path) as file:
                    yield f"{path.name}/{entry.filename}", file


@contextmanager
def _entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo, path: Path) -> Iterator[BinaryIO]:
    """One WARC of a package as a file that can be sought in; its name is never used as a path."""
    if entry.file_size > MAX_ENTRY:
        raise ArchiveError(f"{entry.filename} claims {entry.file_size:,} bytes", where=str(path))
    with tempfile.NamedTemporaryFile() as copy:
        try:
            with package.open(entry) as source:
                shutil.copyfileobj(source, copy, 1024 * 1024)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            raise ArchiveError(f"{entry.filename} cannot be unpacked: {error}", where=str(path)) from error
        copy.flush()
        with opened(Path(copy.name)) as file:
            yield file


class _Import:
    """One WARC on its way in: the records that wait for their partners, and its warcinfo."""

    def __init__(self, archive: Archive, name: str, site_of: SiteOf) -> None:
        self.archive, self.name, self.site_of = archive, name, site_of
        self.waiting: OrderedDict[str, tuple[int, Record]] = OrderedDict()
        self.info: Record | None = None
        self.told: set[str] = set()

    def run(self, file: BinaryIO) -> Iterator[Imported]:
        for offset, record in self._arc(file) if is_arc(file) else self._warc(file):
            if isinstance(record, Imported):
                yield record
            elif record.kind == "warcinfo":
                self.info, self.told = record, set()
            else:
                yield from self._pair(offset, record)
        while self.waiting:
            yield from self._alone()

    def _warc(self, file: BinaryIO) -> Iterator[tuple[int, Record | Imported]]:
        for raw in records(file):
            record = self._read(raw)
            if record:
                yield raw.offset, record

    def _arc(self, file: BinaryIO) -> Iterator[tuple[int, Record | Imported]]:
        """Records of an ARC file, with ids that are the same whenever it is imported."""
        for offset, record, fault in arc_records(file, MAX_RECORD):
            if not record:
                yield offset, Imported(self.name, offset, reason=fault)
                continue
            name = self._made_id(offset, record.get("WARC-Target-URI"), record.get("WARC-Date"))
            yield offset, replace(record, fields=(("WARC-Record-ID", name), *record.fields))

    def _read(self, raw: RawRecord) -> Record | Imported | None:
        """A record worth keeping; or why it is not; None for what is nothing of a capture."""
        wanted = raw.kind in ("response", "request", "revisit", "warcinfo")
        block = raw.block(MAX_RECORD) if wanted else b""
        raw.finish()
        bad = [code for code, _ in raw.faults if code not in ("one-member", "no-record-end", "length-too-short")]
        if bad:
            return Imported(self.name, raw.offset, reason=bad[0])
        if not wanted:
            return None if raw.kind in ("metadata", "") else Imported(self.name, raw.offset, reason=raw.kind)
        name = raw.get("WARC-Record-ID") or self._made_id(raw.offset, raw.get("WARC-Target-URI"), raw.get("WARC-Date"))
        return Record(raw.kind, (("WARC-Record-ID", name), *(f for f in raw.fields if f[0].lower() !=
                                                             "warc-record-id")), block)

    def _made_id(self, offset: int, url: str, date: str) -> str:
        """An id for a record without one, the same whenever the file is imported."""
        seed = f"{self.name} {offset} {url} {date}"
        return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, seed)}>"

    def _pair(self, offset: int, record: Record) -> Iterator[Imported]:
        """Puts response and request together, in whichever order they come."""
        name, other = record.get("WARC-Record-ID"), record.get("WARC-Concurrent-To")
        mate = other if other in self.waiting else next(
            (n for n, (_, r) in self.waiting.items() if r.get("WARC-Concurrent-To") == name), "")
        if mate and (record.kind == "request") != (self.waiting[mate][1].kind == "request"):
            at, found = self.waiting.pop(mate)
            answer, request = (found, record) if record.kind == "request" else (record, found)
            yield self._copy(at if answer is found else offset, answer, request)
            return
        if name in self.waiting:
            yield from self._alone(name)
        self.waiting[name] = (offset, record)
        while len(self.waiting) > WINDOW or sum(len(r.block) for _, r in self.waiting.values()) > MAX_RECORD:
            yield from self._alone()

    def _alone(self, name: str = "") -> Iterator[Imported]:
        """A record whose partner did not come: the one of that id, or the one that waits longest."""
        offset, record = self.waiting.pop(name or next(iter(self.waiting)))
        if record.kind != "request":
            yield self._copy(offset, record, None)

    def _copy(self, offset: int, answer: Record, request: Record | None) -> Imported:
        """One capture into its site, or the reason why not."""
        url = answer.get("WARC-Target-URI").strip("<> ")
        if not _parses(url):
            return Imported(self.name, offset, reason="bad-url")
        site = self.site_of(url) if url.lower().startswith(("http://", "https://")) else None
        if not site:
            return Imported(self.name, offset, reason="off-site" if url else "no-target")
        if warc.date_of(answer.get("WARC-Date")).year == 1:
            return Imported(self.name, offset, reason="bad-date")
        try:
            group = self._renewed(site, url, answer, request)
        except WarcError as error:
            return Imported(self.name, offset, reason=error.args[0])
        row = self.archive.copy_in(site, group, self._info(site))
        if row:
            self.told.add(site)
        return Imported(self.name, offset, row, "" if row else "known")

    def _info(self, site: str) -> Record | None:
        """The file's warcinfo, once for each site, under a name of its own."""
        if not self.info or site in self.told:
            return None
        kept = tuple(f for f in self.info.fields if f[0].lower() not in _RENEWED)
        return Record("warcinfo", (("WARC-Record-ID", new_id()), ("WARC-Date", warc_date(datetime.now(UTC))), *kept),
                      self.info.block)

    def _renewed(self, site: str, url: str, answer: Record, request: Record | None) -> list[Record]:
        """The records as they are written here, the request last."""
        head, body = warc.halves(answer)
        if not head.startswith(b"HTTP/"):
            raise WarcError("not-http", where=self.name)
        names = answer.get("WARC-Record-ID"), request.get("WARC-Record-ID") if request else ""
        extra = [("WARC-Payload-Digest", digest(http.payload(head, body)))]
        if answer.kind == "revisit":
            extra = self._refers(site, answer)
        if names[1]:
            extra.append(("WARC-Concurrent-To", names[1]))
        link = Link(site, url, link_key(url), "user", _kind(url, head), source=self.name)
        if not answer.get(warc.LINK):
            extra.append((warc.LINK, warc.link_json(link, imported=self.name)))
        made = [_record(answer, url, answer, extra)]
        if request:
            data = http.split(request.block)[1]
            made.append(_record(request, url, answer, [("WARC-Concurrent-To", names[0]),
                                                       ("WARC-Payload-Digest", digest(data))]))
        return made

    def _refers(self, site: str, answer: Record) -> list[tuple[str, str]]:
        """What a revisit refers to: the record it names, or the one here that has its payload."""
        stated = answer.get("WARC-Payload-Digest")
        url, when = answer.get("WARC-Refers-To-Target-URI").strip("<> "), answer.get("WARC-Refers-To-Date")
        row = self.archive.original(site, stated or "none", url, _date(when) if when else "")
        name = row.record_id if row else answer.get("WARC-Refers-To")
        if not name:
            raise WarcError("revisit-of-nothing", where=self.name)
        return [("WARC-Refers-To", name), *([("WARC-Payload-Digest", stated)] if stated else [])]


def _record(record: Record, url: str, answer: Record, extra: list[tuple[str, str]]) -> Record:
    kept = [f for f in record.fields if f[0].lower() not in _RENEWED]
    return replace(record, fields=(
        ("WARC-Record-ID", record.get("WARC-Record-ID")),
        ("WARC-Date", _date(record.get("WARC-Date") or answer.get("WARC-Date"))),
        ("WARC-Target-URI", url), *extra, *kept))


def _parses(url: str) -> bool:
    try:
        link_key(url)
    except ValueError:
        return False
    return True


def _kind(url: str, head: bytes) -> LinkKind:
    """What a link to it would have been expected to be, so that only pages are read as articles."""
    if urlsplit(url).path == "/robots.txt":
        return "robots"
    mime = http.header(head, "Content-Type").split(";")[0].strip().lower()
    if mime.startswith(("image/", "video/", "audio/", "font/", "text/css")) or "javascript" in mime:
        return "requisite"
    return "feed" if mime in _FEEDS else "page"


def _date(text: str) -> str:
    """A WARC-Date as it was written; in our form where it was written in another zone."""
    return text if text.endswith("Z") else warc_date(warc.date_of(text))
