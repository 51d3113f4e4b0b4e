"""Two readings of one capture: what is better, worse and unclear, and that every difference is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.model import Article, Author, Evidence, Image
from archiver.reextract.compare import compare, name_of, settled, verdict

BASE = Article(id="0" * 16, url="http://a.example/1", canonical_url="http://a.example/1", site="a", title="A title",
               body="The first paragraph of it.\n\nThe second paragraph of it.", published="2026-03-01T10:00:00+01:00",
               authors=(Author("Ada Lovelace"),), images=(Image("http://a.example/1.jpg", caption="The bridge"),),
               evidence={"title": Evidence("json-ld:headline", None, 0.9)})
CREDITED = (Image("http://a.example/1.jpg", caption="The bridge", credit="Reuters"),)


def judged(repeats: int = 0, **changed: Any) -> tuple[str, list[str]]:
    """The verdict of a reading that differs so, and the fields; what left or came repeats on so many articles."""
    changes = settled(compare(BASE, replace(BASE, **changed)), lambda name: repeats, lambda name: repeats)
    return verdict(changes), [change.field for change in changes]


@pytest.mark.parametrize(("changed", "word", "fields"), [
    ({"byline": "By Ada Lovelace"}, "better", ["byline"]),
    ({"published": None}, "worse", ["published"]),
    ({"published": "2026-03-01"}, "worse", ["published"]),
    ({"published": "2026-03-01T10:00:00"}, "worse", ["published"]),
    ({"published": "2026-03-01T09:00:00+00:00"}, "unclear", ["published"]),
    ({"title": "Another", "evidence": {"title": Evidence("text", None, 0.5)}}, "worse", ["title"]),
    ({"title": "Another", "evidence": {"title": Evidence("rule", None, 1.0)}}, "better", ["title"]),
    ({"title": "Another"}, "unclear", ["title"]),
    ({"tags": ("x",)}, "better", ["tags"]),
    ({"authors": ()}, "worse", ["authors"]),
    ({"authors": (Author("Ada Lovelace"), Author("Alan Turing"))}, "better", ["authors"]),
    ({"images": CREDITED}, "better", ["images.credit"]),
    ({"images": ()}, "worse", ["images"]),
    ({"images": CREDITED, "byline": "x", "tags": ("y",), "authors": ()}, "worse", ["byline", "authors", "tags", "images.credit"]),
    ({"body": BASE.body + "\n\nA third one of it."}, "better", ["body"]),
    ({"body": "The first paragraph of it."}, "worse", ["body"]),
    ({"body": "The first paragraph of it. The second paragraph of it."}, "unclear", ["body"]),
    ({"body": BASE.body + "\n\nThe bridge"}, "worse", ["body"]),
    ({"canonical_url": "http://a.example/2", "id": "1" * 16}, "unclear", ["canonical_url"]),
    ({"evidence": {}}, "same", []),
    ({"free_access": False}, "better", ["free_access"]),
])
def test_a_difference_has_its_verdict(changed: dict[str, Any], word: str, fields: list[str]) -> None:
    """A value more is better, a value less worse, other evidence decides between two values, one worse field outweighs."""
    assert judged(**changed) == (word, fields)


def test_what_repeats_over_the_site_is_no_loss() -> None:
    """A paragraph that leaves three articles was no part of them; one that comes into three is none either."""
    assert judged(3, body="The first paragraph of it.") == ("better", ["body"])
    assert judged(3, body=BASE.body + "\n\nFollow us") == ("worse", ["body"])


def test_a_caption_that_leaves_the_text_is_no_loss() -> None:
    """Words that another field says need not stand in the text."""
    old = replace(BASE, body=BASE.body + "\n\nThe bridge")
    assert [(c.field, c.verdict) for c in compare(old, BASE).changes] == [("body", "better")]


texts = st.text(max_size=60)
articles = st.builds(
    lambda title, body, byline, published, tags, captions: replace(
        BASE, title=title, body=body, byline=byline, published=published, tags=tuple(tags),
        images=tuple(Image(f"http://a.example/{n}.jpg", caption=c) for n, c in enumerate(captions))),
    texts, texts, st.none() | texts, st.none() | texts, st.lists(texts, max_size=3), st.lists(st.none() | texts, max_size=3))


@given(articles, articles)
def test_whatever_two_pages_say(old: Article, new: Article) -> None:
    """Any two readings can be compared; there is a verdict, and each change has a reason."""
    compared = compare(old, new)
    changes = settled(compared, lambda name: 1, lambda name: 1)
    assert verdict(changes) in ("same", "better", "worse", "unclear")
    assert all(change.reason and change.field and not change.field.endswith(("-", "+")) for change in changes)
    assert compare(old, old).changes == ()
    assert name_of("a  b") == name_of("a\nb")
