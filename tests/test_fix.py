"""`archiver fix`: a person says what stands where, and a rule for the site's file comes of it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from archiver.cli import main
from archiver.errors import RuleError, SiteFileError
from archiver.extract.extractor import Extractor
from archiver.extract.page import Page
from archiver.extract.rules import fixing, selecting
from archiver.model import Article, Rule
from archiver.sites import load_site
from archiver.sites.amending import with_rule
from archiver.store import Archive
from tests import odd_outlet
from tests.conftest import Study

NUMBER = odd_outlet.OLD + 2         # a page of the new design


@dataclass(frozen=True)
class Desk:
    """An archive of the odd outlet, and its site file."""

    folder: Path

    @property
    def file(self) -> Path:
        """The site file."""
        return self.folder / "sites" / "uferblatt.yaml"

    def run(self, *words: str, text: str = "", code: int = 0) -> Result:
        """`archiver WORDS` in this study."""
        place = ("--output", str(self.folder / "output"), "--sites", str(self.folder / "sites"))
        done = CliRunner().invoke(main, [*place, *words], input=text)
        assert done.exit_code == code, (done.output, done.exception)
        return done

    def fix(self, told: str, *words: str, number: int = NUMBER, code: int = 0) -> Result:
        """A page fixed without a question."""
        return self.run("fix", odd_outlet.url(number), "--set", told, "--yes", *words, code=code)

    def read(self, number: int) -> Article:
        """A page as it is read with the site file as it is now."""
        with Archive(self.folder / "output") as archive:
            row = next(r for r in archive.captures("uferblatt") if r.url == odd_outlet.url(number))
            return Extractor(load_site(self.file))(archive.read(row.warc, row.offset))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the odd outlet, made once."""
    folder = tmp_path_factory.mktemp("odd") / "output"
    odd_outlet.archive(folder)
    return folder


@pytest.fixture
def desk(kept: Path, tmp_path: Path) -> Desk:
    """A copy of it with a fresh site file."""
    shutil.copytree(kept, tmp_path / "output")
    (tmp_path / "sites").mkdir()
    made = Desk(tmp_path)
    made.file.write_text(odd_outlet.FILE, encoding="utf-8")
    return made


def line_of(desk: Desk, words: str, number: int = NUMBER) -> int:
    """The number that `fix` shows before the line with these words."""
    shown = desk.run("fix", "--all", odd_outlet.url(number)).output
    return next(int(line.split()[0]) for line in shown.splitlines() if words in line and line.split()[0].isdigit())


def test_a_look_changes_nothing(crawled: Study) -> None:
    """Without an answer, `fix` shows numbered lines and what each was taken for, and leaves the site file alone."""
    before = {path: path.read_bytes() for path in (crawled.folder / "sites").iterdir()}
    truth = crawled.room.outlet("harbour-ledger").truths()[0]
    shown = crawled.run("fix", truth.url, text="").stdout
    assert truth.byline is not None
    numbered = [re.match(r" *(\d+) (.{18}) (.*)", line) for line in shown.splitlines()]
    rows = {match[3]: match[2].strip() for match in numbered if match}
    assert rows[truth.byline] == "byline"
    assert rows[f"Photo: {truth.images[0].credit}"] == "credit"
    assert [mark for text, mark in rows.items() if text.startswith(truth.body[0][:60])] == ["body"]
    assert not rows["Related Posts"] or rows["Related Posts"].startswith("-")
    assert {path: path.read_bytes() for path in (crawled.folder / "sites").iterdir()} == before


def test_a_byline_is_taught(desk: Desk) -> None:
    """Told once, a byline that reads like a sentence is found on every page of the design, with its author."""
    assert not desk.read(NUMBER).authors, "else this outlet teaches nothing"
    desk.fix(f"byline={line_of(desk, 'unterwegs war')}")
    for number in (NUMBER, NUMBER + 3, NUMBER + 5):
        article = desk.read(number)
        assert [author.name for author in article.authors] == [odd_outlet.author(number)]
        assert article.byline == f"am Fluss unterwegs war {odd_outlet.author(number)}"
        assert article.evidence["byline"].source == "rule"


def test_a_notice_is_dropped_everywhere(desk: Desk) -> None:
    """A line told to be none of the text leaves the body of all pages that have it, and nothing else does."""
    done = desk.fix(f"drop={line_of(desk, odd_outlet.BOX[:40])}")
    assert f"{odd_outlet.NEW} of {odd_outlet.NEW + odd_outlet.OLD} captures change: body on {odd_outlet.NEW}" in done.output
    for number in (0, NUMBER, NUMBER + 4):
        assert desk.read(number).body.split("\n\n") == odd_outlet.paragraphs(number)


def test_a_rule_is_dated(desk: Desk) -> None:
    """A rule holds from the first capture of the design it was made for; a person can give another day."""
    desk.fix(f"byline={line_of(desk, 'unterwegs war')}")
    assert load_site(desk.file).rules[-1].since == f"{odd_outlet.REDESIGN:%Y-%m-%d}"
    desk.fix("published=4", "--since", "2026-04-02")
    assert load_site(desk.file).rules[-1].since == "2026-04-02"
    assert "--since" in desk.fix("published=4", "--since", "last spring", code=2).output


def test_the_file_stays_the_person_s(desk: Desk) -> None:
    """Every line of the site file, comments too, is as it was; a second rule comes after the first."""
    desk.fix(f"byline={line_of(desk, 'unterwegs war')}")
    assert desk.file.read_text(encoding="utf-8").startswith(odd_outlet.FILE)
    once = desk.file.read_text(encoding="utf-8")
    desk.fix("title=2 published=4")
    assert desk.file.read_text(encoding="utf-8").startswith(once.rstrip())
    assert [sorted(rule.select) for rule in load_site(desk.file).rules] == [["byline"], ["published", "title"]]


def test_a_mistake_is_asked_again(desk: Desk) -> None:
    """At the keyboard a mistake is told and asked again; the rule is written only after a yes."""
    said = f"byline=999\nbyline={line_of(desk, 'unterwegs war')}\n"
    done = desk.run("fix", odd_outlet.url(NUMBER), text=f"{said}n\n")
    assert "the page has no line 999" in done.output
    assert desk.file.read_text(encoding="utf-8") == odd_outlet.FILE
    desk.run("fix", odd_outlet.url(NUMBER), text=f"{said}y\n")
    assert load_site(desk.file).rules


@pytest.mark.parametrize(("told", "why"), [
    ("byline=400", "the page has no line 400"), ("byline=0", "the page has no line 0"),
    ("byline=9-2", "the lower first"), ("by-line=3", "did you mean 'byline'?"), ("colour=3", "known: title"),
    ("byline", "says nothing"), ("byline=three", "is no line number"), ("   ,", "says nothing"),
    ("drop=1-999", "the page has no line"), ("drop=2-8", "of the body"), ("byline=5-6", "at most 300"),
    ("published=1", "no date can be read"), ("credit=4", "no credit can be read"), ("body=1-9", "too much"),
])
def test_what_makes_no_rule_is_refused(desk: Desk, told: str, why: str) -> None:
    """Lines that are not there, fields that are none and rules that take too much are refused, with the reason."""
    assert why in desk.fix(told, code=2).output
    assert desk.file.read_text(encoding="utf-8") == odd_outlet.FILE


def test_a_rule_that_guts_other_pages_is_refused(desk: Desk) -> None:
    """Where the paragraphs of other pages look like the line that is to go, only its words are dropped."""
    desk.fix("drop=6")
    rule = load_site(desk.file).rules[-1]
    assert not rule.drop
    assert [text[:14] for text in rule.drop_lines] == ["Die Kosten sch"]
    assert desk.read(NUMBER + 1).body.count("\n\n") == desk.read(NUMBER).body.count("\n\n") + 1


def test_a_site_without_a_file(desk: Desk) -> None:
    """A rule needs a file to stand in: its absence is told with the cure."""
    desk.file.unlink()
    assert "archiver add URL writes one" in desk.fix("byline=3", code=2).output


def test_what_is_not_there(desk: Desk) -> None:
    """A page that was never captured is told; an id will do as well as an address."""
    assert "no capture of this page" in desk.run("fix", "https://uferblatt.example/none", code=1).output
    assert "no such article" in desk.run("fix", "00000000", code=1).output
    assert "Uferblatt" in desk.run("fix", desk.read(NUMBER).id[:8]).output


def test_a_page_that_is_no_article_can_be_looked_at(desk: Desk) -> None:
    """A page that was taken for none is shown with the reason, so that the person sees why."""
    assert "no article:" in desk.run("fix", "https://uferblatt.example/stadt/").output


# --- in parts -------------------------------------------------------------------------------------------------------------


@given(st.text(max_size=60), st.integers(0, 40))
def test_any_words_are_read_or_refused(words: str, lines: int) -> None:
    """Whatever is typed, it names lines of the page or is refused."""
    try:
        told = fixing.read(words, lines)
    except RuleError:
        return
    assert all(0 <= index < lines for found in told.values() for index in found)


@given(st.dictionaries(st.sampled_from(["byline", "drop", "title"]), st.sets(st.integers(0, 99), min_size=1), min_size=1))
def test_words_come_back(told: dict[str, set[int]]) -> None:
    """Numbers count from 1, and each one that is said is read, once."""
    words = " ".join(f"{name}={','.join(str(i + 1) for i in found)}" for name, found in told.items())
    assert {name: set(found) for name, found in fixing.read(words, 100).items()} == told


def page(middle: str) -> Page:
    """A page with something in its middle."""
    return Page(f'<html><body><div id="x9c31"><h1>On the roof</h1>{middle}<p>One.</p><p>Two.</p></div></body></html>', "https://a.example/")


@pytest.mark.parametrize(("markup", "selector"), [
    ('<p class="a1b2c3 byline mt-4">By Ann Lee</p>', "p.byline"),
    ('<p itemprop="author">By Ann Lee</p>', 'p[itemprop="author"]'),
    ('<div class="meta"><p>By Ann Lee</p></div>', "div.meta"),
    ("<p>By Ann Lee</p>", "h1 + p"),
    ("<p>Zero.</p><p>By Ann Lee</p>", '//p[starts-with(normalize-space(.), "By ")]'),
    ('<div class="meta">By Ann Lee<br>The third of May</div>',
     '//div[contains(concat(" ", normalize-space(@class), " "), " meta ")]/text()[starts-with(normalize-space(.), "By ")]'),
])
def test_names_before_words_before_places(markup: str, selector: str) -> None:
    """A selector says what a thing is where the page does, else how it begins; it counts only as a last resort."""
    own = page(markup)
    line = next(line.index for line in own.lines if line.text == "By Ann Lee")
    choice = selecting.choose(own, selecting.Aim(frozenset((line,))), [page(markup), page(markup)])
    assert choice is not None
    assert choice.selector == selector


def test_other_pages_decide() -> None:
    """A class that stands on the other pages where something else is, is not taken."""
    own = page('<p class="small first-line">By Ann Lee</p>')
    other = page('<p class="first-line">By Bo Ek</p><p class="small">' + "Many words of text. " * 40 + "</p>")
    choice = selecting.choose(own, selecting.Aim(frozenset((1,)), most=100), [other, other])
    assert choice is not None
    assert choice.selector == "p.first-line"


FILES = [
    "name: a\ndomains: [a.example]\n",
    "name: a\ndomains:\n- a.example\nrules:\n",
    "name: a\ndomains: [a.example]\nrules: []  # none yet\npace: {delay: 3}\n",
    "name: a\ndomains: [a.example]\nrules:\n- until: 2026-03-31   # the old design\n  drop:\n  - aside\n  # more to come\n"
    "\n# the end\nlanguage: de\n",
    "name: a\r\ndomains: [a.example]\r\nrules:\r\n  - drop_lines:\r\n      - >\r\n        folded\r\n        text\r\n"
    "\r\npace:\r\n  delay: 2\r\n",
]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(str.strip)


@pytest.mark.parametrize("text", FILES)
@given(words=WORDS, day=st.dates())
def test_a_rule_is_added_in_place(text: str, words: str, day: object) -> None:
    """To any file that can be read, a rule is added as the last; each line of the file, and its comments, stays."""
    from archiver.sites import parse_site
    rule = Rule(since=str(day), select={"byline": "p.by"}, drop=("div > p:nth-of-type(2)",), drop_lines=(words,))
    fresh = with_rule(text, rule)
    assert parse_site(fresh).rules == (*parse_site(text).rules, rule)
    kept = [line for line in text.splitlines() if line.strip() and not line.startswith("rules:")]
    lines, rest = iter(fresh.splitlines()), iter(fresh.splitlines())
    assert all(line in lines for line in kept), "in their order"
    assert all(any(comment in line for line in rest) for comment in re.findall("#.*", text))


def test_rules_in_one_line_are_left_alone() -> None:
    """A list that was written in one line would lose its form: the person is told to part it."""
    with pytest.raises(SiteFileError, match="one line"):
        with_rule("name: a\ndomains: [a.example]\nrules: [{drop: [aside]}]\n", Rule(drop=("nav",)))
