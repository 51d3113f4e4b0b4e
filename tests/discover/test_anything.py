"""Discovery in whatever bytes a server sends."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from archiver.model import LinkKind
from archiver.urls import link_key
from tests.discover.found import found

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
@example(b"<html><body><a href='https://www.herald.example:99999/story'>a port that is none</a></body></html>", "page", "", "")
@settings(max_examples=400)
def test_no_bytes_make_discovery_raise(payload: bytes, kind: LinkKind, content_type: str, coding: str) -> None:
    """Whatever a server sends, the answer is links of this site with a key, or words; never an exception."""
    discovery = found(payload, kind, content_type=content_type, coding=coding)
    assert discovery.line
    for item in discovery.links:
        assert "herald.example" in item.url and item.key == link_key(item.url) and item.site == "herald"
    if discovery.kind == "nothing":
        assert discovery.problem
