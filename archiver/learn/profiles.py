"""What a site repeats, learned from the articles of an archive and kept there: pages in, a saved profile out.

Nothing here decides what a block is (`extract.profile` does), and nothing is extracted anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from archiver import content
from archiver.errors import ArchiveError, ArchiverError, DiskFull, NotAnArticle

if TYPE_CHECKING:
    from archiver.extract.page import Page
    from archiver.extract.profile import Profile
    from archiver.store.archive import Archive

LEAST = 15              # articles from which on a profile is learned
MOST = 300              # the latest captures that are read for one; more tell nothing new
_UNREADABLE = (NotAnArticle, content.TooLarge, content.BadCoding, ArchiveError)


def profile_of(archive: Archive, site: str) -> Profile | None:
    """The profile of a site; None where nothing was learned. Raises ArchiveError where it cannot be read."""
    from archiver.extract.profile import Profile  # here, not above: parsers are not needed where there is none
    data = archive.profile(site)
    try:
        return Profile.from_dict(data) if data is not None else None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArchiveError(f"not a profile: {error}", where=str(archive.root / site / "profile.json"),
                           cure=f"archiver profile {site} --learn") from error


def learn(archive: Archive, site: str) -> Profile:
    """Learns from the latest captures of the site's articles and saves what was learned; a block that a person has
    kept stays kept. Nothing is saved where fewer than 15 different stories are there."""
    from archiver.extract.profile import learn as learned
    profile = learned(_pages(archive, site), LEAST)
    if profile.pages < LEAST:
        return profile
    for block in _kept(archive, site) & {block.id for block in profile.blocks}:
        profile = profile.set(block, dropped=False)
    archive.save_profile(site, profile.to_dict())
    return profile


def _kept(archive: Archive, site: str) -> set[str]:
    """The blocks a person has kept."""
    try:
        before = profile_of(archive, site)
    except ArchiveError:
        return set()                # a broken one is learned anew
    return {block.id for block in before.blocks if not block.dropped} if before else set()


def _pages(archive: Archive, site: str) -> Iterator[Page]:
    """The pages of the articles captured last; one that cannot be read teaches nothing."""
    from archiver.extract.extractor import page_of
    places = sorted((p.captured or "", p.warc, p.offset) for p in (a.provenance for a in archive.articles(site))
                    if p.warc is not None and p.offset is not None)
    for _, warc, offset in places[-MOST:]:
        try:
            yield page_of(archive.read(warc, offset))
        except _UNREADABLE:
            continue


def learn_missing(archive: Archive, sites: Iterable[str]) -> Iterator[str]:
    """Learns the profiles of those of the sites that have none yet and enough articles; a line of report for each.

    Raises DiskFull where there is no room for one.
    """
    for site in sites:
        try:
            if site in archive.sites() and archive.profile(site) is None and _enough(archive, site):
                profile = learn(archive, site)
                if profile.pages >= LEAST:
                    yield (f"{site}: learned from {profile.pages} articles what its pages repeat: {len(profile.blocks)} "
                           f"blocks (archiver profile {site})")
        except DiskFull:
            raise
        except ArchiverError as error:
            yield f"{site}: no profile was learned: {error}"


def _enough(archive: Archive, site: str) -> bool:
    return sum(1 for _ in zip(range(LEAST), archive.articles(site), strict=False)) == LEAST
