"""The request that is made for a job: its headers, and what the download handler must know of it.

Nothing here sends it. How its bytes look on the wire is `wire`'s.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.settings import BaseSettings

from archiver.crawl.frontier import Job

_PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_REQUISITE = 16 * 1024 * 1024


def request_for(job: Job, settings: BaseSettings, conditions: dict[str, str]) -> Request:
    """A request for the job's URL; `conditions` are headers that make it conditional, none otherwise."""
    page = job.link.kind != "requisite"
    headers = {"User-Agent": settings["USER_AGENT"], "Accept-Language": job.site.language or "en",
               "Accept": _PAGES if page else "*/*", **conditions}
    meta = {"job": job, "link": job.link, "bare": True, "allow_private": job.site.allow_private,
            "download_timeout": job.site.pace.timeout}
    if not page:
        meta["download_maxsize"] = settings.getint("ARCHIVER_REQUISITE_MAXSIZE", _REQUISITE)
    return Request(job.url, headers=headers, meta=meta, dont_filter=True)
