"""Atom feeds (RFC 4287): the new articles of any search, and how the sites do.

Nothing here decides what is new: the search's newest come first.
"""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import Response

from archiver.health.notices import Message
from archiver.health.tell import atom, read_known
from archiver.store.search import END, START, Hit
from archiver.web.finding import asking, found
from archiver.web.reader import Reader

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(55296, 57344), 65534, 65535, ord(START), ord(END)))


def articles(request: Request) -> Response:
    """`GET /feed.atom`: the newest articles of a search, with the parameters of the search page."""
    reader: Reader = request.app.state.reader
    ask = asking(request.query_params.multi_items())
    base = str(request.base_url).rstrip("/")
    root = feed(f"{base}{request.url.path}?{request.url.query}", f"News archiver: {ask.q or 'new articles'}", f"{base}{ask.link()}")
    hits = found(reader, ask, size=MOST, counts=False).hits
    _put(root, "updated", max((moment(hit.captured) for hit in hits), default=moment("")))
    for hit in hits:
        root.append(entry(hit, base))
    return answer(root)


def health(request: Request) -> Response:
    """`GET /health.atom`: what `archiver health` has told; where it never did, what is found now."""
    reader: Reader = request.app.state.reader
    found = sorted((finding for report in reader.reports.values() for finding in report.findings), key=lambda one: one.since)
    messages = read_known(reader.output).messages or [Message(finding, finding.since) for finding in found]
    return Response(atom(messages, datetime.now(UTC)), media_type="application/atom+xml")


def feed(own: str, title: str, page: str) -> ElementTree.Element:
    """The head of a feed."""
    ElementTree.register_namespace("", ATOM)
    root = ElementTree.Element(f"{{{ATOM}}}feed")
    _put(root, "id", own)
    _put(root, "title", title)
    _put(root, "link", "", rel="self", href=own)
    _put(root, "link", "", rel="alternate", href=page)
    _put(ElementTree.SubElement(root, f"{{{ATOM}}}author"), "name", "News archiver")
    return root


def entry(hit: Hit, base: str) -> ElementTree.Element:
    """An article as an entry: it leads to the page here, and names the outlet's own address as related."""
    made = ElementTree.Element(f"{{{ATOM}}}entry")
    _put(made, "id", f"urn:article:{hit.id}:{hit.version}")
    _put(made, "title", hit.title or "(no title)")
    _put(made, "updated", moment(hit.captured))
    if hit.published:
        _put(made, "published", moment(hit.published))
    _put(made, "link", "", rel="alternate", href=f"{base}/article/{hit.id}")
    _put(made, "link", "", rel="related", href=hit.url)
    for name in hit.authors or (hit.site,):
        _put(ElementTree.SubElement(made, f"{{{ATOM}}}author"), "name", name)
    _put(made, "category", "", term=hit.site)
    _put(made, "summary", hit.snippet)
    return made


def moment(text: str) -> str:
    """A time as RFC 3339 has it; of a day its beginning, of nothing the beginning of all."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = datetime(1970, 1, 1, tzinfo=UTC)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def answer(root: ElementTree.Element) -> Response:
    """A feed as it is sent."""
    return Response(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True), media_type="application/atom+xml")


def _put(parent: ElementTree.Element, name: str, text: str, **attributes: str) -> None:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", {key: value.translate(_NOT_XML) for key, value in attributes.items()})
    element.text = text.translate(_NOT_XML) or None
