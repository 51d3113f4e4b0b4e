"""Discovery on pages: their links, traps, bounds, and what looks like an article."""

from __future__ import annotations

from urllib.parse import quote

import lxml.html
import pytest

from archiver.discover import Discovery, looks_like_article, page_links
from archiver.model import Site
from tests.discover.found import DAY, HOME, SITE, found, link, urls

PAGE = """<!DOCTYPE html><html lang="en"><head><title>H</title>
<link rel="alternate" type="application/rss+xml" title="The Herald" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed/">
<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/1">
<link rel="alternate" hreflang="de" href="/de/"><link rel="canonical" href="https://www.herald.example/canonical">
<link rel="amphtml" href="/amp/story"></head><body>
<a href="/2026/11/23/harbour-bridge-opens-after-nine-years"><img src="x.jpg"></a>
<a href="/2026/11/23/harbour-bridge-opens-after-nine-years#comments">Harbour bridge opens
   after nine   years</a>
<a href="world/">World</a><a href="?page=2">More</a><a href="//www.herald.example/contact">Contact</a>
<a href="/picture.JPG">Picture</a><a href="/report.pdf">PDF</a><a href="/story/amp/">AMP</a>
<a href="https://other.example/">Other</a><a href="mailto:a@herald.example">Mail</a>
<a href="javascript:void(0)">Menu</a>
<a href="#top">Top</a><a href="">Empty</a><a href="https://[bad/">Bad</a><a href="/wp-login.php?redirect_to=/">Login</a>
<a rel="nofollow" href="/2026/11/23/minister-resigns-over-harbour-bridge">Minister resigns over the harbour bridge</a>
</body></html>"""


def test_a_page_gives_its_links_once_with_their_text() -> None:
    """Each target is one link, with the first text that leads there; what is no page of the site is counted."""
    discovery = found(PAGE, "section")
    assert discovery.kind == "page" and discovery.problem == ""
    hints = {item.url.removeprefix(HOME): item.hint for item in discovery.links}
    assert hints == {
        "feed/": "", "2026/11/23/harbour-bridge-opens-after-nine-years": "Harbour bridge opens after nine years",
        "world/": "World", "?page=2": "More", "contact": "Contact",
        "2026/11/23/minister-resigns-over-harbour-bridge": "Minister resigns over the harbour bridge"}
    assert discovery.passed_over == {"asset": 2, "amp": 1, "off-site": 1, "bad-url": 1, "trap: query": 1}
    assert {item.by for item in discovery.links} == {"page"} and {item.depth for item in discovery.links} == {1}


def test_articles_come_before_lists_and_nofollow_last() -> None:
    """On one page what looks like an article is taken first; rel=nofollow lowers a link, and hides none."""
    order = [item.url for item in sorted(found(PAGE, "section").links, key=lambda item: -item.priority)]
    assert order[0] == HOME + "feed/" and "harbour-bridge-opens" in order[1]
    assert order.index(HOME + "2026/11/23/minister-resigns-over-harbour-bridge") > 1


def test_a_page_that_says_nofollow_is_obeyed_where_robots_txt_is() -> None:
    """The page's own robots meta is a wish like robots.txt; a site file that sets robots aside sets it aside too."""
    page = '<html><head><meta name="Robots" content="noindex, NOFOLLOW"></head><body><a href="/a">a</a></body></html>'
    assert found(page).links == () and found(page).passed_over == {"nofollow page": 1}
    assert len(found(page, site=Site("herald", domains=("herald.example",), obey_robots=False)).links) == 1


def test_an_amp_page_leads_to_the_real_one() -> None:
    """The canonical address is a link only where the page is an AMP page."""
    amp = PAGE.replace('<html lang="en">', "<html amp>")
    assert HOME + "canonical" in urls(found(amp)) and HOME + "canonical" not in urls(found(PAGE))


def test_links_are_against_the_base_of_the_page() -> None:
    """`<base href>` counts for links, and the source stays the page itself."""
    page = '<html><head><base href="https://www.herald.example/deep/"></head><body><a href="a">a</a></body></html>'
    only = found(page).links[0]
    assert (only.url, only.source) == (HOME + "deep/a", HOME)


def test_depth_and_follow_bound_the_way() -> None:
    """At the site's depth no link is taken; with `follow: false` only listed pages give links."""
    assert found(PAGE, depth=2).links == () and "too deep" in found(PAGE, depth=2).passed_over
    assert max(item.depth for item in found(PAGE, depth=1).links) == 2
    stay = Site("herald", domains=("herald.example",), follow=False)
    assert found(PAGE, site=stay, depth=1).links == ()
    assert found(PAGE, "section", site=stay).links


def test_feeds_are_looked_for_on_front_pages_only() -> None:
    """A feed named on every article page (its comments) is not taken from each of them."""
    assert not any(item.kind == "feed" for item in found(PAGE, depth=1).links)


def test_denied_pieces_are_never_links() -> None:
    """What the site file denies is counted as denied."""
    site = Site("herald", domains=("herald.example",), deny=("/world",))
    discovery = found(PAGE, "section", site=site)
    assert HOME + "world/" not in urls(discovery) and discovery.passed_over["denied"] == 1


@pytest.mark.parametrize(("path", "reason"), [
    ("/calendar/2031/04/", "trap: calendar"), ("/events/2026-05-01", "trap: calendar"),
    ("/a/b/a/b/a/b", "trap: repeating path"), ("/x" * 20, "trap: repeating path"), ("/a?replytocom=3", "trap: query"),
    ("/a?a=1&b=2&c=3&d=4&e=5&f=6&g=7", "trap: query"), ("/list?sort=asc", "trap: query")])
def test_traps_are_named(path: str, reason: str) -> None:
    """Calendars, endless queries and growing paths are left out, each under its name."""
    assert found(f'<a href="{path}">x</a>').passed_over == {reason: 1}


@pytest.mark.parametrize("path", ["/2026/11/23/a-story", "/news/news/a", "/events/2026/summer-festival-opens",
                                  "/a?page=3", "/1/1/1/1/story", "/article?id=12345&lang=en"])
def test_ordinary_addresses_are_no_traps(path: str) -> None:
    """Dates, sections and page numbers as outlets have them are taken."""
    assert urls(found(f'<a href="{path}">x</a>')) == [HOME + path[1:]]


@pytest.mark.parametrize("amp", ["/story/amp/", "/story/amp", "/amp/story", "/story?amp=1", "/story.amp"])
def test_an_amp_address_in_a_feed(amp: str) -> None:
    """A feed that names a story by its AMP address alone loses nothing; where it names the page too, that is taken."""
    def feed(*paths: str) -> Discovery:
        items = "".join(f"<item><link>https://www.herald.example{path}</link></item>" for path in paths)
        return found(f'<rss version="2.0"><channel>{items}</channel></rss>', "feed")

    assert urls(feed(amp, "/other")) == [HOME + amp[1:], HOME + "other"]
    both = feed(amp, "/story")
    assert urls(both) == [HOME + "story"] and both.passed_over == {"amp": 1}


@pytest.mark.parametrize("url", ["/a;jsessionid=1A2B?id=1", "/a?id=1&PHPSESSID=abc", "/a?id=1&utm_campaign=x#c"])
def test_sessions_and_tracking_are_taken_off(url: str) -> None:
    """A visitor's session would make every page a new one on every visit."""
    assert urls(found(f'<a href="{url}">x</a>')) == [HOME + "a?id=1"]


def test_damage_is_said_not_hidden() -> None:
    """Nesting past the parser's bound, more links than a page can have, and refusals are told."""
    assert "nested deeper" in found("<div>" * 5000 + "<a href=/a>a</a>").problem
    many = found("".join(f'<a href="/{n}">x</a>' for n in range(3_100)))
    assert len(many.links) == 3_000 and many.passed_over == {"over the bound of a page": 100}
    assert found(PAGE, status=404).problem == "the server answered 404"
    assert "foo" in found(b"\xff\xff", coding="foo").problem


def test_a_tree_that_is_already_parsed_can_be_given() -> None:
    """The links of a page cost no second parse where the extractor has made one."""
    tree = lxml.html.document_fromstring(PAGE)
    assert page_links(tree, HOME, SITE, link("section"), DAY).links == page_links(
        PAGE.encode(), HOME, SITE, link("section"), DAY).links


@pytest.mark.parametrize(("article", "other"), [
    ("/2026/11/23/harbour-bridge-opens", "/2026/"), ("/news/article-123456.html", "/news/"),
    ("/harbour-bridge-opens-after-nine-years", "/tag/harbour-bridge-opens-after-nine-years"),
    ("/politik/kanzler-kuendigt-neue-regeln-an-1.234567", "/politik/"),
    ("/" + quote("橋が開通した港の町で祝う人。"), "/category/x"),
    ("/story/98765", "/about")])
def test_articles_score_above_lists(article: str, other: str) -> None:
    """Dates, long slugs, numbers: what outlets give articles puts them first."""
    assert looks_like_article(HOME + article[1:]) > looks_like_article(HOME + other[1:])
    assert looks_like_article(HOME) == 0
