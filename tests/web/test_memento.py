"""Archived pages by URL and time: RFC 7089."""

from __future__ import annotations

import json
import re

import pytest

from tests.web.conftest import Shown
from tests.web.outlet import BASE, HOSTILE, STORY


def test_a_memento_is_the_nearest_capture(shown: Shown) -> None:
    """The time in the address chooses the capture; its own time is in the header, with links to all the others."""
    for asked, captured, word in (("20260301", "Sun, 01 Mar 2026 12:00:00 GMT", "June"), ("2027", "Tue, 03 Mar 2026 12:00:00 GMT", "July")):
        got = shown.get(f"/web/{asked}/{STORY}")
        assert (got.status, got.headers["memento-datetime"]) == (200, captured)
        assert word in got.body.decode()
        for rel in ("original", "timegate", "timemap", "first memento", "last memento", "memento"):
            assert f'rel="{rel}"' in got.headers["link"]


@pytest.mark.parametrize(("when", "stamp"), [("", "20260303120000"), ("Sun, 01 Mar 2026 00:00:00 GMT", "20260301120000"),
                                             ("Tue, 03 Mar 2026 11:00:00 GMT", "20260303120000")])
def test_a_timegate_leads_to_it(shown: Shown, when: str, stamp: str) -> None:
    """The timegate redirects to the capture nearest to Accept-Datetime, and says that the answer varies."""
    got = shown.get(f"/web/{STORY}", **({"Accept-Datetime": when} if when else {}))
    assert (got.status, got.headers["location"], got.headers["vary"]) == (302, f"/web/{stamp}/{STORY}", "accept-datetime")
    assert shown.get(f"/web/{STORY}", Accept_Datetime="yesterday").status == 400


def test_a_timemap_has_all_captures(shown: Shown) -> None:
    """All captures of a URL, in any of its spellings, as links, JSON and CDXJ."""
    said = shown.text(f"/web/timemap/link/{STORY.replace('https', 'http')}?utm_source=x")
    assert len(re.findall(r'rel="memento"; datetime="[^"]+ GMT"', said)) == 2
    assert [one["datetime"] for one in json.loads(shown.text(f"/web/timemap/json/{STORY}"))["mementos"]["list"]] == [
        "Sun, 01 Mar 2026 12:00:00 GMT", "Tue, 03 Mar 2026 12:00:00 GMT"]
    assert len(shown.text(f"/web/timemap/cdxj/{STORY}").splitlines()) == 2


def test_the_bytes_as_they_came(shown: Shown) -> None:
    """`id_` gives the payload and the headers of then under other names; no cookie is set by them."""
    got = shown.get(f"/web/2026id_/{HOSTILE}")
    assert b"<script>document" in got.body
    assert got.headers["x-archive-orig-set-cookie"] == "a=b"
    assert "set-cookie" not in got.headers
    assert got.headers["content-security-policy"].startswith("sandbox;")
    assert got.headers["content-disposition"] == "attachment"           # no browser shows them


def test_pictures_and_styles_need_the_token(shown: Shown) -> None:
    """What belongs to a page is given to our pages only; a style sheet's own addresses lead nowhere else."""
    sheet = shown.get(f"/kept/{shown.reader.token}/2026/{BASE}/look.css")
    assert (sheet.status, b"evil" in sheet.body, b"rgb(1, 2, 3)" in sheet.body) == (200, False, True)
    assert shown.get(f"/kept/wrong/2026/{BASE}/look.css").status == 404
    assert shown.get(f"/kept/{shown.reader.token}/2026/{STORY}").status == 404


@pytest.mark.parametrize("path", ["/web/", "/web/x", "/web/2026/", "/web/99999999999999/http://x.example/", "/web/2026/ftp://x.example/",
                                  "/web/http://[", "/web/timemap/link/", "/web/2026/http://x.example:99999/", "/web/20260230/http://x.example/a"])
def test_what_is_not_there_is_said(shown: Shown, path: str) -> None:
    """Addresses that are none, and pages that were never captured, get a sentence, and nothing is fetched."""
    assert shown.get(path).status in (400, 404)
