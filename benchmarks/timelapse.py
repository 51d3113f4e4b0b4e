"""Sixty days of the demo newsroom in some minutes: nothing waits, the clock skips the time in which nothing is to be done.

    python -m benchmarks.timelapse [--days 60] [--kill] [--hourly] [--folder DIR]

Stories appear and are edited, an outlet is redesigned, one falls silent, one asks for a captcha, the feeds of one die and
come back, and one has a feed that lies about being unchanged. At the end it is said how soon each article was found, whether
each edit is a version, and what it cost; `--hourly` lives through the same with every listing asked each hour, and
`--kill` ends the process with SIGKILL in the middle and compares what is left. What `archiver health` would have told, asked
every six hours, is held against what befell the outlets. The files stay in `--folder`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from archiver.health import State
from archiver.model import Outcome, Schedule
from archiver.newsroom import Newsroom
from archiver.newsroom.diary import OPENED, Edit
from archiver.schedule import REVISITS
from archiver.store.archive import Archive
from benchmarks.life import HOST, OUTLETS, PORT, Life, Story, befall, events, live
from benchmarks.watched import messages

CALLED = {"feeds": State.DEAD_FEED, "redesign": State.LAYOUT, "captcha": State.BLOCKED, "silence": State.QUIET}
ASKED = timedelta(hours=6)               # how often health is asked
SLACK = timedelta(minutes=5)


# what came of it -----------------------------------------------------------------------------------------------------


@dataclass
class Result:
    """The figures of a life."""

    days: float
    articles: int = 0                    # published after the first hour
    late: list[str] = field(default_factory=list)            # found after the first good look at a list that has it
    unseen: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)            # listings that were left alone for longer than promised
    hours_median: float = 0.0
    hours_p90: float = 0.0
    hours_max: float = 0.0
    edits: int = 0
    missed: list[str] = field(default_factory=list)          # edits above the minimum that made no version in their time
    trifles: int = 0
    overrated: list[str] = field(default_factory=list)       # commas that made a version
    told: dict[str, float] = field(default_factory=dict)     # hours from an event to the word of health
    untold: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)          # words of health about nothing
    requests: int = 0
    new: int = 0
    requests_per_new: float = 0.0
    looks: int = 0                       # at listings
    useless_looks: int = 0
    looks_per_new: float = 0.0
    useless_share: float = 0.0
    seconds: float = 0.0


def judged(folder: Path, story: Story) -> Result:
    """What the archive holds against what the newsroom knows."""
    life, result = Life(OPENED, story.days), Result(story.days)
    room = Newsroom(host_base=HOST, port=PORT, size=8, clock=life.moment)
    befall(room, life, story)
    life.live_until(life.end)
    delays: list[float] = []
    with Archive(folder) as archive:
        for name in story.outlets:
            _judge_outlet(archive, (room, story), name, result, delays)
            _judge_health(archive, story, name, result)
    if delays:
        result.hours_median = round(statistics.median(delays), 2)
        result.hours_p90 = round(sorted(delays)[int(0.9 * len(delays))], 2)
        result.hours_max = round(max(delays), 2)
    result.requests_per_new = round(result.requests / max(result.new, 1), 2)
    result.looks_per_new = round(result.looks / max(result.new, 1), 2)
    result.useless_share = round(result.useless_looks / max(result.looks, 1), 3)
    return result


def _judge_outlet(archive: Archive, of: tuple[Newsroom, Story], name: str, result: Result, delays: list[float]) -> None:
    room, story = of
    outlet, end = room.outlet(name), OPENED + timedelta(days=result.days)
    visits = list(archive.visits(name))
    result.requests += sum(1 for _ in archive.captures(name))
    result.new += sum(v.outcome in (Outcome.NEW, Outcome.GATED) and v.kind == "page" for v in visits)
    first = {}
    for visit in visits:
        if visit.kind == "page" and visit.outcome in (Outcome.NEW, Outcome.GATED):
            first.setdefault(visit.url, datetime.fromisoformat(visit.ended))
    listings = {v.key: v.kind for v in visits if v.kind in ("feed", "sitemap", "section")}
    looks = {key: [v for v in visits if v.key == key] for key in listings}
    _count_looks(archive, name, looks, result)
    named = {link.url for link in archive.links(name) if link.by == "seed"}
    for key, seen in looks.items():
        times = [datetime.fromisoformat(v.ended) for v in seen]
        gaps = [b - a for a, b in zip(times, times[1:], strict=False)]
        good = all(v.outcome in (Outcome.DISCOVERED, Outcome.NOT_MODIFIED) for v in seen)
        if seen[0].url in named and good and gaps and max(gaps) > timedelta(minutes=story.schedule.longest) + SLACK:
            result.slow.append(f"{key}: {max(gaps)}")
    whole = [[datetime.fromisoformat(v.ended) for v in seen if v.outcome is Outcome.DISCOVERED] for key, seen in looks.items()
             if listings[key] == "feed" or seen[0].url == outlet.url("/")]
    edits = {edit.number: edit for edit in outlet.diary.edits}
    for entry in outlet.diary.until(end):
        url = outlet.url(outlet.path(outlet.story(entry.number)))
        if entry.when <= OPENED + timedelta(hours=1):
            continue
        deadline = min((times[at] for times in whole if (at := bisect_left(times, entry.when)) < len(times)), default=end)
        if deadline >= end - SLACK:
            continue                     # nobody has looked since
        result.articles += 1
        if url not in first:
            result.unseen.append(url)
            continue
        delays.append((first[url] - entry.when).total_seconds() / 3600)
        if first[url] > deadline + SLACK:
            result.late.append(f"{url}: {first[url]} in place of {deadline}")
        if entry.number in edits:
            _judge_edit(archive, of, (url, first[url], edits[entry.number]), result)


def _judge_health(archive: Archive, story: Story, name: str, result: Result) -> None:
    """How long after each event health says so first; what it says at another time, or of another kind, is a false alarm."""
    waiting = {event.what: event for event in events(story) if event.outlet == name}
    for message in messages(archive, name, ASKED)[1]:
        at = datetime.fromisoformat(message.at)
        [*about] = (event for event in events(story) if event.outlet == name and CALLED[event.what] is message.finding.state
                    and OPENED + timedelta(days=event.day) <= at <= OPENED + timedelta(days=(event.until or story.days) + 1))
        if about and waiting.pop(about[0].what, None):
            result.told[f"{name}: {about[0].what}"] = round((at - OPENED).total_seconds() / 3600 - about[0].day * 24, 1)
        elif not about and not message.ended:
            result.alarms.append(f"{name} at {at:%Y-%m-%d %H:%M}: {message.finding.state}: {message.finding.figures}")
    result.untold += [f"{name}: {what}" for what in waiting]


def _count_looks(archive: Archive, name: str, looks: dict[str, list[object]], result: Result) -> None:
    """A look at a listing is useless when no page is known from that moment on that was not before."""
    told = {row.link.source: set() for row in archive.links(name)}  # type: ignore[var-annotated]
    for row in archive.links(name):
        told[row.link.source].add(row.seen[:19])
    for seen in looks.values():
        for visit in seen:
            result.looks += 1
            result.useless_looks += visit.ended[:19] not in told.get(visit.url, ())  # type: ignore[attr-defined]


def _judge_edit(archive: Archive, of: tuple[Newsroom, Story], what: tuple[str, datetime, Edit], result: Result) -> None:
    """Whether an edit is a version by the first visit that the schedule promises after it."""
    url, first, edit = what
    hindered = _hindered(of[0].outlet(url).name, of[1])
    end = OPENED + timedelta(days=result.days)
    promised = next((first + timedelta(seconds=step) for step in REVISITS if first + timedelta(seconds=step) >= edit.when), None)
    if edit.when <= first + SLACK or promised is None or promised + SLACK >= end or hindered(promised):
        return
    versions = [datetime.fromisoformat(str(version.provenance.captured)) for version in archive.history(url)]
    made = any(edit.when <= when <= promised + SLACK for when in versions[1:])
    if edit.kind == "typo":
        result.trifles += 1
        if made:
            result.overrated.append(url)
        return
    result.edits += 1
    if not made:
        result.missed.append(f"{edit.kind} {url} at {edit.when}, promised by {promised}; versions {[f'{v:%d %H:%M}' for v in versions]}")


def _hindered(name: str, story: Story) -> Callable[[datetime], bool]:
    """Whether a captcha stood before an outlet at a time."""
    times = [(OPENED + timedelta(days=e.day), OPENED + timedelta(days=e.until) + SLACK) for e in events(story)
             if e.outlet == name and e.what == "captcha"]
    return lambda when: any(start <= when <= end for start, end in times)


def state(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a life has left, without record ids and places; the versions without and with the minute of their capture."""
    with Archive(folder) as archive:
        found = [(a.url, v) for a in archive.articles() for v in archive.history(a.url)]
        return {
            "versions": sorted((url, v.version, v.title, v.body) for url, v in found),
            "versions to the minute": sorted((url, v.version, str(v.provenance.captured)[:16]) for url, v in found),
            "outcomes": sorted((row.url, str(row.outcome), row.state) for s in archive.sites() for row in archive.links(s)),
        }


# the program ---------------------------------------------------------------------------------------------------------


def lived(folder: Path, story: Story, kills: int = 0) -> float:
    """The life in a process of its own, killed so often on its way; seconds of the last, whole process."""
    chance = random.Random(story.days)
    while True:
        began = time.monotonic()
        command = [sys.executable, "-m", "benchmarks.timelapse", "--live", json.dumps(asdict(story)), "--folder", str(folder)]
        process = subprocess.Popen(command, stderr=None if sys.stderr.isatty() else subprocess.DEVNULL)
        if kills:
            kills -= 1
            goal = _size(folder) + chance.randrange(200_000, 900_000)
            while process.poll() is None and _size(folder) < goal:
                time.sleep(0.05)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            print(f"killed with {_size(folder):,} bytes of WARC", flush=True)
            continue
        if process.wait():
            raise SystemExit(f"the life ended with {process.returncode}")
        return time.monotonic() - began


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*/warc/*"))


def main() -> None:
    """Lives, judges, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=float, default=60)
    parser.add_argument("--kill", action="store_true", help="a second life, killed three times, must leave the same")
    parser.add_argument("--hourly", action="store_true", help="a further life with every listing asked each hour")
    parser.add_argument("--outlets", default=",".join(OUTLETS))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--live", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.live:
        live(options.folder, _story(json.loads(options.live)))
        return
    folder = options.folder or Path(tempfile.mkdtemp(prefix="time-lapse-"))
    usual = Story(options.days, tuple(options.outlets.split(",")))
    hourly = replace(usual, schedule=Schedule(shortest=60, longest=60))
    for name, story, wanted in (("learned", usual, True), ("hourly", hourly, options.hourly)):
        if wanted:
            seconds = lived(folder / name, story)
            result = judged(folder / name, story)
            result.seconds = round(seconds, 1)
            print(json.dumps({name: asdict(result)}, indent=1, default=str), flush=True)
    if options.kill:
        lived(folder / "killed", usual, kills=3)
        print(json.dumps({"killed three times": asdict(judged(folder / "killed", usual))}, indent=1, default=str), flush=True)
        one, two = state(folder / "learned"), state(folder / "killed")
        for what in one:
            differing = Counter(one[what]) - Counter(two[what]), Counter(two[what]) - Counter(one[what])
            print(f"killed three times: {len(one[what])} {what}, {sum(differing[0].values())} lost, "
                  f"{sum(differing[1].values())} more", flush=True)
            for row in [*differing[0]][:5] + [*differing[1]][:5]:
                print("   ", str(row)[:200])


def _story(said: dict[str, Any]) -> Story:
    known = said["schedule"]
    schedule = Schedule(**{**known, "revisits": tuple(known["revisits"])})
    return Story(float(said["days"]), tuple(said["outlets"]), schedule)


if __name__ == "__main__":
    main()
