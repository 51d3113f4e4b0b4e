"""The tree of errors: each carries the URL or path it is about, and its message says the cure.

Nothing here is raised for a site's fault during a crawl: those are outcomes (see `model.Outcome`).

    ArchiverError
    ├── NotAnArticle        a page that is no article, with the reason
    ├── SiteFileError       a site file that cannot be used: path and line
    ├── RuleError           what a person told about a page, of which no rule can be made
    ├── QueryError          a query that cannot be read: position and hint
    ├── DatasetError        a dataset that cannot be made, or is not what its manifest says
    ├── ArchiveError        the folder on disk
    │   ├── ArchiveBusy     another process writes there: its pid and start
    │   ├── DiskFull        no room: stopped before anything was lost
    │   ├── WarcError       a record that cannot be read: file and offset
    │   └── NotFound        no such article, link or site in the archive
    ├── FetchError          a URL that could not be fetched outside a crawl
    └── EngineError         workers that cannot be had, or that die: this machine's or a cluster's
"""

from __future__ import annotations


class ArchiverError(Exception):
    """Something the user can act on; `where` is the URL or path it is about, `cure` what to do."""

    def __init__(self, message: str, *, where: str = "", cure: str = "") -> None:
        self.where, self.cure = where, cure
        super().__init__(message)

    def __str__(self) -> str:
        head = super().__str__()
        place = f"{self.where}: " if self.where else ""
        return f"{place}{head}" + (f" ({self.cure})" if self.cure else "")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, dict(self.__dict__))


def _rebuild(kind: type[ArchiverError], args: tuple[object, ...], state: dict[str, object]) -> ArchiverError:
    """An error with its state, as it comes back from a worker process."""
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class NotAnArticle(ArchiverError):
    """A page that is no article; `reason` is one word or two: index, gallery, consent, error page, too short, ..."""

    def __init__(self, reason: str, *, where: str = "") -> None:
        self.reason = reason
        super().__init__(f"not an article: {reason}", where=where)


class SiteFileError(ArchiverError):
    """A site file that cannot be used; `line` is where, 0 when it is the whole file."""

    def __init__(self, message: str, *, where: str = "", line: int = 0, cure: str = "") -> None:
        self.line = line
        super().__init__(message, where=f"{where}:{line}" if line else where, cure=cure)


class RuleError(ArchiverError):
    """What a person told about a page (`archiver fix`) makes no rule: no such line, too much, nothing to know it by."""


class QueryError(ArchiverError):
    """A query that cannot be read; `at` is the position in it, counted from 0."""

    def __init__(self, message: str, *, query: str, at: int, hint: str = "") -> None:
        self.query, self.at = query, at
        super().__init__(message, where=f"query, character {at + 1}", cure=hint)

    def __str__(self) -> str:
        begin = max(0, self.at - 60)
        line = "".join(" " if c.isspace() else c for c in self.query[begin:self.at + 40])
        return f"{super().__str__()}\n  {line}\n  {' ' * (self.at - begin)}^"


class DatasetError(ArchiverError):
    """A dataset cannot be made, or is not what its manifest says."""


class ArchiveError(ArchiverError):
    """The archive's folder is not as it should be."""


class ArchiveBusy(ArchiveError):
    """Another process writes to this site."""


class DiskFull(ArchiveError):
    """There is no room for the next record."""


class WarcError(ArchiveError):
    """A WARC record cannot be read."""


class NotFound(ArchiveError):
    """The archive holds no such article, link or site."""


class FetchError(ArchiverError):
    """A URL could not be fetched outside a crawl (`archiver add`)."""


class EngineError(ArchiverError):
    """Workers cannot be had, or die (`--engine`)."""
