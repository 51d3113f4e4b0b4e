"""Pages from templates: how values are written for people, and how an error becomes a page with the cure.

Nothing here looks anything up. Templates escape all they are given; what is markup is made by them alone.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from archiver.errors import ArchiverError, NotFound, QueryError
from archiver.store.search import END, START
from archiver.web.drawing import HEIGHT
from archiver.web.reader import Reader

HERE = Path(__file__).parent
RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ku nqo ps sd syr ug ur yi".split())
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_MONTHS = "January February March April May June July August September October November December".split()


def day(text: str | None) -> str:
    """A date as it is read: `2 March 2026`, in the zone it was stated in; as it stands where it is none."""
    found = re.match(r"(\d{4})-(\d\d)(?:-(\d\d))?", text or "")
    if not found or not 1 <= int(found[2]) <= 12:
        return text or ""
    return " ".join(filter(None, (str(int(found[3])) if found[3] else "", _MONTHS[int(found[2]) - 1], found[1])))


def clock(text: str | None) -> str:
    """Day and time, to the minute."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return day(text)
    zone = found.strftime("%z")
    return f"{day(text)}, {found:%H:%M}" + (" UTC" if zone == "+0000" else f" {zone[:3]}:{zone[3:]}" if zone else "")


def marked(text: str) -> Markup:
    """A snippet with what was looked for in `<mark>`."""
    said = str(escape(text)).replace(START, "<mark>").replace(END, "</mark>")
    return Markup(said)


def language_of(code: str | None) -> str:
    """A language code fit for `lang`; empty where it is none."""
    return code if code and _LANGUAGE.fullmatch(code) else ""


def direction(code: str | None) -> str:
    """Which way a language is written; `auto` where it is not known."""
    base = (code or "").split("-")[0].lower()
    return "rtl" if base in RIGHT_TO_LEFT else "ltr" if base else "auto"


def stamp_of(captured: str | None) -> str:
    """A time as 14 digits, as web archives have it in addresses."""
    return re.sub(r"\D", "", captured or "")[:14].ljust(14, "0")


def replay_path(url: str, captured: str | None, kind: str = "") -> str:
    """Where the archived page of a URL is shown."""
    return f"/web/{stamp_of(captured)}{kind}/{quote(url, safe=SAFE)}"


SAFE = ":/?&=;@!$'()*+,~%"
"""Characters of a URL that stay as they are inside a path of ours, but for `#`; its `?` becomes our own query."""


def with_query(path: str, **values: Any) -> str:
    """A path with a query, of what is not empty."""
    pairs = [(name, item) for name, value in values.items() for item in (value if isinstance(value, list | tuple) else [value])
             if item not in ("", None, False)]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def environment() -> Environment:
    """The templates, with what they may call."""
    made = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)
    made.filters.update(day=day, clock=clock, marked=marked, lang=language_of, direction=direction)
    made.globals.update(replay_path=replay_path, with_query=with_query, HEIGHT=HEIGHT)
    return made


TEMPLATES = environment()


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the reader."""
    reader: Reader = request.app.state.reader
    text = TEMPLATES.get_template(template).render(
        here=request.url.path, read_only=reader.read_only, token=reader.token, indexing=reader.indexing, **values)
    return HTMLResponse(text, status_code=status)


def whole_number(request: Request, name: str, default: int, most: int) -> int:
    """A whole number of the query. Raises QueryError."""
    said = request.query_params.get(name, str(default))
    if not said.isdecimal() or not said.isascii() or len(said) > 9 or not 0 <= int(said) <= most:
        raise QueryError(f"{name} is a whole number up to {most}", query=said[:60], at=0)
    return int(said)


def problem(status: int, said: str) -> JSONResponse:
    """An error, as RFC 9457 has it."""
    return JSONResponse({"title": said.split("\n", 1)[0], "status": status, "detail": said}, status,
                        media_type="application/problem+json")


def error_page(request: Request, error: Exception) -> Response:
    """An error of ours as a page with its message, or as JSON where that was asked for."""
    status = 404 if isinstance(error, NotFound) else 400 if isinstance(error, ArchiverError) else 500
    said = str(error) if isinstance(error, ArchiverError) else "something went wrong in the reader itself"
    if request.url.path.startswith(("/api/", "/cdx", "/feed.atom", "/health.atom")):
        return problem(status, said)
    lines = said.split("\n", 1)
    return page(request, "error.html", status, title="Not found" if status == 404 else "This does not work",
                said=lines[0], more=lines[1] if lines[1:] else "", query=isinstance(error, QueryError))
