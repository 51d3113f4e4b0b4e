"""A query as a frozen tree, which says itself in the words it is parsed from.

Nothing here parses or compiles.
"""

from __future__ import annotations

from dataclasses import dataclass

from archiver.query.fields import FIELDS, Kind

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Test:
    """One field against one or more values; `op` is `=`, `<`, `<=`, `>`, `>=`, `in`, `contains` or `null`."""

    __test__ = False

    field: str
    op: str
    values: tuple[Value, ...] = ()

    def __str__(self) -> str:
        if self.op == "null":
            return f"{self.field} is null"
        said = ", ".join(_said(value, FIELDS[self.field].kind) for value in self.values)
        return f"{self.field} {self.op} {f'({said})' if self.op == 'in' else said}"


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where its part does not."""

    part: Condition

    def __str__(self) -> str:
        return f"not ({self.part})"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where every part does; with none, always."""

    parts: tuple[Condition, ...] = ()

    def __str__(self) -> str:
        return " and ".join(f"({part})" if isinstance(part, AnyOf) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where one of its parts does."""

    parts: tuple[Condition, ...]

    def __str__(self) -> str:
        return " or ".join(f"({part})" if isinstance(part, AllOf) else str(part) for part in self.parts)


Condition = Test | Not | AllOf | AnyOf


def _said(value: Value, kind: Kind) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind in ("text", "list"):
        return "'" + str(value).replace("'", "''") + "'"
    return str(value)
