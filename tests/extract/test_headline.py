"""The headline: as printed, without outlet, section and kicker."""

from __future__ import annotations

import pytest

from archiver.extract import headline
from archiver.extract.page import Page

TEXT = "<p>" + "The council met again and nobody could say how long the talks would last. " * 4 + "</p>"
TITLE = "Harbour talks reopened after three weeks of silence"


def read(tag: str, body: str, head: str = "") -> headline.Headline:
    return headline.find(Page(f"<html lang=en><head><title>{tag}</title>{head}</head><body>{body}{TEXT * 3}</body></html>",
                              "https://www.harbourpost.example/politics/talks"))


@pytest.mark.parametrize("tag", [
    f"{TITLE} - The Harbour Post", f"{TITLE} | Politics | Harbour Post", f"Harbour Post: {TITLE}", f"{TITLE} » Harbourpost.example",
    f"{TITLE} — Harbour Post — Politics",
])
def test_outlet_and_section_go(tag: str) -> None:
    """The outlet's name and a section beside it are no part of the headline."""
    assert read(tag, f"<h1>{TITLE}</h1>").title == TITLE


def test_without_a_heading_the_title_tag_is_cut() -> None:
    """Where no heading is printed, what the page states is the headline, without the outlet."""
    site = '<meta property="og:site_name" content="The Harbour Post">'
    assert read(f"{TITLE} | The Harbour Post", "", site).title == TITLE


def test_entities_escaped_twice() -> None:
    """'&amp;#x26;' in a meta tag is '&'."""
    assert read("", "", '<meta property="og:title" content="Bread &amp;#x26; boats in the harbour">').title == "Bread & boats in the harbour"


def test_heading_of_the_outlet_is_not_the_headline() -> None:
    """A masthead in h1 and the headline in h2: the one that the title tag agrees with."""
    found = read(f"{TITLE} - The Harbour Post", f"<h1>The Harbour Post</h1><h2>{TITLE}</h2>")
    assert found.title == TITLE


def test_kicker_in_an_element_of_its_own() -> None:
    """A kicker inside the heading stays out where the page states the headline without it."""
    body = f'<h1><span class="kicker">Strike</span> <span>{TITLE}</span></h1>'
    assert read(TITLE, body, f'<meta property="og:title" content="{TITLE}">').title == TITLE


def test_kicker_with_a_colon_as_stated() -> None:
    """Where the statement has kicker and headline, its colon stands between them."""
    body = f"<h1><span>Harbour strike</span><span>{TITLE}</span></h1>"
    stated = f"Harbour strike: {TITLE}"
    assert read(stated, body, f'<meta property="og:title" content="{stated}">').title == stated


def test_soft_hyphens_go() -> None:
    """Break marks inside words are not part of the headline."""
    assert read(TITLE, f"<h1>{TITLE.replace('silence', 'si&shy;lence')}</h1>").title == TITLE


def test_separators_inside_a_headline_stay() -> None:
    """A dash or a bar that belongs to the headline is kept."""
    title = "Harbour talks - what we know | live"
    assert read(f"{title} - Harbour Post", f"<h1>{title}</h1>").title == title


def test_related_headlines_do_not_win() -> None:
    """The headings of other stories are left alone."""
    body = f"<h1>{TITLE}</h1>{TEXT}<aside class='related'><h1>Ferry line stops its evening service</h1></aside>"
    assert read(f"{TITLE} - Harbour Post", body).title == TITLE


def test_plain_text_takes_its_first_real_line() -> None:
    """Scraped text: labels at the top are no headline."""
    page = Page.from_text(f"fbpx\nScroll Top\n\n{TITLE}\n\n" + "The council met again and nobody could say how long. " * 6)
    assert headline.find(page).title == TITLE


def test_nothing_there() -> None:
    """A page without any title has an empty one, and no confidence in it."""
    found = headline.find(Page("<html><body><p>ok</p></body></html>", "https://harbour.example/"))
    assert (found.title, found.evidence.confidence) == ("", 0.0)


def test_its_lines_are_claimed() -> None:
    """Each line that repeats the headline is named, so that it leaves the body."""
    assert len(read(TITLE, f"<h1>{TITLE}</h1><p>{TITLE}</p>").lines) == 2
