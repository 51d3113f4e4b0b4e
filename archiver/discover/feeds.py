"""Feeds read for the items they announce: RSS 0.9 to 2.0, RDF and Atom by feedparser, JSON Feed by hand.

Nothing here fetches: feedparser is only ever given bytes in memory, and no entity a feed declares is expanded.
"""

from __future__ import annotations

import calendar
import html
import io
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from archiver.discover.told import Reading, Told, iso_date, one_line, without_doctype

MAX_BYTES = 1_000_000          # without bodies: 4,000 items. Hostile markup costs feedparser 7 s for each MB (measured)
MAX_ITEMS = 5_000
_BODIES = re.compile(rb"<(description|content:encoded|content|summary|media:description|itunes:summary)(?=[ >\t\r\n])"
                     rb"[^<>]*(?<!/)>")
_MARKUP = re.compile(r"<[^<>]{0,500}>")
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9._-]{1,40})[\"']")
_BOMS = ((b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xef\xbb\xbf", "utf-8-sig"),
         (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_feed(payload: bytes, url: str, charset: str = "") -> Reading:
    """The items of a feed, in the feed's order; a broken feed gives what could be read, and a problem."""
    text = as_utf8(payload, charset)
    if text.lstrip()[:1] == b"{":
        return _json_feed(text)
    data = without_doctype(lean(text))
    whole = len(data) <= MAX_BYTES
    data = data if whole else _cut(data)
    try:
        parsed = _parse(data, url)
    except Exception as error:  # noqa: BLE001 - feedparser raises what it likes on hostile bytes; counted as a problem
        return Reading(problem=f"no feed reader makes anything of it: {type(error).__name__}")
    cut = f"over {MAX_BYTES:,} bytes without bodies: the items after that were not read"
    return _items(parsed, "" if whole else cut)


def _parse(data: bytes, url: str) -> Any:
    # Here, not above: it is a tenth of a worker's start, and many a worker never meets a feed.
    import feedparser  # type: ignore[import-untyped]

    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    stream = io.BytesIO(data)
    return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _items(parsed: Any, problem: str) -> Reading:
    entries = list(parsed.entries)
    told = [item for entry in entries[:MAX_ITEMS] if (item := _item(entry))]
    reading = Reading(told, problem)
    if len(entries) > MAX_ITEMS:
        reading.left_out["over the bound of a feed"] = len(entries) - MAX_ITEMS
    if nameless := min(len(entries), MAX_ITEMS) - len(told):
        reading.left_out["item without a link"] = nameless
    reading.told += _older(parsed.feed)
    torn = type(parsed.get("bozo_exception")).__name__ == "SAXParseException"
    if not entries and (torn or not parsed.version):
        reading.problem = reading.problem or f"not a feed: {_why(parsed)}"
    return reading


def _why(parsed: Any) -> str:
    error = parsed.get("bozo_exception")
    return one_line(str(error))[:120] if error else "no channel and no items"


def _item(entry: Mapping[str, Any]) -> Told | None:
    url = entry.get("feedburner_origlink") or entry.get("link") or ""
    if not isinstance(url, str) or not url.strip():
        return None
    return Told(url.strip(), _plain_title(entry.get("title")), _moment(entry))


def _plain_title(title: object) -> str:
    return one_line(html.unescape(_MARKUP.sub(" ", title[:2000]))) if isinstance(title, str) else ""


def _moment(entry: Mapping[str, Any]) -> str:
    """The item's date in UTC: feedparser reads the many spellings, and drops the zone after it has used it."""
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat() if parsed else ""
    except (ValueError, OverflowError, TypeError, OSError):
        return ""


def _older(feed: Mapping[str, Any]) -> Iterable[Told]:
    """The next older part of a feed that says so (RFC 5005)."""
    for entry in feed.get("links") or ():
        if entry.get("rel") in ("next", "prev-archive") and isinstance(entry.get("href"), str):
            yield Told(entry["href"], kind="feed", minor=True)


def _json_feed(text: bytes) -> Reading:
    """JSON Feed 1.0 and 1.1; anything else that is JSON is a named problem."""
    if len(text) > MAX_BYTES:
        return Reading(problem=f"a JSON Feed over {MAX_BYTES:,} bytes is not read")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Reading(problem="not a feed: broken JSON")
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        return Reading(problem="not a feed: JSON without items")
    told = [told for item in items[:MAX_ITEMS] if (told := _json_item(item))]
    reading = Reading(told)
    if len(items) > len(told):
        reading.left_out["item without a link"] = len(items) - len(told)
    if isinstance(following := data.get("next_url"), str):
        reading.told.append(Told(following, kind="feed", minor=True))
    return reading


def _json_item(item: object) -> Told | None:
    if not isinstance(item, dict):
        return None
    url = item.get("url") or item.get("external_url") or item.get("id")
    if not isinstance(url, str) or not url.strip():
        return None
    date = item.get("date_published") or item.get("date_modified")
    return Told(url.strip(), _plain_title(item.get("title")), iso_date(date) if isinstance(date, str) else "")


def as_utf8(payload: bytes, charset: str = "") -> bytes:
    """The text in UTF-8: its mark, then UTF-8 where it is valid, then what the header and the XML declaration say.

    Valid UTF-8 wins over a header that says otherwise: servers put their default on everything.
    """
    for mark, name in _BOMS:
        if payload.startswith(mark):
            return payload.decode(name, "replace").encode("utf-8", "replace")
    try:
        payload.decode("utf-8")
        return payload
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(payload[:1000])
    for name in (charset, declared[1].decode() if declared else "", "windows-1252"):
        try:
            return payload.decode(name, "replace").encode("utf-8", "replace")
        except (LookupError, ValueError):
            continue
    return payload


def lean(text: bytes) -> bytes:
    """The feed without the bodies of its items, which are nine tenths of it and cost feedparser a second for 3 MB."""
    kept: list[bytes] = []
    at = 0
    for body in _BODIES.finditer(text):
        name = body[1]
        if body.start() < at:
            continue
        end = text.find(b"</" + name + b">", body.end())
        if end < 0:
            break
        kept.append(text[at:body.start()])
        at = end + len(name) + 3
    return b"".join((*kept, text[at:]))


def _cut(text: bytes) -> bytes:
    """The start of a huge feed, up to the last whole item in it."""
    head = text[:MAX_BYTES]
    end = max(head.rfind(b"</item>") + len(b"</item>"), head.rfind(b"</entry>") + len(b"</entry>"))
    return head[:end] if end > len(b"</entry>") else head
