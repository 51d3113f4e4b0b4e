"""A crawl's WARCs hold every exchange: hops of redirects, robots.txt, feeds, sitemaps, error pages and each retry.

The WARCs are read by warcio alone, and counted against the newsroom's own log of requests.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import pytest
from warcio.archiveiterator import ArchiveIterator

from archiver.newsroom.outlets.base import Outlet

from .conftest import Demo

Records = dict[str, Counter[tuple[str, str]]]
HEADLESS = {"/chunks/none", "/reset/at-once", "/closed", "/slow/silence", "/headers/endless", "/not-http", "/no-head"}


@pytest.fixture(scope="session")
def records(demo: Demo) -> Records:
    """By outlet: how many requests and responses there are of each target, and with which status."""
    found: Records = {}
    for warc in demo.warcs:
        counts = found.setdefault(warc.parent.parent.name, Counter())
        with warc.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type in ("request", "response", "revisit"):
                    parts = urlsplit(record.rec_headers.get_header("WARC-Target-URI"))
                    target = parts.path + (f"?{parts.query}" if parts.query else "")
                    status = "" if record.rec_type == "request" else record.http_headers.get_statuscode()
                    counts["request" if record.rec_type == "request" else status, target] += 1
    return found


def corner_post(demo: Demo) -> Outlet:
    return demo.room.outlet("corner-post")


def test_every_request_that_was_answered(demo: Demo, records: Records) -> None:
    """Each request in the newsroom's log lies in the WARCs, as often as it was made, unless no whole head came back."""
    for outlet in demo.room.outlets:
        asked = Counter(hit.path for hit in demo.room.log if hit.outlet == outlet.name)
        kept = Counter({target: number for (what, target), number in records[outlet.name].items() if what == "request"})
        assert (kept - asked) == Counter(), outlet.name
        missing = asked - kept
        assert missing.keys() <= (HEADLESS if outlet.name == "corner-post" else set()), (outlet.name, missing)


def test_requests_and_answers_are_pairs(records: Records) -> None:
    """No answer without its request, and none the other way round."""
    for site, counts in records.items():
        requests = Counter({target: number for (what, target), number in counts.items() if what == "request"})
        answers: Counter[str] = Counter()
        for (what, target), number in counts.items():
            answers[target] += number if what != "request" else 0
        assert requests == answers, site


@pytest.mark.parametrize("target", ["/loop/self", "/loop/a", "/loop/b", "/to/article", "/to/neighbour", "/to/private",
                                    "/to/scheme", "/chain/1", "/chain/2", "/chain/9"])
def test_each_hop_of_a_redirect(demo: Demo, records: Records, target: str) -> None:
    """Redirects are there with their own status, also those that lead in circles, too far or elsewhere."""
    kept = {status: number for (status, path), number in records["corner-post"].items()
            if path == target and status != "request"}
    assert kept.keys() <= {"301", "302"}
    assert sum(kept.values()) == sum(hit.path == target for hit in demo.room.log if hit.outlet == "corner-post") > 0


@pytest.mark.parametrize(("target", "status"), [
    ("/errors/500", "500"), ("/errors/502", "502"), ("/gone/404", "404"), ("/gone/410", "410"), ("/refused/401", "401"),
    ("/refused/403", "403"), ("/refused/451", "451"), ("/teapot", "418"), ("/no-content", "204")])
def test_error_pages_and_each_retry(demo: Demo, records: Records, target: str, status: str) -> None:
    """An error page is a record like any other; what was tried three times is there three times."""
    tries = sum(hit.path == target for hit in demo.room.log if hit.outlet == "corner-post")
    assert records["corner-post"][status, target] == tries == (3 if status in ("500", "502") else 1)


def test_the_failed_try_and_the_good_one(records: Records) -> None:
    """A page that came at the second try has both answers."""
    counts = records["corner-post"]
    assert (counts["500", "/errors/passing"], counts["200", "/errors/passing"]) == (1, 1)


def test_robots_feeds_and_sitemaps(demo: Demo, records: Records) -> None:
    """What a crawl learns its links and its manners from is there as well, outlet by outlet."""
    for outlet in demo.room.outlets:
        counts = records[outlet.name]
        answered = {target for (what, target) in counts if what != "request"}
        site = outlet.site()
        asked = {hit.path for hit in demo.room.log if hit.outlet == outlet.name}
        wanted = {"/robots.txt", *(url.removeprefix(outlet.base_url) for url in (*site.feeds, *site.sitemaps))}
        assert wanted & asked <= answered, outlet.name
        assert "/robots.txt" in answered
    listings = [target for counts in records.values() for (what, target) in counts if what == "200"
                and ("feed" in target or "rss" in target or "sitemap" in target)]
    assert len(listings) >= 5


def test_nothing_of_what_robots_forbids(demo: Demo, records: Records) -> None:
    """A page that robots.txt forbids was not asked for, and so there is none."""
    assert corner_post(demo).url("/private/notes") in corner_post(demo).corners()
    assert not [target for _, target in records["corner-post"] if target.startswith("/private/")]
