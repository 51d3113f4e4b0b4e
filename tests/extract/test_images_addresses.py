"""When two addresses are of one picture, and which of an element's addresses is taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fromstring

from archiver.extract.credits.addresses import address, blank, keys

BASE = "https://harbour.example/2024/bridge/"


@pytest.mark.parametrize(("one", "other"), [
    ("https://h.example/u/bridge-opening-768x432.jpg", "https://h.example/u/bridge-opening-1200x675.jpg"),
    ("https://h.example/u/bridge-opening-scaled.jpg", "https://h.example/u/bridge-opening.webp"),
    ("https://h.example/i/4f3a9c1b2d7e8f60/w_1200/a.jpg", "https://cdn.example/x/4f3a9c1b2d7e8f60/w_300/b.jpg"),
    ("https://h.example/_next/image?url=%2Fu%2Fbridge-opening.jpg&w=640", "https://h.example/u/bridge-opening.jpg"),
    ("https://h.example/pic=s750", "https://h.example/pic=s1200")])
def test_sizes_of_one_picture(one: str, other: str) -> None:
    """Sizes, formats and image services do not make another picture."""
    assert keys(one) & keys(other)


@pytest.mark.parametrize(("one", "other"), [
    ("https://h.example/u/bridge-opening.jpg", "https://h.example/u/mayor-walking.jpg"),
    ("https://h.example/image?id=1", "https://h.example/image?id=2")])
def test_other_pictures(one: str, other: str) -> None:
    """Another name, or another number in the query, is another picture."""
    assert not keys(one) & keys(other)


@pytest.mark.parametrize("src", ["data:image/gif;base64,R0", "/i/blank.gif", "/s/placeholder-16x9.png", "{{ src }}", "/lazy.svg"])
def test_placeholders(src: str) -> None:
    """A stand-in is no address."""
    assert blank(src)
    assert address(fromstring(f"<div><img src='{src}'></div>")[0], BASE) == ""


@given(st.text(max_size=200), st.text(max_size=60))
def test_any_address(value: str, other: str) -> None:
    """No attribute makes it fail; what comes out is http(s) or nothing."""
    element = fromstring("<div><img></div>")[0]
    clean = "".join(c for c in value if c.isprintable() and c not in "\ud800\udfff")
    element.set("srcset", clean)
    element.set("data-src", "".join(c for c in other if c.isprintable()))
    url = address(element, BASE)
    assert url == "" or url.startswith(("http://", "https://"))
    keys(url)
