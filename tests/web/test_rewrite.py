"""Archived pages made fit to be shown: nothing runs, and nothing is asked for outside the archive."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import NotAnArticle
from archiver.extract.page import Page
from archiver.web.rewrite import page_source, style_source
from tests.web.conftest import Shown
from tests.web.outlet import PARAGRAPHS, TRICKS
from tests.web.outlet import page as outlet_page

URL = "https://www.example.org/a/story"


def shown(html: str, *kept: str) -> str:
    """The page as it is sent; `kept` are the URLs of which there is something."""
    return page_source(Page(html, URL).root, URL, lambda url: f"/web/1/{url}",
                       lambda url: f"/kept/t/1/{url}" if url in kept else None).decode()


def body(html: str, *kept: str) -> str:
    """What stands in the body."""
    return re.search(r"<body>(.*)</body>", shown(f"<html><head></head><body>{html}</body></html>", *kept), re.DOTALL)[1].strip()


@pytest.mark.parametrize(("html", "sent"), [
    ('<p onclick="x()">a</p>', "<p>a</p>"),
    ("<script>x</script><p>a</p>", "<p>a</p>"),
    ("<noscript><p>a</p></noscript>", "<p>a</p>"),
    ('<a href="../b?x=1#y" target="_top" ping="/p">a</a>', '<a href="/web/1/https://www.example.org/b?x=1">a</a>'),
    ('<a href="#notes">a</a>', '<a href="#notes">a</a>'),
    ('<a href="javascript:x()">a</a>', "<a>a</a>"),
    ('<img src="/kept.jpg" srcset="/other.jpg 2x" loading="lazy">', '<img src="/kept/t/1/https://www.example.org/kept.jpg">'),
    ('<img src="data:image/gif;base64,R0" data-src="/kept.jpg" alt="b">', '<img alt="b" src="/kept/t/1/https://www.example.org/kept.jpg">'),
    ('<img src="/gone.jpg" srcset="/x.jpg 1x, /kept.jpg 2x">', '<img src="/kept/t/1/https://www.example.org/kept.jpg">'),
    ('<picture><source srcset="/kept.jpg"><img src="/gone.jpg"></picture>',
     '<picture><img src="/kept/t/1/https://www.example.org/kept.jpg"></picture>'),
    ('<img src="/gone.jpg" alt="A ferry">', '<img alt="A ferry" data-archiver-missing="">'),
    ('<p style="color:red;background:url(/x.png)">a</p>', "<p style='color:red;background:url(\"data:,\")'>a</p>"),
    ('<form action="/x"><input formaction="/y" name="n"></form>', '<form><input name="n"></form>'),
    ('<video src="/v.mp4" poster="/kept.jpg" autoplay></video>', '<video poster="/kept/t/1/https://www.example.org/kept.jpg"></video>'),
])
def test_elements(html: str, sent: str) -> None:
    """Each kind of element keeps what can be shown and loses what acts or asks."""
    assert body(html, "https://www.example.org/kept.jpg").replace('style="color:red;background:url(&quot;data:,&quot;)"',
                                                                "style='color:red;background:url(\"data:,\")'") == sent


def test_the_head_connects_to_nothing() -> None:
    """Style sheets of the archive stay; links that make a browser connect, refreshes and bases go."""
    sent = shown('<html><head><base href="/deep/"><link rel="preconnect" href="//x.example"><link rel="icon" href="/i.png">'
                 '<link rel="stylesheet" href="a.css" media="print"><meta http-equiv="refresh" content="0;url=/x"></head><body>a',
                 "https://www.example.org/deep/a.css")
    assert re.findall(r"<(?:link|base|meta)[^>]*>", sent) == [
        '<meta charset="utf-8">', '<meta name="viewport" content="width=device-width">',
        '<link rel="stylesheet" href="/kept/t/1/https://www.example.org/deep/a.css" media="print">']


def test_style_sheets_stay_within() -> None:
    """Addresses in a style sheet lead into the archive or nowhere, and it cannot end its element."""
    sent = style_source("@import 'b.css'; a{background:url( 'c.png' )} b::after{content:'</style><script>'} @font-face{src:url(k.woff)}",
                        URL, lambda url: "/kept/k" if url.endswith("k.woff") else None)
    assert sent == ("@import url(\"data:,\"); a{background:url(\"data:,\")} b::after{content:'\\3c /style>\\3c script>'} "
                    '@font-face{src:url("/kept/k")}')


class Seen(HTMLParser):
    """The tags of a page as a browser sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def acting(self) -> list[tuple[str, dict[str, str]]]:
        """Those that could run, refresh, connect or hold another page."""
        bad = {"script", "iframe", "frame", "object", "embed", "base", "template", "noscript", "applet"}
        return [(tag, said) for tag, said in self.tags if tag in bad or "http-equiv" in said or "srcdoc" in said
                or any(name.startswith("on") or value.strip().lower().startswith("javascript") for name, value in said.items())]


def test_a_hostile_page_is_harmless_as_text() -> None:
    """Of a page that tries everything no script, no handler and no address of its own is left."""
    evil = "http://evil.example/x"
    seen = Seen(shown(outlet_page("T", PARAGRAPHS, more=TRICKS.replace("EVIL", evil))))
    assert seen.acting() == []
    asked = [value for _, said in seen.tags for name, value in said.items() if name not in ("title", "alt")]
    assert [value for value in asked if "evil" in value and not value.startswith("/web/1/")] == []


PIECES = ["<script>", "<style>", "<svg>", "<math>", "-->", "<!--", "</style>", " onerror=", "<noscript>", "<img src=", "<title>",
          "<template>", "]]>", "<textarea>", "<meta http-equiv=refresh content='0;url=http://e/'>", "\u00e9", "<a href=", "<xmp>",
          "</noscript>", "</title>", "<plaintext>", "<select>", "<base href=x>", "<iframe src=x>", "javascript:", *"<>/='\" ab&;#"]


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_page_is_shown_or_empty(html: str) -> None:
    """Whatever the markup, there is a page without scripts, handlers and refreshes."""
    try:
        sent = shown(f"<p>x</p>{html}")
    except NotAnArticle:
        return
    assert Seen(sent).acting() == []


def test_evidence_is_marked_on_the_page(shown: Shown) -> None:
    """The archived page has marks where headline, byline, date and credit stand, each with its name."""
    story = shown.articles["ferry"]
    page = shown.text(f"/web/20260303120000/{story.url}%23marks={story.id}.2")
    marks = dict(re.findall(r'<mark data-archiver="([^"]+)">([^<]*)</mark>', page))
    assert marks == {"title": story.title, "byline": "By Ines Tarrant", "date": "1 March 2026", "credit": "Photo: Lena Vossberg/Reuters"}
    assert "<mark" not in shown.text(f"/web/20260303120000/{story.url}")
