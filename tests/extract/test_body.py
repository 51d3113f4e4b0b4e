"""The body of a story: what belongs to it stays, what stands around it leaves with a reason."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import NotAnArticle
from archiver.extract import body, zones
from archiver.extract.body.boilerplate import closing, kind
from archiver.extract.body.choose import choose
from archiver.extract.body.known import Known
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


def chosen(made: Page) -> list[str]:
    """The paragraphs of a page where the engine votes for no more than the texts."""
    votes = body.votes(made.lines, "\n".join(TEXTS))
    return [made.lines[i].text for i in sorted(choose(Known(made.lines, made.story, votes, {}, TITLE, "")).kept)]


def claims(made: Page, starts: dict[str, str]) -> dict[int, str]:
    """Lines that open so, as other steps would claim them."""
    return {line.index: why for line in made.lines for start, why in starts.items() if line.text.startswith(start)}


@pytest.mark.parametrize("markup", seed.MARKUPS, ids=lambda markup: markup.__name__)
def test_seed(markup: Callable[[], str]) -> None:
    """The seed's body is its two paragraphs in every markup, once byline and credit are claimed."""
    made = Page(markup(), URL)
    assert read(made, claims(made, {"By Roberto": "byline", "Photo:": "credit"})) == list(seed.PARAGRAPHS)


def test_a_wall_that_is_longer_than_what_it_leaves() -> None:
    """Behind the opening of a gated story the lines that ask to register leave, though they are most of the text."""
    wall = ("この記事は会員限定です。", "紙の新聞の定期購読者の方は、無料で会員登録できます。", "会員登録する", "登録すると電子版が利用できます",
            "会員向け記事が読み放題", "各種メールマガジンで最新情報をお届けします", "※紙の新聞とは、朝刊と夕刊のことで、電子版は含みません。")
    opening = "港の会議場で開かれた説明会には市民ら百二十人が集まり、市長は来年度の予算に改修費を盛り込む考えを示した。"
    made = page(f"<p>{opening}</p>" + "".join(f"<p>{line}</p>" for line in wall))
    assert read(made) == [opening]


@pytest.mark.parametrize("line", [
    "For the latest stories and breaking news <a href='/app'>download</a> our app for your phone.",
    "To read the full story, please <a href='/join'>subscribe</a> to Town Paper: a year costs sixty crowns.",
    "If you're seeing this message and you are a subscriber, <a href='/in'>log in</a> to read on at once.",
    "Follow Town Paper on Instagram and on Facebook, or <a href='mailto:desk@town.example'>write</a> to the desk.",
    "<a href='/letters'>Submit your letter</a> to the editor by this form, with your name and your street.",
    "<a href='/b'>PUEDES VER: ¿Cuándo abre la piscina del barrio este verano?</a>",
    "© 2026, Town Paper. This article is the property of Town Paper. It may not be printed elsewhere without a word from us."])
def test_lines_of_the_house(line: str) -> None:
    """What a house sets behind its stories for its readers leaves; a sentence that only begins alike stays."""
    assert read(page(f"{STORY}<p>{line}</p>")) == list(TEXTS)
    alike = "To read the story of the hall one has to go back to the winter of 1931, when the river froze over."
    assert read(page(f"{STORY}<p>{alike}</p>")) == [*TEXTS, alike]


APPEALS = (
    ("The hall needs water", "Your support keeps independent journalism alive.", "Nobody pays us but our readers, and a paper"
     " like ours costs more every year: please think of a contribution.", "Please donate to our work <a href='/give'>here</a>."),
    ("Unterstützen Sie uns", "Unsere Zeitung lebt von der Unterstützung ihrer Leserinnen und Leser.",
     "Mit einer Spende helfen Sie, dass das so bleibt."))


@pytest.mark.parametrize("appeal", APPEALS, ids=("headed", "German"))
def test_appeals_to_readers(appeal: tuple[str, ...]) -> None:
    """What a house asks of its readers behind a story leaves with its heading; a story about giving keeps its end."""
    assert read(page(f"{STORY}<h3>{appeal[0]}</h3>" + "".join(f"<p>{line}</p>" for line in appeal[1:]))) == list(TEXTS)
    giving = ("Donations for the roof have reached 4,000 crowns, the town's treasurer said on Friday in the hall.",
              "Support came from three villages too, and from a choir that gave two concerts for the swimmers.")
    assert read(page(STORY + "".join(f"<p>{line}</p>" for line in giving))) == [*TEXTS, *giving]


def test_components_are_no_consent() -> None:
    """`cmp` in a class is a consent platform's only beside another word; by itself it opens the name of any component."""
    made = page("".join(f"<p>{text}</p>" for text in TEXTS[:3])
                + "".join(f"<div class='cmp-text'><p>{text}</p></div>" for text in TEXTS[3:]), after=
                "<div id='cmp-banner'><p>We and our 300 partners store and read information on your device to show ads.</p></div>")
    assert read(made) == list(TEXTS)


def test_a_page_that_ends_before_its_story() -> None:
    """What follows `</body></html>`, as where two templates are put one behind the other, is part of the page, as in browsers."""
    header = f"<html><head><title>{TITLE}</title></head><body><nav><a href='/'>Home</a></nav></body></html>"
    made = Page(f"{header}\n<article><h1>{TITLE}</h1>{STORY}</article></BODY></HTML>", URL)
    assert read(made) == list(TEXTS)


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


@settings(max_examples=60)
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


ROW = "<tr><td>{0}</td><td>{1} m</td><td>{2}</td></tr>"
TABLE = "<table><tr><th>Pool</th><th>Length</th><th>Lanes</th></tr>" + "".join(
    ROW.format(*cells) for cells in (("Old hall", 25, 5), ("Lake side", 50, 8), ("North", 25, 4))) + "</table>"


def test_tables_of_data() -> None:
    """A table of data set into the story belongs to it, cell by cell; a table that holds the page together is none."""
    found = read(page(STORY.replace("<p>Work", TABLE + "<p>Work")))
    assert found[4:13] == ["Pool", "Length", "Lanes", "Old hall", "25 m", "5", "Lake side", "50 m", "8"]
    frame = "<table><tr><td>Weather</td></tr><tr><td>Today 12 degrees</td></tr></table>"
    assert chosen(page(STORY.replace("<p>Work", frame + "<p>Work"))) == list(TEXTS)


def test_code() -> None:
    """Code between two paragraphs stays."""
    assert "pump.start(3)" in read(page(STORY.replace("<p>Work", "<pre>pump.start(3)</pre><p>Work")))


ANSWERS = [f"Answer number {n} of the town to what its people ask about the hall, the roof, the pump and the price of a day."
           for n in range(4)]


def test_likes() -> None:
    """Paragraphs that are no <p> and that the engine loses come back where several look alike; one alone may be a teaser."""
    folds = [f"<div class='fold'>{text}</div>" for text in ANSWERS[:3]]
    assert chosen(page(STORY.replace("<p>Work", "".join(folds) + "<p>Work"))) == [*TEXTS[:4], *ANSWERS[:3], TEXTS[4]]
    assert chosen(page(STORY.replace("<p>Work", folds[0] + "<p>Work"))) == list(TEXTS)


def test_folded_in() -> None:
    """Most of a story may be folded in and so be hidden; a hidden copy of what is shown stays away."""
    folded = f"<p>{TEXTS[0]}</p><div style='display:none'>" + "".join(f"<p>{text}</p>" for text in TEXTS[1:]) + "</div>"
    assert read(page(folded)) == list(TEXTS)
    copy = STORY + "<div hidden>" + STORY.replace(TEXTS[4], TEXTS[4] * 2) + "</div>"
    assert read(page(copy)) == list(TEXTS)


def test_folded_in_behind_headings() -> None:
    """Folded text comes back whole, short lines too, also where the engine never saw it; tickers elsewhere do not."""
    folds = "".join(f"<h3>Question {n}</h3><div style='display:none'><p>Week {n}</p><p>{text}</p></div>" for n, text in enumerate(TEXTS[1:]))
    made = page(f"<p>{TEXTS[0]}</p>{folds}", after="<div hidden><p>Index 6,632.19</p></div>")
    known = Known(made.lines, made.story, {i: 1.0 for i, line in enumerate(made.lines) if line.text == TEXTS[0]}, {}, TITLE, "")
    texts = [made.lines[i].text for i in sorted(choose(known).kept)]
    assert [text for text in texts if text in TEXTS] == list(TEXTS)
    assert "Week 2" in texts and "Index 6,632.19" not in texts


@pytest.mark.parametrize("name", ["field field--label-hidden", "overflow-hidden", "print:hidden", "hidden-xs"])
def test_names_that_hide_nothing(name: str) -> None:
    """Many names hold the word hidden and hide nothing: an element's, or the label's of a field, overflow, one screen's."""
    assert not zones.named_zones(name) & zones.HIDDEN and zones.named_zones("visually-hidden") & zones.HIDDEN
    assert read(page(f"<div class='{name}'>{STORY}</div>")) == list(TEXTS)


def test_bare_text() -> None:
    """A sentence that stands between the paragraphs in no element of its own belongs to them."""
    bare = "Nobody in the hall had expected that."
    assert read(page(STORY.replace("<p>Work", f"{bare}<p>Work"))) == [*TEXTS[:4], bare, TEXTS[4]]


@pytest.mark.parametrize("name", ["bajada", "copete", "linha-fina", "perex", "zajawka"])
def test_standfirst_by_its_name(name: str) -> None:
    """A standfirst is known by what its element calls itself, in the languages of news."""
    first = "Nine to eight: a vote that few had expected"
    made = page(STORY, before=f"<h2 class='{name}'>{first}</h2><p class='byline'>By Ada Stern</p>")
    assert read(made, claims(made, {"By Ada": "byline"})) == [first, *TEXTS]


def test_quote_pulled_out() -> None:
    """A sentence of the story that is set below the headline, too, stays where the story says it."""
    assert read(page(STORY, before=f"<div class='quote-item'>{TEXTS[2]}</div>")) == list(TEXTS)


def test_unclosed_noscript() -> None:
    """A noscript that is never closed swallows the page; its text is read then, and never otherwise."""
    made = Page(f"<html><body><noscript><div><h1>{TITLE}</h1>{STORY}</div></body></html>", URL)
    assert read(made) == list(TEXTS)
    assert read(page(STORY, before="<noscript><p>Turn on scripts to see the weather of this town, please.</p></noscript>")) == list(TEXTS)


def test_text_that_is_only_stated() -> None:
    """Where a script writes the text, what the page states for machines is the body; a page that prints a story needs none."""
    told = json.dumps({"@type": "NewsArticle", "headline": TITLE, "articleBody": "\n\n".join(TEXTS)})
    head = f"<script type='application/ld+json'>{told}</script>"
    found = body.find(page("<div id='app'>Loading</div>", head=head), {})
    assert found.paragraphs == TEXTS and found.evidence.source == "json-ld:articleBody"
    assert body.find(page(STORY, head=head), {}).evidence.source != "json-ld:articleBody"


def test_all_in_headings() -> None:
    """A story that is set in headings throughout is no heap of headings without text."""
    assert read(page("".join(f"<h2>{text}</h2>" for text in TEXTS))) == list(TEXTS)


def test_other_stories_below() -> None:
    """Headlines that link to other stories, each with a line, are not this story, however many follow it."""
    more = "".join(f"<h2 class='headline'><a href='/n/{n}'>Story number {n} of the day</a></h2><p>What is told in story {n}, in "
                   f"a line that is long enough to be taken for running text.</p>" for n in range(6))
    assert read(page(STORY + more)) == list(TEXTS)


def test_a_footer_that_looks_alike() -> None:
    """Below the story a paragraph needs more than the story's markup: it must stand in the same sort of place."""
    footer = "<section class='shop'><p>Tickets for the hall are sold at the town's desk in the market square, every day.</p></section>"
    assert chosen(page(STORY + footer)) == list(TEXTS)


@pytest.mark.parametrize("line", [
    "Aus dem Englischen von Mira Holm", "Sendung: Radio Talstadt, 24.04.2026, 15:10 Uhr", "Traduit de l’anglais par Mira Holm",
    "Vertaling: Mira Holm", "In: Talstädter Hefte, 20.10.2026, https://hefte.example/8 (abgerufen am: 20.10.2026)"])
def test_translators_programmes_citations(line: str) -> None:
    """Who translated it, where it was on air, how to cite it: said after the story, and no part of it."""
    assert read(page(STORY + f"<p>{line}</p>")) == list(TEXTS)


def test_signature() -> None:
    """A last line that is hardly more than the author's name signs the story; a sentence with the name does not."""
    by = "<p class='byline'>By Ada Stern</p>"
    for last, stays in (("Radio Talstadt (Ada Stern)", False), ("Nobody but Ada Stern was there to see it.", True)):
        made = page(STORY + f"<p>{last}</p>", before=by)
        assert (last in read(made, claims(made, {"By Ada": "byline"}))) is stays


SLOW = ("<div>", "<p>x", "<span><b><i>some</b></i></span> ", "some words<br>", "<a href=x>some link text</a> ",
        "<table><tr><td>cell<td>b", "<p class=c>A sentence that is long enough to be running text, said once more.")


@pytest.mark.parametrize("piece", SLOW)
def test_bounded(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages made to be slow end: calls grow with a page's size, not with the square of it, and the engine, whose time
    does, is not asked from some size on."""
    asked: list[int] = []
    monkeypatch.setattr(body, "engine", lambda tree, **_: asked.append(sum(1 for _ in tree.iter())) or "")
    few, many = (_calls(f"<body>{piece * count}") for count in (1_500, 6_000))
    assert many < 6 * few
    body.find(Page(f"<body>{piece * 30_000}", URL), {})
    assert max(asked, default=0) <= body.TOO_MUCH + 10


def _calls(html: str) -> int:
    """Calls that reading a page takes, those into libraries included."""
    count = 0

    def profile(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    made = Page(html, URL)
    sys.setprofile(profile)
    try:
        body.find(made, {})
    finally:
        sys.setprofile(None)
    return count
