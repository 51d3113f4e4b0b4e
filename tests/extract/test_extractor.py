"""The whole extractor: the same bytes from the same page, honest provenance, and bounded work on hostile pages."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver import Article, NotAnArticle, extract
from archiver.extract.extractor import Extractor, clean
from archiver.extract.page import MAX_HTML, is_html
from archiver.model import Capture, Exchange, Site
from tests import seed

URL = "https://harbour.example/talks-reopened/"
ROOT = Path(__file__).parents[2]


def dumped(article: Article) -> str:
    return json.dumps(article.to_dict(), ensure_ascii=False)


def test_same_bytes_in_any_order() -> None:
    """The same page gives the same JSON, whatever was read before it."""
    pages = [markup().encode() for markup in seed.MARKUPS]
    first = {n: dumped(extract(html, URL)) for n, html in enumerate(pages)}
    order = list(first) * 2
    random.Random(7).shuffle(order)
    assert all(dumped(extract(pages[n], URL)) == first[n] for n in order)


def test_same_bytes_in_another_process() -> None:
    """Another process, with another hash seed, writes the same bytes."""
    code = ("import json, sys; from tests import seed; from archiver import extract\n"
            f"for m in seed.MARKUPS: print(json.dumps(extract(m().encode(), {URL!r}).to_dict(), ensure_ascii=False))")
    outputs = {subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": value, "PYTHONPATH": str(ROOT)},
                              capture_output=True, check=True).stdout for value in ("1", "2")}
    assert outputs == {"".join(f"{dumped(extract(m().encode(), URL))}\n" for m in seed.MARKUPS).encode()}


def test_json_and_back() -> None:
    """An article survives its JSON form."""
    article = extract(seed.json_ld().encode(), URL)
    assert Article.from_dict(json.loads(dumped(article))) == article


def test_evidence_for_each_field() -> None:
    """Every field that holds something names where it was read, with a confidence from 0 to 1."""
    article = extract(seed.json_ld().encode(), URL)
    assert {"title", "authors", "body", "language"} <= set(article.evidence)
    assert all(0 <= evidence.confidence <= 1 and evidence.source for evidence in article.evidence.values())


def capture(html: bytes) -> Capture:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"
    exchange = Exchange(URL, b"GET / HTTP/1.1\r\n\r\n", head, html, html, datetime(2024, 5, 14, 12, 0, tzinfo=UTC))
    return Capture(exchange, "harbour", "harbour/warc/a.warc.gz", 120, 900, "<urn:uuid:1>", "sha1:ABC")


def test_provenance_of_a_capture() -> None:
    """An article of a capture names its record, the time of the capture and the software that read it."""
    article = Extractor(Site("harbour", timezone="Europe/Lisbon"))(capture(seed.semantic().encode()))
    where = article.provenance
    assert (where.warc, where.offset, where.length, where.record_id) == ("harbour/warc/a.warc.gz", 120, 900, "<urn:uuid:1>")
    assert where.captured == "2024-05-14T12:00:00+00:00"
    assert "news-archiver" in where.extractor and "trafilatura" in where.extractor
    assert article.site == "harbour"


def test_charset_of_the_header_counts() -> None:
    """Bytes that are no UTF-8 are read in the charset that the header names."""
    html = seed.semantic().replace('<meta charset="utf-8">', "").replace("Ana Duarte", "Ána Duarte").encode("iso-8859-1", "ignore")
    assert "Ána Duarte" in Extractor()(capture(html)).title


HOSTILE = {
    "empty": b"", "blank": b" \n ", "null bytes": b"\x00" * 5000, "binary": bytes(range(256)) * 400, "one tag": b"<", "comment": b"<!--" * 9000,
    "deep": b"<div>" * 100_000 + b"text", "unclosed": b"<p><b><i><a href=x><table><tr><td>" * 3000,
    "attributes": b"<p " + b"class=byline " * 50_000 + b">By Ana</p>", "long class": b'<p class="' + b"a-" * 200_000 + b'">By Ana Duarte</p>',
    "mixed encodings": "<h1>Größe</h1>".encode("latin-1") + "<p>日本語</p>".encode() + "<p>текст</p>".encode("cp1251"),
    "json-ld": b'<script type="application/ld+json">' + b'{"@type":"NewsArticle","author":[' * 20_000 + b"</script><p>x</p>",
    "json-ld list": b'<script type="application/ld+json">[' + b'{"@type":"Person","name":"A B"},' * 30_000 + b"{}]</script><p>x</p>",
    "dates": b"<h1>t</h1><p>" + b"1/1/2020 12:00 " * 20_000 + b"</p>", "names": b"<h1>t</h1><p>By " + b"Ana Duarte, " * 20_000 + b"</p>",
    "spaces": b"<h1>t</h1><p>By" + b" " * 300_000 + b"x</p>", "dashes": b"<title>" + b" - " * 100_000 + b"</title><h1>t</h1>",
    "brackets": b"<figure><img src=/a.jpg><figcaption>" + b"(" * 100_000 + b"</figcaption></figure>", "meta": b'<meta name=a content=b>' * 50_000,
    "quotes": b'<meta property="og:title" content="' + b"&quot;" * 50_000 + b'"><p>x</p>', "lines": b"<p>a</p>" * 100_000,
    "links": b"<p><a href=/x>Story that is not this one at all</a></p>" * 20_000, "images": b"<img src=/a.jpg>" * 30_000, "entities": b"&#0;&#x1F;&bogus;" * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages(name: str) -> None:
    """Whatever the bytes, there is an article or a reason why there is none."""
    try:
        extract(HOSTILE[name], URL)
    except NotAnArticle as error:
        assert error.reason


def test_too_large() -> None:
    """A page over the bound is turned away before it is parsed."""
    with pytest.raises(NotAnArticle, match="too large"):
        extract(b"a" * (MAX_HTML + 1), URL)


PIECES = st.sampled_from(["<p>", "</p>", "<div class='byline'>", "</div>", "<h1>", "</h1>", "<br>", "<time datetime='2024-05-14T10:00'>", "<figure>",
                          "<img src=/a.jpg>", "<figcaption>", "Photo: Reuters", "By Ana Duarte", "14 May 2024", "The talks went on. " * 6, "<a href=x>",
                          "</a>", "<script type='application/ld+json'>", "</script>", '{"@type":"NewsArticle"', "}", "<meta name=date content=2024>", "\x00", "�"])


@settings(max_examples=120)
@given(st.lists(st.one_of(PIECES, st.text(max_size=30)), max_size=40))
def test_random_markup(pieces: list[str]) -> None:
    """Random markup raises nothing but NotAnArticle."""
    try:
        article = extract("".join(pieces), URL)
    except NotAnArticle:
        return
    assert Article.from_dict(article.to_dict()) == article


@settings(max_examples=60)
@given(st.text(max_size=400))
def test_any_plain_text(text: str) -> None:
    """Plain text of any kind gives an article or NotAnArticle."""
    try:
        clean(text)
    except NotAnArticle:
        return


@pytest.mark.parametrize("name", ["noise", "png", "zip"])
def test_what_is_no_text(name: str) -> None:
    """A picture, an archive or noise is refused, and not printed as an article."""
    data = {"noise": random.Random(1).randbytes(5000), "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + random.Random(2).randbytes(3000),
            "zip": b"PK\3\4" + bytes(26) + random.Random(3).randbytes(3000)}[name]
    with pytest.raises(NotAnArticle, match="neither text nor a page"):
        clean(data)


def test_text_or_markup() -> None:
    """Scraped text that mentions a tag stays text; a fragment of markup is markup."""
    assert not is_html("He wrote <p> on the board, and 3 < 4.")
    assert is_html("<p>One</p>\n<p>Two</p>")
    assert is_html("\ufeff<!DOCTYPE html><title>x</title>")
