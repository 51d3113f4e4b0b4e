"""What a person says of a captured page, made into a rule of the site's file: found in the archive, tried on other captures.

Nothing here asks or prints; what a rule is made of is `extract.rules`' matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from archiver import content
from archiver.errors import NotAnArticle, NotFound, RuleError
from archiver.extract.extractor import Extractor, page_of
from archiver.extract.page import Page
from archiver.extract.rules import fixing
from archiver.extract.rules.effect import Effect, effect, first_day, refuse
from archiver.extract.rules.fixing import Proposal
from archiver.learn.profiles import profile_of
from archiver.model import Rule, Site
from archiver.sites import append_rule, load_site, site_file
from archiver.sites.checks import day
from archiver.store.archive import Archive
from archiver.store.rows import CaptureRow
from archiver.urls import link_key


@dataclass
class Lesson:
    """One captured page, the file of its site, and other pages a rule is tried on."""

    archive: Archive
    row: CaptureRow
    path: Path
    site: Site
    page: Page
    extractor: Extractor
    sample: int
    left_out: list[str] = field(default_factory=list)       # other captures that cannot be read, and why

    @cached_property
    def others(self) -> list[Page]:
        """Pages of other articles of the site, evenly over the time of their capture."""
        records = {article.provenance.record_id for article in self.archive.articles(self.row.site)}
        rows = [r for r in self.archive.captures(self.row.site, kind="page") if r.record_id in records and r.key != self.row.key]
        step = max(1.0, len(rows) / max(1, self.sample))
        found = []
        for place in range(min(self.sample, len(rows))):
            other = rows[int(place * step)]
            try:
                found.append(page_of(self.archive.read(other.warc, other.offset)))
            except (NotAnArticle, content.TooLarge, content.BadCoding) as error:
                self.left_out.append(f"{other.url}: {error}")
        return found


@dataclass(frozen=True)
class Taught:
    """The rule for what was said, how it was found, and what it changes."""

    proposal: Proposal
    rule: Rule
    effect: Effect


def lesson(archive: Archive, sites: Path, what: str, sample: int) -> Lesson:
    """The page of an article's id or of a URL. Raises NotFound, and SiteFileError where the site has no file."""
    row = captured(archive, what)
    path = site_file(sites, row.site)
    site = load_site(path)
    page = page_of(archive.read(row.warc, row.offset))
    return Lesson(archive, row, path, site, page, Extractor(site, profile_of(archive, row.site)), sample)


def captured(archive: Archive, what: str) -> CaptureRow:
    """The capture of an article's id, or the latest capture with content of a URL. Raises NotFound."""
    try:
        article = archive.article(what)
        sites, url, record = [article.site], article.url, article.provenance.record_id
    except NotFound:
        if "://" not in what:
            raise
        sites, url, record = archive.sites(), what, None
    key = link_key(url)
    for site in sites:
        rows = [row for row in archive.captures(site, kind="page") if row.record_id == record or (
            row.key == key and 200 <= row.status < 300)]
        if rows:
            return next((row for row in rows if row.record_id == record), rows[-1])
    raise NotFound("no capture of this page", where=what, cure=f"archiver crawl {what}")


def propose(of: Lesson, words: str) -> Proposal:
    """What is said in words such as `byline=14 drop=2,31-36`, as a proposal. Raises RuleError."""
    return fixing.propose(of.page, fixing.read(words, len(of.page.lines)), of.others, of.extractor)


def tried(of: Lesson, proposal: Proposal, since: str = "") -> Taught:
    """The proposal as a dated rule, and what it changes. Raises RuleError for no day, and where a rule takes too much."""
    if since and (complaint := day(since)):
        raise RuleError(f"--since: {complaint[0]}", cure=complaint[1])
    rule = replace(proposal.rule, since=since or first_day(of.others, proposal.rule, (of.page.captured or "")[:10]))
    found = effect([of.page, *of.others], of.site, rule, of.extractor.profile)
    refuse(found)
    return Taught(proposal, rule, found)


def write(of: Lesson, taught: Taught) -> None:
    """Adds the rule to the site's file. Raises SiteFileError."""
    append_rule(of.path, taught.rule)
