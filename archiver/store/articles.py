"""JSON Lines of articles, one file a month of capture, append-only.

Nothing here knows the catalog or a WARC.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from archiver.errors import ArchiveError
from archiver.model import Article
from archiver.store.rows import ArticleRow
from archiver.store.writer import write_all

MAX_LINE = 64 * 1024 * 1024
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def month_file(captured: str) -> str:
    """Name of the file an article belongs in: by the month it was captured."""
    found = _MONTH.match(captured)
    return f"{found.group() if found else 'undated'}.jsonl"


def article_line(article: Article) -> bytes:
    """The article as one line of JSON, with its end."""
    text = json.dumps(article.to_dict(), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def parse_line(line: bytes) -> Article | None:
    """The article of a line; None where the line is torn or no article."""
    try:
        data = json.loads(line)
        return Article.from_dict(data) if line.endswith(b"\n") else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def withdrawal_line(row: ArticleRow, site: str, reason: str) -> bytes:
    """The line that takes back what a capture was read as: it is no article after all. It has no title: it is none."""
    data = {"id": row.id, "url": row.url, "site": site, "version": row.version, "withdrawn": reason,
            "provenance": {"record_id": row.record_id, "captured": row.captured}}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def withdrawn(line: bytes) -> tuple[str, str] | None:
    """Record and URL of a line that takes back; None where it is another."""
    try:
        data = json.loads(line)
        told = data["withdrawn"], data["provenance"]["record_id"], data["url"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return (told[1], told[2]) if all(isinstance(text, str) for text in told) and line.endswith(b"\n") else None


def reads_same(article: Article, old: Article) -> bool:
    """Whether two readings of one capture say the same, whoever read it."""
    by = replace(article.provenance, extractor=old.provenance.extractor, profile=old.provenance.profile)
    return article_line(replace(article, version=old.version, provenance=by)) == article_line(old)


def read_article(path: Path, offset: int) -> Article:
    """The article whose line begins at `offset`; raises ArchiveError with file and offset."""
    try:
        with path.open("rb") as file:
            file.seek(offset)
            article = parse_line(file.readline(MAX_LINE))
    except OSError as error:
        raise ArchiveError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if not article:
        raise ArchiveError(f"no article at offset {offset}", where=str(path), cure="archiver reindex")
    return article


def lines(path: Path, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Offset and bytes of each line from `start` on; the last may lack its end."""
    with path.open("rb") as file:
        file.seek(start)
        while line := file.readline(MAX_LINE):
            yield start, line
            start += len(line)


class ArticleLog:
    """Appends article lines, each written through to the system at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sizes: dict[str, int] = {}
        self._open: dict[str, int] = {}

    def append(self, article: Article) -> tuple[str, int, int]:
        """Writes the article; the file's name, the line's offset and its length."""
        return self.append_line(month_file(article.provenance.captured or ""), article_line(article))

    def append_line(self, name: str, data: bytes) -> tuple[str, int, int]:
        """Writes a line to a file; the file's name, the line's offset and its length."""
        fd = self._file(name)
        offset = self.sizes[name]
        write_all(fd, data, self.folder / name, offset)
        self.sizes[name] = offset + len(data)
        return name, offset, len(data)

    def sync(self) -> None:
        """Waits for the disk itself."""
        for fd in self._open.values():
            os.fsync(fd)

    def close(self) -> None:
        """Closes the files."""
        for fd in self._open.values():
            os.close(fd)
        self._open.clear()

    def _file(self, name: str) -> int:
        if name not in self._open:
            self.folder.mkdir(parents=True, exist_ok=True)
            fd = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            self._open[name], self.sizes[name] = fd, os.fstat(fd).st_size
        return self._open[name]
