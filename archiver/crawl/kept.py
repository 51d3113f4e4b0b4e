"""Pages that lie in the archive and were not read yet (`--capture-only`): read in the next run, without a request.

Nothing here fetches, and no pace is kept: the outlets do not notice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator

from archiver.crawl.frontier import Job
from archiver.errors import ArchiveError
from archiver.model import Capture, Outcome, Site
from archiver.store.archive import Archive

Settle = Callable[[Job, Capture], Awaitable[object]]


async def read_kept(archive: Archive, sites: Iterable[Site], settle: Settle, at_once: int) -> int:
    """Settles each link that ended as CAPTURED, `at_once` at a time; how many there were.

    Where the capture cannot be read back, the link waits again, and its page is fetched.
    """
    room = asyncio.Semaphore(at_once)
    count = 0

    async def one(job: Job, capture: Capture) -> None:
        try:
            await settle(job, capture)
        finally:
            room.release()

    async with asyncio.TaskGroup() as group:
        for job, capture in _kept(archive, sites):
            await room.acquire()
            group.create_task(one(job, capture))
            count += 1
    return count


def _kept(archive: Archive, sites: Iterable[Site]) -> Iterator[tuple[Job, Capture]]:
    for site in sites:
        for row in archive.links(site.name, outcome=Outcome.CAPTURED):
            try:
                capture = archive.unfinished(row.link)
            except ArchiveError:
                capture = None
            if capture is None:
                archive.add_links([row.link], again=True)
            else:
                yield Job(row.link, site, capture.url), capture
