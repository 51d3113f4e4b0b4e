"""Requests: the one that is made for a job, with what the download handler must know of it, and the way it takes.

Nothing here decides what goes when, or what an answer means. How a request's bytes look on the wire is `wire`'s.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.http import Response
from scrapy.settings import BaseSettings

from archiver.crawl import faults
from archiver.crawl.frontier import Job
from archiver.model import Capture

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)
_PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
_REQUISITE = 16 * 1024 * 1024


def request_for(job: Job, settings: BaseSettings, conditions: dict[str, str]) -> Request:
    """A request for the job's URL; `conditions` are headers that make it conditional, none otherwise."""
    page = job.link.kind != "requisite"
    headers = {"User-Agent": settings["USER_AGENT"], "Accept-Language": job.site.language or "en",
               "Accept": _PAGES if page else "*/*", **conditions}
    meta = {"link": job.link, "bare": True, "allow_private": job.site.allow_private,
            "download_timeout": job.site.pace.timeout}
    if not page:
        meta["download_maxsize"] = settings.getint("ARCHIVER_REQUISITE_MAXSIZE", _REQUISITE)
    return Request(job.url, headers=headers, meta=meta, dont_filter=True)


async def ask(crawler: Crawler, request: Request) -> Capture | None:
    """What the answer to a request is kept as; None where another download handler has fetched it.

    The request goes through Scrapy's downloader middlewares to the download handler, and past its scheduler, slots and
    scraper: what goes when is the frontier's decision, and they cost 150 us a request. Raises a `faults.Fault`.
    """
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    answer: Request | Response = request
    try:
        while isinstance(answer, Request):   # as a middleware may give instead of an answer
            request = answer
            answer = await downloader.middleware.download_async(downloader.handlers.download_request_async, request)
    except faults.Fault:
        raise
    except Exception as error:               # the edge: middlewares of others raise what they like
        raise faults.foreign(error) from error
    answer.request = answer.request or request
    logger.debug("%d %s", answer.status, answer.url)
    crawler.signals.send_catch_log(signals.response_received, response=answer, request=answer.request, spider=crawler.spider)
    capture = answer.meta.get("capture")
    return capture if isinstance(capture, Capture) else None
