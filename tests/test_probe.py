"""The probe: what a site file proposed for an unknown outlet says."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archiver.errors import SiteFileError
from archiver.model import Article, Author, Capture, Exchange, Image, Site
from archiver.probe import candidates, coverage, named, propose
from archiver.sites import dump_site, parse_site

HOME = "https://www.herald.example/"
FRONT = """<html lang="en-GB"><head><title>Home | The Herald</title><meta property="og:site_name" content="The Herald">
<link rel="alternate" type="application/rss+xml" href="/news.rss"><link rel="alternate" type="application/rss+xml"
 title="Comments" href="/comments/feed/"></head><body><a href="/world/">World</a>
<a href="/2026/11/23/a-story">A story</a></body></html>"""
FEED = "<rss><channel><item><title>A</title><link>/2026/11/23/a-story</link></item></channel></rss>"
SITEMAP = f"<urlset><url><loc>{HOME}2026/11/23/a-story</loc></url></urlset>"
INDEX = f"<sitemapindex><sitemap><loc>{HOME}sitemap.xml</loc></sitemap></sitemapindex>"


def capture(path: str, body: str, status: int = 200, home: str = HOME) -> Capture:
    head = f"HTTP/1.1 {status} X\r\n\r\n".encode()
    exchange = Exchange(home + path, b"", head, body.encode(), body.encode(), datetime(2026, 11, 23, tzinfo=UTC))
    return Capture(exchange, "x", "w", 0, 0, "r", "d")


def test_the_usual_places_are_looked_at() -> None:
    """From any page of an outlet: its front page, robots.txt, and where feeds and sitemaps are as a rule."""
    places = candidates("https://www.herald.example/2026/11/23/a-story?x=1")
    assert places[:2] == [HOME, HOME + "robots.txt"]
    assert HOME + "feed/" in places and HOME + "sitemap.xml" in places and len(places) == len(set(places)) < 20


def test_what_is_named_is_to_be_fetched_too() -> None:
    """Feeds of the front page and sitemaps of robots.txt, without comments and without what is here already."""
    links = named(HOME, [capture("", FRONT), capture("robots.txt", f"User-agent: *\nSitemap: {HOME}index.xml")])
    assert [(link.kind, link.url) for link in links] == [("feed", HOME + "news.rss"), ("sitemap", HOME + "index.xml")]


def test_a_site_file_is_proposed_from_what_was_seen() -> None:
    """Each set of items once, an index instead of its parts, title and language as the front page has them."""
    site = propose(HOME, [
        capture("", FRONT), capture("robots.txt", f"Sitemap: {HOME}index.xml"), capture("news.rss", FEED),
        capture("feed/", FEED), capture("rss.xml", FRONT), capture("atom.xml", "not found", 404),
        capture("index.xml", INDEX), capture("sitemap.xml", SITEMAP), capture("feed.json", "{}")])
    assert site == Site(
        name="herald.example", title="The Herald", domains=("herald.example",), feeds=(HOME + "news.rss",),
        sitemaps=(HOME + "index.xml",), sections=(HOME,), language="en-GB")
    assert parse_site(dump_site(site)) == site


@pytest.mark.parametrize("title", ["Home - The Herald", "The Herald | Startseite", "The Herald"])
def test_the_title_is_the_outlets(title: str) -> None:
    """What outlets call their front page is no part of their name."""
    site = propose(HOME, [capture("", f"<html><head><title>{title}</title></head><body><p>x</p></body></html>")])
    assert site.title == "The Herald"


def test_an_outlet_that_moved_is_followed() -> None:
    """Where the front page was answered by another host, that host is of the site."""
    site = propose("https://old.example/", [capture("", FRONT), capture("news.rss", FEED)])
    assert site.domains == ("old.example", "herald.example") and site.feeds == (HOME + "news.rss",)


def test_an_outlet_with_nothing_to_offer_still_gets_a_file() -> None:
    """No answer at all: the front page is what there is, and the file can be read."""
    for captures in ([], [capture("", "", 500)], [capture("", "\x00\x01", 200)]):
        site = propose(HOME, captures)
        assert site.sections == (HOME,) and site.feeds == () and parse_site(dump_site(site)) == site


def test_coverage_is_the_share_of_articles_that_have_a_field() -> None:
    """Four articles, one with a credited lead photo: a quarter; no articles: nothing."""
    bare = Article("0" * 16, "u", "u", "s", "Title", body="text")
    full = Article("1" * 16, "u", "u", "s", "Title", byline="By A", authors=(Author("A"),), published="2026-11-23",
                   body="t", images=(Image("i", lead=True, credit="Reuters"),))
    shares = coverage([full, bare, bare, bare])
    assert shares["title"] == 1 and shares["photo credit"] == shares["authors"] == shares["lead image"] == 0.25
    assert shares["caption"] == 0 and set(coverage([]).values()) == {0.0}


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://herald.example/"])
def test_what_is_no_url_is_told(url: str) -> None:
    """The error says what a URL of an outlet looks like."""
    with pytest.raises(SiteFileError, match="https://example.org/"):
        candidates(url)
