"""The nouns of the archiver as frozen, typed records: Site, Link, Exchange, Capture, Article and what they are made of.

Nothing here reads a file, a clock or the network, and nothing imports a library: the meaning of every field is its
doc string, which also makes the JSON Schema, the codebook of a dataset and docs/model.md.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, is_dataclass
from dataclasses import fields as dataclass_fields
from datetime import datetime
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import Any, Literal, get_args

By = Literal["seed", "feed", "sitemap", "robots", "page", "redirect", "revisit", "user"]
"""Who told us of a link."""

LinkKind = Literal["page", "feed", "sitemap", "robots", "section", "requisite", "rights"]
"""What a link is expected to be: `page` may turn out an article or an index; `requisite` is an image or style sheet;
`rights` is a file that speaks of the use of pages (tdmrep.json, ai.txt)."""

Truncation = Literal["length", "time", "disconnect", "unspecified"]
"""Why a body is not whole, in the words of WARC-Truncated."""


def doc(text: str, **kwargs: Any) -> Any:
    """A dataclass field with its documentation: meaning, format or unit, and what stands there when it is unknown."""
    return field(metadata={"doc": text}, **kwargs)


class Outcome(StrEnum):
    """How a link ended: exactly one of these per link, and each is counted."""

    NEW = "new"                            # an article, for the first time
    CHANGED = "changed"                    # an article that differs from its last version
    SAME = "same"                          # an article that says what its last version said
    NOT_ARTICLE = "not-an-article"         # a page that is none; the detail says why (index, gallery, consent, ...)
    GATED = "gated"                        # an article behind a paywall or consent page: only an opening was served
    DISCOVERED = "discovered"              # a feed, sitemap, robots file (4xx: none, all is allowed) or section, read
    REQUISITE = "requisite"                # an image or style sheet, kept
    CAPTURED = "captured"                  # a page kept and not read yet (--capture-only); the next crawl reads it
    NOT_MODIFIED = "not-modified"          # the server answered 304
    REDIRECTED = "redirected"              # led to another link of this site, which has its own outcome
    OFF_SITE = "off-site"                  # led to another outlet
    ROBOTS = "robots"                      # robots.txt forbids it, or could not be read (5xx, unreachable)
    PRIVATE_ADDRESS = "private-address"    # the host is a private or link-local address and the site does not allow it
    BAD_URL = "bad-url"                    # unknown scheme, no host, too long
    GONE = "gone"                          # 404 or 410
    REFUSED = "refused"                    # 401, 403, 429, 451: the server does not want us
    HTTP_ERROR = "http-error"              # any other 4xx
    SERVER_ERROR = "server-error"          # 5xx, after retries
    TIMEOUT = "timeout"                    # no answer, or no end, in time
    DNS = "dns"                            # the host's name does not resolve
    CONNECTION = "connection"              # refused, reset, or cut before a whole answer came
    TLS = "tls"                            # the certificate is not valid, or no handshake
    TOO_LARGE = "too-large"                # over the body limit, on the wire or unpacked
    REDIRECT_LOOP = "redirect-loop"        # too many hops
    BROKEN = "broken"                      # not HTTP, or chunks and codings that cannot be read
    UNREADABLE = "unreadable"              # a feed, sitemap or page that no parser makes anything of
    CRASHED = "crashed"                    # the page killed or outlasted the extractor, and is set aside
    UNWANTED = "unwanted"                  # a type (video, archive) that is not collected


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a site is visited."""

    delay: float = doc("Seconds between two requests to one host.", default=1.0)
    concurrency: int = doc("Requests under way at once to one host.", default=1)
    crawl_delay_cap: float = doc("The longest `Crawl-delay` of robots.txt that is followed, in seconds.", default=30.0)
    timeout: float = doc("Seconds for one whole exchange.", default=60.0)
    budget: int = doc("Requests a run at most; 0 is no bound.", default=0)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a site is visited by `archiver crawl --due` and `archiver run`."""

    shortest: float = doc("Minutes between two looks at one feed, sitemap or section, at least; what is between this and "
                          "`longest` is learned from how often something new stands there.", default=5.0)
    longest: float = doc("Minutes between two looks at one of those that the file names, at most: no new article waits "
                         "longer.", default=1440.0)
    revisits: tuple[float, ...] = doc("Hours after its first capture at which an article is looked at again; `[]`: never.",
                                      default=(0.25, 1.0, 6.0, 24.0, 168.0, 720.0))
    day_budget: int = doc("Requests to one host between 6 and 24 h, at most; 0 is no bound.", default=0)
    night_budget: int = doc("Requests to one host between 0 and 6 h in the site's time zone, at most; 0 is no bound.", default=0)
    backfill: Literal["always", "night", "never"] = doc(
        "When older pages of sitemaps and archives are fetched, which wait behind fresh news at all times.", default="always")


@dataclass(frozen=True, slots=True)
class Rule:
    """What a person has told about a site's pages, valid from a day on, because outlets are redesigned."""

    since: str = doc("First day of capture it holds for, ISO 8601; empty: from the beginning.", default="")
    until: str = doc("Last day of capture it holds for, ISO 8601; empty: until further notice.", default="")
    select: dict[str, str] = doc("Field name to CSS selector or XPath (`byline: span.author`).", default_factory=dict)
    drop: tuple[str, ...] = doc("CSS selectors or XPaths of what is not part of the article.", default=())
    drop_lines: tuple[str, ...] = doc("Lines, word for word, that are not part of the body.", default=())


@dataclass(frozen=True, slots=True)
class Site:
    """An outlet as data: one YAML file."""

    name: str = doc("Its name in folders and commands: lower-case letters, digits, dots and hyphens.")
    title: str = doc("Its name as people write it; empty: the same as `name`.", default="")
    domains: tuple[str, ...] = doc("Hosts that belong to it; a sub-domain of one belongs too.", default=())
    feeds: tuple[str, ...] = doc("URLs of RSS, Atom and JSON feeds.", default=())
    sitemaps: tuple[str, ...] = doc("URLs of sitemaps and sitemap indexes.", default=())
    sections: tuple[str, ...] = doc("URLs of pages that list articles.", default=())
    follow: bool = doc("Whether links found on pages are followed too.", default=True)
    depth: int = doc("How many pages away from a seed a link on a page may be.", default=2)
    deny: tuple[str, ...] = doc("Pieces of URLs that are never fetched, such as `/shop/`.", default=())
    language: str = doc("Its main language, BCP 47; empty: read from the page.", default="")
    timezone: str = doc("IANA name of its time zone, for dates printed without one; empty: unknown.", default="")
    pace: Pace = doc("How fast it is visited.", default_factory=Pace)
    schedule: Schedule = doc("When it is visited.", default_factory=Schedule)
    obey_robots: bool = doc("Whether robots.txt is followed.", default=True)
    rights: bool = doc("Whether its tdmrep.json and ai.txt are asked for, once a day.", default=True)
    allow_private: bool = doc("Whether private and loopback addresses may be fetched.", default=False)
    render: bool = doc("Whether pages are also opened in a browser, with their scripts, and read as it shows them (needs the "
                       "extra `browser`).", default=False)
    requisites: Literal["none", "lead", "images", "all"] = doc(
        "Page requisites that are kept: none, the lead image, all images of the article, or style sheets and icon too.",
        default="none")
    least_change: int = doc("Words of the body that must differ before an article gets a new version; 0: any character. "
                            "Any change of title, byline, authors, credits or corrections counts.", default=1)
    rules: tuple[Rule, ...] = doc("What a person has told about its pages.", default=())


@dataclass(frozen=True, slots=True)
class Link:
    """A URL worth fetching, and who told us of it."""

    site: str = doc("Name of the site it belongs to.")
    url: str = doc("The URL as it will be requested.")
    key: str = doc("The URL made canonical; one link a key.")
    by: By = doc("Who told us of it.")
    kind: LinkKind = doc("What it is expected to be.", default="page")
    source: str = doc("URL of the feed, sitemap or page that named it; empty for a seed.", default="")
    depth: int = doc("Pages between it and a seed.", default=0)
    priority: int = doc("Higher is sooner.", default=0)
    hint: str = doc("Headline or link text it was announced with; empty: none.", default="")
    published: str = doc("Date it was announced with, ISO 8601; empty: none.", default="")
    id: int = doc("Row in the catalog; 0: not stored yet.", default=0)
    tries: int = doc("Times it was taken up before.", default=0)


@dataclass(frozen=True)
class Exchange:
    """One HTTP request and its response, as they went over the wire."""

    url: str = doc("The URL asked for.")
    request: bytes = doc("Request line, headers and body, as sent.")
    head: bytes = doc("Status line and headers with the blank line, as received; empty: none came.")
    body: bytes = doc("What followed the head, as received: chunk framing and content coding left on.")
    payload: bytes = doc("The body with its transfer coding removed; the content coding (gzip) left on.")
    started: datetime = doc("When the request was sent, with zone (UTC).")
    seconds: float = doc("From sending the request to the last byte.", default=0.0)
    address: str = doc("IP address of the server; empty: unknown (a proxy).", default="")
    protocols: tuple[str, ...] = doc("In the words of WARC-Protocol: `http/1.1`, `tls/1.3`.", default=("http/1.1",))
    cipher: str = doc("TLS cipher suite; empty: no TLS.", default="")
    interim: tuple[bytes, ...] = doc("1xx answers that came before, as received.", default=())
    truncated: Truncation | None = doc("Why the body is not whole; null: it is.", default=None)
    via: str = doc("Proxy it went through, `http://host:port`; empty: none. Without TLS the proxy spoke for the server, "
                   "and its password is left out of `request`.", default="")

    @cached_property
    def status(self) -> int:
        """The status code; 0 where the head is no HTTP."""
        first = self.head.split(b"\n", 1)[0].split(None, 2)
        return int(first[1]) if len(first) > 1 and first[1].isdigit() else 0

    @cached_property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The response's headers in order, repeats kept, names as written, values decoded as latin-1."""
        return parse_headers(self.head)

    def header(self, name: str) -> str:
        """The first header of that name, in any case; empty where there is none."""
        low = name.lower()
        return next((value for key, value in self.headers if key.lower() == low), "")


@lru_cache(maxsize=8)                    # whoever frames, keeps or reads an answer asks for the same
def parse_headers(head: bytes) -> tuple[tuple[str, str], ...]:
    """Names and values of an HTTP head's header lines; a folded line belongs to the one before it."""
    found: list[tuple[str, str]] = []
    for line in head.split(b"\n")[1:]:
        text = line.rstrip(b"\r").decode("latin-1")
        if text[:1] in " \t" and found and text.strip():
            found[-1] = (found[-1][0], f"{found[-1][1]} {text.strip()}")
        elif ":" in text:
            name, _, value = text.partition(":")
            found.append((name.strip(), value.strip()))
    return tuple(found)


@dataclass(frozen=True)
class Capture:
    """An Exchange and where it lies in a WARC. Only the Archive makes one."""

    exchange: Exchange = doc("What went over the wire.")
    site: str = doc("Name of the site.")
    warc: str = doc("WARC file, relative to the archive's folder, with slashes.")
    offset: int = doc("Byte offset of the record's gzip member in the file.")
    length: int = doc("Length of the gzip member, in bytes.")
    record_id: str = doc("WARC-Record-ID, as `<urn:uuid:...>`.")
    payload_digest: str = doc("WARC-Payload-Digest, as `sha1:` and base32.")
    request_id: str = doc("WARC-Record-ID of the request record; empty: none.", default="")
    revisit_of: str = doc("WARC-Record-ID this record refers to: the original of a revisit, the response that a browser "
                          "has shown; empty: it is neither.", default="")
    imported: str = doc("File of others that it was taken from; empty: this archive fetched it.", default="")

    @property
    def rendered(self) -> bool:
        """Whether it is what a browser made of a response, and no HTTP."""
        return bool(self.revisit_of) and not self.exchange.head

    @property
    def url(self) -> str:
        """The URL asked for."""
        return self.exchange.url


@dataclass(frozen=True, slots=True)
class Author:
    """A person who made the article (schema.org Person)."""

    name: str = doc("As printed, without role, 'by' and outlet. schema.org: author.name")
    url: str | None = doc("Their page at the outlet; null: none stated. schema.org: author.url", default=None)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the article (schema.org ImageObject)."""

    url: str = doc("Address of the picture; empty: a credit is printed, but no picture could be found. "
                   "schema.org: ImageObject.contentUrl")
    lead: bool = doc("Whether it is the article's main picture.", default=False)
    caption: str | None = doc("What is said of it, without the credit; null: none. schema.org: caption", default=None)
    credit: str | None = doc("Who is credited, without 'Photo:' and brackets; null: none. schema.org: creditText",
                             default=None)
    credit_raw: str | None = doc("The credit as printed; null: none.", default=None)
    photographer: str | None = doc("The person in the credit; null: none named. schema.org: creator.name", default=None)
    agency: str | None = doc("The agency or organisation in the credit; null: none. schema.org: copyrightHolder",
                             default=None)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a field's value was read."""

    source: str = doc("The step and place: `json-ld:author`, `markup:byline`, `text:head`, `rule`, `trafilatura`.")
    text: str | None = doc("The words it was read from; null: the value itself.", default=None)
    confidence: float = doc("From 0 to 1: how often such evidence is right.", default=1.0)


@dataclass(frozen=True, slots=True)
class Provenance:
    """The record an article was read from, and what read it."""

    warc: str | None = doc("WARC file, relative to the archive's folder; null: read outside an archive.", default=None)
    offset: int | None = doc("Byte offset of the record in it; null: as above.", default=None)
    length: int | None = doc("Length of the record in it, in bytes; null: as above.", default=None)
    record_id: str | None = doc("WARC-Record-ID; null: as above.", default=None)
    payload_digest: str | None = doc("WARC-Payload-Digest; null: as above.", default=None)
    captured: str | None = doc("When it was fetched, ISO 8601 in UTC; null: unknown.", default=None)
    extractor: str = doc("Name and version of the software that read it.", default="")
    profile: str | None = doc("Version of the site's profile that was used; null: none.", default=None)
    imported: str | None = doc("File of others that the record was imported from; null: this archive fetched it itself.",
                               default=None)


@dataclass(frozen=True, slots=True)
class Article:
    """What a capture says: an article's fields, the evidence for each, and its provenance (schema.org NewsArticle)."""

    id: str = doc("Stable over versions: 16 characters made of the site and the canonical URL.")
    url: str = doc("The URL it was fetched from. schema.org: url")
    canonical_url: str = doc("The URL the page calls its own; else `url` without tracking. schema.org: mainEntityOfPage")
    site: str = doc("Name of the site; empty: read outside an archive. schema.org: publisher")
    title: str = doc("The headline, without the outlet's name. schema.org: headline")
    byline: str | None = doc("The line that names the authors, as printed; null: none.", default=None)
    authors: tuple[Author, ...] = doc("The persons who wrote it; empty: none named. schema.org: author", default=())
    organisations: tuple[str, ...] = doc("Agencies and organisations named as its author; empty: none. "
                                         "schema.org: author (Organization)", default=())
    published: str | None = doc("ISO 8601 with zone where stated; only the day where no more is known; null: none "
                                "stated. schema.org: datePublished", default=None)
    modified: str | None = doc("As `published`, of the last change stated. schema.org: dateModified", default=None)
    section: str | None = doc("The outlet's section; null: none stated. schema.org: articleSection", default=None)
    tags: tuple[str, ...] = doc("Keywords the outlet gives. schema.org: keywords", default=())
    language: str | None = doc("BCP 47, as short as it is sure (`de`); null: unknown. schema.org: inLanguage", default=None)
    description: str | None = doc("The standfirst or summary the page states; null: none. schema.org: description",
                                  default=None)
    body: str = doc("The text, paragraphs joined by blank lines. schema.org: articleBody", default="")
    corrections: tuple[str, ...] = doc("Corrections and editor's notes, as printed. schema.org: correction", default=())
    images: tuple[Image, ...] = doc("Its pictures, the lead first. schema.org: image", default=())
    free_access: bool | None = doc("Whether all can read it whole; null: not stated. schema.org: isAccessibleForFree",
                                   default=None)
    word_count: int = doc("Words of the body; characters where a script has no spaces. schema.org: wordCount", default=0)
    evidence: dict[str, Evidence] = doc("Field name to where its value was read.", default_factory=dict)
    provenance: Provenance = doc("The record it was read from, and what read it.", default_factory=Provenance)
    version: int = doc("1 for the first; one more for each change that counts.", default=1)

    def to_dict(self, *names: str) -> dict[str, Any]:
        """The JSON form: every field in the order of the model, or those named; empty lists stay, unknown values are null."""
        return {name: _plain(getattr(self, name)) for name in names or _names(Article)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Article:
        """The article a JSON form says; unknown keys are passed over, so that old readers open new files."""
        return cls(**{
            **_known(cls, data),
            "authors": tuple(Author(**_known(Author, a)) for a in data.get("authors", ())),
            "organisations": tuple(data.get("organisations", ())),
            "tags": tuple(data.get("tags", ())),
            "corrections": tuple(data.get("corrections", ())),
            "images": tuple(Image(**_known(Image, i)) for i in data.get("images", ())),
            "evidence": {k: Evidence(**_known(Evidence, v)) for k, v in data.get("evidence", {}).items()},
            "provenance": Provenance(**_known(Provenance, data.get("provenance", {}))),
        })


def _known(kind: type, data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key in _names(kind)}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return {name: _plain(getattr(value, name)) for name in _names(value.__class__)} if is_dataclass(value) else value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclass_fields(kind))


def article_id(site: str, canonical_url: str) -> str:
    """The stable name of an article: 16 hexadecimal digits of SHA-256 over the site and the canonical URL."""
    return hashlib.sha256(f"{site}\n{canonical_url}".encode()).hexdigest()[:16]


BYS: tuple[str, ...] = get_args(By)
LINK_KINDS: tuple[str, ...] = get_args(LinkKind)
