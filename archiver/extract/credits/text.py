"""A text beside a picture, parted into what it says of the picture (caption) and who is credited (credit).

Nothing here looks at a page; every function is a pure function of a text of bounded length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archiver.extract.credits import agencies
from archiver.extract.credits.tidying import (
    BY,
    BY_WORDS,
    CJK,
    CJK_BY,
    CLOSE,
    COLON,
    MAX_CREDIT,
    OPEN,
    PLAIN,
    SIGN,
    announces,
    plausible,
    sounds,
    tidy,
    titled,
    without_controls,
)
from archiver.extract.credits.words import (
    GENERIC,
    LABELS,
    PHOTO,
    REMARKS,
    SOURCE,
)

MAX_TEXT = 2_000
# What is known of the place of a text: nothing, that it is a picture's caption, that its markup calls it a credit.
LOOSE, CAPTION, CREDIT = range(3)

_OPENED = re.compile(r"[(\[（［【〔]")
_TAIL_BRACKET = re.compile(
    r"[(（\[［【〔]([^()（）\[\]［］【】〔〕]{1,120}(?:\([^()]{1,40}\)[^()（）\[\]［］【】〔〕]{0,60})?)[)）\]］】〕][\s.。]{0,3}$"
)
_SENTENCE_END = re.compile(
    r"(?<=[^\W\d_]{3})[.!?…]['\"”“»)]{0,2}\s+|(?<=\d{3})[.!?]\s+|[。！？]\s{0,2}|[.!?]['\"”»)\]]+\s+"
)
_DOT_WORDS = re.compile(
    r"\b(?:St|Dr|Mr|Mrs|Ms|Jr|Sr|Inc|Co|Ltd|No|vs|Prof|Sen|Rep|Gov|Gen|Lt|Sgt|Capt|Col|bzw|ca|usw|Hl|Nr)\.\s$"
)
_OWNER = re.compile(r"(?:©|\([cC]\))\s?[^\s.©]{1,30}(?:\s[^\s.©]{1,30}){0,2}\s{0,2}$")  # "© Broadcaster Foto: Jane Doe"
_LEFT_WORD = re.compile(
    r"(?:^|[\s(])((?:fot\.|zdj\.|nuotr\.|foto|photo|photos|fotos|bild|kuva|fotó|kép|image|via|by|фото|©):?)$",
    re.IGNORECASE,
)


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
    head = re.split("[/;]", credit)[0]
    return sounds(credit) or titled(credit, 9) or len(credit.split()) <= (3 if head == credit or not titled(head, 5) else 8)


def by_shape(texts: list[str]) -> Reading:
    """The credit among a picture's lines when no word tells: a few names as the last line, an organisation as any,
    beside a line that is a sentence."""
    told = [text for text in texts if len(text.split()) >= 6]
    if any(text[0] in "\"“„«»'‘" for text in told):  # a quotation and who said it
        return Reading()
    for text in texts[::-1] if told else ():
        named = titled(text, 5) and text[-1] not in ".!?:" and len(text) > 1 and (not text.isupper() or len(text) < 6)
        if named and text not in told and (text is texts[-1] and len(text.split()) > 1 or agencies.organisation(text)):
            return Reading(" ".join(t for t in texts if t is not text), text, tidy(text), False)
    return Reading()


def _made(caption: str, raw: str, credit: str = "", *, sure: bool = True) -> Reading | None:
    credit = credit or tidy(raw)
    caption = caption.strip().rstrip("|/–—-([（［【＝=、, ").strip()
    left = _LEFT_WORD.search(caption)
    if left:  # "Caption, fot. Shutterstock": the word stayed behind
        caption, raw = caption[: left.start()].rstrip(" ,;|("), f"{left.group(1)} {raw}"
    return Reading(caption, raw.strip(" |/"), credit, sure) if plausible(credit) else None


def _by_marker(text: str, place: int) -> Reading | None:
    """'Caption. Photo: Jane Doe/AP', 'Photograph by Jane Doe', '[사진 = 연합뉴스]'."""
    for match in COLON.finditer(text):
        sign = match.group().strip()
        among = PLAIN if sign in "-–—/／" else PHOTO | SOURCE if place else PHOTO - LABELS
        size = announces(_OPENED.split(text[: match.start()])[-1], among, whole=sign in "-–—/／")
        if not size:
            continue
        start = match.start() - size
        # "Photo /" and "Foto -" announce only at the very start; a source word must open a part of the text.
        if sign in "-–—/／" and start > 1 and text[start - 1] not in OPEN:
            continue
        before = text[:start].rstrip()
        if (
            before
            and before[-1] not in ".!?…。！？|,;:–—-/)]）］】\"”»'’" + OPEN
            and text[start : match.start()].lower() in SOURCE
        ):
            continue
        found = _cut(text, start, place)
        if found:
            return found
    by = BY.search(text) if any(map(text.lower().__contains__, BY_WORDS)) else None
    if by and (by.start() == 0 or text[by.start() - 1] in " |(（[./") and _opens(text, by.start()):
        return _cut(text, by.start(), place)
    return None


def _opens(text: str, start: int) -> bool:
    """Whether a part of the text begins here: its start, or after a stop, bar or bracket."""
    before = text[:start].rstrip()
    if not before or before[-1] in '.!?…。！？|/)]）］】"”»' + OPEN:
        return True
    return titled(before, 4) and not CJK.search(before)  # "Official White House Photo by Jane Doe"


def _cut(text: str, start: int, place: int) -> Reading | None:
    """The credit from `start` on: to the bracket that closes the one before it, else to the end."""
    before, raw, after = text[:start].rstrip(), text[start:], ""
    if before[-1:] and before[-1] in OPEN:
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
    close, depth = CLOSE[OPEN.index(text[opening])], 0
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
    match = next((m for m in SIGN.finditer(text) if place or m.start() == 0), None)
    if match and match.group()[0] == "(" and re.search(r"\((?:R|L|r|l)\)", text):  # left, centre, right
        return None
    if match is None or match.end() >= len(text):
        return None
    before = text[: match.start()].rstrip()
    if before and before[-1] in OPEN and match.group()[0] not in OPEN:
        return _cut(text, match.start(), place)
    return _made(before, text[match.start() :])


def _by_cjk(text: str, place: int) -> Reading | None:
    """'…＝１３日（代表撮影）', '…（警視庁提供）', '…（ソウルで、３日）＝ＡＰ'."""
    if not place or not CJK.search(text):
        return None
    found = list(CJK_BY.finditer(text))[-1:]
    if found and found[0].end(2) >= len(text) - 3:
        clause = re.search(r"[はがをにで]", found[0].group(1))
        return None if clause else _made(text[: found[0].start(1)], text[found[0].start(1) : found[0].end(2)])
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
    if name and place and (sounds(inside) or len(inside.split()) == 1):
        return _made(before[:name], text[name:].strip(" .。"))
    if sounds(inside):
        return _made(before, match.group(0).strip(" .。"))
    if place and ended and titled(inside, 7) and len(before.split()) > 3 and inside.lower() not in before.lower():
        return _made(before, match.group(0).strip(" .。"), sure=False)
    return None


def _name_before(before: str) -> int:
    """Where a person's name begins that stands as the last words, after a finished sentence; 0 if there is none."""
    stop = _last_stop(before)
    tail = before[stop:].strip()
    return (
        stop if stop and 1 < len(tail.split()) <= 4 and titled(tail, 4) and not any(c.isdigit() for c in tail) else 0
    )


def _by_bar(text: str, place: int) -> Reading | None:
    """'Caption. | Jane Doe/AP', 'Caption / Jane Doe', 'Caption — Reuters'."""
    if not place or (place == CREDIT and len(text) < 100 and not _last_stop(text)):
        return None
    for sign in (" | ", " / ", " — ", " – ", " - ", "|", " • ", " · "):
        before, found, tail = text.rpartition(sign)
        ended = "|" in sign and before.strip()[-1:] in (".", "!", "?")
        if tail[:1].islower() and sign in (" — ", " – ", " - ") and not agencies.known(tail.split()[0]):
            continue  # the sentence goes on behind a dash
        if found and _short_tail(tail) and (sounds(tail) or (ended and titled(tail, 8))):
            break
    else:
        return None
    # A bar may split a credit in two: then it begins after the caption's last sentence.
    stop = _last_stop(before)
    if stop and titled(before[stop:], 6) and place:
        return _made(before[:stop], text[stop:])
    return _made(before, tail) if len(before.split()) > 3 else None


def _short_tail(tail: str) -> bool:
    return tail.count(")") <= tail.count("(") and len(tail.split()) <= 10 and not _SENTENCE_END.search(tail)


def _by_last_words(text: str, place: int) -> Reading | None:
    """'Caption in a sentence. Supplied', 'Caption. Jane Doe/AP'."""
    if not place or (place == CREDIT and len(text) < 60):
        return None
    words = text.rsplit(" ", 2)
    if len(words) == 3 and " ".join(words[1:]).lower() in GENERIC:
        return _made(words[0], " ".join(words[1:]))
    before, dot, tail = text.rpartition(". ")
    if dot and sounds(tail) and len(tail.split()) <= 9:
        return _made(before + ".", tail)
    stop = _last_stop(text)
    tail = text[stop:].strip()
    if not stop or not tail:
        return None
    if sounds(tail) and len(tail.split()) <= 9:
        return _made(text[:stop], tail)
    if len(text[:stop].split()) >= 5 and tail[-1] not in ".!?。" and titled(tail, 4) and len(tail.split()) > 1:
        return _made(text[:stop], tail, sure=False)
    return None


def _whole(text: str, place: int) -> Reading | None:
    """The text is the credit and nothing else: 'Getty Images', 'Jane Doe/AP', or its markup says so."""
    if place == CREDIT and len(text) <= MAX_CREDIT:
        return _made("", text, sure=sounds(text))
    if place == CAPTION and sounds(text) and len(text.split()) <= 8:
        return _made("", text)
    return None


def _last_stop(text: str) -> int:
    """Where the text after the last finished sentence begins; 0 if there is no such place."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text) if not _DOT_WORDS.search(text[: m.end()])]
    return ends[-1] if ends else 0
