"""The query language of the archive: an expression over an article's fields, parsed to a frozen tree, compiled to SQL.

Nothing here runs a query or knows a table: who has one says which SQL expression stands for which field (`Columns`).

    site in ('a', 'b') and lang = 'pt' and published >= 2026-01-01 and not (title contains 'x' or words < 200)

A field that is unknown meets no test but `is null`; so `lang != 'pt'`, which is `not lang = 'pt'`, holds for it. Days
are compared as the page states them, by as much as is asked for: `published = 2026-03` is all of that month.
"""

from __future__ import annotations

from archiver.query.fields import FIELDS, SHORT, Field
from archiver.query.parsing import parse
from archiver.query.sql import BETWEEN, Columns, Sql, to_sql
from archiver.query.tree import AllOf, AnyOf, Condition, Not, Test, Value

__all__ = ["BETWEEN", "FIELDS", "SHORT", "AllOf", "AnyOf", "Columns", "Condition", "Field", "Not", "Sql", "Test", "Value",
           "parse", "to_sql"]
