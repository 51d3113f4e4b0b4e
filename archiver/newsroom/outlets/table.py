"""Ostmünder Tageblatt: a German outlet from the days of table layout, its text one cell with `<br>`, in windows-1252.

Nothing here is a paragraph element, and the charset is said in a meta element alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta, timezone
from html import escape

from archiver.newsroom import feeds, furniture
from archiver.newsroom.modern import announced, pager
from archiver.newsroom.outlets.base import Entrances, Outlet, Route
from archiver.newsroom.stories import Story
from archiver.newsroom.truth import Printed
from archiver.newsroom.words import GERMAN

ZONE = timezone(timedelta(hours=1))


class Table(Outlet):
    """One RSS feed; articles and sections are told apart by query arguments alone."""

    name = "ostmuender-tageblatt"
    title = "Ostmünder Tageblatt"
    words = GERMAN
    timezone = "Europe/Berlin"
    charset = "windows-1252"
    feed_paths = ("/rss.php",)
    per_page = 15

    def path(self, story: Story) -> str:
        """One script for all articles."""
        return f"/artikel.php?id={31000 + story.number}"

    def section_path(self, section: str, page: int = 1) -> str:
        """One script for all sections."""
        return f"/rubrik.php?r={self.section_id(section)}" + (f"&seite={page}" if page > 1 else "")

    def home_path(self, page: int = 1) -> str:
        """The home page and the archive behind it."""
        return "/" if page == 1 else f"/archiv.php?seite={page}"

    def content_type(self) -> str:
        """No charset, as the servers of that time."""
        return "text/html"

    def announcements(self) -> Mapping[str, Route]:
        """The feed."""
        return {"/rss.php": lambda: self.feed(feeds.rss, "/rss.php", "text/xml; charset=UTF-8")}

    def entrances(self) -> Entrances:
        """The feed and the home page."""
        return Entrances(feeds=(self.url("/rss.php"),), sections=(self.url("/"),))

    def credit_line(self, story: Story) -> str:
        """The word for photo and the names, in brackets."""
        return f"(Foto: {story.credit})"

    def printed(self, story: Story) -> Printed:
        """The date and the keywords are in the head, name and credit in the text's cell."""
        return Printed(byline=self.byline(story), credit_raw=self.credit_line(story), caption=story.caption,
                       published=story.published.astimezone(ZONE).isoformat(),
                       modified=story.modified.astimezone(ZONE).isoformat() if story.modified else None,
                       section=story.section, tags=story.tags, description=story.standfirst)

    def article(self, story: Story) -> str:
        """Tables in tables, and everything in one cell."""
        printed, labels = self.printed(story), self.words.labels
        text = "<br>\n<br>\n".join(self.told(story, quote=False))
        text += "".join(f"<br>\n<br>\n<i>{labels['correction']}: {escape(note)}</i>" for note in story.corrections)
        changed = f'<meta name="last-modified" content="{printed.modified}">' if printed.modified else ""
        when = story.published.astimezone(ZONE)
        return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1252">
<TITLE>{escape(self.title)}: {escape(story.title)}</TITLE>
<META NAME="author" CONTENT="{escape(", ".join(story.authors))}"><META NAME="date" CONTENT="{printed.published}">{changed}
<META NAME="keywords" CONTENT="{escape(", ".join(story.tags))}"><META NAME="rubrik" CONTENT="{story.section}">
<META NAME="description" CONTENT="{escape(story.standfirst)}">{announced(self)}
{furniture.styles(self.name, 110)}</HEAD>
<BODY BGCOLOR="#ffffff" TOPMARGIN=0><TABLE WIDTH=980 BORDER=0 CELLPADDING=4>
<TR><TD COLSPAN=3><FONT SIZE=6><B>{self.title}</B></FONT></TD></TR><TR>{self._left()}
<TD WIDTH=560 VALIGN=top><FONT SIZE=1>{story.section}</FONT><BR><FONT SIZE=5><B>{escape(story.title)}</B></FONT><BR>
<FONT SIZE=1>{self._day(when.day, when.month, when.year)}, {when:%H:%M} Uhr</FONT><BR><BR>
<TABLE ALIGN=right WIDTH=240><TR><TD><IMG SRC="{self.image_path(story)}" WIDTH=230 HEIGHT=160><BR>
<FONT SIZE=1>{escape(story.caption)} {escape(self.credit_line(story))}</FONT></TD></TR></TABLE>
<I>{escape(self.byline(story))}</I><BR><BR>
{text}
<BR><BR><A HREF="javascript:print()">Drucken</A> | <A HREF="mailto:?subject=Artikel">{labels["share"]}</A> |
<A HREF="#top">{labels["top"]}</A></TD>
<TD WIDTH=200 VALIGN=top BGCOLOR="#eeeeee"><B>{labels["most_read"]}</B><BR>
{furniture.anchors(self.related(story, 8), inside="font", name="klein").replace("</font>", "</font><br>")}
<BR><B>{labels["comments"]}</B><BR>{furniture.comments(story, tag="div", name="leser")}</TD></TR>
{self._foot()}</TABLE>{furniture.scripts(self.name, 30)}</BODY></HTML>
"""

    def _day(self, day: int, month: int, year: int) -> str:
        return f"{day}. {self.words.months[month - 1]} {year}"

    def _left(self) -> str:
        links = "<BR>".join(f'<A HREF="{escape(href)}">{escape(text)}</A>' for href, text in self.menu())
        return f"<TD WIDTH=150 VALIGN=top BGCOLOR=\"#dde4ee\">{links}<BR><BR>{self.words.labels['newsletter']}</TD>"

    def _foot(self) -> str:
        return f"<TR><TD COLSPAN=3><FONT SIZE=1>© 2026 {self.title}. {self.words.labels['footer']}</FONT></TD></TR>"

    def index(self, section: str, stories: list[Story], page: int) -> str:
        """A table of headlines."""
        rows = "\n".join(f'<TR><TD><FONT SIZE=1>{self._day(s.published.day, s.published.month, s.published.year)}</FONT>'
                         f'</TD><TD><A HREF="{self.path(s)}"><B>{escape(s.title)}</B></A><BR>{escape(s.standfirst)}'
                         "</TD></TR>" for s in stories)
        return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1252">
<TITLE>{self.title}: {section or "Startseite"}</TITLE>{announced(self)}</HEAD><BODY BGCOLOR="#ffffff">
<TABLE WIDTH=980><TR>{self._left()}<TD VALIGN=top><FONT SIZE=5><B>{section or self.words.labels["latest"]}</B></FONT>
<TABLE>{rows}</TABLE>{pager(self, section, page)}</TD></TR>{self._foot()}</TABLE></BODY></HTML>
"""
