"""Al-Marfa: an Arabic outlet, written from right to left, with addresses in Arabic letters.

Nothing here is in a Western order: byline above, credit in the caption, all of it `dir="rtl"`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from html import escape
from urllib.parse import quote

from archiver.newsroom import feeds, furniture
from archiver.newsroom.modern import announced, pager
from archiver.newsroom.outlets.base import Entrances, Outlet, Route
from archiver.newsroom.stories import Story
from archiver.newsroom.truth import Printed
from archiver.newsroom.words import ARABIC

ZONE = timezone(timedelta(hours=3))
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


class Arabic(Outlet):
    """A JSON Feed and section pages; the date is printed in Arabic digits too."""

    name = "al-marfa"
    title = "صحيفة المرفأ"
    words = ARABIC
    timezone = "Asia/Riyadh"
    squeeze = True
    feed_paths = ("/feed.json",)

    def path(self, story: Story) -> str:
        """A number and the headline, percent-encoded."""
        words = "".join(c if c.isalnum() else " " for c in self.words_of(story)).split()
        return f"/article/{5000 + story.number}/{quote('-'.join(words[:8]))}"

    def words_of(self, story: Story) -> str:
        """The first headline of a story, because an address does not change with an edit."""
        return self._stories[story.number].title if story.number in self._stories else story.title

    def announcements(self) -> Mapping[str, Route]:
        """The feed."""
        return {"/feed.json": lambda: self.feed(feeds.json_feed, "/feed.json", "application/feed+json; charset=utf-8")}

    def entrances(self) -> Entrances:
        """The feed and the home page."""
        return Entrances(feeds=(self.url("/feed.json"),), sections=(self.url("/"),))

    def printed(self, story: Story) -> Printed:
        """Name, date and credit."""
        return Printed(byline=self.byline(story), credit_raw=self.credit_line(story), caption=story.caption,
                       published=_zoned(story.published), modified=_zoned(story.modified) if story.modified else None,
                       section=story.section, tags=story.tags, description=story.standfirst)

    def article(self, story: Story) -> str:
        """Right to left."""
        printed, labels = self.printed(story), self.words.labels
        meta = (f'<link rel="canonical" href="{self.url(self.path(story))}">{announced(self)}'
                f'<meta property="og:title" content="{escape(story.title)}"><meta property="og:locale" content="ar_AR">'
                f'<meta name="description" content="{escape(story.standfirst)}">'
                f'<meta property="article:published_time" content="{printed.published}">'
                f'<meta property="article:section" content="{story.section}">')
        meta += f'<meta property="article:modified_time" content="{printed.modified}">' if printed.modified else ""
        meta += "".join(f'<meta property="article:tag" content="{escape(t)}">' for t in story.tags)
        body = "\n".join(f"<p>{p}</p>" for p in self.told(story))
        body += "".join(f'<p class="tashih">{labels["correction"]}: {escape(n)}</p>' for n in story.corrections)
        date = f"{story.published.astimezone(ZONE):%d/%m/%Y}".translate(_EASTERN)
        return f"""<!doctype html>
<html lang="ar" dir="rtl"><head>{self.head(story, meta)}{furniture.styles(self.name, 110)}</head><body class="rtl">
{furniture.cookie_banner(self.words)}<header><a class="logo" href="/">{self.title}</a>
<nav><ul>{furniture.anchors(self.menu())}</ul></nav></header>
<div class="layout"><article class="khabar"><div class="qism">{story.section}</div><h1>{escape(story.title)}</h1>
<div class="info"><span class="katib">{escape(self.byline(story))}</span>
<time datetime="{printed.published}">{date}</time></div>
<figure class="sura"><img src="{self.image_path(story)}" alt=""><figcaption>{escape(story.caption)}
<span class="musawwir">{escape(self.credit_line(story))}</span></figcaption></figure>
<div class="nass">
{body}
</div></article>
<aside><h3>{labels["most_read"]}</h3><ul>{furniture.anchors(self.related(story, 6))}</ul>
{furniture.newsletter(self.words, tag="div")}</aside>
<section class="taliqat"><h3>{labels["comments"]}</h3><ul>{furniture.comments(story)}</ul></section></div>
<footer><ul>{furniture.anchors(self.menu())}</ul><p>© ٢٠٢٦ {self.title}. {labels["footer"]}</p></footer>
{furniture.scripts(self.name)}</body></html>
"""

    def index(self, section: str, stories: list[Story], page: int) -> str:
        """Headlines with their opening."""
        rows = "\n".join(f'<li><h2><a href="{self.path(s)}">{escape(s.title)}</a></h2><p>{escape(s.standfirst)}</p></li>'
                         for s in stories)
        name = section or self.words.labels["latest"]
        return f"""<!doctype html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{name} - {self.title}</title>{announced(self)}
{furniture.styles(self.name, 30)}</head><body class="rtl"><header><a href="/">{self.title}</a>
<nav><ul>{furniture.anchors(self.menu())}</ul></nav></header><main><h1>{name}</h1><ul class="list">{rows}</ul>
<div class="pages">{pager(self, section, page)}</div></main><footer>{self.words.labels["footer"]}</footer></body></html>
"""


def _zoned(when: datetime) -> str:
    return when.astimezone(ZONE).isoformat()
