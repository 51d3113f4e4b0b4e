"""What was in force for a site or an article at a time, from what lies in the archive: the last look before it counts.

Nothing here is fetched or written. The archive comes as an argument; all that is asked of it stands in `Kept`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from heapq import nlargest
from typing import Any, Protocol

from archiver import content
from archiver.model import Article, Capture
from archiver.rights.signals import (
    MAX_PAGE,
    MAX_TEXT,
    Kind,
    Look,
    Signal,
    Stated,
    about,
    from_ai_txt,
    from_headers,
    from_page,
    from_robots,
    from_tdmrep,
)
from archiver.urls import host_of

LATEST = "9999"
PAGES = 20                               # pages of a site that are looked at for what pages say
_SERVER_ERROR = 500


class Kept(Protocol):
    """What is asked of an archive."""

    def captures(self, site: str, *, kind: str | None = None) -> Iterator[Any]:
        """Rows of captures, oldest first."""

    def read(self, warc: str, offset: int) -> Capture:
        """The capture at a place."""

    def versions(self, site: str) -> Iterator[Any]:
        """Rows of versions of articles."""

    def history(self, id_or_url: str) -> list[Article]:
        """All versions of an article."""


@dataclass(frozen=True, slots=True)
class _File:
    """The looks at one file of one host, oldest first."""

    kind: Kind
    host: str
    rows: tuple[Any, ...]

    def at(self, moment: str) -> Any:
        """The last look up to a time, one that found the server out of order only where there is no other."""
        rows = self.rows[:bisect_right(self.rows, moment, key=lambda row: row.captured[:len(moment)])]
        whole = [row for row in rows if row.status < _SERVER_ERROR]
        return (whole or rows or (None,))[-1]


class Rights:
    """Signals of rights of an archive; what was read once is kept, so that an export asks for each file once."""

    def __init__(self, archive: Kept) -> None:
        self._archive = archive
        self._files: dict[str, list[_File]] = {}
        self._said = lru_cache(maxsize=4096)(self._read)

    def of_site(self, site: str, at: str = LATEST) -> Stated:
        """What the site's files said at a time (ISO 8601, or the beginning of one: a day is meant to its end)."""
        return self._of_files(self.files(site), at)

    def of_article(self, article: Article) -> Stated:
        """What was in force when the article's page was fetched, by its site's files, its headers and its tags.

        Each signal says in `rule` what of it is about the article's URL. Raises WarcError where its record is gone.
        """
        captured = (article.provenance.captured or LATEST)[:19]
        host = host_of(article.url)
        stated = self._of_files([file for file in self.files(article.site) if file.host == host], captured)
        page = self.of_page(article)
        return Stated(tuple(about((*stated.signals, *page), article.url)), stated.looks)

    def of_page(self, article: Article) -> list[Signal]:
        """What the page of an article says itself; nothing where it was read outside an archive."""
        where = article.provenance
        if where.warc is None or where.offset is None:
            return []
        return from_capture(self._archive.read(where.warc, where.offset))

    def of_pages(self, site: str, at: str = LATEST) -> tuple[list[tuple[Signal, int]], int]:
        """What the pages of the last articles before a time say, each with how many of them say so; and how many they are."""
        rows = nlargest(PAGES, (r for r in self._archive.versions(site) if r.captured[:len(at)] <= at), lambda r: r.captured)
        articles = [a for row in rows for a in self._archive.history(row.id) if a.version == row.version]
        counts: Counter[tuple[Kind, str, str]] = Counter()
        first: dict[tuple[Kind, str, str], Signal] = {}
        for article in articles:
            said = {(signal.kind, signal.name, signal.value): signal for signal in self.of_page(article)}
            counts.update(said.keys())
            first = {**said, **first}
        return [(first[key], number) for key, number in counts.most_common()], len(articles)

    def files(self, site: str) -> list[_File]:
        """The files of a site that speak of rights, host by host."""
        if site not in self._files:
            found: dict[tuple[Kind, str], list[Any]] = {}
            for row in (*self._archive.captures(site, kind="robots"), *self._archive.captures(site, kind="rights")):
                if not 300 <= row.status < 400:
                    found.setdefault((_kind(row.link_key), host_of(row.url)), []).append(row)
            self._files[site] = [_File(kind, host, tuple(rows)) for (kind, host), rows in sorted(found.items())]
        return self._files[site]

    def _of_files(self, files: list[_File], at: str) -> Stated:
        signals: list[Signal] = []
        looks: list[Look] = []
        for file in files:
            row = file.at(at)
            if row is not None:
                found, note = self._said(file.kind, row.payload_digest, row) if 200 <= row.status < 300 else ((), "")
                signals += (replace(signal, url=row.url, captured=row.captured, record_id=row.record_id, warc=row.warc,
                                    offset=row.offset) for signal in found)
                looks.append(Look(file.kind, row.url, row.captured, row.status, note))
        return Stated(tuple(signals), tuple(looks))

    def _read(self, kind: Kind, digest: str, row: Any) -> tuple[tuple[Signal, ...], str]:
        exchange = self._archive.read(row.warc, row.offset).exchange
        try:
            text = content.decode(exchange.payload, exchange.header("Content-Encoding")).decode("utf-8-sig", "replace")
        except (content.BadCoding, content.TooLarge) as error:
            return (), str(error)
        if "html" in exchange.header("Content-Type").lower() or text[:200].lstrip().lower().startswith(("<!doctype", "<html")):
            return (), "a web page in its place"
        if kind == "tdmrep":
            entries, wrong = from_tdmrep(text[:MAX_TEXT])
            return tuple(entries), wrong
        return tuple(from_robots(text) if kind == "robots" else from_ai_txt(text)), ""


def from_capture(capture: Capture) -> list[Signal]:
    """What a page says in its headers and tags, with the place of its record."""
    exchange = capture.exchange
    try:
        html = content.decode(exchange.payload, exchange.header("Content-Encoding"))[:MAX_PAGE].decode("utf-8", "replace")
    except (content.BadCoding, content.TooLarge):
        html = ""
    place = {"url": capture.url, "captured": exchange.started.isoformat(), "record_id": capture.record_id,
             "warc": capture.warc, "offset": capture.offset}
    return [replace(signal, **place) for signal in (*from_headers(exchange), *from_page(html))]  # type: ignore[arg-type]


def _kind(key: str) -> Kind:
    return "tdmrep" if key.endswith("/tdmrep.json") else "ai.txt" if key.endswith("/ai.txt") else "robots"
