"""The Meridian Courier: an outlet that says everything about its articles in JSON-LD, with zones and picture credits.

Nothing here is missing from the structured data; what is printed for people is shorter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from html import escape
from typing import Any

from archiver.newsroom import feeds, furniture
from archiver.newsroom.modern import announced
from archiver.newsroom.outlets.base import Entrances, Outlet, Route
from archiver.newsroom.stories import Story, slug
from archiver.newsroom.truth import Printed
from archiver.newsroom.wire import Answer

ZONE = timezone(timedelta(hours=1))


class Structured(Outlet):
    """An Atom feed, a sitemap index with a gzipped news sitemap, named in robots.txt; honest 304s.

    It says in every way there is what may not be done with its pages.
    """

    name = "meridian-courier"
    title = "The Meridian Courier"
    share = (1, 5)
    timezone = "Europe/London"
    squeeze = True
    feed_paths = ("/feeds/atom.xml",)

    def path(self, story: Story) -> str:
        """The section, a slug and a number."""
        return f"/news/{slug(story.section)}/{story.slug}-{4200000 + story.number}"

    def announcements(self) -> Mapping[str, Route]:
        """The feed, the index of sitemaps and the two sitemaps it names."""
        return {
            "/feeds/atom.xml": lambda: self.feed(feeds.atom, "/feeds/atom.xml", "application/atom+xml"),
            "/sitemap_index.xml": lambda: self.xml(feeds.sitemap_index(
                [self.url("/sitemap-articles.xml"), self.url("/sitemap-news.xml.gz")])),
            "/sitemap-articles.xml": lambda: self.xml(feeds.sitemap(self.items())),
            "/sitemap-news.xml.gz": self._news,
        }

    def routes(self) -> Mapping[str, Route]:
        """The feed and the rest, and two files on what may not be done with its pages."""
        return {**super().routes(), "/.well-known/tdmrep.json": self._reservation,
                "/ai.txt": lambda: self.text("User-Agent: *\nDisallow: *.jpg\nAllow: *.txt\n")}

    def _news(self) -> Answer:
        channel = feeds.Channel(self.title, self.url("/"), "", self.words.code)
        return self.xml(feeds.news_sitemap(channel, self.items(100)), packed=True)

    def _reservation(self) -> Answer:
        entries = [{"location": "/news/*", "tdm-reservation": 1, "tdm-policy": self.url("/about")},
                   {"location": "/tag/", "tdm-reservation": 0}]
        return Answer(body=json.dumps(entries).encode(), kind="application/json", etag="auto")

    def article_answer(self, story: Story) -> Answer:
        """With a header that is for machines only."""
        return replace(super().article_answer(story), headers=(("X-Robots-Tag", "noai, noimageai"),))

    def robots(self) -> Answer:
        """With the sitemap in it."""
        return self.text(f"User-agent: *\nDisallow: /search\nDisallow: /account/\n\nUser-agent: GPTBot\nDisallow: /\n\n"
                         f"Sitemap: {self.url('/sitemap_index.xml')}\n")

    def entrances(self) -> Entrances:
        """The feed; the sitemaps are told by robots.txt."""
        return Entrances(feeds=(self.url("/feeds/atom.xml"),), sitemaps=(self.url("/sitemap_index.xml"),))

    def credit_line(self, story: Story) -> str:
        """The names in brackets."""
        return f"({story.credit})"

    def printed(self, story: Story) -> Printed:
        """All of it, in JSON-LD; the byline is printed with its word."""
        return Printed(byline=self.byline(story), credit_raw=self.credit_line(story), caption=story.caption,
 published=_zoned(story.published),
                       modified=_zoned(story.modified or story.published), section=story.section, tags=story.tags,
                       description=story.standfirst, free_access=True)

    def graph(self, story: Story) -> dict[str, Any]:
        """The JSON-LD of a page: outlet, page, picture, persons and article, tied by their @id."""
        page = self.url(self.path(story))
        image = {"@type": "ImageObject", "@id": f"{page}#lead", "url": self.url(self.image_path(story)), "width": 1200,
                 "height": 800, "caption": story.caption, "creditText": str(story.credit)}
        if story.credit.photographer:
            image["creator"] = {"@type": "Person", "name": story.credit.photographer}
        if story.credit.agency:
            image["copyrightHolder"] = {"@type": "Organization", "name": story.credit.agency}
        article = {
            "@type": "NewsArticle", "@id": f"{page}#article", "headline": story.title, "description": story.standfirst,
            "author": [{"@type": "Person", "name": a, "url": self.url(self.author_path(a))} for a in story.authors],
            "datePublished": _zoned(story.published), "dateModified": _zoned(story.modified or story.published),
            "articleSection": story.section, "keywords": list(story.tags), "inLanguage": self.words.code,
            "isAccessibleForFree": True, "image": {"@id": f"{page}#lead"}, "mainEntityOfPage": {"@id": page},
            "publisher": {"@id": f"{self.base_url}/#outlet"},
            "wordCount": sum(len(p.split()) for p in story.paragraphs)}
        if story.corrections:
            article["correction"] = [{"@type": "CorrectionComment", "text": note} for note in story.corrections]
        outlet = {"@type": "NewsMediaOrganization", "@id": f"{self.base_url}/#outlet", "name": self.title,
                  "url": self.url("/")}
        web = {"@type": "WebPage", "@id": page, "name": f"{story.title} | {self.title}", "isPartOf": {"@id": outlet["@id"]}}
        return {"@context": "https://schema.org", "@graph": [outlet, web, image, article]}

    def article(self, story: Story) -> str:
        """Semantic elements and a graph."""
        page, labels = self.url(self.path(story)), self.words.labels
        meta = (f'<link rel="canonical" href="{page}"><meta name="description" content="{escape(story.standfirst)}">'
                f'<meta property="og:url" content="{page}"><meta property="og:type" content="article">'
                f'<meta name="robots" content="noarchive">'
                f'<meta property="og:title" content="{escape(story.title)}"><meta property="og:description" content="'
                f'{escape(story.standfirst)}"><meta property="og:image" content="{self.url(self.image_path(story))}">'
                f'<meta property="og:site_name" content="{self.title}"><script type="application/ld+json">'
                f"{json.dumps(self.graph(story), ensure_ascii=False)}</script>{announced(self)}")
        names = f" {labels['and']} ".join(f'<a rel="author" href="{self.author_path(a)}">{escape(a)}</a>' for a in story.authors)
        notes = "".join(f'<aside class="correction">{labels["correction"]}: {escape(n)}</aside>' for n in story.corrections)
        body = "\n".join(f"<p>{p}</p>" for p in self.told(story))
        return f"""<!doctype html>
<html lang="en-GB"><head>{self.head(story, meta)}{furniture.styles(self.name, 120)}</head><body>
{furniture.cookie_banner(self.words, name="cmp")}
<header><a href="/">{self.title}</a><nav><ul>{furniture.anchors(self.menu())}</ul></nav></header>
<main><article><header><h1>{escape(story.title)}</h1><p class="dek">{escape(story.standfirst)}</p>
<p class="byline">{labels["by"]} {names}</p>
<p class="stamp"><time datetime="{_zoned(story.published)}">{story.published.astimezone(ZONE):%d %B %Y, %H:%M} CET</time></p>
</header>
<figure><img src="{self.image_path(story)}" alt="{escape(story.caption)}" width="1200" height="800">
<figcaption>{escape(story.caption)} <span class="credit">{escape(self.credit_line(story))}</span></figcaption></figure>
<section class="copy">
{body}
</section>{notes}
<ul class="topics">{furniture.anchors((self.tag_path(t), t) for t in story.tags)}</ul></article>
<aside class="rail"><h2>{labels["most_read"]}</h2><ol>{furniture.anchors(self.related(story, 7))}</ol>
{furniture.newsletter(self.words)}</aside>
<section class="responses"><h2>{labels["comments"]}</h2><ol>{furniture.comments(story, name="response")}</ol></section>
</main><footer><nav><ul>{furniture.anchors(self.menu())}</ul></nav><small>© 2026 {self.title}.
{labels["footer"]}</small></footer>{furniture.scripts(self.name)}</body></html>
"""


def _zoned(when: datetime) -> str:
    return when.astimezone(ZONE).isoformat()
