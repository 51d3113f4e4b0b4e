"""`coverage`, `health` and `status` as a user types them, over the demo newsroom."""

from __future__ import annotations

import json
from pathlib import Path

from archiver.newsroom import serving
from archiver.sites import write_site
from tests.conftest import TIDY, Study


def test_coverage_accounts_for_all(crawled: Study) -> None:
    """For each site the columns add up to what was found, and what was found is every page the catalog knows."""
    rows = [json.loads(line) for line in crawled.run("coverage", "--json").stdout.splitlines()]
    assert [row["site"] for row in rows] == sorted(TIDY)
    for row in rows:
        assert row["found"] == sum(row["sums"].values()) > 8
        assert row["sums"]["waiting"] == row["sums"]["failed"] == 0
    week = crawled.run("coverage", "harbour-ledger", "--week").stdout.splitlines()
    assert "extracted" in week[0] and "-W" in week[1]
    assert "no site" in crawled.run("coverage", "nowhere", code=1).stderr


def test_health_of_a_new_study(crawled: Study) -> None:
    """After one run all is well as far as it can be told, and it is said that it cannot yet."""
    said = crawled.run("health").stdout
    assert said.count("OK") == len(TIDY)
    assert "too few days are known" in said
    rows = [json.loads(line) for line in crawled.run("health", "--json").stdout.splitlines()]
    assert {row["state"] for row in rows} == {"OK"}


def test_health_of_another_time(crawled: Study) -> None:
    """Health can be asked for any time of the past and the future; a word that is no time is a mistake."""
    assert "4 of 4 sites at once" in crawled.run("health", "--at", "2200-01-01", code=2).stderr
    assert "UNVISITED" in crawled.run("health", "harbour-ledger", "--at", "2200-01-01", code=2).stdout
    assert crawled.run("health", "harbour-ledger", "--at", "2001-01-01").stdout.startswith("OK")
    assert "is no time" in crawled.run("health", "--at", "yesterday", code=2).stderr


def test_status(crawled: Study) -> None:
    """Today's articles, what waits and the disk."""
    found = json.loads(crawled.run("status", "--json").stdout)
    assert found["sites"] == len(TIDY)
    assert found["articles"] == found["outcomes"]["new"] >= 8 * len(TIDY)
    assert found["free"] > 0
    assert "GB free" in crawled.run("status").stdout


def test_a_captcha_is_told_once(tmp_path: Path) -> None:
    """An outlet that puts up a captcha is BLOCKED after a few runs: exit code 2, one message, and one when it is gone."""
    with serving(size=6) as room:
        study = Study(tmp_path, room)
        write_site(room.outlet("harbour-ledger").site(), tmp_path / "sites")
        study.run("crawl", "--quiet", "--workers", "0")
        room.hinder("harbour-ledger", "captcha")
        for _ in range(3):
            study.run("crawl", "--quiet", "--workers", "0", code=None)
        done = study.run("health", "--atom", "health.atom", code=2)
        assert done.stdout.startswith("BLOCKED")
        assert "refused of" in done.stdout
        assert "told: harbour-ledger: BLOCKED" in done.stderr
        assert study.run("health", "--atom", "health.atom", code=2).stderr == ""
        assert (tmp_path / "health.atom").read_text().count("<title>harbour-ledger: BLOCKED") == 1
