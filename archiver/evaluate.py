"""How well pages are read: cases (a page and what it says) held against the extraction, and saved from an archive.

Nothing here extracts. `bench` is the adapter for benchmarks of extractors; what a case holds is in docs/extraction.md.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archiver import content
from archiver.errors import ArchiverError, NotAnArticle, WarcError
from archiver.extract.extractor import Extractor, page_of
from archiver.extract.page import Page
from archiver.extract.profile import Profile
from archiver.extract.region import words_of
from archiver.model import Article, Capture, Link, Site
from archiver.sites import load_site, write_site
from archiver.store.archive import Archive
from archiver.store.reader import records_of
from archiver.urls import link_key

EXPECTED, WARC, HTML, SITE, PROFILE = "article.json", "capture.warc.gz", "page.html", "site.yaml", "profile.json"
NONE = "not_an_article"
_LEFT_OUT = ("id", "evidence", "provenance", "version", "word_count", "site", "canonical_url")
Fields = dict[str, Any]


def bench(html: bytes, url: str) -> dict[str, Any]:
    """The fields a benchmark of extractors asks for; all pages are taken for articles, empty for nothing to read."""
    try:
        article = Extractor().read(Page(html, url)).article
    except NotAnArticle:
        return {}
    return {
        "title": article.title,
        "authors": [author.name for author in article.authors] + list(article.organisations),
        "date": article.published,
        "body": article.body.replace("\n\n", "\n"),
        "photo_credits": [image.credit for image in article.images if image.credit],
        "lead_image": next((image.url for image in article.images if image.lead), None),
        "language": article.language,
    }


# --- cases --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A folder with a page and what it says; `expected` are the fields that are scored, and no others are."""

    name: str
    folder: Path
    expected: Fields

    def page(self) -> Page:
        """The page: of the capture, or of `page.html` with the `url` and `captured` of `article.json`."""
        if (self.folder / WARC).is_file():
            return page_of(read_capture(self.folder / WARC))
        try:
            html = (self.folder / HTML).read_bytes()
        except OSError as error:
            raise ArchiverError(f"a case without {WARC} or {HTML}", where=str(self.folder)) from error
        return Page(html, str(self.expected.get("url", "")), captured=self.expected.get("captured"))

    def extractor(self) -> Extractor:
        """With the site file and the profile of the case, where it has them."""
        site, profile = self.folder / SITE, self.folder / PROFILE
        return Extractor(load_site(site) if site.is_file() else None,
                         Profile.from_dict(json.loads(profile.read_bytes())) if profile.is_file() else None)


def read_capture(path: Path) -> Capture:
    """The first response in a WARC. Raises WarcError where there is none."""
    for record in records_of(path):
        if record.kind == "response":
            return Archive(path.parent).read(str(path.resolve()), record.offset)
    raise WarcError("no response in it", where=str(path))


def cases(folder: Path) -> Iterator[Case]:
    """The cases of a folder, or the one that it is, by name. Raises ArchiverError where there is none."""
    found = sorted(folder.rglob(EXPECTED)) if folder.is_dir() else []
    if not found:
        raise ArchiverError("no cases", where=str(folder), cure=f"a case is a folder with {EXPECTED} and a page; "
                            "archiver evaluate --save makes one")
    for path in found:
        try:
            expected = json.loads(path.read_bytes())
        except ValueError as error:
            raise ArchiverError(f"not JSON: {error}", where=str(path)) from error
        if not isinstance(expected, dict):
            raise ArchiverError("not a JSON object", where=str(path), cure="the fields that are expected")
        name = path.parent.relative_to(folder).as_posix()
        yield Case(folder.name if name == "." else name, path.parent, expected)


# --- scores -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """One field of one case: whether it is right, and how near it is (1 right, 0 nothing of it)."""

    case: str
    field: str
    exact: bool
    f1: float
    expected: Any
    found: Any


@dataclass(frozen=True, slots=True)
class Line:
    """One field over all cases."""

    field: str
    cases: int
    exact: float
    f1: float


@dataclass
class Report:
    """All scores."""

    scores: list[Score] = field(default_factory=list)

    @property
    def cases(self) -> int:
        """How many cases were scored."""
        return len({score.case for score in self.scores})

    @property
    def failed(self) -> list[Score]:
        """The fields that are not right."""
        return [score for score in self.scores if not score.exact]

    def lines(self) -> list[Line]:
        """A line for each field that a case expects."""
        names = dict.fromkeys(name for name in ("article", *FIELDS) if any(s.field == name for s in self.scores))
        return [self._line(name) for name in names]

    def _line(self, name: str) -> Line:
        own = [score for score in self.scores if score.field == name]
        return Line(name, len(own), sum(s.exact for s in own) / len(own), sum(s.f1 for s in own) / len(own))

    def below(self, least: float) -> list[Line]:
        """The fields whose F1 is below a bound."""
        return [line for line in self.lines() if line.f1 < least]


def evaluate(found: Iterable[Case]) -> Report:
    """The cases, each read and scored."""
    report = Report()
    for case in found:
        report.scores.extend(_score(case))
    return report


def _score(case: Case) -> Iterator[Score]:
    """The scores of a case. First of all whether the page is an article, as it should be, or none for the same reason."""
    wanted = case.expected.get(NONE)
    try:
        result = case.extractor().read(case.page())
    except (NotAnArticle, content.TooLarge, content.BadCoding) as error:
        reason = getattr(error, "reason", str(error))
        yield Score(case.name, "article", reason == wanted, float(reason == wanted), wanted, reason)
        return
    yield Score(case.name, "article", result.reason == wanted, float(result.reason == wanted), wanted, result.reason)
    if wanted:
        return
    expected = _expected(case)
    for name, read in FIELDS.items():
        if _is_expected(case.expected, name):
            want, have = read(expected), read(result.article)
            near = _token_f1(want, have) if name == "body" else _f1(want, have) if isinstance(want, list) else None
            exact = want == have if not isinstance(want, list) else Counter(want) == Counter(have)
            yield Score(case.name, name, exact, float(exact) if near is None else near, want, have)


def _expected(case: Case) -> Article:
    """What is expected, as an article; authors may be mere names. Raises ArchiverError where it has another form."""
    blank = {"id": "", "url": "", "canonical_url": "", "site": "", "title": ""}
    try:
        authors = [{"name": a} if isinstance(a, str) else a for a in case.expected.get("authors") or ()]
        return Article.from_dict({**blank, **case.expected, "authors": authors})
    except (TypeError, AttributeError, ValueError) as error:
        raise ArchiverError(f"not an article's JSON form: {error}", where=str(case.folder / EXPECTED),
                            cure="docs/model.md shows it") from error


FIELDS: dict[str, Callable[[Article], Any]] = {
    "title": lambda a: a.title, "byline": lambda a: a.byline, "authors": lambda a: [x.name for x in a.authors],
    "organisations": lambda a: list(a.organisations), "published": lambda a: a.published,
    "modified": lambda a: a.modified, "section": lambda a: a.section, "tags": lambda a: list(a.tags),
    "language": lambda a: a.language, "description": lambda a: a.description, "body": lambda a: a.body,
    "corrections": lambda a: list(a.corrections), "free_access": lambda a: a.free_access,
    "credits": lambda a: [x.credit for x in a.images if x.credit],
    "captions": lambda a: [x.caption for x in a.images if x.caption],
    "lead_image": lambda a: next((x.url for x in a.images if x.lead), None),
}
"""What is scored, and where it stands in an article; lists by the F1 of their entries, the body by that of its words."""
_OF_IMAGES = {"credits": "credit", "captions": "caption", "lead_image": "lead"}


def _is_expected(expected: Fields, name: str) -> bool:
    """Whether a case says something of a field; of pictures, what at least one of them says, or that there are none."""
    if name not in _OF_IMAGES:
        return name in expected
    images = expected.get("images")
    return images is not None and (not images or any(_OF_IMAGES[name] in image for image in images))


def _f1(want: Sequence[str], have: Sequence[str]) -> float:
    """F1 of two lists as bags; 1 where both are empty."""
    if not want and not have:
        return 1.0
    shared = sum((Counter(want) & Counter(have)).values())
    return 2 * shared / (len(want) + len(have))


def _token_f1(want: str, have: str) -> float:
    return _f1(words_of(want), words_of(have))


# --- a case from an archive ---------------------------------------------------------------------------------------------


def save(capture: Capture, site: Site, folder: Path, profile: dict[str, Any] | None = None) -> Path:
    """A case of one capture: a WARC that holds it alone, and what is read from it now, to be put right by hand.

    The site's rules and profile go with it, where it has them. Raises ArchiverError where a case is there already.
    """
    if (folder / EXPECTED).exists():
        raise ArchiverError("there is a case already", where=str(folder), cure="give a new folder's name")
    result = Extractor(site, Profile.from_dict(profile) if profile else None).read(page_of(capture))
    folder.mkdir(parents=True, exist_ok=True)
    _write_capture(capture, site, folder / WARC)
    if site.rules or site.timezone:
        write_site(site, folder).replace(folder / SITE)
    if profile:
        (folder / PROFILE).write_text(_json(profile), encoding="utf-8")
    said = {NONE: result.reason, "url": result.article.url} if result.reason else {
        key: value for key, value in result.article.to_dict().items() if key not in _LEFT_OUT}
    path = folder / EXPECTED
    path.write_text(_json(said), encoding="utf-8")
    return path


def _write_capture(capture: Capture, site: Site, target: Path) -> None:
    """A WARC with warcinfo, the response and its request; a revisit is written with its body."""
    link = Link(site=site.name, url=capture.url, key=link_key(capture.url), by="user")
    with tempfile.TemporaryDirectory(prefix="archiver-case-") as root:
        with Archive(root) as archive:
            archive.open(site.name)
            archive.add_links([link])
            archive.capture(capture.exchange, link)
        source = next(Path(root, site.name, "warc").glob("*.warc.gz"))
        shutil.move(source, target)


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
