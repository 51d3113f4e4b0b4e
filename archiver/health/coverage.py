"""What became of every link of a site, in all or by week: the sums are equal, and come back from the records.

Two things are counted. Links, by the week in which they were found: each is in one sum, by what became of it. And visits, by
the week in which they ended: a feed that was asked a hundred times is a hundred of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from archiver.model import Outcome
from archiver.store.archive import Archive

ALL = "all"
EXTRACTED = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME)
ELSEWHERE = (Outcome.REDIRECTED, Outcome.OFF_SITE, Outcome.UNWANTED)
FINE = (*EXTRACTED, *ELSEWHERE, Outcome.GATED, Outcome.NOT_ARTICLE, Outcome.NOT_MODIFIED, Outcome.ROBOTS, Outcome.DISCOVERED,
        Outcome.REQUISITE, Outcome.CAPTURED)
"""All outcomes but failures; what is not here has failed, by its own name."""

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One site, in one week or in all.

    `week`: ISO 8601 (`2026-W10`), or `all`. `pages`: pages found in it, by what became of them: `extracted` (ever, and not
    withdrawn by a re-extraction), `gated` (never more), `waiting`, or the outcome of their last visit. `others`: the same of
    feeds, sitemaps, sections, robots files, pictures and files on rights. `visits`: links that ended in it, by outcome.
    """

    site: str
    week: str
    pages: Counts = field(default_factory=dict)
    others: Counts = field(default_factory=dict)
    visits: Counts = field(default_factory=dict)

    @property
    def found(self) -> int:
        """Pages that were found."""
        return sum(self.pages.values())

    @property
    def sums(self) -> Counts:
        """The pages in the columns of a table; their sum is `found`."""
        groups = {**{str(o): "extracted" for o in EXTRACTED}, **{str(o): "elsewhere" for o in ELSEWHERE},
                  **{name: name for name in ("extracted", "gated", "waiting", "robots", "not-an-article")},
                  "discovered": "elsewhere", "captured": "waiting", "requisite": "elsewhere", "not-modified": "not-an-article"}
        sums: Counter[str] = Counter(dict.fromkeys(COLUMNS, 0))
        for name, number in self.pages.items():
            sums[groups.get(name, "failed")] += number
        return dict(sums)

    @property
    def failed(self) -> Counts:
        """The pages that failed, by kind."""
        fine = {str(outcome) for outcome in FINE} | {"extracted", "waiting"}
        return {name: number for name, number in self.pages.items() if name not in fine}


COLUMNS = ("extracted", "gated", "not-an-article", "elsewhere", "robots", "failed", "waiting")


def coverage(archive: Archive, site: str, *, weekly: bool = False) -> list[Coverage]:
    """The site's coverage, the oldest week first; one for all weeks where they are not asked for."""
    fates = [(day, "pages" if kind == "page" else "others", fate, number) for day, kind, fate, number in archive.fates(site)]
    ends = [(day, "visits", outcome, number) for day, _, outcome, number in archive.ends(site)]
    return summed(site, [*fates, *ends], weekly=weekly)


def summed(site: str, counted: Iterable[tuple[str, str, str, int]], *, weekly: bool) -> list[Coverage]:
    """Coverage from counts: day, which sum (pages, others, visits), name, number."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for day, which, name, number in counted:
        found[week_of(day) if weekly else ALL][which][name] += number
    return [Coverage(site, week, **{which: dict(counts.most_common()) for which, counts in sums.items()})
            for week, sums in sorted(found.items())]


def week_of(day: str) -> str:
    """The ISO week of a day; the day itself where it is none."""
    try:
        year, week, _ = date.fromisoformat(day[:10]).isocalendar()
    except ValueError:
        return day
    return f"{year}-W{week:02}"
