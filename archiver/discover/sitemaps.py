"""Sitemaps and robots.txt read for the URLs they announce: urlset, index, news, plain text, gzipped or not.

Nothing here fetches, expands an entity, or judges who may fetch what (that is `crawl`'s reading of robots.txt).
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from archiver.discover.told import Reading, Told, iso_date, one_line, without_doctype
from archiver.model import LinkKind

if TYPE_CHECKING:
    from scrapy.utils.sitemap import Sitemap

MAX_URLS = 50_000              # the protocol's own bound (sitemaps.org), as are the 50 MB unpacked in `discover`
MAX_ROBOTS = 512_000           # RFC 9309: a parser reads 500 KiB at least
MAX_LINE = 2_083


@cache
def _news_sitemap() -> type[Sitemap]:
    """Scrapy's reader, which keeps direct children only, with the headline and date of `<news:news>` added."""
    from scrapy.utils.sitemap import Sitemap  # here: most processes that read pages meet no sitemap, and it costs 0.3 s

    class NewsSitemap(Sitemap):
        def _process_sitemap_element(self, elem: Any) -> dict[str, Any] | None:
            news = {self._get_tag_name(child): child.text or "" for item in elem.iterchildren("{*}news") for child in item}
            found = super()._process_sitemap_element(elem)
            if found is None:
                self.nameless = getattr(self, "nameless", 0) + 1
                return None
            return {**found, "news": news}
    return NewsSitemap


def read_sitemap(payload: bytes) -> Reading:
    """The entries of an XML sitemap or index, 50,000 at most, the rest counted; a broken one gives what it can."""
    reading = Reading()
    try:
        sitemap = _news_sitemap()(without_doctype(payload))
        kind: LinkKind = "sitemap" if sitemap.type == "sitemapindex" else "page"
        entries = iter(sitemap)
        reading.told.extend(_entry(entry, kind) for entry in islice(entries, MAX_URLS))
        reading.left_out = _counted({"over the bound of a sitemap": sum(1 for _ in entries),
                                     "entry without an address": getattr(sitemap, "nameless", 0)})
        reading.problem = _first_error(sitemap.xmliter.error_log)
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
