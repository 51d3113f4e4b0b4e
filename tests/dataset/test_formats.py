"""Rows in other formats: whatever the values, the file is well formed and says the same."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from archiver.dataset.columns import shown
from archiver.dataset.flat import CsvRows, JsonRows
from archiver.dataset.tei import TeiRows

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
MOMENT = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(lambda when: when.replace(tzinfo=UTC))
BY_KIND: dict[str, st.SearchStrategy[Any]] = {
    "VARCHAR": st.none() | TEXT, "BIGINT": st.none() | st.integers(0, 2 ** 60), "INTEGER": st.integers(0, 9), "FLOAT": st.none(),
    "BOOLEAN": st.none() | st.booleans(), "DATE": st.none() | st.dates(date(1900, 1, 1)), "TIMESTAMPTZ": st.none() | MOMENT,
    "VARCHAR[]": st.none() | st.lists(TEXT, max_size=3)}
ROW = st.fixed_dictionaries({column.name: BY_KIND.get(column.kind, st.just([{"url": "a", "credit": None}])) for column in shown(True)}).map(
    lambda row: {**row, "url": row["url"] or "http://a.example/"})
ROWS = st.lists(ROW, max_size=3).map(lambda rows: [{**row, "id": f"{number:016x}"} for number, row in enumerate(rows)])
quick = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(ROWS)
def test_tei_is_well_formed(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    """A parser takes it, and finds the headline but for characters that XML cannot hold."""
    with TeiRows(tmp_path / "a.xml", shown(True)) as out:
        out.write(rows)
    tree = etree.parse(tmp_path / "a.xml", etree.XMLParser(huge_tree=True))
    articles = tree.findall("{http://www.tei-c.org/ns/1.0}TEI")
    assert len(articles) == len(rows)
    for article, row in zip(articles, rows, strict=True):
        title = row["title"]
        if title and title.isprintable() and "\ufffe" not in title:
            assert article.findtext(".//{*}head") == title


@quick
@given(ROWS)
def test_json_and_csv_say_the_same(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    """Each row is one line of JSON that reads back; a CSV reader finds the texts as they are; the same rows are the same bytes."""
    found = []
    for name in ("one", "two"):
        with JsonRows(tmp_path / f"{name}.jsonl.gz", shown(True)) as lines, CsvRows(tmp_path / f"{name}.csv.gz", shown(True)) as table:
            lines.write(rows)
            table.write(rows)
        found.append([(tmp_path / f"{name}.{ending}.gz").read_bytes() for ending in ("jsonl", "csv")])
    assert found[0] == found[1]
    said = [json.loads(line) for line in gzip.decompress(found[0][0]).decode().split("\n")[:-1]]
    assert [line["body"] for line in said] == [row["body"] for row in rows]
    text = gzip.decompress(found[0][1]).decode()
    cells = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["body"] for row in cells] == [row["body"] or "" for row in rows]
