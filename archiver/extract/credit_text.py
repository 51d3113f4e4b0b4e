"""A text beside a picture, parted into what it says of the picture (caption) and who is credited (credit).

Nothing here looks at a page; every function is a pure function of a text of bounded length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archiver.extract import agencies
from archiver.extract.credit_words import (
    CONTROLS,
    CORE,
    GENERIC,
    LABELS,
    LINKING,
    NOTICE,
    PHOTO,
    REMARKS,
    RIGHTS,
    SOURCE,
)

MAX_TEXT = 2_000
MAX_CREDIT = 160  # characters; the longest of 187 read by hand had 143
LOOSE, CAPTION, CREDIT = range(
    3
)  # what is known of the place of a text: nothing, a picture's caption, a credit by its markup

_SIGN = re.compile(r"[©ⓒⒸ]|\(c\)(?=\s?\w)|[（(][CcＣｃ][)）]|(?<!\w)copyright\b(?=[\s:]+\S)", re.IGNORECASE)
_COLON = re.compile(r"\s{0,2}[:：=＝/／]\s{0,2}|\s{1,2}[-–—]\s{1,2}")
_OPEN, _CLOSE = "([（［【〔〈<{", ")]）］】〕〉>}"
_OPENED = re.compile(r"[(\[（［【〔]")
_TAIL_BRACKET = re.compile(
    r"[(（\[［【〔]([^()（）\[\]［］【】〔〕]{1,120}(?:\([^()]{1,40}\)[^()（）\[\]［］【】〔〕]{0,60})?)[)）\]］】〕][\s.。]{0,3}$"
)
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{3})[.!?…]['\"”“»)]{0,2}\s+|(?<=\d{3})[.!?]\s+|[。！？]\s{0,2}|[.!?]['\"”»)\]]+\s+"
)
_EDGES = " \t.,;:|/·•-–—=＝*"
_DOT_WORDS = re.compile(
    r"\b(?:St|Dr|Mr|Mrs|Ms|Jr|Sr|Inc|Co|Ltd|No|vs|Prof|Sen|Rep|Gov|Gen|Lt|Sgt|Capt|Col|bzw|ca|usw|Hl|Nr)\.\s$"
)
_BY = re.compile(
    r"(?:(?:\w+\s){0,2}(?:courtesy|court(?:o|oi)sie|kind permission)(?: of| de)?|(?:staff |file |undated )?(?:photo(?:s|graph|graphs|graphy)?|picture|image|illustration|video)(?:s)?"
    r"(?: (?:courtesy|credit|provided|supplied|illustration|taken))?(?: (?:by|of|from|via)))\s+",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?:©|\([cC]\))\s?[^\s.©]{1,30}(?:\s[^\s.©]{1,30}){0,2}\s{0,2}$")  # "© Broadcaster Foto: Jane Doe"
_LEFT_WORD = re.compile(
    r"(?:^|[\s(])((?:fot\.|zdj\.|nuotr\.|foto|photo|photos|fotos|bild|kuva|fotó|kép|image|via|by|фото|©):?)$",
    re.IGNORECASE,
)
_CJK_BY = re.compile(
    r"(?:[＝=／/]|[（(［\[【〔]|[。、．\s]|^)((?:[^＝=（）()［］\[\]【】。、．\s：:／/]{1,12}(?:记者|記者|通讯员|通訊員)\s)?[^＝=（）()［］\[\]【】。、．\s：:／/]{1,24}?)\s?(?:さん)?(提供|撮影|写す|代表撮影|摄影|摄|攝影|攝|供图|供圖|제공|촬영)(?=[)）\]］】〕。\s]|$)"
)
_CLOCK = re.compile(r"\d{1,2}:\d{2}\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b")
_CREDIT_BY = re.compile(r"(?:[Cc]redits?\s?(?:\.{2,3}|…)?\s+)+(?=\S)|(?:[Bb]y|por|par)\s+(?=[^\W\d_a-z])")
_CJK_SENTENCE = re.compile(r"[぀-ヿ一-鿿가-힯]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text beside a picture, read."""

    caption: str = ""
    raw: str = ""  # the credit as printed, with its announcing word
    credit: str = ""  # the credit without it
    sure: bool = False  # an announcing word, a sign or a known agency says so

    def __bool__(self) -> bool:
        return bool(self.credit)


def read(text: str, place: int = CAPTION) -> Reading:
    """The caption and credit in a text that stands at a `place` (LOOSE, CAPTION or CREDIT)."""
    text = without_controls(text[:MAX_TEXT])
    if not text:
        return Reading()
    for step in (_by_marker, _by_sign, _by_cjk, _by_bracket, _by_bar, _by_last_words, _whole):
        found = step(text, place)
        if found is not None and found.credit and (place or _like_names(found.credit)):
            return found
    return Reading(caption=text)


def _like_names(credit: str) -> bool:
    """Whether a credit that stands alone in the text is names and no clause: 'Photos: how the bridge was built' is one."""
    return _sounds(credit) or _titled(credit, 9) or len(credit.split()) <= 3


def by_shape(texts: list[str]) -> Reading:
    """The credit among a picture's lines when no word tells: a few names as the last line, an organisation as any,
    beside a line that is a sentence."""
    told = [text for text in texts if len(text.split()) >= 6]
    if any(text[0] in "\"“„«»'‘" for text in told):  # a quotation and who said it
        return Reading()
    for text in texts[::-1] if told else ():
        named = _titled(text, 5) and text[-1] not in ".!?:" and len(text) > 1
        if named and text not in told and (text is texts[-1] and len(text.split()) > 1 or agencies.organisation(text)):
            return Reading(" ".join(t for t in texts if t is not text), text, tidy(text), False)
    return Reading()


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
    before, text = None, without_controls(credit).strip()
    while text != before:
        before = text
        text = _unbracket(text.strip(_EDGES + "©ⓒⒸ"))
        text = _CREDIT_BY.sub("", text, count=1) if _CREDIT_BY.match(text) else text
        text = _without_word(_SIGN.sub("", text, count=1).strip(_EDGES) if _SIGN.match(text) else text)
        match = _CJK_BY.fullmatch(text)
        text = match.group(1) if match else text
    return text.strip(_EDGES)


def plausible(credit: str) -> bool:
    """Whether a tidied text can be a credit at all: short, with letters, no address, no sentence."""
    words = credit.split()
    if len(credit) > 60 and _CJK_SENTENCE.search(credit) or "。" in credit or _CLOCK.search(credit):
        return False
    return (
        bool(words)
        and len(credit) <= MAX_CREDIT
        and len(words) <= 20
        and any(c.isalpha() for c in credit)
        and "http" not in credit
        and credit.lower() not in (PHOTO | SOURCE) - GENERIC
        and credit.lower() not in REMARKS - GENERIC
    )


def _made(caption: str, raw: str, credit: str = "", *, sure: bool = True) -> Reading | None:
    credit = credit or tidy(raw)
    caption = caption.strip().rstrip("|/–—-([（［【＝=、, ").strip()
    left = _LEFT_WORD.search(caption)
    if left:  # "Caption, fot. Shutterstock": the word stayed behind
        caption, raw = caption[: left.start()].rstrip(" ,;|("), f"{left.group(1)} {raw}"
    return Reading(caption, raw.strip(" |/"), credit, sure) if plausible(credit) else None


def _unbracket(text: str) -> str:
    """The text without brackets that go all around it, or stand open at an edge."""
    if text[:1] in _OPEN and text[:1]:
        close = _CLOSE[_OPEN.index(text[0])]
        if text.endswith(close) or close not in text:
            return text[1:].removesuffix(close)
    if text[-1:] in _CLOSE and text[-1:] and _OPEN[_CLOSE.index(text[-1])] not in text:
        return text[:-1]
    return text


def _without_word(text: str) -> str:
    """The text without one announcing word and what links it to the name."""
    match = _COLON.search(text[:60])
    weak = bool(match) and match.group().strip() in "-–—/／"
    if match and _announces(text[: match.start()], _PLAIN if weak else PHOTO | SOURCE, whole=True):
        return text[match.end() :]
    match = _BY.match(text)
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


def _announces(text: str, among: frozenset[str], *, whole: bool = False) -> int:
    """How many characters at the end of `text` are an announcing word (of one to four words); 0 for none."""
    tail = text[-48:].rstrip()
    low = tail.lower()
    if low in among or low.strip("([（［【〔{ ") in among:
        return len(tail.lstrip("([（［【〔{ "))
    if whole:
        return 0
    starts = [m.start() for m in re.finditer(r"(?<![\w])\w", low)][-4:]
    return next((len(tail) - s for s in starts if low[s:] in among), 0)


def _by_marker(text: str, place: int) -> Reading | None:
    """'Caption. Photo: Jane Doe/AP', 'Photograph by Jane Doe', '[사진 = 연합뉴스]'."""
    for match in _COLON.finditer(text):
        sign = match.group().strip()
        among = _PLAIN if sign in "-–—/／" else PHOTO | SOURCE if place else PHOTO - LABELS
        size = _announces(_OPENED.split(text[: match.start()])[-1], among, whole=sign in "-–—/／")
        if not size:
            continue
        start = match.start() - size
        # "Photo /" and "Foto -" announce only at the very start; a source word must open a part of the text.
        if sign in "-–—/／" and start > 1 and text[start - 1] not in _OPEN:
            continue
        before = text[:start].rstrip()
        if (
            before
            and before[-1] not in ".!?…。！？|,;:–—-/)]）］】\"”»'’" + _OPEN
            and text[start : match.start()].lower() in SOURCE
        ):
            continue
        found = _cut(text, start, place)
        if found:
            return found
    match = _BY.search(text)
    if match and (match.start() == 0 or text[match.start() - 1] in " |(（[./") and _opens(text, match.start()):
        return _cut(text, match.start(), place)
    return None


def _opens(text: str, start: int) -> bool:
    """Whether a part of the text begins here: its start, or after a stop, bar or bracket."""
    before = text[:start].rstrip()
    return not before or before[-1] in '.!?…。！？|/)]）］】"”»' + _OPEN


def _cut(text: str, start: int, place: int) -> Reading | None:
    """The credit from `start` on: to the bracket that closes the one before it, else to the end."""
    before, raw, after = text[:start].rstrip(), text[start:], ""
    if before[-1:] and before[-1] in _OPEN:
        end = _closing(text, len(before) - 1)
        if end > start:
            before, raw, after = before[:-1], text[start:end], text[end + 1 :]
    elif len(tidy(raw)) > MAX_CREDIT or (place == LOOSE and not before) or (place == CAPTION and len(raw) > 80):
        raw, after = _first_sentence(raw)
    owner = _OWNER.search(before)
    if owner and place:
        before, raw = before[: owner.start()], owner.group().strip() + " " + raw
        return _made(f"{before} {after}".strip(), raw, tidy(raw[owner.end() - owner.start() :]))
    if place == LOOSE and len(after.strip()) > 40:
        return None
    return _made(f"{before} {after}".strip(" .") if after.strip(" .") else before, raw)


def _closing(text: str, opening: int) -> int:
    close, depth = _CLOSE[_OPEN.index(text[opening])], 0
    for index in range(opening, len(text)):
        depth += (text[index] == text[opening]) - (text[index] == close)
        if not depth:
            return index
    return len(text)


def _first_sentence(raw: str) -> tuple[str, str]:
    match = next((m for m in _SENTENCE_END.finditer(raw, 8) if not _DOT_WORDS.search(raw[: m.end()])), None)
    return (raw[: match.start() + 1], raw[match.end() :]) if match else (raw, "")


def _by_sign(text: str, place: int) -> Reading | None:
    """'Caption. © Jane Doe/AP', 'バレー（C）共同通信社'."""
    match = next((m for m in _SIGN.finditer(text) if place or m.start() == 0), None)
    if match and match.group()[0] == "(" and re.search(r"\((?:R|L|r|l)\)", text):  # left, centre, right
        return None
    if match is None or match.end() >= len(text):
        return None
    before = text[: match.start()].rstrip()
    if before and before[-1] in _OPEN and match.group()[0] not in _OPEN:
        return _cut(text, match.start(), place)
    return _made(before, text[match.start() :])


def _by_cjk(text: str, place: int) -> Reading | None:
    """'…＝１３日（代表撮影）', '…（警視庁提供）', '…（ソウルで、３日）＝ＡＰ'."""
    if not place or not _CJK_SENTENCE.search(text):
        return None
    found = None
    for found in _CJK_BY.finditer(text):
        pass
    if found and found.end(2) >= len(text) - 3:
        name = found.group(1)
        return (
            _made(text[: found.start(1)], text[found.start(1) : found.end(2)])
            if not re.search(r"[はがをにで]", name)
            else None
        )
    head, sign, tail = text.rpartition("＝")
    if sign and 0 < len(tail) <= 16 and not re.search(r"[\d０-９日月年午]", tail):
        return _made(head, tail)
    return None


def _by_bracket(text: str, place: int) -> Reading | None:
    """'Caption. (AP Photo/Jane Doe)', 'Caption (Getty Images)'."""
    match = _TAIL_BRACKET.search(text)
    if match is None:
        return None
    inside, before = match.group(1).strip(), text[: match.start()].rstrip()
    if inside.lower() in REMARKS:
        return None
    ended = before[-1:] in (".", "!", "?", "…", "。") or before[-2:-1] in (".", "!", "?") if before else True
    name = _name_before(before)
    if name and place and (_sounds(inside) or len(inside.split()) == 1):
        return _made(before[:name], text[name:].strip(" .。"))
    if _sounds(inside):
        return _made(before, match.group(0).strip(" .。"))
    if place and ended and _titled(inside, 7) and len(before.split()) > 3 and inside.lower() not in before.lower():
        return _made(before, match.group(0).strip(" .。"), sure=False)
    return None


def _name_before(before: str) -> int:
    """Where a person's name begins that stands as the last words, after a finished sentence; 0 if there is none."""
    stop = _last_stop(before)
    tail = before[stop:].strip()
    return (
        stop if stop and 1 < len(tail.split()) <= 4 and _titled(tail, 4) and not any(c.isdigit() for c in tail) else 0
    )


def _by_bar(text: str, place: int) -> Reading | None:
    """'Caption. | Jane Doe/AP', 'Caption / Jane Doe', 'Caption — Reuters'."""
    if not place or (place == CREDIT and len(text) < 100 and not _last_stop(text)):
        return None
    for sign in (" | ", " / ", " — ", " – ", " - ", "|", " • ", " · "):
        before, found, tail = text.rpartition(sign)
        # A bar that splits a credit in two: take from the bar before it, if a caption ends there.
        if found and tail.count(")") <= tail.count("(") and len(tail.split()) <= 10 and not _SENTENCE_END.search(tail):
            if _sounds(tail) or ("|" in sign and before.strip()[-1:] in (".", "!", "?") and _titled(tail, 8)):
                break
    else:
        return None
    stop = _last_stop(before)
    if stop and _titled(before[stop:], 6) and place:
        return _made(before[:stop], text[stop:])
    return _made(before, tail) if len(before.split()) > 3 else None


def _by_last_words(text: str, place: int) -> Reading | None:
    """'Caption in a sentence. Supplied', 'Caption. Jane Doe/AP'."""
    if not place or (place == CREDIT and len(text) < 60):
        return None
    words = text.rsplit(" ", 2)
    if len(words) == 3 and " ".join(words[1:]).lower() in GENERIC:
        return _made(words[0], " ".join(words[1:]))
    before, dot, tail = text.rpartition(". ")
    if dot and _sounds(tail) and len(tail.split()) <= 9:
        return _made(before + ".", tail)
    stop = _last_stop(text)
    tail = text[stop:].strip()
    if not stop or not tail:
        return None
    if _sounds(tail) and len(tail.split()) <= 9:
        return _made(text[:stop], tail)
    if len(text[:stop].split()) >= 5 and tail[-1] not in ".!?。" and _titled(tail, 4) and len(tail.split()) > 1:
        return _made(text[:stop], tail, sure=False)
    return None


def _whole(text: str, place: int) -> Reading | None:
    """The text is the credit and nothing else: 'Getty Images', 'Jane Doe/AP', or its markup says so."""
    if place == CREDIT and len(text) <= MAX_CREDIT:
        return _made("", text, sure=_sounds(text))
    if place == CAPTION and _sounds(text) and len(text.split()) <= 8:
        return _made("", text)
    return None


def _last_stop(text: str) -> int:
    """Where the text after the last finished sentence begins; 0 if there is no such place."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text) if not _DOT_WORDS.search(text[: m.end()])]
    return ends[-1] if ends else 0


def _sounds(text: str) -> bool:
    """Whether a few words sound like a credit by what they name: an agency, 'Handout', an announcing word."""
    bare = text.strip(_EDGES + "()[]（）")
    low = bare.lower()
    if not bare or len(bare) > MAX_CREDIT or low in REMARKS:
        return low in GENERIC and bool(low)
    if low in GENERIC or agencies.mentions(bare):
        return True
    words = low.split()
    announced = (
        len(words) > 1
        and (words[0] in CORE or " ".join(words[:2]) in CORE or words[-1] in _AFTER)
        and _titled(bare.split(" ", 1)[1] if words[0] in CORE else bare, 8)
    )
    return announced or (
        "/" in bare
        and ":" not in bare
        and _titled(bare.replace("/", " "), 8)
        and not any(c.isdigit() for c in bare)
        and any(len(part.split()) > 1 or agencies.organisation(part) for part in bare.split("/"))
    )


def _titled(text: str, most: int) -> bool:
    """Whether it is a few words that all begin like names."""
    words = re.split(r"[\s/]+", text.strip(_EDGES))
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
_PLAIN = frozenset(
    "photo foto bild kuva fotó kép фото снимка φωτο photos fotos image 圖 图 図 写真 사진 画像 摄影 攝影 ảnh picha".split()
)
_SMALL = frozenset(
    "de da do dos das di del della van von der den ter la le el al bin ibn y e und and & zu af av of for the via für dpa imago dos d' by von par por di od per nuotr. nuotr fotó photo stock.adobe.com".split()
)
