"""Verification of WARC files, ours or others': everything is hashed again, and each finding says where it is.

Nothing here repairs or writes; memory stays bounded whatever a file claims.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from archiver.errors import ArchiveError
from archiver.store.away import FILE, Place, locations, size_of
from archiver.store.block import BlockCheck
from archiver.store.reader import RawRecord, records, records_near, records_of
from archiver.store.reading import find_warc
from archiver.store.unpacked import opened

FINDINGS: dict[str, str] = {
    "wrong-block-digest": "the block is not what its digest says",
    "wrong-payload-digest": "the payload is not what its digest says",
    "cut": "the file ends inside a record",
    "bad-gzip": "compressed data that cannot be read, or fails its checksum",
    "length-too-short": "the record's Content-Length leaves bytes of it out",
    "length-too-long": "the record's Content-Length reaches past its end",
    "no-length": "the record has no Content-Length, or none that is a number",
    "no-record-id": "the record has no WARC-Record-ID",
    "same-id-twice": "two records have one WARC-Record-ID",
    "no-date": "the record has no WARC-Date",
    "bad-date": "the record's WARC-Date is none",
    "no-record-end": "two line ends are missing after the block",
    "concurrent-to-nowhere": "WARC-Concurrent-To names a record that is not in the file",
    "revisit-without-profile": "a revisit without WARC-Profile, or with one that is not known",
    "chunked-header-dechunked-body": "the header says chunked and the body is not",
    "garbage": "bytes that belong to no record",
    "unknown-version": "a version of WARC that does not exist",
    "unknown-type": "a record type that does not exist",
    "no-target-uri": "the record has no WARC-Target-URI",
    "bad-header": "a header line that is no field",
    "header-too-long": "a header beyond all measure",
    "empty": "the file is empty",
    # with --strict -----------------------------------------------------------------------------------------
    "no-digest": "neither block nor payload has a digest that can be checked",
    "payload-digest-over-chunks": "the payload digest is over the chunk framing too (warcio#74)",
    "one-member": "more than one record in a gzip member",
    "gzip-header-decoded-body": "the header says gzip and the body is not",
    "http-length-too-short": "the HTTP Content-Length leaves bytes of the body out",
    "http-length-too-long": "the HTTP Content-Length reaches past the body",
    "truncated-not-marked": "the body is cut and no WARC-Truncated says so",
    "no-warcinfo": "the file does not open with a warcinfo record",
}
WARNINGS = frozenset(list(FINDINGS)[list(FINDINGS).index("no-digest"):])
TYPES = ("warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation")
VERSIONS = ("WARC/1.0", "WARC/1.1", "WARC/0.17", "WARC/0.18")
PROFILES = ("identical-payload-digest", "server-not-modified", "uri-agnostic-identical-payload-digest")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z)?)?)?")
_SPOT = 1024 * 1024
MOST = 2_000_000     # ids kept in memory; past that, doubles and lost partners are no longer looked for


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, in which record (empty where it has no id), what, and whether it only warns."""

    file: str
    offset: int
    record_id: str
    code: str
    text: str
    warning: bool = False

    def __str__(self) -> str:
        level = "warning" if self.warning else "error"
        return f"{self.file}:{self.offset}: {level}: {self.code}: {self.text}" + (
            f" [{self.record_id}]" if self.record_id else "")


def verify(paths: Iterable[Path | str], *, strict: bool = False, sample: float = 1.0, since: str = "",
           ) -> Iterator[Finding]:
    """Findings in files and folders of WARC (gz, plain, zst), as they are met.

    `strict`: warnings too. `sample`: the share of each file's bytes that is looked at, in spots of 1 MB anywhere in it.
    `since`: only files changed, and records made, on or after that ISO 8601 time. Raises ArchiveError where a path
    does not exist.
    """
    seen: set[bytes] = set()
    for path in _files(paths, since):
        for finding in _file(path, seen, sample, since):
            if strict or not finding.warning:
                yield finding


def verify_record(root: Path, name: str, offset: int) -> list[Finding]:
    """What is wrong with the one record of an archive at `offset`; nothing, where it is whole. Raises WarcError."""
    path = find_warc(root, name)
    look = _Look(name, set(), "")
    first = next(records_of(path, offset), None)
    if first is None:
        return [Finding(name, offset, "", "cut", FINDINGS["cut"])]
    return [finding for finding in look.record(first) if not finding.warning]


def _files(paths: Iterable[Path | str], since: str) -> Iterator[Place]:
    start = _time(since).timestamp() if since else 0
    for path in map(Path, paths):
        if not path.exists():
            raise ArchiveError("no such file or folder", where=str(path))
        inside = sorted(p for p in path.rglob("*") if ".warc" in p.name and p.is_file()) if path.is_dir() else [path]
        yield from (p for p in inside if p.stat().st_mtime >= start)
        names = {p.name for p in inside}
        for folder in sorted(p.parent for p in path.rglob(FILE)) if path.is_dir() else ():
            yield from (away for name, away in locations(folder).items()
                        if name not in names and _time(away.moved).timestamp() >= start)


def _time(text: str) -> datetime:
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _file(path: Place, seen: set[bytes], sample: float, since: str) -> Iterator[Finding]:
    size = size_of(path)
    if not size:
        yield Finding(str(path), 0, "", "empty", FINDINGS["empty"])
        return
    look = _Look(str(path), seen, since)
    with opened(path) as file:
        if sample >= 1:
            yield from look.whole(records(file))
        else:
            yield from look.spots(file, size, sample)


class _Look:
    """One file under examination: ids met, and what can only be said at its end."""

    def __init__(self, file: str, seen: set[bytes], since: str) -> None:
        self.file, self.seen, self.since = file, seen, since
        self.here: set[bytes] = set()
        self.named: dict[bytes, Finding] = {}
        self.heads: set[bytes] = set()
        self.bodyless: list[tuple[frozenset[bytes], Finding]] = []

    def whole(self, found: Iterable[RawRecord]) -> Iterator[Finding]:
        """All findings of a file read from end to end."""
        for number, record in enumerate(found):
            if number == 0 and record.kind != "warcinfo" and record.fields:
                yield self.finding(record, "no-warcinfo")
            yield from self.record(record)
        yield from self.at_end()

    def spots(self, file: BinaryIO, size: int, sample: float) -> Iterator[Finding]:
        """Findings within single records, at spots chosen by the file's name and size, so that they can be repeated."""
        chance = random.Random(f"{Path(self.file).name} {size}")
        count = max(1, round(size * sample / _SPOT))
        for spot in sorted(chance.randrange(size) for _ in range(count)):
            for record in records_near(file, spot):
                yield from self.record(record)
                if record.offset + record.length > spot + _SPOT:
                    break

    def finding(self, record: RawRecord, code: str, text: str = "") -> Finding:
        return Finding(self.file, record.offset, record.get("WARC-Record-ID"), code, text or FINDINGS[code],
                       code in WARNINGS)

    def record(self, record: RawRecord) -> Iterator[Finding]:
        """What is wrong with one record; reads it to its end."""
        if not record.fields or (self.since and record.get("WARC-Date") < self.since):
            record.finish()
            yield from (self.finding(record, *fault) for fault in record.faults)
            return
        if record.faults:
            record.finish()
            yield from (self.finding(record, *fault) for fault in record.faults)
            yield from self._identity(record)
            return
        yield from self._header(record)
        check = BlockCheck(record)
        for piece in record.pieces():
            check.feed(piece)
        record.finish()
        faults = list(record.faults)
        whole = all(code in ("one-member", "no-record-end") for code, _ in faults)
        for code, text in (*faults, *check.findings(whole=whole)):
            finding = self.finding(record, code, text)
            if not self._perhaps_head(record, check, finding):
                yield finding
        if record.kind == "request" and check.head.startswith(b"HEAD "):
            self.heads |= _names(record)

    def _header(self, record: RawRecord) -> Iterator[Finding]:
        if record.version not in VERSIONS:
            yield self.finding(record, "unknown-version", f"{record.version} does not exist")
        if record.kind not in TYPES:
            yield self.finding(record, "unknown-type", f"WARC-Type is {record.kind[:40]!r}")
        if not record.get("WARC-Target-URI") and record.kind not in ("warcinfo", "metadata", "conversion", ""):
            yield self.finding(record, "no-target-uri")
        profile = record.get("WARC-Profile").rsplit("/", 1)[-1]
        if record.kind == "revisit" and profile not in PROFILES:
            yield self.finding(record, "revisit-without-profile")
        yield from self._date(record)
        yield from self._identity(record)

    def _date(self, record: RawRecord) -> Iterator[Finding]:
        text = record.get("WARC-Date")
        if not text:
            yield self.finding(record, "no-date")
        elif not _is_date(text):
            yield self.finding(record, "bad-date", f"WARC-Date is {text[:40]!r}")

    def _identity(self, record: RawRecord) -> Iterator[Finding]:
        name = record.get("WARC-Record-ID")
        if not name:
            yield self.finding(record, "no-record-id")
            return
        short = _short(name)
        if short in self.seen:
            yield self.finding(record, "same-id-twice")
        if len(self.seen) < MOST:
            self.seen.add(short)
            self.here.add(short)
        self.named.pop(short, None)
        for other in _names(record) - self.here:
            if len(self.named) < MOST and len(self.here) < MOST:
                self.named[other] = self.finding(record, "concurrent-to-nowhere")

    def _perhaps_head(self, record: RawRecord, check: BlockCheck, finding: Finding) -> bool:
        """Whether a body may be missing because HEAD was asked; the request says, before or after."""
        if finding.code not in ("http-length-too-long", "truncated-not-marked") or check.size:
            return False
        if len(self.bodyless) >= MOST:
            return False
        self.bodyless.append((_names(record), finding))
        return True

    def at_end(self) -> Iterator[Finding]:
        """What only the whole file can tell."""
        yield from (finding for names, finding in self.bodyless if not names & self.heads)
        yield from self.named.values()


def _names(record: RawRecord) -> frozenset[bytes]:
    """The record's id and those it is concurrent to, shortened."""
    return frozenset(_short(value) for name, value in record.fields
                     if name.lower() in ("warc-record-id", "warc-concurrent-to") and value)


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(re.sub(r"\.\d+", "", text) if "T" in text else (text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _short(name: str) -> bytes:
    """Eight bytes for a record id: a million ids are to fit in memory."""
    return hashlib.blake2b(name.strip().encode("utf-8", "replace"), digest_size=8).digest()
