"""Feeds and sitemaps as bytes: RSS 2.0, RSS 1.0, Atom, JSON Feed, sitemap index, sitemap and news sitemap.

Nothing here decides what is announced; it writes down the items it is given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True)
class Item:
    """One announced article."""

    url: str
    title: str
    summary: str
    authors: tuple[str, ...]
    section: str
    published: datetime
    modified: datetime


@dataclass(frozen=True, slots=True)
class Channel:
    """What a feed says of itself."""

    title: str
    url: str
    feed_url: str
    language: str


def rss(channel: Channel, items: Sequence[Item]) -> bytes:
    """RSS 2.0 with content of its common modules."""
    body = "".join(
        f"<item><title>{escape(i.title)}</title><link>{escape(i.url)}</link>"
        f"<guid isPermaLink=\"false\">{escape(i.url)}#{int(i.published.timestamp())}</guid>"
        f"<pubDate>{format_datetime(i.published)}</pubDate>"
        + "".join(f"<dc:creator>{escape(a)}</dc:creator>" for a in i.authors)
        + f"<category>{escape(i.section)}</category><description>{escape(i.summary)}</description></item>\n"
        for i in items)
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>{escape(channel.title)}</title>'
            f"<link>{escape(channel.url)}</link><description>{escape(channel.title)}</description>"
            f"<language>{channel.language}</language>\n{body}</channel></rss>\n").encode()


def rdf(channel: Channel, items: Sequence[Item]) -> bytes:
    """RSS 1.0, which Japanese outlets still use."""
    order = "".join(f"<rdf:li rdf:resource={quoteattr(i.url)}/>" for i in items)
    body = "".join(f"<item rdf:about={quoteattr(i.url)}><title>{escape(i.title)}</title><link>{escape(i.url)}</link>"
                   f"<dc:date>{i.published.isoformat()}</dc:date><description>{escape(i.summary)}</description></item>\n"
                   for i in items)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns="http://purl.org/rss/1.0/" '
            'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<channel rdf:about={quoteattr(channel.feed_url)}><title>{escape(channel.title)}</title>"
            f"<link>{escape(channel.url)}</link><description>{escape(channel.title)}</description>"
            f"<items><rdf:Seq>{order}</rdf:Seq></items></channel>\n{body}</rdf:RDF>\n").encode()


def atom(channel: Channel, items: Sequence[Item]) -> bytes:
    """Atom 1.0."""
    newest = max((i.modified for i in items), default=None)
    body = "".join(
        f"<entry><title>{escape(i.title)}</title><link rel=\"alternate\" href={quoteattr(i.url)}/>"
        f"<id>{escape(i.url)}</id><published>{i.published.isoformat()}</published>"
        f"<updated>{i.modified.isoformat()}</updated>"
        + "".join(f"<author><name>{escape(a)}</name></author>" for a in i.authors)
        + f"<category term={quoteattr(i.section)}/><summary>{escape(i.summary)}</summary></entry>\n" for i in items)
    return (f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
            f'xml:lang="{channel.language}"><title>{escape(channel.title)}</title><id>{escape(channel.feed_url)}</id>'
            f"<link rel=\"self\" href={quoteattr(channel.feed_url)}/><link href={quoteattr(channel.url)}/>"
            f"<updated>{newest.isoformat() if newest else '2026-01-01T00:00:00Z'}</updated>\n{body}</feed>\n").encode()


def json_feed(channel: Channel, items: Sequence[Item]) -> bytes:
    """JSON Feed 1.1."""
    return json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": channel.title, "home_page_url": channel.url,
        "feed_url": channel.feed_url, "language": channel.language,
        "items": [{"id": i.url, "url": i.url, "title": i.title, "summary": i.summary, "content_text": i.summary,
                   "date_published": i.published.isoformat(), "date_modified": i.modified.isoformat(),
                   "authors": [{"name": a} for a in i.authors], "tags": [i.section]} for i in items],
    }, ensure_ascii=False, indent=1).encode()


def sitemap(items: Iterable[Item]) -> bytes:
    """A plain sitemap with the dates of the last change."""
    body = "".join(f"<url><loc>{escape(i.url)}</loc><lastmod>{i.modified.isoformat()}</lastmod></url>\n" for i in items)
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
            f"{body}</urlset>\n").encode()


def news_sitemap(channel: Channel, items: Iterable[Item]) -> bytes:
    """A sitemap with the news extension: name, language, date of publication and headline."""
    body = "".join(
        f"<url><loc>{escape(i.url)}</loc><news:news><news:publication><news:name>{escape(channel.title)}</news:name>"
        f"<news:language>{channel.language}</news:language></news:publication>"
        f"<news:publication_date>{i.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(i.title)}</news:title></news:news></url>\n" for i in items)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{body}</urlset>\n').encode()


def sitemap_index(urls: Iterable[str]) -> bytes:
    """An index of sitemaps."""
    body = "".join(f"<sitemap><loc>{escape(url)}</loc></sitemap>\n" for url in urls)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex '
            f'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}</sitemapindex>\n').encode()
