"""A whole crawl of a small outlet: every link ends with exactly one outcome, and every exchange is in the archive."""

from __future__ import annotations

import os
import signal
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archiver.crawl.progress import Summary
from archiver.crawl.run import crawl
from archiver.errors import ArchiveBusy, DiskFull
from archiver.model import Outcome, Pace, Site
from archiver.newsroom import serving
from archiver.store.archive import Archive

from .odd_responses import length
from .outlet import Outlet, answers, failing, page, serve

QUICK = {"ARCHIVER_RETRY_DELAY": 0.05, "DOWNLOAD_MAXSIZE": 2_000_000, "ARCHIVER_SILENCE": 1.0, "ARCHIVER_PATIENCE": 50}
ENDS = {
    "/a/1": Outcome.NEW, "/a/2": Outcome.NEW, "/a/3": Outcome.NEW, "/a/5": Outcome.NEW,
    "/private/1": Outcome.ROBOTS, "/moved": Outcome.REDIRECTED, "/moved-to-known": Outcome.REDIRECTED,
    "/loop-a": Outcome.REDIRECTED, "/loop-b": Outcome.REDIRECT_LOOP, "/self": Outcome.REDIRECT_LOOP,
    "/chain/0": Outcome.REDIRECTED, "/chain/10": Outcome.REDIRECT_LOOP, "/away": Outcome.OFF_SITE,
    "/nowhere": Outcome.BROKEN, "/gone": Outcome.GONE, "/missing": Outcome.GONE, "/forbidden": Outcome.REFUSED,
    "/teapot": Outcome.HTTP_ERROR, "/broken-500": Outcome.SERVER_ERROR, "/busy": Outcome.SERVER_ERROR,
    "/too-large": Outcome.TOO_LARGE, "/bomb": Outcome.TOO_LARGE, "/bad-chunk": Outcome.BROKEN,
    "/bad-gzip": Outcome.BROKEN, "/no-http": Outcome.BROKEN, "/cut": Outcome.CONNECTION,
    "/empty": Outcome.NOT_ARTICLE, "/film": Outcome.UNWANTED, "/mute": Outcome.TIMEOUT,
    "/feed": Outcome.DISCOVERED, "/robots.txt": Outcome.DISCOVERED,
}
NOT_ANNOUNCED = {"/a/5", "/loop-b", "/chain/10", "/feed", "/robots.txt"}


def run(outlet: Outlet, root: Path, site: Site | None = None, **kwargs: Any) -> Summary:
    settings = {**QUICK, **kwargs.pop("settings", {})}
    return crawl([site or outlet.site()], root, settings=settings, **kwargs)


def test_every_link_has_one_end(tmp_path: Path) -> None:
    """Whatever a URL does, its link ends with the outcome that names it; nothing waits, and the sums are equal."""
    announced = [path for path in ENDS if path not in NOT_ANNOUNCED]
    with serve(answers(), announced) as outlet:
        summary = run(outlet, tmp_path, workers=1)
        archive = Archive(tmp_path)
        ended = {path: row.outcome for path in ENDS if (row := archive.link(outlet.base + path, "outlet"))}
        assert ended == ENDS
        assert archive.pending("outlet") == 0
        assert summary.reason == "finished"
        assert Counter(archive.outcomes("outlet")) == summary.outcomes["outlet"]
        assert sum(summary.total.values()) == len(list(archive.links("outlet")))
        captured = Counter(row.url.removeprefix(outlet.base) for row in archive.captures("outlet"))
        heads = {"/no-http", "/mute"}                     # no whole head came: there is nothing to keep
        for path in ENDS.keys() - heads - {"/private/1"}:
            assert captured[path] == outlet.asked(path), path
        assert outlet.asked("/private/1") == 0
        assert outlet.asked("/broken-500") == outlet.asked("/busy") == outlet.asked("/cut") == 3
        assert {path: captured[path] for path in heads} == {"/no-http": 0, "/mute": 0}
        cut = [row.truncated for row in archive.captures("outlet") if row.url.endswith(("/cut", "/too-large"))]
        assert Counter(cut) == {"disconnect": 3, "length": 1}


def test_articles_lead_back_to_their_records(tmp_path: Path) -> None:
    """An article's provenance names the very record its page lies in."""
    with serve(answers(), ["/a/1", "/a/2"]) as outlet:
        run(outlet, tmp_path, workers=0)
        archive = Archive(tmp_path)
        found = list(archive.articles("outlet"))
        assert len(found) == 2
        for article in found:
            assert article.provenance.warc is not None and article.provenance.offset is not None
            capture = archive.read(article.provenance.warc, article.provenance.offset)
            assert capture.url == article.url
            assert article.title.encode() in capture.exchange.payload


def test_a_second_run_asks_the_feeds_only(tmp_path: Path) -> None:
    """Feeds and robots.txt are asked in every run, pages that ended are not; what is new is found."""
    with serve(answers(), ["/a/1", "/a/2"]) as outlet:
        run(outlet, tmp_path, workers=0)
        outlet.server.answers["/feed"] = outlet.server.answers["/feed"].replace(b"/a/2<", b"/a/3<")
        summary = run(outlet, tmp_path, workers=0)
        assert summary.total == {"new": 1, "discovered": 2}
        assert [outlet.asked(path) for path in ("/feed", "/robots.txt", "/a/1", "/a/2", "/a/3")] == [2, 2, 1, 1, 1]


def test_private_addresses_are_refused(tmp_path: Path) -> None:
    """A site that does not allow private addresses is not fetched from one, and its links say so."""
    with serve(answers(), ["/a/1"]) as outlet:
        summary = run(outlet, tmp_path, outlet.site(allow_private=False), workers=0)
        assert set(summary.total) == {"private-address"}
        assert outlet.server.connections == 0


def test_robots_that_cannot_be_read(tmp_path: Path) -> None:
    """Where robots.txt answers 503, nothing else is fetched; the feed's link says why."""
    with serve({**answers(), "/robots.txt": failing(b"503 Busy", b"Retry-After: 0\r\n")}, ["/a/1"]) as outlet:
        run(outlet, tmp_path, workers=0)
        row = Archive(tmp_path).link(outlet.base + "/feed", "outlet")
        assert row is not None
        assert (row.outcome, row.detail) == (Outcome.ROBOTS, "robots.txt answered 503")
        assert outlet.asked("/feed") == 0
        assert outlet.asked("/robots.txt") == 3


@pytest.mark.parametrize("status", [b"404 Not Found", b"410 Gone", b"403 Forbidden"])
def test_no_robots_is_no_failure(tmp_path: Path, status: bytes) -> None:
    """A robots.txt that is not there allows everything: it is read as such, and nothing is counted as failed."""
    with serve({**answers(), "/robots.txt": failing(status)}, ["/a/1", "/private/1"]) as outlet:
        summary = run(outlet, tmp_path, workers=0)
        row = Archive(tmp_path).link(outlet.base + "/robots.txt", "outlet")
        assert row is not None
        assert row.outcome is Outcome.DISCOVERED
        assert row.detail == f"no rules ({status.decode()}): all may be fetched"
        assert summary.total == {"discovered": 2, "new": 2}
        assert "failed" not in summary.line()
        assert summary.exit_code == 0


def test_robots_alone_is_not_well(tmp_path: Path) -> None:
    """An outlet of which nothing but robots.txt could be read needs a look: exit code 1."""
    with serve({**answers(), "/feed": failing(b"404 Not Found")}, []) as outlet:
        assert run(outlet, tmp_path, workers=0).exit_code == 1


def test_pages_wait_while_robots_cannot_be_read(tmp_path: Path) -> None:
    """An outage of robots.txt burns no page: what was known before is fetched when it is over."""
    with serve(answers(), ["/a/1", "/a/2"]) as outlet:
        run(outlet, tmp_path, workers=0, limit=1)
        good = outlet.server.answers["/robots.txt"]
        outlet.server.answers["/robots.txt"] = failing(b"500 Oops")
        run(outlet, tmp_path, workers=0)
        assert Archive(tmp_path).outcomes("outlet")["waiting"] == 1
        outlet.server.answers["/robots.txt"] = good
        summary = run(outlet, tmp_path, workers=0)
        assert summary.total["new"] == 1
        assert Archive(tmp_path).pending("outlet") == 0


def test_a_host_that_wants_rest_is_left_alone(tmp_path: Path) -> None:
    """Asked to come back in an hour, the crawl ends at once, says so, and keeps the pages for the next run."""
    rest = failing(b"429 Too Many Requests", b"Retry-After: 3600\r\n")
    with serve({**answers(), "/a/1": rest}, ["/a/1", "/a/2", "/a/3"]) as outlet:
        summary = run(outlet, tmp_path, outlet.site(concurrency=1), workers=0)
        assert summary.total["new"] == 0
        assert any("3600 s of rest" in message for message in summary.messages)
        assert Archive(tmp_path).pending("outlet") == 3
        assert outlet.asked("/a/1") == 1


def test_two_crawls_of_one_site(tmp_path: Path) -> None:
    """While one process crawls a site, a second one is refused, with the pid of the first."""
    with serve(answers(), ["/a/1"]) as outlet, Archive(tmp_path) as first:
        first.open("outlet")
        with pytest.raises(ArchiveBusy, match=str(os.getpid())):
            run(outlet, tmp_path, workers=0)


def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no room left the crawl stops with exit code 4 and the reason; the next run, with room, ends all links."""
    real = os.statvfs
    with serve(answers(), ["/a/1", "/a/2", "/a/3"]) as outlet:
        monkeypatch.setattr(os, "statvfs", lambda path: os.statvfs_result(
            (4096, 4096, 1000, 0 if outlet.asked("/feed") else 10**9, 0 if outlet.asked("/feed") else 10**9,
             *list(real(path))[5:])))
        summary = run(outlet, tmp_path, workers=0)
        assert (summary.reason, summary.exit_code) == ("disk-full", 4)
        assert "MB are free" in summary.detail
        monkeypatch.setattr(os, "statvfs", real)
        assert run(outlet, tmp_path, workers=0).total["new"] == 3
        assert Archive(tmp_path).pending("outlet") == 0


def test_no_room_for_the_last_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When only the closing of the archive finds no room, the crawl ends with code 4 too, and nothing is lost."""
    real = Archive.close

    def full(archive: Archive) -> None:
        if archive._open:
            folder = next(iter(archive._open.values()))
            monkeypatch.setattr(folder, "commit", no_room)
        real(archive)

    def no_room() -> None:
        raise DiskFull("no room for the catalog", cure="make room and run again")

    with serve(answers(), ["/a/1", "/a/2"]) as outlet:
        monkeypatch.setattr(Archive, "close", full)
        summary = run(outlet, tmp_path, workers=0)
        assert (summary.exit_code, summary.detail) == (4, "no room for the catalog (make room and run again)")
        monkeypatch.setattr(Archive, "close", real)
        run(outlet, tmp_path, workers=0)
        assert Archive(tmp_path).outcomes("outlet")["new"] == 2
        assert [outlet.asked("/a/1"), outlet.asked("/a/2")] == [1, 1]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no file here that is always full")
def test_no_room_for_a_profile(tmp_path: Path) -> None:
    """When there is room for the articles but not for what was learned of them, the crawl ends with code 4 and says so; the
    next one learns it."""
    full = tmp_path / "ostmuender-tageblatt" / f".profile.{os.getpid()}.json"
    full.parent.mkdir()
    full.symlink_to("/dev/full")
    with serving(host_base="127.0.14", size=18) as room:
        site = room.outlet("ostmuender-tageblatt").site()
        summary = crawl([site], tmp_path, workers=0)
        assert (summary.reason, summary.exit_code, summary.total["new"]) == ("disk-full", 4, 18)
        assert "make room" in summary.detail
        assert crawl([site], tmp_path, workers=0).exit_code == 0
        assert Archive(tmp_path).profile(site.name) is not None


@pytest.mark.parametrize("where", ["next", "answered"])
def test_a_fault_of_ours_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """A crawl that cannot go on for a fault in the archiver itself says so, and does not end as one that went well."""
    def broken(*_: object) -> None:
        raise TypeError("no such thing")

    monkeypatch.setattr(f"archiver.crawl.frontier.Frontier.{where}", broken)
    with serve(answers(), ["/a/1"]) as outlet:
        summary = run(outlet, tmp_path, workers=0)
        assert summary.exit_code == 1
        assert summary.detail == "a fault of the archiver: TypeError: no such thing"


def test_ctrl_c_and_again(tmp_path: Path) -> None:
    """Ctrl-C ends a crawl in a few seconds though a server is slow; the next run does the rest, and nothing twice."""
    paths = [f"/a/{n}" for n in range(100, 130)]
    pages = {path: page(int(path[3:])) for path in paths}
    slow = {**answers(), **pages, "/mute": [60.0]}
    with serve(slow, [*paths[:15], "/mute", *paths[15:]]) as outlet:
        def stop_at_half() -> None:
            while outlet.asked("/mute") < 1:
                threading.Event().wait(0.02)
            os.kill(os.getpid(), signal.SIGINT)

        site = outlet.site(delay=0.02, concurrency=1)
        threading.Thread(target=stop_at_half, daemon=True).start()
        first = run(outlet, tmp_path, site, workers=1, settings={"ARCHIVER_SILENCE": 30.0})
        assert (first.reason, first.exit_code) == ("shutdown", 130)
        assert 0 < first.total["new"] < 30
        outlet.server.answers["/mute"] = page(99)
        second = run(outlet, tmp_path, site, workers=1)
        assert first.total["new"] + second.total["new"] == 31
        assert {outlet.asked(path) for path in paths} == {1}


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_loops_are_known_across_runs(tmp_path: Path, limit: int) -> None:
    """A redirect loop or an endless chain that is met over several runs ends as in one."""
    with serve(answers(), ["/loop-a", "/loop-b", "/chain/0"]) as outlet:
        for _ in range(14):
            run(outlet, tmp_path, outlet.site(concurrency=1), workers=0, limit=limit)
        archive = Archive(tmp_path)
        ends = {row.url.removeprefix(outlet.base): row.outcome for row in archive.links("outlet")}
        assert archive.pending("outlet") == 0
        assert (ends["/loop-a"], ends["/loop-b"]) == (Outcome.REDIRECTED, Outcome.REDIRECT_LOOP)
        assert ends["/chain/10"] is Outcome.REDIRECT_LOOP
        assert "/chain/11" not in ends


def test_waiting_is_explained(tmp_path: Path) -> None:
    """While the crawl waits for a crawl-delay, its progress says so."""
    slow = {**answers(), "/robots.txt": length(b"User-agent: *\nCrawl-delay: 3\n")}
    lines: list[str] = []
    with serve(slow, []) as outlet:
        run(outlet, tmp_path, workers=0, progress=lines.append, every=0.3)
    assert any("waiting for crawl-delay of" in line and "(3 s)" in line for line in lines), lines


def test_memory_does_not_follow_the_frontier(tmp_path: Path) -> None:
    """With many links waiting only a handful is in flight: the rest stays in the catalog."""
    paths = [f"/a/{n}" for n in range(2000)]
    most = 0
    with serve({**answers(), **{path: failing(b"404 Not Found") for path in paths}}, paths) as outlet:
        def watch(_: str) -> None:
            nonlocal most
            rows = Archive(tmp_path).links("outlet")
            most = max(most, sum(row.state == "taken" for row in rows))

        run(outlet, tmp_path, workers=0, progress=watch, every=0.2)
        assert Archive(tmp_path).outcomes("outlet")["gone"] == 2000
    assert 0 < most <= 100


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://no-such-host.invalid"])
def test_a_dead_host(tmp_path: Path, url: str) -> None:
    """A host that is not there ends its links by name, and the crawl ends."""
    site = Site(name="dead", feeds=(f"{url}/feed",), domains=(url[7:],), allow_private=True, rights=False,
                pace=Pace(delay=0.0))
    summary = crawl([site], tmp_path, settings=QUICK, workers=0)
    assert set(summary.total) <= {"connection", "dns"}
    assert Archive(tmp_path).pending("dead") == 0
    assert summary.exit_code == 1
