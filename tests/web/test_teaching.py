"""What a person changes from a page: a rule by clicking a line, a block kept or dropped, an export; and what they look at."""

from __future__ import annotations

import os
import re
import time
from html import unescape
from urllib.parse import urlencode

import pytest

from archiver.extract.profile import Profile
from archiver.sites import load_site
from archiver.store.lock import Lock
from tests.web.conftest import Shown
from tests.web.test_guard import post


def sent(shown: Shown, path: str, **fields: str) -> tuple[int, str]:
    """The answer to a form of ours."""
    status, body = post(shown, path, urlencode({"token": shown.reader.token, **fields}), Origin=shown.address)
    return status, body.decode()


def test_a_rule_by_pointing_at_a_line(own: Shown) -> None:
    """Lines have numbers; what is told gives a rule with its effect, and only the form writes it."""
    number = own.articles["ferry"].id
    page = unescape(own.text(f"/fix/{number}"))
    line = re.search(r'href="(/fix/[^"]*told=section%3D(\d+)[^"]*)"', unescape(own.text(f"/fix/{number}?field=section")))
    assert line
    assert "Ines Tarrant" in page
    proposal = unescape(own.text(f"/fix/{number}?told=byline={_line(page, 'By Ines Tarrant')}"))
    assert "byline:" in proposal
    assert "of 4 pages change" in proposal
    path = own.reader.sites / "quayside-post.yaml"
    assert not load_site(path).rules
    status, _ = sent(own, f"/fix/{number}", told=f"byline={_line(page, 'By Ines Tarrant')}")
    assert (status, list(load_site(path).rules[0].select)) == (303, ["byline"])


def _line(page: str, words: str) -> str:
    """The number of the line that says so."""
    match = re.search(rf'<li value="(\d+)">(?:(?!</li>).)*<span class="words">{re.escape(words)}</span>', page, re.DOTALL)
    assert match, page
    return match[1]


def test_what_makes_no_rule_is_said(own: Shown) -> None:
    """A line that names nobody is no byline: the page says so, and a form that asks for it anyway is refused."""
    number = own.articles["ferry"].id
    line = _line(unescape(own.text(f"/fix/{number}")), "Home Sport")
    assert "names nobody" in own.text(f"/fix/{number}?told=byline={line}")
    assert sent(own, f"/fix/{number}", told=f"byline={line}")[0] == 400
    assert sent(own, f"/fix/{number}", told="byline=99999")[0] == 400


def test_a_form_without_the_token_changes_nothing(own: Shown) -> None:
    """Whoever has not seen a page of ours cannot write."""
    for token in ("", "wrong"):
        status, body = post(own, f"/fix/{own.articles['ferry'].id}", f"told=byline=3&token={token}")
        assert (status, b"open the page again" in body) == (400, True)
    assert post(own, "/datasets", f"token={own.reader.token}&query={'x' * 70_000}")[0] == 400
    assert not load_site(own.reader.sites / "quayside-post.yaml").rules


def test_a_block_is_kept_and_dropped(own: Shown) -> None:
    """What a site repeats is listed with its example; a click keeps it in the text, another drops it again."""
    block = {"id": "abcd", "text": "subscribe", "context": "p", "place": "end", "count": 20, "share": 0.9, "example": "Subscribe <now>",
             "dropped": True}
    own.reader.archive().save_profile("quayside-post", Profile.from_dict({"format": _format(), "pages": 20, "blocks": [block]}).to_dict())
    assert "Subscribe &lt;now&gt;" in own.text("/sites/quayside-post")
    number = own.reader.archive().profile("quayside-post")["blocks"][0]["id"]  # type: ignore[index]
    for verdict, dropped in (("keep", False), ("drop", True)):
        assert sent(own, "/sites/quayside-post/profile", block=number, verdict=verdict)[0] == 303
        assert own.reader.archive().profile("quayside-post")["blocks"][0]["dropped"] is dropped  # type: ignore[index]
    assert sent(own, "/sites/quayside-post/profile", block="none", verdict="keep")[0] == 404


def _format() -> int:
    return int(Profile().to_dict()["format"])


def test_pages_of_sites(shown: Shown) -> None:
    """The list has a drawing and the share of each field; a site's page has its outcomes, its file, and what it says of rights."""
    listed = shown.text("/sites")
    assert "The Quayside Post" in listed
    page = unescape(shown.text("/sites/quayside-post"))
    for words in ("requisite", "name: quayside-post", "Nobody has looked yet", "Nothing was learned yet"):
        assert words in page
    shown.text("/sites/nowhere", 404)


def test_what_is_written_to_is_shown(own: Shown) -> None:
    """A site under a crawl is named with its process, and looking at it does not disturb it."""
    assert "Nothing is being crawled" in own.text("/live")
    lock = Lock(own.reader.output / "quayside-post" / ".lock")
    lock.take()
    assert "1 site being written to" in own.text("/live")
    assert "crawling" in own.text("/sites")
    lock.release()
    assert "Nothing is being crawled" in own.text("/live")


def test_a_runner_that_is_silent_is_seen(own: Shown) -> None:
    """What `archiver run` wrote of itself is shown, and that it has stopped writing."""
    beat = own.reader.output / "heartbeat.json"
    beat.write_text('{"state": "waiting <b>", "due": "2026-03-01T12:00:00+00:00"}', encoding="utf-8")
    assert "at work" in own.text("/live")
    assert "waiting &lt;b&gt;" in own.text("/live")
    os.utime(beat, (0, 0))
    assert "silent for" in own.text("/live")
    beat.write_text("[no json", encoding="utf-8")
    assert "archiver run" not in own.text("/live")


def test_how_a_site_does_has_a_cause_and_a_cure(shown: Shown) -> None:
    """A site that nobody has crawled for long is said to be so, in the list, on its page, in the API and in a feed."""
    assert shown.reader.reports["quayside-post"].findings
    finding = shown.reader.reports["quayside-post"].findings[0]
    for path in ("/sites", "/sites/quayside-post", "/health.atom", "/api/sites"):
        page = unescape(shown.text(path))
        assert finding.figures in page
        assert finding.state in page
    assert finding.cure in unescape(shown.text("/sites/quayside-post"))


def test_versions_differ_by_words(shown: Shown) -> None:
    """The words that went and came stand side by side; each version can be looked at."""
    story = shown.articles["ferry"]
    page = shown.text(f"/article/{story.id}")
    assert re.search(r"<del>June,?</del>\s*<ins>July,?</ins>", page)
    assert re.search(r"<ins>for Now</ins>|<ins>.*for Now</ins>", page)
    assert "<del>" not in shown.text(f"/article/{story.id}?v=1")
    assert re.search(r"<del>July,?</del>\s*<ins>June,?</ins>", shown.text(f"/article/{story.id}?v=1&than=2"))


def test_a_search_becomes_a_dataset(own: Shown) -> None:
    """The expression of a search is exported from the page, is listed with its card, and can be checked."""
    pytest.importorskip("duckdb")
    found = unescape(own.text("/?q=ferry"))
    link = re.search(r'href="(/datasets\?query=[^"]+)"', found)
    assert link
    assert "text contains 'ferry'</textarea>" in unescape(own.text(link[1]))
    assert sent(own, "/datasets", name="../evil", query="")[0] == 400
    assert sent(own, "/datasets", name="x", query="nosuch = 1")[0] == 400
    assert sent(own, "/datasets", name="ferries", query="text contains 'ferry'")[0] == 303
    assert _done(own).state == "done", own.reader.jobs.all
    page = unescape(own.text("/datasets/ferries"))
    assert "2 articles of 1 sites" in page
    assert "Coverage by week" in page
    assert sent(own, "/datasets", name="ferries", query="")[0] == 400
    assert sent(own, "/datasets/ferries/check")[0] == 303
    assert _done(own).result.startswith("identical"), own.reader.jobs.all
    own.text("/datasets/..", 404)


def _done(shown: Shown):  # type: ignore[no-untyped-def]
    """The last job, when it is done."""
    for _ in range(400):
        job = shown.reader.jobs.all[-1]
        if job.state in ("done", "failed"):
            return job
        time.sleep(0.05)
    raise AssertionError(job)
