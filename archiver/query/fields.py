"""The fields that can be asked for, from the model and in its own words.

Nothing here knows a query.
"""

from __future__ import annotations

import types
import typing
from dataclasses import dataclass, fields
from typing import Any, Literal, Union

from archiver.model import Article, Author, Image, Provenance

Kind = Literal["text", "list", "number", "flag", "day", "time"]


@dataclass(frozen=True, slots=True)
class Field:
    """What can be asked for: `list` has a text for each member, `day` is as stated, `time` is in UTC."""

    name: str
    kind: Kind
    doc: str


def _kind(hint: Any) -> Kind | None:
    """The kind of a field by its type in the model; None where it cannot be asked for."""
    if typing.get_origin(hint) in (Union, types.UnionType):
        hint = typing.get_args(hint)[0]
    if typing.get_origin(hint) is tuple:
        return "list" if typing.get_args(hint)[0] is str else None
    kinds: dict[Any, Kind] = {str: "text", int: "number", bool: "flag"}
    return kinds.get(hint)


def _all() -> dict[str, Field]:
    """The fields of the model, and the few that lie deeper, each with the model's own words."""
    hints = typing.get_type_hints(Article)
    told = {(kind, f.name): f.metadata["doc"] for kind in (Article, Author, Image, Provenance) for f in fields(kind)}
    found = {name: Field(name, kind, told[Article, name]) for name, hint in hints.items() if (kind := _kind(hint))}
    for name in ("published", "modified"):
        found[name] = Field(name, "day", told[Article, name])
    deeper: tuple[tuple[str, Kind, str], ...] = (
        ("authors", "list", told[Article, "authors"]), ("credits", "list", told[Image, "credit"]),
        ("captions", "list", told[Image, "caption"]), ("captured", "time", told[Provenance, "captured"]),
        ("extractor", "text", told[Provenance, "extractor"]), ("warc", "text", told[Provenance, "warc"]),
        ("text", "text", "Title, description and body together."))
    return found | {name: Field(name, kind, doc) for name, kind, doc in deeper}


FIELDS: dict[str, Field] = _all()
SHORT = {"lang": "language", "words": "word_count", "author": "authors", "tag": "tags", "credit": "credits",
         "caption": "captions", "organisation": "organisations", "free": "free_access", "date": "published"}
