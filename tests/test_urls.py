"""URLs: which can be fetched, which are one page, whose they are."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from w3lib.url import canonicalize_url

from archiver.urls import MAX_LENGTH, absolute, belongs, host_of, link_key, without_tracking

BASE = "https://www.example.org/world/story.html?page=1"


@pytest.mark.parametrize(("href", "url"), [
    ("next", "https://www.example.org/world/next"), ("/a b", "https://www.example.org/a%20b"),
    ("//other.example/x", "https://other.example/x"), ("?page=2", "https://www.example.org/world/story.html?page=2"),
    (" https://example.org/#top ", "https://example.org/"), ("HTTP://Example.org/ü", "http://example.org/%C3%BC"),
    ("https://bücher.example/", "https://xn--bcher-kva.example/"), ("../../..", "https://www.example.org/")])
def test_a_link_becomes_a_url_that_can_be_asked_for(href: str, url: str) -> None:
    """Relative, sloppy and international links end as a plain http URL without fragment."""
    made = absolute(BASE, href)
    assert made is not None and made.lower() == url.lower()


@pytest.mark.parametrize("href", [
    "mailto:a@example.org", "javascript:alert(1)", "ftp://example.org/", "file:///etc/passwd", "data:text/html,x",
    "http://[::1", "http://example.org:99999/", "http://example.org:x/", "https://example.org/" + "a" * MAX_LENGTH])
def test_what_cannot_be_fetched_is_none(href: str) -> None:
    """Other schemes, no host, impossible ports and endless URLs are refused, not raised."""
    assert absolute(BASE, href) is None
    assert absolute("https://", "https://") is None


@pytest.mark.parametrize("url", [
    "https://www.example.org/a?utm_source=x&id=1", "http://www.example.org/a?id=1&fbclid=y",
    "https://www.example.org:443/a?id=1#c",
    "http://WWW.example.org:80/a?id=1", "https://www.example.org./a?id=1"])
def test_spellings_of_one_page_have_one_key(url: str) -> None:
    """Scheme, default port, case of the host, tracking and fragment make no second page."""
    assert link_key(url) == "www.example.org/a?id=1"


@pytest.mark.parametrize("url", ["https://www.example.org/a?id=2", "https://www.example.org/A?id=1",
                                 "https://example.org/a?id=1",
                                 "https://www.example.org:8443/a?id=1", "https://www.example.org/a/?id=1"])
def test_other_pages_have_other_keys(url: str) -> None:
    """What may be another page stays another link."""
    assert link_key(url) != "www.example.org/a?id=1"


hosts = st.from_regex(r"[a-z0-9]{1,8}(\.[a-z0-9]{1,8}){0,2}", fullmatch=True)
paths = st.from_regex(r"(/[A-Za-z0-9._~-]{0,6}){1,4}", fullmatch=True)
names = st.sampled_from(("id", "utm_source", "fbclid", "page", "q"))
queries = st.lists(st.tuples(names, st.text(max_size=5)), max_size=3)


@given(hosts, paths, st.sampled_from(("", ":80", ":443", ":8080")))
def test_the_short_way_to_a_key_agrees_with_the_long_one(host: str, path: str, port: str) -> None:
    """Plain URLs get their key without the slow canonical form, and it is the same."""
    slow = canonicalize_url(f"https://{host}{port}{path}").split("://", 1)[1]
    expected = slow.replace(":443/", "/", 1).replace(":80/", "/", 1)
    assert link_key(f"https://{host}{port}{path}") == expected


@given(hosts, paths, queries)
def test_a_key_is_stable(host: str, path: str, query: list[tuple[str, str]]) -> None:
    """The key of a key's own page is itself; the order of arguments and tracking do not count."""
    def url(pairs: list[tuple[str, str]]) -> str:
        whole = absolute("https://x.example/", f"https://{host}{path}?" + "&".join(f"{k}={v}" for k, v in pairs))
        return whole or "https://x.example/"
    key = link_key(url(query))
    assert link_key(f"https://{key}") == key
    assert "utm_source" not in key and "fbclid" not in key


@given(st.text(max_size=80), st.text(max_size=80))
@example("http://[", "x")
@example("https://example.org", "//[")
@settings(max_examples=300)
def test_no_text_makes_it_raise(base: str, href: str) -> None:
    """Any two texts give a URL or None, and what is given can be asked for again, keyed and read."""
    made = absolute(base, href)
    if made is not None:
        assert made.startswith(("http://", "https://")) and "#" not in made and len(made) <= MAX_LENGTH
        assert host_of(made) and isinstance(link_key(made), str) and isinstance(without_tracking(made), str)
    assert isinstance(host_of(href), str)


def test_tracking_is_taken_off_and_nothing_else() -> None:
    """Arguments keep their order and spelling; only those that count visitors go."""
    assert without_tracking("https://e.org/?b=2&utm_medium=x&a=1#f") == "https://e.org/?b=2&a=1"
    assert without_tracking("https://e.org/?b=%20&c") == "https://e.org/?b=%20&c"
    assert without_tracking("https://e.org/?spmx=1&spm=2") in ("https://e.org/?spmx=1", "https://e.org/")


@pytest.mark.parametrize(("url", "domains", "own"), [
    ("https://example.org/", ("example.org",), True), ("https://www.example.org/", ("example.org",), True),
    ("https://news.example.org/", ("www.example.org",), True), ("https://example.org/", ("www.example.org",), True),
    ("https://notexample.org/", ("example.org",), False), ("https://example.org.evil.net/", ("example.org",), False),
    ("https://EXAMPLE.org:8443/", ("example.org",), True), ("http://127.0.0.2:81/", ("127.0.0.2:80",), False),
    ("http://127.0.0.2:81/", ("127.0.0.2:81",), True), ("https://example.org/", (), False)])
def test_hosts_belong_to_their_domain(url: str, domains: tuple[str, ...], own: bool) -> None:
    """A sub-domain belongs, a look-alike does not; a domain with a port means that port."""
    assert belongs(url, domains) is own
