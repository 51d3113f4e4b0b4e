"""The JSON Schema of an article and the tables of docs/model.md, made from the model's own field docs.

Nothing here states a field twice: a word that is wrong in the published schema is put right in `model.py`, and then
`python -m archiver.schema --write docs` writes both files again.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Union

from archiver.model import Article, Author, Capture, Evidence, Exchange, Image, Link, Pace, Provenance, Rule, Schedule, Site

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_FILE, MODEL_FILE = "article.schema.json", "model.md"
_PLAIN: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_WORDS: dict[Any, str] = {str: "text", int: "whole number", float: "number", bool: "true or false", type(None): "null",
                          bytes: "bytes", datetime: "time"}
_CITATION = re.compile(r"\s*schema\.org: (.+?)\.?$")
_BOUNDS: dict[tuple[type, str], dict[str, Any]] = {
    (Article, "id"): {"pattern": "^[0-9a-f]{16}$"}, (Article, "version"): {"minimum": 1},
    (Article, "word_count"): {"minimum": 0}, (Evidence, "confidence"): {"minimum": 0, "maximum": 1},
}
_SCHEMA_ORG = {Article: "NewsArticle", Author: "Person", Image: "ImageObject"}
_NOUNS: tuple[type, ...] = (Article, Author, Image, Evidence, Provenance, Site, Pace, Schedule, Rule, Link, Exchange, Capture)


def article_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of `Article.to_dict()`; unknown keys are allowed, as readers pass them over."""
    parts: dict[str, Any] = {}
    root = _record(Article, parts)
    return {"$schema": DRAFT, "title": "Article", **root, "$defs": dict(sorted(parts.items()))}


def _record(kind: type, parts: dict[str, Any]) -> dict[str, Any]:
    """One dataclass as an object; the records in it are put into `parts` once each."""
    hints = typing.get_type_hints(kind)
    properties = {item.name: {**_type(hints[item.name], parts), **_BOUNDS.get((kind, item.name), {}),
                              "description": item.metadata["doc"]} for item in fields(kind)}
    return {"type": "object", "description": _purpose(kind), "properties": properties, "required": list(properties)}


def _type(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if is_dataclass(kind) and isinstance(kind, type):
        parts.setdefault(kind.__name__, None)
        parts[kind.__name__] = parts[kind.__name__] or _record(kind, parts)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return {"type": "array", "items": _type(arguments[0], parts)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(arguments[1], parts)}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, types.UnionType):
        return {"type": [_PLAIN[part] for part in arguments]}
    raise TypeError(f"the model has a type that JSON Schema is not told of here: {kind}")


def _purpose(kind: type) -> str:
    """The first paragraph of a noun's doc string, on one line."""
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


def schema_org(kind: type) -> Iterator[tuple[str, str]]:
    """Pairs of a field and its schema.org name, for those that have one."""
    for item in fields(kind):
        if match := _CITATION.search(item.metadata["doc"]):
            yield item.name, match[1]


def mapping_table() -> str:
    """The mapping to schema.org as a Markdown table."""
    rows = [f"| `{_path(kind, name)}` | {_SCHEMA_ORG[kind]} | `{term}` |"
            for kind in _SCHEMA_ORG for name, term in schema_org(kind)]
    return "\n".join(["| field | schema.org type | property |", "|---|---|---|", *rows])


def _path(kind: type, name: str) -> str:
    return {Article: "", Author: "authors[].", Image: "images[]."}[kind] + name


def model_page() -> str:
    """docs/model.md: every noun with its fields, and the mapping to schema.org."""
    parts = ["# The model", "",
             "Made from `archiver/model.py` by `python -m archiver.schema --write docs`; do not edit it here. The JSON "
             f"form of an article is described by [{SCHEMA_FILE}]({SCHEMA_FILE}) (JSON Schema, draft 2020-12).", ""]
    for kind in _NOUNS:
        parts += [f"## {kind.__name__}", "", _purpose(kind), "", _fields_table(kind), ""]
    parts += ["## In the words of schema.org", "", mapping_table(), ""]
    return "\n".join(parts)


def _fields_table(kind: type) -> str:
    hints = typing.get_type_hints(kind)
    rows = [f"| `{item.name}` | {_type_name(hints[item.name])} | {_cell(_CITATION.sub('', item.metadata['doc']))} |"
            for item in fields(kind)]
    return "\n".join(["| field | type | meaning |", "|---|---|---|", *rows])


def _type_name(kind: Any) -> str:
    """A type in words: `list of text`, `number or null`."""
    if kind in _WORDS:
        return _WORDS[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return f"list of {_type_name(arguments[0])}"
    if origin is dict:
        return f"mapping of text to {_type_name(arguments[1])}"
    if origin is Literal:
        return " or ".join(f"`{argument}`" for argument in arguments)
    if origin in (Union, types.UnionType):
        return " or ".join(_type_name(argument) for argument in arguments)
    return f"[{kind.__name__}](#{kind.__name__.lower()})" if kind in _NOUNS else str(kind.__name__)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def published() -> dict[str, str]:
    """File name to text of all that is published from the model."""
    return {SCHEMA_FILE: json.dumps(article_schema(), indent=2, ensure_ascii=False) + "\n", MODEL_FILE: model_page()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the published files into a folder, or print the schema."""
    parser = argparse.ArgumentParser(prog="python -m archiver.schema", description="Publish the model.")
    parser.add_argument("--write", metavar="FOLDER", type=Path, help="write the files there")
    folder = parser.parse_args(arguments).write
    if folder is None:
        sys.stdout.write(published()[SCHEMA_FILE])
        return 0
    for name, text in published().items():
        (folder / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
