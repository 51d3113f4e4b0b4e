"""What robots.txt says, by RFC 9309: 4xx allows all, 5xx and unreachable forbid all, 500 KiB are read.

Nothing here fetches; the spider fetches robots.txt like any other page, so it is captured too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from archiver import content
from archiver.model import Capture, Outcome

MAX_BYTES = 500 * 1024
KEPT = 26 * 3600.0                       # seconds that rules are kept: a day (RFC 9309, 2.4), and the time it takes to renew them
MAX_HOPS = 5                             # RFC 9309, 2.3.1.2: "at least five consecutive redirects"


@dataclass(frozen=True)
class Robots:
    """The rules of one authority for one user agent, frozen."""

    agent: str
    forbidden: str = ""                  # why nothing may be fetched; empty: the rules decide
    rules: Protego | None = field(default=None, repr=False)
    outcome: Outcome = Outcome.ROBOTS    # how a forbidden link ends
    passing: bool = False                # whether the next run may find it otherwise

    def why_not(self, url: str) -> str:
        """Why this URL must not be fetched; empty where it may be."""
        if self.forbidden:
            return self.forbidden
        if self.rules is not None and not self.rules.can_fetch(url, self.agent):
            return "robots.txt forbids it"
        return ""

    @property
    def crawl_delay(self) -> float:
        """Seconds that are asked for between two requests; 0 where none are."""
        if self.rules is None:
            return 0.0
        delay = self.rules.crawl_delay(self.agent)
        rate = self.rules.request_rate(self.agent)
        by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(delay or 0.0), float(by_rate), 0.0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """URLs of its `Sitemap:` lines."""
        return tuple(self.rules.sitemaps) if self.rules is not None else ()


def robots_url(url: str) -> str:
    """Where the rules for this URL lie."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "/robots.txt", "", ""))


def authority(url: str) -> str:
    """Scheme, host and port: what one robots.txt and one pace hold for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def read(capture: Capture, agent: str) -> Robots:
    """The rules a robots.txt response makes; a redirect that was not followed to its end allows, as a 4xx does."""
    status = capture.exchange.status
    if status >= 500:
        return unreachable(agent, f"robots.txt answered {status}")
    if not 200 <= status < 300:
        return Robots(agent)
    try:
        text = content.decode(capture.exchange.payload, capture.exchange.header("Content-Encoding"))
    except (content.BadCoding, content.TooLarge):
        return Robots(agent)
    return parse(text, agent)


def parse(text: bytes, agent: str) -> Robots:
    """The rules of a robots.txt's bytes, of which the first 500 KiB count."""
    if len(text) > MAX_BYTES:            # the last line may be cut in two, and half a path forbids too much
        text = text[:MAX_BYTES].rpartition(b"\n")[0]
    return Robots(agent, rules=Protego.parse(text.decode("utf-8-sig", "replace")))


def unreachable(agent: str, why: str, outcome: Outcome = Outcome.ROBOTS, *, passing: bool = True) -> Robots:
    """Nothing may be fetched, as long as robots.txt cannot be read; `outcome` where it is the host that is at fault."""
    return Robots(agent, forbidden=why, outcome=outcome, passing=passing)
