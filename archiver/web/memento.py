"""Archived pages by URL and time, as web archives serve them: RFC 7089 (Memento), and the page made fit to be shown.

    /web/<14 digits>/<URL>        the capture nearest to that time, as a page
    /web/<14 digits>id_/<URL>     its bytes as they came, for programs
    /web/<URL>                    the timegate: leads to the nearest capture
    /web/timemap/link/<URL>       all captures
    /kept/<token>/<14 digits>/<URL>   a picture, style sheet or font of a page

Nothing here rewrites a page (`rewrite.py`) and nothing runs: see `guard.THEIR_POLICY`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from archiver import content
from archiver.errors import ArchiverError, NotAnArticle, NotFound, QueryError, WarcError
from archiver.extract.extractor import charset_of, page_of
from archiver.extract.page import decode_text
from archiver.model import Capture
from archiver.store.rows import CaptureRow
from archiver.urls import absolute, link_key
from archiver.web.guard import THEIR_POLICY
from archiver.web.marks import mark_evidence
from archiver.web.pages import replay_path, stamp_of
from archiver.web.reader import Reader
from archiver.web.rewrite import page_source, style_source

_STAMPED = re.compile(r"(\d{1,14})(id_|if_|mp_|im_|cs_|js_)?/(.+)", re.DOTALL)
_SERVED = re.compile(r"(image|font|audio|video)/[\w.+-]+|application/(x-)?font[\w.+-]*|text/css", re.IGNORECASE)
_FRAMED = {"content-security-policy": THEIR_POLICY, "cross-origin-resource-policy": "same-origin", "referrer-policy": "no-referrer"}
_KEPT = {"content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
         "cross-origin-resource-policy": "cross-origin",      # the pages that ask for it have an origin of their own
         "cache-control": "private, max-age=3600"}
MOST_PAGE = 16 * 1024 * 1024
MOST_KEPT = 32 * 1024 * 1024
_OK = range(200, 300)


def asked_url(request: Request, name: str = "rest") -> str:
    """The part of an address that is a URL, with the query that belongs to it; exactly as it was sent."""
    raw = (request.scope.get("raw_path") or b"").decode("latin-1")
    path = request.scope["path"]
    prefix = path[:len(path) - len(request.path_params[name])]
    said = raw[len(prefix):] if raw.startswith(prefix) else request.path_params[name]
    query = request.scope.get("query_string", b"").decode("latin-1")
    return f"{said}?{query}" if query else str(said)


def whole_url(said: str) -> str:
    """A URL as people and programs write it in an address: the scheme may be missing or have lost a slash."""
    text = re.sub(r"^(https?):/+", r"\1://", unquote(said) if "://" not in said and "%3A" in said.upper() else said)
    found = absolute("http://x/", text if "://" in text else f"http://{text}")
    if not found:
        raise QueryError("this is no URL of a page", query=said[:200], at=0, hint="http:// or https:// and a host")
    return found


def nearest(rows: Iterable[CaptureRow], stamp: str) -> CaptureRow | None:
    """The capture nearest in time; one that has content before one that has none."""
    usable = sorted(rows, key=lambda row: (row.kind == "requisite" and row.status not in _OK, row.captured))
    shown = [row for row in usable if row.status in _OK or row.revisit_of] or usable
    return min(shown, key=lambda row: abs(seconds_of(stamp_of(row.captured)) - seconds_of(stamp)), default=None)


def seconds_of(stamp: str) -> float:
    """A time of 14 digits, or the first of them. Raises QueryError."""
    whole = stamp[:14] + "00000101000000"[len(stamp[:14]):]
    try:
        return datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise QueryError(f"{stamp[:20]!r} is no time", query=stamp[:20], at=0, hint="as 20260131120000, or its beginning") from None


def web(request: Request) -> Response:
    """`GET /web/...`: a timemap, a memento, or the timegate."""
    said = asked_url(request)
    if match := re.match(r"timemap/(link|json|cdxj)/(.+)", said, re.DOTALL):
        return timemap(request, match[1], whole_url(match[2]))
    if match := _STAMPED.fullmatch(said):
        return memento(request, match[1], match[2] or "", match[3])
    return timegate(request, whole_url(said))


def memento(request: Request, stamp: str, kind: str, said: str) -> Response:
    """One capture: as a page to look at, or its bytes."""
    reader: Reader = request.app.state.reader
    url, marks = _with_marks(said)
    url = whole_url(url)
    rows = reader.archive().captures_of(url)
    row = nearest(rows, stamp)
    if row is None:
        return _missing(url)
    capture = reader.archive().read(row.warc, row.offset)
    headers = {**_FRAMED, "memento-datetime": _http_date(row.captured), "link": ", ".join(_links(request, url, rows, row))}
    if kind == "id_":
        return _bytes(capture, headers)
    target = capture.exchange.header("Location")
    if 300 <= capture.exchange.status < 400 and not row.revisit_of and (there := absolute(url, target)):
        return RedirectResponse(replay_path(there, row.captured), 302, headers=headers)
    return shown(reader, capture, headers, marks)


def _with_marks(said: str) -> tuple[str, str]:
    """A URL, and the article whose evidence is to be marked; that stands behind it as `#`, which no URL here has."""
    url, _, article = said.partition("%23marks=")
    return url, article if re.fullmatch(r"[0-9a-f]{16}\.\d{1,6}", article) else ""


def shown(reader: Reader, capture: Capture, headers: dict[str, str], marks: str = "") -> Response:
    """A capture as a page to look at, whatever its type."""
    exchange, stamp = capture.exchange, stamp_of(capture.exchange.started.astimezone(UTC).isoformat())
    mime = exchange.header("Content-Type").partition(";")[0].strip().lower()
    if _SERVED.fullmatch(mime) and mime != "text/css":
        return HTMLResponse(f'<!DOCTYPE html><title>picture</title><img alt="" src="{escape(_kept_path(reader, capture.url, stamp))}">',
                            headers=headers)
    if mime not in ("", "text/html", "application/xhtml+xml"):
        return PlainTextResponse(_text(capture), headers=headers)
    try:
        page = page_of(capture)
    except NotAnArticle as error:
        return PlainTextResponse(f"There is nothing to show: {error.reason}\n", headers=headers)
    except (content.TooLarge, content.BadCoding) as error:
        return PlainTextResponse(f"The page cannot be unpacked: {error}\n", headers=headers)
    if marks:
        number, _, version = marks.partition(".")
        article = next((a for a in reader.archive().history(number) if a.version == int(version)), None)
        if article:
            mark_evidence(page, article)
    lookup = Lookup(reader, capture.site, stamp)
    text = page_source(page.root, capture.url, lambda url: replay_path(url, stamp), lookup)
    return Response(text, media_type="text/html; charset=utf-8", headers=headers)


class Lookup:
    """From a URL to the address here of what is kept of it; None where nothing is. Each URL is looked up once."""

    def __init__(self, reader: Reader, site: str, stamp: str) -> None:
        self.reader, self.site, self.stamp = reader, site, stamp
        self.known: dict[str, str | None] = {}

    def __call__(self, url: str) -> str | None:
        key = link_key(url)
        if key not in self.known and len(self.known) < 2_000:
            found = any(_SERVED.fullmatch(row.mime) and row.status in _OK for row in self.reader.archive().captures_of(url))
            self.known[key] = _kept_path(self.reader, url, self.stamp) if found else None
        return self.known.get(key)


def _kept_path(reader: Reader, url: str, stamp: str) -> str:
    return f"/kept/{reader.token}/{replay_path(url, stamp).removeprefix('/web/')}"


def kept(request: Request) -> Response:
    """`GET /kept/<token>/<14 digits>/<URL>`: a picture, style sheet or font. The token keeps other pages from asking."""
    reader: Reader = request.app.state.reader
    match = _STAMPED.fullmatch(asked_url(request))
    if request.path_params["token"] != reader.token or not match:
        raise NotFound("nothing is kept at this address", where=request.url.path[:200])
    url = whole_url(match[3])
    row = nearest([r for r in reader.archive().captures_of(url) if _SERVED.fullmatch(r.mime) and r.status in _OK], match[1])
    if row is None:
        raise NotFound("no picture, style sheet or font of this address is in the archive", where=url)
    capture = reader.archive().read(row.warc, row.offset)
    data = _decoded(capture, MOST_KEPT)
    if row.mime == "text/css":
        sheet = decode_text(data, charset_of(capture.exchange.header("Content-Type")))
        data = style_source(sheet, capture.url, Lookup(reader, row.site, match[1])).replace("\\3c ", "<").encode()
    return Response(data, media_type=row.mime, headers=_KEPT)


def _decoded(capture: Capture, most: int) -> bytes:
    try:
        return content.decode(capture.exchange.payload, capture.exchange.header("Content-Encoding"), most)
    except (content.TooLarge, content.BadCoding) as error:
        raise WarcError(f"cannot be unpacked: {error}", where=capture.url) from error


def _text(capture: Capture) -> str:
    return decode_text(_decoded(capture, MOST_PAGE), charset_of(capture.exchange.header("Content-Type")))[:2_000_000]


def _bytes(capture: Capture, headers: dict[str, str]) -> Response:
    """The payload without its codings, with the headers of then under another name; a browser saves it and shows nothing."""
    then = {f"x-archive-orig-{name.lower()}": value for name, value in capture.exchange.headers
            if re.fullmatch(r"[A-Za-z0-9-]{1,60}", name) and value.isascii() and value.isprintable() and len(value) < 2_000}
    said = capture.exchange.header("Content-Type")
    kind = said if re.fullmatch(r"[\w.+-]+/[\w.+-]+(\s*;\s*charset=[\w\"'-]+)?", said) else "application/octet-stream"
    status = capture.exchange.status if capture.exchange.status in range(200, 600) else 200
    answer = Response(_decoded(capture, MOST_KEPT), status if status not in (204, 205, 304) else 200, {**then, **headers})
    answer.headers["content-type"] = kind
    answer.headers["content-disposition"] = "attachment"      # a preconnect in its head is not held back by any policy
    return answer


def _missing(url: str) -> Response:
    said = (f'<!DOCTYPE html><meta charset="utf-8"><title>Not in the archive</title><body style="font:16px/1.6 system-ui,sans-serif;'
            f'margin:3rem auto;max-width:34rem;padding:0 1rem;color-scheme:light dark"><h1 style="font-size:1.2rem">Not in the archive'
            f"</h1><p>Nothing was captured of this address, and nothing is fetched now:</p><p><code>{escape(url)}</code></p>")
    return HTMLResponse(said, 404, headers=_FRAMED)


# RFC 7089 -------------------------------------------------------------------------------------------------------------


def timegate(request: Request, url: str) -> Response:
    """Leads to the capture nearest to the time of `Accept-Datetime`; without one, to the latest."""
    reader: Reader = request.app.state.reader
    said = request.headers.get("accept-datetime", "")
    try:
        when = parsedate_to_datetime(said).astimezone(UTC) if said else None
    except (ValueError, TypeError):
        raise QueryError("Accept-Datetime is no date", query=said[:100], at=0, hint="as Thu, 26 Nov 2026 00:00:00 GMT") from None
    rows = reader.archive().captures_of(url)
    row = nearest(rows, f"{when:%Y%m%d%H%M%S}" if when else "99991231235959")
    if row is None:
        return _missing(url)
    return RedirectResponse(replay_path(url, row.captured), 302,
                            headers={**_FRAMED, "vary": "accept-datetime", "link": ", ".join(_links(request, url, rows, row))})


def timemap(request: Request, form: str, url: str) -> Response:
    """All captures of a URL, in the format of links, as JSON or as CDXJ."""
    from archiver.store.cdxj import cdxj
    reader: Reader = request.app.state.reader
    rows = reader.archive().captures_of(url)
    if not rows:
        return _missing(url)
    if form == "cdxj":
        return PlainTextResponse("".join(cdxj(rows)), media_type="text/x-cdxj")
    base = str(request.base_url).rstrip("/")
    places = [(f"{base}{replay_path(url, row.captured)}", _http_date(row.captured)) for row in rows]
    if form == "json":
        from starlette.responses import JSONResponse
        return JSONResponse({"original_uri": url, "timegate_uri": f"{base}/web/{url}", "mementos": {"list": [
            {"uri": place, "datetime": when} for place, when in places]}})
    lines = [f'<{url}>; rel="original"', f'<{base}/web/timemap/link/{url}>; rel="self"; type="application/link-format"',
             f'<{base}/web/{url}>; rel="timegate"', *(f'<{place}>; rel="memento"; datetime="{when}"' for place, when in places)]
    return PlainTextResponse(",\n".join(lines) + "\n", media_type="application/link-format")


def _links(request: Request, url: str, rows: list[CaptureRow], row: CaptureRow) -> list[str]:
    base, plain = str(request.base_url).rstrip("/"), url.encode("ascii", "ignore").decode()
    ends = {"first": rows[0], "last": rows[-1]}
    return [f'<{plain}>; rel="original"', f'<{base}/web/{plain}>; rel="timegate"',
            f'<{base}/web/timemap/link/{plain}>; rel="timemap"; type="application/link-format"',
            *(f'<{base}{replay_path(plain, one.captured)}>; rel="{name} memento"; datetime="{_http_date(one.captured)}"'
              for name, one in ends.items()),
            f'<{base}{replay_path(plain, row.captured)}>; rel="memento"; datetime="{_http_date(row.captured)}"']


def _http_date(captured: str) -> str:
    try:
        return format_datetime(datetime.fromisoformat(captured).astimezone(UTC).replace(microsecond=0), usegmt=True)
    except ValueError as error:
        raise ArchiverError(f"a capture has no time: {captured!r}") from error
