"""The reader for programs: what the pages show, as JSON.

Nothing here looks anything up otherwise than the pages do. `/openapi.json` says what there is.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from archiver.errors import QueryError
from archiver.web.article import versions
from archiver.web.finding import asking, found
from archiver.web.reader import Reader

MOST = 100


def number(request: Request, name: str, default: int, most: int) -> int:
    """A whole number of the query. Raises QueryError."""
    said = request.query_params.get(name, str(default))
    if not said.isdecimal() or not said.isascii() or len(said) > 9 or not 0 <= int(said) <= most:
        raise QueryError(f"{name} is a whole number up to {most}", query=said[:60], at=0)
    return int(said)


def search(request: Request) -> Response:
    """`GET /api/search`: hits and counts, with the same parameters as the search page."""
    reader: Reader = request.app.state.reader
    ask = asking(request.query_params.multi_items())
    hits = found(reader, ask, size=number(request, "limit", 20, MOST))
    shown: dict[str, Any] = asdict(hits)
    for hit in shown["hits"]:
        hit["snippet"] = "".join(letter for letter in hit["snippet"] if letter not in "\ue000\ue001")
    shown["facets"] = {name: [{"value": value, "count": count} for value, count in pairs] for name, pairs in hits.facets.items()}
    shown["months"] = dict(hits.months)
    return JSONResponse({"query": ask.expression(), **shown})


def article(request: Request) -> Response:
    """`GET /api/articles/{id}`: an article as it is stored, its latest version."""
    return JSONResponse(versions(request.app.state.reader, request.path_params["id"])[-1].to_dict())


def article_versions(request: Request) -> Response:
    """`GET /api/articles/{id}/versions`: all its versions, the oldest first."""
    return JSONResponse([one.to_dict() for one in versions(request.app.state.reader, request.path_params["id"])])


ROUTES = [
    Route("/api/search", search),
    Route("/api/articles/{id}", article),
    Route("/api/articles/{id}/versions", article_versions),
]
