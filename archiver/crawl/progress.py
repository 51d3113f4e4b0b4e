"""How a crawl is told to its user: what it did so far in one line, what it waits for, and the sums at its end.

Nothing here fetches or prints; lines are handed to whoever asked for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from archiver.model import Link, Outcome

ARTICLES = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.GATED)
_QUIET = (*ARTICLES, Outcome.DISCOVERED, Outcome.NOT_ARTICLE, Outcome.REDIRECTED, Outcome.NOT_MODIFIED,
          Outcome.REQUISITE, Outcome.CAPTURED, Outcome.UNWANTED, Outcome.OFF_SITE, Outcome.ROBOTS)
_REASONS = {"finished": 0, "disk-full": 4, "busy": 3, "shutdown": 130}
_GRAVE = {"finished": 0, "busy": 1, "shutdown": 2, "error": 3, "disk-full": 4}


@dataclass
class Summary:
    """What one run did; `outcomes` counts the links that ended in it, by site."""

    outcomes: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    requests: int = 0
    waiting: dict[str, int] = field(default_factory=dict)        # links that have not ended, by site
    messages: list[str] = field(default_factory=list)
    reason: str = "finished"             # finished, shutdown (Ctrl-C), disk-full, error, busy
    detail: str = ""
    seconds: float = 0.0
    crashed: int = 0                     # worker processes that a page has ended
    well: set[str] = field(default_factory=set)                  # sites where anything but robots.txt went well

    def count(self, link: Link, outcome: Outcome) -> None:
        """One more link has ended so."""
        self.outcomes[link.site][str(outcome)] += 1
        if outcome in _QUIET and link.kind != "robots":
            self.well.add(link.site)

    def add(self, other: Summary) -> None:
        """What another run did, of other sites; the graver reason to end counts."""
        for site, counts in other.outcomes.items():
            self.outcomes[site].update(counts)
        self.requests += other.requests
        self.crashed += other.crashed
        self.waiting.update(other.waiting)
        self.messages += other.messages
        self.well |= other.well
        self.reason = max(self.reason, other.reason, key=lambda reason: _GRAVE.get(reason, _GRAVE["error"]))
        self.detail = "; ".join(filter(None, (self.detail, other.detail)))

    @property
    def total(self) -> Counter[str]:
        """How many links ended how, over all sites."""
        return sum(self.outcomes.values(), Counter())

    @property
    def articles(self) -> int:
        """Articles met, new or not."""
        return sum(self.total[str(outcome)] for outcome in ARTICLES)

    @property
    def exit_code(self) -> int:
        """0 all went well, 1 needs a look, 3 another crawl is at work, 4 disk full, 130 stopped by Ctrl-C."""
        code = _REASONS.get(self.reason, 1)
        return code or int(bool(self.outcomes.keys() - self.well) or bool(self.crashed))

    def line(self) -> str:
        """The run so far, in a few words."""
        total = self.total
        fresh = f", {total[Outcome.NEW]} new" if total[Outcome.NEW] != self.articles else ""
        failed = sum(number for outcome, number in total.items() if outcome not in _QUIET)
        trouble = f", {failed} failed" if failed else ""
        kept = f", {total[Outcome.CAPTURED]} pages to be read later" if total[Outcome.CAPTURED] else ""
        return (f"{self.requests} requests, {sum(total.values())} links done: {self.articles} articles{fresh}{kept}"
                f"{trouble}")

    def table(self) -> str:
        """One line a site: how its links ended, the most frequent first."""
        lines = []
        for site in sorted(self.outcomes):
            counts = ", ".join(f"{number} {outcome}" for outcome, number in self.outcomes[site].most_common())
            left = f"; {self.waiting[site]} waiting" if self.waiting.get(site) else ""
            lines.append(f"{site}: {counts}{left}")
        return "\n".join(lines)
