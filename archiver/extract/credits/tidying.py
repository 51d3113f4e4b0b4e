"""What a credit looks like: its announcing words and brackets taken off, and whether a few words sound like one.

Nothing here looks for a credit in a longer text, and every function is a pure function of a short text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from archiver.extract.credits import agencies
from archiver.extract.credits.words import CONTROLS, CORE, GENERIC, LINKING, NOTICE, PHOTO, REMARKS, RIGHTS, SOURCE

MAX_CREDIT = 160  # characters; the longest of 187 read by hand had 143
SIGN = re.compile(r"[©ⓒⒸ]|\(c\)(?=\s?\w)|[（(][CcＣｃ][)）]|(?<!\w)copyright\b(?=[\s:]+\S)", re.IGNORECASE)
COLON = re.compile(r"\s{0,2}[:：=＝/／]\s{0,2}|\s{1,2}[-–—]\s{1,2}")
OPEN, CLOSE = "([（［【〔〈<{", ")]）］】〕〉>}"
EDGES = " \t.,;:|/·•-–—=＝*"
BY_WORDS = ("photo", "picture", "image", "illustration", "video", "court", "permission")     # one of them is in each BY
BY = re.compile(
    r"(?:(?:\w{1,20}\s){0,2}(?:courtesy|court(?:o|oi)sie|kind permission)(?: of\b:?| de\b)?|(?:staff |file |undated |featured )?"
    r"(?:photo(?:s|graph|graphs|graphy)?|picture|image|illustration|video)s?"
    r"(?: courtesy of:?|(?: (?:courtesy|credit|provided|supplied|illustration|taken))? (?:by|from|via)))\s+",
    re.IGNORECASE,
)
CJK_BY = re.compile(
    r"(?:[＝=／/]|[（(［\[【〔]|[。、．\s]|^)((?:[^＝=（）()［］\[\]【】。、．\s：:／/]{1,12}(?:记者|記者|通讯员|"
    r"通訊員)\s)?[^＝=（）()［］\[\]【】。、．\s：:／/]{1,24}?)\s?(?:さん)?(提供|撮影|写す|代表撮影|摄影|摄|攝影|攝|"
    r"供图|供圖|제공|촬영)(?=[)）\]］】〕。\s]|$)"
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b")
_CREDIT_BY = re.compile(r"(?:[Cc]redits?\s?(?:\.{2,3}|…)?\s+)+(?=\S)|(?:[Bb]y|por|par)\s+(?=[^\W\d_a-z])")
_COMPOUND = re.compile(r"[^\W\d_]{3,20}(?:bild(?:er)?|fotos?)")  # "Rubriklistenbild: © Jane Doe"
_DATED = re.compile(r"(?<=\w)[\s,;]{1,3}\d{1,2}\.\d{1,2}\.\d{2,4}$")  # "Jane Doe, 15.01.2022"
_ADDRESS = re.compile(r"[\s,;|(]{0,4}https?://[^\s)]{3,300}")
CJK = re.compile(r"[぀-ヿ一-鿿가-힯]")


@lru_cache(maxsize=2048)                # a caption is asked about by several steps
def without_controls(text: str) -> str:
    """The text without 'Enlarge image', 'Vis mer', 'All rights reserved' at its end."""
    if "EDIT" in text or "NO " in text or "MANDATORY" in text or "TEMPLATE" in text:
        text = NOTICE.sub("", text)
    before = None
    while text != before:  # only the end is looked at: both patterns are bound to it
        before = text
        head, tail = text[:-90], text[-90:]
        text = (head + RIGHTS.sub("", CONTROLS.sub("", tail))).strip()
    return text


def tidy(credit: str) -> str:
    """A credit without announcing words, signs and brackets around it."""
    before, text = None, without_controls(_ADDRESS.sub("", credit) if "http" in credit else credit).strip()
    while text != before:
        before = text
        text = _unbracket(text.strip(EDGES + "©ⓒⒸ"))
        text = _CREDIT_BY.sub("", text, count=1) if _CREDIT_BY.match(text) else text
        text = _without_word(SIGN.sub("", text, count=1).strip(EDGES) if SIGN.match(text) else text)
        match = CJK_BY.fullmatch(text)
        text = match.group(1) if match else text
    return _DATED.sub("", text).strip(EDGES)


def plausible(credit: str) -> bool:
    """Whether a tidied text can be a credit at all: short, with letters, no address, no sentence."""
    words = credit.split()
    if len(credit) > 60 and CJK.search(credit) or "。" in credit or _CLOCK.search(credit):
        return False
    return (
        bool(words)
        and len(credit) <= MAX_CREDIT
        and len(words) <= 20
        and any(c.isalpha() for c in credit)
        and "http" not in credit
        and credit.lower() not in (PHOTO | SOURCE) - GENERIC
        and credit.lower() not in REMARKS - GENERIC
        and words[-1].lower() not in LINKING
        and not _clause(words)
    )


def _clause(words: list[str]) -> bool:
    """Whether many words of which hardly any begins like a name are a sentence, and none of them a known agency."""
    if len(words) < 7:
        return False
    small = sum(w[:1].islower() and w not in _SMALL for w in words)
    return small * 2 >= len(words) and not agencies.mentions(" ".join(words)) and "/" not in "".join(words)


def _unbracket(text: str) -> str:
    """The text without brackets that go all around it, or stand open at an edge."""
    if text[:1] in OPEN and text[:1]:
        close = CLOSE[OPEN.index(text[0])]
        if text.endswith(close) or close not in text:
            return text[1:].removesuffix(close)
    if text[-1:] in CLOSE and text[-1:] and OPEN[CLOSE.index(text[-1])] not in text:
        return text[:-1]
    return text


def _without_word(text: str) -> str:
    """The text without one announcing word and what links it to the name."""
    match = COLON.search(text[:60])
    weak = match is not None and match.group().strip() in "-–—/／"
    if match and announces(text[: match.start()], PLAIN if weak else PHOTO | SOURCE, whole=True):
        return text[match.end() :]
    match = BY.match(text)
    if match and match.end() < len(text):
        return text[match.end() :]
    words = text.split(" ")
    for count in (3, 2, 1):
        head = " ".join(words[:count]).lower().rstrip(".:")
        if (
            len(words) > count
            and words[count] not in ("/", "|", "&", "-", "–")
            and (head in CORE or f"{head}." in CORE)
            and not _is_name(words, count)
        ):
            rest = words[count:]
            while len(rest) > 1 and rest[0].lower() in LINKING and rest[0] != "of":
                rest = rest[1:]
            return " ".join(rest)
    return text[4:] if text.lower().startswith(("via ", "von ")) else text


def _is_name(words: list[str], count: int) -> bool:
    """'Foto Huebner', 'Picture Alliance', 'Image Source': a firm's name that begins with such a word."""
    return (
        agencies.known(" ".join(words))
        or agencies.known(" ".join(words[:2]))
        or re.split(r"[/,|]", words[count].lower())[0]
        in ("alliance", "press", "agency", "desk", "library", "illustration", "archiv", "archive", "&")
    )


def announces(text: str, among: frozenset[str], *, whole: bool = False) -> int:
    """How many characters at the end of `text` are an announcing word (of one to four words); 0 for none."""
    tail = text[-48:].rstrip()
    low = tail.lower()
    compound = among is not PLAIN and ("bild" in low or "foto" in low)
    if low in among or low.strip("([（［【〔{ ") in among or compound and _COMPOUND.fullmatch(low):
        return len(tail.lstrip("([（［【〔{ "))
    if whole:
        return 0
    starts = [m.start() for m in re.finditer(r"(?<![\w])\w", low)][-4:]
    return next((len(tail) - s for s in starts if low[s:] in among or compound and _COMPOUND.fullmatch(low[s:])), 0)


def sounds(text: str) -> bool:
    """Whether a few words sound like a credit by what they name: an agency, 'Handout', an announcing word."""
    bare = text.strip(EDGES + "()[]（）")
    low = bare.lower()
    if not bare or len(bare) > MAX_CREDIT or low in REMARKS:
        return low in GENERIC and bool(low)
    if low in GENERIC or agencies.mentions(bare):
        return True
    words = low.split()
    announced = (
        len(words) > 1
        and (words[0] in CORE or " ".join(words[:2]) in CORE or words[-1] in _AFTER)
        and titled(bare.split(" ", 1)[1] if words[0] in CORE else bare, 8)
    )
    return announced or (
        "/" in bare
        and ":" not in bare
        and titled(bare.replace("/", " "), 8)
        and not any(c.isdigit() for c in bare)
        and any(len(part.split()) > 1 or agencies.organisation(part) for part in bare.split("/"))
    )


def titled(text: str, most: int) -> bool:
    """Whether it is a few words that all begin like names."""
    words = re.split(r"[\s/]+", text.strip(EDGES))
    return (
        0 < len(words) <= most
        and all(
            w[:1].isupper()
            or (w[:1].isalpha() and not w[:1].isascii() and w[:1].lower() == w[:1].upper())
            or w in _SMALL
            or not w[:1].isalpha()
            for w in words
            if w
        )
        and any(w[:1].isalpha() for w in words)
    )


_AFTER = ("photo", "photos", "photography", "nuotr", "nuotr.", "fotó", "felvétele", "foto", "fotografija", "photograph")
# The words that announce also with a slash or dash: "Foto / Jane Doe", "圖／中央社".
PLAIN = frozenset(
    "photo foto bild kuva fotó kép фото снимка φωτο photos fotos image 圖 图 図 写真 사진 画像 摄影 攝影 ảnh picha".split()
)
_SMALL = frozenset(
    "de da do dos das di del della van von der den ter la le el al bin ibn y e und and & zu af av of for the via für dpa"
    " imago d' by par por od per nuotr. nuotr fotó photo stock.adobe.com".split()
)
