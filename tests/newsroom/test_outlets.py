"""The outlets: what their pages say is what the truth says, and each announces its articles in its own way."""

from __future__ import annotations

import gzip
import http.client
import json
import random
import re
import struct
import zlib
from xml.etree import ElementTree

import pytest

from archiver.model import Outcome
from archiver.newsroom import OPENED, Newsroom, Truth
from archiver.newsroom.language import Language
from archiver.newsroom.outlets import OUTLETS
from archiver.newsroom.stories import edited, write
from archiver.newsroom.words import ARABIC, ENGLISH, GERMAN, JAPANESE, PORTUGUESE, SPANISH
from tests.newsroom.browser import get, raw, text, visible

NAMES = [kind.name for kind in OUTLETS]


def truths(room: Newsroom, name: str) -> list[Truth]:
    corners = room.corners
    return [t for t in room.truth.values() if t.outlet == name and t.url not in corners]


@pytest.mark.parametrize("name", NAMES)
def test_pages_say_what_the_truth_says(room: Newsroom, name: str) -> None:
    """Every word of an article's truth stands on its page, and the page has a realistic size."""
    for truth in truths(room, name):
        got = get(truth.url)
        page = text(got)
        assert got.status == 200 and 9_000 < len(got.body) < 60_000, truth.url
        if truth.outcomes[0] is Outcome.NOT_ARTICLE:                     # the consent page
            assert truth.title not in page
            continue
        seen = visible(page)
        image = truth.images[0]
        for words in (truth.title, truth.byline, image.caption, image.credit_raw, *truth.body):
            assert words is None or words in seen, (truth.url, words)
        for stated in (truth.published, truth.section, truth.description, *truth.tags):
            assert stated is None or stated in page or _as_day(stated) in page, (truth.url, stated)


def _as_day(stated: str) -> str:
    return "/".join(reversed(stated.split("-")))


@pytest.mark.parametrize("name", NAMES)
def test_bodies_are_whole_and_their_own(room: Newsroom, name: str) -> None:
    """An outlet has 32 articles of a few hundred words, and no paragraph of one is in another."""
    found = truths(room, name)
    assert len(found) == 32
    full = [t for t in found if not t.gated]
    paragraphs = [p for t in full for p in t.body]
    assert len(set(paragraphs)) == len(paragraphs)
    for truth in full:
        size = len("".join(truth.body)) if truth.language == "ja" else len(" ".join(truth.body).split())
        assert 200 < size < 2000, truth.url


def test_titles_are_unique(room: Newsroom) -> None:
    """No two articles of the newsroom share a headline."""
    titles = [t.title for t in room.truth.values()]
    assert len(titles) > 320 and len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", NAMES)
def test_every_article_can_be_found(room: Newsroom, name: str) -> None:
    """From the entrances of its site file, every article of an outlet is announced by a feed, sitemap or listing."""
    site = next(s for s in room.sites() if s.name == name)
    robots = get(room.outlet(name).url("/robots.txt")).body.decode()
    todo = [*site.feeds, *site.sitemaps, *site.sections, *re.findall(r"Sitemap: (\S+)", robots)]
    seen: set[str] = set()
    found: set[str] = set()
    while todo:
        url = todo.pop()
        if url in seen:
            continue
        seen.add(url)
        got = get(url)
        body = gzip.decompress(got.body) if url.endswith(".gz") else got.body
        links = {_absolute(url, link) for link in _links(body.decode("utf-8", "replace"))}
        found |= links
        todo += [u for u in links if "sitemap" in u or "pagina=" in u or "/page/" in u]
    missing = {t.url for t in truths(room, name)} - found
    assert not missing


def _links(page: str) -> list[str]:
    return [a or b or c or d for a, b, c, d in re.findall(
        r"href=\"([^\"]+)\"|<loc>([^<]+)</loc>|<link>([^<]+)</link>|\"url\": \"([^\"]+)\"", page.replace("&amp;", "&"))]


def _absolute(base: str, link: str) -> str:
    return "/".join(base.split("/")[:3]) + link if link.startswith("/") else link


@pytest.mark.parametrize("name", [n for n in NAMES if n != "corner-post"])
def test_links_of_pages_lead_somewhere(room: Newsroom, name: str) -> None:
    """What a page links to within its outlet is there, but for the forms of a subscription."""
    outlet = room.outlet(name)
    pages = [outlet.url("/"), *(t.url for t in truths(room, name)[:4])]
    hrefs = {href for page in pages for href in re.findall(r"(?i)href=\"(/[^\"]*)\"", text(get(page)))}
    assert len(hrefs) > 15
    for href in hrefs - {"/subscribe", "/login"}:
        assert get(outlet.url(href)).status == 200, href


def test_feeds_and_sitemaps_are_well_formed(room: Newsroom) -> None:
    """Every announced feed and sitemap parses as what it claims to be."""
    kinds = set()
    for outlet in room.outlets:
        for path in outlet.announcements():
            body = get(outlet.url(path)).body
            if path.endswith(".gz"):
                body = gzip.decompress(body)
            if path.endswith(".json"):
                kinds.add(json.loads(body)["version"])
            else:
                kinds.add(ElementTree.fromstring(body).tag.rpartition("}")[2])
    assert kinds == {"rss", "feed", "RDF", "urlset", "sitemapindex", "https://jsonfeed.org/version/1.1"}


def test_wordpress_page_has_the_traps(room: Newsroom) -> None:
    """The WordPress story puts pixel, scroll button, credit, byline and related list among its text, and no date."""
    truth = next(t for t in room.truth.values() if "Vestria" in t.title)
    page = text(get(truth.url))
    lines = [line.strip() for line in re.sub(r"<[^>]+>", "\n", page).splitlines() if line.strip()]
    for line in ("fbpx", "Scroll Top", "Photo: Reuters", "By Roberto Casseli", "Related Posts"):
        assert line in lines
    assert 'alt="fbpx"' in page and "article:published_time" not in page
    assert lines.index("Photo: Reuters") < lines.index(truth.body[0]) < lines.index("By Roberto Casseli")
    assert (truth.authors, truth.published, len(truth.body)) == (("Roberto Casseli",), None, 2)
    assert (truth.images[0].credit, truth.images[0].agency) == ("Reuters", "Reuters")


def test_duplicate_feeds_are_the_same_bytes(room: Newsroom) -> None:
    """Three addresses of the WordPress outlet give one feed."""
    outlet = room.outlet("harbour-ledger")
    assert len(outlet.feed_paths) == 3 and len({get(outlet.url(p)).body for p in outlet.feed_paths}) == 1


def test_charsets_of_japanese_pages(room: Newsroom) -> None:
    """Japanese pages are in three charsets, and only the page says which."""
    charsets = set()
    for truth in truths(room, "aohama-shinpo"):
        got = get(truth.url)
        assert "charset" not in got.headers["content-type"]
        charsets.add(re.search(rb"charset=[\"']?([\w-]+)", got.body)[1].lower())
    assert charsets == {b"shift_jis", b"euc-jp", b"utf-8"}


@pytest.mark.parametrize(("language", "charsets"), [
    (JAPANESE, ("shift_jis", "euc-jp")), (GERMAN, ("cp1252",)), (ENGLISH, ()), (SPANISH, ()), (PORTUGUESE, ()),
    (ARABIC, ())], ids=lambda value: getattr(value, "code", ""))
def test_vocabularies_fit(language: Language, charsets: tuple[str, ...]) -> None:
    """Every pattern of a language has slots that exist, and its letters are in the charsets its outlets use."""

    for number in range(150):
        story = write(language, (7, "check"), number, (0, 1), OPENED)
        for kind in ("body", "title", "correction", "byline", "typo"):
            assert edited(story, kind, OPENED, random.Random(1)) != story
        words = "".join((story.title, *story.paragraphs, story.caption, *(c[1] for c in story.comments)))
        assert "{" not in words
        for charset in charsets:
            words.encode(charset)


def test_gates(room: Newsroom) -> None:
    """The gated outlet serves openings, metered pages said not to be free, and consent pages with status 200."""
    found = truths(room, "quay-review")
    walls = [t for t in found if t.outcomes[0] is Outcome.GATED]
    consents = [t for t in found if t.outcomes[0] is Outcome.NOT_ARTICLE]
    metered = [t for t in found if t.free_access is False and not t.gated]
    assert (len(walls), len(consents), len(metered)) == (8, 4, 8)
    assert all('"isAccessibleForFree": false' in text(get(t.url)) for t in (*walls, *metered))
    assert all(len(t.body) == 2 for t in walls) and all(len(t.body) > 4 for t in metered)
    page = text(get(consents[0].url))
    assert "We value your privacy" in page
    assert "We value your privacy" not in text(get(consents[0].url, Cookie="consent=yes"))


def test_live_blogs_have_times(room: Newsroom) -> None:
    """Every fourth page of the live outlet is a live blog with one time for each entry, the newest first."""
    blogs = [t for t in truths(room, "voz-del-sur") if "/en-vivo/" in t.url]
    assert len(blogs) == 8
    page = text(get(blogs[0].url))
    times = re.findall(r'class="entrada" id="e\d+"><time datetime="([^"]+)"', page)
    assert len(times) == len(blogs[0].body) - 1 and times == sorted(times, reverse=True)
    assert "LiveBlogPosting" in page


def test_pictures_are_pictures_with_credits(room: Newsroom) -> None:
    """Lead pictures are JPEG files, and some carry the photographer and the agency inside."""
    inside = 0
    for truth in truths(room, "meridian-courier"):
        data = get(truth.images[0].url).body
        assert data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9")
        if b"8BIM\x04\x04" in data:
            inside += 1
            for name in (truth.images[0].photographer, truth.images[0].agency):
                assert name is None or name.encode() in data
    assert inside > 5


def test_png_pictures_are_whole(room: Newsroom) -> None:
    """The page builder's pictures are PNG files that unpack to as many bytes as their size says."""
    data = get(truths(room, "diario-da-ribeira")[0].images[0].url).body
    width, height = struct.unpack(">II", data[16:24])
    place = data.index(b"IDAT")
    size = struct.unpack(">I", data[place - 4:place])[0]
    assert data.startswith(b"\x89PNG\r\n") and data.endswith(b"IEND\xaeB`\x82")
    assert len(zlib.decompress(data[place + 4:place + 4 + size])) == height * (1 + 3 * width)


def test_robots(room: Newsroom) -> None:
    """One outlet's robots.txt answers 503, one asks for a delay and forbids a folder."""
    assert get(room.outlet("shuttered-gazette").url("/robots.txt")).status == 503
    said = get(room.outlet("corner-post").url("/robots.txt")).body.decode()
    assert "Crawl-delay: 0.2" in said and "Disallow: /private/" in said


def test_honest_and_lying_304(room: Newsroom) -> None:
    """A page and most feeds answer 304 to their own validators; HEAD has the headers of GET and no body."""
    truth = truths(room, "meridian-courier")[0]
    got = get(truth.url)
    assert get(truth.url, If_None_Match=got.headers["etag"]).status == 304
    assert get(truth.url, If_None_Match='"other"').status == 200
    assert get(truth.url, If_Modified_Since=got.headers["last-modified"]).status == 304
    packed = get(truth.url, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip" and gzip.decompress(packed.body) == got.body


def test_connections_are_kept(room: Newsroom) -> None:
    """Several requests go over one connection, in chunks or with a length."""
    outlet = room.outlet("harbour-ledger")
    connection = http.client.HTTPConnection(outlet.host, outlet.port, timeout=10)
    for path in ("/", "/feed/", "/robots.txt", "/nothing-here"):
        connection.request("GET", path)
        assert connection.getresponse().read()
    connection.request("HEAD", "/")
    head = connection.getresponse()
    assert head.status == 200 and head.read() == b""
    connection.close()
    assert b"Transfer-Encoding: chunked" in raw(outlet.url("/"))
