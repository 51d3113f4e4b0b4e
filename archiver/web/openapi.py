"""The description of what programs may ask (OpenAPI 3.1), made from a table and from the article's own schema.

Nothing here answers.
"""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from archiver.schema import article_schema

_TEXT = {"type": "string"}
_DAY = {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
_QUERY: dict[str, tuple[dict[str, Any], str]] = {
    "q": ({"type": "string", "maxLength": 2000}, "Words, a phrase in quotes, -without, or an expression of the query language."),
    "site": ({"type": "array", "items": _TEXT}, "Only these sites."),
    "language": ({"type": "array", "items": _TEXT}, "Only these languages, BCP 47."),
    "section": ({"type": "array", "items": _TEXT}, "Only these sections."),
    "author": ({"type": "array", "items": _TEXT}, "Only these authors."),
    "credit": ({"type": "array", "items": _TEXT}, "Only with these photo credits."),
    "access": ({"enum": ["free", "gated"]}, "Only articles that say so."),
    "from": (_DAY, "Published on this day, in this month or year, or later."),
    "to": (_DAY, "Published then or earlier."),
    "changed": (_TEXT, "Anything: only articles that have changed since their first capture."),
    "order": ({"enum": ["newest", "oldest", "best"]}, "In which order."),
    "page": ({"type": "integer", "minimum": 1, "maximum": 500}, "Which page of the hits."),
    "limit": ({"type": "integer", "minimum": 0, "maximum": 100}, "Hits a page."),
}
_CDX: dict[str, tuple[dict[str, Any], str]] = {
    "url": ({"type": "string", "minLength": 1}, "The URL; a star at its end stands for whatever follows."),
    "matchType": ({"enum": ["exact", "prefix", "host"]}, "How much of it must be the same."),
    "from": ({"type": "string", "pattern": "^[0-9]{1,14}$"}, "Captured at this time or later."),
    "to": ({"type": "string", "pattern": "^[0-9]{1,14}$"}, "Captured at this time or earlier."),
    "sort": ({"enum": ["reverse", "closest"]}, "The newest first, or by nearness to `closest`."),
    "closest": ({"type": "string", "pattern": "^[0-9]{4,14}$"}, "A time of 14 digits, or the first of them."),
    "limit": ({"type": "integer", "minimum": 0, "maximum": 10000}, "Lines at most."),
    "output": ({"enum": ["cdxj", "text", "json"]}, "CDXJ, or an object a line."),
    "filter": ({"type": "array", "items": _TEXT}, "`field:text` contains, `=field:text` is, `!` before it: not."),
    "fl": (_TEXT, "Only these fields, with commas between."),
}
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[0-9a-f]{4,16}$"},
       "description": "An article's id, or the beginning of one."}
_NAME = {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[a-z0-9][a-z0-9.-]*$"},
         "description": "A site's name."}


def described(base: str) -> dict[str, Any]:
    """The whole description."""
    article = {"$ref": "#/components/schemas/Article"}
    schema = json.loads(json.dumps(article_schema()).replace("#/$defs/", "#/components/schemas/"))
    parts = schema.pop("$defs")
    schema.pop("$schema")
    return {
        "openapi": "3.1.0", "info": {"title": "News archiver", "version": _version(), "description": "An archive, for programs."},
        "servers": [{"url": base}], "components": {"schemas": {"Article": schema, **parts, "Problem": _PROBLEM}},
        "paths": {
            "/api/search": _get("Articles that match, with counts", _params(_QUERY), {"type": "object", "required": [
                "query", "hits", "total", "more", "facets", "months", "seconds"], "properties": {
                    "hits": {"type": "array", "items": {"type": "object"}}, "total": {"type": "integer"}, "more": {"type": "boolean"},
                    "query": _TEXT}}),
            "/api/articles/{id}": _get("An article as it is stored, its latest version", [_ID], article),
            "/api/articles/{id}/versions": _get("All its versions, the oldest first", [_ID], {"type": "array", "items": article}),
            "/api/sites": _get("The sites, with the figures of the last sixty days", [], _LIST),
            "/api/sites/{name}": _get("How the links of a site ended, and its profile", [_NAME], {"type": "object"}),
            "/api/live": _get("What goes on now", [], {"type": "object"}),
            "/api/datasets": _get("The exports", [], _LIST),
            "/feed.atom": _get("The newest articles of a search, as a feed", _params({k: v for k, v in _QUERY.items() if k != "limit"}),
                               _TEXT, "application/atom+xml"),
            "/health.atom": _get("How the sites do, as a feed", [], _TEXT, "application/atom+xml"),
            "/cdx": _get("Captures of a URL, as an index of CDXJ", _params(_CDX, "url"), _TEXT, "text/x-cdxj"),
        }}


_LIST = {"type": "array", "items": {"type": "object"}}
_PROBLEM = {"type": "object", "required": ["title", "status", "detail"],
            "properties": {"title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT}}


def _get(summary: str, parameters: list[dict[str, Any]], schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    problem = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    return {"get": {"summary": summary, "parameters": parameters, "responses": {
        "200": {"description": "found", "content": {kind: {"schema": schema}}},
        "400": {"description": "what was asked cannot be answered; it says why", **problem},
        "404": {"description": "there is no such thing", **problem},
        "414": {"description": "the address is too long"}}}}


def _params(table: dict[str, tuple[dict[str, Any], str]], required: str = "") -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "required": name == required, "schema": schema, "description": words}
            for name, (schema, words) in table.items()]


def _version() -> str:
    try:
        return version("news-archiver")
    except PackageNotFoundError:
        return "unknown"
