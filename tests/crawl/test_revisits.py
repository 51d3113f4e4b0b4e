"""Articles asked for with conditions: a 304 is believed where edits have proved it, and no edit is missed where it lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from archiver.crawl.plan import When
from archiver.crawl.revisits import Kind, kind_of
from archiver.crawl.run import crawl
from archiver.health.coverage import coverage
from archiver.model import Link, Schedule
from archiver.newsroom import Newsroom, serving
from archiver.newsroom.diary import OPENED
from archiver.schedule import HOUR
from archiver.store.archive import Archive
from archiver.store.reindex import reindex
from archiver.store.verify import verify
from archiver.urls import link_key
from benchmarks.life import Life

NAME = "voz-del-sur"
DAYS = 31.0


@dataclass
class Lived:
    """A month of an outlet whose live blogs lie and whose articles are honest; times in hours since it opened."""

    room: Newsroom
    root: Path
    urls: list[str]
    asked: dict[str, list[tuple[float, int, bool]]]      # by URL: when, status, and whether with conditions

    def at(self, hours: float, *urls: str) -> list[tuple[int, bool]]:
        """How the visits at a time went."""
        return [(status, conditional) for url in urls for when, status, conditional in self.asked[url]
                if abs(when - hours) < 0.1]

    def versions(self, url: str) -> int:
        with Archive(self.root) as archive:
            return len(archive.history(url))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """Twelve stories; two articles and a live blog are edited after 2 hours, others after 2 days, and after 10."""
    root, life, hours = tmp_path_factory.mktemp("revisits"), Life(OPENED, DAYS), []
    with serving(host_base="127.0.15", size=1, clock=life.moment) as room:
        outlet = room.outlet(NAME)
        site = replace(outlet.site(), schedule=Schedule(shortest=1440, longest=1440))
        room.silence(NAME)
        urls = room.publish(NAME, 12)
        articles, blogs = [u for u in urls if "/nota/" in u], [u for u in urls if "/en-vivo/" in u]
        for when, changed in ((2.0, (*articles[:2], blogs[0])), (48.0, (articles[2], blogs[1])), (240.0, (articles[3], blogs[2]))):
            life.deeds += [(OPENED + timedelta(hours=when), lambda url=url: room.edit(url)) for url in changed]  # type: ignore[misc]
        respond = outlet.respond

        def noted(request):  # type: ignore[no-untyped-def]
            hours.append((life.moment() - OPENED).total_seconds() / HOUR)
            return respond(request)
        outlet.respond = noted  # type: ignore[method-assign]
        over = lambda: "over" if life.now() >= life.end else ""  # noqa: E731
        crawl([site], root, workers=0, when=When(scheduled=True, stays=True, clock=life, over=over))
        asked: dict[str, list[tuple[float, int, bool]]] = {}
        for when, hit in zip(hours, room.log, strict=True):
            conditional = any(name.lower() in ("if-none-match", "if-modified-since") for name, _ in hit.headers)
            asked.setdefault(outlet.url(hit.path), []).append((when, hit.status, conditional))
        yield Lived(room, root, [*articles, *blogs], asked)


def test_no_edit_is_missed(lived: Lived) -> None:
    """Each story that was edited has a second version, also where a 304 would have hidden it; no other story has."""
    edited = {*lived.urls[:4], *lived.urls[-3:]}
    assert {url: lived.versions(url) for url in lived.urls} == {url: 2 if url in edited else 1 for url in lived.urls}


def test_belief_is_proved_by_edits(lived: Lived) -> None:
    """Nothing is asked for with conditions before an edit was seen; then the edited articles are, with what is outdated."""
    articles = lived.urls[:-3]
    for hours in (0.25, 1, 6):
        assert lived.at(hours, *lived.urls) == [(200, False)] * len(lived.urls), hours
    assert lived.at(24, *articles) == [(200, True)] * 2 + [(200, False)] * (len(articles) - 2)
    week = lived.at(168, *articles)
    assert week.count((304, True)) >= 4              # a tenth of them is checked
    assert lived.at(168, articles[2]) == [(200, True)]
    assert lived.at(720, *articles) == [(200, False)] * len(articles)


def test_a_liar_is_found_out_at_its_first_304(lived: Lived) -> None:
    """The kind of pages that says 304 to outdated validators is asked for plainly at once, and ever after."""
    blogs = lived.urls[-3:]
    assert lived.at(24, *blogs) == [(304, True), (200, False), (200, False), (200, False)]
    for hours in (168, 720):
        assert lived.at(hours, *blogs) == [(200, False)] * 3


def test_what_was_learned_outlives_the_catalog(lived: Lived) -> None:
    """A rebuilt catalog knows who proved and who lied, and when an article was last met; each 304 is a record that replays."""
    with Archive(lived.root) as archive:
        before = archive.witnesses(NAME)
        assert sorted(str(row.memo).split('"witness":"')[1].split()[0] for row in before) == ["lied", "proved", "proved", "proved"]
        rows = [row for row in archive.captures(NAME) if row.status == 304 and "/nota/" in row.url]
        assert rows and all(archive.read(row.warc, row.offset).exchange.payload for row in rows)
        assert coverage(archive, NAME)[0].visits["not-modified"] >= len(rows)
    assert reindex(lived.root, NAME).differences == {}
    with Archive(lived.root) as archive:
        assert archive.witnesses(NAME) == before
    assert [str(finding) for finding in verify(list((lived.root / NAME / "warc").iterdir()), strict=True)] == []


@pytest.mark.parametrize(("url", "kind"), [
    ("https://a.example/news/a-story-7", "s a.example/news"), ("https://a.example/a-story-7", "s a.example"),
    ("https://b.a.example/2026/11/26/a", "s b.a.example/0"), ("https://a.example/", "s a.example"),
    ("https://a.example/?p=7", "s a.example")])
def test_kinds_of_pages(url: str, kind: str) -> None:
    """Pages of one host and first folder are one kind, years too."""
    assert kind_of(Link("s", url, link_key(url), "feed")) == kind


def test_two_proofs_and_no_lie() -> None:
    """One article is not enough, what was proved later does not count yet, and one lie outweighs all proofs."""
    assert not Kind({"a": "2026-03-01"}).believed("2026-03-02")
    assert not Kind({"a": "2026-03-01", "b": "2026-03-03"}).believed("2026-03-02")
    assert Kind({"a": "2026-03-01", "b": "2026-03-02"}).believed("2026-03-02")
    assert not Kind({"a": "2026-03-01", "b": "2026-03-02"}, lied=True).believed("2026-03-02")
