"""When two readings are two versions, and the words by which they differ; also as a user sees it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.model import Article, Author, Image
from archiver.newsroom import serving
from archiver.sites import write_site
from archiver.versions import compare, differ, digest, steps
from tests.conftest import Study

BODY = "The mayor opened the bridge.\n\nSmith beat Jones, 3 to 1.\n\nNobody was hurt."
OLD = Article("0" * 16, "https://e.org/1", "https://e.org/1", "e", "A bridge opens", byline="By Ada", body=BODY,
              authors=(Author("Ada"),), images=(Image("https://e.org/a.jpg", credit="Reuters"),), modified="2026-03-01")


@pytest.mark.parametrize(("changes", "counts"), [
    ({"title": "A bridge opens at last"}, True),
    ({"byline": "By Ada and Bob"}, True),
    ({"authors": (Author("Ada"), Author("Bob"))}, True),
    ({"images": (Image("https://e.org/a.jpg", credit="AP"),)}, True),
    ({"corrections": ("An earlier version misspelt a name.",)}, True),
    ({"body": BODY.replace("Nobody", "Somebody")}, True),
    ({"body": BODY.replace("Smith beat Jones", "Jones beat Smith")}, True),
    ({"body": BODY.replace("Jones, 3", "Jones 3")}, False),
    ({"body": BODY.replace("Nobody was", "  nobody\nwas")}, False),
    ({"images": (Image("https://cdn.e.org/b.jpg", credit="Reuters"),)}, False),
    ({"tags": ("new",), "modified": "2026-03-02", "description": "new", "section": "Local"}, False),
])
def test_what_counts(changes: dict[str, object], counts: bool) -> None:
    """Title, byline, authors, credits, corrections and words of the body make a version; marks and the rest do not."""
    assert differ(OLD, replace(OLD, **changes)) is counts


def test_the_minimum() -> None:
    """A site's minimum says how many words must differ; 0 counts a comma."""
    comma, two = replace(OLD, body=BODY.replace(",", "")), replace(OLD, body=BODY.replace("3 to 1", "4 to 1"))
    assert differ(OLD, comma, 0)
    assert differ(OLD, two, 2)
    assert not differ(OLD, two, 3)
    assert digest(OLD) == digest(replace(OLD, body=BODY.replace(" ", "  ")))


def test_the_words() -> None:
    """The words that went and came stand between those that stayed; a correction is marked."""
    new = replace(OLD, body=BODY.replace("3 to 1", "4 to 1") + "\n\nMore soon.", corrections=("It was 4 to 1.",))
    what = compare(OLD, new)
    body = next(c for c in what.changes if c.name == "body")
    assert [(p.op, p.text) for p in body.pieces] == [
        ("same", "The mayor opened the bridge.\n\nSmith beat Jones,"), ("gone", "3"), ("new", "4"),
        ("same", "to 1.\n\nNobody was hurt."), ("new", "\n\nMore soon.")]
    assert (body.added, body.removed) == (3, 1)
    assert what.line == "body +3 -1 words; correction"
    assert what.stated is None


def test_scripts_without_spaces() -> None:
    """Where a script has no spaces, characters are compared."""
    what = compare(replace(OLD, body="市長は橋を開いた。"), replace(OLD, body="市長は駅を開いた。"))
    assert [(p.op, p.text) for p in what.changes[0].pieces] == [
        ("same", "市長は"), ("gone", "橋"), ("new", "駅"), ("same", "を開いた。")]


@given(st.text(alphabet="ab ,.\n橋", max_size=60), st.text(alphabet="ab ,.\n橋", max_size=60))
def test_any_two_bodies(first: str, second: str) -> None:
    """Whatever the texts, the pieces give both back but for white space, and equal texts have none that differ."""
    what = compare(replace(OLD, body=first), replace(OLD, body=second))
    assert bool(what.changes) == (first.split() != second.split())
    for change in what.changes:
        for text, other in ((first, "new"), (second, "gone")):
            assert "".join("".join(p.text for p in change.pieces if p.op != other).split()) == "".join(text.split())


def test_the_first_has_nothing_before_it() -> None:
    """A history begins with a version that differs from nothing."""
    first, second = steps([OLD, replace(OLD, title="Else", version=2)])
    assert first.difference is None
    assert second.difference is not None
    assert second.difference.line == "title"


def test_edits_become_versions(study: Study) -> None:
    """After edits at the outlet, `history` lists a version for each that counts, and `diff` shows its words."""
    with serving(size=4) as room:
        outlet = room.outlet("harbour-ledger")
        mine = Study(study.folder / "edited", room)
        write_site(outlet.site(), mine.folder / "sites")
        mine.run("crawl", "--quiet")
        url = outlet.truths()[0].url
        for kind in ("typo", "title", "correction"):
            truth = room.edit(url, kind)  # type: ignore[arg-type]
            mine.run("crawl", "--quiet", url, "--workers", "0")
        told = [json.loads(line) for line in mine.run("history", url, "--json").stdout.splitlines()]
        assert [[c["field"] for c in step["changes"]] for step in told][1:2] == [["title"]]
        assert len(told) == 3
        assert [note.endswith(truth.corrections[0]) for note in told[2]["corrections"]] == [True]
        assert "correction" in mine.run("history", url).stdout.splitlines()[-1]
        shown = mine.run("diff", url, "1", "2").stdout
        assert "{+" in shown and "title" in shown
        changed = json.loads(mine.run("diff", url, "--json").stdout)
        assert (changed["old"], changed["new"]) == (2, 3)
        assert "one version only" in mine.run("diff", outlet.truths()[1].url).stderr
        assert "no version 9" in mine.run("diff", url, "9", code=1).stderr
