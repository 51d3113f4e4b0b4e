"""La Voz del Sur: a Spanish outlet with live blogs besides its articles, and with two ways to lie about being unchanged.

The RSS feed has one ETag for ever. A live blog has another ETag after each edit, but its cache says 304 to any condition. The
articles, the JSON Feed and the sitemap are honest.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from html import escape

from archiver.newsroom import feeds, furniture
from archiver.newsroom.diary import OPENED
from archiver.newsroom.modern import announced, pager
from archiver.newsroom.outlets.base import Entrances, Outlet, Route
from archiver.newsroom.stories import Story
from archiver.newsroom.truth import Printed
from archiver.newsroom.wire import Answer
from archiver.newsroom.words import SPANISH

ZONE = timezone(timedelta(hours=1))
EVERY = 4
"""Every fourth story is a live blog."""


class Live(Outlet):
    """RSS that lies, JSON Feed, and a sitemap named in robots.txt alone."""

    name = "voz-del-sur"
    title = "La Voz del Sur"
    words = SPANISH
    timezone = "Europe/Madrid"
    squeeze = True
    feed_paths = ("/rss/portada.xml", "/feed.json")

    def path(self, story: Story) -> str:
        """Live blogs have a folder of their own."""
        return f"/{'en-vivo' if _is_live(story) else 'nota'}/{story.slug}-{880000 + story.number}/"

    def announcements(self) -> Mapping[str, Route]:
        """Two feeds and the sitemap."""
        return {"/rss/portada.xml": self._lying,
                "/feed.json": lambda: self.feed(feeds.json_feed, "/feed.json", "application/json"),
                "/mapa.xml": lambda: self.xml(feeds.sitemap(self.items()))}

    def _lying(self) -> Answer:
        """The feed's ETag and date never change, so whoever asks conditionally is told 304 for ever."""
        honest = self.feed(feeds.rss, "/rss/portada.xml", "application/rss+xml")
        return Answer(body=honest.body, kind=honest.kind, etag="portada-1", modified=OPENED, squeeze=self.squeeze)

    def robots(self) -> Answer:
        """Names the sitemap."""
        return self.text(f"User-agent: *\nDisallow: /buscar\n\nSitemap: {self.url('/mapa.xml')}\n")

    def entrances(self) -> Entrances:
        """Both feeds; the sitemap is told by robots.txt."""
        return Entrances(feeds=tuple(self.url(p) for p in self.feed_paths))

    def article_answer(self, story: Story) -> Answer:
        """The cache before the live blogs takes any condition for fulfilled."""
        return replace(super().article_answer(story), stubborn=_is_live(story))

    def printed(self, story: Story) -> Printed:
        """A live blog's entries, newest first, come after its first paragraph."""
        body = (story.paragraphs[0], *reversed(story.paragraphs[1:])) if _is_live(story) else None
        return Printed(byline=self.byline(story), credit_raw=self.credit_line(story), caption=story.caption,
                       published=_zoned(story.published),
                       modified=_zoned(_last_change(story)) if _is_live(story) or story.modified else None,
                       section=story.section, tags=story.tags, description=story.standfirst, body=body)

    def entries(self, story: Story) -> list[tuple[datetime, str]]:
        """The entries of a live blog with their times, newest first."""
        return [(story.published + timedelta(minutes=11 * (i + 1)), text)
                for i, text in enumerate(story.paragraphs[1:])][::-1]

    def article(self, story: Story) -> str:
        """An article or a live blog."""
        printed, labels = self.printed(story), self.words.labels
        meta = (f'<link rel="canonical" href="{self.url(self.path(story))}">{announced(self)}'
                f'<meta property="og:title" content="{escape(story.title)}"><meta name="description" content="'
                f'{escape(story.standfirst)}"><script type="application/ld+json">{self._data(story)}</script>')
        body = self._blog(story) if _is_live(story) else "\n".join(f"<p>{p}</p>" for p in self.told(story))
        body += "".join(f'<p class="fe-errores">{labels["correction"]}: {escape(n)}</p>' for n in story.corrections)
        changed = f" · {labels['updated']} {story.modified.astimezone(ZONE):%H:%M}" if story.modified else ""
        return f"""<!doctype html>
<html lang="es"><head>{self.head(story, meta)}{furniture.styles(self.name, 110)}</head><body>
{furniture.cookie_banner(self.words, name="didomi")}<header class="cab"><a href="/">{self.title}</a>
<nav><ul>{furniture.anchors(self.menu())}</ul></nav></header>
<main><article class="nota"><span class="antetitulo">{story.section}</span><h1>{escape(story.title)}</h1>
<h2 class="bajada">{escape(story.standfirst)}</h2>
<div class="firma">{escape(self.byline(story))}</div>
<div class="fecha"><time datetime="{printed.published}">{story.published.astimezone(ZONE):%d/%m/%Y %H:%M}</time>{changed}</div>
<figure><img src="{self.image_path(story)}" alt=""><figcaption>{escape(story.caption)}
<small class="autor-foto">{escape(self.credit_line(story))}</small></figcaption></figure>
<div class="cuerpo">
{body}
</div>
<ul class="temas">{furniture.anchors((self.tag_path(t), t) for t in story.tags)}</ul></article>
<aside class="lateral"><h3>{labels["most_read"]}</h3><ol>{furniture.anchors(self.related(story, 6))}</ol>
{furniture.newsletter(self.words, tag="div")}</aside>
<section class="foro"><h3>{labels["comments"]}</h3>{furniture.comments(story, tag="div", name="foro-msg")}</section></main>
<footer><ul>{furniture.anchors(self.menu())}</ul><p>© 2026 {self.title}. {labels["footer"]}</p></footer>
{furniture.scripts(self.name)}</body></html>
"""

    def _blog(self, story: Story) -> str:
        entries = "\n".join(f'<div class="entrada" id="e{when:%H%M}"><time datetime="{_zoned(when)}">'
                            f"{when.astimezone(ZONE):%H:%M}</time><p>{escape(text)}</p></div>"
                            for when, text in self.entries(story))
        return f'<p>{escape(story.paragraphs[0])}</p>\n<div class="directo" data-poll="30">\n{entries}\n</div>'

    def _data(self, story: Story) -> str:
        printed = self.printed(story)
        data = {"@context": "https://schema.org", "@type": "LiveBlogPosting" if _is_live(story) else "NewsArticle",
                "headline": story.title, "datePublished": printed.published, "articleSection": story.section,
                "author": [{"@type": "Person", "name": a} for a in story.authors], "keywords": ",".join(story.tags),
                "image": [self.url(self.image_path(story))]}
        if printed.modified:
            data["dateModified"] = printed.modified
        if _is_live(story):
            data["coverageStartTime"] = printed.published
            data["liveBlogUpdate"] = [{"@type": "BlogPosting", "datePublished": _zoned(when), "articleBody": text}
                                      for when, text in self.entries(story)]
        return json.dumps(data, ensure_ascii=False)

    def index(self, section: str, stories: list[Story], page: int) -> str:
        """Teasers, the live ones marked."""
        cards = "\n".join(f'<div class="tarjeta">{"<b>EN VIVO</b> " if _is_live(s) else ""}<h2><a href="{self.path(s)}">'
                          f"{escape(s.title)}</a></h2><p>{escape(s.standfirst)}</p></div>" for s in stories)
        name = section or self.words.labels["latest"]
        return f"""<!doctype html>
<html lang="es"><head><meta charset="utf-8"><title>{name} - {self.title}</title>{announced(self)}</head><body>
<header><a href="/">{self.title}</a><nav><ul>{furniture.anchors(self.menu())}</ul></nav></header>
<main><h1>{name}</h1>{cards}<div class="paginas">{pager(self, section, page)}</div></main></body></html>
"""


def _is_live(story: Story) -> bool:
    return story.number % EVERY == 1


def _last_change(story: Story) -> datetime:
    return story.modified or story.published + timedelta(minutes=11 * (len(story.paragraphs) - 1))


def _zoned(when: datetime) -> str:
    return when.astimezone(ZONE).isoformat()
