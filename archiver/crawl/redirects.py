"""Chains of redirects between links of a site, read from the catalog: a chain or loop is known across runs and kills.

Nothing here fetches or changes a link.
"""

from __future__ import annotations

from archiver.crawl.verdict import MAX_HOPS, Moved
from archiver.model import Link, Outcome
from archiver.store.archive import Archive
from archiver.urls import link_key


def endless(archive: Archive, link: Link, moved: Moved) -> str:
    """Why the link that has `moved` must not be followed further; empty where it may be."""
    hops = _hops_to(archive, link)
    if moved.key in hops or len(hops) > MAX_HOPS or _leads_back(archive, link, moved):
        return f"{len(hops)} hops, then {moved.url}"
    return ""


def _hops_to(archive: Archive, link: Link) -> list[str]:
    """Keys of the link and of those that were redirected to it, one after the other."""
    keys, way = [link.key], link
    while way.by == "redirect" and len(keys) <= MAX_HOPS:
        row = archive.link(way.source, link.site)
        if row is None or row.link.key in keys:
            break
        keys.append(row.link.key)
        way = row.link
    return keys


def _leads_back(archive: Archive, link: Link, moved: Moved) -> bool:
    """Whether what the link moved to was fetched before, and leads from redirect to redirect back to the link."""
    url = moved.url
    for _ in range(MAX_HOPS):
        row = archive.link(url, link.site)
        if row is None or row.outcome is not Outcome.REDIRECTED:
            return False
        url = row.detail                 # a redirected link's detail is where it led
        if link_key(url) == link.key:
            return True
    return False
