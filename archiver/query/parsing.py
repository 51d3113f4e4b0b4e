"""From the words of a query to its tree, or to an error with its position and a hint.

Nothing here knows SQL.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NoReturn

from archiver.errors import QueryError
from archiver.query.fields import FIELDS, SHORT, Field, Kind
from archiver.query.tree import AllOf, AnyOf, Condition, Not, Test, Value

MAX_LENGTH, MAX_DEPTH = 20_000, 60
_TOKEN = re.compile(r"""
    (?P<string> '(?:[^']|'')*' | "(?:[^"]|"")*" )
  | (?P<day>    \d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)? (?![\w-]) )
  | (?P<number> -?\d+(?:\.\d+)? (?![\w.-]) )
  | (?P<word>   [^\W\d]\w* )
  | (?P<sign>   <= | >= | != | <> | == | [=<>(),] )
""", re.VERBOSE)
_OPPOSITE = {"!=": "=", "<>": "="}
_KEYWORDS = ("and", "or", "not", "in", "is", "contains", "null", "true", "false")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str) -> Condition:
    """The tree of an expression; an empty one holds for everything. Raises QueryError with position and hint."""
    if len(text) > MAX_LENGTH:
        raise QueryError(f"longer than {MAX_LENGTH:,} characters", query=text[:60], at=0)
    broken = next((at for at, c in enumerate(text) if "\ud800" <= c <= "\udfff" or c == "\0"), None)
    if broken is not None:
        raise QueryError("a character that is none: the text is not UTF-8", query=ascii(text), at=broken)
    return _Parser(text).whole()


class _Parser:
    """Recursive descent over the tokens; `not` binds closest, then `and`, then `or`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self._tokens()
        self.place = 0
        self.depth = 0

    def _tokens(self) -> list[_Token]:
        found, at = [], 0
        while at < len(self.text):
            if self.text[at].isspace():
                at += 1
                continue
            match = _TOKEN.match(self.text, at)
            if not match:
                quote = self.text[at] in "'\""
                self.fail(at, "the quote is not closed" if quote else f"{self.text[at]!r} cannot stand here")
            found.append(_Token(str(match.lastgroup), match.group(), at))
            at = match.end()
        return [*found, _Token("end", "", len(self.text))]

    def fail(self, at: int, message: str, hint: str = "") -> NoReturn:
        raise QueryError(message, query=self.text, at=at, hint=hint)

    @property
    def next(self) -> _Token:
        return self.tokens[self.place]

    def take(self) -> _Token:
        token = self.next
        self.place += 1
        return token

    def met(self, *words: str) -> str:
        """The next token if it is one of these words or signs, taken; else empty."""
        token = self.next
        return self.take().text.lower() if token.kind in ("word", "sign") and token.text.lower() in words else ""

    def whole(self) -> Condition:
        if self.next.kind == "end":
            return AllOf()
        tree = self.either()
        if self.next.kind != "end":
            self.fail(self.next.at, f"{self.next.text!r} is one too many", "join two tests by `and` or `or`")
        return tree

    def either(self) -> Condition:
        parts = [self.both()]
        while self.met("or"):
            parts.append(self.both())
        return AnyOf(tuple(parts)) if parts[1:] else parts[0]

    def both(self) -> Condition:
        parts = [self.one()]
        while self.met("and"):
            parts.append(self.one())
        return AllOf(tuple(parts)) if parts[1:] else parts[0]

    def one(self) -> Condition:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.fail(self.next.at, f"more than {MAX_DEPTH} parentheses or `not` within each other")
        try:
            if self.met("not"):
                return Not(self.one())
            start = self.next.at
            if self.met("("):
                tree = self.either()
                if not self.met(")"):
                    self.fail(start, "the parenthesis is not closed")
                return tree
            return self.test()
        finally:
            self.depth -= 1

    def test(self) -> Condition:
        token = self.take()
        if token.kind == "string":
            return Test("text", "contains", (_unquoted(token.text),))
        asked = self.field(token)
        if self.met("is"):
            no = self.met("not")
            if not self.met("null"):
                self.fail(self.next.at, "`is` goes with `null` or `not null`", "compare with =")
            return Not(Test(asked.name, "null")) if no else Test(asked.name, "null")
        negated, start = bool(self.met("not")), self.next.at
        op = self.met("in", "contains") or (not negated and self.met("=", "==", "!=", "<>", "<", "<=", ">", ">=")) or ""
        if not op:
            if asked.kind == "flag" and not negated:
                return Test(asked.name, "=", (True,))
            self.fail(start, f"what is to be said of {asked.name}?", "=, !=, <, <=, >, >=, in (...), contains, is null")
        tree = Test(asked.name, {"==": "="}.get(op) or _OPPOSITE.get(op, op), self.values(asked, op, start))
        return Not(tree) if negated or op in _OPPOSITE else tree

    def field(self, token: _Token) -> Field:
        if token.kind == "end":
            self.fail(token.at, "a field is missing here", "the query ends too early")
        name = token.text.lower()
        if token.kind != "word" or name in _KEYWORDS:
            self.fail(token.at, f"{token.text!r} stands where a field should", f"fields are {', '.join(FIELDS)}")
        found = FIELDS.get(SHORT.get(name, name))
        if not found:
            near = difflib.get_close_matches(name, [*FIELDS, *SHORT], n=2, cutoff=0.6)
            self.fail(token.at, f"there is no field {token.text[:40]!r}",
                      f"did you mean {' or '.join(near)}?" if near else f"fields are {', '.join(FIELDS)}")
        return found

    def values(self, asked: Field, op: str, at: int) -> tuple[Value, ...]:
        if op == "contains":
            if asked.kind not in ("text", "list"):
                self.fail(at, f"{asked.name} is no text, and contains nothing", "=, <, <=, >, >=")
            token = self.take()
            if token.kind != "string" or not _unquoted(token.text).strip():
                self.fail(token.at, "`contains` wants some words in quotes", f"{asked.name} contains 'word'")
            return (_unquoted(token.text),)
        if asked.kind in ("list", "flag") and op in ("<", "<=", ">", ">="):
            self.fail(at, f"{asked.name} has no order", "=, != or in (...)")
        return self.several(asked) if op == "in" else (self.value(asked),)

    def several(self, asked: Field) -> tuple[Value, ...]:
        start = self.next.at
        if not self.met("("):
            self.fail(start, "`in` wants a list in parentheses", f"{asked.name} in ('a', 'b')")
        found = [self.value(asked)]
        while self.met(","):
            found.append(self.value(asked))
        if not self.met(")"):
            self.fail(self.next.at, "a comma or a closing parenthesis is missing here")
        return tuple(found)

    def value(self, asked: Field) -> Value:
        token = self.take()
        if token.text.lower() == "null":
            self.fail(token.at, "nothing is equal to null", f"{asked.name} is null")
        return _READ[asked.kind](self, asked, token)

    def text_value(self, asked: Field, token: _Token) -> str:
        if token.kind != "string":
            meant = token.text if token.kind in ("word", "number", "day") else "..."
            self.fail(token.at, f"{asked.name} is text, and text stands in quotes", f"{asked.name} = '{meant}'")
        return _unquoted(token.text)

    def number_value(self, asked: Field, token: _Token) -> int | float:
        if token.kind != "number":
            self.fail(token.at, f"{asked.name} is a number", f"{asked.name} > 200")
        number = float(token.text) if "." in token.text else int(token.text)
        if abs(number) >= 2 ** 63:
            self.fail(token.at, "the number is too large")
        return number

    def flag_value(self, asked: Field, token: _Token) -> bool:
        if token.text.lower() not in ("true", "false"):
            self.fail(token.at, f"{asked.name} is true or false", f"{asked.name} = true")
        return token.text.lower() == "true"

    def day_value(self, asked: Field, token: _Token) -> str:
        said = _unquoted(token.text) if token.kind == "string" else token.text
        if re.fullmatch(r"\d{4}|\d{4}-\d{2}|\d{4}-\d{2}-\d{2}", said):
            try:
                date.fromisoformat((said + "-01-01")[:10])
            except ValueError:
                self.fail(token.at, f"there is no day {said}")
            return said
        if asked.kind == "time":
            return self.time_value(said, token.at)
        self.fail(token.at, f"{asked.name} is compared by day, month or year", f"{asked.name} >= 2026-01-31")

    def time_value(self, said: str, at: int) -> str:
        try:
            moment = datetime.fromisoformat(said)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()[:19] + "Z"
        except (ValueError, OverflowError):
            self.fail(at, f"{said[:40]!r} is no time", "captured >= 2026-01-31T12:00:00Z")


_READ: dict[Kind, Callable[[_Parser, Field, _Token], Value]] = {
    "text": _Parser.text_value, "list": _Parser.text_value, "number": _Parser.number_value,
    "flag": _Parser.flag_value, "day": _Parser.day_value, "time": _Parser.day_value}


def _unquoted(text: str) -> str:
    return text[1:-1].replace(text[0] * 2, text[0])
