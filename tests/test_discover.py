"""Discovery: which links feeds, sitemaps, robots files and pages give, and what is said of the rest."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import lxml.html
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archiver.discover import Discovery, discover, fingerprint, looks_like_article, page_links
from archiver.model import Capture, Exchange, Link, LinkKind, Site
from archiver.urls import link_key

SITE = Site(name="herald", domains=("herald.example",))
HOME = "https://www.herald.example/"
DAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


def capture(payload: bytes, content_type: str = "", url: str = HOME, coding: str = "", status: int = 200) -> Capture:
    encoded = f"Content-Encoding: {coding}" if coding else "X: y"
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {content_type}", encoded]
    exchange = Exchange(url, b"", "\r\n".join([*lines, "", ""]).encode(), payload, payload, DAY)
    return Capture(exchange, "herald", "w.warc.gz", 0, 0, "<urn:uuid:0>", "sha1:A")


def link(kind: LinkKind = "page", url: str = HOME, depth: int = 0) -> Link:
    return Link("herald", url, link_key(url), "seed" if not depth else "page", kind, depth=depth)


def found(payload: bytes | str, kind: LinkKind = "page", site: Site = SITE, depth: int = 0, **wire: Any) -> Discovery:
    data = payload.encode() if isinstance(payload, str) else payload
    taken = capture(data, **wire)
    return discover(taken, site, link(kind, taken.url, depth))


def urls(discovery: Discovery) -> list[str]:
    return [item.url for item in discovery.links]


RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>The Herald</title>
<link>https://www.herald.example/</link>
<item><title>Harbour bridge &amp;amp; tunnel &lt;b&gt;open&lt;/b&gt;</title>
 <link>https://www.herald.example/2026/11/bridge?utm_source=rss&amp;id=7</link>
 <pubDate>Mon, 23 Nov 2026 09:30:00 +0100</pubDate><description>&lt;a href="/other"&gt;</description>
 <content:encoded><![CDATA[<p>Long text with a <a href="https://www.herald.example/not-an-item">link</a></p>]]></content:encoded></item>
<item><title>Old news</title><link>/2026/10/old</link><pubDate>Thu, 01 Oct 2026 08:00:00 GMT</pubDate></item>
<item><title>Moved</title><link>https://feeds.elsewhere.com/x</link>
 <feedburner:origLink>https://www.herald.example/moved</feedburner:origLink></item>
<item><title>By guid</title><guid isPermaLink="true">https://www.herald.example/guid</guid></item>
<item><title>Elsewhere</title><link>https://other.example/x</link></item>
<item><title>No link</title></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title>
<link rel="self" href="https://www.herald.example/atom.xml"/><link rel="next" href="/atom.xml?page=2"/>
<entry><title type="html">A &lt;i&gt;fine&lt;/i&gt; day</title><link rel="replies" href="/comments"/>
<link href="https://www.herald.example/fine-day"/><updated>2026-11-22T10:00:00+02:00</updated>
<summary>text</summary></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://www.herald.example/"><title>H</title></channel>
<item rdf:about="https://www.herald.example/rdf-1"><title>First</title><link>https://www.herald.example/rdf-1</link>
<dc:date>2026-11-23T07:00:00Z</dc:date></item></rdf:RDF>"""

RSS_09 = """<rss version="0.91"><channel><title>H</title><item><title>Plain</title>
<link>https://www.herald.example/plain</link></item></channel></rss>"""

JSON_FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "next_url": HOME + "feed.json?page=2", "items": [
    {"id": "1", "url": HOME + "json-1", "title": "One", "date_published": "2026-11-23T08:00:00+01:00"},
    {"id": "2", "external_url": "/json-2", "date_published": "soon"}, {"id": 3}, "x"]})


def test_an_rss_feed_gives_its_items() -> None:
    """Each item of a feed is a link with its headline and date, without tracking; texts inside items are no links."""
    discovery = found(RSS, "feed", content_type="application/rss+xml")
    assert discovery.kind == "feed" and discovery.problem == ""
    assert urls(discovery) == [HOME + "2026/11/bridge?id=7", HOME + "2026/10/old", HOME + "moved", HOME + "guid"]
    first = discovery.links[0]
    assert (first.hint, first.published) == ("Harbour bridge & tunnel open", "2026-11-23T08:30:00+00:00")
    assert (first.by, first.kind, first.source, first.depth) == ("feed", "page", HOME, 1)
    assert first.key == "www.herald.example/2026/11/bridge?id=7"
    assert discovery.passed_over == {"off-site": 1, "item without a link": 1}
    assert first.priority > discovery.links[1].priority, "fresh news comes first"


@pytest.mark.parametrize(("text", "url", "hint", "published"), [
    (ATOM, "fine-day", "A fine day", "2026-11-22T08:00:00+00:00"),
    (RDF, "rdf-1", "First", "2026-11-23T07:00:00+00:00"),
    (RSS_09, "plain", "Plain", ""),
    (JSON_FEED, "json-1", "One", "2026-11-23T08:00:00+01:00")])
def test_each_kind_of_feed_is_read(text: str, url: str, hint: str, published: str) -> None:
    """RSS 0.9, RDF, Atom and JSON Feed give the same four things."""
    first = found(text, "feed").links[0]
    assert (first.url, first.hint, first.published) == (HOME + url, hint, published)


@pytest.mark.parametrize("text", [ATOM, JSON_FEED])
def test_the_older_part_of_a_feed_comes_last(text: str) -> None:
    """A feed that names its next older part leads there, after everything else."""
    older = [item for item in found(text, "feed").links if item.kind == "feed"]
    assert len(older) == 1 and "page=2" in older[0].url
    assert older[0].priority < 100


@pytest.mark.parametrize("content_type", ["text/html", "text/plain; charset=iso-8859-1", "binary/x", ""])
def test_a_feed_is_known_by_its_bytes(content_type: str) -> None:
    """A wrong Content-Type, or a link that promised a page, does not hide a feed."""
    text = RSS_09.replace("Plain", "Überfall")
    for kind in ("feed", "page", "section"):
        discovery = found(text, kind, content_type=content_type)  # type: ignore[arg-type]
        assert (discovery.kind, discovery.links[0].hint) == ("feed", "Überfall")


@pytest.mark.parametrize(("encoding", "declared", "header"), [
    ("latin-1", "iso-8859-1", ""), ("windows-1251", "windows-1251", ""), ("utf-16", "utf-16", ""),
    ("shift_jis", "", "shift_jis"), ("utf-8", "iso-8859-1", "iso-8859-1"), ("utf-8-sig", "", "")])
def test_headlines_survive_their_encoding(encoding: str, declared: str, header: str) -> None:
    """Declared in the XML, by the header, by a mark or wrongly: the headline is read as it was meant."""
    title = {"windows-1251": "Мост открыт", "shift_jis": "橋が開通"}.get(encoding, "Brücke öffnet")
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    payload = (declaration + RSS_09.replace("Plain", title)).encode(encoding)
    discovery = found(payload, "feed", content_type=f"text/xml; charset={header}" if header else "text/xml")
    assert [item.hint for item in discovery.links] == [title]


def test_broken_xml_gives_what_can_be_read() -> None:
    """A stray ampersand or an end cut off loses no item that stands before it."""
    broken = RSS.replace("Old news", "Old & news <br>")[:-200]
    assert urls(found(broken, "feed"))[:2] == [HOME + "2026/11/bridge?id=7", HOME + "2026/10/old"]


@pytest.mark.parametrize(("payload", "words"), [
    (b"", "empty"), (b"  \n ", "empty"), (b"<html><p>Not found</p></html>", "expected a feed, got a web page"),
    (b"<?xml version='1.0'?><note>hello</note>", "expected a feed"),
    (b'{"items": 3, "version": "https://jsonfeed.org/version/1"}', "JSON without items"),
    (b'{"version": "https://jsonfeed.org/version/1", "items": [', "broken JSON"),
    (b"\x00\x01\x02\xff" * 50, "expected a feed"), (b"User-agent: *\nDisallow: /", "expected a feed")])
def test_what_is_no_feed_is_said(payload: bytes, words: str) -> None:
    """A feed's address that answers with something else is a problem in words."""
    discovery = found(payload, "feed", content_type="application/xml")
    assert words in discovery.problem and discovery.links == ()


BOMB = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12)) + ']>'


def test_no_entity_is_expanded() -> None:
    """A billion laughs stays a line, an external entity is not fetched, and the other items are read."""
    feed = BOMB + RSS_09.replace("Plain", "&m;")
    assert [len(item.hint) < 20 for item in found(feed, "feed").links] == [True]
    sitemap = BOMB + f"<urlset><url><loc>{HOME}&m;</loc></url><url><loc>{HOME}b</loc></url></urlset>"
    assert urls(found(sitemap, "sitemap"))[-1] == HOME + "b"
    external = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + RSS_09.replace("Plain", "&x;")
    assert found(external, "feed").links[0].hint in ("", "&x;")


def test_a_huge_feed_is_read_up_to_a_bound() -> None:
    """Bodies of items do not count; past the bound the rest is said to be unread, not lost in silence."""
    item = "<item><title>t</title><link>/{}</link><description>{}</description></item>"
    bodies = "<rss><channel>" + "".join(item.format(n, "x" * 5000) for n in range(1000)) + "</channel></rss>"
    assert len(found(bodies, "feed").links) == 1000
    headline = "t" * 4000
    titles = "<rss><channel>" + "".join(f"<item><title>{headline}</title><link>/{n}</link></item>" for n in range(400))
    discovery = found(titles, "feed")
    assert "were not read" in discovery.problem and 200 < len(discovery.links) < 260


def test_duplicate_feeds_can_be_told() -> None:
    """The fingerprint is the set of items, whatever their order, and differs where an item does."""
    items = [f"<item><link>/{n}</link></item>" for n in "abc"]
    one, two, three = ("<rss><channel>" + "".join(chosen) + "</channel></rss>" for chosen in
                       (items, items[::-1], items[:2]))
    assert found(one, "feed").fingerprint == found(two, "feed").fingerprint != found(three, "feed").fingerprint
    assert found("<rss><channel></channel></rss>", "feed").fingerprint == "" == fingerprint([])


NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> {HOME}n1 </loc><lastmod>2026-11-01</lastmod><news:news><news:publication><news:name>Herald</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2026-11-23T08:00+01:00</news:publication_date>
<news:title>Harbour opens</news:title></news:news></url>
<url><loc>{HOME}n2</loc><lastmod>2026-11-22</lastmod><image:image><image:loc>{HOME}a.jpg</image:loc>
<image:title>A picture</image:title></image:image></url>
<url><loc>{HOME}2019/05/old-story-of-the-harbour</loc><lastmod>2019-05-01</lastmod></url>
<url><lastmod>2026-11-22</lastmod></url></urlset>"""

INDEX = f"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{HOME}sitemap-2010.xml</loc><lastmod>2010-12-31</lastmod></sitemap>
<sitemap><loc>{HOME}sitemap-posts.xml</loc></sitemap>
<sitemap><loc>{HOME}sitemap-2026-11.xml.gz</loc><lastmod>2026-11-23T01:00:00Z</lastmod></sitemap></sitemapindex>"""


@pytest.mark.parametrize("packed", ["plain", "file", "coding", "both"])
def test_a_sitemap_gives_entries_with_news_dates(packed: str) -> None:
    """Entries carry their headline and date; gzip is told by content, as file, as coding or as both."""
    payload = NEWS.encode()
    if packed in ("file", "both"):
        payload = gzip.compress(payload)
    if packed in ("coding", "both"):
        payload = gzip.compress(payload)
    discovery = found(payload, "sitemap", coding="gzip" if packed in ("coding", "both") else "")
    assert (discovery.kind, discovery.problem) == ("sitemap", "")
    assert [(item.hint, item.published) for item in discovery.links[:2]] == [
        ("Harbour opens", "2026-11-23T08:00:00+01:00"), ("", "2026-11-22")]
    assert discovery.passed_over == {"entry without an address": 1}
    news, fresh, old = (item.priority for item in discovery.links)
    assert news > fresh > old


def test_a_coding_that_is_only_claimed_does_no_harm() -> None:
    """A server that says gzip and sends plain XML is read all the same."""
    assert len(found(NEWS, "sitemap", coding="gzip").links) == 3


def test_a_sitemap_index_leads_to_its_parts_newest_first() -> None:
    """Parts of an index are sitemaps; old ones come after everything else, so that the frontier stays small."""
    discovery = found(INDEX, "sitemap")
    assert discovery.kind == "sitemap-index" and {item.kind for item in discovery.links} == {"sitemap"}
    by_priority = sorted(discovery.links, key=lambda item: -item.priority)
    assert [item.url.rsplit("-", 1)[-1] for item in by_priority] == ["11.xml.gz", "posts.xml", "2010.xml"]
    entries = found(NEWS, "sitemap").links
    assert by_priority[0].priority > max(item.priority for item in entries)
    assert by_priority[-1].priority < min(item.priority for item in entries)


def test_an_index_in_an_index_ends() -> None:
    """An index that leads to itself under ever new names is bounded."""
    deep = found(INDEX, "sitemap", depth=5)
    assert deep.links == () and deep.passed_over == {"too deep": 3}


def test_sitemap_bounds_are_counted() -> None:
    """The 50,001st entry is not read, but counted; what unpacks without end is refused by name."""
    many = "<urlset>" + "".join(f"<url><loc>{HOME}{n}</loc></url>" for n in range(50_007)) + "</urlset>"
    discovery = found(many, "sitemap")
    assert len(discovery.links) == 50_000 and discovery.passed_over == {"over the bound of a sitemap": 7}
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000)
    assert "unpacks to more than" in found(bomb, "sitemap").problem


def test_a_sitemap_cut_short_is_read_and_said() -> None:
    """What stands before the cut is used, and the damage is not hidden."""
    discovery = found(NEWS[:NEWS.index("old-story")], "sitemap")
    assert urls(discovery)[0] == HOME + "n1" and "broken XML" in discovery.problem


def test_a_text_sitemap_is_one_url_a_line() -> None:
    """The plainest kind of sitemap is read too; blank lines are none."""
    discovery = found(f"\ufeff{HOME}a\r\n\r\n{HOME}b\nnonsense\n", "sitemap", content_type="text/plain")
    assert urls(discovery) == [HOME + "a", HOME + "b", HOME + "nonsense"]


def test_robots_txt_names_sitemaps() -> None:
    """`Sitemap:` lines in any case, relative ones too; those of other hosts are counted."""
    text = f"User-agent: *\nDisallow: /\nSITEMAP : {HOME}s1.xml # main\nsitemap:/s2.xml\nSitemap: https://cdn.other/s.xml\n"
    discovery = found(text, "robots", url=HOME + "robots.txt", content_type="text/plain")
    assert [(item.url, item.kind, item.by) for item in discovery.links] == [
        (HOME + "s1.xml", "sitemap", "robots"), (HOME + "s2.xml", "sitemap", "robots")]
    assert discovery.passed_over == {"off-site": 1}


def test_a_robots_txt_that_is_a_page_is_said() -> None:
    """A server that answers every address with its front page does not pass for one with a robots.txt."""
    assert "expected a robots.txt, got a web page" in found("<html><a href=/x>x</a></html>", "robots").problem


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


def test_a_sitemap_is_no_trap() -> None:
    """What a sitemap names is fetched however it looks: it is finite, and the outlet means it."""
    paths = ("/events/2026-05-01", "/index.php?action=story&amp;id=7")
    sitemap = ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
               + "".join(f"<url><loc>https://www.herald.example{path}</loc></url>" for path in paths) + "</urlset>")
    assert len(found(sitemap, "sitemap").links) == len(paths)


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


def test_one_line_says_it_all() -> None:
    """The line for a log has the kind, the number of links, the problem and what was passed over."""
    assert found(RSS, "feed").line == "feed: 4 links; passed over: 1 item without a link, 1 off-site"
    assert found(b"", "feed").line == "nothing: 0 links; the answer is empty"


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


SNIPPETS = st.sampled_from([
    "<rss>", "<channel>", "<item>", "</item>", "<link>", "</link>", "https://www.herald.example/a",
    "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "<link href='/x'/>", "<urlset>", "<url>", "<loc>",
    "</loc>", "</url>", "<sitemapindex>", "<sitemap>", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE a [",
    "<!ENTITY a 'b'>", "]>", "&a;", "&#xFFFFFF;", "<?xml version='1.0' encoding='x'?>", "<html>",
    "<a href='", "'>", "<base href='", "User-agent: *\n", "Sitemap: ", "\n", "{",
    '"version":"https://jsonfeed.org/version/1"', "}", ',"items":[', "<pubDate>",
    "9999-99-99", "Mon, 99 Foo 2026 99:99:99 +9999", "</pubDate>", "\x00", "\ufeff", "http://[", "//", ":99999/"])
KINDS: st.SearchStrategy[Any] = st.sampled_from(("page", "feed", "sitemap", "robots", "section"))
PAYLOADS = st.binary(max_size=400) | st.lists(SNIPPETS, max_size=25).map(lambda parts: "".join(parts).encode())


@given(PAYLOADS, KINDS,
       st.sampled_from(("", "text/html", "application/xml; charset=utf-7", "text/xml; charset=no-such")),
       st.sampled_from(("", "gzip", "deflate", "br", "foo")))
@example(b"{}", "feed", "", "")
@settings(max_examples=400, deadline=None)
def test_no_bytes_make_discovery_raise(payload: bytes, kind: LinkKind, content_type: str, coding: str) -> None:
    """Whatever a server sends, the answer is links of this site with a key, or words; never an exception."""
    discovery = found(payload, kind, content_type=content_type, coding=coding)
    assert discovery.line
    for item in discovery.links:
        assert "herald.example" in item.url and item.key == link_key(item.url) and item.site == "herald"
    if discovery.kind == "nothing":
        assert discovery.problem
