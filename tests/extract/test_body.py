"""The body of a story: what belongs to it stays, what stands around it leaves with a reason."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archiver.errors import NotAnArticle
from archiver.extract import body
from archiver.extract.body.boilerplate import closing, kind
from archiver.extract.page import Page
from tests import seed

URL = "https://town.example/2026/hall"
TITLE = "Swimming hall stays open for one more winter"
TEXTS = (
    "The council voted on Tuesday to keep the old swimming hall open for one more winter, after a debate of six hours.",
    "Mayor Ilse Brandt said the town could pay for the repair of the roof, but not for a new pump before next year.",
    "“We have waited long enough,” said Jonas Feld, who has taught children to swim there since the hall was built.",
    "The vote was nine to eight. Two members who had been against the plan in March changed their minds at the end.",
    "Work on the roof is to begin in October, and the hall will be closed for ten days while the scaffolding goes up.")
STORY = "".join(f"<p>{text}</p>" for text in TEXTS)


def page(inner: str, *, before: str = "", after: str = "", head: str = "") -> Page:
    """An article page with that text between headline and end."""
    return Page(f"<html><head><title>{TITLE} - Town Paper</title>{head}</head><body><main><article><h1>{TITLE}</h1>{before}"
                f"<div class='text'>{inner}</div></article>{after}</main></body></html>", URL)


def read(made: Page, claimed: dict[int, str] | None = None) -> list[str]:
    """The paragraphs of a page."""
    return list(body.find(made, claimed or {}).paragraphs)


def claims(made: Page, starts: dict[str, str]) -> dict[int, str]:
    """Lines that open so, as other steps would claim them."""
    return {line.index: why for line in made.lines for start, why in starts.items() if line.text.startswith(start)}


@pytest.mark.parametrize("markup", seed.MARKUPS, ids=lambda markup: markup.__name__)
def test_seed(markup: Callable[[], str]) -> None:
    """The seed's body is its two paragraphs in every markup, once byline and credit are claimed."""
    made = Page(markup(), URL)
    assert read(made, claims(made, {"By Roberto": "byline", "Photo:": "credit"})) == list(seed.PARAGRAPHS)


def test_seed_as_text() -> None:
    """The seed as scraped plain text loses its headline, pixel, button, byline and credit too."""
    made = Page.from_text(seed.plain())
    found = read(made, claims(made, {"By Roberto": "byline", "Photo:": "credit", seed.HEADLINE[:20]: "headline"}))
    assert [text for text in found if len(text) > 60] == list(seed.PARAGRAPHS)
    assert "Related Posts" not in found


def test_removed_with_reasons() -> None:
    """What is taken out is reported with why, and nothing is in both."""
    made = page(STORY + "<p><a href='/x'>Read more: What the roof will cost the town this year</a></p>",
                before="<p class='byline'>By Ada Stern</p>")
    found = body.find(made, claims(made, {"By Ada": "byline"}))
    assert found.paragraphs == TEXTS
    reasons = {removed.text: removed.reason for removed in found.removed}
    assert reasons["Read more: What the roof will cost the town this year"] in ("read also", "link")
    assert reasons["By Ada Stern"] == "byline"
    assert not set(reasons) & set(found.paragraphs)


@pytest.mark.parametrize("line", [
    "Read more: Why the pool is closed", "Lesen Sie auch: Warum das Bad geschlossen ist", "À lire aussi : Pourquoi la piscine est fermée",
    "Lee también: Por qué cierra la piscina", "Leggi anche: Perché la piscina è chiusa", "Leia também: Por que a piscina fecha",
    "Lees ook: Waarom het zwembad dicht is", "Les også: Hvorfor badet er stengt", "Läs också: Varför badet är stängt",
    "Læs også: Hvorfor svømmehallen er lukket", "Lue myös: Miksi uimahalli on kiinni", "Czytaj też: Dlaczego basen jest zamknięty",
    "Čtěte také: Proč je bazén zavřený", "Čítajte aj: Prečo je bazén zatvorený", "Pročitajte i: Zašto je bazen zatvoren",
    "Citește și: De ce este închis bazinul", "Kapcsolódó cikkek", "Прочетете още: Защо е затворен басейнът",
    "Читайте также: Почему закрыт бассейн", "Читайте також: Чому закритий басейн", "Διαβάστε επίσης: Γιατί έκλεισε η πισίνα",
    "İlgili haberler", "اقرأ أيضا: لماذا أغلق المسبح", "קראו גם: למה הבריכה סגורה", "यह भी पढ़ें: पूल क्यों बंद है", "আরও পড়ুন: পুল কেন বন্ধ",
    "Baca juga: Mengapa kolam ditutup", "Soma pia: Kwa nini bwawa limefungwa", "関連記事", "관련 기사", "相关新闻", "延伸閱讀", "Xem thêm", "อ่านเพิ่มเติม"])
def test_read_also(line: str) -> None:
    """Pointers to other stories leave the body in every language."""
    assert kind(line, 0.0) == "read also"
    assert read(page(STORY.replace("<p>Mayor", f"<p>{line}</p><p>Mayor"))) == list(TEXTS)


@pytest.mark.parametrize("line", [
    "The share of households with a pool has risen.", "Print media are dead, he said.", "Top swimmers came from all over the country.",
    "Read aloud, the letter took ten minutes.", "Advertising is a lie, the baker said, and went on to hang up his posters all the same.",
    "Subscribers of the theatre were asked to come on foot, because the bridge that leads to it had been closed that morning.",
    "More than nine hundred people signed.", "Werbung ist Lüge, sagte der Bäcker am Abend in der Versammlung des Vereins.",
    "Comments by the mayor made things worse.", "Sources close to the council said so.", "Related companies were told on Friday.",
    "Lire et écrire, voilà ce que demande la maîtresse.", "Más de cien vecinos protestaron.", "Weitere Proben sind nötig, hieß es."])
def test_reporting_that_opens_alike(line: str) -> None:
    """A sentence of the story that opens with such a word stays."""
    assert kind(line, 0.0) == ""
    assert line in read(page(STORY.replace("<p>Mayor", f"<p>{line}</p><p>Mayor")))


@pytest.mark.parametrize("block", [
    "<div class='share-bar'><span>Share</span> <span>Tweet</span></div>", "<div class='related'><h3>Related</h3><p>Another hall in another"
    " town has been closed for good, and nobody has said a word about it.</p></div>", "<aside class='newsletter'><h4>The morning in brief"
    "</h4><p>Sign up for our newsletter and get the news at seven, every day of the week.</p></aside>",
    "<div class='advert'>Advertisement</div>", "<p>ADVERTISEMENT</p>", "<p>Share this article on Facebook</p>",
    "<div class='teaser-box'><h3><a href='/y'>Bakers want longer nights</a></h3><p>The guild has asked the town for a new rule"
    " about ovens, and hopes for an answer.</p></div>",
    "<figure><img src='/h.jpg'><figcaption>The old swimming hall on a Monday morning in the rain.</figcaption></figure>",
    "<div class='media'><img src='/h.jpg'><div class='info'><p>The old swimming hall on a Monday in the rain</p></div></div>"])
def test_set_into_the_story(block: str) -> None:
    """Share bars, boxes, newsletters, ad labels and captions between two paragraphs leave no line behind."""
    assert read(page(STORY.replace("<p>Mayor", f"{block}<p>Mayor"))) == list(TEXTS)


@pytest.mark.parametrize("name", ["teaser", "promo", "related-content", "newsletter", "share", "tags"])
def test_a_class_is_no_verdict(name: str) -> None:
    """A class named teaser or promo does not delete a large share of the page."""
    half = "".join(f"<p>{text}</p>" for text in TEXTS[:3])
    rest = "".join(f"<p>{text}</p>" for text in TEXTS[3:])
    assert read(page(f"<div class='{name}'>{half}</div>{rest}")) == list(TEXTS)


@pytest.mark.parametrize("inner", [
    "<div>" + "<br><br>".join(TEXTS) + "</div>", "".join(f"<div class='part'><p>{text}</p></div>" for text in TEXTS),
    "".join(f"<div>{text}</div>" for text in TEXTS), "".join(f"<section><p>{text}</p></section>" for text in TEXTS),
    f"<div><p>{TEXTS[0]}</p></div><div id='rest'>" + "".join(f"<p>{text}</p>" for text in TEXTS[1:]) + "</div>",
    "<table><tr><td>" + STORY + "</td></tr></table>"])
def test_shapes(inner: str) -> None:
    """Line breaks, one container a paragraph, bare divs, sections, a first paragraph apart and tables lose nothing."""
    assert read(page(inner)) == list(TEXTS)


def test_lists_quotes_subheadings() -> None:
    """Subheadings, lists and quotations of the story are body."""
    inner = (f"<p>{TEXTS[0]}</p><h2>What it costs</h2><p>{TEXTS[1]}</p><ul><li>Roof: two million</li><li>Pump: half a million</li></ul>"
             f"<blockquote><p>{TEXTS[2]}</p></blockquote><p>{TEXTS[3]}</p><p>{TEXTS[4]}</p>")
    assert read(page(inner)) == [TEXTS[0], "What it costs", TEXTS[1], "Roof: two million", "Pump: half a million", *TEXTS[2:]]


def test_headline_repeated() -> None:
    """The headline is not part of the body, however often it is printed."""
    assert TITLE not in read(page(f"<h2>{TITLE}</h2>{STORY}", before=f"<p>{TITLE}</p>"))


def test_closing_lines() -> None:
    """Who the author is and who helped is not the story, a last sentence about a journalist in it is."""
    made = page(STORY + "<p><em>Ada Stern is a reporter for the Town Paper.</em></p><p>Additional reporting by Tom Weir.</p>",
                before="<p class='byline'>By Ada Stern</p>")
    assert read(made, claims(made, {"By Ada": "byline"})) == list(TEXTS)
    assert closing("The hall is where the journalist learned to swim as a boy.", 0.0, False) == ""
    assert closing("What happens now is anybody's guess; the harbour authority has promised a note.", 0.0, True) == ""


def test_long_claims_are_not_believed() -> None:
    """A paragraph that another step takes for a byline stays."""
    long = TEXTS[0] + " " + TEXTS[1] + " " + TEXTS[3]
    made = page(f"<p>{long}</p>{STORY}")
    assert long in read(made, claims(made, {long[:30]: "byline"}))


def test_nothing_there() -> None:
    """A page without a story has no paragraphs, and raises nothing."""
    assert read(Page("<html><body><nav><a href='/'>Home</a></nav></body></html>", URL)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="<>/pdivbrulh123 \"'=a.\u4e00é&;", max_size=400))
def test_any_markup(text: str) -> None:
    """Whatever the markup, there is an answer made of the page's own lines, the same each time."""
    try:
        made = Page(f"<body>{text}", URL)
    except NotAnArticle:
        return
    found = body.find(made, {})
    assert set(found.paragraphs) <= {line.text for line in made.lines}
    assert body.find(Page(f"<body>{text}", URL), {}) == found


@pytest.mark.parametrize("html", [
    "<div>" * 20_000 + STORY, "<p>x" * 20_000, "<span><b><i>some</b></i></span> " * 20_000, "<p>" + "some words<br>" * 20_000,
    "<a href=x>some link text</a> " * 20_000, "<table>" + "<tr><td>cell<td>b" * 10_000, "<p>" + "w" * 2_000_000])
def test_bounded(html: str) -> None:
    """Pages made to be slow end: work grows with their size, not with the square of it."""
    started = time.process_time()
    body.find(Page(f"<body>{html}", URL), {})
    assert time.process_time() - started < 60
