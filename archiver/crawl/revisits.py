"""Articles that are looked at again: which are asked for with conditions, and what their answers teach of 304s.

A 304 that is wrong hides an edit, so it has to be proved first, without a request more than a plain revisit takes. An edit
that a plain revisit finds shows whether the validators changed with it; where they did not, a 304 would have lied. The next
visit to that article asks with the validators of before the edit: an honest server sends the page, and one that says 304 has
lied. `PROOFS` articles that stood this vouch for the pages of their host and folder. Every tenth 304 is then checked, and the
last visit to an article has no conditions, so that whatever a 304 has hidden is found by then. One lie, and no page of that
host and folder is asked for with conditions again.

What was learned stands in the memo of the article that taught it, as `witness`: a rebuilt catalog knows it too. It counts from
the next minute on: in which order the answers of one minute come makes no difference. Nothing here fetches.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from archiver.crawl.agenda import Agenda, loads, stamp
from archiver.crawl.frontier import Job
from archiver.crawl.standing import EVERY, validators
from archiver.crawl.verdict import is_conditional
from archiver.errors import ArchiveError
from archiver.model import Capture, Link, Outcome, Site
from archiver.schedule import place
from archiver.store.archive import Archive
from archiver.store.rows import CaptureRow, LinkRow

PROOFS = 2                               # articles that vouch for others; one may be luck: a cache that had just expired
TOLD, PROVED, LIED = "told", "proved", "lied"
_READ = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.NOT_MODIFIED)
_SETTLES = timedelta(minutes=1)


@dataclass(slots=True)
class Kind:
    """What is known of the pages of one host and folder: when which article proved its 304s, and whether one lied."""

    proved: dict[str, str] = field(default_factory=dict)
    lied: bool = False

    def believed(self, by: str) -> bool:
        """Whether enough was proved by a time, ISO 8601, and nothing was a lie."""
        return not self.lied and sum(since <= by for since in self.proved.values()) >= PROOFS


def kind_of(link: Link) -> str:
    """The host and first folder of a page, figures as one: pages of one kind come from one template and one cache."""
    host, *folders = [part for part in link.key.partition("?")[0].split("/") if part]
    return f"{link.site} {host}/{re.sub('[0-9]+', '0', folders[0])}" if len(folders) > 1 else f"{link.site} {host}"


class Revisits:
    """The revisits of one run."""

    def __init__(self, archive: Archive, agenda: Agenda, sites: Iterable[Site], *, scheduled: bool) -> None:
        self._archive, self._agenda = archive, agenda
        self._kinds: dict[str, Kind] = {}
        self._probed: set[str] = set()   # keys of articles that are asked for with outdated validators
        self._sites = {site.name for site in sites if scheduled and not site.render}     # scripts may change what the page does not
        for site in self._sites:
            for row in archive.witnesses(site):
                self._learn(row.link, str(loads(row.memo).get("witness", "")))

    def conditions(self, job: Job) -> dict[str, str]:
        """The headers that make the request for an article conditional; none where a 304 would prove nothing."""
        row = self._row(job) if job.link.kind == "page" and job.link.site in self._sites and not job.plain else None
        kind = self._kinds.get(kind_of(job.link))
        if row is None or row.outcome not in _READ or kind is None or kind.lied or self._agenda.is_last(job.link):
            return {}
        self._probed.discard(job.link.key)
        if kind.believed(self._now(-_SETTLES)):
            return self._validators(job, self._archive.whole(job.link)[-1:])
        if not str(loads(row.memo).get("witness", "")).startswith(TOLD):
            return {}
        outdated = self._validators(job, self._archive.whole(job.link)[-2:-1])
        if outdated:
            self._probed.add(job.link.key)
        return outdated

    def unchanged(self, job: Job) -> str | None:
        """The memo after a 304; None where the page must be asked for without conditions first."""
        row = self._row(job)
        known = loads(row.memo if row else "")
        promised = _number(known.get("promised"))
        if job.link.key in self._probed or (promised + int(EVERY * place(job.link.key))) % EVERY == EVERY - 1:
            return None
        return _text({**known, "promised": promised + 1})

    def read(self, job: Job, capture: Capture, outcome: Outcome) -> str | None:
        """The memo after a whole answer that was read as an article; None: as it was."""
        row = self._row(job) if job.link.site in self._sites else None
        if row is None or row.outcome not in _READ:
            return None
        known = {**loads(row.memo), "promised": 0}
        taught = self._taught(job, capture, outcome)
        if taught:
            known["witness"] = f"{taught} {self._now()}"
            self._learn(job.link, known["witness"])
        return _text({name: value for name, value in known.items() if value})

    def _taught(self, job: Job, capture: Capture, outcome: Outcome) -> str:
        """What an answer says of 304s; empty: nothing."""
        asked, kind = is_conditional(capture.exchange), self._kinds.get(kind_of(job.link), Kind())
        if job.link.key in self._probed:
            self._probed.discard(job.link.key)
            return LIED if job.plain else PROVED if asked else ""
        before = next((row for row in reversed(self._archive.whole(job.link)) if row.record_id != capture.record_id), None)
        if kind.lied or outcome is not Outcome.CHANGED or before is None or before.payload_digest == capture.payload_digest:
            return ""
        if job.plain or asked:
            return LIED if job.plain else PROVED
        old, new = self._validators(job, [before]), validators(capture.exchange)
        if not old or not new:
            return ""
        return LIED if old == new else "" if kind.believed(self._now()) else TOLD

    def _validators(self, job: Job, rows: list[CaptureRow]) -> dict[str, str]:
        """What a capture of the very URL gave to ask with; nothing where it cannot be read."""
        try:
            found = [self._archive.read(row.warc, row.offset).exchange for row in rows if row.url == job.url]
        except ArchiveError:
            return {}
        return validators(found[0]) if found else {}

    def _learn(self, link: Link, witness: str) -> None:
        word, _, since = witness.partition(" ")
        kind = self._kinds.setdefault(kind_of(link), Kind())
        kind.lied |= word == LIED
        if word == PROVED:
            kind.proved.setdefault(link.key, since)

    def _row(self, job: Job) -> LinkRow | None:
        return self._archive.link(job.link.url, job.link.site)

    def _now(self, less: timedelta = timedelta()) -> str:
        return stamp(self._archive.settings.clock.now() + less)


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 10**6 else 0


def _text(known: dict[str, Any]) -> str:
    return json.dumps(known, separators=(",", ":"))
