"""What is sent to the reader by a form: read within bounds, and only with the token of a page of ours.

Nothing here acts on it.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from archiver.errors import ArchiverError, QueryError
from archiver.web.reader import Reader

MOST = 64 * 1024
Fields = Mapping[str, str]


class Refused(ArchiverError):
    """A form that was not sent from a page of ours."""


def form(act: Callable[[Request, Fields], Response]) -> Callable[[Request], Awaitable[Response]]:
    """A handler of a form's fields as a handler of a request."""
    async def handler(request: Request) -> Response:
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > MOST:
                raise QueryError(f"more than {MOST:,} bytes were sent", query="", at=0)
        text = body.decode("utf-8", "replace")
        fields = {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True, max_num_fields=100).items()}
        reader: Reader = request.app.state.reader
        if not secrets.compare_digest(fields.get("token", "").encode(), reader.token.encode()):
            raise Refused("this form is not from this reader, or the reader was started anew", where=request.url.path,
                          cure="open the page again")
        return await run_in_threadpool(act, request, fields)
    return handler
