"""What a user named, as sites and the links a run starts from: names of site files, the files themselves, URLs.

Nothing here fetches; site files are read by `archiver.sites`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archiver.errors import SiteFileError
from archiver.model import Link, Site
from archiver.sites import adhoc_site, load_site, load_sites, read_sites, seeds, site_for_url, user_link

_PACKAGED = Path(__file__).parents[2] / "spiders" / "sites"


@dataclass(frozen=True)
class Wanted:
    """The sites of a run, what they start from, and the site files that could not be read."""

    sites: tuple[Site, ...]
    starts: tuple[Link, ...]
    faults: tuple[SiteFileError, ...] = ()


def sites_folder(named: str = "") -> Path:
    """Where the site files lie: the folder that was named, `sites/` here, `spiders/sites/` here, or the samples."""
    if named:
        return Path(named)
    return next((path for path in (Path("sites"), Path("spiders/sites")) if path.is_dir()), _PACKAGED)


def wanted(names: Sequence[str], folder: str = "") -> Wanted:
    """The sites named and what they start from; no name means every site of the folder.

    A URL belongs to the site of the folder whose domain it is of, else to one made for it; the URL of a page is a link
    to start from. Where all of the folder are wanted, a file that cannot be read does not stop the others. Raises
    SiteFileError, with the file and line or the cure, for what was named, and where no file can be read.
    """
    where = sites_folder(folder)
    plain = [name.strip() for name in names if not _is_url(name) and not _is_file(name)]
    found, faults = _found(where, plain, bool(names))
    found += [load_site(Path(name.strip())) for name in names if _is_file(name)]
    sites = {site.name: site for site in found}
    asked: list[Link] = []
    for url in (name.strip() for name in names if _is_url(name)):
        site = site_for_url(url, sites.values()) or _known(url, where) or adhoc_site(url)
        sites.setdefault(site.name, site)
        if urlsplit(url).path.strip("/") or urlsplit(url).query:
            asked.append(user_link(site, url))
    return Wanted(tuple(sites.values()), tuple(starts(sites.values(), asked)), tuple(faults))


def _found(folder: Path, plain: Sequence[str], named: bool) -> tuple[list[Site], list[SiteFileError]]:
    if named:
        return (load_sites(folder, plain) if plain else []), []
    found, faults = read_sites(folder)
    if faults and not found:
        raise faults[0]
    return found, faults


def starts(sites: Iterable[Site], asked: Iterable[Link] = ()) -> list[Link]:
    """The links a run of these sites starts from, in every run anew, and the pages that were asked for."""
    return [link for site in sites for link in seeds(site)] + list(asked)


def _is_url(name: str) -> bool:
    return "://" in name


def _is_file(name: str) -> bool:
    return not _is_url(name) and name.strip().endswith((".yaml", ".yml"))


def _known(url: str, folder: Path) -> Site | None:
    return site_for_url(url, load_sites(folder)) if folder.is_dir() else None
