"""What a person says of a page's lines (`byline=14 drop=2,31-36`), made into a rule for the site file.

Nothing here asks, prints or writes; what a rule would change on other pages is worked out in `effect`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from lxml.html import HtmlElement

from archiver.errors import RuleError
from archiver.extract.credits import text as credit_text
from archiver.extract.extractor import Extractor, Result
from archiver.extract.page import Page
from archiver.extract.region import letters
from archiver.extract.rules import FIELDS, overrule, selecting
from archiver.extract.rules.selecting import Aim, Choice
from archiver.model import Article, Rule, Site

DROP = "drop"
MOST = {"title": 400, "byline": 300, "credit": 400, "published": 200, "modified": 200, "section": 120,
        "description": 2000}
"""The most characters that the lines of a field may have together."""
TOO_MUCH = 0.5          # share of the body from which on a rule takes too much of it
MOST_NUMBERS = 5_000
_NUMBERS = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
Told = Mapping[str, tuple[int, ...]]
"""A field's name, or `drop`, to line indexes (from 0; people count from 1)."""


@dataclass(frozen=True)
class Proposal:
    """A rule, how each part of it was found, and what a person should know before saying yes."""

    rule: Rule
    choices: tuple[tuple[str, Choice], ...] = ()    # the field, or `drop`, and the selector chosen for it
    notes: tuple[str, ...] = ()


# --- what was said ------------------------------------------------------------------------------------------------------


def read(words: str, lines: int) -> dict[str, tuple[int, ...]]:
    """`byline=14 drop=2,31-36` as line indexes from 0. Raises RuleError where it cannot be read or names no line of the
    page, which has so many `lines`."""
    told: dict[str, tuple[int, ...]] = {}
    for word in re.sub(r"\s*([=,;])\s*", r"\1", words.strip()).split():
        name, sign, numbers = word.partition("=")
        if not sign or not numbers:
            raise RuleError(f"{word!r} says nothing", cure="a field and line numbers, such as byline=14 drop=2,31-36")
        if name not in (*FIELDS, DROP):
            close = get_close_matches(name.lower(), (*FIELDS, DROP), n=1)
            raise RuleError(f"no field {name!r}", cure=f"did you mean {close[0]!r}?" if close else
                            f"known: {', '.join((*FIELDS, DROP))}")
        told[name] = tuple(dict.fromkeys((*told.get(name, ()), *_indexes(name, numbers, lines))))
    if not told:
        raise RuleError("nothing was said", cure="a field and line numbers, such as byline=14 drop=2,31-36")
    return told


def _indexes(name: str, numbers: str, lines: int) -> Iterator[int]:
    for part in re.split("[,;]", numbers):
        match = _NUMBERS.fullmatch(part)
        if not match:
            raise RuleError(f"{name}: {part!r} is no line number", cure="such as 14, or 31-36")
        first, last = int(match.group(1)), int(match.group(2) or match.group(1))
        if not 1 <= first <= last <= lines:
            raise RuleError(f"{name}: the page has no line {part}", cure=f"its lines are 1 to {lines}, the lower first")
        yield from range(first - 1, last)


# --- what stands where ----------------------------------------------------------------------------------------------------


def verdicts(page: Page, result: Result) -> list[str]:
    """For each line what it was taken for: `body`, a field's name, a reason with a minus before it, or nothing."""
    kept = body_lines(page, result.article)
    dropped = _matched(page, [removed.text for removed in result.removed])
    reasons = dict(zip(dropped, [removed.reason for removed in result.removed], strict=False))
    found = []
    for line in page.lines:
        taken = result.claimed.get(line.index, "")
        why = reasons.get(line.index, "")
        found.append("body" if line.index in kept else taken if taken and taken != "rule" else
                     f"-{why or taken}" if why or taken else "")
    return found


def body_lines(page: Page, article: Article) -> frozenset[int]:
    """The lines that an article's body was made of."""
    return frozenset(_matched(page, article.body.split("\n\n")))


def _matched(page: Page, texts: Sequence[str]) -> list[int]:
    """The lines that say these texts, in their order; texts that no later line says are passed over."""
    places: dict[str, list[int]] = {}
    for line in page.lines:
        places.setdefault(line.text, []).append(line.index)
    found: list[int] = []
    for text in texts:
        last = found[-1] if found else -1
        found += [i for i in places.get(text, ()) if i > last][:1]
    return found


# --- the rule -------------------------------------------------------------------------------------------------------------


def propose(page: Page, told: Told, others: Sequence[Page], extractor: Extractor) -> Proposal:
    """The rule that makes of the page what was told; `others` are further pages of the site, on which it should hold,
    and `extractor` reads them as they are read now.

    Raises RuleError where a field's lines are too long for it, where too much of the body would go, and where nothing
    tells the lines from the rest of the page.
    """
    kept = body_lines(page, extractor.read(page).article)
    select: dict[str, str] = {}
    choices: list[tuple[str, Choice]] = []
    for name in (name for name in told if name != DROP):
        choice = _body(page, told[name], others) if name == "body" else _field(page, name, told[name], others)
        select[name] = choice.selector
        choices.append((name, choice))
    drops, texts = _drops(page, told.get(DROP, ()), kept, others)
    rule = Rule(select=select, drop=tuple(dict.fromkeys(c.selector for c in drops)), drop_lines=texts)
    choices += [(DROP, choice) for choice in drops]
    idle = [str(i + 1) for i in told.get(DROP, ()) if i not in kept]
    notes = [f"not in the body as it is: line {', '.join(idle)}"] if idle else []
    notes += _idle(page, told, extractor, _checked(page, told, rule, extractor))
    return Proposal(rule, tuple(choices), (*notes, *_doubts(choices, len(others))))


def _field(page: Page, name: str, indexes: tuple[int, ...], others: Sequence[Page]) -> Choice:
    size = sum(len(page.lines[i].text) for i in indexes)
    if size > MOST[name]:
        raise RuleError(f"{name}: {_numbers(indexes)} has {size:,} characters, at most {MOST[name]} make a {name}",
                        cure="name the line that says it alone")
    aim = Aim(frozenset(indexes), most=MOST[name], fits=_FITS.get(name, _anything))
    choice = selecting.choose(page, aim, others)
    if choice is None:
        raise RuleError(f"{name}: nothing in the markup tells {_numbers(indexes)} from the rest of the page",
                        cure="write the rule by hand, with a CSS selector or XPath: docs/adding-a-site.md")
    return choice


def _anything(page: Page, text: str) -> bool:
    return True


_FITS: dict[str, Callable[[Page, str], bool]] = {
    "byline": lambda page, text: bool(overrule.named_in(page, text).names),
    "credit": lambda page, text: bool(credit_text.read(text, credit_text.CREDIT)),
    "published": lambda page, text: overrule.moment_in(page, text) is not None,
    "modified": lambda page, text: overrule.moment_in(page, text) is not None,
}
"""Field to whether a text can be one."""


def _body(page: Page, indexes: tuple[int, ...], others: Sequence[Page]) -> Choice:
    """The lines of the body as they stand, else the smallest element around them."""
    told = frozenset(indexes)
    choice = selecting.choose(page, Aim(told, most=10**6, many=True), others)
    if choice is not None:
        return choice
    around = _around(page, told)
    inside = frozenset(line.index for line in page.lines if around in (line.element, *line.element.iterancestors()))
    if around.tag in ("body", "html") or _letters(page, inside) > 2 * _letters(page, told):
        raise RuleError(f"body: the smallest element around {_numbers(indexes)} holds {len(inside)} lines of the page's "
                        f"{len(page.lines)}, which is too much", cure="tell what is wrong in the body with drop=")
    choice = selecting.choose(page, Aim(inside, most=10**6, many=True), others)
    if choice is None:
        raise RuleError(f"body: nothing in the markup tells {_numbers(indexes)} from the rest of the page",
                        cure="tell what is wrong in the body with drop=")
    return choice


def _around(page: Page, indexes: frozenset[int]) -> HtmlElement:
    """The smallest element that all these lines are in."""
    chains = [[page.lines[i].element, *page.lines[i].element.iterancestors()] for i in sorted(indexes)]
    common = set(chains[0]).intersection(*map(set, chains[1:]))
    return next(e for e in chains[0] if e in common)


def _letters(page: Page, indexes: frozenset[int]) -> int:
    return sum(letters(page.lines[i].text) for i in indexes)


def _drops(page: Page, indexes: tuple[int, ...], kept: frozenset[int], others: Sequence[Page]
           ) -> tuple[list[Choice], tuple[str, ...]]:
    """Selectors for what is to go, and the words of lines that only their words tell."""
    gone = frozenset(indexes)
    if _letters(page, gone & kept) > TOO_MUCH * max(1, _letters(page, kept)):
        share = _letters(page, gone & kept) / _letters(page, kept)
        raise RuleError(f"drop: {_numbers(indexes)} is {share:.0%} of the body", cure="name what does not belong to it")
    choices: list[Choice] = []
    texts: list[str] = []
    for part in _parts(page, gone):
        choice = selecting.choose(page, Aim(part, kept - gone, most=10_000, many=True, counting=False), others)
        spoken = [page.lines[i].text for i in sorted(part)]
        if choice and not (choice.cost > 0.15 and _repeated(spoken, others)):
            choices.append(choice)
        elif len(part) == 1 or _repeated(spoken, others):
            texts += spoken
        else:
            raise RuleError(f"drop: nothing in the markup tells {_numbers(tuple(sorted(part)))} from the rest of the page",
                            cure="name fewer of them, or write the rule by hand: docs/adding-a-site.md")
    return choices, tuple(dict.fromkeys(texts))


def _parts(page: Page, gone: frozenset[int]) -> Iterator[frozenset[int]]:
    """The lines to go as they belong together: what one element holds, and single lines that share theirs."""
    for run in _runs(sorted(gone)):
        holders = selecting.holding(page, frozenset(run))
        if not holders:
            yield from (frozenset((i,)) for i in run)
        for holder in holders:
            yield frozenset(i for i in run if holder in (page.lines[i].element, *page.lines[i].element.iterancestors())
                            or holder.getparent() is page.lines[i].element)


def _runs(indexes: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for index in indexes:
        if run and index != run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _repeated(texts: Sequence[str], others: Sequence[Page]) -> bool:
    """Whether these very lines stand on at least a third of the other pages."""
    if not others:
        return False
    pages = [{line.text for line in other.lines} for other in others]
    return all(3 * sum(text in page for page in pages) >= len(pages) for text in texts)


def _checked(page: Page, told: Told, rule: Rule, extractor: Extractor) -> Article:
    """The article by that rule, which says what was told. Raises RuleError where a line holds no date or no credit."""
    article = Extractor(with_rule(extractor.site, rule), extractor.profile).read(page).article
    for name in (name for name in told if name != DROP):
        marks = [key for key in article.evidence if key == name or name == "credit" and key.startswith("images.")]
        if not any(article.evidence[key].source == "rule" for key in marks):
            what = {"published": "no date can be read", "modified": "no date can be read",
                    "credit": "no credit can be read"}.get(name, "nothing can be read")
            raise RuleError(f"{name}: {what} in {_numbers(told[name])}", cure="name the line that says it")
    if told.get("byline") and not (article.authors or article.organisations):
        raise RuleError(f"byline: {_numbers(told['byline'])} names nobody", cure="name the line with the names")
    return article


def _idle(page: Page, told: Told, extractor: Extractor, after: Article) -> Iterator[str]:
    """A note for each field that is read the same without the rule."""
    before = extractor.read(page).article
    for name in (name for name in told if name != DROP):
        attribute = "images" if name == "credit" else name
        if getattr(before, attribute) == getattr(after, attribute):
            yield f"{name}: it is read so already on this page"


def with_rule(site: Site | None, rule: Rule) -> Site:
    """A site with one rule more, the last, which wins."""
    site = site or Site(name="")
    return replace(site, rules=(*site.rules, rule))


def _doubts(choices: Sequence[tuple[str, Choice]], others: int) -> Iterator[str]:
    for name, choice in choices:
        if choice.cost >= 0.2:
            yield f"{name}: only its place or a machine's name tells it; look again after a change of the page's design"
        if others and name != DROP and choice.found < others / 2:
            yield f"{name}: the selector finds something on {choice.found} of {others} other pages"


def _numbers(indexes: tuple[int, ...]) -> str:
    """Line numbers as people count them."""
    runs = [f"{run[0] + 1}-{run[-1] + 1}" if len(run) > 1 else str(run[0] + 1) for run in _runs(sorted(indexes))]
    return f"line{'s' if len(indexes) > 1 else ''} {','.join(runs)}"
