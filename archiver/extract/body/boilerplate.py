"""Lines that stand around stories in every outlet: share bars, "read also", newsletters, ad labels, consent, closings.

A phrase alone is no verdict: each kind says how short or how linked a line must be. Nothing here looks at a tree.
"""

from __future__ import annotations

import re

from archiver.extract.body.boilerplate_words import (
    ADVERT,
    APPEALS,
    FURNITURE,
    GIVING,
    INVITES,
    LETTER,
    READ_ALSO,
    SHARE,
    THANKS,
    TRADE,
)
from archiver.extract.body.openings import Openings
from archiver.extract.region import letters

# Letters a line may have to be of this kind: a longer one is running text that happens to open so.
_LIMIT = {"read also": 220, "share": 140, "newsletter": 240, "advertisement": 280, "page furniture": 340}


def _fold(text: str) -> str:
    """Case folding as the tables have it: no final sigma, no sharp s, no dotted capital i."""
    return text.casefold().replace("’", "'").replace("i\u0307", "i")


def _folded(*rows: str) -> str:
    """Rows of a table as one pattern for lines as `_fold` leaves them."""
    return "".join(rows).replace("ς", "σ").replace("ß", "ss")


def _compiled(*rows: str) -> re.Pattern[str]:
    return re.compile(_folded(*rows))


_KINDS = tuple(
    (name, Openings(_folded("|".join(rows)), lead=r"[^\w©ⓒ\[(<>]{0,6}[\[(<>»→▶►•|–—-]{0,4}\s{0,3}"))
    for name, rows in (("page furniture", FURNITURE), ("advertisement", ADVERT), ("share", SHARE),
                       ("newsletter", LETTER), ("read also", READ_ALSO)))
_BAR = re.compile(r"\s[|·•/›»]\s")
_INVITES = _compiled(*INVITES)
_THANKS = _compiled(*THANKS)
_APPEAL = _compiled(*APPEALS)
_GIVING = _compiled(*GIVING)
_BIO = _compiled(
    r"^\W{0,3}(about the (author|writer)s?\b|über (den|die) autor|à propos de l['’]auteur|sobre (el|la|o|a) autor"
    r"|об автор|([^\W\d_][\w.'’-]{0,30}\s){1,5}(is|are|was|has been|joined|covers|writes|reports|works|teaches|serves"
    r"|ist|arbeitet|schreibt|berichtet|est|écrit|es|escribe|è|scrive|é|escreve|är|er|skriver|jest|je|является|пишет"
    r"|працює)\b[^.!?;]{0,100}\b(" + "".join(TRADE) + r")\w{0,2}\b)")


def kind(text: str, linked: float) -> str:
    """What sort of boilerplate a line opens like (`share`, `read also`, ...); empty for none. `linked`: its link share."""
    size = letters(text)
    if size > max(_LIMIT.values()):
        return ""
    low = _fold(text)
    parts = [part.strip() for part in _BAR.split(low) if part.strip()] if size <= 160 else []
    if 1 < len(parts) <= 12:
        kinds = [_of(part, linked) for part in parts]
        return kinds[0] if all(kinds) else ""
    return _of(low, linked)


def _of(low: str, linked: float) -> str:
    size = letters(low)
    brief = size <= 60 or linked >= 0.5 or ":" in low[:30] or "：" in low[:30]      # short, linked or labelled
    for name, pattern in _KINDS:
        if size > _LIMIT[name] or name == "read also" and not brief or not pattern.match(low):
            continue
        if brief or name != "newsletter" or linked > 0 or _INVITES.search(low):
            return name
    return ""


def closing(text: str, linked: float, named: bool) -> str:
    """What sort of closing line this is (`about the author`, ...), for the last lines of a story; empty: none. `named`:
    whether it opens with an author's name or is set apart by its type."""
    size = letters(text)
    if size > 900:
        return ""
    low = _fold(text)
    if size <= 500 and _THANKS.match(low):
        return "closing note"
    if named and size <= 600 and _BIO.match(low):
        return "about the author"
    return "newsletter" if linked > 0.05 and size <= 300 and _INVITES.search(low) else ""


def appeal(texts: list[str]) -> bool:
    """Whether lines ask readers for money: the first says so to them, and half of them speak of giving."""
    low = [_fold(text) for text in texts]
    return bool(_APPEAL.match(low[0])) and 2 * sum(bool(_GIVING.search(text)) for text in low) >= len(low) > 1
