"""Rows as JSON Lines and as CSV, gzipped, byte for byte the same for the same rows.

Nothing here changes a value: a cell that begins with `=` is what the page said.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from archiver.dataset.columns import Column

Row = Mapping[str, Any]


class Writer(ABC):
    """A file of rows, to be used in a `with`."""

    def __init__(self, path: Path, columns: Iterable[Column]) -> None:
        self.columns = tuple(columns)
        self._file = path.open("wb")

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self.end()
        finally:
            self._file.close()

    @abstractmethod
    def write(self, rows: Iterable[Row]) -> None:
        """Adds rows."""

    @abstractmethod
    def end(self) -> None:
        """Writes what closes the file."""


class _Packed(Writer):
    """Text in gzip without name and time, so that the same rows are the same bytes."""

    def __init__(self, path: Path, columns: Iterable[Column]) -> None:
        super().__init__(path, columns)
        self._gzip = gzip.GzipFile(filename="", mode="wb", fileobj=self._file, mtime=0)
        self.text = io.TextIOWrapper(_binary(self._gzip), encoding="utf-8", newline="")

    def end(self) -> None:
        self.text.close()
        self._gzip.close()


def _binary(file: Any) -> BinaryIO:
    found: BinaryIO = file
    return found


class JsonRows(_Packed):
    """One JSON object a row and line."""

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.text.write(json.dumps(row, ensure_ascii=False, default=_said, separators=(",", ":")) + "\n")


class CsvRows(_Packed):
    """A table with a line of names; lists are joined by `; `, pictures are JSON."""

    def __init__(self, path: Path, columns: Iterable[Column]) -> None:
        super().__init__(path, columns)
        self._csv = csv.writer(self.text, lineterminator="\r\n")      # RFC 4180; and a lone \r in a cell is quoted
        self._csv.writerow(column.name for column in self.columns)

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._csv.writerow(_cell(row[column.name]) for column in self.columns)


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a row holds what JSON does not know: {type(value)}")


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            return "; ".join(value)
        return json.dumps(value, ensure_ascii=False)
    return _said(value) if isinstance(value, date) else value
