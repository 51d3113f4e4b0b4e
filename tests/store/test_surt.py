"""Keys of URLs for the index; that they are pywb's is shown in tests/acceptance/test_index.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.store.surt import surt

SESSION = "0123456789abcdef0123456789ABCDEF"


@pytest.mark.parametrize(("url", "key"), [
    ("http://127.0.9.1:81/a", "1,9,0,127:81)/a"), ("http://example.org/a//b/./c/../d/", "org,example)/a/b/d"),
    ("http://example.org/%7Euser/%C3%A9", "org,example)/~user/%c3%a9"), ("http://example.org/é", "org,example)/%c3%a9"),
    ("http://example.org/100%25?x=%2526", "org,example)/100%25?&x="), ("http://bücher.example/", "example,xn--bcher-kva)/"),
    (f"http://example.org/a?x=1&PHPSESSID={SESSION}&b=2", "org,example)/a?b=2&x=1"),
    (f"http://example.org/a?sid={SESSION}", "org,example)/a"), ("http://[2001:db8::1]:8080/X", "2001:db8::1:8080)/x"),
    ("http://example.org/(S(4hqa0555fwsecu455xqckv45))/mileg.aspx", "org,example)/mileg.aspx"),
    ("urn:interim:http://a/B", "urn:interim:http://a/b"), ("http://example.org:port/X", "http://example.org:port/x")])
def test_keys(url: str, key: str) -> None:
    """Escapes, dots, sessions, ports and hosts come into one form."""
    assert surt(url) == key


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_a_key(path: str, query: str) -> None:
    """Whatever stands in a URL, it has a key on one line, without a blank: an index line is split there."""
    for url in (f"http://example.org/{path}?{query}", path, f"http://{path}", f"http://{path}:{query}/"):
        key = surt(url)
        assert key.isascii()
        assert not set(key) & set(" \t\r\n")
