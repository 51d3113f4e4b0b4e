"""What outlets say of the use of their pages, read word for word from every place where they say it."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from archiver.model import Exchange
from archiver.rights.signals import MAX_SIGNALS, about, from_headers, from_page, from_robots, from_tdmrep, matches, rule_for

ROBOTS = """# ours
User-agent: GPTBot
User-Agent: CCBot   # both
Disallow: /
Allow: /about$

Sitemap: https://example.org/s.xml
User-agent: *
Disallow: /search
Content-Signal: search=yes, ai-train=no
"""


def test_groups_word_for_word() -> None:
    """Each agent of a group has its lines as written; lines about use stand for themselves too."""
    found = {signal.name: signal.value for signal in from_robots(ROBOTS)}
    assert list(found) == ["GPTBot", "CCBot", "*", "content-signal"]
    assert found["GPTBot"] == found["CCBot"]
    assert found["GPTBot"].splitlines()[1:] == ["User-Agent: CCBot   # both", "Disallow: /", "Allow: /about$"]
    assert found["content-signal"] == "search=yes, ai-train=no"


def test_the_line_that_decides() -> None:
    """The longest line that matches decides, and a group without one says nothing about a page."""
    group = next(from_robots(ROBOTS)).value
    assert rule_for(group, "https://example.org/news/1") == "Disallow: /"
    assert rule_for(group, "https://example.org/about") == "Allow: /about$"
    assert rule_for("Disallow:\nDisallow: /x", "https://example.org/") == ""


def test_patterns() -> None:
    """`*` stands for anything, `$` for the end, and percent signs for what they mean."""
    assert matches("/a*z$", "/abcz")
    assert not matches("/a*z$", "/abczd")
    assert matches("/*.html", "/news/1.html?x")
    assert matches("/caf%C3%A9", "/café/menu")
    assert not matches("/b", "/a")
    assert matches("/a$", "/a")


def test_a_tdmrep_file() -> None:
    """Each entry is a signal under its location; what is no entry is counted, what is no JSON is said."""
    signals, wrong = from_tdmrep('[{"location": "/news/*", "tdm-reservation": 1}, 7]')
    assert [(s.name, s.value) for s in signals] == [("/news/*", '{"location": "/news/*", "tdm-reservation": 1}')]
    assert wrong == "1 entries are none or too many"
    assert from_tdmrep("<html>")[1] == "not JSON"
    [told] = about(signals, "https://example.org/news/1")
    assert told.rule == "/news/*"
    assert next(about(signals, "https://example.org/sport/1")).rule == ""


def test_headers_and_tags() -> None:
    """Repeated headers stay, tags are found in any spelling, and none inside comments or scripts."""
    head = b"HTTP/1.1 200 OK\r\nX-Robots-Tag: noai\r\nx-robots-tag: GPTBot: noindex\r\ntdm-reservation: 1\r\nServer: x\r\n\r\n"
    exchange = Exchange("u", b"", head, b"", b"", datetime(2026, 3, 1, tzinfo=UTC))
    assert [(s.name, s.value) for s in from_headers(exchange)] == [
        ("x-robots-tag", "noai"), ("x-robots-tag", "GPTBot: noindex"), ("tdm-reservation", "1")]
    page = """<META content='noai, noimageai' NAME=Robots><!-- <meta name=robots content=x> --><script>"<meta name=robots
        content=y>"</script><meta name="viewport" content="z"><link rel="alternate license" href="https://cc.example/by">"""
    assert [(s.name, s.value) for s in from_page(page)] == [("robots", "noai, noimageai"), ("license", "https://cc.example/by")]


@given(st.text(max_size=400), st.text(alphabet="useragntdilow:/*$#\n -<>=\"'meta", max_size=400))
def test_whatever_stands_there(first: str, second: str) -> None:
    """Any text gives signals or none, never an exception, and never without end."""
    for text in (first, second, first + second):
        found = [*from_robots(text), *from_tdmrep(text)[0], *from_page(text)]
        assert len(found) <= 3 * MAX_SIGNALS
        assert all(isinstance(signal.rule, str) for signal in about(found, "https://example.org/a?b=c"))
