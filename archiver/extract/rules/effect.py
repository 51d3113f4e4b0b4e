"""What a rule changes on other pages of its site: each is read without it and with it, and the fields are compared.

Nothing here proposes or writes a rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from archiver.errors import RuleError
from archiver.extract.extractor import Extractor
from archiver.extract.page import Page
from archiver.extract.region import letters
from archiver.extract.rules import lines_of, select
from archiver.extract.rules.fixing import TOO_MUCH, with_rule
from archiver.model import Article, Rule, Site

if TYPE_CHECKING:
    from archiver.extract.profile import Profile

EXAMPLES = 5
TOLERATED = 0.1         # share of the pages that may lose most of their body before a rule is refused
Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one page, before and after; of a body only the paragraphs that differ, a `-` or `+` before each."""

    url: str
    field: str
    before: str
    after: str


@dataclass
class Effect:
    """How many pages were read, how many changed, in which fields, and examples."""

    pages: int = 0
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    examples: list[Change] = field(default_factory=list)
    gutted: list[str] = field(default_factory=list)     # pages that lose most of their body


def effect(pages: Iterable[Page], site: Site, rule: Rule, profile: Profile | None = None) -> Effect:
    """The pages read with the site's rules, and with one more."""
    before, after = Extractor(site, profile), Extractor(with_rule(site, rule), profile)
    found = Effect()
    for page in pages:
        old, new = before.read(page).article, after.read(page).article
        found.pages += 1
        changes = list(_changes(old, new))
        found.changed += bool(changes)
        found.fields.update(change.field for change in changes)
        found.examples += changes[:max(0, EXAMPLES - len(found.examples))]
        if letters(new.body) < (1 - TOO_MUCH) * letters(old.body):
            found.gutted.append(page.url)
    return found


def refuse(found: Effect) -> None:
    """Raises RuleError where a rule takes most of the body of more than a few pages."""
    if len(found.gutted) > TOLERATED * found.pages:
        raise RuleError(f"the rule matches too much: {len(found.gutted)} of {found.pages} pages would lose more than half "
                        "of their body", where=found.gutted[0], cure="name fewer lines")


def _changes(old: Article, new: Article) -> Iterator[Change]:
    before, after = _fields(old), _fields(new)
    for name in before:
        if before[name] != after[name]:
            yield Change(new.url, name, before[name], after[name])
    if old.body != new.body:
        was, now = old.body.split("\n\n"), new.body.split("\n\n")
        yield Change(new.url, "body", "\n".join(f"- {text}" for text in was if text not in now),
                     "\n".join(f"+ {text}" for text in now if text not in was))


def _fields(article: Article) -> Fields:
    """The fields that a rule can change, as text."""
    return {
        "title": article.title, "byline": article.byline or "", "authors": ", ".join(a.name for a in article.authors),
        "organisations": ", ".join(article.organisations), "published": article.published or "",
        "modified": article.modified or "", "section": article.section or "", "description": article.description or "",
        "credits": ", ".join(image.credit or "-" for image in article.images if image.credit),
    }


def first_day(pages: Iterable[Page], rule: Rule, day: str) -> str:
    """The day of the earliest of these captures on which the rule finds something; `day` where none is earlier."""
    days = [page.captured[:10] for page in pages if page.captured and _finds(page, rule)]
    return min([day, *days]) if day else ""


def _finds(page: Page, rule: Rule) -> bool:
    texts = set(rule.drop_lines)
    selectors = (*rule.select.values(), *rule.drop)
    return any(next(iter(lines_of(page, tuple(select(page.root, s)))), None) is not None for s in selectors) or (
        bool(texts) and any(line.text in texts for line in page.lines))
