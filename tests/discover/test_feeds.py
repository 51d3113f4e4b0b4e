"""Discovery in feeds: each kind is read, and what is said of the rest."""

from __future__ import annotations

import json

import pytest

from archiver.discover import fingerprint
from tests.discover.found import HOME, found, urls

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


def test_one_line_says_it_all() -> None:
    """The line for a log has the kind, the number of links, the problem and what was passed over."""
    assert found(RSS, "feed").line == "feed: 4 links; passed over: 1 item without a link, 1 off-site"
    assert found(b"", "feed").line == "nothing: 0 links; the answer is empty"
