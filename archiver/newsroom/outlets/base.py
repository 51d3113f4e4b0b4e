"""What every outlet does: its calendar, addresses, pages, feeds, truth and site file; each outlet overrides its markup.

Nothing here opens a socket: `respond` turns a request into an answer, and the server sends it.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from urllib.parse import unquote
from zlib import crc32

from archiver.model import Image, Outcome, Pace, Site
from archiver.newsroom import feeds, furniture, modern, standing
from archiver.newsroom.diary import OPENED, Diary, Edit
from archiver.newsroom.images import jpeg
from archiver.newsroom.language import Language
from archiver.newsroom.stories import EditKind, Share, Story, edited, slug, write
from archiver.newsroom.truth import Printed, Truth
from archiver.newsroom.wire import Answer, Framing, Request, not_found
from archiver.newsroom.words import ENGLISH


@dataclass(frozen=True, slots=True)
class Entrances:
    """The URLs a site file names."""

    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


Now = Callable[[], datetime | None]
Route = Callable[[], Answer]
_CACHE = 6000


class Outlet:
    """One outlet; `base_url` ends without a slash and is known once a server has given it an address."""

    name = ""
    title = ""
    words: Language = ENGLISH
    share: Share = (0, 1)
    timezone = "UTC"
    charset = "utf-8"
    framing: Framing = "length"
    squeeze = False
    per_page = 12
    feed_size = 40

    def __init__(self, seed: int, size: int, now: Now) -> None:
        self.diary = Diary((seed, self.name), size)
        self.now = now
        self.layout = 0
        self.hindrance = ""
        self.standing = False
        self.neighbours: Sequence[Outlet] = (self,)
        self.move("127.0.2.1", 0)
        self._stories: dict[int, Story] = {}
        self._edited: dict[tuple[int, int], Story] = {}
        self._numbers: dict[str, int] = {}
        self._pictures: dict[str, int] = {}
        self._answers: dict[tuple[object, ...], Answer] = {}

    # addresses

    def move(self, host: str, port: int, *, shared: bool = False) -> None:
        """Gives the outlet its address; `shared` says that other outlets have the same host on other ports."""
        self.host, self.port = host, port
        self.base_url = f"http://{host}:{port}"
        self.domain = f"{host}:{port}" if shared else host
        self._answers = {}

    def url(self, path: str) -> str:
        """The absolute URL of a path."""
        return self.base_url + path

    def path(self, story: Story) -> str:
        """The path of a story's page."""
        return f"/{story.slug}"

    def image_path(self, story: Story) -> str:
        """The path of a story's lead picture."""
        return f"/media/{story.published:%Y/%m}/{slug(story.slug)[:40]}-{story.number}.jpg"

    def section_id(self, section: str) -> str:
        """A section as a piece of a URL; a number where its letters have no ASCII form."""
        return slug(section) or f"s{self.words.sections.index(section) + 1}"

    def section_path(self, section: str, page: int = 1) -> str:
        """The path of a page that lists a section."""
        return f"/section/{self.section_id(section)}/" + (f"page/{page}/" if page > 1 else "")

    def tag_path(self, tag: str) -> str:
        """The path of the page that lists the stories with a tag."""
        return f"/tag/{slug(tag) or f'{crc32(tag.encode()):08x}'}"

    def author_path(self, author: str) -> str:
        """The path of the page that lists an author's stories."""
        return f"/staff/{slug(author) or f'{crc32(author.encode()):08x}'}"

    # stories

    def stories(self) -> list[Story]:
        """What has been published so far, newest first, as it reads now."""
        return [self.story(entry.number) for entry in reversed(self.diary.until(self.now()))]

    def story(self, number: int) -> Story:
        """A published story as it reads now, with the edits made so far. Raises KeyError where there is none."""
        if number not in self._stories:
            self._learn()
        original = self._stories[number]
        edits = self.diary.edits_of(number, self.now())
        key = (number, len(edits))
        if key not in self._edited:
            story = original
            for place, edit in enumerate(edits):
                draw = random.Random(f"{self.diary.key[0]}/{self.name}/{number}/edit/{place}")
                story = edited(story, edit.kind, edit.when, draw)
            self._edited[key] = story
        return self._edited[key]

    def original(self, number: int, when: datetime) -> Story:
        """The story as it was first published."""
        story = write(self.words, self.diary.key, number, self.share, when)
        return standing.reported(story) if self.standing else story

    def _learn(self) -> None:
        """Writes down the stories and addresses of what the calendar has brought since the last time."""
        for entry in (*self.diary.entries, *self.diary.extras):
            if entry.number not in self._stories:
                story = self._stories[entry.number] = self.original(entry.number, entry.when)
                self._numbers[unquote(self.path(story))] = entry.number
                self._pictures[self.image_path(story)] = entry.number

    def number_of(self, target: str) -> int | None:
        """The number of the published story at a path with its query; None where there is none."""
        out = self.diary.numbers(self.now())
        self._learn()
        for spelling in (unquote(target), unquote(target.partition("?")[0])):
            number = self._numbers.get(spelling)
            if number in out:
                return number
        return None

    # answers

    def respond(self, request: Request) -> Answer:
        """The answer to a GET or HEAD request."""
        hindered = self.hindered(request)
        if hindered is not None:
            return hindered
        key = (request.target, self.layout, *self._state())
        if key not in self._answers:
            route = self.routes().get(request.path) or self._elsewhere(request)
            if route is None:
                return not_found()
            if len(self._answers) > _CACHE:
                self._answers.clear()
            self._answers[key] = route().ready()
        return self._answers[key]

    def _state(self) -> tuple[object, ...]:
        """What pages depend on: how many stories are out, and how many edits are made."""
        now = self.now()
        return (len(self.diary.until(now)), sum(now is None or e.when <= now for e in self.diary.edits))

    def hindered(self, request: Request) -> Answer | None:
        """What stands in the way of an answer: a captcha, dead feeds; None where nothing does."""
        if self.hindrance == "captcha" and request.path != "/robots.txt":
            return Answer(403, b"<!doctype html><title>Are you a human?</title><h1>Please solve the captcha</h1>"
                               b"<form><input name=captcha></form>")
        if self.hindrance == "feeds" and request.path in self.feed_paths:
            return not_found("This feed has ended")
        return None

    feed_paths: tuple[str, ...] = ()

    def routes(self) -> Mapping[str, Route]:
        """The fixed addresses of the outlet besides its articles and sections."""
        return {"/robots.txt": self.robots, **self.announcements()}

    def announcements(self) -> Mapping[str, Route]:
        """The feeds and sitemaps of the outlet by their path."""
        return {}

    def _elsewhere(self, request: Request) -> Route | None:
        path = request.path
        number = self.number_of(request.target)
        if number is not None:
            return lambda: self.article_answer(self.story(number))
        listing = self.listing_at(request)
        if listing is not None:
            section, page = listing
            return lambda: self.index_answer(section, page)
        if path == "/about":
            return lambda: self.page(modern.about(self), OPENED)
        shelf = self._shelf(path)
        if shelf:
            return lambda: self.page(self.index(*shelf, 1), OPENED)
        shown = self._pictures.get(path)
        return None if shown is None else (lambda: self.picture(self._stories[shown]))

    def _shelf(self, path: str) -> tuple[str, list[Story]] | None:
        """The name of a tag or author with a page at that path, and the stories to list there."""
        named = ((name, way(name), story) for story in self.stories()
                 for names, way in ((story.tags, self.tag_path), (story.authors, self.author_path)) for name in names)
        found = [(name, story) for name, where, story in named if where == path]
        return (found[0][0], [story for _, story in found]) if found else None

    def listing_at(self, request: Request) -> tuple[str, int] | None:
        """The section (empty: the home page) and page number a request asks for."""
        target = request.path.rstrip("/") + "/"
        for section in ("", *self.words.sections):
            for page in range(1, self.pages(section) + 1):
                wanted = self.section_path(section, page) if section else self.home_path(page)
                if wanted in (request.target, target, request.path):
                    return section, page
        return None

    def home_path(self, page: int = 1) -> str:
        """The path of the home page and the older ones behind it."""
        return "/" if page == 1 else f"/page/{page}/"

    def pages(self, section: str) -> int:
        """How many listing pages a section has."""
        return max(1, -(-len(self.listed(section)) // self.per_page))

    def listed(self, section: str) -> list[Story]:
        """The stories of a section, newest first; of all sections where it is empty."""
        return [s for s in self.stories() if not section or s.section == section]

    def article_answer(self, story: Story) -> Answer:
        """The page of a story, in the design of the day."""
        html = modern.article(self, story) if self.layout else self.article(story)
        return self.page(html, story.modified or story.published)

    def index_answer(self, section: str, page: int) -> Answer:
        """A page that lists stories."""
        listed = self.listed(section)
        shown = listed[(page - 1) * self.per_page:page * self.per_page]
        newest = max((s.modified or s.published for s in listed), default=OPENED)
        return self.page(self.index(section, shown, page), newest)

    def page(self, html: str, modified: datetime, charset: str = "") -> Answer:
        """HTML as an answer, in the outlet's charset and framing."""
        body = html.encode(charset or self.charset, "xmlcharrefreplace")
        return Answer(body=body, kind=self.content_type(), framing=self.framing, squeeze=self.squeeze,
                      etag="auto", modified=modified)

    def content_type(self) -> str:
        """The Content-Type of its pages."""
        return f"text/html; charset={self.charset}"

    def picture(self, story: Story) -> Answer:
        """The lead picture of a story; every third carries its credit inside the file."""
        inside = story.number % 3 == 0
        data = jpeg(story.number, story.credit.photographer or "", story.credit.agency or "",
                    story.caption) if inside else jpeg(story.number)
        return Answer(body=data, kind="image/jpeg", etag="auto", modified=story.published)

    def robots(self) -> Answer:
        """The robots.txt."""
        return self.text("User-agent: *\nDisallow: /search\n")

    def text(self, text: str) -> Answer:
        """Plain text as an answer."""
        return Answer(body=text.encode(), kind="text/plain; charset=utf-8", etag="auto")

    # what is announced

    def items(self, count: int = 0) -> list[feeds.Item]:
        """The newest stories as items of a feed or sitemap; 0 is all."""
        stories = self.stories()[:count or None]
        return [feeds.Item(self.url(self.path(s)), s.title, s.standfirst, s.authors, s.section, s.published,
                           s.modified or s.published) for s in stories]

    def feed(self, kind: Callable[[feeds.Channel, list[feeds.Item]], bytes], path: str, media: str) -> Answer:
        """A feed of that kind at that path."""
        items = self.items(self.feed_size)
        body = kind(feeds.Channel(self.title, self.url("/"), self.url(path), self.words.code), items)
        return Answer(body=body, kind=media, squeeze=self.squeeze, etag="auto",
                      modified=max((i.modified for i in items), default=OPENED))

    def xml(self, body: bytes, *, packed: bool = False) -> Answer:
        """A sitemap; `packed` is a .gz file, which is no content coding."""
        if packed:
            return Answer(body=gzip.compress(body, 6, mtime=0), kind="application/gzip", etag="auto")
        return Answer(body=body, kind="application/xml", etag="auto")

    # markup

    def article(self, story: Story) -> str:
        """The HTML of a story's page."""
        return modern.article(self, story)

    def index(self, section: str, stories: list[Story], page: int) -> str:
        """The HTML of a page that lists stories."""
        return modern.index(self, section, stories, page)

    def printed(self, story: Story) -> Printed:
        """What the page of a story prints, in the words it is printed in."""
        return modern.printed(self, story)

    def told(self, story: Story, *, quote: bool = True) -> Iterable[str]:
        """The paragraphs of a story as HTML, with the standing lines of the house where it has them."""
        if self.standing:
            return standing.between(story, story.paragraphs, quote)
        return (escape(p, quote) for p in story.paragraphs)

    def menu(self) -> list[furniture.Anchor]:
        """The main menu."""
        return [(self.home_path(), self.words.labels["home"]),
                *((self.section_path(s), s) for s in self.words.sections), ("/about", self.words.labels["about"])]

    def related(self, story: Story, count: int = 5) -> list[furniture.Anchor]:
        """Links to earlier stories: always the same for one story, so that its page does not change without reason."""
        out = self.diary.numbers(self.now())
        earlier = [self._stories[n] for n in range(story.number - count, story.number) if n in out and n in self._stories]
        return [(self.path(s), s.title) for s in earlier]

    def credit_line(self, story: Story) -> str:
        """The credit as most outlets print it: the word for photo, a colon and the names."""
        return f"{self.words.labels['photo']}: {story.credit}"

    def byline(self, story: Story) -> str:
        """The line with the authors, as the language prints it."""
        labels = self.words.labels
        names = f" {labels['and']} ".join(story.authors)
        return f"{labels['by']} {names}".strip()

    def head(self, story: Story, more: str = "") -> str:
        """What the head of a page says in any outlet: title and charset."""
        return (f'<meta charset="{self.charset}"><title>{escape(story.title)} - {escape(self.title)}</title>'
                f'<meta name="viewport" content="width=device-width">{more}')

    # truth

    def truth(self, story: Story) -> Truth:
        """What the page of a story says, field by field."""
        printed = modern.printed(self, story) if self.layout else self.printed(story)
        image = Image(url=self.url(self.image_path(story)), lead=True, caption=printed.caption,
                      credit=str(story.credit) if printed.credit_raw else None, credit_raw=printed.credit_raw,
                      photographer=story.credit.photographer if printed.credit_raw else None,
                      agency=story.credit.agency if printed.credit_raw else None)
        return Truth(
            url=self.url(self.path(story)), outlet=self.name, title=story.title, byline=printed.byline,
            authors=story.authors if printed.byline else (), published=printed.published, modified=printed.modified,
            body=story.paragraphs if printed.body is None else printed.body,
            images=(image,), section=printed.section, tags=printed.tags,
            free_access=printed.free_access, language=self.words.code, description=printed.description,
            corrections=story.corrections, gated=printed.gated, outcomes=printed.outcomes)

    def truths(self) -> list[Truth]:
        """What is true of everything published so far, newest first."""
        return [self.truth(story) for story in self.stories()]

    def corners(self) -> dict[str, tuple[Outcome, ...]]:
        """Hostile URLs of the outlet and how each may rightly end, the expected end first."""
        return {}

    # the site file

    def site(self) -> Site:
        """The outlet as a Site, fast enough for a demonstration."""
        ways = self.entrances()
        return Site(name=self.name, title=self.title, domains=(self.domain,), language=self.words.code,
                    timezone=self.timezone, allow_private=True, pace=Pace(delay=0.0, concurrency=4, timeout=20.0),
                    feeds=ways.feeds, sitemaps=ways.sitemaps, sections=ways.sections)

    def entrances(self) -> Entrances:
        """The feeds, sitemaps and sections the site file names."""
        return Entrances(sections=(self.url("/"),))

    def edit(self, number: int, kind: EditKind) -> None:
        """Changes a story now."""
        when = self.now() or datetime.now(UTC).replace(microsecond=0)
        self.diary.edits.append(Edit(number, kind, when))
