"""An archive whose stored readings differ from what the extractor reads now, each in a way that is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver.model import Article, Exchange, Link, Outcome, Site
from archiver.reading import Reader
from archiver.store import Archive, Settings
from archiver.urls import link_key
from tests.crawl.outlet import article as page

NAME = "outlet"
SITE = Site(name=NAME)
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIST = ("<html><head><title>Latest</title></head><body><h1>Latest</h1>" + "".join(
    f"<div class=teaser><h2><a href=/a/{n}>Headline number {n} of today</a></h2><p>A short summary of it.</p></div>"
    for n in range(30)) + "</body></html>").encode()
EXPECTED = {"same": 2, "better": 5, "unclear": 1, "worse": 2}


def spoiled(number: int, article: Article) -> Article | None:
    """What an earlier release is said to have read: 1 to 4 with a line that repeats; 7 was no article to it."""
    if number in (1, 2, 3, 4):
        return replace(article, body=article.body + "\n\nScroll <b>Top</b> & more")
    if number == 5:
        return replace(article, tags=("bridges", "Steinach"))
    if number == 6:
        return replace(article, title="Bridge six will be repaired")
    return None if number == 7 else article


def url(number: int) -> str:
    return f"http://outlet.example/a/{number}"


def made(root: Path, roll: int = 4000) -> Path:
    """Ten pages in several WARCs, the last a list that was once taken for an article."""
    reader = Reader([SITE])
    with Archive(root, Settings(min_free=0, roll=roll)) as archive:
        archive.open(NAME)
        for number in range(1, 11):
            link = Link(NAME, url(number), link_key(url(number)), "seed")
            archive.add_links([link])
            body = LIST if number == 10 else page(number)
            head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            capture = archive.capture(Exchange(url(number), b"GET / HTTP/1.1\r\n\r\n", head, body, body,
                                               START + timedelta(minutes=number)), link)
            shown = replace(capture, exchange=replace(capture.exchange, payload=page(10), body=page(10)))
            article = spoiled(number, reader.again(shown if number == 10 else capture).article)
            if article:
                archive.save(article, link)
            else:
                archive.finish(link, Outcome.NOT_ARTICLE, "too short")
    return root


def readings(root: Path) -> dict[str, str]:
    """What is in force: body and title of each article, by URL."""
    with Archive(root) as archive:
        return {a.url: f"{a.title}|{a.body}|{a.tags}|{a.version}" for a in archive.articles(NAME)}
