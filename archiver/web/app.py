"""The reader as an application: which address is answered by what, and how errors become pages.

Nothing here looks anything up.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from archiver.errors import ArchiverError
from archiver.web import article, cdx, datasets, feeds, finding, fixing, live, memento, sites
from archiver.web.api import ROUTES as API
from archiver.web.forms import form
from archiver.web.guard import Guard
from archiver.web.pages import HERE, error_page
from archiver.web.reader import Reader

THREADS = 12                # requests answered at once; each thread has a connection to the index of its own


def application(reader: Reader) -> ASGIApp:
    """The application over one archive."""
    app = Starlette(routes=[
        Route("/", finding.search_page),
        Route("/help", finding.help_page),
        Route("/article/{id}", article.article_page),
        Route("/web/{rest:path}", memento.web),
        Route("/kept/{token}/{rest:path}", memento.kept),
        Route("/fix/{id}", fixing.fix_page, methods=["GET"]),
        Route("/fix/{id}", form(fixing.fix_write), methods=["POST"]),
        Route("/sites", sites.sites_page),
        Route("/sites/{name}", sites.site_page),
        Route("/sites/{name}/profile", form(sites.keep_or_drop), methods=["POST"]),
        Route("/live", live.live_page),
        Route("/datasets", datasets.datasets_page, methods=["GET"]),
        Route("/datasets", form(datasets.export), methods=["POST"]),
        Route("/datasets/{name}", datasets.dataset_page),
        Route("/datasets/{name}/check", form(datasets.check), methods=["POST"]),
        Route("/feed.atom", feeds.articles),
        Route("/health.atom", feeds.health),
        Route("/cdx", cdx.cdx),
        *API,
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ], lifespan=_few_threads, exception_handlers={ArchiverError: _error, HTTPException: _http_error, Exception: _error})
    app.state.reader = reader
    return Guard(app, reader.hosts, read_only=reader.read_only)


@asynccontextmanager
async def _few_threads(app: Starlette) -> AsyncIterator[None]:
    """Memory stays bounded: by itself the server would use forty threads."""
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


async def _error(request: Request, error: Exception) -> Response:
    return await run_in_threadpool(error_page, request, error)


async def _http_error(request: Request, error: Exception) -> Response:
    said = "there is no such page here" if isinstance(error, HTTPException) and error.status_code == 404 else str(error)
    answer = error_page(request, ArchiverError(said, where=request.url.path[:200]))
    answer.status_code = error.status_code if isinstance(error, HTTPException) else 500
    return answer


