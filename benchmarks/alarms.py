"""How often health is wrong: made-up sites in quiet months (false alarms), and how long a silence goes unnoticed.

`python -m benchmarks.alarms [SITES]`; nothing is fetched or stored.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta

from archiver.health.findings import State, examine
from archiver.health.past import Past
from tests.health.made_up import START, MadeUp

DAYS, WEEKS = 90, timedelta(weeks=8)


def looked_at(whole: Past, day: float) -> Past:
    """The past as it was known on a day."""
    now = START + timedelta(days=day)
    return Past(whole.site, now, tuple(v for v in whole.visits if now - WEEKS <= v.when <= now),
                tuple(a for a in whole.articles if now - WEEKS <= a.when <= now), START)


def false_alarms(working: float, sites: int) -> int:
    """Messages of some sites in 90 days in which nothing happens but a week of half the news."""
    told = 0
    for seed in range(sites):
        whole = MadeUp(days=DAYS, working=working, weekend=working / 3, seed=seed,
                       share=lambda when: 0.5 if 50 <= (when - START).days < 57 else 1.0).past()
        known: set[str] = set()
        for day in range(1, DAYS):
            causes = {finding.cause for finding in examine(looked_at(whole, day + 0.9)).findings}
            told, known = told + len(causes - known), causes
    return told


def noticed_after(working: float, sites: int) -> list[float]:
    """Hours from the beginning of a silence, on a Wednesday morning, to the message."""
    hours = []
    for seed in range(sites):
        turn = START + timedelta(days=58, hours=6)
        whole = MadeUp(days=DAYS, working=working, weekend=working / 3, seed=seed,
                       share=lambda when, turn=turn: 0.0 if when >= turn else 1.0).past()
        hours.append(next((hour for hour in range(4, 720, 4)
                           if examine(looked_at(whole, 58.25 + hour / 24)).state is State.QUIET), 720))
    return sorted(hours)


def main() -> None:
    """A line a rate."""
    sites = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    for working in (2.0, 5.0, 10.0, 30.0, 100.0):
        hours = noticed_after(working, sites)
        print(json.dumps({"articles on a working day": working, "sites": sites, "days": DAYS,
                          "false alarms": false_alarms(working, sites), "silence noticed after hours, median": hours[len(hours) // 2],
                          "at most": hours[-1]}), flush=True)


if __name__ == "__main__":
    main()
