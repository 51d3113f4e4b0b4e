"""What each policy heeds, and what an export does with it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from archiver.dataset.export import export
from archiver.dataset.policy import POLICIES, UNREADABLE, left_out, stated
from archiver.dataset.spec import Spec
from archiver.errors import DatasetError, WarcError
from archiver.model import Article
from archiver.rights import Rights, Signal, Stated
from archiver.rights.signals import about, from_ai_txt, from_page, from_robots, from_tdmrep
from archiver.store import Archive, Settings
from tests.dataset.conftest import fill, wanted
from tests.store.conftest import exchange_of, link_to

URL = "http://a.example/news/1.html"


class Said(Rights):
    """Signals as they are given."""

    def __init__(self, *signals: Signal) -> None:
        self.signals = signals

    def of_article(self, article: Article) -> Stated:
        return Stated(tuple(about(self.signals, article.url)))


def policies(*signals: Signal) -> str:
    """The policies that keep the article, by their first letters."""
    found = stated(Said(*signals), replace(wanted("a", "1"), url=URL))
    return "".join(policy.rsplit("-", 1)[-1][0] for policy in POLICIES if not left_out(policy, *found))


TDM = '[{"location": "/news/*", "tdm-reservation": %d}, {"location": "/", "tdm-reservation": %d}]'


@pytest.mark.parametrize(("signals", "stays"), [
    ([], "rta"),
    (from_page("<meta name=robots content='noindex, noarchive'>"), "a"),
    (from_page("<meta name=robots content='noindex, nofollow'>"), "rta"),
    (from_page("<meta name=robots content='noai, noimageai'>"), "ra"),
    (from_page("<meta name=robots content='noimageai'>"), "rta"),
    (from_page("<meta name=GPTBot content='noindex'><meta name=googlebot content=noindex>"), "ra"),
    (from_page("<meta name=tdm-reservation content=1>"), "ra"), (from_page("<meta name=tdm-reservation content=0>"), "rta"),
    ([Signal("header", "x-robots-tag", "noarchive")], "a"), ([Signal("header", "content-usage", "train-ai=n")], "ra"),
    (from_robots("User-agent: GPTBot\nDisallow: /news/"), "ra"), (from_robots("User-agent: GPTBot\nDisallow: /shop/"), "rta"),
    (from_robots("User-agent: *\nDisallow: /news/"), "rta"), (from_robots("User-agent: ccbot\nDisallow: /\nAllow: /news/"), "rta"),
    (from_robots("User-agent: *\nContent-Signal: search=yes, ai-train=no"), "ra"),
    (from_robots("User-agent: *\nContent-Signal: search=no, ai-train=yes"), "rta"),
    (from_tdmrep(TDM % (1, 0))[0], "ra"), (from_tdmrep(TDM % (0, 1))[0], "rta"),
    (from_tdmrep('{"location": "/x", "tdm-reservation": 1}')[0], "rta"),
    (from_ai_txt("User-Agent: *\nDisallow: /"), "ra"), (from_ai_txt("User-Agent: *\nDisallow: *.mp3\nAllow: /"), "rta"),
])
def test_what_a_policy_heeds(signals: list[Signal], stays: str) -> None:
    """Each statement is heeded by the policies that the docs say, and by no other."""
    assert policies(*signals) == stays


def test_a_record_that_cannot_be_read_says_nothing_known() -> None:
    """What a lost page said is not known: only the policy that does not look keeps the article."""
    class Lost(Rights):
        def __init__(self) -> None: ...

        def of_article(self, article: Article) -> Stated:
            raise WarcError("gone")
    found = stated(Lost(), wanted("a", "1"))
    assert found == ([UNREADABLE], []) and [policy for policy in POLICIES if not left_out(policy, *found)] == ["all"]


def test_an_export_says_what_was_left_out(root: Path) -> None:
    """Rows say what was in force when their page was fetched; what went is counted in manifest and coverage."""
    fill(root, [wanted("a", "1")])
    with Archive(root, Settings(min_free=0)) as archive:
        archive.open("a")
        robots = link_to("http://a.example/robots.txt", site="a", kind="robots")
        said = exchange_of(robots.url, b"User-agent: GPTBot\nDisallow: /3.html\n", minute=5)
        archive.capture(replace(said, head=said.head.replace(b"text/html", b"text/plain")), robots)
    fill(root, [wanted("a", "2"), wanted("a", "3"), wanted("a", "4", body="<meta name=robots content=noarchive> " * 9)],
         start=exchange_of("http://a.example/", minute=10).started)

    def exported(policy: str) -> tuple[dict[str, list[str] | None], Path]:
        path = export(root, Spec(policy, policy=policy), root / "datasets" / policy).path  # type: ignore[arg-type]
        return {row["url"][-6]: row["rights"] for row in pq.read_table(path / "data").to_pylist()}, path
    research, path = exported("research")
    assert research == {"1": [], "2": [], "3": ["robots GPTBot: Disallow: /3.html"]}
    assert json.loads((path / "manifest.json").read_bytes())["left_out"]["policy research"] == 1
    told = {row["what"]: int(row["count"]) for row in csv.DictReader((path / "coverage.csv").open())}
    assert told["article: left out by the policy"] == 1 and told["article: in the dataset"] == 3
    assert set(exported("respect-tdm")[0]) == {"1", "2"}
    assert exported("all")[0] == dict.fromkeys("1234")
    with pytest.raises(DatasetError, match="leaves out all 1 articles"):
        export(root, Spec("none", "url contains '4.html'"), root / "datasets" / "none")
