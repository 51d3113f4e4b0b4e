"""The Corner Post: an outlet with honest articles and a hostile URL for everything that can go wrong on the way.

Nothing here is endless: slow answers, long heads and large bodies all have a bound.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape

from archiver.model import Outcome as O
from archiver.model import Pace, Site
from archiver.newsroom import feeds, hostile, modern
from archiver.newsroom.diary import OPENED
from archiver.newsroom.outlets.base import Entrances, Outlet, Route
from archiver.newsroom.stories import Story
from archiver.newsroom.truth import Truth
from archiver.newsroom.wire import Answer, Request, Script, chunked, encode, redirect

FIRST = 9000
"""Numbers from here on are the stories that are told on hostile pages."""

PRIVATE = "http://10.0.0.1/secret"
_OK = hostile.OK


@dataclass(frozen=True, slots=True)
class Corner:
    """A hostile address, what it answers, and how a link to it may rightly end, the expected end first."""

    path: str
    answer: Callable[[], Answer]
    ends: tuple[O, ...]
    told: Story | None = None


class Corners(Outlet):
    """A feed, sections, a Crawl-delay, one forbidden folder, and `/corners/`, which links to all that is hostile."""

    name = "corner-post"
    title = "The Corner Post"
    share = (3, 5)
    feed_paths = ("/feed.xml",)
    slow_step = 1.0
    slow_seconds = 20.0
    large_bytes = 60_000_000
    bomb_megabytes = 96

    def announcements(self) -> Mapping[str, Route]:
        """The feed, and one that is none."""
        return {"/feed.xml": lambda: self.feed(feeds.rss, "/feed.xml", "application/rss+xml")}

    def entrances(self) -> Entrances:
        """The feed and the page of corners."""
        return Entrances(feeds=(self.url("/feed.xml"), self.url("/broken-feed.xml")), sections=(self.url("/corners/"),))

    def site(self) -> Site:
        """With a short timeout, because some answers never come."""
        return replace(super().site(), pace=Pace(delay=0.0, concurrency=4, timeout=5.0))

    def robots(self) -> Answer:
        """One forbidden folder, and a pause between two requests."""
        return self.text("User-agent: *\nDisallow: /private/\nCrawl-delay: 0.2\n")

    def respond(self, request: Request) -> Answer:
        """Hostile addresses first, and never from a cache."""
        path = request.path
        if path.startswith("/lost/"):
            return self.page(self._lost(), OPENED)
        if path.startswith("/chain/"):
            step = path.removeprefix("/chain/")[:9]
            return redirect(self.url(f"/chain/{int(step) + 1 if step.isdecimal() else 1}"))
        if path == "/corners/":
            return self.page(self._list(), OPENED)
        corner = self.table.get(path)
        if corner is None:
            return super().respond(request)
        self._visits[path] += 1
        return corner.answer()

    @cached_property
    def _visits(self) -> Counter[str]:
        return Counter()

    @property
    def table(self) -> dict[str, Corner]:
        """All corners by their path."""
        if self._table is None or self._table[0] != self.base_url:
            self._table = (self.base_url, {c.path: c for c in (*self._ways(), *self._broken(), *self._odd(), *self._plain())})
        return self._table[1]

    _table: tuple[str, dict[str, Corner]] | None = None

    def corners(self) -> dict[str, tuple[O, ...]]:
        """All hostile URLs that `/corners/` links to."""
        found = {self.url(c.path): c.ends for c in self.table.values()}
        return {**found, self.url("/lost/a-story-from-long-ago"): (O.NOT_ARTICLE,),
                self.url("/lost/another-one"): (O.NOT_ARTICLE,), self.url("/chain/1"): (O.REDIRECT_LOOP, O.REDIRECTED)}

    def truths(self) -> list[Truth]:
        """With the stories that are told on hostile pages."""
        told = [replace(self.truth(c.told), url=self.url(c.path), outcomes=c.ends)
                for c in self.table.values() if c.told is not None]
        return [*super().truths(), *told]

    # the table

    def _told(self, path: str, number: int, answer: Callable[[str], Answer], *also: O) -> Corner:
        """A corner that tells a story all the same."""
        story = _typographic(self.original(FIRST + number, OPENED))
        self._stories[story.number] = story
        self._pictures[self.image_path(story)] = story.number
        html = modern.article(self, story).replace(self.url(self.path(story)), self.url(path))
        return Corner(path, lambda: answer(html), (O.NEW, *also), story)

    def _ways(self) -> list[Corner]:
        """Redirects that lead nowhere good."""
        there = next((o for o in self.neighbours if o is not self), self)
        loop = (O.REDIRECT_LOOP, O.REDIRECTED)
        return [
            Corner("/loop/self", lambda: redirect(self.url("/loop/self")), (O.REDIRECT_LOOP,)),
            Corner("/loop/a", lambda: redirect("/loop/b"), loop),
            Corner("/loop/b", lambda: redirect("/loop/a", 301), loop),
            Corner("/to/private", lambda: redirect(PRIVATE), (O.OFF_SITE, O.PRIVATE_ADDRESS)),
            Corner("/to/neighbour", lambda: redirect(there.url("/")), (O.OFF_SITE,)),
            Corner("/to/scheme", lambda: redirect("gopher://127.0.0.1/1"), (O.BAD_URL, O.BROKEN)),
            Corner("/to/nowhere", lambda: Answer(302, b"moved"), (O.BROKEN, O.HTTP_ERROR)),
            Corner("/to/article", lambda: redirect(self.path(self.stories()[0]), 301), (O.REDIRECTED,)),
        ]

    def _broken(self) -> list[Corner]:
        """Answers that are cut, slow, too long, or no HTTP."""
        head = _OK + b"Transfer-Encoding: chunked\r\n\r\n"
        page = modern.article(self, self.original(FIRST + 50, OPENED)).encode()
        script = self._script
        return [
            script("/chunks/bad-size", hostile.sent(head + b"5\r\n<html\r\nzz\r\nrubbish\r\n0\r\n\r\n"), O.BROKEN),
            script("/chunks/cut", hostile.sent(head + chunked(page)[:4000]), O.CONNECTION, O.BROKEN),
            script("/cut", hostile.sent(_OK + b"Content-Length: 90000\r\n\r\n" + page[:6000]), O.CONNECTION),
            script("/reset", hostile.reset(_OK + b"Content-Length: 90000\r\n\r\n" + page[:6000]), O.CONNECTION),
            script("/reset/at-once", hostile.reset(b""), O.CONNECTION),
            script("/closed", hostile.sent(b""), O.CONNECTION),
            script("/slow/bytes", hostile.dripping(_OK + b"Content-Length: %d\r\n\r\n" % len(page), page, self.slow_step,
                                                   self.slow_seconds), O.TIMEOUT, O.CONNECTION),
            script("/slow/silence", hostile.silent(self.slow_seconds), O.TIMEOUT),
            script("/large", hostile.large(self.large_bytes), O.TOO_LARGE),
            script("/headers/endless", hostile.endless_head(8_000_000), O.BROKEN, O.TOO_LARGE),
            script("/not-http", hostile.sent(b"SSH-2.0-OpenSSH_9.6\r\n" * 3), O.BROKEN),
            script("/no-head", hostile.sent(page), O.BROKEN, O.CONNECTION),
            Corner("/bomb", lambda: _coded(hostile.bomb(self.bomb_megabytes), "gzip"), (O.TOO_LARGE,)),
            Corner("/coding/lie", lambda: _coded(page, "gzip"), (O.BROKEN,)),
            Corner("/coding/unknown", lambda: _coded(page, "x-newsroom"), (O.BROKEN,)),
        ]

    def _script(self, path: str, script: Script, *ends: O) -> Corner:
        return Corner(path, lambda: Answer(200, script=script), ends)

    def _odd(self) -> list[Corner]:
        """Answers that are odd, and articles all the same."""
        told = self._told
        return [
            told("/errors/passing", 0, self._second_time, O.SERVER_ERROR),
            told("/charset/wrong", 1, lambda h: Answer(body=h.encode("cp1252", "xmlcharrefreplace"))),
            told("/charset/other", 2, lambda h: Answer(body=h.encode(), kind="text/html; charset=iso-8859-1")),
            told("/interim", 3, lambda h: Answer(script=hostile.sent(
                b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                + encode(Answer(body=h.encode()), OPENED, close=True)))),
            told("/coding/raw-deflate", 4, lambda h: _coded(hostile.raw_deflate(h.encode()), "deflate")),
            told("/headers/odd", 5, lambda h: Answer(script=hostile.sent(_odd_head(len(h.encode())) + h.encode()))),
            told("/deep", 6, lambda h: Answer(body=_deep(h).encode()), O.CRASHED, O.UNREADABLE, O.NOT_ARTICLE),
            told("/no-length", 7, lambda h: Answer(body=h.encode(), framing="close")),
        ]

    def _plain(self) -> list[Corner]:
        """Answers that obey HTTP and are no article."""
        def status(path: str, code: int, *ends: O) -> Corner:
            return Corner(path, lambda: Answer(code, f"<title>{code}</title><h1>{code}</h1>".encode()), ends)

        return [
            status("/errors/500", 500, O.SERVER_ERROR), status("/errors/502", 502, O.SERVER_ERROR),
            status("/gone/410", 410, O.GONE), status("/gone/404", 404, O.GONE), status("/refused/401", 401, O.REFUSED),
            status("/refused/403", 403, O.REFUSED), status("/refused/451", 451, O.REFUSED),
            status("/teapot", 418, O.HTTP_ERROR),
            Corner("/empty", Answer, (O.NOT_ARTICLE, O.UNREADABLE)),
            Corner("/no-content", lambda: Answer(204), (O.NOT_ARTICLE, O.UNREADABLE)),
            Corner("/broken-feed.xml", lambda: Answer(body=b"<?xml version='1.0'?><rss><chan", kind="application/rss+xml"),
                   (O.UNREADABLE,)),
            Corner("/clip", lambda: Answer(body=b"\0\0\0\x18ftypmp42" + b"\0" * 500, kind="video/mp4"), (O.UNWANTED,)),
            Corner("/roundup", lambda: self.page(self._roundup(), OPENED), (O.NOT_ARTICLE, O.DISCOVERED)),
            Corner("/private/notes", lambda: self.page(self._lost(), OPENED), (O.ROBOTS,)),
        ]

    def _second_time(self, html: str) -> Answer:
        """500 at the first try, and well from then on."""
        first = self._visits["/errors/passing"] == 1
        return Answer(500, b"<h1>try again</h1>") if first else Answer(body=html.encode())

    # pages

    def _list(self) -> str:
        links = "\n".join(f'<li><a href="{escape(url)}">{escape(url.removeprefix(self.base_url))}</a></li>'
                          for url in self.corners())
        return (f'<!doctype html><html lang="en"><head><title>Corners - {self.title}</title></head><body>'
                f"<h1>Corners</h1><ul>{links}</ul></body></html>")

    def _lost(self) -> str:
        return (f'<!doctype html><html lang="en"><head><title>Page not found - {self.title}</title></head><body>'
                "<h1>Sorry, we cannot find that page</h1><p>It may have moved, or it never was. Try the search.</p>"
                '<form action="/search"><input name="q"></form></body></html>')

    def _roundup(self) -> str:
        """A list of stories dressed as an article: headline, date, article element, a paragraph for each."""
        rows = "\n".join(f'<section><h2><a href="{self.path(s)}">{escape(s.title)}</a></h2><p>{escape(s.standfirst)} '
                         f'<a href="{self.path(s)}">Continue reading</a></p></section>' for s in self.stories()[:12])
        return (f'<!doctype html><html lang="en"><head><title>Politics news - {self.title}</title>'
                '<meta property="og:type" content="website"></head><body><main><article><h1>Politics</h1>'
                f'<time datetime="{OPENED.isoformat()}">2 March 2026</time>{rows}</article></main></body></html>')


def _coded(body: bytes, coding: str) -> Answer:
    return Answer(body=body, headers=(("Content-Encoding", coding),))


def _typographic(story: Story) -> Story:
    """With quotation marks and dashes that are no ASCII, so that a wrong charset shows."""
    paragraphs = tuple(re.sub('"([^"]*)"', "“\\1”", p) for p in story.paragraphs)
    last = "The café on the corner – “À l’Angle” – stayed open late, as it does whenever something goes wrong."
    return replace(story, paragraphs=(*paragraphs, f"{last} {story.tags[1]} slept."))


def _deep(html: str) -> str:
    return html.replace("</main>", "</main>" + "<div>" * 20_000 + "deep" + "</div>" * 20_000)


def _odd_head(size: int) -> bytes:
    """No reason phrase, small letters, a folded line, repeats, a value in latin-1 and one that is empty."""
    return (b"HTTP/1.1 200\r\ncontent-type:text/html; charset=utf-8\r\nX-Folded: one\r\n two\r\nSet-Cookie: a=1\r\n"
            b"Set-Cookie: b=2\r\nX-Latin: caf\xe9\r\nX-Empty:\r\nX-Odd : space before the colon\r\n"
            b"Content-Length: %d\r\nConnection: close\r\n\r\n" % size)
