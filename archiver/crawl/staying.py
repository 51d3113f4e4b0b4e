"""A crawl that stays: one run after the other in one process, for years, until it is told to stop.

Nothing here decides about a link. A run ends when the site files have changed or a day is over, so that changes count at
once, profiles are learned, and whatever a library holds on to is let go.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from archiver.crawl.plan import When
from archiver.crawl.progress import Summary
from archiver.errors import ArchiveBusy
from archiver.model import Site

LOOK = float(os.environ.get("ARCHIVER_LOOK") or 10.0)        # seconds between two looks at the site files
RENEWED = 86_400.0                       # seconds after which a run ends and the next one begins
NO_ROOM = 600.0                          # seconds between two looks whether a full disk has room again
TROUBLE = 60.0                           # seconds before the next run after a fault; doubled for each in a row,
WORST = 3_600.0                          # up to this
FILES = 65_536                           # each open site holds seven files: 200 sites are more than the usual 1,024


def _stamp() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


@dataclass
class Heart:
    """A small file that says how the process stands, for a watchdog outside: an old one means that it hangs or died."""

    path: Path
    started: str = field(default_factory=_stamp)

    def beat(self, state: str, due: str = "") -> None:
        """Writes it anew. `state`: working, waiting, paused, disk-full, busy, trouble, stopped. `due`: the next visit."""
        said = {"state": state, "at": _stamp(), "next_due": due or None, "pid": os.getpid(), "started": self.started}
        fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        with suppress(OSError):          # a full disk must not end what waits for room
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(said) + "\n", encoding="utf-8")
            fresh.replace(self.path)


class Watch:
    """Why the run under way should end: somebody changed the site files, or it has lasted long enough."""

    def __init__(self, mark: Callable[[], Hashable], lasts: float = RENEWED) -> None:
        self.why = ""
        self._mark, self._seen = mark, mark()
        self._end, self._next = time.monotonic() + lasts, time.monotonic() + LOOK

    def over(self) -> str:
        """The reason; empty where there is none. It costs nothing to ask."""
        now = time.monotonic()
        if now < self._next:
            return ""
        self._next = now + LOOK
        if now >= self._end:
            self.why = "the day is over, the next run begins"
        elif self._mark() != self._seen:
            self.why = "the site files have changed, they are read again"
        return self.why


@dataclass
class Stay:
    """What a crawl that stays is made of; `load` reads the site files, `mark` names their state, `crawl` does one run."""

    load: Callable[[], Sequence[Site]]
    mark: Callable[[], Hashable]
    crawl: Callable[[Sequence[Site], When], Summary]
    heart: Heart
    say: Callable[[str], None]
    _stopped: bool = False
    _faults: int = 0

    def run(self) -> None:
        """Runs until it is told to stop. Raises ArchiveBusy where another process is at work from the beginning."""
        allow_many_files()
        first = True
        while not self._stopped:
            self._listen()
            try:
                wait = self._once()
            except ArchiveBusy as error:
                if first:
                    raise
                self.say(str(error))
                wait = self._troubled("busy")
            except KeyboardInterrupt:
                break
            first = False
            self._rest(wait)
        self.heart.beat("stopped")

    def _once(self) -> float:
        """One run; seconds to wait before the next."""
        watch = Watch(self.mark)
        sites = self.load()
        if not sites:
            self.heart.beat("paused")
            return LOOK
        summary = self.crawl(sites, When(scheduled=True, stays=True, over=watch.over, beat=self.heart.beat))
        self.say(f"{summary.line()}; {summary.detail or watch.why or summary.reason}")
        self._stopped = summary.reason == "shutdown"
        if summary.reason == "disk-full":
            self.heart.beat("disk-full")
            return NO_ROOM
        if summary.reason == "finished":
            self._faults = 0
            return 0.0
        return self._troubled("trouble")

    def _troubled(self, state: str) -> float:
        self._faults += 1
        self.heart.beat(state)
        return float(min(TROUBLE * 2 ** (self._faults - 1), WORST))

    def _listen(self) -> None:
        """Between two runs a signal ends the waiting; during one it is Scrapy that hears it, and ends it in order."""
        def stop(number: int, frame: object) -> None:
            self._stopped = True
            raise KeyboardInterrupt

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)

    def _rest(self, seconds: float) -> None:
        with suppress(KeyboardInterrupt):
            self._listen()
            time.sleep(0.0 if self._stopped else seconds)


def allow_many_files() -> None:
    """Raises this process's own bound of open files as far as the system lets it."""
    import resource
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(FILES, hard) if hard != resource.RLIM_INFINITY else FILES
    if soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
