"""The page our user began with comes out right, from every markup and from plain text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from archiver import Article, extract
from archiver.cli import main
from tests import seed


def check(article: Article) -> None:
    """What a reader would say of the page."""
    assert article.title == seed.HEADLINE
    assert [author.name for author in article.authors] == [seed.AUTHOR]
    assert [image.credit for image in article.images if image.credit] == [seed.CREDIT]
    assert article.published is None, "none is stated; October 2021 is part of the story"
    assert article.body.split("\n\n") == list(seed.PARAGRAPHS)
    for junk in seed.JUNK:
        assert junk not in article.body
    assert article.byline == f"By {seed.AUTHOR}" or article.byline == seed.AUTHOR
    assert {"title", "authors", "body"} <= set(article.evidence)


@pytest.mark.parametrize("markup", seed.MARKUPS, ids=lambda markup: markup.__name__)
def test_every_markup(markup: Callable[[], str]) -> None:
    """Headline, the only author, the photo credit, no date, two paragraphs and none of the junk, whatever the markup."""
    check(extract(markup().encode(), "https://harbour.example/talks-reopened/"))


def test_plain_text(tmp_path: Path) -> None:
    """`archiver clean` says the same of already scraped text, and lists what it removed."""
    file = tmp_path / "seed.txt"
    file.write_text(seed.plain(), encoding="utf-8")
    done = CliRunner().invoke(main, ["clean", "--json", str(file)])
    assert done.exit_code == 0, done.output
    check(Article.from_dict(json.loads(done.stdout)))
    shown = CliRunner().invoke(main, ["clean", str(file)]).stdout
    for removed in ("fbpx", "Scroll Top", "Related Posts"):
        assert f"- {removed}" in shown


def test_html_from_standard_input() -> None:
    """`archiver clean -` takes a page from a pipe."""
    done = CliRunner().invoke(main, ["clean", "--json", "-"], input=seed.wordpress().encode())
    assert done.exit_code == 0, done.output
    check(Article.from_dict(json.loads(done.stdout)))
