"""The page on which a person points at the line that is the byline: a rule is proposed, tried, and written if they say so.

Nothing here makes a rule: `learn.lessons` does, for `archiver fix` too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archiver.errors import RuleError
from archiver.extract.rules.fixing import DROP, verdicts
from archiver.learn.lessons import Lesson, Taught, lesson, propose, tried, write
from archiver.sites.writing import dump_rule
from archiver.web.article import versions
from archiver.web.forms import Fields
from archiver.web.pages import page, with_query
from archiver.web.reader import Reader

FIELDS = {"byline": "byline", "title": "headline", "credit": "photo credit", "published": "date", "modified": "date of change",
          "section": "section", "description": "standfirst", DROP: "not part of the text"}
SAMPLE = 12                 # other pages a rule is tried on: a person is waiting
AWAY = 5                    # lines in a row that nothing was read from, from which on they are folded away


@dataclass(frozen=True)
class Shown:
    """One line of a page: its number, its words, what it was taken for, what it is told to be, where a click leads."""

    number: int
    text: str
    mark: str
    told: str
    link: str


def fix_page(request: Request) -> Response:
    """`GET /fix/<id>`: the lines of the page; with `told`, the rule that would follow."""
    told = spoken(request.query_params.get("told", ""))
    field = request.query_params.get("field", "byline")
    of, number = _lesson(request)
    taught, trouble = None, ""
    if told:
        try:
            taught = tried(of, propose(of, words(told)))
        except RuleError as error:
            trouble = str(error)
    shown = list(lines(of, number, field if field in FIELDS else "byline", told))
    return page(request, "fix.html", title="Show me the lines", article=versions(request.app.state.reader, number)[-1],
                groups=list(_groups(shown)), fields=FIELDS, field=field, told=words(told), taught=taught, trouble=trouble,
                rule=dump_rule(taught.rule) if taught else "", file=str(of.path), written=bool(request.query_params.get("written")),
                changes=_changes(taught), path=f"/fix/{number}")


def fix_write(request: Request, fields: Fields) -> Response:
    """`POST /fix/<id>`: the rule goes into the site's file."""
    of, number = _lesson(request)
    write(of, tried(of, propose(of, words(spoken(fields.get("told", ""))))))
    return RedirectResponse(with_query(f"/fix/{number}", written=1), 303)


def _lesson(request: Request) -> tuple[Lesson, str]:
    reader: Reader = request.app.state.reader
    number = versions(reader, request.path_params["id"])[-1].id
    return lesson(reader.archive(), reader.sites, number, SAMPLE), number


def spoken(text: str) -> dict[str, list[int]]:
    """`byline=14 drop=2,3` as fields and line numbers; what cannot be read is passed over."""
    found: dict[str, list[int]] = {}
    for name, numbers in re.findall(r"([a-z]{1,20})=([\d,]{1,2000})", text[:5_000]):
        if name in FIELDS:
            found[name] = [int(number[:6]) for number in numbers.split(",") if number]
    return {name: numbers for name, numbers in found.items() if numbers}


def words(told: dict[str, list[int]]) -> str:
    """The same as `archiver fix` takes it."""
    return " ".join(f"{name}={','.join(map(str, numbers))}" for name, numbers in told.items())


def lines(of: Lesson, number: str, field: str, told: dict[str, list[int]]) -> Iterator[Shown]:
    """The lines of the page; a click on one says that it is the field, or takes that back."""
    said = {line: name for name, numbers in told.items() for line in numbers}
    for line, mark in zip(of.page.lines, verdicts(of.page, of.extractor.read(of.page)), strict=True):
        at = line.index + 1
        fresh = {name: [n for n in numbers if n != at] for name, numbers in told.items()}
        if said.get(at) != field:
            fresh[field] = sorted({*fresh.get(field, []), at}) if field == DROP else [at]
        link = with_query(f"/fix/{number}", field=field, told=words({name: n for name, n in fresh.items() if n}))
        yield Shown(at, line.text, mark, FIELDS.get(said.get(at, ""), ""), link)


def _groups(shown: list[Shown]) -> Iterator[tuple[bool, list[Shown]]]:
    """Lines in their order; long rows that nothing was read from are folded away."""
    row: list[Shown] = []
    for line in shown:
        quiet = not line.mark and not line.told
        if row and (not row[0].mark and not row[0].told) != quiet:
            yield _folded(row), row
            row = []
        row.append(line)
    if row:
        yield _folded(row), row


def _folded(row: list[Shown]) -> bool:
    return len(row) > AWAY and not row[0].mark and not row[0].told


def _changes(taught: Taught | None) -> list[dict[str, Any]]:
    if taught is None:
        return []
    return [{"url": c.url, "field": c.field, "before": c.before[:600], "after": c.after[:600]} for c in taught.effect.examples]
