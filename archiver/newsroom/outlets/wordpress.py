"""The Harbour Ledger: a WordPress outlet whose pages mix everything that scrapers take for text into the text.

Nothing here is semantic: pixel, "Scroll Top", a lone "Photo:" line, the byline as the last paragraph, "Related Posts".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from html import escape

from archiver.newsroom import feeds, furniture
from archiver.newsroom.modern import announced, pager
from archiver.newsroom.outlets import seed_story
from archiver.newsroom.outlets.base import Entrances, Outlet, Route
from archiver.newsroom.stories import Credit, Story, slug
from archiver.newsroom.truth import Printed
from archiver.newsroom.wire import Answer, Framing

SEED_NUMBER = 0
UNDATED = 4
"""Every fourth page states no date, as the page this outlet is modelled on."""


class WordPress(Outlet):
    """Three feeds with the same content, sections with pages, no sitemap."""

    name = "harbour-ledger"
    title = "The Harbour Ledger"
    share = (0, 5)
    framing: Framing = "chunked"
    squeeze = True
    feed_paths = ("/feed/", "/feed/rss2/", "/rss.xml")

    def original(self, number: int, when: datetime) -> Story:
        """The story as it was first published; number 0 is the one written by hand."""
        story = super().original(number, when)
        if number != SEED_NUMBER:
            return story
        return replace(story, title=seed_story.TITLE, paragraphs=seed_story.PARAGRAPHS, authors=(seed_story.AUTHOR,),
                       credit=Credit(None, seed_story.AGENCY), slug=slug(seed_story.TITLE))

    def path(self, story: Story) -> str:
        """As WordPress does by default: the day and the slug."""
        return f"/{story.published:%Y/%m/%d}/{story.slug}/"

    def image_path(self, story: Story) -> str:
        """In the folder of uploads."""
        return f"/wp-content/uploads/{story.published:%Y/%m}/lead-{story.number}-1024x683.jpg"

    def section_path(self, section: str, page: int = 1) -> str:
        """A category and its pages."""
        return f"/category/{slug(section)}/" + (f"page/{page}/" if page > 1 else "")

    def announcements(self) -> Mapping[str, Route]:
        """One feed at three addresses."""
        return dict.fromkeys(self.feed_paths, self._feed)

    def _feed(self) -> Answer:
        return self.feed(feeds.rss, "/feed/", "application/rss+xml; charset=UTF-8")

    def robots(self) -> Answer:
        """What WordPress writes."""
        return self.text("User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n")

    def entrances(self) -> Entrances:
        """The feeds and the home page."""
        return Entrances(feeds=tuple(self.url(p) for p in self.feed_paths), sections=(self.url("/"),))

    def printed(self, story: Story) -> Printed:
        """Byline at the end, credit on a line of its own, on some pages no date."""
        dated = story.number % UNDATED != SEED_NUMBER
        return Printed(byline=self.byline(story), credit_raw=self.credit_line(story),
                       caption=story.caption if _style(story) == 1 else None,
                       published=story.published.isoformat() if dated else None,
                       modified=story.modified.isoformat() if dated and story.modified else None,
                       section=story.section, tags=story.tags[:2])

    def article(self, story: Story) -> str:
        """A post in the theme of the outlet."""
        labels = self.words.labels
        return f"""<!DOCTYPE html>
<html lang="en-US"><head>{self.head(story, self._meta(story))}{announced(self)}
{furniture.styles(self.name)}</head>
<body class="post-template-default single single-post postid-{1000 + story.number} single-format-standard">
<noscript><img height="1" width="1" style="display:none" alt="fbpx" src="/pixel.gif?id=2117&amp;ev=PageView"></noscript>
<div class="pixel-note">fbpx</div>
<a href="#page" class="scroll-top" id="scroll-top"><span class="ast-icon">{labels["top"]}</span></a>
{furniture.cookie_banner(self.words, name="cookie-notice")}
<div id="page" class="hfeed site"><div id="masthead" class="site-header"><a href="/" rel="home">{self.title}</a>
<ul id="primary-menu" class="menu">{furniture.anchors(self.menu(), name="menu-item")}</ul></div>
<div id="content" class="site-content"><div id="primary" class="content-area">
<div id="post-{1000 + story.number}" class="post type-post status-publish has-post-thumbnail hentry">
<h1 class="entry-title">{escape(story.title)}</h1>{self._date(story)}
<div class="entry-content clear">
{self._figure(story)}
{self._text(story)}
{self._signed(story)}
</div></div>
<div class="related-posts-block"><h3>{labels["related"]}</h3>
<ul class="related-posts">{furniture.anchors(self.related(story, 6))}</ul></div>
<div id="comments"><h3>{labels["comments"]}</h3><ol class="comment-list">{furniture.comments(story)}</ol>
<form id="respond"><textarea name="comment"></textarea></form></div></div>
<div id="secondary" class="widget-area"><h2>{labels["most_read"]}</h2>
<ul>{furniture.anchors(self.related(story, 9)[:4])}</ul>{furniture.newsletter(self.words, tag="div")}</div></div>
{self._foot()}</div>{furniture.scripts(self.name)}</body></html>
"""

    def _meta(self, story: Story) -> str:
        found = (f'<link rel="canonical" href="{escape(self.url(self.path(story)))}">'
                 f'<meta property="og:title" content="{escape(story.title)}">'
                 f'<meta property="og:image" content="{self.url(self.image_path(story))}">'
                 f'<meta property="og:type" content="article"><meta property="og:site_name" content="{self.title}">'
                 f'<meta property="article:section" content="{escape(story.section)}">')
        found += "".join(f'<meta property="article:tag" content="{escape(tag)}">' for tag in story.tags[:2])
        printed = self.printed(story)
        for name, value in (("published_time", printed.published), ("modified_time", printed.modified)):
            found += f'<meta property="article:{name}" content="{value}">' if value else ""
        return found

    def _date(self, story: Story) -> str:
        stated = self.printed(story).published
        return (f'<div class="entry-meta"><time class="entry-date published" datetime="{stated}">'
                f"{story.published:%B %d, %Y}</time></div>") if stated else ""

    def _figure(self, story: Story) -> str:
        image = f'<img class="wp-post-image" src="{self.image_path(story)}" alt="" width="1024" height="683">'
        credit = escape(self.credit_line(story))
        if _style(story) == 1:
            return (f'<div id="attachment_{story.number}" class="wp-caption aligncenter">{image}<p class="wp-caption-text">'
                    f"{escape(story.caption)}<br>{credit}</p></div>")
        return f"<p>{image}</p>\n<p>{credit}</p>"

    def _text(self, story: Story) -> str:
        body = "\n".join(f"<p>{p}</p>" for p in self.told(story))
        return body + "".join(f"\n<p><em>Correction: {escape(note)}</em></p>" for note in story.corrections)

    def _signed(self, story: Story) -> str:
        line = escape(self.byline(story))
        return ("<p>{}</p>", "<p><strong>{}</strong></p>", "<p><em>{}</em></p>", '<p class="has-text-align-right">{}</p>'
                )[_style(story)].format(line)

    def _foot(self) -> str:
        return (f'<div id="colophon" class="site-footer"><ul>{furniture.anchors(self.menu())}</ul>'
                f'<p>Copyright © 2026 {self.title} | {self.words.labels["footer"]}</p></div>')

    def index(self, section: str, stories: list[Story], page: int) -> str:
        """A category or the home page: excerpts that end in a link."""
        more = self.words.labels["more"]
        posts = "\n".join(
            f'<div class="post hentry"><h2 class="entry-title"><a href="{self.path(s)}">{escape(s.title)}</a></h2>'
            f'<div class="entry-summary"><p>{escape(s.standfirst)} <a href="{self.path(s)}">{more}</a></p></div></div>'
            for s in stories)
        return f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="utf-8"><title>{escape(section or "Home")} - {self.title}</title>{announced(self)}
{furniture.styles(self.name, 40)}</head><body class="archive">
<noscript><img height="1" width="1" alt="fbpx" src="/pixel.gif?id=2117"></noscript><div class="pixel-note">fbpx</div>
<a href="#page" class="scroll-top">{self.words.labels["top"]}</a>
<div id="page"><ul class="menu">{furniture.anchors(self.menu(), name="menu-item")}</ul>
<h1 class="page-title">{escape(section or self.title)}</h1>
{posts}
<div class="nav-links">{pager(self, section, page)}</div>{self._foot()}</div></body></html>
"""


def _style(story: Story) -> int:
    return story.number % 4
