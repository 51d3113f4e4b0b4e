"""Aohama Shinpo: a Japanese outlet whose older pages are in Shift_JIS or EUC-JP, said in a meta element alone.

Nothing here has spaces between words; a third of the pages is in each of the three charsets.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from html import escape

from archiver.newsroom import feeds, furniture
from archiver.newsroom.modern import announced, pager
from archiver.newsroom.outlets.base import Entrances, Outlet, Route
from archiver.newsroom.stories import Story
from archiver.newsroom.truth import Printed
from archiver.newsroom.wire import Answer
from archiver.newsroom.words import JAPANESE

ZONE = timezone(timedelta(hours=9))
CHARSETS = ("Shift_JIS", "EUC-JP", "utf-8")


class Japanese(Outlet):
    """An RSS 1.0 feed and section pages."""

    name = "aohama-shinpo"
    title = "青浜新報"
    words = JAPANESE
    timezone = "Asia/Tokyo"
    feed_paths = ("/index.rdf",)

    def path(self, story: Story) -> str:
        """The day and the number."""
        return f"/articles/{story.published.astimezone(ZONE):%Y%m%d}-{story.number:04}.html"

    def content_type(self) -> str:
        """No charset: the page says it."""
        return "text/html"

    def announcements(self) -> Mapping[str, Route]:
        """The feed."""
        return {"/index.rdf": lambda: self.feed(feeds.rdf, "/index.rdf", "application/rdf+xml")}

    def entrances(self) -> Entrances:
        """The feed and the home page."""
        return Entrances(feeds=(self.url("/index.rdf"),), sections=(self.url("/"),))

    def byline(self, story: Story) -> str:
        """The word for reporter before the names."""
        return f"記者・{'、'.join(story.authors)}"

    def credit_line(self, story: Story) -> str:
        """With the wide colon."""
        return f"写真：{story.credit}"

    def printed(self, story: Story) -> Printed:
        """Date above, reporter below the headline."""
        return Printed(byline=self.byline(story), credit_raw=self.credit_line(story), caption=story.caption,
                       published=_zoned(story.published), modified=_zoned(story.modified) if story.modified else None,
                       section=story.section, tags=story.tags, description=story.standfirst)

    def charset_of(self, story: Story) -> str:
        """The charset of a story's page."""
        return CHARSETS[story.number % len(CHARSETS)]

    def article_answer(self, story: Story) -> Answer:
        """The page in its own charset; after a redesign all are in UTF-8."""
        if self.layout:
            return super().article_answer(story)
        return self.page(self.article(story), story.modified or story.published, self.charset_of(story))

    def article(self, story: Story) -> str:
        """As regional papers have it."""
        printed, labels, charset = self.printed(story), self.words.labels, self.charset_of(story)
        said = (f'<meta charset="{charset}">' if story.number % 2 else
                f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">')
        changed = f'<span class="koushin">{labels["updated"]} {_day(story.modified)}</span>' if story.modified else ""
        body = "\n".join(f"<p>　{p}</p>" for p in self.told(story))
        body += "".join(f'<p class="teisei">{labels["correction"]}：{escape(n)}</p>' for n in story.corrections)
        keywords = "".join(f'<meta property="article:tag" content="{escape(t)}">' for t in story.tags)
        modified = f'<meta property="article:modified_time" content="{printed.modified}">' if printed.modified else ""
        return f"""<!DOCTYPE html>
<html lang="ja"><head>{said}<title>{escape(story.title)}：{self.title}</title>
<meta name="description" content="{escape(story.standfirst)}"><meta property="article:section" content="{story.section}">
<meta property="article:published_time" content="{printed.published}">{modified}{keywords}{announced(self)}
{furniture.styles(self.name, 120)}</head><body>
{furniture.cookie_banner(self.words)}<div id="header"><a href="/">{self.title}</a>
<ul class="gnav">{furniture.anchors(self.menu())}</ul></div>
<div id="main"><div class="kiji"><p class="pankuzu">{self.title} &gt; {story.section}</p><h1>{escape(story.title)}</h1>
<p class="nichiji">{_day(story.published)} {changed}</p><p class="kisha">{escape(self.byline(story))}</p>
<div class="shashin"><img src="{self.image_path(story)}" alt=""><p class="setsumei">{escape(story.caption)}</p>
<p class="credit">{escape(self.credit_line(story))}</p></div>
<div class="honbun">
{body}
</div><p class="pagetop"><a href="#header">{labels["top"]}</a></p></div>
<div class="kanren"><h2>{labels["related"]}</h2><ul>{furniture.anchors(self.related(story))}</ul></div>
<div class="koe"><h2>{labels["comments"]}</h2>{furniture.comments(story, tag="div", name="koe-item")}</div></div>
<div id="side"><h2>{labels["most_read"]}</h2><ol>{furniture.anchors(self.related(story, 8)[:4])}</ol>
{furniture.newsletter(self.words, tag="div")}</div>
<div id="footer"><ul>{furniture.anchors(self.menu())}</ul><p>{labels["footer"]} Copyright {self.title}</p></div>
{furniture.scripts(self.name)}</body></html>
"""

    def index(self, section: str, stories: list[Story], page: int) -> str:
        """Headlines with their day."""
        rows = "\n".join(f'<li><span>{_day(s.published)}</span> <a href="{self.path(s)}">{escape(s.title)}</a></li>'
                         for s in stories)
        name = section or self.words.labels["latest"]
        return f"""<!DOCTYPE html>
<html lang="ja"><head><meta charset="utf-8"><title>{name}：{self.title}</title>{announced(self)}</head><body>
<div id="header"><a href="/">{self.title}</a><ul class="gnav">{furniture.anchors(self.menu())}</ul></div>
<div id="main"><h1>{name}</h1><ul class="ichiran">{rows}</ul><div class="pager">{pager(self, section, page)}</div></div>
<div id="footer"><p>{self.words.labels["footer"]}</p></div></body></html>
"""


def _zoned(when: datetime) -> str:
    return when.astimezone(ZONE).isoformat()


def _day(when: datetime) -> str:
    local = when.astimezone(ZONE)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
