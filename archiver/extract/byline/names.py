"""Names in a line: takes a byline apart into persons and organisations, and drops roles, dates, addresses and handles.

Nothing here knows where on a page the line stood, or what the page says of itself for machines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from archiver.extract.byline import words
from archiver.extract.byline.words import CJK
from archiver.extract.outlet import Outlet

Kind = Literal["person", "alias", "organisation", "outlet", "role", "junk"]
EDGE = "\x1f"                       # put between the links of a line, whose texts may stand without a space


@dataclass(frozen=True, slots=True)
class Named:
    """A piece of a byline and what it is."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a line says of authors."""

    names: tuple[Named, ...] = ()
    by: int = 0                     # it says "by": 2 at its start or behind a date, 1 elsewhere, 0 not at all
    weak: bool = False              # it says so in an everyday word
    rest: int = 0                   # pieces of it that are no name, role or date

    @property
    def persons(self) -> tuple[str, ...]:
        """Names of persons, in order, each once."""
        return tuple(dict.fromkeys(n.name for n in self.names if n.kind in ("person", "alias")))

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlet itself, where it is named."""
        return tuple(dict.fromkeys(n.name for n in self.names if n.kind == "outlet"))

    @property
    def organisations(self) -> tuple[str, ...]:
        """Agencies and other organisations, in order, each once."""
        return tuple(dict.fromkeys(n.name for n in self.names if n.kind == "organisation"))


def _any(terms: object) -> str:
    return "|".join(re.escape(t) for t in sorted(set(terms), key=len, reverse=True))  # type: ignore[call-overload]


_GAP = r"[\s|,.;:/()\[\]【】（「・•·–—\-\x1f]"
_CONTACT = re.compile(r"\(?\s?(?:e-?mail\s?:?\s?)?[\w.+\-]{1,64}(?:@|\[at\])[\w\-]{1,64}(?:\.[\w\-]{1,32}){1,4}\s?\)?|https?://\S{1,300}"
                      r"|\bwww\.\S{1,200}|\(?@\w{2,40}\)?|\+?\d[\d ()\-]{8,20}\d|\(?\bTwitter\s?:\s?\)?", re.IGNORECASE)
_CONTACT_HINT = re.compile(r"@|\[at\]|https?:|www\.|\d{3}|witter", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_MONTH = _any(words.MONTHS)
_DATE = re.compile(
    rf"\b(?:(?:{_MONTH})\b[.,]?\s{{0,2}}(?:de\s)?\d{{1,4}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th|\.|er)?\s{{0,2}}(?:de\s|d')?"
    rf"(?:{_MONTH})\b\.?,?(?:\s(?:de\s|del\s)?\d{{2,4}})?)|\d{{1,4}}\s?[./\-年]\s?\d{{1,2}}\s?[./\-月]\s?\d{{1,4}}日?\.?"
    r"|\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s?(?:uhr|am|pm|a\.m\.|p\.m\.|[ECMPG][SD]?T)?\b"
    r"|\b\d{1,3}\s(?:min|mins|minute|minutes|hours?|days?|weeks?|months?|years?|minuten|stunden|tagen?|comments?|kommentare?|views|shares?)\b(?:\sread|\sago)?"
    r"|\b(?:19|20)\d\d\b", re.IGNORECASE)
_START = re.compile(rf"^\W{{0,4}}(?:{_any(words.BY_SURE)})(?:/(?:in|innen|a|s|r|e|{_any(words.BY_SURE)}))?(?![\w'’])(?!-\w)\s?[:：＝=｜|／/\-–]?\s{{0,3}}", re.IGNORECASE)
_START_WEAK = re.compile(rf"^\W{{0,4}}(?:{_any(words.BY_WEAK)})(?![\w'’.\-])\s?[:：]?\s{{0,3}}", re.IGNORECASE)
_KIND_BY = re.compile(r"^(?:An?|Eine?|Une?|Una?|Un|Het|Een|En|Et|Ett|[A-ZÀ-Þ][\w\-]{2,20})\s(?:[\w\-]{2,20}\s){0,2}?(?:by|von|par|por|door|av|af)\s(?=[^\W\d_a-z])")
_CLOSED = re.compile(r"^(?:文・写真|写真・文|取材・文・写真|文・取材|作者|撰文|文|記者|记者|著者|筆者|執筆|取材・文|ライター|글|작성자|本报记者|本報記者|本刊记者|撰稿|采写|投稿者)\s?[:：／/｜|＝=・]?\s?(?=\S)")
_INSIDE = re.compile(rf"(?:^|(?<=[\s|/,.;:–—\-\x1f•·]))(?:{_any(words.BY_INSIDE)})\s?:?\s{{1,3}}(?=\S)", re.IGNORECASE)
_ROLE = re.compile(rf"(?:^|(?<={_GAP}))(?:peer |last |clinically |legally |scientifically )?(?:{_any(words.ROLES_NOT_AUTHOR)})(?:\s(?:&|and|und|et|y|e)\s\w{{3,16}})?"
                   r"(?:\s?[:：＝=／｜]|\s(?:by|von|par|por|de|di|da|door|av|af|przez|of|oleh|courtesy)\s?:?(?=\s))\s{0,3}", re.IGNORECASE)
_ROLE_BARE = re.compile(rf"(?<={_GAP})(?:photos?|fotos?|photography|fotografie|illustrations?|illustration|translation|übersetzung|traduction|traducción|traduzione"
                        r"|tradução|vertaling|översättning|tłumaczenie|traducere|çeviri|перевод|переклад|イラスト|翻訳者?|写真|翻译|摄影|編集|编辑|責編|责编)\s(?=\w)", re.IGNORECASE)
_ROLE_START = re.compile(rf"^\W{{0,3}}(?:{_any(words.ROLES_NOT_AUTHOR)})(?![\w])", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+[.']?")
_BY_FIRST = frozenset(w for phrase in (*words.BY_SURE, *words.BY_WEAK) for w in _WORDS.findall(phrase.casefold())[:1])
_ROLE_FIRST = frozenset(w for phrase in (*words.ROLES_NOT_AUTHOR, "peer", "last", "clinically", "legally", "scientifically")
                        for w in _WORDS.findall(phrase.casefold())[:1])
_BY_ANY = frozenset(max(_WORDS.findall(phrase.casefold()), key=len) for phrase in words.BY_INSIDE)    # 'cura' of 'a cura di'
_AFTER = re.compile(rf"\s?(?:{_any(words.BY_AFTER)})\W{{0,3}}$")
_SPLIT = re.compile(r"\s?[|•·●∙;⋅¦»›▪\x1f\n\\]\s?|\s[–—\-]{1,2}\s|\s?[,，、،/／]\s?|\s?[&＆+]\s?|・(?=[一-鿿])|\s(?:and|und|och|og|és|ve|dan|sowie|και|"
                    r"और|with|mit|avec|med|con|agus|kaj|और|এবং|ja|com)\s(?:the\s)?")
_SPLIT_SHORT = re.compile(r"\s(?:y|et|e|en|i|a|и|та|і|й|و|ו|и|ed|u|şi|și|és)\s")
_COLON = re.compile(r"^[^\W\d_]{2,20}\s?[:：]")
_LABEL = re.compile(r"(?<!\w)(?:kategorien?|categor(?:y|ies)|catégories?|categor[ií]as?|tags?|filed|posted|rubrik|schlagw[öo]rter|lesezeit|themen?|datum|date|updated"
                    r"|published|stand|aktualisiert|veröffentlicht|erschienen|section|location|ort|dateline)(?:\s(?:in|under|on|am))?\s?[:：]", re.IGNORECASE)
_LOWER_START = re.compile(r"^(?:in|on|at|for|from|aus|auf|bei|zu|um|am|im|mit|nach|en|dans|sur|con|with|as|is|and|und|unter|under|the|to|our|their|via)\s")
_PLACE = re.compile(r"\s(?:@|in|of|le|am|um|aus|for|für|at|from|à|в|из|special to|auf|bei|zum|zur|is|ist|has|on|as|covers|under|unter|vor|il|dne|dnia)(?:\s.*)?$")
_CASED = re.compile(r"[^\W\d_]")
_MARKS = "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u200c\u200d]"
_TOKEN = re.compile(rf"^[^\W\d_](?:[^\W_]|[.'’`´ʼ\-‐‑]|{_MARKS}){{0,30}}$")
_CODE = re.compile(r"^\W*$|^[\d\W]+$|^[0-9a-f]{8,}|[<>{}=\[\]\\^]|\w\.(?:com|org|net|html?|php)/|%[0-9A-F]{2}|^\w+_\w+_\w+$|^\w{3,}\.\w{3,}\.\w{3,}", re.IGNORECASE)
_MOST_BY = 60       # characters that a word for 'by' and the marks around it have at most
_STRIP = " \t\u00a0.,;:：|/\\-–—*•·()[]{}<>【】（）《》「」『』\"“”„'’‘`=~_+#→←↑▸►✍✎©®…\u200e\u200f\u202a\u202c"


def parse(text: str, outlet: Outlet, *, lax: bool = False, bare: bool = True) -> Parsed:
    """The names of a line. `lax`: markup or metadata says that it names an author, so that one word is enough; not `bare`:
    names count only beside a word for 'by', and where there is none, they are not looked for."""
    text = text[:400]
    if _CONTACT_HINT.search(text):
        text = _CONTACT.sub(EDGE, text)
    if _DIGIT.search(text):
        text = _DATE.sub(" | ", text)
    dated = " | " in text
    first = text = text.lstrip(_STRIP)
    text, by, weak = _after_by(text)
    if not (bare or by or weak or any(map(text.__contains__, words.BY_AFTER))):
        return Parsed(())
    if by == INSIDE and dated and len(text) < 120:
        by = SURE                   # 'March 4 by jdoe', 'by jdoe on March 4': such a line is nothing else
    found: list[Named] = []
    rest = 0
    for piece in without_roles(text):
        after = bool(_AFTER.search(piece))
        by = by or (SURE if after else 0)
        if by == SURE and not after:
            piece = _first_named(piece, outlet)
        for part in _parts(_LABEL.sub("|", _AFTER.sub("", piece))):
            named = classify(part, outlet, lax or by == SURE)
            if named.kind == "junk":
                rest += 1
            elif named.kind != "role":
                found.append(named)
    if weak and any(n.kind == "person" for n in found) and _COLON.match(first):
        by = SURE                   # 'Text: Jane Doe'
    if by == INSIDE and not any(n.kind in ("person", "organisation", "outlet") for n in found) and not lax:
        found, by = [], 0
    return Parsed(settled(found), by, weak, rest)


def may_say_by(text: str) -> bool:
    """A quick look: whether a line could hold a word for 'by' in any language."""
    found = _WORDS.findall(text.casefold())
    return _may_open(text, found) or bool(found) and found[-1] in words.BY_AFTER


def _may_open(text: str, found: list[str]) -> bool:
    """The same of a word that stands before the name; `found` are the text's words."""
    return bool(found) and (found[0] in _BY_FIRST or not _BY_ANY.isdisjoint(found)) or bool(CJK.search(text))


def _holds(text: str, vocabulary: frozenset[str]) -> bool:
    """Whether a text has a word of a vocabulary, or is in a script without spaces, where one cannot tell so."""
    return not vocabulary.isdisjoint(_WORDS.findall(text.casefold())) or bool(CJK.search(text))


def may_be_name(text: str) -> bool:
    """A quick look: whether a line without 'by' could be a name, of words that begin with capitals or have none."""
    return sum(not t[0].islower() and t[0].isalpha() for t in text.split()) >= 2


def only_by(text: str) -> bool:
    """Whether a line is nothing but a word for 'by': the names follow in the next."""
    match = (_START.match(text) or _START_WEAK.match(text)) if len(text) < _MOST_BY else None
    return match is not None and not text[match.end():].strip(_STRIP)


def _first_named(text: str, outlet: Outlet) -> str:
    """The first section, between bars and dots, that names somebody: behind it stand dates, tags and sections."""
    sections = _HARD.split(text)
    if len(sections) < 2:
        return text
    return next((s for s in sections if any(classify(p, outlet, True).kind not in ("junk", "role") for p in _parts(s))), text)


_HARD = re.compile(r"\s?[|•·●∙⋅¦]\s?|(?<=[a-zà-ÿ]{4})\.\s")
SURE, INSIDE = 2, 1     # 'by' at the start of a line, or behind a date or kicker


def _after_by(text: str) -> tuple[str, int, bool]:
    """The text behind its word for 'by', how sure that word is (0: none), and whether it was an everyday one."""
    if not _may_open(text, _WORDS.findall(text.casefold())):
        return text, 0, False
    if _ROLE.match(text):
        return text, 0, False
    match = _CLOSED.match(text) or _START.match(text) or _KIND_BY.match(text)
    if match and not _DATELESS.match(text[match.end():]):
        rest = text[match.end():]
        again = _START.match(rest)
        return (rest[again.end():] if again else rest), SURE, False
    inside = next((m for m in _INSIDE.finditer(text) if not _role_before(text[:m.start()]) and m.start() < 120), None)
    if inside:
        return text[inside.end():], INSIDE, False
    weak = _START_WEAK.match(text)
    return (text[weak.end():], 0, True) if weak else (text, 0, False)


_DATELESS = re.compile(r"^\W{0,3}(?:on|am|le|el|den|il|op|dne|at|vom)?\W{0,4}\|", re.IGNORECASE)


def _role_before(text: str) -> bool:
    last = text.rstrip().rsplit(None, 1)[-1:] or [""]
    return last[0].casefold().strip(_STRIP) in _ROLE_WORDS


_ROLE_WORDS = frozenset(words.ROLES_NOT_AUTHOR)


def without_roles(text: str) -> list[str]:
    """The pieces of a text that are not under a role such as 'Photos by'."""
    if not _holds(text, _ROLE_FIRST):
        return [text]
    if _ROLE_START.match(text) and not _ROLE.match(text):
        return [text] if text.strip(_STRIP).casefold() in _NEWSROOM else []
    first = _ROLE.search(text) or _ROLE_BARE.search(text)
    if not first:
        return [text]
    pieces = [text[:first.start()]]
    resumed = [m for m in _INSIDE.finditer(text, first.end()) if not _role_before(text[:m.start()])]
    if resumed:
        pieces.append(text[resumed[0].end():])
    return pieces


def _parts(text: str) -> list[str]:
    """The pieces between separators and words for 'and'."""
    found = []
    for part in _SPLIT.split(text):
        if CJK.search(part):
            from archiver.extract.byline import eastern

            found.extend(eastern.parted(part))
            continue
        halves = _SPLIT_SHORT.split(part)
        whole = len(halves) > 1 and min(len(h.split()) for h in halves) < 2
        found.extend([part] if whole else halves)
    return [part for part in found if part.strip(_STRIP)]


def settled(found: list[Named]) -> tuple[Named, ...]:
    """Single words are places or handles beside whole names, and go."""
    full = any(n.kind == "person" for n in found)
    return tuple(n for n in found if not (full and n.kind == "alias"))


_DOTTED = re.compile(r"(?:\b[^\W\d_]|\b[JSjs]r)$")      # initials and Jr. keep their dot
_BRACKETS = re.compile(r"\s{0,3}[(（][^()（）]{0,60}[)）]?$")


def classify(part: str, outlet: Outlet, lax: bool = False) -> Named:
    """What one piece is: a person, an alias (a single word or nickname), an organisation, the outlet, a role, or junk."""
    name = " ".join(part.strip(_STRIP).split())
    half = len(name) // 2
    if half > 4 and name[:half] == name[half:]:
        name = name[:half]
    name = _BRACKETS.sub("", name) or name
    if part.rstrip(" \x1f").endswith(".") and _DOTTED.search(name):
        name += "."
    if not name or len(name) > 60 or _CODE.search(name) or _LOWER_START.match(name):
        return Named(name, "junk")
    low = name.casefold().removeprefix("the ")
    if low in words.AGENCIES:
        return Named(name, "organisation")
    first = name.split()[0]
    if outlet.hosts(name) and not outlet.owns(name):
        kind = _spaced(name, outlet, False).kind                                # a person's own site
        return Named(name, kind if kind == "person" else "outlet")
    if outlet.owns(name) or (len(first) > 2 and first.isupper() and first != name and outlet.owns(first)):
        return Named(name, "outlet")
    account, _, letter = name.rpartition(" ")
    if len(letter.strip(".")) == 1 and len(account) > 3 and outlet.owns(account):
        return Named(name, "outlet")                                            # its account: 'Herald D'
    if CJK.search(name):
        return _east_asian(name, lax)
    if low in _NEWSROOM:
        return Named(name, "organisation")
    placed = _PLACE.sub("", name)
    if placed != name and agency(placed):
        return Named(placed, "organisation")
    if placed != name and (outlet.owns(placed) or outlet.hosts(placed)):
        return Named(placed, "outlet")
    whole = _spaced(name, outlet, lax)
    return whole if whole.kind == "organisation" or placed == name else _spaced(placed, outlet, lax)


_NEWSROOM = frozenset(("editor", "editors", "editor-in-chief", "redaktion", "newsroom", "news desk", "newsdesk", "our editors"))


def _east_asian(name: str, lax: bool) -> Named:
    from archiver.extract.byline import eastern

    if eastern.organisation(name):
        return Named(name, "organisation")
    if eastern.person(name):
        return Named(name, "person")
    return Named(name, "alias" if lax and len(name) <= 12 and not eastern.other(name) else "junk")


def _spaced(name: str, outlet: Outlet, lax: bool) -> Named:
    """A name in a script that puts spaces between words."""
    tokens = name.split()
    if len(tokens) % 2 == 0 and tokens[:len(tokens) // 2] == tokens[len(tokens) // 2:]:
        tokens = tokens[:len(tokens) // 2]                                  # printed twice, for two screens
        name = " ".join(tokens)
    lows = [t.casefold().strip(".,'’") for t in tokens]
    if all(t in words.ROLE_TAIL or t in words.TITLES or t in words.SUFFIXES or t in words.PARTICLES for t in lows):
        kind: Kind = "organisation" if any(t in words.ORG_WORDS for t in lows) else "role"
        return Named(name, kind)
    while len(tokens) > 2 and lows[0].rsplit("-", 1)[-1] in words.ROLE_TAIL and lows[0] not in words.TITLES:
        tokens.pop(0)                                                           # 'Rechtsanwalt Max Muster'
        lows.pop(0)
        name = " ".join(tokens)
    while len(tokens) > 2 and (lows[-1] in words.ROLE_TAIL or outlet.owns(tokens[-1])):
        tokens.pop()
        lows.pop()
    kept = " ".join(tokens)
    if all(t in words.ROLE_TAIL or t in words.ORG_WORDS or outlet.owns(t) for t in lows):
        return Named(name, "organisation" if any(t in words.ORG_WORDS for t in lows) else "role")
    if any(t in words.ORG_WORDS for t in lows):
        return Named(kept, "organisation" if lax and len(tokens) <= 7 and _CALLS.isdisjoint(lows) else "junk")
    named = lows[:-1] if lax and len(lows) in (2, 3) and lows[-1] in words.SURNAMES else lows
    if any(t in words.NOT_A_NAME and not _particle(t, raw) for t, raw in zip(named, tokens, strict=False)):
        return Named(kept, "junk")
    if any(t in words.ROLE_TAIL for t in lows[1:]):
        return Named(kept, "role")
    return Named(kept, _shape(tokens, lax))


_CALLS = frozenset("see more read click subscribe share follow view all get sign join watch listen lesen mehr ver más".split())
_ARTICLED = re.compile(r"(?:d['’]|l['’]|o['’]|al-|el-|ad-|as-|ash-|an-)[^\W\d_a-z]|['’][ts]$")


def _particle(low: str, raw: str) -> bool:
    """Whether an everyday word is a part of a name here: `von`, `de`, also `De` and `La`, but not `Die` or `Zur`."""
    return low in words.PARTICLES and (raw[0].islower() or low in words.PARTICLES_UPPER)


def _shape(tokens: list[str], lax: bool) -> Kind:
    """Person, alias or junk, by the look of the words."""
    core = [t for t in tokens if t.casefold() not in words.TITLES]
    if core and core[-1].casefold().strip(".,") in words.SUFFIXES and len(core) > 2:
        core = core[:-1]
    if not core or len(core) > 6 or (len(core) > 1 and max(len(t.strip(".")) for t in core) < 3):
        return "junk"
    plain = [t.strip("()\"“”'’,") for t in core]
    if len(core) == 1:
        return "alias" if lax and 2 <= len(plain[0]) <= 30 else "junk"
    if not all(_TOKEN.match(t) for t in plain if t):
        return "alias" if lax and len(core) <= 3 and not any(t.isdigit() for t in plain) else "junk"
    cased = [t for t in plain if t and t[0].upper() != t[0].lower() and not "\u10d0" <= t[0] <= "\u10ff"]    # Georgian
    if not cased:
        return "person" if len(core) <= 5 and max(map(len, plain)) <= 20 else "junk"
    proper = [t for t in plain if t and (t[0].isupper() or _ARTICLED.match(t))]
    if len(proper) >= 2 and all(t in proper or t.casefold() in words.PARTICLES for t in plain):
        return "person"
    if lax and len(proper) >= 1 and plain[-1] in proper and all(t in proper or t.casefold() in words.PARTICLES for t in plain):
        return "person"
    return "alias" if lax and len(core) <= 3 and len(proper) == len(plain) else "junk"


def has_date(text: str) -> bool:
    """Whether a text holds a date or a time of day."""
    return bool(_DIGIT.search(text) and _DATE.search(text[:400]))


def agency(name: str) -> bool:
    """Whether a name is that of a known news agency."""
    low = name.casefold()
    return low in words.AGENCIES or low.removeprefix("the ") in words.AGENCIES


def without_dates(text: str) -> str:
    """A text without dates and times of day."""
    return _DATE.sub("", text[:400]).strip(_STRIP) if _DIGIT.search(text) else text


_DATELINE = re.compile(r"^[^()]{2,60}\(([^()]{2,40})\)\s?[-–—:.,]")
_SIGNED = re.compile(r"\(([^()]{2,30})\)\W{0,3}$|^\W{0,3}(?:(?:quelle|source|fuente|fonte|bron|kilde|källa)\s?:\s?)?([^()]{2,24})$", re.IGNORECASE)


def agencies_in(text: str, *, end: bool = False) -> tuple[str, ...]:
    """The agencies of a dateline ('BERLIN (dpa) -'), or with `end` of a signature behind the text ('(dpa)', 'AFP/dpa')."""
    match = _SIGNED.search(text[-80:]) if end else _DATELINE.match(text[:120])
    inner = next((part for part in match.groups() if part), "") if match else ""
    parts = tuple(part.strip(_STRIP) for part in re.split(r"[/,;&+]|\s(?:und|and|et|y|with|mit|avec)\s", inner))
    return parts if inner and all(agency(part) for part in parts) else ()
