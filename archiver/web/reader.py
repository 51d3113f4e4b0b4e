"""What all pages share: the archive, the search index, where site files lie, and what a visitor may do.

Nothing here answers a request.
"""

from __future__ import annotations

import secrets
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from archiver.errors import ArchiverError
from archiver.health import Report, examine, past_of
from archiver.store.archive import Archive
from archiver.store.search import FILE, SearchIndex
from archiver.store.search.keeping import forget_missing, index_site
from archiver.web.jobs import Jobs

FRESH = 5.0                 # seconds after which catalogs are opened anew: a reindex may have put others in place
PAUSE = 5.0                 # seconds between two looks for what is new
EXAMINE = 300.0             # seconds between two looks at how the sites do


@dataclass
class Reader:
    """One archive that is read; each thread has a connection to the index of its own."""

    output: Path
    sites: Path
    index_file: Path
    read_only: bool = False
    hosts: frozenset[str] = frozenset()
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """Must come with every write: a page of another site cannot know it. Also part of the addresses of kept pictures."""
    jobs: Jobs = field(default_factory=Jobs)
    """Exports and checks that were asked for on a page."""
    indexing: str = "not begun"
    """How the index stands, in words; empty: it is up to date."""
    reports: dict[str, Report] = field(default_factory=dict)
    """How each site does against its own past, when it was last looked at."""

    def __post_init__(self) -> None:
        self._own = threading.local()
        self._swap = threading.Lock()
        self._opened = (time.monotonic(), Archive(self.output))
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def archive(self) -> Archive:
        """The archive, one for all threads: three files are open for each site that was looked at, and a process has not many.

        It is replaced, not closed, every few seconds: who still reads from the old one goes on, and then it closes by itself.
        """
        with self._swap:
            opened, archive = self._opened
            if time.monotonic() - opened >= FRESH:
                archive = Archive(self.output)
                self._opened = (time.monotonic(), archive)
            return archive

    def index(self) -> SearchIndex:
        """This thread's connection to the search index. Raises ArchiveError where there is none yet."""
        known: tuple[int, SearchIndex] | None = getattr(self._own, "index", None)
        inode = self.index_file.stat().st_ino if self.index_file.exists() else -1
        if known is None or known[0] != inode:
            self._own.index = known = (inode, SearchIndex(self.index_file))
        return known[1]

    # the index is kept up to date while pages are served ------------------------------------------------------------

    def start(self) -> None:
        """Begins to keep the index up to date. Raises ArchiveError where it cannot be written."""
        SearchIndex(self.index_file, write=True).close()
        self._thread = threading.Thread(target=self._keep, name="indexing", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends that, after the batch under way."""
        self._stop.set()
        if self._thread:
            self._thread.join(10)

    def _keep(self) -> None:
        index = SearchIndex(self.index_file, write=True)
        examined = 0.0
        try:
            while not self._stop.is_set():
                try:
                    self.update(index)
                    if not examined or time.monotonic() - examined > EXAMINE:
                        self.examine()
                        examined = time.monotonic()
                except ArchiverError as error:
                    self.indexing = str(error)
                self._stop.wait(PAUSE)
        finally:
            index.close()

    def update(self, index: SearchIndex) -> None:
        """One look at all sites."""
        sites, trouble = Archive(self.output).sites(), []
        forget_missing(self.output, index, sites)
        for number, site in enumerate(sites, 1):
            if self._stop.is_set():
                return

            def told(done: int, seen: int, site: str = site, number: int = number) -> None:
                self.indexing = f"{site} ({number} of {len(sites)} sites), {done:,} articles taken in"
            try:
                index_site(self.output, site, index, told)
            except ArchiverError as error:          # one site that cannot be read does not keep the others back
                trouble.append(str(error))
        self.indexing = "; ".join(trouble)


    def examine(self) -> None:
        """One look at how all sites do: a tenth of a second each, so not at every page."""
        now = datetime.now(UTC)
        with Archive(self.output) as archive:
            for site in archive.sites():
                if self._stop.is_set():
                    return
                with suppress(ArchiverError):       # a catalog that cannot be read is named by the index already
                    self.reports[site] = examine(past_of(archive, site, now))


def reader(output: Path, sites: Path, index: Path | None = None, **more: object) -> Reader:
    """A reader of an archive; the index lies beside the sites, or where it is said."""
    return Reader(output, sites, index or output / FILE, **more)  # type: ignore[arg-type]
