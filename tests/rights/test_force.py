"""What was in force when a page was fetched, from the records of an archive."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.model import Article, LinkKind
from archiver.rights import Rights
from archiver.store import Archive, Settings
from tests.store.conftest import SITE, article_from, exchange_of, link_to

BASE = "http://example.org"
PLAIN = ("Content-Type: text/plain",)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path, Settings(min_free=0)) as made:
        made.open(SITE)
        yield made


def fetch(archive: Archive, path: str, kind: LinkKind, body: bytes, minute: int, status: str = "200 OK") -> None:
    """A file of the site as it was at a minute."""
    link = link_to(BASE + path, kind=kind)
    exchange = exchange_of(link.url, body, minute=minute, status=status, headers=PLAIN)
    plain = exchange.head.replace(b"content-type: text/html\r\n", b"")
    archive.capture(type(exchange)(**{**vars(exchange), "head": plain}), link)


def story(archive: Archive, minute: int, body: bytes = b"<meta name=robots content=noai>") -> Article:
    """An article whose page was fetched at a minute."""
    link = link_to(f"{BASE}/news/{minute}")
    return archive.save(article_from(archive.capture(exchange_of(link.url, body, minute=minute), link)), link)[1]


def test_the_last_look_before_a_page_counts(archive: Archive) -> None:
    """A rule that came later is not in force for a page that was fetched before; one that went is not any more."""
    fetch(archive, "/robots.txt", "robots", b"User-agent: GPTBot\nDisallow: /news/\n", 0)
    early = story(archive, 5)
    fetch(archive, "/robots.txt", "robots", b"User-agent: *\nDisallow:\n", 10)
    late = story(archive, 15)
    rights = Rights(archive)
    assert [(s.kind, s.name, s.rule) for s in rights.of_article(early).signals] == [
        ("robots", "GPTBot", "Disallow: /news/"), ("meta", "robots", "noai")]
    assert [(s.kind, s.name, s.rule) for s in rights.of_article(late).signals] == [
        ("robots", "*", ""), ("meta", "robots", "noai")]
    assert rights.of_article(early).signals[0].captured.startswith("2026-03-01T12:00:00")


def test_silence_is_told_from_not_looking(archive: Archive) -> None:
    """That a site states nothing is known only where its files were looked at."""
    first = story(archive, 0)
    fetch(archive, "/.well-known/tdmrep.json", "rights", b"no", 5, status="404 Not Found")
    fetch(archive, "/ai.txt", "rights", b"<html>welcome</html>", 6)
    second = story(archive, 10)
    rights = Rights(archive)
    assert rights.of_article(first).looks == ()
    assert [(look.kind, look.status, look.note) for look in rights.of_article(second).looks] == [
        ("ai.txt", 200, "a web page in its place"), ("tdmrep", 404, "")]


def test_a_server_in_trouble_takes_nothing_back(archive: Archive) -> None:
    """A 503 in place of the file leaves in force what was said before."""
    fetch(archive, "/.well-known/tdmrep.json", "rights", b'[{"location": "/", "tdm-reservation": 1}]', 0)
    fetch(archive, "/.well-known/tdmrep.json", "rights", b"", 5, status="503 Busy")
    [signal] = [s for s in Rights(archive).of_article(story(archive, 10)).signals if s.kind == "tdmrep"]
    assert signal.value == '{"location": "/", "tdm-reservation": 1}'
    assert signal.rule == "/"


def test_a_day_is_meant_to_its_end(archive: Archive) -> None:
    """`--at 2026-03-01` sees what was said on that day, and not what came later."""
    fetch(archive, "/ai.txt", "rights", b"one", 0)
    fetch(archive, "/ai.txt", "rights", b"two", 60 * 24)
    rights = Rights(archive)
    assert [s.value for s in rights.of_site(SITE, "2026-03-01").signals] == ["one"]
    assert [s.value for s in rights.of_site(SITE).signals] == ["two"]
    assert rights.of_site(SITE, "2026-02").signals == ()


def test_what_pages_say_is_counted(archive: Archive) -> None:
    """The last pages are looked at, and each thing said has the number of pages that say it."""
    for minute in range(3):
        story(archive, minute, b"<meta name=robots content=noai>" if minute else b"<p>")
    counted, looked = Rights(archive).of_pages(SITE)
    assert looked == 3
    assert [(signal.value, number) for signal, number in counted] == [("noai", 2)]
