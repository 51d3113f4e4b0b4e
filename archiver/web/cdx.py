"""A CDX server: the captures of a URL, of a folder or of a host, with the parameters that pywb sends and understands.

Nothing here reads a WARC.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from archiver.errors import QueryError
from archiver.store.cdxj import cdxj
from archiver.store.rows import CaptureRow
from archiver.urls import link_key
from archiver.web.memento import seconds_of, whole_url
from archiver.web.pages import whole_number
from archiver.web.reader import Reader

MOST = 10_000
Line = dict[str, str]


def cdx(request: Request) -> Response:
    """`GET /cdx?url=...`: lines of CDXJ, or with `output=json` an object a line."""
    said = dict(request.query_params.items())
    if not said.get("url"):
        raise QueryError("url is missing", query="", at=0, hint="/cdx?url=https://www.example.org/")
    reader: Reader = request.app.state.reader
    limit = whole_number(request, "limit", MOST, MOST)
    tests = [_test(text) for text in request.query_params.getlist("filter")[:20]]
    found = [line for line in _lines(_rows(reader, said)) if _within(line, said) and all(test(line) for test in tests)]
    found = _sorted(found, said)[:limit]
    fields = [name for name in said.get("fl", said.get("fields", "")).split(",") if name]
    if said.get("output") == "json":
        lines = [json.dumps({name: line[name] for name in fields or line if name in line}) for line in found]
    elif said.get("output", "cdxj") in ("cdxj", "text"):
        lines = [f"{line['urlkey']} {line['timestamp']} " + json.dumps({name: value for name, value in line.items() if name not in (
            "urlkey", "timestamp") and (not fields or name in fields)}) for line in found]
    else:
        raise QueryError("output is cdxj or json", query=said["output"][:60], at=0)
    return PlainTextResponse("".join(f"{line}\n" for line in lines), media_type="text/x-cdxj")


def _rows(reader: Reader, said: Line) -> Iterable[CaptureRow]:
    kind = said.get("matchType", "exact")
    url = said["url"]
    if url.endswith("*") and kind == "exact":
        url, kind = url[:-1], "prefix"
    url = whole_url(url)
    if kind == "exact":
        return reader.archive().captures_of(url)
    begins = {"prefix": link_key(url), "host": f"{link_key(url).partition('/')[0]}/"}.get(kind)
    if begins is None:
        raise QueryError("matchType is exact, prefix or host", query=kind[:60], at=0)
    return islice(reader.archive().captures_under(begins), 10 * MOST)


def _lines(rows: Iterable[CaptureRow]) -> Iterator[Line]:
    for line in cdxj(rows):
        key, stamp, data = line.split(" ", 2)
        yield {"urlkey": key, "timestamp": stamp, **json.loads(data)}


def _within(line: Line, said: Line) -> bool:
    return said.get("from", "") <= line["timestamp"] and line["timestamp"][:len(said.get("to", ""))] <= said.get("to", "")


def _test(text: str) -> Callable[[Line], bool]:
    """`[!][=]field:text`: contains, or with `=` is. Patterns (`~`) are not tried: a pattern of a stranger's can take for ever."""
    no, rest = text.startswith("!"), text.removeprefix("!")
    if rest.startswith("~"):
        raise QueryError("filters by pattern are not supported", query=text[:60], at=0, hint="field:text, or =field:text")
    same, rest = rest.startswith("="), rest.removeprefix("=")
    name, sign, wanted = rest.partition(":")
    if not sign:
        raise QueryError("a filter is a field, a colon and a text", query=text[:60], at=0, hint="=status:200")
    return lambda line: ((line.get(name, "") == wanted) if same else (wanted in line.get(name, ""))) != no


def _sorted(lines: list[Line], said: Line) -> list[Line]:
    order = said.get("sort", "")
    if order == "reverse":
        return lines[::-1]
    if order == "closest" and said.get("closest"):
        wanted = seconds_of(said["closest"])
        return sorted(lines, key=lambda line: abs(seconds_of(line["timestamp"]) - wanted))
    return lines
