"""`archiver evaluate`: cases scored field by field, saved from an archive; and the project's own cases."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from archiver.cli import main
from archiver.evaluate import FIELDS, bench, cases, evaluate, read_capture
from archiver.evaluate import _f1 as f1
from archiver.store import Archive
from archiver.store.reader import records_of
from tests import seed
from tests.conftest import Study

OWN = Path(__file__).parent / "cases"
KNOWN = {
    ("al-marfa", "byline"): "the date in the byline's line is not cut off",
    ("aohama-shinpo", "captions"): "the caption of a credit line is not taken",
    ("diario-da-ribeira", "section"): "a section that only a bare line prints is not read",
    ("ostmuender-tageblatt", "section"): "as above",
    ("spanish-two-authors", "captions"): "in a small `entry-content` with `wp-caption`, the text is taken for the caption",
    ("spanish-two-authors", "body"): "as above",
}
"""What is not read rightly yet; a case that comes right may be taken out."""


def run(*words: str, code: int = 0) -> Result:
    done = CliRunner().invoke(main, ["evaluate", *words])
    assert done.exit_code == code, (done.output, done.exception)
    return done


@pytest.mark.parametrize("case", list(cases(OWN)), ids=lambda case: case.name)
def test_own_cases(case: object) -> None:
    """Every case of the project is read as a person said it should be, but for what is known and listed."""
    wrong = {(s.case, s.field): (s.expected, s.found) for s in evaluate([case]).failed}  # type: ignore[list-item]
    assert not {key: value for key, value in wrong.items() if key not in KNOWN}


def test_own_cases_are_many() -> None:
    """A dozen markups at least, as many languages, and pages that are no articles."""
    found = list(cases(OWN))
    assert len(found) >= 20
    assert len({case.expected.get("language") for case in found} - {None}) >= 12
    assert {case.expected["not_an_article"] for case in found if "not_an_article" in case.expected} >= {"index", "consent"}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A folder with one case that is read rightly."""
    folder = tmp_path / "cases" / "harbour"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(seed.semantic(), encoding="utf-8")
    expected = {"url": "https://harbour.example/talks/", "title": seed.HEADLINE, "authors": [seed.AUTHOR],
                "published": None, "body": "\n\n".join(seed.PARAGRAPHS), "images": [{"url": "", "credit": seed.CREDIT}]}
    (folder / "article.json").write_text(json.dumps(expected), encoding="utf-8")
    return folder


def change(case: Path, **fields: object) -> None:
    path = case / "article.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | fields), encoding="utf-8")


def test_a_line_for_each_field(case: Path) -> None:
    """Each field that the case expects has a line with its share and F1; fields it does not name are not scored."""
    lines = [line.split() for line in run(str(case.parent)).output.splitlines()]
    scored = {line[0]: line[1:] for line in lines if len(line) == 4}
    assert scored["title"] == scored["body"] == scored["credits"] == ["1", "100.0%", "100.0%"]
    assert scored["published"] == ["1", "100.0%", "100.0%"], "null is an expectation too: none is stated"
    assert "section" not in scored
    assert "tags" not in scored


def test_what_is_wrong_is_named(case: Path) -> None:
    """A field that comes out otherwise is named with its case, what was expected and what was found."""
    change(case, authors=[seed.AUTHOR, "Ann Lee"], body="\n\n".join((*seed.PARAGRAPHS, "And a last word.")))
    shown = run(str(case.parent)).output
    assert "1 cases, 1 not read rightly" in shown
    assert f"expected ['{seed.AUTHOR}', 'Ann Lee']" in shown
    assert "missing  And a last word." in shown
    report = json.loads(run(str(case.parent), "--json").stdout)
    scores = {score["field"]: score for score in report["failed"]}
    assert scores["authors"]["f1"] == pytest.approx(2 / 3)
    assert 0.9 < scores["body"]["f1"] < 1


def test_below_a_bound(case: Path) -> None:
    """A script learns from the exit code that a field is below the bound it asks for."""
    run(str(case.parent), "--min", "1")
    change(case, title="Another")
    run(str(case.parent))
    assert "title: 0.000 is below 0.9" in run(str(case.parent), "--min", "0.9", code=1).output


def test_a_page_that_should_be_none(case: Path) -> None:
    """An article where none was expected, or the other way round, is a failure of its own."""
    change(case, not_an_article="index")
    failed = evaluate(cases(case.parent)).failed
    assert [(score.field, score.expected, score.found) for score in failed] == [("article", "index", None)]


@pytest.mark.parametrize(("text", "why"), [("{", "not JSON"), ("[]", "not a JSON object"), ('{"authors": 7}', "JSON form"),
                                           ('{"images": ["a"]}', "JSON form"), ('{"authors": [{"nam": "x"}]}', "JSON form")])
def test_broken_cases(case: Path, text: str, why: str) -> None:
    """A case that cannot be used is named with its file."""
    (case / "article.json").write_text(text, encoding="utf-8")
    shown = run(str(case.parent), code=1).output
    assert why in shown
    assert "article.json" in shown


def test_no_cases(tmp_path: Path) -> None:
    """A folder without cases is an error with its cure, and so is a case without a page."""
    assert "--save makes one" in run(str(tmp_path), code=1).output
    assert "no cases" in run(str(tmp_path / "none"), code=1).output
    (tmp_path / "article.json").write_text("{}", encoding="utf-8")
    assert "without capture.warc.gz or page.html" in run(str(tmp_path), code=1).output


def test_a_case_from_an_archive(crawled: Study, tmp_path: Path) -> None:
    """A saved case holds one capture, byte for byte as it was served, and is read as it was read in the archive."""
    truth = crawled.room.outlet("aohama-shinpo").truths()[1]
    crawled.run("evaluate", "--save", truth.url, str(tmp_path / "case"))
    assert {path.name for path in (tmp_path / "case").iterdir()} == {"article.json", "capture.warc.gz", "site.yaml"}
    kinds = [record.kind for record in records_of(tmp_path / "case" / "capture.warc.gz")]
    assert sorted(kinds) == ["request", "response", "warcinfo"]
    with Archive(crawled.folder / "output") as archive:
        where = archive.article(truth.url).provenance
        assert where.warc is not None
        assert where.offset is not None
        kept = archive.read(where.warc, where.offset).exchange
    saved = read_capture(tmp_path / "case" / "capture.warc.gz").exchange
    assert (saved.head, saved.body, saved.request, saved.started) == (kept.head, kept.body, kept.request, kept.started)
    said = json.loads((tmp_path / "case" / "article.json").read_text(encoding="utf-8"))
    assert said["title"] == truth.title
    report = evaluate(cases(tmp_path))
    assert not report.failed
    assert {line.field for line in report.lines()} == {"article", *FIELDS}


def test_a_case_is_not_written_over(crawled: Study, tmp_path: Path) -> None:
    """What a person has put right is never replaced by what is read."""
    url = crawled.room.outlet("harbour-ledger").truths()[0].url
    crawled.run("evaluate", "--save", url, str(tmp_path / "case"))
    before = (tmp_path / "case" / "article.json").read_bytes()
    assert "there is a case already" in crawled.run("evaluate", "--save", url, str(tmp_path / "case"), code=1).stderr
    assert (tmp_path / "case" / "article.json").read_bytes() == before


def test_a_case_may_have_rules(case: Path) -> None:
    """A site file in a case's folder is followed, so that a person's rules can be tested too."""
    (case / "site.yaml").write_text("name: harbour\ndomains: [harbour.example]\nrules:\n- drop_lines:\n  - "
                                    f"{json.dumps(seed.SECOND)}\n", encoding="utf-8")
    (score,) = evaluate(cases(case.parent)).failed
    assert (score.field, score.found) == ("body", seed.FIRST)


def test_the_benchmark_s_fields() -> None:
    """The adapter for benchmarks gives plain values for a page, and nothing for what cannot be parsed."""
    found = bench(seed.json_ld().encode(), "https://harbour.example/talks/")
    assert (found["title"], found["authors"], found["photo_credits"]) == (seed.HEADLINE, [seed.AUTHOR], [seed.CREDIT])
    assert found["body"].split("\n") == list(seed.PARAGRAPHS)
    assert bench(b"", "https://harbour.example/") == {}


LISTS = st.lists(st.sampled_from("abcde"), max_size=8)


@given(LISTS, LISTS)
def test_f1(one: list[str], other: list[str]) -> None:
    """F1 is between 0 and 1, the same both ways, 1 for equal bags and 0 where nothing is shared."""
    score = f1(one, other)
    assert 0 <= score <= 1
    assert score == f1(other, one)
    assert (score == 1) == (sorted(one) == sorted(other))
    assert (score == 0) == (not set(one) & set(other) and bool(one or other))


def test_cases_move(case: Path, tmp_path: Path) -> None:
    """A folder of cases can be moved, nested and be one case itself."""
    shutil.copytree(case, tmp_path / "deep" / "er" / "one")
    assert [found.name for found in cases(tmp_path / "deep")] == ["er/one"]
    assert [found.name for found in cases(case)] == ["harbour"]
