"""What the archive gives back besides the nouns of the model: rows of the catalog, a recovery's report, the settings.

Nothing here reads or writes; these are plain frozen records.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from archiver.clock import Clock
from archiver.model import By, Link, LinkKind, Outcome

MEGABYTE = 1024 * 1024
Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Settings:
    """How an archive writes.

    `roll`: a WARC is closed when it reaches so many bytes. `min_free`: bytes that must stay free on the disk, else
    DiskFull is raised before anything is written. `fsync`: whether each commit waits for the disk itself, so that a
    power cut loses nothing either; without it only the process may die. `group`, `group_seconds`: a commit to the
    catalog is made after so many operations or seconds. `warcinfo`: further fields of each file's first record, such
    as `operator`, `http-header-user-agent`, `robots`. `clock`: what says when a thing was seen or ended.
    `least_change`: words of the body that must differ before an article has a new version (0: any character).
    """

    roll: int = 1024 * MEGABYTE
    min_free: int = 200 * MEGABYTE
    fsync: bool = False
    group: int = 100
    group_seconds: float = 2.0
    warcinfo: Fields = ()
    least_change: int = 1
    clock: Clock = field(default_factory=Clock)


@dataclass(frozen=True, slots=True)
class CaptureRow:
    """One capture as the catalog knows it; `Archive.read(row.warc, row.offset)` gives the whole of it.

    `captured` is ISO 8601 in UTC; `size` the payload's length in bytes (0 for a revisit); `link_key` the key of the
    link it was fetched for, which differs from `key` after a redirect; `revisit_of` the record a revisit refers to, or
    the response that a browser has shown (then `status` is 0: what a browser makes of a page is no HTTP);
    `truncated` the reason why the body is not whole. Empty: there is none.
    """

    site: str
    url: str
    key: str
    warc: str
    offset: int
    length: int
    record_id: str
    payload_digest: str
    captured: str
    status: int
    kind: LinkKind = "page"
    link_key: str = ""
    request_id: str = ""
    revisit_of: str = ""
    mime: str = ""
    size: int = 0
    truncated: str = ""

    @property
    def rendered(self) -> bool:
        """Whether it is what a browser made of a response."""
        return bool(self.revisit_of) and not self.status


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link as the catalog knows it: the link itself, where it stands, and how it ended.

    `state` is `waiting`, `taken` or `done`; `outcome` is None until it ended; `seen` and `ended` are ISO 8601 in UTC,
    empty where it has not happened. `memo` is what its visitor wants to know at the next visit; opaque here, but for the
    word `witness`. `due` is when that visit is due, ISO 8601 in UTC; empty: never, or not before somebody asks for it.
    """

    link: Link
    state: str
    outcome: Outcome | None = None
    detail: str = ""
    seen: str = ""
    ended: str = ""
    memo: str = ""
    due: str = ""

    @property
    def url(self) -> str:
        """The URL as it is requested."""
        return self.link.url

    @property
    def by(self) -> By:
        """Who told us of it."""
        return self.link.by

    @property
    def source(self) -> str:
        """URL of what named it; empty for a seed."""
        return self.link.source

    @property
    def tries(self) -> int:
        """Times it was taken up."""
        return self.link.tries


@dataclass(frozen=True, slots=True)
class Visit:
    """One time that a link ended; `seen` and `ended` as in `LinkRow`, which has only the last."""

    url: str
    key: str
    kind: LinkKind
    by: By
    seen: str
    ended: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Bounds:
    """Which waiting links are taken: pages announced with a day from `since` to `until` (ISO 8601; empty: no bound) or with
    none, nothing below a priority, and of the sitemaps that an index names and nobody has read none below `parts`."""

    since: str = ""
    until: str = ""
    priority: int = -10**9
    parts: int = -10**9


@dataclass(frozen=True, slots=True)
class Later:
    """What is kept with a link that ends for its next visit; `memo` and `due` as in a `LinkRow`."""

    memo: str = ""
    due: str = ""


LaterOf = Callable[[Outcome], Later]
"""What is kept with a link that ends so."""


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One version of an article: where its line lies, the digest of what counts in it, and what health asks of it.

    `fields` are the names of those that have a value, by blanks, each with the source of its evidence where that is known
    (`byline=json-ld:author`); `published` is as in the article, empty: not stated.
    """

    id: str
    version: int
    url: str
    key: str
    canonical_key: str
    title: str
    digest: str
    record_id: str
    captured: str
    last_seen: str
    file: str
    offset: int
    length: int
    published: str = ""
    words: int = 0
    fields: str = ""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What opening a site had to repair: bytes cut from torn tails, records and lines taken back in, links given back.

    `lost` counts captures and article lines that the catalog knew and that are no longer on the disk (a power cut
    without `fsync`, or a deleted file); `files` names the logs that were cut.
    """

    site: str
    cut: int = 0
    captures: int = 0
    articles: int = 0
    outcomes: int = 0
    given_back: int = 0
    lost: int = 0
    rebuilt: bool = False
    files: tuple[str, ...] = field(default=())

    @property
    def message(self) -> str:
        """The repair in one line; empty where nothing had to be done."""
        said = [
            (self.rebuilt, "catalog rebuilt"),
            (self.cut, f"cut {self.cut:,} torn bytes from {', '.join(self.files)}"),
            (self.captures, f"took {self.captures:,} captures back in"),
            (self.articles, f"took {self.articles:,} articles back in"),
            (self.outcomes, f"took {self.outcomes:,} outcomes back in"),
            (self.given_back, f"gave {self.given_back:,} links back"),
            (self.lost, f"{self.lost:,} entries are no longer on disk, their links wait again"),
        ]
        words = [text for what, text in said if what]
        return f"{self.site}: repaired after an interruption: {'; '.join(words)}" if words else ""
