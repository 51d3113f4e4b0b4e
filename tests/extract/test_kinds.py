"""Pages that are no article for other reasons than being a list, and live tickers, which are one."""

from __future__ import annotations

import pytest

from archiver import NotAnArticle, extract

ENTRIES = [f"In hour {n} the council met in room {n * 7}, heard {n + 3} pilots and {n * 2} traders, and put off its vote on the harbour once more. "
           f"Nobody on bench {n} could say how long the talks would last." for n in range(2, 12)]
URL = "https://harbour.example/politics/talks-reopened"


def page(body: str, title: str = "Talks reopened", head: str = "") -> bytes:
    return f'<html lang="en"><head><title>{title} - Harbour Post</title>{head}</head><body>{body}</body></html>'.encode()


def reason(html: bytes) -> str:
    with pytest.raises(NotAnArticle) as caught:
        extract(html, URL)
    return caught.value.reason


@pytest.mark.parametrize(("title", "text"), [
    ("404 Not Found", "The page you are looking for is gone."), ("Page not found", "Try the search, or go back to the front page."),
    ("Seite nicht gefunden", "Leider gibt es diese Seite nicht mehr."), ("Just a moment...", "Checking your browser."),
])
def test_error_pages(title: str, text: str) -> None:
    """Error pages that are sent with status 200 are known by their words."""
    assert reason(page(f"<h1>{title}</h1><p>{text}</p>", title)) == "error page"


def test_story_about_an_error() -> None:
    """A short report with such words in its headline is a report."""
    title = "Access denied: how the harbour lost its last public bridge"
    assert extract(page(f"<h1>{title}</h1>" + "".join(f"<p>{text}</p>" for text in ENTRIES[:3]), title), URL).title == title


def test_consent() -> None:
    """A consent page is no article."""
    text = "We and our partners use cookies and tracking to store personal data on your device with your consent. "
    assert reason(page(f"<h1>Your privacy and cookies</h1><p>{text * 4}</p><p>{text * 3}</p>", "Privacy and cookies")) == "consent"


def test_gallery_without_text() -> None:
    """Pictures alone are no article."""
    pictures = "".join(f'<figure><img src="/img/{n}.jpg" width="900" height="600"></figure>' for n in range(12))
    assert reason(page(f"<main><article><h1>The harbour in pictures</h1>{pictures}</article></main>")) == "gallery"


def test_video_page() -> None:
    """A video with a title is no article."""
    assert reason(page("<main><h1>Talks reopened</h1><video src='/v.mp4'></video></main>")) == "video"


def test_login() -> None:
    """A log-in page is no article."""
    assert reason(page("<h1>Log in</h1><form><p>E-mail</p><input><p>Password</p><input></form>", "Log in")) == "login"


def test_live_ticker_is_one_article() -> None:
    """A live ticker is kept as one article with its entries."""
    entries = "".join(f"<div class='entry'><time datetime='2024-05-14T1{n}:00:00Z'>1{n}:00</time><h3>Entry number {n}</h3><p>{ENTRIES[n]}</p></div>"
                      for n in range(8))
    head = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Talks live","datePublished":"2024-05-14T10:00:00Z"}</script>'
    article = extract(page(f"<main><h1>Talks live</h1>{entries}</main>", "Talks live", head), URL)
    assert all(text in article.body for text in ENTRIES[:8])
    assert article.published == "2024-05-14T10:00:00+00:00"
