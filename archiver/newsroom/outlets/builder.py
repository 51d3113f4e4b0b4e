"""Diário da Ribeira: an outlet made with a page builder, all divs and utility classes, in Portuguese.

Nothing here uses a semantic element, a meta date or a feed: articles are found through section pages alone.
"""

from __future__ import annotations

from html import escape

from archiver.newsroom import furniture
from archiver.newsroom.images import png
from archiver.newsroom.modern import pager
from archiver.newsroom.outlets.base import Entrances, Outlet
from archiver.newsroom.stories import Story, slug
from archiver.newsroom.truth import Printed
from archiver.newsroom.wire import Answer
from archiver.newsroom.words import PORTUGUESE


class Builder(Outlet):
    """Sections with pages by query argument; a date as people write it, with no zone."""

    name = "diario-da-ribeira"
    title = "Diário da Ribeira"
    words = PORTUGUESE
    timezone = "America/Sao_Paulo"
    per_page = 8

    def path(self, story: Story) -> str:
        """A slug with the number of the story behind it."""
        return f"/noticia/{story.slug}-{70000 + story.number}"

    def image_path(self, story: Story) -> str:
        """The builder makes PNG files of everything."""
        return f"/uploads/{70000 + story.number}.png"

    def picture(self, story: Story) -> Answer:
        """One colour, a different one for each story."""
        return Answer(body=png(story.number * 99_991 % (1 << 24)), kind="image/png", etag="auto", modified=story.published)

    def section_path(self, section: str, page: int = 1) -> str:
        """A section; its pages have a query argument."""
        return f"/editoria/{slug(section)}" + (f"?pagina={page}" if page > 1 else "")

    def home_path(self, page: int = 1) -> str:
        """The home page and what is behind it."""
        return "/" if page == 1 else f"/?pagina={page}"

    def entrances(self) -> Entrances:
        """The home page and all sections."""
        return Entrances(sections=(self.url("/"), *(self.url(self.section_path(s)) for s in self.words.sections)))

    def printed(self, story: Story) -> Printed:
        """Name and day above the text, credit below the picture."""
        return Printed(byline=self.byline(story), credit_raw=self.credit_line(story), caption=story.caption,

                       published=f"{story.published:%Y-%m-%d}",
                       modified=f"{story.modified:%Y-%m-%d}" if story.modified else None, section=story.section)

    def article(self, story: Story) -> str:
        """Boxes in boxes."""
        labels = self.words.labels
        modified = (f'<div class="e-txt fs-12">{labels["updated"]} em {self._day(story.modified)}</div>'
                    if story.modified else "")
        return f"""<!doctype html>
<html><head>{self.head(story)}{furniture.styles(self.name, 140)}</head><body class="e-page">
{furniture.cookie_banner(self.words, name="e-consent")}
<div class="e-sec e-full"><div class="e-con"><div class="e-row">{self._menu()}</div></div></div>
<div class="e-sec"><div class="e-con"><div class="e-col e-66"><div class="e-wrap">
<div class="e-w e-w-crumb"><div class="e-wc"><div class="e-txt fs-12 upper">{escape(story.section)}</div></div></div>
<div class="e-w e-w-heading"><div class="e-wc"><div class="e-heading fs-40 fw-700">{escape(story.title)}</div></div></div>
<div class="e-w e-w-info"><div class="e-wc"><div class="e-txt fs-14">{escape(self.byline(story))}</div>
<div class="e-txt fs-12">{self._day(story.published)}</div>{modified}</div></div>
<div class="e-w e-w-img"><div class="e-wc"><img class="e-img" src="{self.image_path(story)}" width="960" height="600">
<div class="e-txt fs-12 c-600">{escape(story.caption)}</div><div class="e-txt fs-10 c-400">{escape(self.credit_line(story))}</div>
</div></div>
<div class="e-w e-w-text"><div class="e-wc">
{self._text(story)}
</div></div>
<div class="e-w e-w-share"><div class="e-wc"><div class="e-btn">{escape(labels["share"])}</div></div></div>
<div class="e-w e-w-list"><div class="e-wc"><div class="e-heading fs-24">{escape(labels["related"])}</div>
{furniture.anchors(self.related(story), inside="div", name="e-li")}</div></div>
<div class="e-w e-w-talk"><div class="e-wc"><div class="e-heading fs-24">{escape(labels["comments"])}</div>
{furniture.comments(story, tag="div", name="e-talk")}</div></div>
</div></div><div class="e-col e-33"><div class="e-wrap"><div class="e-heading fs-20">{escape(labels["most_read"])}</div>
{furniture.anchors(self.related(story, 8)[:3], inside="div", name="e-li")}
{furniture.newsletter(self.words, tag="div")}</div></div></div></div>
{self._foot()}</body></html>
"""

    def _text(self, story: Story) -> str:
        found = "\n".join(f'<div class="e-txt fs-18 lh-16">{p}</div>' for p in self.told(story))
        label = self.words.labels["correction"]
        return found + "".join(f'\n<div class="e-txt fs-14 c-600">{label}: {escape(n)}</div>' for n in story.corrections)

    def _day(self, when: object) -> str:
        return f"{when:%d/%m/%Y}"

    def _menu(self) -> str:
        return f'<div class="e-logo">{self.title}</div>{furniture.anchors(self.menu(), inside="div", name="e-mi")}'

    def _foot(self) -> str:
        return (f'<div class="e-sec e-foot"><div class="e-con"><div class="e-top">{self.words.labels["top"]}</div>'
                f'<div class="e-txt fs-12">© 2026 {self.title}. {self.words.labels["footer"]}</div>'
                f"{self._menu()}</div></div>{furniture.scripts(self.name)}")

    def index(self, section: str, stories: list[Story], page: int) -> str:
        """A grid of cards."""
        cards = "\n".join(
            f'<div class="e-card"><div class="e-img-box"><a href="{self.path(s)}"><img src="{self.image_path(s)}"></a></div>'
            f'<div class="e-heading fs-20"><a href="{self.path(s)}">{escape(s.title)}</a></div>'
            f'<div class="e-txt fs-14">{escape(s.standfirst)}</div></div>' for s in stories)
        return f"""<!doctype html>
<html><head><meta charset="utf-8"><title>{escape(section or self.title)}</title>{furniture.styles(self.name, 60)}</head>
<body class="e-page"><div class="e-sec e-full">{self._menu()}</div>
<div class="e-sec"><div class="e-heading fs-32">{escape(section or self.words.labels["latest"])}</div>
<div class="e-grid">{cards}</div><div class="e-pager">{pager(self, section, page)}</div></div>
{self._foot()}</body></html>
"""
