"""Sitemaps and robots.txt read for the URLs they announce: urlset, index, news, plain text, gzipped or not.

Nothing here fetches, expands an entity, or judges who may fetch what (that is `crawl`'s reading of robots.txt).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from lxml import etree

from archiver.discover.told import Reading, Told, iso_date, one_line, without_doctype
from archiver.model import LinkKind

MAX_URLS = 50_000              # the protocol's own bound (sitemaps.org), as are the 50 MB unpacked in `discover`
MAX_ROBOTS = 512_000           # RFC 9309: a parser reads 500 KiB at least
MAX_LINE = 2_083


class _Entries:
    """The entries of an XML sitemap, one after the other: what has been read is forgotten, so that 50 MB never are a tree.

    Names are taken without their namespaces, direct children only: those of `<image:image>` have a `loc` too.
    """

    def __init__(self, payload: bytes) -> None:
        """Raises etree.XMLSyntaxError, and StopIteration where nothing is in it."""
        self._events = etree.iterparse(BytesIO(payload), events=("start", "end"), recover=True, resolve_entities=False,
                                       no_network=True, remove_comments=True, remove_pis=True, collect_ids=False)
        self.index = _name(next(self._events)[1]) == "sitemapindex"
        self.nameless = 0                       # entries without an address

    def __iter__(self) -> Iterator[dict[str, str]]:
        """The texts in an entry by name; those of its `<news:news>` with `news:` before it."""
        for event, node in self._events:
            if event == "start" or _name(node) not in ("url", "sitemap"):
                continue
            entry = {_name(item): (item.text or "").strip() for item in node}
            entry |= {f"news:{_name(item)}": item.text or "" for news in node.iterchildren("{*}news") for item in news}
            _forget(node)
            if "loc" in entry:
                yield entry
            else:
                self.nameless += 1

    @property
    def errors(self) -> Any:
        """What the parser went over."""
        return self._events.error_log


def _name(node: etree._Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _forget(node: etree._Element) -> None:
    node.clear()
    parent = node.getparent()
    while parent is not None and node.getprevious() is not None:
        del parent[0]


def read_sitemap(payload: bytes) -> Reading:
    """The entries of an XML sitemap or index, 50,000 at most, the rest counted; a broken one gives what it can."""
    reading = Reading()
    try:
        sitemap = _Entries(without_doctype(payload))
        kind: LinkKind = "sitemap" if sitemap.index else "page"
        entries = iter(sitemap)
        reading.told.extend(_entry(entry, kind) for entry in islice(entries, MAX_URLS))
        reading.left_out = _counted({"over the bound of a sitemap": sum(1 for _ in entries),
                                     "entry without an address": sitemap.nameless})
        reading.problem = _first_error(sitemap.errors)
    except StopIteration:
        reading.problem = "not a sitemap: empty"
    except etree.XMLSyntaxError as error:
        reading.problem = f"broken XML: {one_line(str(error.msg))[:120]}"
    return reading


def _counted(counts: dict[str, int]) -> dict[str, int]:
    return {reason: count for reason, count in counts.items() if count}


def _first_error(log: Any) -> str:
    """What made a sitemap less than whole: libxml2 goes on after an error, but what it lost is not known."""
    errors = [entry for entry in log if entry.level >= etree.ErrorLevels.ERROR]
    return f"broken XML, line {errors[0].line}: {one_line(errors[0].message)[:120]}" if errors else ""


def _entry(entry: dict[str, str], kind: LinkKind) -> Told:
    date = iso_date(entry.get("news:publication_date", "")) or iso_date(entry.get("lastmod", ""))
    return Told(entry["loc"], one_line(entry.get("news:title", "")), date, kind)


def read_text_sitemap(payload: bytes) -> Reading:
    """A sitemap of one URL a line."""
    lines = [line for line in payload.decode("utf-8-sig", "replace").splitlines() if line.strip()]
    reading = Reading([Told(line.strip()) for line in lines[:MAX_URLS]])
    if len(lines) > MAX_URLS:
        reading.left_out["over the bound of a sitemap"] = len(lines) - MAX_URLS
    return reading


def read_robots(payload: bytes) -> Reading:
    """The `Sitemap:` lines of a robots.txt, which stand outside its groups."""
    reading = Reading()
    for line in payload[:MAX_ROBOTS].decode("utf-8-sig", "replace").splitlines():
        name, _, value = line.partition(":")
        url = value.partition(" #")[0].strip()
        if name.strip().lower() == "sitemap" and url and len(url) <= MAX_LINE:
            reading.told.append(Told(url, kind="sitemap"))
    return reading
