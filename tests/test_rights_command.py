"""`archiver rights`: what a demo outlet says of its pages, after a crawl."""

from __future__ import annotations

import json

from tests.conftest import Study


def test_rights_of_a_site(crawled: Study) -> None:
    """Robots groups, TDMRep, ai.txt, headers and tags are shown word for word; silence is named."""
    said = crawled.run("rights", "meridian-courier").stdout
    for words in ("GPTBot", "Disallow: /", '"tdm-reservation": 1', "Disallow: *.jpg", "header x-robots-tag", "noai, noimageai",
                  "meta robots", "noarchive"):
        assert words in said, words
    silent = crawled.run("rights", "harbour-ledger").stdout
    assert "tdmrep.json answered 404" in silent
    assert "nothing stated" in silent
    assert "not looked at by then" in crawled.run("rights", "meridian-courier", "--at", "2001-01-01").stdout


def test_rights_of_an_article(crawled: Study) -> None:
    """For an article each signal names the line that is about its URL, and the record it lies in."""
    truth = crawled.room.outlet("meridian-courier").truths()[0]
    data = json.loads(crawled.run("rights", truth.url, "--json").stdout)
    rules = {(s["kind"], s["name"]): s for s in data["signals"]}
    assert rules["robots", "GPTBot"]["rule"] == "Disallow: /"
    assert rules["robots", "*"]["rule"] == ""
    assert rules["tdmrep", "/news/*"]["rule"] == "/news/*"
    assert rules["tdmrep", "/tag/"]["rule"] == ""
    assert rules["header", "x-robots-tag"]["value"] == "noai, noimageai"
    assert all(signal["record_id"] and signal["warc"] for signal in data["signals"])
    assert "<- Disallow: /" in crawled.run("rights", truth.url).stdout


def test_rights_are_asked_once_a_day(study: Study) -> None:
    """Two runs on a day ask for tdmrep.json and ai.txt once."""
    seen = len(study.room.log)
    for _ in range(2):
        study.run("crawl", "--quiet", "harbour-ledger")
    asked = [hit.path for hit in list(study.room.log)[seen:]]
    assert asked.count("/ai.txt") == asked.count("/.well-known/tdmrep.json") == 1
    assert asked.count("/robots.txt") == 2
