"""What is an article and what is not: lists of stories in many markups, and articles that look a little like lists."""

from __future__ import annotations

import contextlib
import gzip
import random
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver import content
from archiver.errors import NotAnArticle
from archiver.extract import classify
from archiver.extract.extractor import Extractor, charset_of
from archiver.extract.page import Page
from archiver.model import Article
from archiver.newsroom import Newsroom
from archiver.newsroom.outlets.base import Outlet
from archiver.newsroom.truth import Truth

SITE = "https://paper.example"
TITLES = ("Ferry strike enters its third week without talks", "Council buys the old brewery for a library",
          "Schools close early as the heat returns", "Harbour crane falls, nobody hurt", "Bus fares to rise in autumn",
          "New bridge opens two years late")
SUMMARIES = ("The union said on Monday that it would not return to the table before the summer.",
             "The building at the river has stood empty for nine years and needs a new roof.",
             "For the second day in a row more than thirty-five degrees were measured at noon.",
             "Police closed the quay for the night; the cause of the fall is not known so far.",
             "The transport office gave rising energy prices as its reason and announced a discount for pupils.",
             "The mayor thanked the builders, and the builders thanked the weather.")
LONG = ("The talks broke down shortly before midnight, when the two sides could not agree on the length of the contract, "
        "and both left the building without a word to the reporters who had waited since noon.",
        "A spokeswoman for the owners said on Tuesday that they were ready to return at any time, but that an offer was on "
        "the table and it was now for the union to answer it in writing by the end of the week.",
        "On the islands, shops have begun to ration milk, and the hospital has asked the navy for a boat that could bring "
        "patients to the mainland twice a day until the ferries run again.",
        "The last strike of this kind ended after five weeks, with a pay rise of four per cent and a promise that nobody "
        "would lose a job because of it, which the union says has since been broken.")
MENU = '<nav><a href="/">Home</a> <a href="/politics/">Politics</a> <a href="/sport/">Sport</a></nav>'


def reason(body: str, *, title: str, url: str = "/x", head: str = "") -> str | None:
    """Why a page is no article; None: it is one."""
    html = f"<!doctype html><html lang=en><head><title>{title} - The Paper</title>{head}</head><body>{MENU}{body}</body></html>"
    return Extractor().read(Page(html, SITE + url)).reason


def rows(pattern: str, count: int = 6) -> str:
    """Teasers in a markup: {u} is the address, {t} the title, {s} the summary, {d} the date, {n} a number."""
    return "\n".join(pattern.format(u=f"/2026/03/story-{n}", t=TITLES[n], s=SUMMARIES[n], d=f"{n + 1} March 2026", n=n)
                     for n in range(count))


LISTS = {
    "theme": '<article class="post"><header><h2><a href="{u}">{t}</a></h2><div>By <a href="/a/jo">Jo Bell</a> {d}</div></header>'
             "<p>{s} <a href='{u}'>Continue reading</a></p></article>",
    "cards": '<a class="c" href="{u}"><div><h3>{t}</h3><p>{s}</p><span>{d}</span></div></a>',
    "stretched": '<div class="c"><a href="{u}" aria-label="{t}"></a><h3>{t}</h3><p>{s}</p></div>',
    "pictures": '<li><a href="{u}"><img src="/i/{n}.jpg"></a><div><h3>{t}</h3><p>{s}</p></div></li>',
    "more": "<div><h3>{t}</h3><p>{s}</p><p><a href='{u}'>Read more</a></p></div>",
    "headlines": '<li>{d} <a href="{u}">{t}</a></li>',
    "tables": '<tr><td>{d}</td><td><a href="{u}"><b>{t}</b></a><br>{s}</td></tr>',
    "breaks": '<a href="{u}">{t}</a><br>{s}<br><br>',
    "definitions": '<dt><a href="{u}">{t}</a></dt><dd>{s}</dd>',
    "boxes": '<div><div><div><a href="{u}">{t}</a></div></div><div>{d}</div><div>{s}</div></div>',
}


@pytest.mark.parametrize("markup", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("count", [1, 3, 6])
def test_a_section_is_an_index(markup: str, count: int) -> None:
    """A page that lists one, three or six stories under a section's name is an index, whatever its markup."""
    body = f"<main><h1>Politics</h1>{rows(markup, count)}</main>"
    found = reason(body, title="Politics", url="/politics/")
    assert found == "index" or count == 1 and found == "too short"


@pytest.mark.parametrize("markup", LISTS.values(), ids=LISTS)
def test_a_front_page_is_an_index(markup: str) -> None:
    """A front page is an index, with no heading of its own."""
    assert reason(f"<main>{rows(markup)}</main>", title="Front page", url="/") == "index"


@pytest.mark.parametrize("markup", [LISTS["theme"], LISTS["cards"], LISTS["more"]])
def test_a_persons_page_is_an_index(markup: str) -> None:
    """A page about an author, with a few sentences of life above the stories, is an index."""
    life = "<p>Jo Bell has covered the harbour and its people since 2009. She studied law, and she likes to sail.</p>"
    assert reason(f"<h1>Jo Bell</h1>{life}{rows(markup)}", title="Jo Bell", url="/staff/jo-bell") == "index"


def test_a_long_list_is_an_index() -> None:
    """A thousand links in a row are an index as well as six."""
    links = "".join(f"<li><a href='/s/{n}'>{TITLES[n % 6]}, part {n}</a></li>" for n in range(1000))
    assert reason(f"<h1>All of the archive</h1><ul>{links}</ul>", title="All of the archive", url="/all") == "index"


def test_a_blogs_page_of_whole_posts_is_an_index() -> None:
    """A front page or a tag's page that carries whole posts, one after the other, is no article of one post's title."""
    text = "".join(f"<p>{p}</p>" for p in LONG)
    posts = "".join(f'<article><h2><a href="/p/{n}">{TITLES[n]}</a></h2>{text}</article>' for n in range(4))
    assert reason(posts, title="The Paper", url="/") == "index"
    assert reason(f"<h1>Harbour</h1>{posts}", title="Harbour", url="/tag/harbour/") == "index"


def test_a_collection_that_names_its_stories_is_an_index() -> None:
    """JSON-LD articles that are items of a collection do not make the collection an article."""
    items = ",".join(f'{{"@type":"NewsArticle","headline":"{t}","url":"{SITE}/2026/{n}"}}' for n, t in enumerate(TITLES))
    head = f'<script type="application/ld+json">{{"@type":"CollectionPage","hasPart":[{items}]}}</script>'
    body = f"<h1>What moved the harbour this week, and why</h1>{rows(LISTS['cards'])}"
    assert reason(body, title="Harbour", url="/harbour", head=head) == "index"


TEXT = "".join(f"<p>{p}</p>" for p in LONG)
ARTICLES = {
    "short": f"<h1>Ferry strike goes on</h1><p>By <a href='/staff/jo-bell'>Jo Bell of the Harbour Desk</a></p><p>2 March 2026</p>"
             f"<p>{LONG[0]} {SUMMARIES[0]} {SUMMARIES[3]}</p>",
    "short, related above": f"<h1>Ferry strike goes on</h1><ul>{rows('<li><a href={u}>{t}</a></li>', 3)}</ul>"
                            + "".join(f"<p>{s}</p>" for s in SUMMARIES),
    "also read": "<h1>Ferry strike goes on as both sides wait for an answer</h1>" + "".join(
        f"<p>{p}</p><p><a href='/s/{n}'>Also read: {TITLES[n]}</a></p>" for n, p in enumerate(LONG)),
    "live": "<h1>Ferry strike: all that happened today</h1>" + "".join(
        f"<div><time>1{n}:30</time><h3>{TITLES[n]}</h3><p>{SUMMARIES[n]} {LONG[n % 4]}</p></div>" for n in range(6)),
    "listicle": "<h1>Six boats that will take you across this summer</h1><p>" + LONG[0] + "</p>" + "".join(
        f"<h2><a href='https://boats.example/{n}'>{n + 1}. The boat of {TITLES[n].split()[0]}</a></h2><p>{SUMMARIES[n]}</p>"
        for n in range(6)),
    "round-up": "<h1>The week at the harbour: strike, heat and a fallen crane</h1><p>By Jo Bell</p><p>2 March 2026</p><p>"
                + LONG[0] + "</p>" + "".join(f"<h2><a href='/s/{n}'>{TITLES[n]}</a></h2><p>{SUMMARIES[n]} {LONG[n % 4]}</p>"
                                             for n in range(6)),
    "many links": "<h1>What we know about the strike so far</h1>" + "".join(
        f"<p>{p[:90]} <a href='/s/{n}'>{p[90:170]}</a>{p[170:]}</p>" for n, p in enumerate(LONG)),
    "gallery with text": "<h1>Pictures of a harbour without ferries</h1>" + "".join(
        f"<figure><a href='/g/{n}'><img src='/{n}.jpg'></a><figcaption>Photo {n}</figcaption></figure><p>{p}</p>"
        for n, p in enumerate(LONG)),
    "questions": "<h1>Can I still cross? Questions and answers on the strike</h1>" + "".join(
        f"<h2>What about {n + 1} passengers?</h2><p>{p}</p>" for n, p in enumerate(LONG)),
    "interview": "<h1>“We have been patient”: the captain speaks</h1>" + "".join(
        f"<p><strong>How long is that to go on?</strong></p><p>{s} {p}</p>" for s, p in zip(SUMMARIES, LONG, strict=False)),
    "press release": f"<h1>Ferry Company publishes figures</h1><p>HARBOUR CITY, 2 March 2026</p>{TEXT}"
                     "<p>Contact: <a href='/press'>Press office of the company</a></p>",
    "one word for a title": f"<h1>Strike</h1>{TEXT}<ul>{rows('<li><a href={u}>{t}</a><p>{s}</p></li>')}</ul>",
    "headline is a link": f"<h1><a href='/x'>Ferry strike goes on</a></h1><p>{SUMMARIES[0]} {SUMMARIES[1]}</p>",
    "pictured sections": "<h1>Weather</h1>" + "".join(
        f"<section><h2>Part {n}</h2><a href='/big/{n}.jpg'><img src='/{n}.jpg'></a><p>{p}</p></section>" for n, p in enumerate(LONG)),
}


@pytest.mark.parametrize("markup", ARTICLES.values(), ids=ARTICLES)
def test_an_article_with_links_passes(markup: str) -> None:
    """Short news, round-ups, live blogs, listicles, interviews and the like are articles, though no metadata says so."""
    title = unescape(re.sub("<[^>]+>", "", re.findall("<h1>(.*?)</h1>", markup)[0]))
    assert reason(f"<main>{markup}</main>", title=title) is None
    assert reason(f"<main>{markup}</main>", title=title, url="/archive/what-has-happened-so-far") is None


def test_a_stated_round_up_passes() -> None:
    """A list of stories that the page states to be an article, by JSON-LD of its own, is one."""
    head = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"The week in six stories"}</script>'
    body = f"<h1>The week in six stories</h1>{rows(LISTS['theme'])}"
    assert reason(body, title="The week in six stories", head=head) is None


def _noise() -> Iterator[tuple[str, bytes]]:
    draw = random.Random(4)
    yield "random", draw.randbytes(40_000)
    yield "gzip", gzip.compress(draw.randbytes(30_000), mtime=0)
    yield "picture", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + draw.randbytes(20_000)
    yield "pdf", b"%PDF-1.7\n" + b"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj The words of a page are in here.\n" * 40
    yield "zeroes", b"<p>" + b"0" * 100_000 + b"</p>"
    yield "base64", b"<html><body><p>" + b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9w" * 60 + b"</p></body></html>"
    yield "in markup", b"<html><body><p>" + draw.randbytes(9_000).replace(b"<", b" ") + b"</p></body></html>"


@pytest.mark.parametrize(("name", "data"), list(_noise()), ids=lambda value: value if isinstance(value, str) else "")
def test_noise_is_binary(name: str, data: bytes) -> None:
    """Bytes that are no text are no article, whatever was declared of them."""
    assert Extractor().read(Page(data, SITE + "/" + name)).reason == "binary"


@pytest.mark.parametrize("coding", ["utf-8", "cp1252", "utf-16"])
def test_odd_bytes_in_a_text_are_no_reason(coding: str) -> None:
    """A page with null bytes and broken characters here and there is read all the same."""
    body = "".join(f"<p>{p} Caf\u00e9 \u2013 \u201eStra\u00dfe\u201c.\0</p>" for p in LONG)
    html = f"<html><head><title>Ferry strike goes on</title></head><body><h1>Ferry strike goes on</h1>{body}</body></html>"
    assert Extractor().read(Page(html.encode(coding, "replace"), SITE + "/x", charset=coding)).reason is None


_PIECES = st.sampled_from(("<h1>", "<h2>", "<a href='/s/1'>", "<a href='http://['>", "<a href='javascript:x'>", "<a href=''>",
                           "</a>", "</h2>", "<p>", "<li>", "<td>", "<br>", "Read more", "Strike",
                           TITLES[0], SUMMARIES[0], "2 March 2026", "<img src=x>"))


@given(st.lists(_PIECES, max_size=60).map("".join), st.sampled_from(("", "/x", "https://a.example/tag/x", "http://[", "x:y")))
def test_no_markup_makes_it_fail(markup: str, url: str) -> None:
    """Whatever a page is made of, and whatever its address, there is an answer or a NotAnArticle."""
    with contextlib.suppress(NotAnArticle):
        page = Page(f"<html><body>{markup}</body></html>", url)
        found = Article(id="", url=url, canonical_url=url, site="", title="Strike", body="\n\n".join(line.text for line in page.lines))
        assert classify.reason(page, found) in (None, "index", "too short", "error page", "login", "gallery", "video", "binary", "consent")


# the newsroom: every page that a reader can reach

_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)', re.IGNORECASE)


def _pages(room: Newsroom, outlet: Outlet) -> Iterator[tuple[str, bytes, str]]:
    """Address, unpacked body and charset of all pages of an outlet that its links, truths and corners lead to."""
    todo = [outlet.url("/"), *(truth.url for truth in outlet.truths()), *outlet.corners()]
    seen = set(todo)
    for url in todo:
        answer = room.answer(outlet, url.removeprefix(outlet.base_url))
        if answer.script or answer.status != 200 or "html" not in answer.kind:
            continue
        coding = next((value for name, value in answer.headers if name == "Content-Encoding"), "")
        try:
            body = content.decode(answer.body, coding)
        except (content.TooLarge, content.BadCoding):
            continue
        yield url, body, charset_of(answer.kind)
        for found in _LINK.findall(body.decode("latin-1")):
            there = urljoin(url, unescape(found))
            if there.startswith(outlet.base_url + "/") and there not in seen and "/chain/" not in there:
                seen.add(there)
                todo.append(there)


def _outlets() -> list[str]:
    return [outlet.name for outlet in Newsroom(size=1).outlets]


@pytest.mark.parametrize("name", _outlets())
@pytest.mark.parametrize("design", [0, 1])
def test_the_newsrooms_lists_are_told_from_its_articles(name: str, design: int) -> None:
    """Of all pages of the newsroom, in either design, exactly the articles are kept: no list, and nothing else lost."""
    room = Newsroom(size=10)
    outlet = room.outlet(name)
    for _ in range(design):
        room.redesign(outlet)
    truths: dict[str, Truth] = {truth.url: truth for truth in outlet.truths()}
    kept, lost = {}, {}
    for url, body, charset in _pages(room, outlet):
        try:
            found = Extractor().read(Page(body, url, charset=charset)).reason
        except NotAnArticle as error:
            found = error.reason
        if url in truths and found is not None and truths[url].body:
            lost[url] = found
        elif url not in truths and found is None:
            kept[url] = found
    assert kept == {}
    assert lost == {}
