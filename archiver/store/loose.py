"""Files of others that are no WARCs (saved pages, plain texts, JSON of news-please) taken in as `resource` records.

Nothing here reads what they say. A file's bytes are kept as they are, under a `file://imported/` address made of its path,
or the URL that its JSON states: no HTTP is invented for them, and there is still no article without a record.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archiver.model import Link
from archiver.store import warc
from archiver.store.archive import Archive
from archiver.store.importer import Imported, SiteOf
from archiver.store.record import Record, digest, warc_date
from archiver.urls import link_key

TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "text/html", ".txt": "text/plain",
         ".json": "application/json", ".jsonl": "application/json"}
MAX_FILE = 64 * 1024 * 1024
_DATED = ("date_download", "date_modify")


def is_loose(path: Path) -> bool:
    """Whether it is a folder, or a file of a type that is read here."""
    return path.is_dir() or path.suffix.lower() in TYPES


def import_loose(archive: Archive, paths: Iterable[Path], site_of: SiteOf) -> Iterator[Imported]:
    """Takes files in, those of folders by name, and tells of each; one that was taken in before adds nothing.

    Reasons: known, of no site, empty, too-large, unreadable, and the ending of what is neither page, text nor JSON.
    """
    for path in paths:
        base = path.parent if path.is_file() else path.resolve().parent
        files = [path] if path.is_file() else sorted(p for p in path.resolve().rglob("*") if p.is_file())
        for file in files:
            name = file.relative_to(base).as_posix()
            yield from _file(archive, file, name, site_of)
    archive.commit()


def _file(archive: Archive, path: Path, name: str, site_of: SiteOf) -> Iterator[Imported]:
    mime = TYPES.get(path.suffix.lower())
    if mime is None or path.name.startswith("."):
        yield Imported(name, 0, reason=f"{path.suffix.lower() or 'no ending'}: no page, text or JSON")
        return
    try:
        when = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        for offset, data in _documents(path):
            number = f"#{offset}" if path.suffix.lower() == ".jsonl" else ""
            yield _one(archive, data, (name + number, mime, when), site_of) if len(data) <= MAX_FILE else Imported(
                name, offset, reason="too-large")
    except OSError:
        yield Imported(name, 0, reason="unreadable")


def _documents(path: Path) -> Iterator[tuple[int, bytes]]:
    """The bytes of a file, or of each line of JSON Lines with its offset; a little more than is taken, at most."""
    with path.open("rb") as file:
        if path.suffix.lower() != ".jsonl":
            yield 0, file.read(MAX_FILE + 1)
            return
        offset = 0
        while line := file.readline(MAX_FILE + 1):
            if line.strip():
                yield offset, line
            offset += len(line)


def _one(archive: Archive, data: bytes, what: tuple[str, str, datetime], site_of: SiteOf) -> Imported:
    name, mime, when = what
    if not data.strip():
        return Imported(name, 0, reason="empty")
    url = f"file://imported/{quote(os.fsencode(name))}"
    if mime == "application/json":
        told = _told(data)
        url, when = _url(told) or url, _when(told) or when
    site = site_of(url)
    if not site:
        return Imported(name, 0, reason="pages or texts of no site: --site NAME says which")
    row = archive.copy_in(site, [_record(data, name, mime, (url, site, when))])
    return Imported(name, 0, row, "" if row else "known")


def _record(data: bytes, name: str, mime: str, about: tuple[str, str, datetime]) -> Record:
    """The record of a file, with an id that is the same whenever the same bytes are imported from the same path."""
    url, site, when = about
    made = uuid.uuid5(uuid.NAMESPACE_URL, f"{name} {url} {digest(data)}")
    link = Link(site, url, link_key(url), "user", source=f"file://imported/{quote(os.fsencode(name))}")
    return Record("resource", (
        ("WARC-Record-ID", f"<urn:uuid:{made}>"), ("WARC-Date", warc_date(when)), ("WARC-Target-URI", url),
        ("WARC-Payload-Digest", digest(data)), ("Content-Type", mime),
        (warc.LINK, warc.link_json(link, imported=name))), data)


def _told(data: bytes) -> dict[str, Any]:
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _url(told: dict[str, Any]) -> str:
    """The http URL that a JSON states, where it can be the address of a record."""
    url = told.get("url")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")) or not url.isprintable() or " " in url:
        return ""
    try:
        link_key(url)
    except ValueError:
        return ""
    return url


def _when(told: dict[str, Any]) -> datetime | None:
    """When it was downloaded, as it says itself; in UTC where it says no zone."""
    for name in _DATED:
        try:
            when = datetime.fromisoformat(told[name])
        except (KeyError, TypeError, ValueError):
            continue
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    return None
