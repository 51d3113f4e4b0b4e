"""Where the story stands on a page."""

from __future__ import annotations

import pytest

from archiver.extract.page import Page
from archiver.extract.region import letters, likeness, words_of
from tests import seed

SENTENCES = tuple(
    f"The council of ward {name} voted on Tuesday to keep the old swimming hall open for one more winter, he said."
    for name in ("north", "south", "east", "west", "centre", "harbour"))
STORY = "".join(f"<p>{text}</p>" for text in SENTENCES)
ASIDE = "<p>Sixteen readers wrote to us about the price of bread, and this is what the baker answered them all.</p>"


def page(body: str, title: str = "Swimming hall stays open") -> Page:
    """A page with that body and title."""
    return Page(f"<html><head><title>{title}</title></head><body>{body}</body></html>", "https://town.example/hall")


def told(body: str) -> list[str]:
    """The lines of running text that the region holds."""
    made = page(body)
    found = made.story
    return [line.text for line in made.lines[found.first:found.last + 1] if found.weights[line.index]]


@pytest.mark.parametrize("markup", seed.MARKUPS, ids=lambda markup: markup.__name__)
def test_seed(markup) -> None:  # type: ignore[no-untyped-def]
    """The seed's two paragraphs are the first and last line of its story in every markup, after its headline."""
    made = Page(markup(), "https://harbour.example/talks/")
    found = made.story
    assert (made.lines[found.first].text, made.lines[found.last].text) == seed.PARAGRAPHS
    assert made.lines[found.headline].text == seed.HEADLINE
    assert found.headline < found.first


def test_plain_text() -> None:
    """A scraped text has a story too."""
    made = Page.from_text(seed.plain())
    found = made.story
    assert made.lines[found.last].text == seed.SECOND


def test_neighbours_stay_out() -> None:
    """Text in a sidebar, in comments and in the footer is not the story."""
    around = f"<div class='sidebar'>{ASIDE}</div><div id='comments'>{ASIDE * 3}</div><footer>{ASIDE}</footer>"
    assert told(f"<h1>Swimming hall stays open</h1><div>{STORY}</div>{around}") == list(SENTENCES)


@pytest.mark.parametrize("name", ["promo nav-open", "sidebar-layout hidden", "newsletter subscribe", "related-layout"])
def test_a_name_around_all(name: str) -> None:
    """A class such as `promo` on an element around the whole story says nothing of its lines."""
    assert told(f"<div class='{name}'><h1>Swimming hall stays open</h1><div>{STORY}</div></div>") == list(SENTENCES)


NEXT = "<article class='second'><h1>Bakers ask for cheaper flour</h1>" + ASIDE * 12 + "</article>"


@pytest.mark.parametrize("around", ["{}", "<div class='under-article'>{}</div>", "<article>{}</article>"])
def test_the_next_article_for_readers_who_scroll_stays_out(around: str) -> None:
    """A page may go on with another article, longer than its own."""
    own = f"<article class='first'><h1>Swimming hall stays open</h1><div>{STORY}</div></article>"
    assert told(f"<main>{own}{around.format(NEXT)}</main>") == list(SENTENCES)


def test_articles_without_a_heading_of_their_own_are_parts_of_the_story() -> None:
    """Some outlets put each part of a story, or of a live report, into an `<article>`."""
    parts = "".join(f"<article><h2>Part</h2>{STORY}</article>" for _ in range(3))
    assert len(told(f"<main><article><h1>Swimming hall stays open</h1>{STORY}</article>{parts}</main>")) == 4 * len(SENTENCES)


def test_a_headline_in_a_box_of_its_own_does_not_cut_off_the_story() -> None:
    """Where the headline's article holds no text, another is the story, also with an h1."""
    head = "<article><h1>Swimming hall stays open</h1></article>"
    assert told(f"<main>{head}<article><h1>The hall</h1>{STORY}</article></main>") == list(SENTENCES)


def test_the_same_name_on_every_part() -> None:
    """A story spread over several containers named like a paywall is found whole."""
    parts = "".join(f"<div class='body paywall'><p>{text}</p></div>" for text in SENTENCES)
    assert told(f"<h1>Swimming hall stays open</h1><section>{parts}</section>") == list(SENTENCES)


def test_long_comments() -> None:
    """Readers who write more than the reporter did are not taken for the story."""
    thread = f"<div id='comments'><ol class='comment-list'>{'<li>' + ASIDE * 4 + '</li>'}</ol></div>" * 6
    assert told(f"<h1>Swimming hall stays open</h1><div class='entry'>{STORY}</div>{thread}") == list(SENTENCES)


def test_no_story() -> None:
    """A page of links has no story, and says so."""
    found = page("<ul>" + "<li><a href='/a'>One more headline of the day</a></li>" * 30 + "</ul>").story
    assert (found.first, found.last, found.element) == (-1, -1, None)


def test_headline_without_heading() -> None:
    """A headline in a table cell is known by the title of the page."""
    made = page(f"<table><tr><td>Town | Hall</td></tr><tr><td>Swimming hall in Ostmund stays open</td></tr><tr><td>{STORY}</td></tr>"
                "</table>", "Swimming hall in Ostmund stays open - Town Paper")
    assert made.lines[made.story.headline].text == "Swimming hall in Ostmund stays open"


def test_wide_scripts() -> None:
    """Characters of scripts without word spaces count for more, and stand alone as words."""
    assert letters("会議は火曜日") == 15
    assert words_of("会議 A") == ("会", "議", "a")
    assert likeness(set(words_of("One two")), set(words_of("two ONE"))) == 1
