"""Conditional requests: made where they save something, believed where the server has proved honest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.crawl.listings import _since
from archiver.crawl.run import crawl
from archiver.crawl.standing import EVERY, Seen, Standing, answered, conditions, must_check, promised, standing_of
from archiver.model import Exchange, Outcome
from archiver.newsroom import Newsroom, serving
from archiver.store.archive import Archive
from archiver.store.rows import LinkRow
from archiver.store.verify import verify

URL = "http://a.test/feed"


def seen(etag: str = '"1"', links: str = "one", url: str = URL) -> Seen:
    head = f"HTTP/1.1 200 OK\r\nETag: {etag}\r\nLast-Modified: Sun, 01 Mar 2026 12:00:00 GMT\r\n\r\n".encode()
    exchange = Exchange(url=url, request=b"", head=head, body=b"", payload=b"", started=datetime(2026, 3, 1, tzinfo=UTC))
    return Seen(exchange, f"digest of {links}", links)


FIRST = answered(Standing(), seen(), asked=False, checked=False)


def test_the_servers_own_validators_are_used() -> None:
    """The second request asks with the very ETag and Last-Modified of the last answer, and for that URL only."""
    assert conditions(Standing(), URL) == {}
    assert conditions(FIRST, URL) == {"If-None-Match": '"1"', "If-Modified-Since": "Sun, 01 Mar 2026 12:00:00 GMT"}
    assert conditions(FIRST, "http://a.test/moved") == {}


def test_belief_is_earned() -> None:
    """A 304 is checked until the server has noticed a change; then every tenth."""
    assert must_check(FIRST)
    same = answered(promised(FIRST), seen(), asked=False, checked=True)
    assert not same.lied
    assert must_check(same)
    proved = answered(same, seen('"2"', "two"), asked=True, checked=False)
    believed = 0
    while not must_check(proved):
        proved, believed = promised(proved), believed + 1
    assert believed == EVERY - 1


def test_a_lie_is_never_forgotten() -> None:
    """A listing that changed behind a 304, or under the same ETag, is never again asked for with conditions."""
    for lie in (answered(promised(FIRST), seen('"2"', "two"), asked=False, checked=True),
                answered(FIRST, seen('"1"', "two"), asked=False, checked=False)):
        assert lie.lied == "2026-03-01T00:00:00+00:00"
        later = answered(lie, seen('"3"', "three"), asked=False, checked=False)
        assert later.lied == lie.lied
        assert conditions(standing_of(later.memo()), URL) == {}


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(
    st.sampled_from(["etag", "noticed", "x"]), inner)).map(repr))
def test_any_memo_can_be_read(memo: str) -> None:
    """Whatever a memo says, it is a standing."""
    known = standing_of(memo)
    assert standing_of(known.memo()) == known


@given(st.text(max_size=30), st.integers(0, 99), st.booleans())
def test_a_standing_survives_its_memo(etag: str, number: int, honest: bool) -> None:
    """What is known comes back from the memo as it was."""
    known = Standing(URL, etag, "", "sha1:X", "0123456789abcdef", number, 3, "" if honest else "2026-03-01")
    assert standing_of(known.memo()) == known


@pytest.mark.parametrize(("stated", "due"), [("2026-03-02T10:00:00+00:00", True), ("2026-03-01", True), ("soon", True),
                                             ("2026-02-28", False), ("2026-03-01T11:00:00+00:00", False),
                                             ("2026-03-01T11:00:00-05:00", True)])
def test_parts_that_changed(stated: str, due: bool) -> None:
    """A part of an index is due where its date is not before the last visit."""
    assert _since(stated, "2026-03-01T12:00:00.000000+00:00") is due


@dataclass
class Visited:
    """Outlets of a newsroom and an archive; `crawl` visits them once more."""

    room: Newsroom
    root: Path
    name: str
    hits: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)

    def crawl(self) -> dict[str, int]:
        """The outcomes of one more run; `hits` is then what it asked for: status, and whether with conditions."""
        before = len(self.room.log)
        site = next(site for site in self.room.sites() if site.name == self.name)
        outcomes = crawl([site], self.root, workers=0).total
        self.hits = {}
        for hit in self.room.log[before:]:
            asked = any(name.lower() in ("if-none-match", "if-modified-since") for name, _ in hit.headers)
            self.hits.setdefault(hit.path, []).append((hit.status, asked))
        return dict(outcomes)

    def link(self, path: str) -> LinkRow:
        row = Archive(self.root).link(self.room.outlet(self.name).url(path))
        assert row is not None
        return row


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with serving(host_base="127.0.12", size=5) as found:
        yield found


def test_a_feed_that_lies(room: Newsroom, tmp_path: Path) -> None:
    """A feed that says 304 though it changed is found out before anything is missed, and never believed again."""
    visited = Visited(room, tmp_path, "voz-del-sur")
    visited.crawl()
    room.publish("voz-del-sur", 2)
    assert visited.crawl()["new"] == 2
    assert visited.hits["/rss/portada.xml"] == [(304, True), (200, False)]
    assert standing_of(visited.link("/rss/portada.xml").memo).lied
    for _ in range(2):
        room.publish("voz-del-sur", 1)
        assert visited.crawl()["new"] == 1
        assert visited.hits["/rss/portada.xml"] == [(200, False)]
    assert visited.hits["/feed.json"] == [(200, True)]
    assert visited.crawl()["not-modified"] >= 2              # the honest feed beside it, and the sitemap
    assert visited.hits["/feed.json"] == visited.hits["/mapa.xml"] == [(304, True)]
    assert [str(finding) for finding in verify(list((tmp_path / "voz-del-sur" / "warc").iterdir()), strict=True)] == []


def test_a_feed_that_is_honest(room: Newsroom, tmp_path: Path) -> None:
    """An honest 304 is checked until a change was noticed, then believed; it is kept as a revisit that replays."""
    visited = Visited(room, tmp_path, "meridian-courier")
    visited.crawl()
    path = next(p for p in visited.hits if visited.link(p).link.kind == "feed")
    visited.crawl()
    assert visited.hits[path] == [(304, True), (200, False)]
    room.publish("meridian-courier", 1)
    assert visited.crawl()["new"] == 1
    assert visited.hits[path] == [(200, True)]
    visited.crawl()
    assert visited.hits[path] == [(304, True)]
    row = visited.link(path)
    assert row.outcome is Outcome.NOT_MODIFIED
    with Archive(tmp_path) as archive:
        *_, whole, revisit = (row for row in archive.captures("meridian-courier") if row.url.endswith(path))
        assert (revisit.status, revisit.revisit_of) == (304, whole.record_id)
        assert archive.read(revisit.warc, revisit.offset).exchange.payload == archive.read(
            whole.warc, whole.offset).exchange.payload


def test_parts_of_an_index_are_read_again(room: Newsroom, tmp_path: Path) -> None:
    """What a sitemap index or robots.txt names is asked again in a later run, so that new articles are found there."""
    for name in ("meridian-courier", "voz-del-sur"):
        site = next(site for site in room.sites() if site.name == name)
        site = type(site)(name=name, domains=site.domains, sitemaps=site.sitemaps, pace=site.pace, follow=False,
                          allow_private=True, feeds=() if site.sitemaps else (room.outlet(name).url("/nothing"),))
        crawl([site], tmp_path, workers=0)
        room.publish(name, 2)
        assert crawl([site], tmp_path, workers=0).total["new"] == 2, name
