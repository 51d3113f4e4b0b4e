"""New readings of captures that wait for a decision: one file a site, whole or not there, one proposal a line.

Nothing here reads a page or decides; what is accepted becomes a line of the articles, what is rejected leaves no trace.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from archiver.errors import ArchiveError
from archiver.model import Article
from archiver.store.writer import disk_error

FILE = "proposed.jsonl"


@dataclass(frozen=True, slots=True)
class Change:
    """How one field is read now: `verdict` is better, worse or unclear, `reason` why."""

    field: str
    verdict: str
    reason: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A capture that is read otherwise than before.

    `place` names the line it was compared with (file and offset); empty, -1: it gave no article before. `article` is
    what it gives now; None: no article, for `reason`. `gated`: only an opening was served.
    """

    site: str
    url: str
    record_id: str
    captured: str
    verdict: str
    changes: tuple[Change, ...] = ()
    place: tuple[str, int] = ("", -1)
    article: dict[str, Any] | None = None
    reason: str = ""
    gated: bool = False
    lost: tuple[int, ...] = field(default=())        # names for paragraphs that left the body, and
    gained: tuple[int, ...] = field(default=())      # for those that came into it

    def line(self) -> str:
        """The proposal as a line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")) + "\n"

    def reading(self) -> Article | str:
        """What it is read as: an article, or why it is none."""
        return Article.from_dict(self.article) if self.article else self.reason


def _proposal(line: str) -> Proposal:
    data: dict[str, Any] = json.loads(line)
    data["changes"] = tuple(Change(**change) for change in data["changes"])
    listed: dict[str, Any] = {name: tuple(value) for name, value in data.items() if isinstance(value, list)}
    return Proposal(**{**data, **listed})


def proposals(root: Path, site: str) -> Iterator[Proposal]:
    """The proposals of a site that wait; none where there is no file. Raises ArchiveError for one that is torn."""
    yield from read(root / site / FILE)


def read(path: Path) -> Iterator[Proposal]:
    """The proposals of a file."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            try:
                yield _proposal(line)
            except (ValueError, TypeError, KeyError) as error:
                raise ArchiveError(f"line {number} is no proposal", where=str(path),
                                   cure="archiver reextract --diff writes it anew") from error


@contextmanager
def writing(root: Path, site: str) -> Iterator[tuple[TextIO, Path]]:
    """A file for the site's proposals, which takes the place of the last when the block ends well (an empty one is none);
    and the path of a rough one, gone then."""
    path = root / site / FILE
    fresh, rough = path.with_suffix(".new"), path.with_suffix(".rough")
    try:
        with fresh.open("w", encoding="utf-8", errors="replace") as file:
            yield file, rough
        if fresh.stat().st_size:
            fresh.replace(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise disk_error(error, path) from error
    finally:
        fresh.unlink(missing_ok=True)
        rough.unlink(missing_ok=True)


def drop(root: Path, site: str) -> None:
    """The site's proposals are decided."""
    (root / site / FILE).unlink(missing_ok=True)
