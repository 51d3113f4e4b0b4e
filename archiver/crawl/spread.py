"""A crawl spread over the workers of an engine: each takes some sites and crawls them in a process of its own.

Nothing here decides about a link. A site is on one worker at a time: sites that share a host stay together, and a site's
lock on the archive's folder holds against a worker that is thought dead and is not.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archiver.crawl.plan import When
from archiver.crawl.progress import Summary
from archiver.engines import Engine, wanted
from archiver.errors import ArchiveBusy, ArchiverError
from archiver.model import Link, Site

MOST = 50                    # sites of a share: a process has so many hosts under way at once
TRIES = 3                    # times a crawl is begun again whose process was killed
LEASE = 120.0                # seconds to wait for a site that a dying worker still holds
DYING = 60.0                 # seconds a crawl that nobody waits for may take to stop cleanly


@dataclass(frozen=True)
class Share:
    """Sites that one worker crawls together, and the single pages that were asked for."""

    sites: tuple[Site, ...]
    asked: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Away:
    """The crawl of a share, wherever it is called; what it needs is in it."""

    root: Path
    workers: int = 1
    contact: str = ""
    capture_only: bool = False
    when: When = field(default_factory=When)
    settings: dict[str, Any] = field(default_factory=dict)

    def __call__(self, share: Share) -> Summary:
        """Crawls in a process of its own; one that is killed is begun again and goes on where it was."""
        began = time.monotonic()
        for _ in range(TRIES):
            told = self._once(share)
            if isinstance(told, ArchiveBusy) and time.monotonic() - began < LEASE:
                return self._later(share, began)
            if isinstance(told, (Summary, ArchiverError)):
                return told if isinstance(told, Summary) else _failed(told)
        return _failed(ArchiverError(f"the process that crawls was killed {TRIES} times", where=_names(share)))

    def _later(self, share: Share, began: float) -> Summary:
        """Waits for whoever holds the sites; told as busy when that takes too long."""
        while True:
            time.sleep(1.0)
            told = self._once(share)
            if isinstance(told, Summary):
                return told
            if not isinstance(told, ArchiveBusy) or time.monotonic() - began > LEASE:
                return _failed(told or ArchiverError("the process that crawls was killed", where=_names(share)))

    def _once(self, share: Share) -> Summary | ArchiverError | None:
        """What a process says of the crawl; None where it was killed."""
        with tempfile.TemporaryFile() as said:
            child = subprocess.Popen([sys.executable, "-m", "archiver.crawl.spread"], stdin=subprocess.PIPE, stdout=said)
            assert child.stdin is not None
            with child.stdin as line:    # closed, when this block or this whole process ends: the child stops then
                pickle.dump((self, share), line)
                line.flush()
                while _runs(child):
                    if not wanted():
                        break
            child.wait()
            said.seek(0)
            data = said.read()
        told: Summary | ArchiverError | None = pickle.loads(data) if data else None
        return told


def _runs(child: subprocess.Popen[bytes]) -> bool:
    try:
        child.wait(1.0)
    except subprocess.TimeoutExpired:
        return True
    return False


def shares(sites: Sequence[Site], asked: Sequence[Link], number: int) -> Iterator[Share]:
    """The sites dealt out in `number` shares of at most 50; those that share a host are in one."""
    groups = _together(sites)
    number = max(min(number, len(groups)), -(-len(sites) // MOST), 1)
    for place in range(number):
        own = tuple(site for group in groups[place::number] for site in group)
        names = {site.name for site in own}
        if own:
            yield Share(own, tuple(link for link in asked if link.site in names))


def _together(sites: Sequence[Site]) -> list[list[Site]]:
    """Sites in groups: two that name the same host must not be crawled by two workers at once."""
    groups: list[tuple[set[str], list[Site]]] = []
    for site in sorted(sites, key=lambda site: site.name):
        hosts, members = set(site.domains), [site]
        for group in [group for group in groups if group[0] & hosts]:
            groups.remove(group)
            hosts |= group[0]
            members = [*group[1], *members]
        groups.append((hosts, members))
    return [members for _, members in groups]


def spread(sites: Sequence[Site], asked: Sequence[Link], away: Away, on: Engine,
           progress: Callable[[str], None] | None = None) -> Summary:
    """Crawls the sites on an engine, and says what came of it as a crawl on one machine would."""
    began, whole = time.monotonic(), Summary()
    dealt = list(shares(sites, asked, on.workers))
    results = on.map(away, dealt, lost=lambda share: _failed(ArchiverError(
        "workers died of this crawl, again and again", where=_names(share))))
    for share, summary in zip(dealt, results, strict=True):
        whole.add(summary)
        if progress:
            progress(f"{_names(share)}: {summary.line()}")
    whole.seconds = time.monotonic() - began
    return whole


def _failed(error: ArchiverError) -> Summary:
    return Summary(reason="busy" if isinstance(error, ArchiveBusy) else "error", detail=str(error))


def _names(share: Share) -> str:
    return ", ".join(site.name for site in share.sites)


# in the process of its own --------------------------------------------------------------------------------------


def main() -> None:
    """Crawls what standard input says; when that ends, nobody waits any more, and the crawl stops."""
    out = os.dup(1)
    os.dup2(2, 1)                        # what anybody prints must not get between
    away, share = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_watch, daemon=True).start()
    told = _crawled(away, share)
    with os.fdopen(out, "wb") as file:
        pickle.dump(told, file)


def _crawled(away: Away, share: Share) -> Summary | ArchiverError:
    from archiver.crawl.run import crawl
    try:
        return crawl(share.sites, away.root, asked=share.asked, workers=away.workers, contact=away.contact,
                     capture_only=away.capture_only, when=away.when, settings=away.settings)
    except ArchiverError as error:
        return error


def _watch() -> None:
    """Stops the crawl as Ctrl-C does, when the process that asked for it has ended."""
    os.read(0, 1)                        # not through a buffer, whose lock would be held at this process' end
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(DYING)
    os._exit(1)


if __name__ == "__main__":
    main()
