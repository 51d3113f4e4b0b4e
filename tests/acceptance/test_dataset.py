"""A dataset opened by those who will: Hugging Face's library, pandas, polars, DuckDB, mlcroissant; and its package checked."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.dataset.export import export
from archiver.dataset.spec import Spec

from .conftest import Demo

READ = """
import json, sys
folder = sys.argv[1]
import datasets, pandas, polars, duckdb, mlcroissant
loaded = datasets.load_dataset(folder)
frame = pandas.read_parquet(f"{folder}/data")
lazy = polars.read_parquet(f"{folder}/data/*.parquet")
rows = duckdb.sql(f"FROM '{folder}/data/*.parquet'").fetchall()
croissant = mlcroissant.Dataset(f"{folder}/croissant.json")
records = [record["articles/id"].decode() for record in croissant.records("articles")]
print(json.dumps({
    "splits": {name: part.num_rows for name, part in loaded.items()}, "list": str(loaded["train"].features["authors"]),
    "title": loaded["train"][0].get("title"), "pandas": [len(frame), str(frame["captured"].dtype)],
    "polars": [len(lazy), str(lazy.schema["published_day"])], "duckdb": len(rows), "croissant": sorted(records),
    "issues": [*croissant.metadata.issues.errors, *croissant.metadata.issues.warnings]}))
"""


@pytest.mark.parametrize("text", [True, False], ids=["with text", "without text"])
def test_each_opens_it_in_one_line(demo: Demo, tools: Callable[[str], Path], tmp_path: Path, text: bool) -> None:
    """All of them find the same rows and types, offline; Croissant has no error and no warning, and its records are the rows."""
    done = export(demo.root, Spec("demo", split="time:80/10/10", formats=("hf", "jsonl", "csv", "tei"), text=text), tmp_path / "demo")
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "hf")}
    ran = subprocess.run([tools("dataset-readers") / "python", "-c", READ, done.path], capture_output=True, text=True, env=env,
                         check=False)
    assert ran.returncode == 0, ran.stderr
    said, rows = json.loads(ran.stdout), done.numbers.kept
    assert rows > 30 and said["splits"] == done.numbers.splits and said["list"] == "List(Value('string'))"
    assert said["pandas"] == [rows, "datetime64[us, UTC]"] and said["polars"] == [rows, "Date"] and said["duckdb"] == rows
    assert bool(said["title"]) == text and len(set(said["croissant"])) == rows and said["issues"] == []


def test_the_package_of_a_dataset_is_valid(demo: Demo, tools: Callable[[str], Path], tmp_path: Path) -> None:
    """`wacz validate` finds nothing wrong, and only the pages of the rows are in it."""
    done = export(demo.root, Spec("demo", "lang = 'pt'", formats=("wacz",)), tmp_path / "demo")
    package = done.path / "demo.wacz"
    ran = subprocess.run([tools("wacz") / "wacz", "validate", "--file", package], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    with zipfile.ZipFile(package) as file:
        assert file.read("pages/pages.jsonl").count(b"\n") - 1 == done.numbers.kept
