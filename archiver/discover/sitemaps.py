"""Sitemaps and robots.txt read for the URLs they announce: urlset, index, news, plain text, gzipped or not.

Nothing here fetches, expands an entity, or judges who may fetch what (that is `crawl`'s reading of robots.txt).
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from lxml import etree
from scrapy.utils.sitemap import Sitemap

from archiver.discover.told import Reading, Told, iso_date, one_line
from archiver.model import LinkKind

MAX_URLS = 50_000              # the protocol's own bound (sitemaps.org), as are the 50 MB unpacked in `discover`
MAX_ROBOTS = 512_000           # RFC 9309: a parser reads 500 KiB at least
MAX_LINE = 2_083


class _NewsSitemap(Sitemap):
    """Scrapy's reader, which keeps direct children only, with the headline and date of `<news:news>` added."""

    def _process_sitemap_element(self, elem: Any) -> dict[str, Any] | None:
        news: dict[str, str] = {}
        for child in elem.iterdescendants("{*}publication_date", "{*}title"):
            news.setdefault(self._get_tag_name(child), child.text or "")
        found = super()._process_sitemap_element(elem)
        return None if found is None else {**found, "news": news}


def read_sitemap(payload: bytes) -> Reading:
    """The entries of an XML sitemap or index, 50,000 at most, the rest counted; a broken one gives what it can."""
    reading = Reading()
    try:
        sitemap = _NewsSitemap(payload)
        kind: LinkKind = "sitemap" if sitemap.type == "sitemapindex" else "page"
        entries = iter(sitemap)
        reading.told.extend(_entry(entry, kind) for entry in islice(entries, MAX_URLS))
        if over := sum(1 for _ in entries):
            reading.left_out["over the bound of a sitemap"] = over
    except StopIteration:
        reading.problem = "not a sitemap: empty"
    except etree.XMLSyntaxError as error:
        reading.problem = f"broken XML: {one_line(str(error.msg))[:120]}"
    if not reading.told and not reading.problem:
        reading.problem = "" if b"</" in payload or b"/>" in payload else "broken XML: no entry could be read"
    return reading


def _entry(entry: dict[str, Any], kind: LinkKind) -> Told:
    news = entry["news"]
    date = iso_date(news.get("publication_date", "")) or iso_date(entry.get("lastmod") or "")
    return Told(entry["loc"], one_line(news.get("title", "")), date, kind)


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
