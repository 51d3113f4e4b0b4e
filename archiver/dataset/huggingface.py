"""A dataset in the words of Hugging Face: the YAML at the head of its card, and the features in a Parquet schema.

Nothing here imports their library; `load_dataset` reads what this writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from archiver.dataset.columns import Column

_VALUES = {"VARCHAR": "string", "BIGINT": "int64", "INTEGER": "int32", "BOOLEAN": "bool", "FLOAT": "float32",
           "DOUBLE": "float64", "DATE": "date32", "TIMESTAMPTZ": "timestamp[us, tz=UTC]"}
MEMBER = re.compile(r'"(\w+)" (\w+)')
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"),
          (10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"))


def _feature(kind: str) -> dict[str, Any]:
    if kind.endswith("[]"):
        return {"feature": _feature(kind[:-2]), "_type": "List"}
    if kind.startswith("STRUCT"):
        return {name: _feature(member) for name, member in MEMBER.findall(kind)}
    return {"dtype": _VALUES[kind], "_type": "Value"}


def schema_metadata(columns: Iterable[Column]) -> dict[str, str]:
    """What goes into a Parquet schema, so that the features are exactly these."""
    features = {column.name: _feature(column.kind) for column in columns}
    return {"huggingface": json.dumps({"info": {"features": features}})}


def size_category(rows: int) -> str:
    """The size in the hub's words."""
    return next((word for most, word in _SIZES if rows < most), "n>100M")


def _yaml(name: str, kind: str) -> dict[str, Any]:
    if kind.endswith("[]"):
        inner = kind[:-2]
        return {"name": name, "list": [_yaml(n, k) for n, k in MEMBER.findall(inner)] if inner.startswith("STRUCT")
                else _VALUES[inner]}
    return {"name": name, "dtype": _VALUES[kind]}


def head(title: str, licence: str, languages: list[str], splits: dict[str, tuple[int, int]], columns: Iterable[Column]
         ) -> dict[str, Any]:
    """The YAML of a card as a mapping; `splits`: rows and bytes by name."""
    rows, size = (sum(part[index] for part in splits.values()) for index in (0, 1))
    return {
        "pretty_name": title, "license": licence or "other", "language": languages or ["und"],
        "size_categories": [size_category(rows)], "tags": ["news", "web-archive", "warc", "provenance"],
        "configs": [{"config_name": "default", "data_files": [
            {"split": name, "path": f"data/{name}-*.parquet"} for name in splits]}],
        "dataset_info": {
            "features": [_yaml(column.name, column.kind) for column in columns],
            "splits": [{"name": name, "num_examples": rows, "num_bytes": size} for name, (rows, size) in splits.items()],
            "download_size": size, "dataset_size": size},
    }
