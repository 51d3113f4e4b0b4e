"""What is to be told of the sites' health: one message when a cause begins, one when it ends, and to whom it is still owed.

Pure: what is known comes in and goes out as a `Known`, which is plain JSON; `tell.py` sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from archiver.health.findings import Finding, Report, State

CALM = timedelta(hours=6)        # a cause must be gone for so long: one that comes and goes is told once
KEPT = 200                       # messages that are kept, for the Atom feed
_HIDDEN = {State.UNVISITED: set(State), State.DOWN: {State.DEAD_FEED, State.GATED, State.QUIET},
           State.BLOCKED: {State.DEAD_FEED, State.GATED, State.QUIET}, State.ROBOTS: {State.DEAD_FEED, State.GATED, State.QUIET}}
"""States that cannot be told while another holds: nothing is heard of them, which is not their end."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is told: a finding, at a time; `ended`: that it is over. `owed`: the ways in which it was not told yet."""

    finding: Finding
    at: str
    ended: bool = False
    owed: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The message in one line."""
        found = self.finding
        if self.ended:
            return f"{found.site}: {found.state} has ended (since {found.since[:16]}: {found.figures})"
        return f"{found.site}: {found.state} since {found.since[:16]}: {found.figures}. What to do: {found.cure}"


@dataclass(frozen=True, slots=True)
class Open:
    """A cause that was told, and when it was seen last."""

    finding: Finding
    seen: str


@dataclass(frozen=True, slots=True)
class Known:
    """What was told so far: causes that hold, and the last messages, the oldest first."""

    causes: tuple[Open, ...] = ()
    messages: tuple[Message, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Any) -> Known:
        """What JSON says; raises ValueError, KeyError or TypeError where it is none of ours."""
        causes = tuple(Open(_finding(c["finding"]), str(c["seen"])) for c in data["causes"])
        messages = tuple(Message(_finding(m["finding"]), str(m["at"]), bool(m["ended"]), tuple(map(str, m["owed"])))
                         for m in data["messages"])
        return cls(causes, messages)


def _finding(data: dict[str, Any]) -> Finding:
    return Finding(**{**data, "state": State(data["state"])})


def news(known: Known, reports: Sequence[Report], now: datetime, ways: Iterable[str]) -> Known:
    """What is known after these reports: causes that are new or gone have a message, owed in these ways.

    What only passes has no end to tell.
    """
    at, owed = now.isoformat(timespec="seconds"), tuple(ways)
    sites = {report.site: report for report in reports}
    found = {(f.site, f.cause): f for report in reports for f in report.findings}
    kept: list[Open] = []
    messages = list(known.messages)
    for cause in known.causes:
        key = cause.finding.site, cause.finding.cause
        report = sites.get(cause.finding.site)
        if key in found:
            kept.append(replace(cause, seen=at))
        elif report is None or _hidden(report, cause.finding.state):
            kept.append(cause if report is None else replace(cause, seen=at))
        elif now - datetime.fromisoformat(cause.seen) < CALM:
            kept.append(cause)
        elif not cause.finding.passing:
            messages.append(Message(cause.finding, at, True, owed))
    told = {(cause.finding.site, cause.finding.cause) for cause in known.causes}
    fresh = [finding for key, finding in found.items() if key not in told]
    messages += [Message(finding, at, False, owed) for finding in fresh]
    kept += [Open(finding, at) for finding in fresh]
    return Known(tuple(kept), tuple(messages[-KEPT:]))


def _hidden(report: Report, state: State) -> bool:
    return bool(report.paused) or any(state in _HIDDEN.get(finding.state, ()) for finding in report.findings)


def told(known: Known, way: str) -> Known:
    """Nothing is owed in that way any more."""
    return replace(known, messages=tuple(replace(m, owed=tuple(w for w in m.owed if w != way)) for m in known.messages))


def owed(known: Known, way: str) -> list[Message]:
    """The messages that were not told in that way yet."""
    return [message for message in known.messages if way in message.owed]
