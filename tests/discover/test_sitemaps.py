"""Discovery in sitemaps, their indexes and robots files, and its bounds."""

from __future__ import annotations

import gzip

import pytest

from tests.discover.found import HOME, found, urls

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


def test_a_sitemap_is_no_trap() -> None:
    """What a sitemap names is fetched however it looks: it is finite, and the outlet means it."""
    paths = ("/events/2026-05-01", "/index.php?action=story&amp;id=7")
    sitemap = ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
               + "".join(f"<url><loc>https://www.herald.example{path}</loc></url>" for path in paths) + "</urlset>")
    assert len(found(sitemap, "sitemap").links) == len(paths)
