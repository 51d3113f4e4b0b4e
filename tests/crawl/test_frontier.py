"""What goes next, and when: decided by a clock that is an argument."""

from __future__ import annotations

from collections.abc import Callable

from archiver.crawl.frontier import STOCK, Frontier, Job, again, redirected
from archiver.crawl.robots import Robots, parse, unreachable
from archiver.model import Link, Pace, Site


def site(name: str = "a", **pace: float) -> Site:
    return Site(name=name, domains=(f"{name}.test",), pace=Pace(**{"delay": 1.0, **pace}))  # type: ignore[arg-type]


def link(number: int, name: str = "a", host: str = "") -> Link:
    url = f"http://{host or name + '.test'}/{number}"
    return Link(site=name, url=url, key=url, by="seed", id=number + 1)


class Catalog:
    """Links by site, taken in order."""

    def __init__(self, **counts: int) -> None:
        self.left = {name: [link(i, name) for i in range(many)] for name, many in counts.items()}
        self.most = 0
        self.refused: list[tuple[str, str]] = []

    def take(self, name: str, limit: int) -> list[Link]:
        found, self.left[name] = self.left[name][:limit], self.left[name][limit:]
        return found

    def refuse(self, job: Job, why: str) -> None:
        self.refused.append((job.url, why))


def drive(frontier: Frontier, rules: Robots | None = None, until: float = 1e6,
          fails: Callable[[Job], bool] = lambda _: False) -> list[tuple[float, str]]:
    """Lives through a run in which every answer comes at once, but where it `fails`: when each URL was fetched."""
    now, went = 0.0, []
    while now < until:
        job = frontier.next(now)
        if job is None:
            if frontier.finished():
                break
            now += max(frontier.wait(now)[0], 0.001)
            continue
        went.append((round(now, 2), job.url))
        if fails(job):
            frontier.failed(job, patience=3)
        elif job.link.kind == "robots":
            frontier.robots(job, rules or Robots("x"))
        frontier.left(job)
    return went


def test_robots_first_then_the_pace() -> None:
    """The first request to a host is its robots.txt; then one page each delay."""
    catalog = Catalog(a=3)
    went = drive(Frontier([site()], catalog.take, catalog.refuse))
    assert went == [(0.0, "http://a.test/robots.txt"), (1.0, "http://a.test/0"), (2.0, "http://a.test/1"),
                    (3.0, "http://a.test/2")]


def test_sites_do_not_wait_for_each_other() -> None:
    """A slow site does not slow another: both keep their own pace."""
    catalog = Catalog(a=5, b=5)
    went = drive(Frontier([site("a", delay=10.0), site("b")], catalog.take, catalog.refuse))
    assert max(when for when, url in went if "b.test" in url) == 5.0
    assert max(when for when, url in went if "a.test" in url) == 50.0


def test_stock_is_bounded() -> None:
    """However many links the catalog has, only a few are in hand."""
    catalog = Catalog(a=10_000)
    frontier = Frontier([site()], catalog.take, catalog.refuse)
    frontier.next(0.0)
    assert len(list(frontier.unfinished())) <= 2 * STOCK
    assert len(catalog.left["a"]) >= 10_000 - 2 * STOCK


def test_crawl_delay_is_followed_up_to_the_cap() -> None:
    """Crawl-delay sets the pace; beyond the cap the cap is kept, and the user is told."""
    catalog = Catalog(a=3)
    frontier = Frontier([site()], catalog.take, catalog.refuse)
    went = drive(frontier, parse(b"User-agent: *\nCrawl-delay: 5", "x"))
    assert [when for when, _ in went] == [0.0, 5.0, 10.0, 15.0]
    catalog = Catalog(a=3)
    frontier = Frontier([site(crawl_delay_cap=7.0)], catalog.take, catalog.refuse)
    went = drive(frontier, parse(b"User-agent: *\nCrawl-delay: 500", "x"))
    assert [when for when, _ in went] == [0.0, 7.0, 14.0, 21.0]
    assert "500 s" in frontier.notices[0]


def test_waiting_is_explained() -> None:
    """While nothing may go, the frontier says for how long, and what is waited for."""
    catalog = Catalog(a=3)
    frontier = Frontier([site()], catalog.take, catalog.refuse)
    drive(frontier, parse(b"User-agent: *\nCrawl-delay: 12", "x"), until=12.5)
    seconds, why = frontier.wait(13.0)
    assert 10.0 < seconds <= 12.0
    assert why == "crawl-delay of http://a.test (12 s)"


def test_a_retry_is_waited_for_by_name() -> None:
    """What waits for another try is told as that, not as the pace of its host; robots.txt too."""
    catalog = Catalog(a=1)
    frontier, now = Frontier([site()], catalog.take, catalog.refuse), 0.0
    for url in ("http://a.test/robots.txt", "http://a.test/0"):
        job = frontier.next(now)
        assert job is not None and job.url == url
        frontier.left(job)
        frontier.put(again(job), due=now + 30)
        assert frontier.next(now) is None
        assert frontier.wait(now) == (30.0, f"another try of {url}")
        second = frontier.next(now + 30)
        assert second is not None and second.attempt == 2
        frontier.left(second)
        frontier.robots(job, Robots("x"))
        now += 60


def test_what_robots_forbids_is_refused_by_name() -> None:
    """A forbidden link is never fetched, and is reported with the reason; so is every link of a host that hides its rules."""
    catalog = Catalog(a=3)
    went = drive(Frontier([site()], catalog.take, catalog.refuse), parse(b"User-agent: *\nDisallow: /1", "x"))
    assert [url for _, url in went][1:] == ["http://a.test/0", "http://a.test/2"]
    assert catalog.refused == [("http://a.test/1", "robots.txt forbids it")]
    catalog = Catalog(a=2)
    assert len(drive(Frontier([site()], catalog.take, catalog.refuse), unreachable("x", "robots.txt answered 503"))) == 1
    assert {why for _, why in catalog.refused} == {"robots.txt answered 503"}


def test_each_host_of_a_site_has_its_own_robots() -> None:
    """Pages of a sub-domain, and redirects to it, wait for that host's robots.txt."""
    links = [link(0), link(1, host="www.a.test")]
    frontier = Frontier([site()], lambda *_: [links.pop(0)] if links else [], lambda *_: None)
    assert sorted(url for _, url in drive(frontier)) == [
        "http://a.test/0", "http://a.test/robots.txt", "http://www.a.test/1", "http://www.a.test/robots.txt"]


def test_a_redirected_robots_file_opens_the_lane_that_asked() -> None:
    """robots.txt that moved, on its host or to another, opens the lane of the host that asked for it."""
    for target in ("http://a.test/other.txt", "http://b.test/robots.txt"):
        catalog = Catalog(a=1)
        frontier = Frontier([site(delay=0.0)], catalog.take, catalog.refuse)
        job = frontier.next(0.0)
        assert job is not None
        frontier.left(job)
        frontier.put(redirected(job, target))
        moved = frontier.next(0.0)
        assert moved is not None
        assert moved.url == target
        assert frontier.next(0.0) is None
        frontier.robots(moved, Robots("x"))
        frontier.left(moved)
        page = frontier.next(0.0)
        assert page is not None
        assert page.url == "http://a.test/0"


def test_tried_again_later() -> None:
    """A job that is due later does not hold up the others, and comes when it is due."""
    catalog = Catalog(a=3)
    frontier = Frontier([site()], catalog.take, catalog.refuse)
    robots = frontier.next(0.0)
    assert robots is not None
    frontier.robots(robots, Robots("x"))
    frontier.left(robots)
    first = frontier.next(1.0)
    assert first is not None
    frontier.left(first)
    frontier.put(again(first), due=30.0)
    assert drive(frontier)[-1] == (30.0, "http://a.test/0")


def test_a_robots_file_tried_again_holds_the_lane() -> None:
    """While robots.txt is waited for a second time, no page of its host goes, and it is asked for once."""
    catalog = Catalog(a=2)
    frontier = Frontier([site()], catalog.take, catalog.refuse)
    robots = frontier.next(0.0)
    assert robots is not None
    frontier.left(robots)
    frontier.put(again(robots), due=20.0)
    assert frontier.next(10.0) is None
    assert [url for _, url in drive(frontier)] == ["http://a.test/robots.txt", "http://a.test/0", "http://a.test/1"]


def test_rest_on_request() -> None:
    """A host that asks for rest gets it, and is visited half as often from then on."""
    catalog = Catalog(a=4)
    frontier = Frontier([site()], catalog.take, catalog.refuse)
    robots = frontier.next(0.0)
    assert robots is not None
    frontier.robots(robots, Robots("x"))
    frontier.left(robots)
    first = frontier.next(1.0)
    assert first is not None
    frontier.slow_down(first, 60.0, 1.0)
    frontier.left(first)
    assert [when for when, _ in drive(frontier)] == [61.0, 63.0, 65.0]


def test_a_dead_host_is_left_alone() -> None:
    """After a row of failures the host's links stay for the next run, the user is told, and the run ends."""
    catalog = Catalog(a=50, b=2)
    frontier = Frontier([site(), site("b")], catalog.take, catalog.refuse)
    went = [url for _, url in drive(frontier, fails=lambda job: job.site.name == "a" and job.link.kind != "robots")]
    assert sum("a.test" in url for url in went) == 4
    assert sum("b.test" in url for url in went) == 3
    assert "stay for the next run" in frontier.notices[0]
    assert len(list(frontier.unfinished())) + len(catalog.left["a"]) == 47


def test_a_dead_host_keeps_no_other_of_its_site_waiting() -> None:
    """Links of a host that cannot be visited, however many come first, do not fill the hands of their site."""
    catalog = Catalog(a=0)
    catalog.left["a"] = [link(n, host="dead.a.test") for n in range(100)] + [link(n) for n in range(100, 140)]
    frontier = Frontier([site(delay=0.0)], catalog.take, catalog.refuse)
    went = [url for _, url in drive(frontier, fails=lambda job: "dead" in job.url and job.link.kind != "robots")]
    assert sum("dead" in url for url in went) == 4
    assert sum("http://a.test/1" in url for url in went) == 40
    assert len(list(frontier.unfinished())) + len(catalog.left["a"]) == 97


def test_budget_and_limit() -> None:
    """A site's budget bounds its requests, the limit bounds the run's pages; what is left stays in the catalog."""
    catalog = Catalog(a=50)
    assert len(drive(Frontier([site(budget=10)], catalog.take, catalog.refuse))) == 10
    catalog = Catalog(a=50, b=50)
    went = drive(Frontier([site(), site("b")], catalog.take, catalog.refuse, limit=7))
    assert sum("robots" not in url for _, url in went) == 7


def test_concurrency_of_a_host() -> None:
    """No more transfers at once than the site allows, whatever its delay."""
    catalog = Catalog(a=10)
    frontier = Frontier([site(delay=0.0, concurrency=2)], catalog.take, catalog.refuse)
    robots = frontier.next(0.0)
    assert robots is not None
    assert frontier.next(0.0) is None
    frontier.robots(robots, Robots("x"))
    frontier.left(robots)
    jobs = [frontier.next(0.0) for _ in range(4)]
    assert [job is not None for job in jobs] == [True, True, False, False]
