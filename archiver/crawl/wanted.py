"""What a user named, as sites and the links a run starts from: names of site files, the files themselves, URLs.

Nothing here fetches; site files are read by `archiver.sites`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from archiver.model import Link, Site
from archiver.sites import adhoc_site, load_site, load_sites, seeds, site_for_url, user_link

_PACKAGED = Path(__file__).parents[2] / "spiders" / "sites"


def sites_folder(named: str = "") -> Path:
    """Where the site files lie: the folder that was named, `sites/` here, `spiders/sites/` here, or the samples."""
    if named:
        return Path(named)
    return next((path for path in (Path("sites"), Path("spiders/sites")) if path.is_dir()), _PACKAGED)


def wanted(names: Sequence[str], folder: str = "") -> tuple[tuple[Site, ...], tuple[Link, ...]]:
    """The sites named and what they start from; no name means every site of the folder.

    A URL belongs to the site of the folder whose domain it is of, else to one made for it; the URL of a page is a link
    to start from. Raises SiteFileError, with the file and line or the cure.
    """
    where = sites_folder(folder)
    plain = [name.strip() for name in names if not _is_url(name) and not _is_file(name)]
    found = load_sites(where, plain) if plain or not names else []
    found += [load_site(Path(name.strip())) for name in names if _is_file(name)]
    sites = {site.name: site for site in found}
    asked: list[Link] = []
    for url in (name.strip() for name in names if _is_url(name)):
        site = site_for_url(url, sites.values()) or _known(url, where) or adhoc_site(url)
        sites.setdefault(site.name, site)
        if urlsplit(url).path.strip("/") or urlsplit(url).query:
            asked.append(user_link(site, url))
    return tuple(sites.values()), tuple(starts(sites.values(), asked))


def starts(sites: Iterable[Site], asked: Iterable[Link] = ()) -> list[Link]:
    """The links a run of these sites starts from, in every run anew, and the pages that were asked for."""
    return [link for site in sites for link in seeds(site)] + list(asked)


def _is_url(name: str) -> bool:
    return "://" in name


def _is_file(name: str) -> bool:
    return not _is_url(name) and name.strip().endswith((".yaml", ".yml"))


def _known(url: str, folder: Path) -> Site | None:
    return site_for_url(url, load_sites(folder)) if folder.is_dir() else None
