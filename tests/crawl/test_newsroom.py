"""The demo newsroom crawled as a whole, with worker processes: every article, and every hostile corner by its name."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archiver.crawl.progress import Summary
from archiver.crawl.run import crawl
from archiver.model import Outcome
from archiver.newsroom import Newsroom, serving
from archiver.sites import write_site
from archiver.store.archive import Archive

ROOT = Path(__file__).parents[2]
QUICK = {"ARCHIVER_RETRY_DELAY": 0.2}


@dataclass
class Crawled:
    """The newsroom after one crawl of all its outlets."""

    room: Newsroom
    summary: Summary
    archive: Archive


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    root = tmp_path_factory.mktemp("newsroom") / "output"
    with serving(host_base="127.0.7", size=12) as room:
        summary = crawl(room.sites(), root, settings=QUICK)
        yield Crawled(room, summary, Archive(root))


def test_every_article_is_found(crawled: Crawled) -> None:
    """Every article of every outlet has ended as it should, and none is missing."""
    wrong = {}
    for url, truth in crawled.room.truth.items():
        row = crawled.archive.link(url, truth.outlet)
        hidden = row is None and Outcome.ROBOTS in truth.outcomes      # whoever may not ask does not even hear of it
        if not hidden and (row is None or row.outcome not in truth.outcomes):
            wrong[url] = (row.outcome, row.detail) if row else None
    assert not wrong


def test_every_corner_has_its_name(crawled: Crawled) -> None:
    """Redirect loops, broken chunks, bombs, slow bytes and the rest each end with the outcome that names them."""
    wrong = {}
    for url, outcomes in crawled.room.corner_outcomes.items():
        row = crawled.archive.link(url)
        if row is None or row.outcome not in outcomes:
            wrong[url] = (row.outcome, row.detail, outcomes) if row else (None, "", outcomes)
    assert not wrong


def test_the_sums_are_equal(crawled: Crawled) -> None:
    """Nothing waits, and the outcomes that were counted are those in the catalog."""
    assert crawled.summary.reason == "finished"
    for site in crawled.room.sites():
        outcomes = crawled.archive.outcomes(site.name)
        assert crawled.archive.pending(site.name) == 0
        assert Counter(outcomes) == crawled.summary.outcomes[site.name], site.name


def test_every_answer_is_archived(crawled: Crawled) -> None:
    """The archive holds an exchange for every request whose answer had a head."""
    log = Counter(hit.path for hit in crawled.room.log)
    kept = Counter(row.url.split("/", 3)[3] for site in crawled.room.sites() for row in crawled.archive.captures(site.name))
    missing = {path: number for path, number in log.items() if kept[path.lstrip("/")] != number}
    corners = crawled.room.outlet("corner-post").base_url
    ends = {path: row.outcome if (row := crawled.archive.link(corners + path)) else None for path in missing}
    headless = {Outcome.CONNECTION, Outcome.TIMEOUT, Outcome.BROKEN}
    assert set(ends.values()) <= headless, ends           # no whole head came: there is nothing to keep


def test_pages_are_asked_for_once(crawled: Crawled) -> None:
    """No article page was requested twice."""
    pages = {url.split("/", 3)[3] for url in crawled.room.truth}
    log = [(hit.outlet, hit.path.lstrip("/")) for hit in crawled.room.log if hit.outlet != "corner-post"]
    asked = Counter(hit for hit in log if hit[1] in pages)
    assert {page: number for page, number in asked.items() if number != 1} == {}


def scrapy_crawl(folder: Path, *options: str) -> str:
    """`scrapy crawl news` with the sites and the archive of a folder; what it logged."""
    environment = {**os.environ, "ARCHIVER_OUTPUT": str(folder / "out"), "ARCHIVER_SITES": str(folder / "sites")}
    done = subprocess.run([sys.executable, "-m", "scrapy", "crawl", "news", "-a", "workers=1", *options],
                          cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def test_scrapy_crawl_news(tmp_path: Path) -> None:
    """`scrapy crawl news -a sites=...` does the same from Scrapy's own command, with site files named or given."""
    with serving(host_base="127.0.8", size=6) as room:
        sites = room.sites()[:2]
        for site in sites:
            write_site(site, tmp_path / "sites")
        names = f"{sites[0].name},{tmp_path / 'sites' / (sites[1].name + '.yaml')}"
        said = scrapy_crawl(tmp_path, "-a", f"sites={names}", "-O", str(tmp_path / "articles.jsonl"))
        archive = Archive(tmp_path / "out")
        assert archive.sites() == sorted(site.name for site in sites)
        found = sum(1 for _ in archive.articles())
        assert found >= 10, said[-3000:]
        assert len((tmp_path / "articles.jsonl").read_text().splitlines()) == found


def test_scrapy_ends_it(tmp_path: Path) -> None:
    """Where one of Scrapy's extensions ends the crawl, what was begun is finished, and the rest waits for the next."""
    with serving(host_base="127.0.8", size=12) as room:
        write_site(room.sites()[0], tmp_path / "sites")
        said = scrapy_crawl(tmp_path, "-s", "CLOSESPIDER_PAGECOUNT=6")
        assert "closespider_pagecount" in said
        with Archive(tmp_path / "out") as archive:
            (name,) = archive.sites()
            states = Counter(row.state for row in archive.links(name))
            assert states["waiting"] and states["done"] >= 5 and set(states) == {"waiting", "done"}
            before = archive.outcomes(name)
        scrapy_crawl(tmp_path)
        with Archive(tmp_path / "out") as archive:
            after = archive.outcomes(name)
            assert "waiting" not in after and after["new"] > before.get("new", 0)
