"""A crawl of a made-up site without a network, always the same, to be interrupted anywhere and run again."""

from __future__ import annotations

import gzip
from pathlib import Path

from archiver.model import Exchange, Link, Outcome
from archiver.store import Archive, Recovery, Settings
from archiver.urls import link_key
from tests.store.conftest import SITE, article_from, exchange_of, link_to

FEED = "http://example.org/feed.xml"


def page(number: int) -> str:
    """URL of a page."""
    return f"http://example.org/news/{number}.html"


def answer(url: str, pages: int) -> Exchange:
    """What the site would answer: a feed, articles (some packed, some the same twice), one gone."""
    if url == FEED:
        return exchange_of(url, b"<rss/>")
    number = int(url.rsplit("/", 1)[1].split(".")[0])
    if number % 10 == 7:
        return exchange_of(url, b"gone", status="404 Not Found", minute=number)
    body = f"page {number - number % 10 if number % 10 == 1 else number} ".encode() * 50
    if number % 3 == 0:
        body = gzip.compress(body, mtime=0)
        return exchange_of(url, body, minute=number, headers=(f"Content-Length: {len(body)}", "Content-Encoding: gzip"))
    return exchange_of(url, body, minute=number)


def crawl(root: Path, pages: int = 20, settings: Settings | None = None) -> Recovery:
    """The whole crawl, or the rest of one that was interrupted."""
    with Archive(root, settings or Settings(min_free=0, group=7, roll=30_000)) as archive:
        recovery = archive.open(SITE)
        archive.add_links([link_to(FEED, kind="feed"), link_to("http://no-such-host.example/")])
        while links := archive.take(SITE, 3):
            for link in links:
                visit(archive, link, pages)
    return recovery


def visit(archive: Archive, link: Link, pages: int) -> None:
    """One link from taking to its end."""
    if "no-such-host" in link.url:
        return archive.finish(link, Outcome.DNS, "no such host")
    capture = archive.unfinished(link) or archive.capture(answer(link.url, pages), link)
    if link.kind == "feed":
        found = [link_to(page(n), by="feed", source=FEED) for n in range(0, pages, 2)]
        return archive.finish(link, Outcome.DISCOVERED, links=found)
    if capture.exchange.status == 404:
        return archive.finish(link, Outcome.GONE, "404")
    number = int(link.url.rsplit("/", 1)[1].split(".")[0])
    if number % 10 == 5:
        return archive.finish(link, Outcome.NOT_ARTICLE, "index")
    more = [link_to(page(number + 1), by="page", source=link.url)] if number + 1 < pages else []
    archive.save(article_from(capture, f"Title {number}"), link, more)
    return None


def state(root: Path) -> dict[str, object]:
    """What a finished crawl left: captures, articles and outcomes, without times, ids and offsets."""
    with Archive(root) as archive:
        return {
            "captures": sorted((r.url, r.status, r.payload_digest, r.kind) for r in archive.captures(SITE)),
            "articles": sorted((a.id, a.version, a.title, a.url) for a in archive.articles(SITE)),
            "lines": sorted(line.split('"title":')[1][:12] for p in (root / SITE / "articles").glob("*.jsonl")
                            for line in p.read_text().splitlines()),
            "outcomes": sorted((r.url, str(r.outcome), r.detail, r.by, r.source, r.state) for r in archive.links(SITE)),
            "read": sorted(archive.read(r.warc, r.offset).exchange.body for r in archive.captures(SITE)),
            "key": link_key(FEED),
        }
