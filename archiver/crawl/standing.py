"""What a server's "not modified" is worth, for one listing: asked for only with its own validators, believed when proved.

Pure: answers go in, what is known comes out. A 304 is believed once the server has been seen to notice a change; until
then, and every tenth time after, the listing is asked for again without conditions. If it then announces anything else,
the 304 was a lie: that listing is never asked for with conditions again. It is the listing that stands for itself, not
its host, because it is a cache's rule for one path that lies while the feed beside it is honest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from archiver.model import Exchange, Link

EVERY = 10                               # 304s in a row that are believed before one is checked
_MOST = 1_000                            # bytes of a validator; no honest one is longer


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one listing; empty strings: not known.

    `url` is the address whose answer gave the validators `etag` and `modified`, `digest` and `links` are names for its
    payload and for what it announced.
    `noticed`: conditional requests that a change answered; `promised`: 304s since the last whole answer; `lied`: when a
    304 was found to be false, ISO 8601.
    """

    url: str = ""
    etag: str = ""
    modified: str = ""
    digest: str = ""
    links: str = ""
    noticed: int = 0
    promised: int = 0
    lied: str = ""

    def memo(self) -> str:
        """One line that `standing_of` reads back; what is empty is left out."""
        said = {name: value for name, value in asdict(self).items() if value}
        return json.dumps(said, separators=(",", ":")) if said else ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A whole answer: the exchange, its payload's digest and a name for what it announces."""

    exchange: Exchange
    digest: str
    links: str


def standing_of(memo: str) -> Standing:
    """What a memo says; nothing is known where it says anything else."""
    try:
        said = json.loads(memo)
        kinds = {name: type(value) for name, value in asdict(Standing()).items()}
        return Standing(**{name: value for name, value in said.items() if type(value) is kinds.get(name)})
    except (ValueError, KeyError, AttributeError, RecursionError):
        return Standing()


def conditions(known: Standing, url: str) -> dict[str, str]:
    """The headers that make the request conditional; none where the server lied, or gave nothing to ask with."""
    if known.lied or known.url != url:
        return {}
    return _asking(known.etag, known.modified)


def must_check(known: Standing) -> bool:
    """Whether the 304 that just came must be checked by a request without conditions."""
    return not known.noticed or known.promised + 1 >= EVERY


def promised(known: Standing) -> Standing:
    """What is known after a 304."""
    return replace(known, promised=known.promised + 1)


def answered(known: Standing, seen: Seen, *, asked: bool, checked: bool) -> Standing:
    """What is known after a whole answer.

    `asked`: the request was conditional. `checked`: it came right after a 304, without conditions. A change counts
    where payload and links are others: comments are counted in feeds, and newer software may read other links.
    """
    exchange = seen.exchange
    etag, modified = _validator(exchange, "ETag"), _validator(exchange, "Last-Modified")
    changed = bool(known.links) and seen.links != known.links and seen.digest != known.digest
    stale = bool(etag or modified) and (known.url, known.etag, known.modified) == (exchange.url, etag, modified)
    lied = known.lied or (exchange.started.isoformat() if changed and (checked or stale) else "")
    return Standing(exchange.url, etag, modified, seen.digest, seen.links, known.noticed + (changed and asked), 0, lied)


def mark(links: Iterable[Link]) -> str:
    """A name for what a listing announces, whatever the order: 16 hexadecimal digits."""
    text = "\n".join(sorted(f"{link.key} {link.published}" for link in links))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def validators(exchange: Exchange) -> dict[str, str]:
    """The headers that would make another request for this very answer conditional."""
    return _asking(_validator(exchange, "ETag"), _validator(exchange, "Last-Modified"))


def _asking(etag: str, modified: str) -> dict[str, str]:
    fields = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in fields.items() if value}


def _validator(exchange: Exchange, name: str) -> str:
    value = exchange.header(name)
    return value if len(value) <= _MOST and value.isascii() and value.isprintable() else ""
