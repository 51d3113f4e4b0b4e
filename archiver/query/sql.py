"""A query's tree as a condition in SQL, over whatever table says which of its columns is which field.

Nothing here runs a query or knows a table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from archiver.errors import QueryError
from archiver.query.fields import FIELDS, Kind
from archiver.query.tree import AllOf, Condition, Not, Test, Value

Sql = tuple[str, tuple[Value, ...]]
BETWEEN = "\n"


@dataclass(frozen=True)
class Columns:
    """How a table says the fields, for DuckDB and SQLite alike.

    `names`: field to SQL expression, NULL where it is unknown. A list is one text, each member between line ends
    (`\\nA\\nB\\n`), NULL where it is empty. `fold` is the SQL function that makes upper and lower case alike.
    `contains`: for fields that a full-text index answers, a function from the words to a condition and its values.
    """

    names: Mapping[str, str]
    fold: str = "lower"
    contains: Mapping[str, Callable[[str], Sql]] = field(default_factory=dict)


def to_sql(tree: Condition, columns: Columns) -> Sql:
    """The tree as a condition with `?` for each value; raises QueryError for a field the table does not have."""
    if isinstance(tree, Test):
        condition, values = _test(tree, columns)
        return f"coalesce({condition}, false)", values
    if isinstance(tree, Not):
        condition, values = to_sql(tree.part, columns)
        return f"(NOT {condition})", values
    parts = [to_sql(part, columns) for part in tree.parts]
    word = " AND " if isinstance(tree, AllOf) else " OR "
    return (f"({word.join(part for part, _ in parts)})" if parts else "true",
            tuple(value for _, values in parts for value in values))


def _test(test: Test, columns: Columns) -> Sql:
    column, kind = columns.names.get(test.field, ""), FIELDS[test.field].kind
    if test.op == "contains" and test.field in columns.contains:
        return columns.contains[test.field](str(test.values[0]))
    if not column:
        raise QueryError(f"{test.field} cannot be asked for here", query=str(test), at=0,
                         hint=f"fields are {', '.join(columns.names)}")
    if test.op == "null":
        return f"({column} IS NULL)", ()
    if test.op == "contains":
        return f"(instr({columns.fold}({column}), ?) > 0)", (str(test.values[0]).lower(),)
    op = "=" if test.op == "in" else test.op
    parts = [_compared(column, kind, op, value) for value in test.values]
    return f"({' OR '.join(part for part, _ in parts)})", tuple(value for _, value in parts)


def _compared(column: str, kind: Kind, op: str, value: Value) -> tuple[str, Value]:
    if kind == "list":
        return f"instr({column}, ?) > 0", f"{BETWEEN}{value}{BETWEEN}"
    if kind in ("day", "time"):
        said = str(value).removesuffix("Z")
        return f"substr({column}, 1, {len(said)}) {op} ?", said
    return f"{column} {op} ?", value
