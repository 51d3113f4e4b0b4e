"""What a site profile is good for: boilerplate left in the body, and how much of the story is found, without and with it.

    python -m benchmarks.profiles [--pages DIR] [--size N] [--least N] [--lines]

First the demo newsroom, whose houses set lines of their own between paragraphs: learned from the older half of each
outlet's articles, read in the newer half. With DIR (`data/<set>.jsonl` with `url`, `file`, `expect.body`, and
`pages/<set>/<file>.gz`) then its outlets of `--least` and more pages, learned from all of them. Boilerplate is a line of the
body that a person would drop: in the newsroom a standing line of the house, on saved pages a line that is not in the
expected text and stands on two or more pages of the outlet.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archiver.extract.extractor import Extractor, charset_of
from archiver.extract.page import Page
from archiver.extract.profile import MINIMUM, Profile, learn
from archiver.extract.region import words_of
from archiver.newsroom import Newsroom, standing

Words = tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A page, what its body should be, the words of each line that its outlet repeats, and what may stand there too."""

    page: Page
    body: str
    repeated: frozenset[Words]
    also: str = ""

    def is_stray(self, line: str) -> bool:
        """Whether the words of a line are not in the expected text."""
        whole = f" {' '.join(words_of(self.body))} {' '.join(words_of(self.also))} "
        words = words_of(line)
        return bool(words) and f" {' '.join(words)} " not in whole


@dataclass(frozen=True)
class Score:
    """Sums over pages."""

    pages: int = 0
    boilerplate: int = 0        # lines of the body that are the outlet's and not the story's
    stray: int = 0              # lines of the body that are not in the expected text, with those
    found: int = 0              # words of the expected text that are in the body's other lines
    words: int = 0              # words of the expected text

    def __add__(self, other: Score) -> Score:
        return Score(*(a + b for a, b in zip(self._row(), other._row(), strict=True)))

    def _row(self) -> tuple[int, ...]:
        return self.pages, self.boilerplate, self.stray, self.found, self.words

    @property
    def recall(self) -> float:
        """Per cent of the expected words that were found."""
        return 100 * self.found / max(1, self.words)


def score(cases: Iterable[Case], profile: Profile | None) -> Score:
    """What the extractor makes of these pages with that profile."""
    return sum((_score(case, profile) for case in cases), Score())


def _score(case: Case, profile: Profile | None) -> Score:
    lines = Extractor(None, profile).read(case.page).article.body.split("\n\n")
    stray = [line for line in lines if case.is_stray(line)]
    boilerplate = [line for line in stray if words_of(line) in case.repeated]
    expected = Counter(words_of(case.body))
    found = expected & Counter(word for line in lines if line not in boilerplate for word in words_of(line))
    return Score(1, len(boilerplate), len(stray), found.total(), expected.total())


def newsroom(size: int, seed: int = 1) -> Iterator[tuple[str, list[Case]]]:
    """The outlets of the demo newsroom and their articles, oldest first; those that serve no text are left out."""
    for outlet in Newsroom(seed, size=size, standing=True).outlets:
        cases = []
        for story in reversed(outlet.stories()):
            truth, answer = outlet.truth(story), outlet.article_answer(story)
            if truth.body:
                page = Page(answer.body, truth.url, charset=charset_of(answer.kind))
                cases.append(Case(page, "\n\n".join(truth.body), frozenset(map(words_of, standing.lines(story))),
                                  truth.description or ""))
        yield outlet.name, cases


def saved(folder: Path, least: int) -> Iterator[tuple[str, list[Page], list[Case]]]:
    """The outlets with that many saved pages: all their pages, and those of which the expected text is known."""
    outlets: dict[str, list[tuple[Page, str]]] = {}
    for listing in sorted((folder / "data").glob("*.jsonl")):
        for line in filter(None, listing.read_text(encoding="utf-8").split("\n")):
            row = json.loads(line)
            host = (urlsplit(row["url"]).hostname or "").removeprefix("www.")
            html = gzip.decompress((folder / "pages" / listing.stem / f"{row['file']}.gz").read_bytes())
            outlets.setdefault(host, []).append((Page(html, row["url"]), row["expect"].get("body") or ""))
    for host, rows in sorted(outlets.items()):
        if len(rows) >= least:
            seen = Counter(words for page, _ in rows for words in {words_of(line.text) for line in page.lines})
            repeated = frozenset(words for words, count in seen.items() if words and count > 1)
            yield host, [page for page, _ in rows], [Case(page, body, repeated) for page, body in rows if body]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, help="folder of saved pages with expected texts")
    parser.add_argument("--size", type=int, default=2 * MINIMUM + 10, help="articles of each outlet of the newsroom (40)")
    parser.add_argument("--least", type=int, default=5, help="saved pages from which on an outlet counts (5)")
    parser.add_argument("--lines", action="store_true", help="print each line of boilerplate that is left")
    options = parser.parse_args()
    half = options.size // 2
    table("demo newsroom", ((name, learn((c.page for c in cases[:half]), min(half, MINIMUM)), cases[half:])
                            for name, cases in newsroom(options.size)), options.lines)
    if options.pages:
        table("saved pages", ((name, learn(pages, options.least), cases)
                              for name, pages, cases in saved(options.pages, options.least)), options.lines)


def table(what: str, outlets: Iterable[tuple[str, Profile, list[Case]]], lines: bool) -> None:
    """A line an outlet, and the sum."""
    print(f"\n{what:24} {'pages':>5} {'blocks':>6}   boilerplate   other stray   words of the story, %")
    sums = Score(), Score()
    for name, profile, cases in outlets:
        now = score(cases, None), score(cases, profile)
        sums = sums[0] + now[0], sums[1] + now[1]
        print(_row(name, str(len(profile.blocks)), *now))
        for case in cases if lines else ():
            for line in Extractor(None, profile).read(case.page).article.body.split("\n\n"):
                if words_of(line) in case.repeated and case.is_stray(line):
                    print(f"    {line[:110]}")
    print(_row("all", "", *sums))


def _row(name: str, blocks: str, without: Score, having: Score) -> str:
    return (f"{name[:24]:24} {without.pages:5} {blocks:>6} {without.boilerplate:6} -> {having.boilerplate:<3}"
            f"{without.stray - without.boilerplate:6} -> {having.stray - having.boilerplate:<3}"
            f"{without.recall:9.3f} -> {having.recall:.3f}")


if __name__ == "__main__":
    main()
