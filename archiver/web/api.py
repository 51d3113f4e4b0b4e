"""The reader for programs: what the pages show, as JSON.

Nothing here looks anything up otherwise than the pages do. `/openapi.json` says what there is.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from archiver.web.article import versions
from archiver.web.datasets import made
from archiver.web.finding import asking, found
from archiver.web.live import state
from archiver.web.openapi import described
from archiver.web.pages import whole_number
from archiver.web.reader import Reader
from archiver.web.sites import known, lines

MOST = 100


def search(request: Request) -> Response:
    """`GET /api/search`: hits and counts, with the same parameters as the search page."""
    reader: Reader = request.app.state.reader
    ask = asking(request.query_params.multi_items())
    hits = found(reader, ask, size=whole_number(request, "limit", 20, MOST))
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


def sites(request: Request) -> Response:
    """`GET /api/sites`: the sites, with the figures of the last sixty days."""
    return JSONResponse([{"site": line.name, "title": line.title, "articles": line.articles, "shares": line.shares, "last": line.last,
                          "waiting": line.waiting, "due": line.due, "busy": line.busy,
                          "health": asdict(line.report) if line.report else None} for line in lines(request.app.state.reader)])


def site(request: Request) -> Response:
    """`GET /api/sites/{name}`: how the links of a site ended, what waits, when the next is due."""
    reader: Reader = request.app.state.reader
    name = known(reader, request.path_params["name"])
    archive = reader.archive()
    return JSONResponse({"site": name, "outcomes": archive.outcomes(name), "waiting": archive.pending(name),
                         "due": archive.next_due(name), "profile": archive.profile(name)})


def live(request: Request) -> Response:
    """`GET /api/live`: what goes on now."""
    return JSONResponse(state(request.app.state.reader))


def datasets(request: Request) -> Response:
    """`GET /api/datasets`: the exports of the archive."""
    return JSONResponse([{"name": one.name, "query": one.query, "articles": one.kept, "words": one.words, "first": one.first,
                          "last": one.last, "path": one.path} for one in made(request.app.state.reader)])


def openapi(request: Request) -> Response:
    """`GET /openapi.json`."""
    return JSONResponse(described(str(request.base_url).rstrip("/")))


ROUTES = [
    Route("/api/search", search),
    Route("/api/articles/{id}", article),
    Route("/api/articles/{id}/versions", article_versions),
    Route("/api/sites", sites),
    Route("/api/sites/{name}", site),
    Route("/api/live", live),
    Route("/api/datasets", datasets),
    Route("/openapi.json", openapi),
]
