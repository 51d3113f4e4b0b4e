"""What surrounds an article on a real page: menus, banners, side columns, comments, styles and scripts.

Nothing here is part of any article, and nothing of it appears in the truth.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from html import escape

from archiver.newsroom.language import Language
from archiver.newsroom.stories import Story

Anchor = tuple[str, str]
"""An address and the words of its link."""


def anchors(items: Iterable[Anchor], *, inside: str = "li", name: str = "") -> str:
    """Links, each in an element of its own."""
    css = f' class="{name}"' if name else ""
    return "\n".join(f'<{inside}{css}><a href="{escape(href)}">{escape(text)}</a></{inside}>' for href, text in items)


def comments(story: Story, *, tag: str = "li", name: str = "comment") -> str:
    """What readers wrote below the story."""
    label = escape(story.language.labels["reply"])
    return "\n".join(
        f'<{tag} class="{name}" id="{name}-{story.number}{i}"><b class="{name}-author">{escape(who)}</b>'
        f'<p class="{name}-text">{escape(text)}</p><a class="{name}-reply" href="#respond">{label}</a></{tag}>'
        for i, (who, text) in enumerate(story.comments))


def cookie_banner(language: Language, *, tag: str = "div", name: str = "cookie-banner") -> str:
    """The banner that asks for consent."""
    words = language.labels
    return (f'<{tag} id="{name}" class="{name}" role="dialog"><p>{escape(words["cookies"])}</p>'
            f'<button class="{name}-yes">{escape(words["accept"])}</button>'
            f'<button class="{name}-no">{escape(words["refuse"])}</button></{tag}>')


def newsletter(language: Language, *, tag: str = "aside") -> str:
    """The box that asks for an address."""
    return (f'<{tag} class="newsletter-box"><p>{escape(language.labels["newsletter"])}</p><form action="/newsletter" '
            f'method="post"><input type="email" name="email"><button>OK</button></form></{tag}>')


def styles(name: str, rules: int = 90) -> str:
    """Style rules as a page builder leaves them in a page; `name` is the outlet's, so each has its own."""
    draw = random.Random(f"styles/{name}")
    lines = [f".{name[:3]}-{draw.choice(('row', 'col', 'cell', 'box', 'head'))}-{i}"
             f"{{margin:{draw.randrange(9)}px {draw.randrange(40)}px;color:#{draw.randrange(1 << 24):06x};"
             f"max-width:{draw.randrange(200, 1400)}px;font-size:{draw.randrange(11, 40)}px}}" for i in range(rules)]
    return "<style>" + "".join(lines) + "</style>"


def scripts(name: str, entries: int = 60) -> str:
    """The counting and advertising scripts of a page, in words that are no text of the article."""
    draw = random.Random(f"scripts/{name}")
    slots = [{"slot": f"/21{draw.randrange(10**6)}/{name}/{draw.choice(('top', 'mid', 'foot', 'sky'))}_{i}",
              "sizes": [[draw.choice((300, 320, 728, 970)), draw.choice((50, 90, 250))]],
              "lazy": draw.random() < 0.5} for i in range(entries)]
    return ("<script>window.dataLayer=window.dataLayer||[];function track(){dataLayer.push(arguments)}"
            f"track('js',Date.now());track('config','UA-{draw.randrange(10**7)}');\n"
            f"var adSlots={json.dumps(slots)};\n"
            "adSlots.forEach(function(s){if(!s.lazy){track('slot',s.slot)}});"
            "document.addEventListener('scroll',function(){document.body.classList.toggle('scrolled',"
            "window.scrollY>80)});</script>")
