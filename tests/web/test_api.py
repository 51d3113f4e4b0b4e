"""The reader for programs: JSON by its own description, feeds, and a CDX server."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from archiver.model import Article
from archiver.web.app import application
from archiver.web.openapi import described as described_as
from tests.web.conftest import Shown
from tests.web.outlet import BASE, STORY

schemathesis = pytest.importorskip("schemathesis")
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def described(shown: Shown) -> Any:
    """The reader's OpenAPI, over the application itself."""
    return schemathesis.openapi.from_asgi("/openapi.json", application(shown.reader), headers={"Host": "localhost"})


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
@pytest.mark.parametrize("path", list(described_as("")["paths"]))
def test_whatever_is_asked_gets_an_answer_as_described(described: Any, path: str, mode: str) -> None:
    """All that the description allows, and much that it does not, is answered as it says: never by an error of ours."""
    cases = described[path]["GET"].as_strategy(generation_mode=getattr(schemathesis.GenerationMode, mode))
    names = ("not_a_server_error", "response_schema_conformance", "content_type_conformance", "status_code_conformance")
    checks = [schemathesis.checks.CHECKS.get_one(name) for name in names]

    @settings(max_examples=20, suppress_health_check=list(HealthCheck), database=None)
    @given(cases)
    def ask(case: Any) -> None:
        case.validate_response(case.call(headers={"Host": "localhost"}), checks=checks)
    if mode == "POSITIVE" or described[path]["GET"].query or "{" in path:
        ask()


def test_search_as_json(shown: Shown) -> None:
    """The same hits and counts as on the page, and the expression they answer."""
    found = json.loads(shown.text("/api/search?q=ferry&limit=1"))
    assert (found["total"], len(found["hits"]), found["query"]) == (2, 1, "text contains 'ferry'")
    assert {"value": "quayside-post", "count": 2} in found["facets"]["site"]
    assert json.loads(shown.get("/api/search?limit=1000").body)["status"] == 400


def test_articles_as_json(shown: Shown) -> None:
    """An article is what is stored, with all its versions."""
    story = shown.articles["ferry"]
    assert Article.from_dict(json.loads(shown.text(f"/api/articles/{story.id}"))) == story
    assert [one["version"] for one in json.loads(shown.text(f"/api/articles/{story.id[:8]}/versions"))] == [1, 2]


def test_sites_live_and_datasets_as_json(shown: Shown) -> None:
    """What the other pages show."""
    assert [site["site"] for site in json.loads(shown.text("/api/sites"))] == ["quayside-post"]
    assert json.loads(shown.text("/api/sites/quayside-post"))["outcomes"]["requisite"] == 2
    assert json.loads(shown.text("/api/live"))["running"] == 0
    assert json.loads(shown.text("/api/datasets")) == []


def test_a_feed_of_any_search(shown: Shown) -> None:
    """Atom with the hits of a search, the newest first, each leading to its page here."""
    root = ElementTree.fromstring(shown.text("/feed.atom?language=en"))
    entries = root.findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    assert titles == ["A Page That Tries Everything", "Harbour Board Keeps the Ferry, for Now"]
    links = {link.get("rel"): link.get("href") for link in entries[1].findall(f"{ATOM}link")}
    assert links == {"alternate": f"{shown.address}/article/{shown.articles['ferry'].id}", "related": STORY}
    assert all(root.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))


@pytest.mark.parametrize(("query", "count"), [
    (f"url={STORY}", 2), (f"url={STORY.replace('https', 'http')}&limit=1", 1), (f"url={BASE}/*", 7),
    (f"url={BASE}/news/&matchType=prefix", 5),
    (f"url={BASE}/x&matchType=host", 7), (f"url={STORY}&from=20260302", 1), (f"url={STORY}&to=20260301", 1),
    (f"url={BASE}/*&filter=mime:image", 1), (f"url={BASE}/*&filter=!=mime:text/html", 2), ("url=https://nowhere.example/", 0)])
def test_a_cdx_server(shown: Shown, query: str, count: int) -> None:
    """Captures by URL, folder or host, by time and by field, in the format that pywb reads."""
    lines = shown.text(f"/cdx?{query}").splitlines()
    assert len(lines) == count
    for line in lines:
        key, stamp, data = line.split(" ", 2)
        assert key.startswith("example,quayside)/")
        assert len(stamp) == 14
        assert {"url", "mime", "status", "digest", "length", "offset", "filename"} <= json.loads(data).keys()


def test_the_nearest_capture_first(shown: Shown) -> None:
    """`sort=closest` is what pywb asks for."""
    said = shown.text(f"/cdx?url={STORY}&closest=20260304&sort=closest&output=json&fl=timestamp")
    assert [json.loads(line) for line in said.splitlines()] == [{"timestamp": "20260303120000"}, {"timestamp": "20260301120000"}]


@pytest.mark.parametrize("query", ["", "url=", "url=x&matchType=domain", "url=x&filter=~a:(a%2B)%2B$", "url=x&limit=-1", "url=x&output=xml",
                                   f"url={STORY}&sort=closest&closest=soon"])
def test_a_cdx_query_that_is_none_is_said(shown: Shown, query: str) -> None:
    """A sentence and 400, not an empty list."""
    got = shown.get(f"/cdx?{query}")
    assert (got.status, got.headers["content-type"]) == (400, "application/problem+json")
