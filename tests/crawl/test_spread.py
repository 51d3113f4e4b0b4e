"""A crawl spread over the workers of a cluster: what it leaves is what one machine leaves, whatever is killed."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archiver.crawl.progress import Summary
from archiver.crawl.spread import Away, Share, _together, shares
from archiver.errors import ArchiveBusy
from archiver.model import Outcome, Pace, Site
from archiver.newsroom import serving
from archiver.store import Archive, Later
from tests.cluster import Cluster, cluster

from .odd_responses import length
from .outlet import page, serve
from .study import Study, differences, left, sound

OUTLETS = ("harbour-ledger", "al-marfa")


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with serving(host_base="127.0.7", size=5) as room:
        made = Study(tmp_path, room)
        made.write(OUTLETS, delay=0.02, concurrency=2)
        yield made


def test_two_workers_leave_what_one_machine_leaves(study: Study, tmp_path: Path) -> None:
    """The demo newsroom crawled by two Dask workers, one killed -9 in the middle: the same captures, articles, outcomes."""
    study.crawl(tmp_path / "here")
    with cluster(tmp_path) as made:
        crawl = study.start(tmp_path / "there", "--engine", made.address)
        study.wait_for(20, crawl)
        assert crawl.poll() is None
        made.kill(0)
        said, trouble = crawl.communicate(timeout=120)
        assert crawl.returncode == 0, said + trouble
    assert "Traceback" not in said + trouble
    assert all(f"{name}: " in said for name in OUTLETS)
    assert differences(left(tmp_path / "here"), left(tmp_path / "there")) == {}
    sound(tmp_path / "there")


def test_workers_visit_only_what_is_due(study: Study, dask: Cluster, tmp_path: Path) -> None:
    """`crawl --due` on a cluster: right after a crawl nothing is asked for; when the feeds are due, what is new is found."""
    root, away = tmp_path / "out", ("--due", "--engine", dask.address)
    study.crawl(root, *away)
    before = len(study.room.log)
    study.crawl(root, *away)
    assert len(study.room.log) == before
    fresh = [url for name in OUTLETS for url in study.room.publish(name, 1)]
    with Archive(root) as archive:
        for name in OUTLETS:
            archive.open(name)
            for row in [row for row in archive.links(name, outcome=Outcome.DISCOVERED) if row.link.kind == "feed"]:
                archive.finish(row.link, Outcome.DISCOVERED, later=Later(row.memo, "2026-03-02T00:00:00.000000+00:00"))
    study.crawl(root, *away)
    with Archive(root) as archive:
        ends = [row.outcome for url in fresh if (row := archive.link(url))]
    assert ends == [Outcome.NEW] * len(fresh)
    asked = {hit.path for hit in study.room.log[before:]}
    assert len(asked) < before / 2


def test_a_site_is_on_one_worker_at_a_time(tmp_path: Path) -> None:
    """Whoever is given a site that another still holds waits for it, and then goes on where that one was."""
    paths = {f"/a/{n}": page(n) for n in range(3)}
    answers = {**paths, "/robots.txt": length(b"", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")}
    with serve(answers, list(paths)) as outlet, Archive(tmp_path / "out") as holder:
        site = outlet.site(rights=False)
        holder.open(site.name)
        told: list[Summary] = []
        waiting = threading.Thread(target=lambda: told.append(Away(tmp_path / "out")(Share((site,)))))
        waiting.start()
        time.sleep(3.0)
        assert not told and not outlet.asked("/a/0")
        holder.close()
        waiting.join(60)
        assert told[0].reason == "finished"
        assert [outlet.asked(path) for path in paths] == [1, 1, 1]


def test_a_site_that_stays_busy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that another process goes on crawling is left, and the summary says so."""
    monkeypatch.setattr("archiver.crawl.spread.LEASE", 0.5)
    site = Site(name="outlet", domains=("127.0.0.1:9",), pace=Pace(delay=0.0))
    with Archive(tmp_path / "out") as holder:
        holder.open(site.name)
        summary = Away(tmp_path / "out")(Share((site,)))
    assert (summary.reason, summary.exit_code) == ("busy", 3)
    assert "is writing to this site" in summary.detail


def test_sites_are_dealt_out() -> None:
    """Every site is in one share; those that share a host are in the same; a share has at most fifty."""
    sites = [Site(name=f"s{n:03}", domains=(f"s{n}.example",)) for n in range(120)]
    sites[7] = Site(name="s007", domains=("s1.example", "s2.example"))
    assert [len(group) for group in _together(sites) if len(group) > 1] == [3]
    for number in (1, 2, 4, 400):
        dealt = list(shares(sites, (), number))
        assert sorted(site.name for share in dealt for site in share.sites) == [site.name for site in sites]
        assert [{"s001", "s002", "s007"} <= {s.name for s in share.sites} for share in dealt].count(True) == 1
        assert max(len(share.sites) for share in dealt) <= 50


def test_sums_of_shares_are_the_sums_of_the_crawl() -> None:
    """What shares did is added up; the gravest reason to end is the crawl's."""
    whole, one, two = Summary(), Summary(requests=2, reason="busy", detail="a"), Summary(requests=3, waiting={"x": 1})
    one.outcomes["a"]["new"] = 2
    whole.add(one)
    whole.add(two)
    assert (whole.requests, whole.reason, whole.detail, whole.waiting, whole.articles) == (5, "busy", "a", {"x": 1}, 2)
    whole.add(Summary(reason="something new"))
    assert whole.exit_code == 1


def test_a_stopped_crawl_stops_its_workers(study: Study, dask: Cluster, tmp_path: Path) -> None:
    """After Ctrl-C nobody goes on fetching on a cluster: the sites are free again, and what was left waits."""
    study.write(OUTLETS, delay=0.5, concurrency=1)
    crawl = study.start(tmp_path / "out", "--engine", dask.address)
    study.wait_for(6, crawl)
    crawl.send_signal(signal.SIGINT)
    said = "".join(crawl.communicate(timeout=60))
    assert (crawl.returncode, "Traceback" in said) == (130, False), said
    with Archive(tmp_path / "out") as archive:
        for name in OUTLETS:
            assert eventually(lambda name=name: archive.open(name)), name
            assert archive.pending(name) > 0


def eventually(what: Callable[[], object], seconds: float = 30.0) -> bool:
    """Whether a site can be had within some seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            what()
        except ArchiveBusy:
            time.sleep(0.2)
        else:
            return True
    return False
