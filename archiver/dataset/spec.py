"""What is asked of an export: name, query and choices, as a manifest keeps them and as an export can be made again.

Nothing here reads an archive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from archiver.dataset.policy import POLICIES, Policy
from archiver.errors import DatasetError
from archiver.query import AllOf, Condition, Test, parse

NearDup = Literal["label", "keep-first"]
FORMATS = ("parquet", "jsonl", "csv", "hf", "tei", "wacz")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_SPLIT = re.compile(r"time:(\d{1,2}(?:\.\d+)?(?:/\d{1,2}(?:\.\d+)?){1,2})")
_PARTS = {2: ("train", "test"), 3: ("train", "validation", "test")}


@dataclass(frozen=True, slots=True)
class Spec:
    """An export as it was asked for. `query` is the whole of it, options included; `split` is empty for one part."""

    name: str
    query: str = ""
    near_dup: NearDup = "label"
    split: str = ""
    policy: Policy = "research"
    formats: tuple[str, ...] = ("parquet",)
    text: bool = True
    authors: tuple[str, ...] = ()
    licence: str = ""
    bag: bool = False

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or ".." in self.name:
            raise DatasetError("not a dataset's name", where=repr(self.name[:100]),
                               cure="lower-case letters, digits, dots, hyphens and underscores")
        unknown = sorted(set(self.formats) - set(FORMATS))
        if unknown or not self.formats:
            raise DatasetError(f"no such format: {', '.join(unknown) or 'none named'}", where=self.name,
                               cure=f"formats are {', '.join(FORMATS)}")
        if self.policy not in POLICIES:
            raise DatasetError(f"no such policy: {self.policy!r}", where=self.name, cure=f"policies are {', '.join(POLICIES)}")
        self.parts()
        parse(self.query)

    @property
    def condition(self) -> Condition:
        """The query's tree."""
        return parse(self.query)

    def parts(self) -> tuple[tuple[str, float], ...]:
        """Name and share of each split; one part, `train`, where none is asked for."""
        if not self.split:
            return (("train", 1.0),)
        match = _SPLIT.fullmatch(self.split)
        shares = [float(number) for number in match[1].split("/")] if match else []
        if not match or abs(sum(shares) - 100) > 0.001 or min(shares) <= 0:
            raise DatasetError(f"not a split: {self.split[:60]!r}", where=self.name,
                               cure="time:80/10/10 or time:90/10: shares of a hundred, the earliest articles first")
        return tuple(zip(_PARTS[len(shares)], (share / 100 for share in shares), strict=True))

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Spec:
        """As a manifest says; raises DatasetError where it says nothing usable."""
        try:
            given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
            return cls(**given)
        except TypeError as error:
            raise DatasetError(f"not what an export can be made of: {error}") from error


def combined(text: str = "", *, sites: Iterable[str] = (), languages: Iterable[str] = (), since: str = "", until: str = "",
             least_words: int = 0) -> str:
    """The query that an expression and the options of the command line make together; both days are included."""
    parts: list[Condition] = []
    for name, values in (("site", tuple(sites)), ("language", tuple(languages))):
        if values:
            parts.append(Test(name, "in" if values[1:] else "=", values))
    for op, day in ((">=", since), ("<=", until)):
        if day:
            parts.append(parse(f"published {op} '{day}'") if "'" not in day else parse(f'published {op} "{day}"'))
    if least_words:
        parts.append(Test("word_count", ">=", (least_words,)))
    if text.strip():
        parts.append(parse(text))
    return str(parts[0]) if len(parts) == 1 else str(AllOf(tuple(parts)))
