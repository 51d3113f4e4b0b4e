"""A selector for lines of a page: candidates from names, surroundings, opening words and places, tried on other pages.

Nothing here knows what the lines are for; a selector that names what a thing is goes before one that counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.lines import fold, text_of
from archiver.extract.page import Page
from archiver.extract.rules import lines_of, select

LEVELS = 5              # elements around a line that may serve as its anchor
MOST = 120              # candidates that are tried
CLASSES = 4             # classes of an element that are looked at
_NAME = re.compile(r"-?[A-Za-z_][\w-]{1,60}")
_MACHINE = re.compile(r"\d{3,}|^(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[\w-]{6,}$|^(?:css|sc|jsx|svelte)-|[_-](?=[a-z]*\d)[a-z0-9]{5,}$")
_STATES = frozenset("active current open first last odd even clearfix left right hidden visible".split())
_ATTRIBUTES = ("itemprop", "property", "rel", "data-testid", "data-component", "data-qa", "data-type")
_VALUE = re.compile(r"[A-Za-z][\w:-]{1,40}")
_PLACES = ("article", "main", "header", "footer", "aside", "figure", "figcaption", "section", "nav", "body")
_SOLE = ("h1", "time", "figcaption", "article", "main", "address")
_LABEL = re.compile(r"[^\W\d]{1,16}(?:\s[^\W\d]{1,16}){0,2}\s?[:：]\s?|[^\W\d]{1,12}\s")
_INLINE = ("span", "a", "b", "strong", "em", "i", "time")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A selector, and what it costs to trust it: 0 says what a thing is, 1 only counts."""

    selector: str
    cost: float
    loose: bool = False         # a place among others, or a mere first word


@dataclass(frozen=True, slots=True)
class Choice:
    """The selector that was chosen, on how many of the other pages it finds something, and too much."""

    selector: str
    cost: float
    found: int = 0
    noisy: int = 0


@dataclass(frozen=True)
class Aim:
    """Which lines a selector must find, and what else it may: lines that are in the body now (`kept`) never."""

    lines: frozenset[int]
    kept: frozenset[int] | None = None      # None: it may find nothing but `lines`
    most: int = 300                         # characters a find on another page may have; longer is noise
    many: bool = False                      # whether several finds on another page are as good as one
    fits: Callable[[Page, str], bool] = lambda page, text: True     # whether a text found on another page can be meant
    counting: bool = True                   # whether a place, or a mere first word, may tell the lines


def choose(page: Page, aim: Aim, others: Sequence[Page]) -> Choice | None:
    """The selector that finds these lines on the page and does best on the others; None where there is none."""
    best: Choice | None = None
    for candidate in islice(_unique(candidates(page, aim.lines)), MOST):
        if candidate.loose and not aim.counting:
            continue
        if not _hits(page, aim, candidate.selector):
            continue
        choice = _tried(candidate, aim, others)
        if best is None or _worth(choice, others) > _worth(best, others) + 1e-9:
            best = choice
    return best


def _unique(found: Iterator[Candidate]) -> Iterator[Candidate]:
    seen: set[str] = set()
    for candidate in found:
        if candidate.selector not in seen:
            seen.add(candidate.selector)
            yield candidate


def _hits(page: Page, aim: Aim, selector: str) -> bool:
    """Whether a selector finds the lines, and nothing besides that it may not find."""
    found = set(lines_of(page, tuple(select(page.root, selector))))
    if aim.kept is None:
        return found == aim.lines
    return found >= aim.lines and not (found - aim.lines) & aim.kept


def _tried(candidate: Candidate, aim: Aim, others: Sequence[Page]) -> Choice:
    """How a candidate does on the other pages: one find of a likely length is good, several or a long one is noise."""
    hits = noisy = 0
    for other in others:
        items = list(islice(select(other.root, candidate.selector), 20))
        if not items:
            continue
        many = not aim.many and len(items) > max(1, len(aim.lines))
        texts = [_words(item) for item in items]
        if many or any(len(text) > aim.most for text in texts) or not any(aim.fits(other, text) for text in texts):
            noisy += 1
        else:
            hits += 1
    return Choice(candidate.selector, candidate.cost, hits, noisy)


def _words(item: HtmlElement | str) -> str:
    return fold(item) if not isinstance(item, HtmlElement) else text_of(item)


def _worth(choice: Choice, others: Sequence[Page]) -> float:
    share = (choice.found - 2 * choice.noisy) / len(others) if others else 0.0
    return share - choice.cost


# --- candidates ---------------------------------------------------------------------------------------------------------


def candidates(page: Page, lines: frozenset[int]) -> Iterator[Candidate]:
    """Selectors that may find these lines, the likelier first; they are not tried here."""
    holders = holding(page, lines)
    for element in holders[:1]:
        chain = list(_chain(element, holders))
        for inner in chain:
            yield from _by_name(inner)
        for inner in chain:
            yield from _within(inner)
            yield from _beside(inner)
        for inner in chain:
            yield from _opening(inner)
            yield from _counted(inner)
    if not holders:
        yield from _texts(page, lines)


def holding(page: Page, lines: frozenset[int]) -> list[HtmlElement]:
    """The largest elements that hold nothing but these lines, in order; none for lines that share theirs with others."""
    all_of, wanted = _counts(page, None), _counts(page, lines)
    found: list[HtmlElement] = []
    for index in sorted(lines):
        element = page.lines[index].element
        top: HtmlElement | None = None
        for node in (element, *element.iterancestors()):
            if node.tag in ("body", "html") or wanted.get(node) != all_of.get(node):
                break
            top = node
        if top is None:
            top = _inline(page, index)
            if top is None:
                return []
        if top not in found:
            found.append(top)
    return found


def _counts(page: Page, lines: frozenset[int] | None) -> dict[HtmlElement, int]:
    """How many lines (all, or of these) each element holds."""
    found: dict[HtmlElement, int] = {}
    for line in page.lines:
        if lines is None or line.index in lines:
            for node in (line.element, *line.element.iterancestors()):
                found[node] = found.get(node, 0) + 1
    return found


def _inline(page: Page, index: int) -> HtmlElement | None:
    """The inline element that is all of a line."""
    line = page.lines[index]
    inside = islice(line.element.iter(*_INLINE), 200)
    return next((e for e in inside if e.getparent() is line.element and text_of(e) == line.text), None)


def _chain(top: HtmlElement, holders: list[HtmlElement]) -> Iterator[HtmlElement]:
    """An element and its only children, the innermost first: they all hold the same lines."""
    chain = [top]
    while len(holders) == 1 and len(chain) < LEVELS:
        inner = [e for e in chain[-1] if isinstance(e.tag, str) and text_of(e)]
        if len(inner) != 1 or text_of(inner[0]) != text_of(chain[-1]) or inner[0].tag in ("a", *_INLINE):
            break
        chain.append(inner[0])
    return iter(reversed(chain))


def names(element: HtmlElement) -> Iterator[Candidate]:
    """What an element calls itself, as selectors: attributes, id, classes and pairs of classes."""
    tag = str(element.tag)
    for key in _ATTRIBUTES:
        value = element.get(key) or ""
        if _VALUE.fullmatch(value) and not _MACHINE.search(value):
            yield Candidate(f'{tag}[{key}="{value}"]', 0.0 if key == "itemprop" else 0.03)
    classes = [name for name in (element.get("class") or "").split()[:12] if _NAME.fullmatch(name)][:CLASSES]
    classes = [name for name in classes if name.lower() not in _STATES]
    costs = {name: 0.2 if _MACHINE.search(name) else 0.0 if zones.named_zones(name) else 0.04 for name in classes}
    for name in sorted(classes, key=costs.__getitem__):
        yield Candidate(f"{tag}.{name}", costs[name])
    own = element.get("id") or ""
    if _NAME.fullmatch(own):
        yield Candidate(f"#{own}", 0.3 if _MACHINE.search(own) else 0.02)
    for n, one in enumerate(classes):
        for other in classes[n + 1:]:
            yield Candidate(f"{tag}.{one}.{other}", max(costs[one], costs[other]) + 0.03)


def _by_name(element: HtmlElement) -> Iterator[Candidate]:
    yield from names(element)
    if element.tag in _SOLE:
        yield Candidate(str(element.tag), 0.02)


def _anchors(element: HtmlElement) -> Iterator[tuple[HtmlElement, Candidate]]:
    """Elements around this one, the nearest first, by what they call themselves."""
    for level, node in enumerate(islice(element.iterancestors(), LEVELS)):
        step = 0.03 * level
        for name in islice(names(node), 3):
            yield node, Candidate(name.selector, name.cost + step)
        if node.tag in _PLACES:
            yield node, Candidate(str(node.tag), 0.05 + step)


def _within(element: HtmlElement) -> Iterator[Candidate]:
    """By an anchor around it."""
    own = [*islice(names(element), 3), Candidate(str(element.tag), 0.06)]
    for node, anchor in _anchors(element):
        bond = " > " if element.getparent() is node else " "
        for name in own:
            yield Candidate(f"{anchor.selector}{bond}{name.selector}", anchor.cost + name.cost + 0.04)


def _beside(element: HtmlElement) -> Iterator[Candidate]:
    """By the element right before it."""
    before = element.getprevious()
    if before is None or not isinstance(before.tag, str):
        return
    for name in islice(_by_name(before), 3):
        yield Candidate(f"{name.selector} + {element.tag}", name.cost + 0.12)


def _opening(element: HtmlElement) -> Iterator[Candidate]:
    """By the words it opens with: 'By ', 'Photo: '."""
    label = _label(text_of(element))
    if not label:
        return
    test = f'[starts-with(normalize-space(.), "{label}")]'
    for anchor, cost in [(f"//{node.tag}{_has_class(node)}", 0.1) for node in islice(element.iterancestors(), LEVELS)
                         if _has_class(node)] + [("", 0.16)]:
        path = f"{anchor}//{element.tag}{test}"
        yield from _first_or_last(path, cost, loose=":" not in label.replace("：", ":"))


def _first_or_last(path: str, cost: float, *, loose: bool) -> Iterator[Candidate]:
    yield Candidate(path, cost, loose)
    yield Candidate(f"({path})[1]", cost + 0.04, loose)
    yield Candidate(f"({path})[last()]", cost + 0.05, loose)


def _has_class(element: HtmlElement) -> str:
    """The XPath for the first class of an element that is no machine's; empty where it has none."""
    named = next((n for n in (element.get("class") or "").split() if _NAME.fullmatch(n) and not _MACHINE.search(n)), "")
    return f'[contains(concat(" ", normalize-space(@class), " "), " {named} ")]' if named else ""


def _label(text: str) -> str:
    match = _LABEL.match(text)
    return match.group(0).rstrip() + (" " if match.group(0)[-1:].isspace() else "") if match else ""


def _counted(element: HtmlElement) -> Iterator[Candidate]:
    """By its place among its siblings, below the nearest anchor: what is left where nothing has a name."""
    steps: list[str] = []
    node = element
    for level in range(12):
        parent = node.getparent()
        if parent is None:
            return
        alike = [e for e in parent if e.tag == node.tag]
        place = alike.index(node)
        steps.insert(0, f"{node.tag}:nth-of-type({place + 1})" if len(alike) > 1 else str(node.tag))
        cost = 0.3 + 0.06 * level
        anchor = "body" if parent.tag == "body" else next((n.selector for n in names(parent) if n.cost < 0.1), "")
        if anchor:
            if level == 0 and place in (0, len(alike) - 1):
                yield Candidate(f"{anchor} > {node.tag}:{'last' if place else 'first'}-of-type", cost - 0.08, True)
            yield Candidate(" > ".join((anchor, *steps)), cost, True)
        if parent.tag == "body":
            return
        node = parent


def _texts(page: Page, lines: frozenset[int]) -> Iterator[Candidate]:
    """A line that shares its element with others (`<br>`): the text node, by the words it opens with."""
    if len(lines) != 1:
        return
    line = page.lines[next(iter(lines))]
    label = _label(line.text)
    if not label:
        return
    named = _has_class(line.element)
    path = f'//{line.element.tag}{named}/text()[starts-with(normalize-space(.), "{label}")]'
    yield from _first_or_last(path, 0.1 if named else 0.2, loose=":" not in label.replace("：", ":"))
