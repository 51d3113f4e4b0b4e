"""What is no part of a story though it stands in it: boxes, captions, boilerplate, signatures, other stories, repeats.

Nothing here gives a line back.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.body import boilerplate
from archiver.extract.body.known import CREDIT, Choice, Known, box_around, pictured
from archiver.extract.lines import Line
from archiver.extract.region import GRAM, grams, letters, likeness, sentence, words_of

_BOXES = 0.25       # share of the body that boxes may hold together; more is the story's own form
_CAPTION = 300      # letters a caption may have
_PICTURES = 0.15    # share of the body that lines beside pictures may be to be captions
_TAIL = 8           # lines at the end that are looked at for what closes a page's text
_REPEAT = 40        # four-word runs from which on a line that others say piece by piece is a repeat
_STREAM = 5         # linked headlines in a row from which on what follows is other stories
_HEADLINE = re.compile(r"headline|(entry|post|story|article)-?_?title", re.IGNORECASE)
_APPEAL = 12        # lines an appeal to readers may have
_WALL = 3           # lines asking to subscribe in a row from which on they are a wall; one other may stand among them
_HEADED = 75        # letters from which on a sentence in a heading is text


def boxes(known: Known, choice: Choice) -> None:
    """Cards and boxes set into the story: a wrapper named so, or a linked heading with its summary; small ones only."""
    if known.region.element is None:
        return
    top = known.region.element
    held: dict[HtmlElement, list[int]] = {}
    for i in sorted(choice.kept):
        if known.region.start <= i < known.region.stop and (box := box_around(known.lines[i].element, top)) is not None:
            held.setdefault(box, []).append(i)
    total = sum(letters(known.lines[i].text) for i in choice.kept)
    found = [i for inside in held.values() for i in inside]
    sizes = [sum(letters(known.lines[i].text) for i in inside) for inside in held.values()]
    if sum(sizes) > _BOXES * total or len(choice.kept) - len(found) < 2:
        return
    for i in found:
        choice.drop(i, "box")


def captions(known: Known, choice: Choice) -> None:
    """Lines that share a small wrapper with a picture and nothing else; few of them, else it is the story's own form."""
    size = sum(letters(known.lines[i].text) for i in choice.kept)
    found = [i for i in sorted(choice.kept - choice.standfirst) if letters(known.lines[i].text) <= _CAPTION
             and pictured(known.lines[i].element, known, CREDIT)]
    if sum(letters(known.lines[i].text) for i in found) <= _PICTURES * size:
        for i in found:
            choice.drop(i, "caption")


def furniture(known: Known, choice: Choice) -> None:
    """Lines that open like boilerplate, and whole lines of link; never so many that it must be the story's own form, but
    always a wall: behind the opening of a gated story it may be most of what is there."""
    found: dict[int, str] = {}
    for i in sorted(choice.kept):
        line = known.lines[i]
        reason = boilerplate.kind(line.text, line.linked)
        if not reason and line.linked > 0.8 and _is_reference(line, known, choice):
            reason = "link"
        if reason:
            found[i] = reason
    for i in _walls(found):
        choice.drop(i, found.pop(i))
    size = sum(letters(known.lines[i].text) for i in choice.kept)
    if sum(letters(known.lines[i].text) for i in found) <= 0.3 * size:
        for i, reason in found.items():
            choice.drop(i, reason)


def _walls(found: dict[int, str]) -> list[int]:
    """Lines that ask to subscribe, register or log in, where several follow each other."""
    asking = [i for i, reason in found.items() if reason == "newsletter"]
    runs = (asking[n:n + _WALL] for n in range(len(asking) - _WALL + 1))
    return sorted({i for run in runs if run[-1] - run[0] <= _WALL for i in run})


def _is_reference(line: Line, known: Known, choice: Choice) -> bool:
    """Whether a linked line points elsewhere, not a citation, a list of the story's own or a linked heading in it."""
    if len(line.text.split()) < GRAM and letters(line.text) < 24 or line.text.startswith(("http", "www.")):
        return False
    near = [known.lines[i] for i in (line.index - 1, line.index + 1) if i in choice.kept]
    if line.index > known.region.last:
        return True
    if any(n.element is line.element for n in near):
        return False
    if line.tag in ("h1", "h2", "h3", "h4", "h5"):
        return any(n.linked > 0.8 for n in near) or not near
    if line.tag in ("li", "td"):
        return False
    return not known.region.zones[line.index] & zones.QUOTE or line.linked >= 1


def appeal(known: Known, choice: Choice) -> None:
    """What a house asks of its readers behind a story, up to the end; where it is shorter than the story."""
    kept = sorted(choice.kept)
    sizes = [letters(known.lines[i].text) for i in kept]
    for n in range(max(1, len(kept) - _APPEAL), len(kept) - 1):
        if sum(sizes[n:]) < sum(sizes[:n]) and boilerplate.appeal([known.lines[i].text for i in kept[n:]]):
            for i in kept[n:]:
                choice.drop(i, "appeal")
            return


def tail(known: Known, choice: Choice) -> None:
    """What closes a page's text after the story: who the author is, who helped, where to write, notices."""
    kept = sorted(choice.kept)
    names = {w for i, why in known.claimed.items() if why == "byline" for w in words_of(known.lines[i].text)}
    for i in reversed(kept[-_TAIL:]):
        line = known.lines[i]
        named = line.bold or line.linked > 0 or bool(names) and set(words_of(line.text)[:2]) <= names
        reason = boilerplate.closing(line.text, line.linked, named) or _signed(line.text, names)
        if reason and i > kept[0] and len(choice.kept) > 2:
            choice.drop(i, reason)
        elif known.region.weights[i] > 160 and not reason:
            return


def _signed(text: str, names: set[str]) -> str:
    """Whether a last line is a signature: half of its few words are the byline's; "byline" where it is."""
    words = words_of(text)
    signed = len(words) <= 8 and text[-1:] not in ".!?…。" and sum(w in names for w in words) * 2 >= len(words)
    return "byline" if signed else ""


def stream(known: Known, choice: Choice) -> None:
    """Other stories that follow this one: a run of headlines to the end, each a link, with a line or two of its own. Two are
    enough below a heading that says so."""
    kept = sorted(choice.kept)
    linked = [i for i in range(known.region.headline + 1, kept[-1] if kept else 0)
              if known.region.zones[i] & zones.HEADING and known.lines[i].linked > 0.9]
    told = [i for i, why in choice.removed.items() if why == "read also" and known.region.zones[i] & zones.HEADING]
    for begin, marks, least in ((0, [i for i in linked if _names_headline(known.lines[i].element)], _STREAM),
                                (max(told, default=len(known.lines)), linked, 2)):
        run, end = 0, len(known.lines)
        while marks and marks[-1] > begin and sum(marks[-1] < i < end for i in kept) in (1, 2):
            run, end = run + 1, marks.pop()
        if run >= least and kept[0] < end:
            for i in kept:
                if i >= end:
                    choice.drop(i, "other stories")


def _names_headline(element: HtmlElement) -> bool:
    return bool(_HEADLINE.search(f"{element.get('itemprop') or ''} {element.get('class') or ''}"))


def repeats(known: Known, choice: Choice) -> None:
    """The headline again, and what the rest of the body says word for word: pull quotes, the text a second time."""
    title = set(words_of(known.title))
    words = {i: words_of(known.lines[i].text) for i in choice.kept}
    heads = {i for i, own in words.items() if len(own) < 60 and likeness(set(own), title) >= 0.9}
    times = Counter(known.lines[i].text for i in words)
    exact = {i for i in words if known.region.weights[i] and times[known.lines[i].text] > 1}
    again = _again(words, exact, heads) if exact or _may_repeat(words) else []
    for i in heads:
        choice.drop(i, "headline")
    for i in again:
        choice.drop(i, "repeat")


def _may_repeat(words: dict[int, tuple[str, ...]]) -> bool:
    """A quick look, for most bodies say nothing twice: of a line that is said again nine of ten runs of words are, and so at
    least nine of ten words, and half of every fifth run."""
    long = [own for own in words.values() if len(own) >= _REPEAT + GRAM - 1]
    times = Counter(word for own in words.values() for word in set(own)) if long else {}
    probes = [list(islice(grams(own), 0, None, 5)) for own in long if sum(times[word] > 1 for word in own) >= 0.9 * len(own)]
    if not probes:
        return False
    wanted = set().union(*probes)
    lines = Counter(gram for own in words.values() for gram in wanted.intersection(grams(own)))
    return any(2 * sum(lines[gram] > 1 for gram in some) >= len(some) for some in probes)


def _again(words: dict[int, tuple[str, ...]], exact: set[int], heads: set[int]) -> list[int]:
    """Long lines, and those that stand there twice, of which other lines say nearly all."""
    runs_of = {i: list(grams(own)) for i, own in words.items()}
    count = Counter(gram for runs in runs_of.values() for gram in set(runs))      # lines that have it
    found = []
    for i in sorted(words.keys() - heads, key=lambda i: (-len(words[i]), -i)):
        runs = runs_of[i]
        if (len(runs) >= _REPEAT or i in exact) and sum(count[gram] > 1 for gram in runs) >= 0.9 * len(runs):
            count.subtract(set(runs))
            found.append(i)
    return found


def loose_headings(known: Known, choice: Choice) -> None:
    """Headings and labels that nothing follows: at the end of the body, or before a block that was taken out."""
    kept = sorted(choice.kept)
    while kept:
        line = known.lines[kept[-1]]
        bits = known.region.zones[line.index]
        if not (bits & zones.HEADING or line.text.endswith(":")) or known.region.weights[line.index] > 150:
            return
        if known.region.weights[line.index] >= _HEADED and sentence(line.text) and not line.text.endswith(":"):
            return          # pages that set all their text in headings
        choice.drop(kept.pop(), "heading without text")
