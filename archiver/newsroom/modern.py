"""The markup outlets get after a redesign: semantic elements, itemprops, a figure with its caption and credit apart.

Nothing here is the first design of an outlet; those are in `outlets/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Protocol

from archiver.newsroom import furniture
from archiver.newsroom.language import Language
from archiver.newsroom.stories import Story
from archiver.newsroom.truth import Printed


class Outlet(Protocol):
    """What a page needs to know of its outlet; `outlets.base.Outlet` says what each is."""

    name: str
    title: str
    words: Language
    charset: str

    @property
    def feed_paths(self) -> tuple[str, ...]: ...
    def url(self, path: str) -> str: ...
    def path(self, story: Story) -> str: ...
    def image_path(self, story: Story) -> str: ...
    def section_path(self, section: str, page: int = 1) -> str: ...
    def home_path(self, page: int = 1) -> str: ...
    def tag_path(self, tag: str) -> str: ...
    def pages(self, section: str) -> int: ...
    def byline(self, story: Story) -> str: ...
    def credit_line(self, story: Story) -> str: ...
    def head(self, story: Story, more: str = "") -> str: ...
    def told(self, story: Story) -> Iterable[str]: ...
    def menu(self) -> list[furniture.Anchor]: ...
    def related(self, story: Story, count: int = 5) -> list[furniture.Anchor]: ...


def printed(outlet: Outlet, story: Story) -> Printed:
    """What the redesigned page of a story prints."""
    return Printed(byline=outlet.byline(story), credit_raw=outlet.credit_line(story),
                   caption=story.caption,
                   published=story.published.isoformat(),
                   modified=story.modified.isoformat() if story.modified else None, section=story.section,
                   tags=story.tags, description=story.standfirst)


def article(outlet: Outlet, story: Story) -> str:
    """The redesigned page of a story."""
    return f"""<!doctype html>
<html lang="{outlet.words.code}" dir="{outlet.words.direction}"><head>{outlet.head(story, _meta(outlet, story))}
{furniture.styles(outlet.name + "-2")}</head><body class="site-v2">
{_top(outlet)}
<main class="v2-main"><article class="v2-story" itemscope itemtype="https://schema.org/NewsArticle">
<header class="v2-story__head"><a class="v2-kicker" href="{outlet.section_path(story.section)}">{escape(story.section)}</a>
<h1 itemprop="headline">{escape(story.title)}</h1>
<p class="v2-standfirst">{escape(story.standfirst)}</p>
<p class="v2-byline">{escape(outlet.byline(story))}</p>{_times(outlet, story)}</header>
<figure class="v2-figure"><img src="{outlet.image_path(story)}" alt="" width="1200" height="800">
<figcaption><span class="v2-caption">{escape(story.caption)}</span>
<span class="v2-credit">{escape(outlet.credit_line(story))}</span></figcaption></figure>
<div class="v2-text" itemprop="articleBody">
{_text(outlet, story)}
</div>
<footer class="v2-tags">{furniture.anchors(((outlet.tag_path(t), t) for t in story.tags), inside="span")}</footer>
</article>
<aside class="v2-rail"><h2>{escape(outlet.words.labels["most_read"])}</h2>
<ol>{furniture.anchors(outlet.related(story))}</ol>{furniture.newsletter(outlet.words, tag="div")}</aside>
<section class="v2-talk"><h2>{escape(outlet.words.labels["comments"])}</h2>
{furniture.comments(story, tag="article", name="v2-comment")}</section></main>
{_bottom(outlet)}</body></html>
"""


def index(outlet: Outlet, section: str, stories: list[Story], page: int) -> str:
    """A page that lists stories, in either design."""
    teasers = "\n".join(
        f'<div class="teaser"><h2><a href="{outlet.path(s)}">{escape(s.title)}</a></h2>'
        f'<p>{escape(s.standfirst)}</p></div>' for s in stories)
    name = section or outlet.words.labels["latest"]
    return f"""<!doctype html>
<html lang="{outlet.words.code}" dir="{outlet.words.direction}"><head><meta charset="{outlet.charset}">
<title>{escape(name)} - {escape(outlet.title)}</title>{furniture.styles(outlet.name, 40)}{announced(outlet)}</head><body>
{_top(outlet)}
<main><h1>{escape(name)}</h1>
{teasers}
<nav class="pager">{pager(outlet, section, page)}</nav></main>
{_bottom(outlet)}</body></html>
"""


def about(outlet: Outlet) -> str:
    """The page about the outlet itself."""
    labels = outlet.words.labels
    return f"""<!doctype html>
<html lang="{outlet.words.code}" dir="{outlet.words.direction}"><head><meta charset="{outlet.charset}">
<title>{escape(labels["about"])} - {escape(outlet.title)}</title></head><body>
{_top(outlet)}
<main><h1>{escape(labels["about"])}</h1><address>{escape(outlet.title)}<br>{escape(labels["contact"])}:
<a href="mailto:desk@{outlet.name}.example">desk@{outlet.name}.example</a></address></main>
{_bottom(outlet)}</body></html>
"""


def pager(outlet: Outlet, section: str, page: int) -> str:
    """Links to the pages before and after a listing page."""
    labels, found = outlet.words.labels, []
    for number, label, rel in ((page - 1, labels["previous"], "prev"), (page + 1, labels["next"], "next")):
        if 1 <= number <= outlet.pages(section):
            path = outlet.section_path(section, number) if section else outlet.home_path(number)
            found.append(f'<a rel="{rel}" href="{escape(path)}">{escape(label)}</a>')
    return " ".join(found)


def announced(outlet: Outlet) -> str:
    """The `link rel=alternate` lines of the outlet's feeds."""
    kinds = {".json": "application/feed+json", "atom": "application/atom+xml"}
    return "".join(f'<link rel="alternate" href="{path}" type="'
                   f'{next((kind for mark, kind in kinds.items() if mark in path), "application/rss+xml")}">'
                   for path in outlet.feed_paths)


def _meta(outlet: Outlet, story: Story) -> str:
    return (f'<link rel="canonical" href="{escape(outlet.url(outlet.path(story)))}">'
            f'<meta name="description" content="{escape(story.standfirst)}">'
            f'<meta property="og:type" content="article"><meta property="og:title" content="{escape(story.title)}">'
            f'<meta property="article:section" content="{escape(story.section)}">'
            + "".join(f'<meta property="article:tag" content="{escape(tag)}">' for tag in story.tags))


def _times(outlet: Outlet, story: Story) -> str:
    labels = outlet.words.labels
    first = (f'<time itemprop="datePublished" datetime="{story.published.isoformat()}">{escape(labels["published"])} '
             f"{story.published:%d.%m.%Y %H:%M}</time>")
    if story.modified is None:
        return first
    return (f'{first} <time itemprop="dateModified" datetime="{story.modified.isoformat()}">'
            f'{escape(labels["updated"])} {story.modified:%d.%m.%Y %H:%M}</time>')


def _text(outlet: Outlet, story: Story) -> str:
    body = "\n".join(f"<p>{p}</p>" for p in outlet.told(story))
    notes = "".join(f'<p class="correction"><strong>{escape(outlet.words.labels["correction"])}:</strong> '
                    f"{escape(note)}</p>" for note in story.corrections)
    return body + notes


def _top(outlet: Outlet) -> str:
    return (f'{furniture.cookie_banner(outlet.words)}<header class="site-head"><a href="/">{escape(outlet.title)}</a>'
            f'<nav><ul>{furniture.anchors(outlet.menu())}</ul></nav></header>')


def _bottom(outlet: Outlet) -> str:
    return (f'<footer class="site-foot"><ul>{furniture.anchors(outlet.menu())}</ul><p>© 2026 {escape(outlet.title)}. '
            f'{escape(outlet.words.labels["footer"])}</p></footer>{furniture.scripts(outlet.name)}')
