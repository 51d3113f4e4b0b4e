"""What an answer means for its link: read it, follow it, ask again later, or end with this outcome.

Pure: an exchange in, a decision out. How a page's content is judged is the extractor's, how fast a host is visited the
frontier's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from archiver.crawl.frontier import Job
from archiver.crawl.robots import MAX_HOPS as ROBOTS_HOPS
from archiver.model import Exchange, Outcome
from archiver.urls import absolute, belongs, link_key

MAX_HOPS = 10                            # browsers stop at 20; no honest chain of a news site was seen longer than 4
_IN_PLACE = ("feed", "sitemap", "robots", "section", "requisite", "rights")
_GONE, _REFUSED = (404, 410), (401, 403, 429, 451)
_RESTING = (429, 503)
_AGAIN = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 530)
_READABLE = re.compile(r"html|xml|json|^text/", re.IGNORECASE)
_NOT_MODIFIED = 304
_CONDITION = re.compile(rb"^If-(?:None-Match|Modified-Since):", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Read:
    """The payload is to be read."""


@dataclass(frozen=True, slots=True)
class Follow:
    """The same link, at another address."""

    url: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Another link of this site has the page; this one has led to it."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Again:
    """Worth another try; `rest`: the whole host asked for it."""

    why: str
    rest: bool = False
    seconds: float | None = None         # what the host asked for; None: it named no time


@dataclass(frozen=True, slots=True)
class End:
    """The link ends so."""

    outcome: Outcome
    detail: str = ""


Verdict = Read | Follow | Moved | Again | End


def judge(job: Job, exchange: Exchange) -> Verdict:
    """What the answer means, as if there were tries left; see `final` for the last one."""
    status = exchange.status
    if status == _NOT_MODIFIED:
        asked = is_conditional(exchange)
        return End(Outcome.NOT_MODIFIED) if asked else End(Outcome.BROKEN, "304 to a request without conditions")
    if 300 <= status < 400:
        return _redirect(job, exchange)
    if status in _AGAIN:
        rest = status in _RESTING
        return Again(f"{status} {reason(exchange)}".strip(), rest, retry_after(exchange) if rest else None)
    if status >= 400:
        return final(exchange)
    kind = exchange.header("Content-Type").split(";")[0].strip()
    if job.link.kind == "requisite":     # a page in its place says "not found" with a 200, as some servers do
        return End(Outcome.UNWANTED, kind) if "html" in kind.lower() else End(Outcome.REQUISITE, kind)
    if job.link.kind == "page" and kind and not _READABLE.search(kind):
        return End(Outcome.UNWANTED, kind)
    return Read()


def is_conditional(exchange: Exchange) -> bool:
    """Whether the request asked for an answer only where the page has changed."""
    return bool(_CONDITION.search(exchange.request))


def final(exchange: Exchange) -> End:
    """The outcome of an answer that is no page, when it is not asked for again."""
    status, detail = exchange.status, f"{exchange.status} {reason(exchange)}".strip()
    if status in _GONE:
        return End(Outcome.GONE, detail)
    if status in _REFUSED:
        return End(Outcome.REFUSED, detail)
    return End(Outcome.SERVER_ERROR if 500 <= status < 600 else Outcome.HTTP_ERROR, detail)


def end_of_robots(verdict: Verdict, exchange: Exchange) -> End:
    """How the link of a robots.txt ends that is not one; that there is none is no failure: all may be fetched then."""
    if isinstance(verdict, Follow):
        return End(Outcome.REDIRECT_LOOP, f"more than {ROBOTS_HOPS} hops, then {verdict.url}")
    if 400 <= exchange.status < 500:
        return End(Outcome.DISCOVERED, f"no rules ({final(exchange).detail}): all may be fetched")
    return verdict if isinstance(verdict, End) else final(exchange)


def end_of_rights(verdict: Verdict, exchange: Exchange) -> Verdict:
    """How the link of a tdmrep.json or ai.txt ends; that there is none is no failure, and it is not read for links."""
    if isinstance(verdict, Read):
        page = "html" in exchange.header("Content-Type").lower()
        return End(Outcome.DISCOVERED, "nothing stated: a web page in its place" if page else
                   f"{len(exchange.payload):,} bytes kept")
    if isinstance(verdict, End) and verdict.outcome in (Outcome.GONE, Outcome.HTTP_ERROR):
        return End(Outcome.DISCOVERED, f"nothing stated ({verdict.detail})")
    return verdict


def _redirect(job: Job, exchange: Exchange) -> Verdict:
    """A listing is followed wherever it went; a page that moved is another link, unless only its spelling changed."""
    where = exchange.header("Location").encode("latin-1", "replace").decode("utf-8", "replace")
    url = absolute(job.url, where) if where else None
    if url is None:
        return End(Outcome.BROKEN, f"{exchange.status} leads to {where[:100]!r}")
    if url in (job.url, *job.hops) or len(job.hops) >= MAX_HOPS:
        return End(Outcome.REDIRECT_LOOP, f"{len(job.hops) + 1} hops, then {url}")
    if job.link.kind in _IN_PLACE or link_key(url) == job.link.key:
        return Follow(url)
    if not belongs(url, job.site.domains):
        return End(Outcome.OFF_SITE, url)
    denied = next((piece for piece in job.site.deny if piece in url), "")
    return End(Outcome.UNWANTED, f"{url} (deny: {denied})") if denied else Moved(url, link_key(url))


def reason(exchange: Exchange) -> str:
    """The words of the status line, fit for a log."""
    words = exchange.head.split(b"\n", 1)[0].split(None, 2)[2:]
    text = words[0].decode("latin-1").strip() if words else ""
    return "".join(c for c in text if c.isprintable())[:60]


def retry_after(exchange: Exchange) -> float | None:
    """Seconds of a Retry-After header, given as a number or a date; None where there is none to be read."""
    value = exchange.header("Retry-After").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        until: datetime = parsedate_to_datetime(value)
        return max((until - exchange.started).total_seconds(), 0.0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
