"""What the engine is shown: the lines in question, and no link farm, whose lines it would throw away anyway."""

from __future__ import annotations

import pytest

from archiver.extract.body import engine, shown
from archiver.extract.lines import text_of
from archiver.extract.page import Page
from tests.extract.test_body import page
from tests.extract.test_body_plain import MORE

STORY = "".join(f"<div>{text}</div>" for text in MORE) * 3 + "<table><tr><td>Year</td><td>Cost</td></tr></table>"
ITEMS = [f"<li><a href='/{number}'>Council weighs a plan for the harbour, part {number}</a></li>" for number in range(8)]
LIST = f"<ul>{''.join(ITEMS)}</ul>"


def seen(made: Page) -> str:
    """The text that the engine is shown."""
    assert made.story.element is not None
    return text_of(shown.of(made, made.story, made.story.element))


@pytest.mark.parametrize("farm", [
    LIST, LIST.replace("ul>", "div>").replace("li>", "h4>"), f"<div><h3><a href='/more'>All of the harbour</a></h3>{LIST}</div>"])
def test_link_farms_are_not_shown(farm: str) -> None:
    """Lists and divs of headlines stay out, and the engine says the same with them and without."""
    made = page(f"<div>{STORY}{farm}{STORY}</div>")
    assert "harbour" not in seen(made)
    assert all(text in seen(made) for text in MORE)
    whole = engine(made.root, fast=True)
    assert "harbour" not in whole
    element = made.story.element
    assert element is not None
    assert whole.endswith(engine(shown.of(made, made.story, element), fast=True))      # but for the headline, above it


@pytest.mark.parametrize("other", [
    LIST.replace("ul>", "div>").replace("li>", "p>"),                                # a paragraph each
    LIST.replace("</a>", "</a>, a report on two pages"),                             # links in text
    f"<ul>{''.join(ITEMS[:4])}</ul>",                                                # few
    LIST.replace("the harbour,", "the harbour, which the town has fought over for thirty years and which was never begun,")])
def test_other_lists_are(other: str) -> None:
    """Lists with text beside the links, of a few links, and of whole sentences are for the engine to weigh."""
    assert "harbour" in seen(page(f"<div>{STORY}{other}{STORY}</div>"))


def test_short_stories_are_shown_whole() -> None:
    """How much of a page is links may decide what the engine does with little text."""
    assert "harbour" in seen(page(f"<div><div>{MORE[0]}</div>{LIST}<div>{MORE[1]}</div></div>"))
