"""An Exchange as WARC records and back: response or revisit, request, interim answers; and how a link ended.

Nothing here opens a file: `record.py` makes the bytes, `writer.py` and `reader.py` move them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any, cast

from archiver.model import BYS, LINK_KINDS, Article, By, Capture, Exchange, Link, LinkKind, Outcome, Truncation
from archiver.store import http
from archiver.store.record import Record, digest, new_id, warc_date
from archiver.store.rows import CaptureRow, Fields, LinkRow
from archiver.urls import link_key

CONFORMS = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
RESPONSE = "application/http;msgtype=response"
REQUEST = "application/http;msgtype=request"
LINK = "Archiver-Link"          # an extension field, as WARC/1.1 allows: who told us of the URL; JSON
SECONDS = "Archiver-Seconds"    # how long the exchange took
PROXY = "Archiver-Proxy"        # where an exchange went through a proxy: its address
SHOWN = "Archiver-Shown"        # of a rendered page: the response it was made of, which may lie in an earlier file
RENDERED = "urn:rendered:"      # before the URL of what a browser made of a response, so that it never replays in its place
SPLIT = "Archiver-Head-Length"  # only where the head does not end at the block's first blank line
ENDED = "application/warc-fields"
_NO_PAYLOAD = digest(b"")
_TRUNCATIONS = ("length", "time", "disconnect", "unspecified")


@dataclass(frozen=True, slots=True)
class Original:
    """The record a revisit refers to; `head` is the HTTP head that replays, for a 304 only."""

    record_id: str
    url: str
    captured: str
    payload_digest: str
    head: bytes = b""


def software() -> str:
    """Name and version of what writes, for the `warcinfo`."""
    try:
        return f"news-archiver/{version('news-archiver')}"
    except PackageNotFoundError:
        return "news-archiver"


def warcinfo(filename: str, site: str, more: Fields, when: datetime) -> Record:
    """The record that opens a file; `more` are further fields, such as operator and user agent."""
    fields = [("software", software()), ("format", "WARC File Format 1.1"), ("conformsTo", CONFORMS),
              ("isPartOf", site),
              ("description", "Request and response blocks are the bytes of the wire: header order, case and repeats, "
                              "chunk framing and content coding left on. Payload digests are over the body with its "
                              "transfer coding removed."), *more]
    block = "".join(f"{name}: {_flat(value)}\r\n" for name, value in fields).encode("utf-8", "replace")
    return Record("warcinfo", (("WARC-Record-ID", new_id()), ("WARC-Date", warc_date(when)),
                               ("WARC-Filename", filename), ("Content-Type", "application/warc-fields")), block)


def exchange_records(exchange: Exchange, link: Link, warcinfo_id: str, payload: Original | str) -> list[Record]:
    """The records of one exchange: response or revisit first, then answers kept beside it, and the request last.

    `payload` is the digest of the payload, or the record that holds it already. The request is the end of the group: a
    response that names one without being followed by it was torn.
    """
    answer_id, request_id = new_id(), new_id()
    before: Fields = (("WARC-Date", warc_date(exchange.started)),)
    after: Fields = (*([("WARC-IP-Address", exchange.address)] if exchange.address else ()),
                     *([(PROXY, exchange.via)] if exchange.via else ()), ("WARC-Warcinfo-ID", warcinfo_id))

    def record(kind: str, name: str, target: str, fields: Iterable[tuple[str, str]], block: bytes) -> Record:
        return Record(kind, (("WARC-Record-ID", name), *before, ("WARC-Target-URI", target), *after, *fields), block)

    def beside(what: str, block: bytes) -> Record:
        """An answer that must not replay in place of the page: its target is a name of its own."""
        return record("metadata", new_id(), f"urn:{what}:{exchange.url}",
                      (("WARC-Concurrent-To", answer_id), ("Content-Type", "message/http")), block)

    kind, fields, block = _answer(exchange, link, request_id, payload)
    made = [record(kind, answer_id, exchange.url, fields, block), *(beside("interim", block) for block in exchange.interim)]
    if isinstance(payload, Original) and payload.head:
        made.append(beside("not-modified", exchange.head + exchange.body))
    if exchange.request:
        made.append(record("request", request_id, exchange.url, _request(exchange, answer_id), exchange.request))
    return made


def _answer(exchange: Exchange, link: Link, request_id: str, payload: Original | str) -> tuple[str, Fields, bytes]:
    """Type, fields and block of the response as it came, or of the revisit that stands for it."""
    block, kind, extra = exchange.head + exchange.body, "response", list[tuple[str, str]]()
    if isinstance(payload, Original):
        kind = "revisit"
        block = payload.head or exchange.head
        extra += [("WARC-Profile", NOT_MODIFIED if payload.head else SAME_PAYLOAD),
                  ("WARC-Refers-To", payload.record_id), ("WARC-Refers-To-Target-URI", payload.url),
                  ("WARC-Refers-To-Date", payload.captured)]
    elif http.head_length(block) != len(exchange.head):
        extra.append((SPLIT, str(len(exchange.head))))
    if exchange.truncated:
        extra.append(("WARC-Truncated", exchange.truncated))
    if exchange.request:
        extra.append(("WARC-Concurrent-To", request_id))
    wire = [*_protocols(exchange), *([("WARC-Cipher-Suite", exchange.cipher)] if exchange.cipher else ())]
    mark = payload if isinstance(payload, str) else payload.payload_digest
    return kind, (*wire, ("Content-Type", RESPONSE), ("WARC-Payload-Digest", mark), *extra,
                  (SECONDS, f"{exchange.seconds:.6f}"), (LINK, link_json(link))), block


def _request(exchange: Exchange, answer_id: str) -> Fields:
    body = http.split(exchange.request)[1]
    return (("WARC-Concurrent-To", answer_id), ("Content-Type", REQUEST), *_protocols(exchange),
            ("WARC-Payload-Digest", digest(body) if body else _NO_PAYLOAD))


def _protocols(exchange: Exchange) -> Fields:
    return tuple([("WARC-Protocol", protocol) for protocol in exchange.protocols])


def rendered_record(capture: Capture, page: bytes, link: Link, warcinfo_id: str, when: datetime) -> Record:
    """What a browser made of a response: a `resource`, because no server has sent it."""
    return Record("resource", (("WARC-Record-ID", new_id()), ("WARC-Date", warc_date(when)),
                               ("WARC-Target-URI", RENDERED + capture.url), ("WARC-Warcinfo-ID", warcinfo_id),
                               (SHOWN, capture.record_id), ("Content-Type", "text/html; charset=utf-8"),
                               ("WARC-Payload-Digest", digest(page)), (LINK, link_json(link))), page)


def _url_of(record: Record) -> str:
    return record.get("WARC-Target-URI").strip("<>").removeprefix(RENDERED)


def link_json(link: Link, **more: Any) -> str:
    """What is known of a link in one ASCII line; what is empty is left out."""
    data = {"key": link.key, "by": link.by, "kind": link.kind, "source": link.source, "depth": link.depth,
            "priority": link.priority, "hint": link.hint, "published": link.published, "tries": link.tries, **more}
    said = {k: v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for k, v in data.items() if v}
    return json.dumps(said, separators=(",", ":"))


def imported_from(record: Record) -> str:
    """The file of others that a record was taken from; empty where it was fetched here."""
    said = loads(record.get(LINK)).get("imported")
    return said if isinstance(said, str) else ""


def link_of(text: str, site: str, url: str) -> Link | None:
    """The link a field says; None where it says none. What is of another type than ours is passed over."""
    data = loads(text)
    words = {n: data[n] for n in ("key", "source", "hint", "published") if isinstance(data.get(n), str)}
    numbers = {n: data[n] for n in ("depth", "priority", "tries") if isinstance(data.get(n), int)}
    if not words.get("key"):
        return None
    by = cast(By, data["by"]) if data.get("by") in BYS else "user"
    return Link(site=site, url=url, by=by, kind=_kind(data.get("kind")), **words, **numbers)


def loads(text: str) -> dict[str, Any]:
    """A JSON object; empty where it is none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def end_record(url: str, refers_to: str, fields: Iterable[tuple[str, str]], when: datetime) -> Record:
    """The `metadata` record of how a link ended; `warc-fields`, which replay and index tools pass over.

    Values hold no line ends: they are flat text, or JSON.
    """
    block = "".join(f"{name}: {value}\r\n" for name, value in fields if value).encode("utf-8", "replace")
    refers = (("WARC-Refers-To", refers_to),) if refers_to else ()
    return Record("metadata", (("WARC-Record-ID", new_id()), ("WARC-Date", warc_date(when)), ("WARC-Target-URI", url),
                               *refers, ("Content-Type", ENDED)), block)


def warc_fields(block: bytes) -> dict[str, str]:
    """The fields of a `warc-fields` block, the first of each name."""
    found: dict[str, str] = {}
    for line in block.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip(), value.strip())
    return found


def _flat(text: str) -> str:
    return " ".join(text.split())


def capture_row(record: Record, site: str, warc: str, offset: int, length: int) -> CaptureRow:
    """The catalog's row of a response, revisit or lone request record, made from nothing but the record."""
    start = _head_length(record)
    head = record.block[:start]
    said = loads(record.get(LINK))
    exchange = Exchange("", b"", head, b"", b"", datetime.min)
    url = _url_of(record)
    key = _key(url)
    revisit, rendered = record.kind == "revisit", record.kind == "resource"
    refers = record.get("WARC-Refers-To") if revisit else record.get(SHOWN) if rendered else ""
    mime = record.get("Content-Type") if rendered else exchange.header("content-type")
    size = len(http.payload(head, record.block[start:])) if http.chunked(head) else len(record.block) - start
    return CaptureRow(
        site=site, url=url, key=key, warc=warc, offset=offset, length=length,
        record_id=record.get("WARC-Record-ID"), payload_digest=record.get("WARC-Payload-Digest"),
        captured=record.get("WARC-Date"),
        status=304 if record.get("WARC-Profile").endswith("/server-not-modified") else exchange.status,
        kind=_kind(said.get("kind")), link_key=str(said.get("key") or key),
        request_id="" if rendered else record.get("WARC-Concurrent-To"), revisit_of=refers,
        mime=mime.split(";")[0].strip().lower(), size=0 if revisit or record.kind == "request" else size,
        truncated=record.get("WARC-Truncated"))


def _key(url: str) -> str:
    """The key of a URL, of whatever stands in a foreign record in its place: itself."""
    try:
        return link_key(url)
    except ValueError:
        return url


def _kind(name: object) -> LinkKind:
    return cast(LinkKind, name) if name in LINK_KINDS else "page"


def halves(record: Record) -> tuple[bytes, bytes]:
    """HTTP head and body of a response or revisit record's block; a resource is all body."""
    length = _head_length(record)
    return record.block[:length], record.block[length:] if record.kind != "request" else b""


def _head_length(record: Record) -> int:
    """Bytes of the HTTP head in a response or revisit record's block."""
    if record.kind in ("request", "resource"):
        return 0
    length = record.get(SPLIT)
    return int(length) if length.isdigit() else http.head_length(record.block)


def exchange_of(answer: Record, beside: Iterable[Record], original: Record | None = None) -> Exchange:
    """The exchange that the records say; a revisit takes its body from `original`."""
    beside = list(beside)
    head, body = halves(answer)
    request = answer if answer.kind == "request" else next((r for r in beside if r.kind == "request"), None)
    data = http.payload(head, body)
    if original:
        first_head, body = halves(original)
        data = http.payload(first_head, body)
        if http.header(head, "Transfer-Encoding") != http.header(first_head, "Transfer-Encoding"):
            body = http.rechunk(head, data)
    seconds = answer.get(SECONDS)
    truncated = answer.get("WARC-Truncated")
    return Exchange(
        url=_url_of(answer), request=request.block if request else b"", head=head, body=body,
        payload=data, started=date_of(answer.get("WARC-Date")), address=answer.get("WARC-IP-Address"),
        seconds=float(seconds) if seconds.replace(".", "", 1).isdigit() else 0.0,
        protocols=tuple(v for name, v in answer.fields if name.lower() == "warc-protocol"),
        cipher=answer.get("WARC-Cipher-Suite"), via=answer.get(PROXY),
        interim=tuple(r.block for r in beside if r.get("WARC-Target-URI").startswith("urn:interim:")),
        truncated=cast(Truncation, truncated if truncated in _TRUNCATIONS else "unspecified") if truncated else None)


def date_of(text: str) -> datetime:
    """A WARC-Date as a time in UTC; the year 1 where it is none."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return datetime(1, 1, 1, tzinfo=UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class End:
    """What an `end_of_link` record says: the link's row, None where it only reports a new reading of a capture;
    and id, version and time of capture of the article, None where there was none."""

    row: LinkRow | None
    article: tuple[str, int, str] | None


def end_of_link(row: LinkRow, refers_to: str, article: Article | None = None, *, ends: bool = True,
                met: tuple[str, int, str] | None = None) -> Record:
    """The `metadata` record of how a link ended, and of the article it led to with its evidence, or that was `met` again
    unchanged (id, version and when)."""
    said = json.dumps({"id": met[0], "version": met[1], "provenance": {"captured": met[2]}}, separators=(",", ":")) if met else ""
    if article:
        said = json.dumps(article.to_dict("id", "version", "evidence", "provenance"), separators=(",", ":"))
    fields = [("outcome", str(row.outcome)), ("detail", _flat(row.detail)), ("via", _flat(row.link.source)),
              ("link", link_json(row.link, seen=row.seen, memo=row.memo, due=row.due) if ends else ""), ("article", said)]
    return end_record(row.link.url, refers_to, fields, date_of(row.ended))


def end_of(record: Record, site: str) -> End | None:
    """What such a record says; None where it is none of ours."""
    said = warc_fields(record.block)
    if said.get("outcome") not in set(Outcome):
        return None
    link = link_of(said.get("link", ""), site, record.get("WARC-Target-URI"))
    more = loads(said.get("link", ""))
    seen, memo, due = (str(more.get(name, "")) for name in ("seen", "memo", "due"))
    ended = date_of(record.get("WARC-Date")).isoformat(timespec="microseconds")
    outcome, detail = Outcome(said["outcome"]), said.get("detail", "")
    row = LinkRow(link, "done", outcome, detail, seen, ended, memo, due) if link else None
    data = loads(said.get("article", ""))
    if not isinstance(data.get("id"), str) or not isinstance(data.get("version"), int):
        return End(row, None)
    provenance = data.get("provenance")
    captured = provenance.get("captured") if isinstance(provenance, dict) else ""
    return End(row, (data["id"], data["version"], str(captured or "")))
