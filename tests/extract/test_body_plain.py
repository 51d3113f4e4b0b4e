"""Stories whose markup leaves the engine nothing to decide: it is not asked for them, and for others it is."""

from __future__ import annotations

import pytest

from archiver.extract import body
from archiver.extract.body import plain
from tests.extract.test_body import STORY, TEXTS, page, read

MORE = (
    "A group of parents had collected eleven hundred signatures, more than the town has ever seen under such a paper.",
    "Heating the water costs 240,000 a year, a sum that has doubled since the old boiler was taken out five years ago.",
    "Next door, Marsh Hollow closed its own hall in May; its school classes have come to the town by bus ever since.")
LONG = STORY + "<h2>What the parents say</h2>" + "".join(f"<p>{text}</p>" for text in MORE)
WHOLE = [*TEXTS, "What the parents say", *MORE]


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """An engine that says nothing; what it was asked for."""
    asked: list[object] = []
    monkeypatch.setattr(body, "engine", lambda tree, **options: asked.append(tree) or "")
    return asked


@pytest.mark.parametrize("beside", [
    "", "<div class='share'>Share this story</div>", "<aside class='related'><a href='/x'>Another pool closes</a></aside>",
    "<figure><img src='/hall.jpg'><figcaption class='caption'>The hall in March</figcaption></figure>"])
def test_paragraphs_need_no_engine(beside: str, deaf: list[object]) -> None:
    """Paragraphs, a heading and what is named as standing around them are read without the engine."""
    assert read(page(LONG + beside)) == WHOLE
    assert not deaf


@pytest.mark.parametrize("other", [
    "<div>" + " ".join(MORE) + "</div>", "<table>" + "".join(f"<tr><td>{text}</td></tr>" for text in MORE) + "</table>",
    "".join(f"<h3><a href='/{n}'>{text}</a></h3>" for n, text in enumerate(MORE))], ids=["div", "table", "headlines"])
def test_what_may_be_text_or_not_is_asked(other: str, deaf: list[object]) -> None:
    """Running text outside paragraphs, cells and linked headings are for the engine to weigh."""
    made = page(STORY + LONG.removeprefix(STORY) + other)
    assert plain.votes(made, made.story, {}) is None
    read(made)
    assert deaf


def test_a_short_text_is_asked() -> None:
    """Below 500 letters the engine takes text outside paragraphs too: it must be asked."""
    made = page(STORY[:STORY.index("</p>", 300) + 4])
    assert 200 < sum(made.story.weights) < 500
    assert plain.votes(made, made.story, {}) is None


def test_as_the_engine_says() -> None:
    """The votes are those of the engine."""
    made = page(LONG)
    votes = plain.votes(made, made.story, {})
    assert votes is not None
    scope = made.lines[made.story.start:made.story.stop]
    assert votes == body.votes(scope, body.engine(made.root, fast=True))


@pytest.mark.parametrize(("times", "asked"), [(2, True), (8, False)])
def test_many_headings(times: int, asked: bool) -> None:
    """A few paragraphs under many headings may be a list, which is for the engine to weigh; a long text is none."""
    heading = "<h3>What the council said of it in the spring, and what the parents answered</h3>"
    made = page("".join(f"{heading}<p>{text}</p>" for text in (*TEXTS, *MORE) * times))
    prose = sum(weight for line, weight in zip(made.lines, made.story.weights, strict=True) if line.tag == "p")
    assert (prose < 3_000) == asked
    assert (plain.votes(made, made.story, {}) is None) == asked
