"""DuckDB over article lines: a bounded connection, the lines as a typed table, and the query's fields in its words.

Nothing here decides which lines count; that is `accepted.py`'s. The only door to DuckDB.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from archiver.errors import DatasetError, DiskFull
from archiver.model import Article
from archiver.query import BETWEEN, FIELDS, Columns

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyarrow import RecordBatch

TABLES, READING = "96MB", "192MB"      # for marks and labels, which spill; for article lines, some thousand at a time
_PLAIN: dict[Any, str] = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}
_LISTS = {"authors": "[x.name for x in authors]", "credits": "[x.credit for x in images if x.credit IS NOT NULL]",
          "captions": "[x.caption for x in images if x.caption IS NOT NULL]"}
_DEEPER = {"captured": "provenance.captured", "extractor": "provenance.extractor", "warc": "provenance.warc",
           "text": "concat_ws(chr(10), title, description, body)"}
_UNREAD = "evidence"                  # a mapping with other keys in each line, which the dataset does not carry


@contextmanager
def duck(work: Path | None = None, threads: int = 1, memory: str = TABLES) -> Iterator[DuckDBPyConnection]:
    """A connection in bounded memory that spills into `work`; its errors become ours."""
    try:
        import duckdb
    except ImportError as error:
        raise DatasetError("DuckDB is not installed", cure="pip install 'news-archiver[dataset]'") from error
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory, "threads": threads, "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        # What was freed goes back to the system soon: a process that labelled a million rows kept 230 MB while others worked.
        "allocator_flush_threshold": "8MB", "allocator_bulk_deallocation_flush_threshold": "8MB"}
    with duckdb.connect(":memory:", config=settings) as db:
        db.execute("SET TimeZone = 'UTC'")
        if work:
            work.parent.mkdir(parents=True, exist_ok=True)      # DuckDB makes the last folder itself, where it spills
            db.execute(f"SET temp_directory = {quoted(work)}")
        try:
            yield db
        except duckdb.Error as error:
            said = " ".join(str(error).split())[:300]
            if "No space left" in said or "could not write" in said.lower():
                raise DiskFull("no room for the dataset", where=str(work or ""), cure="make room and run again") from error
            raise DatasetError(f"DuckDB cannot do it: {said}", where=str(work or "")) from error


def stream(db: DuckDBPyConnection, sql: str, values: Sequence[Any] = (), size: int = 1_000) -> Iterator[RecordBatch]:
    """What a SELECT finds, batch by batch, so that not all of it is in memory."""
    if values:
        yield from db.sql(sql, params=list(values)).to_arrow_reader(size)
    else:
        yield from db.sql(sql).to_arrow_reader(size)


def quoted(text: object) -> str:
    """A text as SQL has it."""
    return "'" + str(text).replace("'", "''") + "'"


def duck_type(hint: Any) -> str:
    """The type of a field of the model in DuckDB's words."""
    if typing.get_origin(hint) in (Union, types.UnionType):
        hint = typing.get_args(hint)[0]
    if hint in _PLAIN:
        return _PLAIN[hint]
    if typing.get_origin(hint) is tuple:
        return f"{duck_type(typing.get_args(hint)[0])}[]"
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        members = [f'"{f.name}" {duck_type(hints[f.name])}' for f in fields(hint)]
        return f"STRUCT({', '.join(members)})"
    raise TypeError(f"the model has a type that the dataset is not told of here: {hint}")


LINE: dict[str, str] = {name: duck_type(hint) for name, hint in typing.get_type_hints(Article).items() if name != _UNREAD}


def read_lines(db: DuckDBPyConnection, files: Sequence[Path], longest: int, name: str = "line") -> None:
    """Makes article lines a table of that name, typed as the model is; a line that cannot be read has no id."""
    columns = ", ".join(f"{quoted(key)}: {quoted(kind)}" for key, kind in LINE.items())
    listed = ", ".join(quoted(path) for path in files)
    source = (f"read_json([{listed}], format = 'newline_delimited', columns = {{{columns}}}, ignore_errors = true, "
              f"maximum_object_size = {max(longest + 1024, 1024 * 1024)}, auto_detect = false)"
              if files else f"(SELECT {', '.join(f'NULL::{kind} AS {key}' for key, kind in LINE.items())} LIMIT 0)")
    db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM {source}")


def _column(name: str) -> str:
    if FIELDS[name].kind != "list":
        return _DEEPER.get(name, name)
    members = _LISTS.get(name, name)
    end = f"chr({ord(BETWEEN)})"
    return f"(CASE WHEN len({members}) > 0 THEN {end} || array_to_string({members}, {end}) || {end} END)"


QUERY = Columns({name: _column(name) for name in FIELDS})
