"""Who wrote it: the seed in many markups, metadata against print, and pages that mean no good."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import NotAnArticle
from archiver.extract import byline
from archiver.extract.byline import Byline
from archiver.extract.page import Page

TITLE = "Japan’s Openness to Dialogue: An Unconditional Meeting Proposal"
FIRST = ("On Friday, Japan’s Prime Minister reaffirmed his country’s willingness to engage in high-level talks “without"
         " preconditions”. The announcement comes as observers raise concerns over the recent rapprochement of the two.")
SECOND = ("Japan’s proposed meeting is a significant diplomatic move. It implies that Japan is willing to engage without"
          " demanding upfront concessions, a departure from the approach taken by many other nations so far.")
AUTHOR = "Roberto Casseli"


def read(html: str, title: str = TITLE, url: str = "https://www.daily-example.test/2023/10/japan") -> Byline:
    return byline.find(Page(html, url), title)


def people(html: str, **kwargs: str) -> list[str]:
    return [a.name for a in read(html, **kwargs).authors]


def story(head: str = "", foot: str = "", meta: str = "", after: str = "") -> str:
    return (f"<html><head><title>{TITLE} | Daily Example</title><meta property='og:site_name' content='Daily Example'>{meta}"
            f"</head><body><nav><ul><li><a href=/>Home</a></li></ul></nav><main><h1>{TITLE}</h1>{head}<p>{FIRST}</p>"
            f"<p>{SECOND}</p>{foot}</main>{after}<footer>© Daily Example</footer></body></html>")


def ld(**author: object) -> str:
    return '<script type="application/ld+json">' + json.dumps({"@type": "NewsArticle", "headline": TITLE, **author}) + "</script>"


SEED = {
    "paragraph": story(foot=f"<p>By {AUTHOR}</p>"),
    "strong": story(foot=f"<p><strong>By {AUTHOR}</strong></p>"),
    "em": story(foot=f"<p><em>By {AUTHOR}</em></p>"),
    "semantic": story(f'<p class="byline">By <a rel="author" href="/author/roberto-casseli">{AUTHOR}</a></p>'),
    "address": story(f"<address>By {AUTHOR}</address>"),
    "microdata": story(f'<span itemprop="author" itemscope><span itemprop="name">{AUTHOR}</span></span>'),
    "page builder": (f"<html><body><div class='c1'><div><div><div>{TITLE}</div></div></div><div><div>{FIRST}</div></div>"
                     f"<div><div>{SECOND}</div></div><div><div>By {AUTHOR}</div></div><div>Related Posts</div></div></body></html>"),
    "breaks": f"<html><body><h1>{TITLE}</h1><div>{FIRST}<br><br>{SECOND}<br><br>By {AUTHOR}<br><br>Related Posts</div></body></html>",
    "caption": story('<div class="wp-caption"><img src=a.jpg><p class="wp-caption-text">Photo: Reuters</p></div>',
                     f"<p>By {AUTHOR}</p>"),
    "json-ld": story(meta=ld(author={"@type": "Person", "name": AUTHOR})),
    "json-ld list": story(meta=ld(author=[{"@type": "Person", "name": AUTHOR}])),
    "json-ld text": story(meta=ld(author=AUTHOR)),
    "meta": story(meta=f'<meta name="author" content="{AUTHOR}">'),
    "parsely": story(meta=f'<meta name="parsely-author" content="{AUTHOR}">'),
    "bare name in a marked block": story(f'<div class="article-author">{AUTHOR}</div>'),
    "split over lines": story(f"<div class=byline><div>By</div><div><a href=/people/rc>{AUTHOR}</a></div><div>Staff Writer</div></div>"),
    "with date and handle": story(f"<p>By {AUTHOR} @rcasseli | October 27, 2023 10:15 am</p>"),
    "behind a date": story(f"<div class=meta>Posted on October 27, 2023 by {AUTHOR}</div>"),
    "all capitals": story(f"<p>BY {AUTHOR.upper()}</p>"),
}


@pytest.mark.parametrize("markup", SEED)
def test_the_seed_is_read_in_every_markup(markup: str) -> None:
    """The page our user began with names its author, however its byline is written."""
    assert [name.casefold() for name in people(SEED[markup])] == [AUTHOR.casefold()]


def test_plain_text_is_read_too() -> None:
    """Already scraped text names the author at its foot, and the photo's agency is none."""
    text = f"fbpx\nScroll Top\n\n{TITLE}\n\nPhoto: Reuters\n\n{FIRST}\n\n{SECOND}\n\nBy {AUTHOR}\n\nRelated Posts\n"
    found = byline.find(Page.from_text(text), TITLE)
    assert [a.name for a in found.authors] == [AUTHOR] and found.printed == f"By {AUTHOR}" and not found.organisations


def test_the_byline_line_is_claimed() -> None:
    """The line that was read is handed on, so that it leaves the body, and is the evidence."""
    page = Page(SEED["paragraph"], "https://www.daily-example.test/a")
    found = byline.find(page, TITLE)
    assert [page.lines[i].text for i in found.lines] == [f"By {AUTHOR}"]
    assert found.evidence["authors"].text == f"By {AUTHOR}" and 0 < found.evidence["authors"].confidence <= 1


@pytest.mark.parametrize(("line", "wanted"), [
    ("By Jane Doe, John Roe and Ann Poe", ["Jane Doe", "John Roe", "Ann Poe"]),
    ("By Jane Doe, Daily Example Staff Writer", ["Jane Doe"]),
    ("By Jane Doe | Daily Example", ["Jane Doe"]),
    ("By Jane Doe, senior political correspondent", ["Jane Doe"]),
    ("By Dr. Jane Doe", ["Dr. Jane Doe"]),
    ("By J. R. R. Doe Jr.", ["J. R. R. Doe Jr."]),
    ("By Ludwig van der Meer and Ana de la Cruz", ["Ludwig van der Meer", "Ana de la Cruz"]),
    ("By Jane Doe (jane.doe@daily-example.test)", ["Jane Doe"]),
    ("By Jane Doe in Berlin", ["Jane Doe"]),
    ("By Jane O'Neill-McDonald", ["Jane O'Neill-McDonald"]),
    ("By Jane Doe, Updated 3 May 2024, 10:30 am EST", ["Jane Doe"]),
])
def test_what_is_no_name_leaves_the_line(line: str, wanted: list[str]) -> None:
    """Titles of a job, outlets, places, dates and addresses are no part of a name; particles and initials are."""
    assert people(story(f"<p>{line}</p>")) == wanted


@pytest.mark.parametrize(("line", "wanted"), [
    ("By The Associated Press", ("The Associated Press",)), ("Von dpa", ("dpa",)), ("Par AFP", ("AFP",)),
    ("By Daily Example Staff", ("Daily Example Staff",)),
])
def test_agencies_and_the_newsroom_are_organisations(line: str, wanted: tuple[str, ...]) -> None:
    """Where no person is named, the agency or the newsroom is, and not as a person."""
    found = read(story(f"<p>{line}</p>"))
    assert not found.authors and found.organisations == wanted


@pytest.mark.parametrize(("opening", "end", "wanted"), [
    ("BERLIN (dpa) - ", "", ("dpa",)), ("LONDON, May 3 (Reuters) - ", "", ("Reuters",)), ("", " (AFP/dpa)", ("AFP", "dpa")),
    ("He said (twice) - ", "", ()), ("", " (see above)", ()),
])
def test_a_dateline_gives_the_agency(opening: str, end: str, wanted: tuple[str, ...]) -> None:
    """The agency in a dateline, or in brackets behind the text, is an organisation and nobody's name."""
    found = read(f"<html><body><h1>{TITLE}</h1><p>{opening}{FIRST}</p><p>{SECOND}{end}</p></body></html>")
    assert not found.authors and found.organisations == wanted


@pytest.mark.parametrize("line", ["By Jane Doe/Reuters", "Jane Doe/dpa", "Von Jane Doe und dpa"])
def test_an_agency_behind_a_slash_is_cut_off(line: str) -> None:
    """'Jane Doe/dpa' names a person and an agency."""
    found = read(story(f"<p class=byline>{line}</p>"))
    assert [a.name for a in found.authors] == ["Jane Doe"] and len(found.organisations) == 1


def test_an_agency_beside_a_person_is_told_apart() -> None:
    """'Jane Doe, Reuters' is a person and an agency."""
    found = read(story("<p>By Jane Doe, Reuters</p>"))
    assert [a.name for a in found.authors] == ["Jane Doe"] and found.organisations == ("Reuters",)


@pytest.mark.parametrize("name", ["Daily Example", "admin", "Staff", "Redaktion", "https://www.facebook.com/daily", "105092",
                                  "www.daily-example.test", "daily-example.test", "editor_in_chief_01", "undefined"])
def test_outlets_codes_and_addresses_are_no_persons(name: str) -> None:
    """What metadata puts in the author's place and is none, is not taken for a person."""
    assert people(story(meta=f'<meta name="author" content="{name}">' + ld(author={"@type": "Person", "name": name}))) == []


@pytest.mark.parametrize("meta", ['<meta name="author" content="Daily Example">', '<meta name="author" content="admin">',
                                  ld(author={"@type": "Organization", "name": "Daily Example"}), ld(author="105092")])
def test_the_printed_person_wins_over_an_outlet_or_a_code(meta: str) -> None:
    """A person printed near the headline is taken, where metadata names only the outlet or a code."""
    assert people(story("<p>By Jane Doe</p>", meta=meta)) == ["Jane Doe"]


def test_the_printed_list_completes_the_stated() -> None:
    """Where metadata names the first of three authors, the printed line gives all."""
    meta = ld(author={"@type": "Person", "name": "Jane Doe"})
    assert people(story("<p class=byline>By Jane Doe, John Roe and Ann Poe</p>", meta=meta)) == ["Jane Doe", "John Roe", "Ann Poe"]


def test_a_reference_in_a_graph_is_followed() -> None:
    """An author given by @id only is looked up in the same graph."""
    graph = {"@graph": [{"@type": "Article", "headline": TITLE, "author": {"@id": "#p"}},
                        {"@type": "Person", "@id": "#p", "name": "Jane Doe", "url": "https://www.daily-example.test/jane"}]}
    found = read(story(meta=f'<script type="application/ld+json">{json.dumps(graph)}</script>'))
    assert [(a.name, a.url) for a in found.authors] == [("Jane Doe", "https://www.daily-example.test/jane")]


def test_several_names_in_one_text_are_parted() -> None:
    """A stated 'A, B and C' is three persons."""
    assert people(story(meta=ld(author="Jane Doe, John Roe and Ann Poe"))) == ["Jane Doe", "John Roe", "Ann Poe"]


@pytest.mark.parametrize("after", [
    '<aside class="related"><h3>More stories</h3><p>By Someone Else</p></aside>',
    '<section id="comments"><div class="comment"><p class="comment-author">Someone Else</p></div></section>',
    '<div class="sidebar"><div class="most-read"><a href=/x>Other news</a><p>By Someone Else</p></div></div>',
    '<div class="related-posts"><article><h3>Other</h3><span class="author">Someone Else</span></article>'
    '<article><h3>Third</h3><span class="author">Third Person</span></article></div>',
])
def test_other_stories_and_comments_lend_no_author(after: str) -> None:
    """Names under related stories, in comments and in sidebars are not this story's; better none than a wrong one."""
    assert people(story(after=after)) == []


def test_a_list_far_below_completes_nobody() -> None:
    """A line some way behind the story that names the author and one more is another story's byline."""
    below = "".join(f"<p><a href=/{n}>More of the day {n}</a></p>" for n in range(9))
    meta = ld(author={"@type": "Person", "name": AUTHOR})
    assert people(story(foot=f"{below}<p class=byline>By {AUTHOR}, Jane Doe</p>", meta=meta)) == [AUTHOR]
    assert people(story(foot=f"<p class=byline>By {AUTHOR}, Jane Doe</p>", meta=meta)) == [AUTHOR, "Jane Doe"]


def test_an_account_of_the_outlet_is_no_person() -> None:
    """'Daily Example E', who posts for everyone, is the outlet; the printed name is the author."""
    meta = ld(author={"@type": "Person", "name": "Daily Example D"})
    assert people(story(head=f"<p class=meta>by <a href=/author/d>Daily Example D</a> | 5 November 2024</p><p>{AUTHOR}</p>", meta=meta)) == [AUTHOR]


def test_a_sentence_is_no_byline() -> None:
    """Running text that begins like a byline, or quotes one, names nobody."""
    text = "<p>By Tuesday Angela Merkel and Emmanuel Macron had agreed on most of it, and the rest was left to the lawyers.</p>"
    assert people(story(text)) == []


def test_a_quote_is_no_byline() -> None:
    """Whom a quotation or a tweet names did not write the story."""
    assert people(story(foot="<blockquote class='twitter-tweet'>So true. — Someone Else (@else) May 3, 2024</blockquote>")) == []


@pytest.mark.parametrize("html", ["<p>x", "<html></html>", "<title>a", "<p>By", "<p>By <p>By <p>By", "<h1></h1><p>By Jane Doe</p>",
                                  "<script type='application/ld+json'>{\"author\":[[[{}]]]}</script><p>x</p>",
                                  "<meta name=author><p>x</p>", "<meta name=author content='" + "a, " * 5000 + "'><p>x</p>"])
def test_odd_pages_are_survived(html: str) -> None:
    """Next to nothing is no error."""
    read(html, title="")
    read(html)


def test_long_lines_and_deep_trees_are_bounded() -> None:
    """A line of a million characters, ten thousand nested spans and ten thousand bylines end soon."""
    read(story("<p>" + "By Jane Doe, " * 80_000 + "</p>"))
    read(story("<p>" + "<span class=author>" * 10_000 + "By Jane Doe" + "</span>" * 10_000 + "</p>"))
    read(story("<p class=byline>By Jane Doe</p>" * 10_000))


PIECES = st.sampled_from(["<p>", "</p>", "<div class=byline>", "</div>", "<a rel=author href=/author/x>", "</a>", "By ", "Von ", "作者：",
                          "Jane Doe", "Иван Петров", "山田太郎", " and ", ", ", " | ", "Reuters", "2024-05-03", "<span itemprop=author>",
                          "</span>", "<h1>", "</h1>", "<br>", "@handle", "a@b.co", "<figure>", "<table>", "\x1f", "(", ")", "\u200f", "𝕏"])


@settings(max_examples=150)
@given(st.lists(PIECES | st.text(max_size=12), max_size=40), st.text(max_size=30))
def test_no_page_breaks_it(pieces: list[str], title: str) -> None:
    """Any HTML gives a byline or none, twice the same, with names that are not empty and lines that exist."""
    try:
        page = Page("<html><body>" + "".join(pieces), "https://www.daily-example.test/a")
        found = byline.find(page, title)
    except NotAnArticle:
        return
    assert all(name.strip() for name in found.names) and all(0 <= i < len(page.lines) for i in found.lines)
    assert byline.find(page, title) == found
