"""The newsroom as a whole: the same seed gives the same bytes, and its commands and its clock do what they say."""

from __future__ import annotations

import asyncio
import errno
import signal
import subprocess
import sys
import urllib.request
from datetime import timedelta

import pytest

from archiver.newsroom import OPENED, Newsroom, serving, virtual_clock
from archiver.newsroom.server import Server
from archiver.urls import belongs
from tests.newsroom.browser import get, text


def _all(room: Newsroom) -> dict[str, bytes]:
    return {t.url: room.answer(t.outlet, t.url.removeprefix(room.outlet(t.url).base_url)).body
            for t in room.truth.values() if t.url not in room.corners}


def test_same_seed_same_bytes() -> None:
    """Two newsrooms of one seed have the same pages and truth; another seed has others."""
    one, two, other = Newsroom(3, size=6), Newsroom(3, size=6), Newsroom(4, size=6)
    assert _all(one) == _all(two) and one.truth == two.truth
    assert set(_all(one).values()).isdisjoint(_all(other).values())


def test_order_of_questions_changes_nothing() -> None:
    """A page asked for first reads as one that is asked for last."""
    one, two = Newsroom(3, size=6), Newsroom(3, size=6)
    urls = list(_all(one))
    paths = [(two.outlet(u), u.removeprefix(two.outlet(u).base_url)) for u in reversed(urls)]
    assert [two.answer(o, p).body for o, p in paths][::-1] == list(_all(one).values())


def test_sites_fit(room: Newsroom) -> None:
    """Each outlet's site file names its own host and allows loopback; all are different."""
    sites = room.sites()
    assert len({s.name for s in sites}) == len({s.domains for s in sites}) == len(room.outlets) >= 10
    for site in sites:
        assert site.allow_private and site.pace.delay < 0.1
        assert all(belongs(u, site.domains) for u in (*site.feeds, *site.sitemaps, *site.sections))


def test_redesign_keeps_articles_and_changes_markup() -> None:
    """After a redesign every article is at its address in other markup, with the truth of the new page."""
    with serving(size=4) as room:
        for outlet in room.outlets[:8]:
            before = {t.url: t for t in outlet.truths()}
            pages = {u: get(u).body for u in before}
            room.redesign(outlet)
            for truth in outlet.truths():
                page = text(get(truth.url))
                assert get(truth.url).body != pages[truth.url] and truth.title == before[truth.url].title
                assert all(p in page for p in truth.body) and truth.byline in page


def test_publish_adds_articles() -> None:
    """What is published is at once in the truth, on its page, and in the feed."""
    with serving(size=4) as room:
        outlet = room.outlet("harbour-ledger")
        feed = get(outlet.url("/feed/"))
        urls = room.publish(outlet, 2)
        after = get(outlet.url("/feed/"))
        assert after.headers["etag"] != feed.headers["etag"]
        for url in urls:
            assert url in after.body.decode() and room.truth[url].title in text(get(url))


def test_lying_feed_never_changes_its_tag() -> None:
    """The lying feed answers 304 after new articles, though it lists them when it is asked without condition."""
    with serving(size=4) as room:
        outlet = room.outlet("voz-del-sur")
        url = outlet.url("/rss/portada.xml")
        tag = get(url).headers["etag"]
        fresh = room.publish(outlet)[0]
        assert get(url, If_None_Match=tag).status == 304
        assert fresh in get(url).body.decode() and fresh in get(outlet.url("/feed.json")).body.decode()


@pytest.mark.parametrize("kind", ["body", "title", "correction", "byline", "typo"])
def test_edit(kind: str) -> None:
    """An edit shows on the page and in the truth, changes the validators, and leaves the address."""
    with serving(size=4) as room:
        for outlet in (room.outlets[0], room.outlets[2], room.outlets[6]):
            before = outlet.truths()[0]
            old = get(before.url)
            after = room.edit(before.url, kind)
            page = text(get(before.url, If_None_Match=old.headers["etag"]))
            assert after.url == before.url and after != before and room.truth[before.url] == after
            assert all(words in page for words in (after.title, *after.body, *after.corrections))
            assert get(before.url, If_Modified_Since=old.headers["last-modified"]).status == 200


def test_clock_decides() -> None:
    """Stories appear when the clock says so, a silenced outlet brings none, and edits count from their time."""
    clock, move = virtual_clock(OPENED)
    with serving(size=5, clock=clock) as room:
        one, other = room.outlets[0], room.outlets[2]
        assert len(one.truths()) == 5
        room.silence(other)
        for _ in range(14):
            move(timedelta(days=1))
            assert get(one.url("/feed/")).status == 200
        assert 5 + 14 * 2 <= len(one.truths()) <= 5 + 14 * 6 and len(other.truths()) == 5
        assert all(t.published is None or t.published <= clock().isoformat() for t in one.truths())
        assert "16 Mar 2026" in get(one.url("/")).headers["date"]
        room.wake(other)
        move(timedelta(days=3))
        assert 5 < len(other.truths()) < len(one.truths())


def test_future_stories_are_not_there_yet() -> None:
    """A story has no page before its time."""
    clock, move = virtual_clock(OPENED)
    room, later = Newsroom(size=5, clock=clock), Newsroom(size=5, clock=lambda: OPENED + timedelta(days=9))
    fresh = [t.url for t in later.truth.values() if t.url not in room.truth]
    path = fresh[0].removeprefix(room.outlets[0].base_url)
    assert len(fresh) > 100 and room.answer(room.outlets[0], path).status == 404
    move(timedelta(days=9))
    assert room.answer(room.outlets[0], path).status == 200


def test_time_lapse_does_not_depend_on_the_steps() -> None:
    """A clock that jumps sees the same stories as one that walks."""
    clock, move = virtual_clock(OPENED)
    walked = Newsroom(size=5, clock=clock)
    for _ in range(40):
        move(timedelta(hours=36))
        walked.outlets[1].stories()
    jumped = Newsroom(size=5, clock=clock)
    assert walked.truth == jumped.truth
    assert len({t.title for t in jumped.truth.values()}) == len(jumped.truth) > 1500


def test_hindrances() -> None:
    """A captcha answers 403 to all but robots.txt; a dead feed 404; both end."""
    with serving(size=3) as room:
        outlet = room.outlets[0]
        room.hinder(outlet, "captcha")
        assert [get(outlet.url(p)).status for p in ("/", "/feed/", "/robots.txt")] == [403, 403, 200]
        room.hinder(outlet, "feeds")
        assert [get(outlet.url(p)).status for p in ("/", "/feed/")] == [200, 404]
        room.hinder(outlet)
        assert get(outlet.url("/feed/")).status == 200


def test_log_knows_every_request() -> None:
    """The log has time, outlet, path, status and headers of each request, in order."""
    with serving(size=3) as room:
        urllib.request.urlopen(room.outlets[1].url("/")).read()
        get(room.outlets[2].url("/none?x=1"), User_Agent="me")
        assert [(h.outlet, h.path, h.status) for h in room.log] == [
            ("diario-da-ribeira", "/", 200), ("meridian-courier", "/none?x=1", 404)]
        assert ("User-Agent", "me") in room.log[1].headers and room.log[0].at <= room.log[1].at


def test_async_context() -> None:
    """The newsroom serves inside a running event loop, and its port is free again afterwards."""
    async def visit() -> bytes:
        async with Newsroom(size=3) as room:
            reader, writer = await asyncio.open_connection(room.outlets[0].host, room.outlets[0].port)
            writer.write(b"GET /robots.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            found = await reader.read()
            writer.close()
            return found
    assert b"Disallow: /wp-admin/" in asyncio.run(visit())


def test_port_in_use_says_the_cure() -> None:
    """A port that is taken is an error that says what to do."""
    with serving(size=3) as room, pytest.raises(OSError, match="another port"), serving(
            size=3, port=room.outlets[0].port):
        pass


def test_one_address_where_there_is_only_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only 127.0.0.1 is loopback, the outlets get ports of their own, and the note says why."""
    bind = Server._bind

    async def as_on_macos(self: Server, hosts: list[str], port: int, *, same: bool) -> None:
        if hosts[0] != "127.0.0.1":
            raise OSError(errno.EADDRNOTAVAIL, "Can't assign requested address")
        await bind(self, hosts, port, same=same)

    monkeypatch.setattr(Server, "_bind", as_on_macos)
    with serving(size=3) as room:
        assert "only Linux" in room.note and {o.host for o in room.outlets} == {"127.0.0.1"}
        assert len({o.port for o in room.outlets}) == len(room.outlets)
        assert len({s.domains for s in room.sites()}) == len(room.outlets)
        for outlet in room.outlets:
            assert get(outlet.truths()[-1].url).status == 200


def test_module_serves_until_interrupted() -> None:
    """`python -m archiver.newsroom` prints its outlets, serves them, and ends quietly at Ctrl-C."""
    with subprocess.Popen([sys.executable, "-m", "archiver.newsroom", "--size", "3"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline().split()
        assert get(first[0]).status == 200 and first[1] == "harbour-ledger"
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0 and "Traceback" not in process.stderr.read()  # type: ignore[union-attr]
