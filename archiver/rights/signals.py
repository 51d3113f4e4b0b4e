"""One signal of rights as it stands there, and the readers of the places where such signals stand.

Pure: text in, signals out. Nothing is judged; what cannot be read is named, and everything is bounded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import unquote, urlsplit

from archiver.model import Exchange

Kind = Literal["robots", "tdmrep", "ai.txt", "header", "meta"]

AGENTS = ("AI2Bot", "Ai2Bot-Dolma", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot", "ChatGPT-User",
          "Claude-SearchBot", "Claude-User", "Claude-Web", "ClaudeBot", "cohere-ai", "cohere-training-data-crawler", "Diffbot",
          "DuckAssistBot", "FacebookBot", "Google-CloudVertexBot", "Google-Extended", "GoogleOther", "GPTBot", "ICC-Crawler",
          "ImagesiftBot", "img2dataset", "Kangaroo Bot", "Meta-ExternalAgent", "Meta-ExternalFetcher", "MistralAI-User",
          "OAI-SearchBot", "omgili", "omgilibot", "PanguBot", "Perplexity-User", "PerplexityBot", "Timpibot",
          "Webzio-Extended", "YouBot")
"""Names by which robots.txt speaks to those who train or feed models. Groups for other names are kept as well."""

MAX_TEXT = 500 * 1024                    # of a robots.txt or ai.txt, as RFC 9309 has it
MAX_PAGE = 256 * 1024                    # of a page: what is stated stands in its head
MAX_SIGNALS = 1_000                      # of one place
MAX_VALUE = 20_000                       # characters of one signal
_HEADERS = ("x-robots-tag", "tdm-reservation", "tdm-policy", "content-usage", "content-signal")
_TAGS = {"robots", "googlebot", "bingbot", "googlebot-news", "tdm-reservation", "tdm-policy", "copyright", "rights",
         "dc.rights", "dcterms.rights", "dcterms.license", *(agent.lower() for agent in AGENTS)}
_LINES = ("content-signal", "content-usage", "license")
_TAG = re.compile(r"<(meta|link)\b([^>]{1,4000})>", re.IGNORECASE)
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"""([a-zA-Z:_-]{1,40})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that is said, word for word.

    `kind`: where such things stand. `name`: the agent a robots group speaks to (`*`: all others), the location of a TDMRep
    entry, the name of a header or tag. `value`: what it says, as written. `rule`: for one article, the line or location
    that is about its URL; empty: none is, or no article was asked about. `url`, `captured`, `record_id`, `warc`, `offset`:
    where it was said and where that lies; empty: read outside an archive.
    """

    kind: Kind
    name: str
    value: str
    rule: str = ""
    url: str = ""
    captured: str = ""
    record_id: str = ""
    warc: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """A place that was looked at: that nothing is said there is known only where this stands.

    `status` is the answer's; `note` what is odd about it, empty: nothing.
    """

    kind: Kind
    url: str
    captured: str
    status: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What was said at a time, and where it was looked for."""

    signals: tuple[Signal, ...] = ()
    looks: tuple[Look, ...] = field(default=())


def from_robots(text: str) -> Iterator[Signal]:
    """The groups of a robots.txt, one signal for each agent named, and the lines that speak of use."""
    for agents, lines in _groups(text[:MAX_TEXT]):
        value = "\n".join(lines)[:MAX_VALUE]
        yield from (Signal("robots", agent, value) for agent in agents)
    for line in text[:MAX_TEXT].splitlines():
        name, colon, value = line.partition(":")
        if colon and name.strip().lower() in _LINES:
            yield Signal("robots", name.strip().lower(), value.strip()[:MAX_VALUE])


def _groups(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """Agents and lines of each group; a line that names an agent after a rule begins the next."""
    agents: list[str] = []
    lines: list[str] = []
    ruled = False
    for line in text.splitlines():
        name, value = _rule(line)
        if name == "user-agent":
            if ruled:
                yield agents, lines
                agents, lines, ruled = [], [], False
            agents.append(value)
            lines.append(line.strip())
        elif agents and name in ("allow", "disallow", "crawl-delay", *_LINES):
            ruled = True
            lines.append(line.strip())
    if agents:
        yield agents, lines


def _rule(line: str) -> tuple[str, str]:
    name, _, value = line.split("#", 1)[0].partition(":")
    return name.strip().lower(), value.strip()


def rule_for(lines: str, url: str) -> str:
    """The line of a robots group that decides for a URL by RFC 9309: the longest that matches, `Allow` before `Disallow`.

    Empty where none matches: then all is allowed.
    """
    parts = urlsplit(url)
    path = unquote(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    found = [(len(value), name == "allow", line) for line in lines.splitlines() for name, value in [_rule(line)]
             if name in ("allow", "disallow") and value and matches(value, path)]
    return max(found)[2] if found else ""


def matches(pattern: str, path: str) -> bool:
    """Whether a path begins as a pattern says; `*` is anything, `$` at its end the end."""
    pieces = unquote(pattern.removesuffix("$")).split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not pattern.endswith("$") or at == len(path) or (len(pieces) > 1 and path.endswith(pieces[-1]))


def from_tdmrep(text: str) -> tuple[list[Signal], str]:
    """The entries of a tdmrep.json, and what is wrong with it (empty: nothing)."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return [], "not JSON"
    entries = data if isinstance(data, list) else [data]
    good = [entry for entry in entries if isinstance(entry, dict)][:MAX_SIGNALS]
    signals = [Signal("tdmrep", str(entry.get("location", ""))[:1000], json.dumps(entry, ensure_ascii=False)[:MAX_VALUE])
               for entry in good]
    return signals, "" if len(good) == len(entries) else f"{len(entries) - len(good)} entries are none or too many"


def from_ai_txt(text: str) -> list[Signal]:
    """An ai.txt as a whole: several formats go by that name."""
    return [Signal("ai.txt", "text", text.strip()[:MAX_VALUE])] if text.strip() else []


def from_headers(exchange: Exchange) -> list[Signal]:
    """The headers of a response that speak of use, repeats kept."""
    return [Signal("header", name.lower(), value[:MAX_VALUE]) for name, value in exchange.headers
            if name.lower() in _HEADERS][:MAX_SIGNALS]


def from_page(html: str) -> list[Signal]:
    """The `meta` tags of a page that speak of use, and its `rel=license` links."""
    found = (_tag(what.lower(), attributes) for what, attributes in _TAG.findall(_HIDDEN.sub("", html[:MAX_PAGE])))
    return [signal for signal in found if signal][:MAX_SIGNALS]


def _tag(what: str, attributes: str) -> Signal | None:
    said = {name.lower(): next((v for v in values if v), "") for name, *values in _ATTRIBUTE.findall(attributes)}
    if what == "link":
        licensed = "license" in said.get("rel", "").lower().split()
        return Signal("meta", "license", said.get("href", "")[:MAX_VALUE]) if licensed else None
    name = said.get("name", "").lower()
    return Signal("meta", name, said.get("content", "")[:MAX_VALUE]) if name in _TAGS else None


def about(signals: Iterable[Signal], url: str) -> Iterator[Signal]:
    """The signals, each with what of it is about the URL."""
    path = urlsplit(url).path or "/"
    for signal in signals:
        if signal.kind == "robots" and signal.name not in _LINES:
            yield replace(signal, rule=rule_for(signal.value, url))
        elif signal.kind == "tdmrep":
            yield replace(signal, rule=signal.name if matches(signal.name, unquote(path)) else "")
        else:
            yield replace(signal, rule=signal.value)
