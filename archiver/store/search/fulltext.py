"""How words are looked up in a full-text index: text parted so that every language has words, and what to look for.

Nothing here opens an index; `index.py` does.
"""

from __future__ import annotations

import hashlib
import re

GAP = "\u200b"
# Thai, Lao, Burmese, Khmer, Japanese and Chinese are written without spaces: each letter is a word of its own, and what
# is looked up is a row of them. A trigram index takes 4.6 times the room and finds nothing under three letters.
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
                        "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LETTER = re.compile(r"\w")
MOST_TEXT = 400_000         # characters of a body that are indexed


def parted(text: str) -> str:
    """The text as it is indexed: letters of scripts without spaces stand apart, by a mark that is not shown."""
    return text if text.isascii() else _SPACELESS.sub(f"{GAP}\\g<0>{GAP}", text)


def joined(text: str) -> str:
    """Indexed text as it was."""
    return text.replace(GAP, "")


def has_word(text: str) -> bool:
    """Whether there is anything in it that can be looked up."""
    return bool(_LETTER.search(text))


def phrase(text: str) -> str:
    """What to look for so that these words are found in a row; a star at the end stands for any ending."""
    star = "*" if text.endswith("*") and has_word(text) else ""
    flat = parted(text.rstrip("*")).replace("\x00", " ").replace('"', " ")
    return f'"{flat.strip()}"{star}'


def mark(kind: str, value: str) -> str:
    """One word that stands for a value, such as a site's name, so that the index itself can keep to it."""
    return f"{kind}{hashlib.sha256(value.encode('utf-8', 'replace')).hexdigest()[:16]}"
