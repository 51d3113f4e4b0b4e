"""Rules of a site file: what a person has told wins over every step, for each field."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archiver.extract.extractor import Extractor
from archiver.extract.page import Page
from archiver.extract.rules import FIELDS
from archiver.model import Article, Rule, Site

TEXT = ("The harbour board met for the fourth time this month and again came to no decision about the northern quay, where "
        "the wall has moved by a hand's breadth since the winter and where no lorry may pass any more until it is mended.")
MORE = ("Traders fear for the autumn. They have asked the board to open the southern gate at night, and they say that they "
        "would pay for the watchmen themselves if only somebody would give them an answer in writing before the summer ends.")
OTHER = ("The river board, which met in the same room a day later, wants a bridge instead of the gate. Its chairwoman said that a "
         "wall which has been moving since the winter will not be stopped by watchmen, and that nobody has asked the river.")
HTML = f"""<html lang="en"><head><title>Quay still closed</title><meta property="article:published_time" content="2026-05-04T09:30:00Z">
</head><body><h1>Quay still closed</h1><div class="over">The wall that walks</div><p class="byline">By Ann Lee</p>
<div class="real">words: <a href="/staff/bodil-ekman">Bodil Ekman</a></div><div class="when">4 May 2026</div>
<div class="later">7 May 2026</div>
<figure class="one"><img src="/1.jpg" width="900" height="600"><figcaption>The wall. Photo: Reuters</figcaption></figure>
<p class="t">{TEXT}</p><p class="t">{MORE}</p><figure class="two"><img src="/2.jpg" width="900" height="600"></figure>
<div class="c2">Cleo Hart</div><p class="t box">{OTHER}</p><span class="s">Docks</span></body></html>"""


def read(*rules: Rule) -> Article:
    """The page as it is read with these rules."""
    page = Page(HTML, "https://quay.example/a", captured="2026-06-01T00:00:00+00:00")
    return Extractor(Site(name="quay", rules=rules)).read(page).article


def test_each_field() -> None:
    """Title, byline with its links, section and description are taken from where a rule points, and say so."""
    article = read(Rule(select={"title": "div.over", "byline": "div.real", "section": "span.s", "description": "div.when"}))
    assert article.title == "The wall that walks"
    assert article.byline == "words: Bodil Ekman"
    assert [(author.name, author.url) for author in article.authors] == [("Bodil Ekman", "https://quay.example/staff/bodil-ekman")]
    assert (article.section, article.description) == ("Docks", "4 May 2026")
    assert {article.evidence[name].source for name in ("title", "byline", "authors", "section", "description")} == {"rule"}


def test_dates() -> None:
    """A rule's date wins; where it gives the day alone, the time that was stated for that day stays."""
    assert read(Rule(select={"published": "div.when"})).published == "2026-05-04T09:30:00+00:00"
    article = read(Rule(select={"published": "div.later", "modified": "div.later"}))
    assert (article.published, article.modified) == ("2026-05-07", "2026-05-07")
    assert read(Rule(select={"published": "h1"})).published == "2026-05-04T09:30:00+00:00", "no date in it: as without"


def test_a_credit_goes_to_its_picture() -> None:
    """A credit belongs to the picture it stands nearest to, else to the lead; the others keep theirs."""
    inside = HTML.replace('</figure>\n<div class="c2">Cleo Hart</div>', '<div class="c2">Cleo Hart</div></figure>')
    site = Site(name="quay", rules=(Rule(select={"credit": "div.c2"}),))
    images = Extractor(site).read(Page(inside, "https://quay.example/a")).article.images
    assert {image.url.rsplit("/", 1)[1]: image.credit for image in images} == {"1.jpg": "Reuters", "2.jpg": "Cleo Hart"}
    lead = read(Rule(select={"credit": "div.c2"})).images[0]
    assert (lead.credit, lead.photographer) == ("Cleo Hart", "Cleo Hart")


def test_the_body() -> None:
    """A rule for the body gives those lines and no others; one that drops is obeyed for long paragraphs too."""
    assert read(Rule(select={"body": "p.t:not(.box)"})).body.split("\n\n") == [TEXT, MORE]
    assert MORE in read(Rule(drop=("p.box",))).body
    assert OTHER in read().body
    assert OTHER not in read(Rule(drop=("p.box",))).body
    assert TEXT not in read(Rule(drop_lines=(TEXT,))).body


def test_the_last_rule_in_force_wins() -> None:
    """Of two rules for a field the later one in the file counts, if it holds on the day of the capture."""
    rules = (Rule(select={"byline": "div.real"}), Rule(since="2026-07-01", select={"byline": "div.c2"}))
    assert read(*rules).byline == "words: Bodil Ekman"
    assert read(rules[0], Rule(since="2026-05-01", select={"byline": "div.c2"})).byline == "Cleo Hart"


def test_an_xpath_may_find_text() -> None:
    """A line that shares its element with others can be told by an XPath to its text, and leaves the body."""
    html = f"<html><body><h1>Quay</h1><div class='x'>Words by Bodil Ekman<br>{TEXT}<br>{MORE}</div></body></html>"
    site = Site(name="quay", rules=(Rule(select={"byline": "//div/text()[starts-with(., 'Words')]"}),))
    article = Extractor(site).read(Page(html, "https://quay.example/a")).article
    assert [author.name for author in article.authors] == ["Bodil Ekman"]
    assert article.body.split("\n\n") == [TEXT, MORE]


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=20)), st.lists(st.text(max_size=20), max_size=3))
def test_no_rule_breaks_a_page(select: dict[str, str], drop: list[str]) -> None:
    """Whatever a rule's selectors are, the page is read, the same each time."""
    rule = Rule(select=select, drop=tuple(drop), drop_lines=tuple(drop))
    assert read(rule).to_dict() == read(rule).to_dict()
