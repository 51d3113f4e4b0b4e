"""What else a page says of its article: canonical URL, section, tags, language, description, access, corrections.

Nothing here reads the headline, the byline, dates, pictures or the body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from archiver.extract import zones
from archiver.extract.lines import fold
from archiver.extract.outlet import squash
from archiver.extract.page import Page
from archiver.extract.structured import as_text
from archiver.model import Evidence
from archiver.urls import absolute, host_of, without_tracking

MOST_TAGS, LONGEST_TAG = 40, 80
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}$", re.IGNORECASE)
_WRITING = tuple((name, f"[{letters}]") for name, letters in (      # compiled where a text has letters of one
    ("ja", "\u3040-\u30ff"), ("ko", "\uac00-\ud7af"), ("zh", "\u4e00-\u9fff"), ("he", "\u0590-\u05ff"),
    ("ar", "\u0600-\u06ff"), ("el", "\u0370-\u03ff"), ("th", "\u0e00-\u0e7f"), ("hi", "\u0900-\u097f"),
    ("bn", "\u0980-\u09ff"), ("ta", "\u0b80-\u0bff"), ("ka", "\u10a0-\u10ff"), ("hy", "\u0530-\u058f"),
    ("am", "\u1200-\u137f"), ("km", "\u1780-\u17ff"), ("my", "\u1000-\u109f"), ("ru", "\u0400-\u04ff")))
_SCRIPTS = re.compile("[" + "".join(pattern[1:-1] for _, pattern in _WRITING) + "]")
_ALSO_WRITTEN = {"ar": ("fa", "ur", "ps", "ckb", "ug", "sd"), "ru": ("uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"),
                 "hi": ("ne", "mr", "sa"), "zh": ("ja", "yue"), "he": ("yi",)}
_COMMON: dict[str, frozenset[str]] = {name: frozenset(words.split()) for name, words in {
    "en": "the and of to in that is was for on with his as it by said are from they have not has were which",
    "de": "der die und das den von zu mit ist für auf ein eine nicht sich dem auch als bei nach wird sind im",
    "fr": "le la les des et en du une est que dans pour qui sur par pas au avec plus son ont cette aux",
    "es": "el la los las de que en un una por con para se del al es su como más pero sus fue este",
    "pt": "o a os as de que em um uma não por com para se do da no na mais é dos das foi pelo ao",
    "it": "il di che la per un una del con non sono alla della le dei nel gli anche più ha è dal",
    "nl": "de het een van en in is dat op te voor met zijn niet aan er ook als door naar bij om maar",
    "sv": "och att det som en på är av för med den till inte har de ett om var men sig från så kan",
    "no": "og det er som på en av for med til den ikke har at et de om var fra seg men han ble",
    "da": "og det er som på en af for med til den ikke har at et de om var fra sig men han blev",
    "fi": "ja on että se oli ei mutta hän myös kun kuin ovat joka sen mukaan jo tai vuoden niin",
    "pl": "w i na z do się nie to że jest o po jak za od przez dla są ale który także już",
    "cs": "a se v na je že s z do o to i ve za si by po jako které už jsou ale od který",
    "sk": "a sa v na je že s z do o to aj vo za si by po ako ktoré už sú ale od ktorý",
    "hu": "a az és hogy nem egy is volt meg ez de csak már mint még szerint majd azt el",
    "ro": "de și în a la cu pe că din nu un o care pentru este au mai al sunt prin fost",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi en var kadar sonra ise değil",
    "id": "yang dan di dengan untuk ini dari itu pada tidak akan dalam ke juga oleh sebagai ada karena",
    "vi": "của và là các trong có được cho không người một với những đã này khi đến từ ở",
    "hr": "je i u na se da su za od s a koji kao iz što to bi nije ali po godine",
    "ca": "el la els les de que en un una per amb i al del és no més com ha seva",
    "af": "die van en in is het dat nie wat vir met hy om te op aan was sy ook deur sal",
    "sw": "na ya wa kwa katika ni la za kuwa hiyo huo watu cha pia yake huku kama baada hilo ambao",
    "zu": "ukuthi uma futhi kodwa ngoba kanye lokhu yakhe wathi okuthi kusho ngesikhathi abantu umuntu kakhulu",
    "xh": "ukuba kwaye okanye xa oku ngoku kunye ngokuba wathi apho abantu phantsi kodwa kakhulu uthe",
}.items()}
_SPOKEN: dict[str, tuple[str, ...]] = {word: tuple(name for name, common in _COMMON.items() if word in common)
                                       for common in _COMMON.values() for word in common}
_NOTE = re.compile(
    r"^\W{0,3}(?:correction|corrections|clarification|editor['’]s note|editors['’] note|this (?:article|story|post|report) (?:was|has been)"
    r" (?:amended|updated|corrected|changed)|an earlier version of this|korrektur|berichtigung|anm(?:erkung)?\.? der redaktion"
    r"|in einer früheren version|hinweis der redaktion|correctif|rectificatif|précision|une version antérieure|corrección"
    r"|fe de errat|nota de la redacción|nota del editor|correção|errata|nota da redação|correzione|rettifica|nota della redazione"
    r"|correctie|rectificatie|rättelse|rettelse|presisering|korjaus|oikaisu|sprostowanie|oprava|düzeltme|исправление|от редакции"
    r"|訂正|お詫び|更正|编者按|정정|تصحيح|תיקון)(?=\W|$)", re.IGNORECASE)


@dataclass(frozen=True)
class About:
    """The lesser fields of an article; None or empty where the page says nothing."""

    canonical_url: str
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    description: str | None = None
    free_access: bool | None = None
    corrections: tuple[str, ...] = ()
    evidence: dict[str, Evidence] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()


def find(page: Page) -> About:
    """All of them."""
    evidence: dict[str, Evidence] = {}

    def told(name: str, found: tuple[Any, Evidence] | None, otherwise: Any = None) -> Any:
        if found is None:
            return otherwise
        evidence[name] = found[1]
        return found[0]

    notes = [line for line in _story_lines(page) if len(line.text) > 20 and _NOTE.match(line.text)]
    if notes:
        evidence["corrections"] = Evidence("text:note", None, .9)
    return About(told("canonical_url", _canonical(page), without_tracking(page.url)), told("section", _section(page)),
                 told("tags", _tags(page), ()), told("language", _language(page)), told("description", _description(page)),
                 told("free_access", _access(page)), tuple(line.text for line in notes), evidence)


def _story_lines(page: Page) -> Iterator[Any]:
    region = page.story
    first = max(0, region.headline)
    for line in page.lines[first:region.last + 6 if region.last >= 0 else first]:
        bits = region.zones[line.index] if region.zones else line.zones
        if not bits & zones.AROUND:
            yield line


def _canonical(page: Page) -> tuple[str, Evidence] | None:
    """The page's own word, if it names a page of the same outlet and not its front page."""
    links = (link.get("href") for link in page.tagged("link") if link.get("rel") == "canonical")
    stated = [("markup:canonical", href) for href in islice((href for href in links if href is not None), 2)] + [
        ("meta:og:url", page.structured.first("og:url")),
        ("json-ld:mainEntityOfPage", _own_address(page))]
    for source, href in stated:
        url = absolute(page.url, href) if href.strip() else None
        if url and _kin(host_of(url), host_of(page.url)) and (urlsplit(url).path.strip("/") or not urlsplit(page.url).path.strip("/")):
            return without_tracking(url), Evidence(source, None, .95)
    return None


def _own_address(page: Page) -> str:
    value = page.structured.article.get("mainEntityOfPage")
    return as_text(value.get("@id") or value.get("url")) if isinstance(value, dict) else as_text(value)


def _kin(one: str, other: str) -> bool:
    """Whether two hosts belong together: one is the other's domain, or they share all but their first label."""
    if not other:
        return True
    a, b = one.removeprefix("www."), other.removeprefix("www.")
    tail = a.split(".", 1)[-1]
    return a == b or a.endswith(f".{b}") or b.endswith(f".{a}") or (tail == b.split(".", 1)[-1] and tail.count(".") >= 1
                                                                  and len(tail) > 7)


def _section(page: Page) -> tuple[str, Evidence] | None:
    data = page.structured
    for source, text in (("json-ld:articleSection", as_text(data.article.get("articleSection"))),
                         ("meta:article:section", data.first("article:section", "og:article:section", "parsely-section",
                                                             "dc.subject.section", "cxenseparse:taxonomy", "section",
                                                             "sailthru.vertical", "category")),
                         ("json-ld:breadcrumb", _crumb(page))):
        text = fold(text)
        if 1 < len(text) <= LONGEST_TAG and not text.startswith("http"):
            return text, Evidence(source, None, .9)
    return None


def _crumb(page: Page) -> str:
    """The last step of the breadcrumb that is neither the front page nor the article."""
    for node in page.structured.nodes[:200]:
        if str(node.get("@type")) == "BreadcrumbList" and isinstance(node.get("itemListElement"), list):
            names = [as_text(item.get("name")) or as_text(item.get("item")) for item in node["itemListElement"]
                     if isinstance(item, dict)]
            names = [name for name in names if name and not name.startswith("http")]
            inner = names[1:-1] or names[1:] if len(names) > 1 else []
            return inner[-1] if inner else ""
    return ""


def _tags(page: Page) -> tuple[tuple[str, ...], Evidence] | None:
    data = page.structured
    for source, texts in (("json-ld:keywords", _listed(data.article.get("keywords"))),
                          ("meta:article:tag", list(data.meta.get("article:tag", ()) or data.meta.get("og:article:tag", ()))),
                          ("meta:keywords", list(data.meta.get("news_keywords", ()) or data.meta.get("parsely-tags", ())
                                                 or data.meta.get("sailthru.tags", ()) or data.meta.get("keywords", ())))):
        tags = tuple(dict.fromkeys(tag for text in texts for tag in _split(text)))[:MOST_TAGS]
        if tags:
            return tags, Evidence(source, None, .9)
    return None


def _listed(value: Any) -> list[str]:
    return [as_text(item) for item in value[:200]] if isinstance(value, list) else [as_text(value)]


def _split(text: str) -> Iterator[str]:
    """Keywords in one text: by commas or semicolons; `section:sport` gives what stands behind the colon."""
    for part in re.split(r"[,;،、|]", text[:5000]):
        tag = fold(part.split(":", 1)[-1] if re.match(r"\w{2,20}:\S", part.strip()) else part)
        if 1 < len(tag) <= LONGEST_TAG and not tag.startswith(("http", "//")):
            yield tag


def _language(page: Page) -> tuple[str, Evidence] | None:
    """What the page states, if its writing agrees; else what its writing says."""
    sample = _sample(page)
    seen = written_in(sample)
    data = page.structured
    for source, text in (("markup:lang", page.language_tag), ("json-ld:inLanguage", _code(data.article.get("inLanguage"))),
                         ("meta:language", data.first("content-language", "dc.language", "dcterms.language", "language")),
                         ("meta:og:locale", data.first("og:locale"))):
        text = text.split(",")[0].strip()
        if not _LANGUAGE.match(text):
            continue
        code = text.replace("_", "-").split("-")[0].lower()
        if seen is None and _foreign(code, sample):
            continue
        if seen is None or code == seen[0] or code in _ALSO_WRITTEN.get(seen[0], ()) or seen[1] < .6:
            return code, Evidence(source, text, .95)
    return (seen[0], Evidence("text:words", None, round(seen[1], 2))) if seen and seen[1] >= .5 else None


def _foreign(code: str, sample: str) -> bool:
    """Whether a longer text has hardly any of the commonest words of the language it is said to be in."""
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    common = _COMMON.get(code)
    return common is not None and len(words) >= 60 and sum(word in common for word in words) < .04 * len(words)


def _code(value: Any) -> str:
    if isinstance(value, dict):
        return as_text(value.get("alternateName")) or as_text(value.get("name"))
    return as_text(value)


def _sample(page: Page) -> str:
    region = page.story
    if region.first < 0:
        return " ".join(line.text for line in page.lines[:80])[:2000]
    return " ".join(line.text for line in page.lines[region.first:region.last + 1])[:2000]


def written_in(text: str) -> tuple[str, float] | None:
    """The language of a text by its letters, or by its commonest words, and how sure that is; None where unclear."""
    letters = sum(map(str.isalpha, text))
    if letters < 40:
        return None
    if not text.isascii() and _SCRIPTS.search(text):
        for name, pattern in _WRITING:
            share = len(re.findall(pattern, text)) / letters
            if share > (.15 if name == "ja" else .4):
                return name, .6 if name in _ALSO_WRITTEN else .95
    words = re.findall(r"[^\W\d_]+", text.casefold())
    found = Counter(name for word in words for name in _SPOKEN.get(word, ()))
    counts = {name: found[name] for name in _COMMON}
    best, second = sorted(counts, key=lambda n: (-counts[n], n))[:2]
    if len(words) < 12 or counts[best] < len(words) * (.02 if best in ("zu", "xh") else .08):
        return None
    return best, .9 if counts[best] > 1.3 * counts[second] else .4


def _description(page: Page) -> tuple[str, Evidence] | None:
    data = page.structured
    for source, text in (("json-ld:description", as_text(data.article.get("description"))),
                         ("meta:og:description", data.first("og:description")),
                         ("meta:description", data.first("description", "twitter:description", "dc.description",
                                                         "sailthru.description"))):
        text = fold(re.sub(r"<[^<>]{1,200}>", " ", text))
        if len(text) > 20 and squash(text) != squash(page.title_tag):
            return text[:2000], Evidence(source, None, .9)
    return None


_YES, _NO = ("true", "yes", "1", "free"), ("false", "no", "0", "locked", "metered", "paid", "subscription")


def _access(page: Page) -> tuple[bool, Evidence] | None:
    """isAccessibleForFree of the article, or of its parts; the content tier of Open Graph."""
    data = page.structured
    nodes: list[tuple[str, Any]] = [("json-ld:isAccessibleForFree", data.article.get("isAccessibleForFree"))]
    parts = data.article.get("hasPart")
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict):
            nodes.append(("json-ld:hasPart", part.get("isAccessibleForFree")))
    nodes += [("meta:article:content_tier", data.first("article:content_tier", "og:article:content_tier")),
              ("meta:isaccessibleforfree", data.first("isaccessibleforfree"))]
    verdicts = [(verdict, source) for source, value in nodes if (verdict := _truth(value)) is not None]
    first: Callable[[bool], Any] = lambda want: next((v for v in verdicts if v[0] is want), None)  # noqa: E731
    found = first(False) or first(True)
    return (found[0], Evidence(found[1], None, .9)) if found else None


def _truth(value: Any) -> bool | None:
    text = str(value).strip().lower().rsplit("/", 1)[-1] if value is not None else ""
    return True if text in _YES else False if text in _NO else None
