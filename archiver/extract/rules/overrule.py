"""What a person's rules say of a page, put in the place of what the steps found: a rule always wins.

Nothing here reads a rule's dates or its selectors (`rules` does), or proposes one (`fixing` does).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from archiver.extract import headline, outlet
from archiver.extract.about import About
from archiver.extract.body import Body, Claimed, Removed
from archiver.extract.byline import Byline, names
from archiver.extract.credits import Credits, addresses, agencies
from archiver.extract.credits import text as credit_text
from archiver.extract.dates import Dates
from archiver.extract.dates import text as date_text
from archiver.extract.headline import Headline
from archiver.extract.lines import text_of
from archiver.extract.page import Page
from archiver.extract.rules import Told
from archiver.model import Author, Evidence, Image
from archiver.urls import absolute

SOURCE = "rule"
MAX_SENTENCE = 300      # characters of a byline that reads like a sentence
MAX_IMAGES = 50         # pictures a credit is held against


def _evidence(text: str) -> Evidence:
    return Evidence(SOURCE, text[:400])


def title(page: Page, told: Told, found: Headline) -> Headline:
    """The headline that a rule points at."""
    text = told.values.get("title")
    if not text:
        return found
    return Headline(text, _evidence(text), headline.repeats(page, text) | told.lines["title"])


def dates(page: Page, told: Told, found: Dates) -> Dates:
    """The dates that rules point at; where a rule's text holds no date, what was found stays, and where it holds only
    the day, so does the time that was found for that day."""
    lines, evidence = found.lines, dict(found.evidence)
    values: dict[str, str | None] = {"published": found.published, "modified": found.modified}
    for name in values:
        text = told.values.get(name, "")
        moment = moment_in(page, text) if text else None
        if moment:
            finer = moment.hour is None and (values[name] or "").startswith(str(moment))
            values[name], evidence[name] = values[name] if finer else str(moment), _evidence(text)
            lines |= told.lines[name]
    return Dates(values["published"], values["modified"], evidence, lines)


def moment_in(page: Page, text: str) -> date_text.Moment | None:
    """The first date of a text, its day first unless the page is in English."""
    language = page.language_tag.lower()
    shown = date_text.scan(text, language[:2], day_first=not language.startswith("en"))
    return shown[0].moment if shown else date_text.stated(text)


def byline(page: Page, told: Told, headline_text: str, found: Byline) -> Byline:
    """The byline that a rule points at, and whom it names."""
    text = told.values.get("byline")
    if not text:
        return found
    elements = told.elements["byline"]
    own = outlet.of(page, headline_text)
    parsed = named_in(page, "\n".join(text_of(e) for e in elements) or text, own)
    urls = _links(page, elements)
    evidence = dict.fromkeys(("byline", "authors", "organisations"), _evidence(text))
    organisations = parsed.organisations or (() if parsed.persons else parsed.outlets)
    return Byline(text, tuple(Author(name, urls.get(outlet.squash(name))) for name in parsed.persons), organisations,
                  evidence, told.lines["byline"])


def named_in(page: Page, text: str, own: outlet.Outlet | None = None) -> names.Parsed:
    """Whom a text names that is known to be a byline; in a sentence, the names of two words and more in it."""
    own = own or outlet.of(page, "")
    parsed = names.parse(text, own, lax=True)
    if parsed.names or len(text) > MAX_SENTENCE:
        return parsed
    found = [named for run in _capitals(text) for named in names.parse(run, own, lax=True).names]
    return replace(parsed, names=names.settled(found))


def _capitals(text: str) -> Iterator[str]:
    """Runs of at least two words with a capital letter."""
    run: list[str] = []
    for word in [*text.split(), ""]:
        if word[:1].isupper():
            run.append(word.rstrip(".,;:"))
        if not word[:1].isupper() or word[-1] in ".,;:":
            if len(run) > 1:
                yield " ".join(run)
            run = []


def _links(page: Page, elements: tuple[HtmlElement, ...]) -> dict[str, str]:
    """Squashed text of each link to its address."""
    found: dict[str, str] = {}
    for element in elements:
        for link in list(element.iter("a"))[:20]:
            url = absolute(page.url, link.get("href") or "")
            if url:
                found.setdefault(outlet.squash(text_of(link)), url)
    return found


def credits(page: Page, told: Told, found: Credits) -> Credits:
    """The credits that a rule points at, each with the picture it stands nearest to; else with the lead picture."""
    text = told.values.get("credit")
    if not text:
        return found
    pictures = list(found.images) or [Image("", lead=True)]
    evidence = dict(found.evidence)
    taken: set[int] = set()
    for element, words in [(e, text_of(e)) for e in told.elements["credit"]] or [(None, text)]:
        place = _picture(page, element, pictures)
        reading = credit_text.read(words, credit_text.CREDIT)
        if reading and place not in taken:
            taken.add(place)
            pictures[place] = _credited(pictures[place], reading)
            evidence[f"images.{place}"] = _evidence(words)
    return Credits(tuple(pictures), evidence, found.lines | told.lines["credit"])


def _credited(image: Image, reading: credit_text.Reading) -> Image:
    person, agency = agencies.split(reading.credit)
    caption = None if image.caption in (reading.credit, reading.raw) else image.caption
    return replace(image, credit=reading.credit, credit_raw=reading.raw, photographer=person, agency=agency,
                   caption=caption or reading.caption or None)


def _picture(page: Page, element: HtmlElement | None, pictures: list[Image]) -> int:
    """Which picture a credit's element shares its nearest surroundings with; 0, the lead, where none does."""
    node = element
    while node is not None and node.tag not in ("body", "html"):
        urls = [addresses.address(img, page.url) for img in list(node.iter("img"))[:MAX_IMAGES]]
        marks = {mark for url in urls for mark in addresses.keys(url)}
        if marks:
            return next((n for n, one in enumerate(pictures) if one.url and addresses.keys(one.url) & marks), 0)
        node = node.getparent()
    return 0


def about(told: Told, found: About) -> About:
    """Section and description that rules point at."""
    evidence = dict(found.evidence)
    evidence.update((name, _evidence(told.values[name])) for name in ("section", "description") if name in told.values)
    return replace(found, section=told.values.get("section", found.section), evidence=evidence,
                   description=told.values.get("description", found.description))


def body(page: Page, told: Told, claimed: Claimed) -> Body | None:
    """The lines of what a rule says is the body, without those that other steps and rules have taken; None: no rule."""
    inside = sorted(told.lines.get("body", ()))
    kept = [i for i in inside if i not in claimed]
    if not kept:
        return None
    return Body(tuple(page.lines[i].text for i in kept),
                tuple(Removed(page.lines[i].text, claimed[i]) for i in inside if i in claimed), Evidence(SOURCE))


__all__ = ["about", "body", "byline", "credits", "dates", "moment_in", "named_in", "title"]
