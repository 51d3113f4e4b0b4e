"""The Quay Review: an outlet with a paywall, a meter and, before some pages, a consent page with status 200.

Nothing here is hidden from a reader who pays; what a crawler may see is what the truth says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any

from archiver.model import Outcome
from archiver.newsroom import feeds, furniture
from archiver.newsroom.modern import announced
from archiver.newsroom.outlets.base import Entrances, Outlet, Route
from archiver.newsroom.stories import Story
from archiver.newsroom.truth import Printed
from archiver.newsroom.wire import Answer, Request

OPENING = 2
"""Paragraphs that are free on a page behind the paywall."""


class Gated(Outlet):
    """Of eight stories three are free, two behind the paywall, two metered (whole, but said not to be free), one consent."""

    name = "quay-review"
    title = "The Quay Review"
    share = (2, 5)
    squeeze = True
    feed_paths = ("/rss",)

    def path(self, story: Story) -> str:
        """The month and the slug."""
        return f"/{story.published:%Y/%m}/{story.slug}.html"

    def announcements(self) -> Mapping[str, Route]:
        """A feed, and a sitemap for each month behind an index."""
        months = {f"/sitemaps/{month}.xml": partial(self._sitemap, month) for month in self._months()}
        return {"/rss": lambda: self.feed(feeds.rss, "/rss", "application/rss+xml"),
                "/sitemap.xml": lambda: self.xml(feeds.sitemap_index(self.url(p) for p in months)), **months}

    def _months(self) -> list[str]:
        return sorted({f"{s.published:%Y-%m}" for s in self.stories()})

    def _sitemap(self, month: str) -> Answer:
        return self.xml(feeds.sitemap(i for i in self.items() if f"{i.published:%Y-%m}" == month))

    def robots(self) -> Answer:
        """Forbids the shop of subscriptions; names the sitemap."""
        return self.text(f"User-agent: *\nDisallow: /subscribe\nDisallow: /consent\nSitemap: {self.url('/sitemap.xml')}\n")

    def entrances(self) -> Entrances:
        """The feed and the sitemap index."""
        return Entrances(feeds=(self.url("/rss"),), sitemaps=(self.url("/sitemap.xml"),))

    def gate(self, story: Story) -> str:
        """What stands before a story: nothing (empty), `wall`, `meter` or `consent`."""
        return ("", "wall", "", "meter", "", "wall", "meter", "consent")[story.number % 8]

    def printed(self, story: Story) -> Printed:
        """What is served to who does not pay and gives no consent."""
        gate = self.gate(story)
        if gate == "consent":
            return Printed(body=(), gated=True, outcomes=(Outcome.NOT_ARTICLE, Outcome.GATED))
        wall = gate == "wall"
        return Printed(byline=self.byline(story), credit_raw=self.credit_line(story), caption=story.caption,
                       published=story.published.isoformat(),
                       modified=(story.modified or story.published).isoformat(), section=story.section, tags=story.tags,
                       description=story.standfirst, free_access=not gate,
                       body=story.paragraphs[:OPENING] if wall else None, gated=wall,
                       outcomes=(Outcome.GATED, Outcome.NEW) if wall else (Outcome.NEW,))

    def respond(self, request: Request) -> Answer:
        """Lets in who has a cookie of consent."""
        number = self.number_of(request.target)
        if number is not None and not self.layout and "consent=yes" in request.header("Cookie"):
            story = self.story(number)
            return self.page(self.article(story), story.modified or story.published).ready()
        return super().respond(request)

    def article_answer(self, story: Story) -> Answer:
        """The page, or what stands before it."""
        if self.gate(story) == "consent" and not self.layout:
            return self.page(self._consent(), story.published)
        return super().article_answer(story)

    def _consent(self) -> str:
        cookies = self.words.labels["cookies"]
        return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Your privacy - {self.title}</title>{furniture.styles(self.name, 60)}</head>
<body class="consent-page"><main><h1>We value your privacy</h1><p>{cookies}</p>
<p>To go on to {self.title} you can either accept the use of cookies for personal advertising or take out a subscription
without tracking. By accepting you allow us and our partners to measure audiences, to build profiles and to choose
advertisements and content with their help.</p><form action="/consent" method="post"><button>Accept all and continue</button>
<a href="/subscribe">Subscribe for 3.90 a month</a></form></main>{furniture.scripts(self.name)}</body></html>
"""

    def _data(self, story: Story, gate: str) -> str:
        printed = self.printed(story)
        data: dict[str, Any] = {
            "@context": "https://schema.org", "@type": "NewsArticle", "headline": story.title,
            "description": story.standfirst, "datePublished": printed.published, "dateModified": printed.modified,
            "author": [{"@type": "Person", "name": a} for a in story.authors], "articleSection": story.section,
            "keywords": list(story.tags), "image": [self.url(self.image_path(story))],
            "isAccessibleForFree": not gate, "publisher": {"@type": "Organization", "name": self.title}}
        if gate:
            data["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".for-members"}
        return json.dumps(data)

    def article(self, story: Story) -> str:
        """The page as it is served to who does not pay."""
        gate, labels = self.gate(story), self.words.labels
        shown = replace(story, paragraphs=story.paragraphs[:OPENING]) if gate == "wall" else story
        body = "\n".join(f'<p{" class=for-members" if gate == "meter" and i >= OPENING else ""}>{p}</p>'
                         for i, p in enumerate(self.told(shown)))
        notes = "".join(f'<p class="note">{labels["correction"]}: {escape(n)}</p>' for n in story.corrections)
        meta = (f'<link rel="canonical" href="{self.url(self.path(story))}">{announced(self)}'
                f'<meta property="og:title" content="{escape(story.title)}">'
                f'<meta name="description" content="{escape(story.standfirst)}">'
                f'<script type="application/ld+json">{self._data(story, gate)}</script>')
        return f"""<!doctype html>
<html lang="en"><head>{self.head(story, meta)}{furniture.styles(self.name, 110)}</head><body>
{furniture.cookie_banner(self.words, name="cookiebar")}<header class="top"><a href="/">{self.title}</a>
<a class="subscribe" href="/subscribe">Subscribe</a><nav><ul>{furniture.anchors(self.menu())}</ul></nav></header>
<main><article><h1 class="headline">{escape(story.title)}</h1><p class="summary">{escape(story.standfirst)}</p>
<div class="author-line">{escape(self.byline(story))}</div>
<time class="published" datetime="{story.published.isoformat()}">{story.published:%d %B %Y}</time>
<figure class="lead"><img src="{self.image_path(story)}" alt=""><figcaption><span class="text">{escape(story.caption)}</span>
<span class="image-credit">{escape(self.credit_line(story))}</span></figcaption></figure>
<div class="article-body">
{body}{notes}
</div>{self._wall() if gate == "wall" else ""}</article>
<aside><h2>{labels["most_read"]}</h2><ol>{furniture.anchors(self.related(story, 7))}</ol>
{furniture.newsletter(self.words)}</aside>
<section class="discussion"><h2>{labels["comments"]}</h2><ul>{furniture.comments(story)}</ul></section></main>
<footer><ul>{furniture.anchors(self.menu())}</ul><p>© 2026 {self.title}. {labels["footer"]}</p></footer>
{furniture.scripts(self.name)}</body></html>
"""

    def _wall(self) -> str:
        return ('<div class="paywall" role="dialog"><h2>This article is for subscribers</h2><p>You have read the opening; '
                f'{self.words.labels["continued"]} from 1.50 a week. Cancel at any time.</p>'
                '<a href="/subscribe" class="button">See the offers</a><a href="/login">Log in</a></div>')
