"""The model: articles as JSON and back, and the published schema in step with the model."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver import schema
from archiver.model import (
    Article,
    Author,
    Evidence,
    Exchange,
    Image,
    Provenance,
    Site,
    article_id,
    parse_headers,
)

DOCS = Path(__file__).parent.parent / "docs"
text = st.text(st.characters(codec="utf-8"), max_size=30)
maybe = st.none() | text
counts = st.none() | st.integers(0)
texts = st.lists(text, max_size=3).map(tuple)
articles = st.builds(
    Article, id=st.from_regex(r"[0-9a-f]{16}", fullmatch=True), url=text, canonical_url=text, site=text, title=text,
    byline=maybe, authors=st.lists(st.builds(Author, text, maybe), max_size=3).map(tuple), organisations=texts,
    published=maybe, modified=maybe,
    section=maybe, tags=texts, language=maybe, description=maybe, body=text, corrections=texts,
    images=st.lists(st.builds(Image, text, st.booleans(), maybe, maybe, maybe, maybe, maybe), max_size=3).map(tuple),
    free_access=st.none() | st.booleans(), word_count=st.integers(0, 10**6),
    evidence=st.dictionaries(text, st.builds(Evidence, text, maybe, st.floats(0, 1)), max_size=3),
    provenance=st.builds(Provenance, maybe, counts, counts, maybe, maybe, maybe, text, maybe),
    version=st.integers(1, 1000))
VALIDATOR = jsonschema.Draft202012Validator(schema.article_schema())


@given(articles)
@settings(max_examples=80)
def test_json_and_back_is_the_same_article(article: Article) -> None:
    """An article survives its JSON form unchanged, and the form fits the published schema."""
    data = json.loads(json.dumps(article.to_dict(), ensure_ascii=False))
    assert Article.from_dict(data) == article
    VALIDATOR.validate(data)


def minimal() -> dict[str, Any]:
    return {"id": "0" * 16, "url": "https://e.org/a", "canonical_url": "https://e.org/a", "site": "e", "title": "T"}


def test_old_readers_open_new_files() -> None:
    """Keys that a later version adds are passed over, at every level."""
    new = minimal() | {"mood": "good", "authors": [{"name": "A", "orcid": "1"}], "images": [{"url": "u", "alt": "x"}],
                       "evidence": {"title": {"source": "s", "page": 3}}, "provenance": {"warc": "w", "host": "h"}}
    article = Article.from_dict(new)
    assert article.authors == (Author("A"),) and article.images == (Image("u"),)
    assert article.provenance.warc == "w" and article.evidence["title"].source == "s"


def test_new_readers_open_old_files() -> None:
    """Keys that an earlier version did not have stand at their default."""
    article = Article.from_dict(minimal())
    assert article.body == "" and article.authors == () and article.version == 1 and article.provenance == Provenance()


def test_every_field_is_in_the_json_form_in_order() -> None:
    """Empty lists stay, unknown values are null, and the order is the model's."""
    data = Article.from_dict(minimal()).to_dict()
    assert list(data) == list(Article.__dataclass_fields__)
    assert data["published"] is None and data["tags"] == [] and data["provenance"]["warc"] is None


@pytest.mark.parametrize(("change", "value"), [
    ("id", "xyz"), ("title", None), ("authors", [{"url": "u"}]), ("images", [{"url": "u"}]), ("version", 0),
    ("tags", "a"), ("free_access", "yes"), ("word_count", -1)])
def test_the_schema_refuses_what_is_no_article(change: str, value: Any) -> None:
    """The published schema is worth something: wrong types and missing parts do not pass."""
    data = Article.from_dict(minimal()).to_dict()
    VALIDATOR.validate(data)
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(data | {change: value})


@pytest.mark.parametrize("name", [schema.SCHEMA_FILE, schema.MODEL_FILE])
def test_the_published_files_are_up_to_date(name: str) -> None:
    """docs/ says what the model says; else: python -m archiver.schema --write docs."""
    assert (DOCS / name).read_text(encoding="utf-8") == schema.published()[name]


def test_the_schema_is_a_valid_schema_with_a_word_on_every_field() -> None:
    """Anyone's validator takes it, and each field of it is described."""
    made = schema.article_schema()
    jsonschema.Draft202012Validator.check_schema(made)
    for part in (made, *made["$defs"].values()):
        assert all(len(field["description"]) > 10 for field in part["properties"].values())


def test_schema_org_names_are_mapped() -> None:
    """The fields that schema.org has a name for are in the table with it."""
    table = schema.mapping_table()
    for row in ("| `title` | NewsArticle | `headline` |", "| `images[].credit` | ImageObject | `creditText` |",
                "| `body` | NewsArticle | `articleBody` |"):
        assert row in table


def test_the_schema_is_written_where_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--write` makes both files; without it the schema goes to the screen alone."""
    assert schema.main(["--write", str(tmp_path)]) == 0 and schema.main([]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(schema.published())
    assert json.loads(capsys.readouterr().out)["title"] == "Article"


def test_an_article_keeps_its_name() -> None:
    """The id depends on site and canonical URL alone, and parts that run together do not collide."""
    assert article_id("e", "https://e.org/a") == article_id("e", "https://e.org/a")
    assert len({article_id("e", "x"), article_id("ex", ""), article_id("e\n", "x"), article_id("f", "x")}) == 4
    assert len(article_id("e", "x")) == 16


def exchange(head: bytes) -> Exchange:
    return Exchange("https://e.org/", b"", head, b"", b"", datetime(2026, 11, 23, tzinfo=UTC))


def test_heads_are_read_as_they_came() -> None:
    """Repeated headers, odd spellings, folded lines and bare newlines are all read; the first of a name counts."""
    one = exchange(b"HTTP/1.1 200 OK\r\nset-cookie: a\r\nSet-Cookie: b\r\nX-Long: one\r\n  two\r\n"
                   b"NoValue:\r\njunk\r\n\r\n")
    assert one.status == 200
    assert one.headers == (("set-cookie", "a"), ("Set-Cookie", "b"), ("X-Long", "one two"), ("NoValue", ""))
    assert one.header("SET-COOKIE") == "a" and one.header("missing") == ""
    assert exchange(b"HTTP/1.0 404\nA: b\n\n").header("a") == "b"


@given(st.binary(max_size=200))
def test_no_head_makes_it_raise(head: bytes) -> None:
    """Whatever stood where a head should be, there is a status (0: none) and a list of headers."""
    assert exchange(head).status >= 0 and isinstance(parse_headers(head), tuple)


def test_sites_do_not_share_what_can_change() -> None:
    """Two sites made without rules have nothing in common that one could change under the other."""
    with pytest.raises(AttributeError):
        Site("a").name = "b"  # type: ignore[misc]
    assert Article.from_dict(minimal()).evidence is not Article.from_dict(minimal()).evidence
