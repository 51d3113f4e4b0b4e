"""A crawl as one call: sites and an archive in, a summary out; what the command line and other programs use.

Nothing here decides anything about a link. It can be called again in the same process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from archiver.crawl.identity import user_agent
from archiver.crawl.plan import Plan, When
from archiver.crawl.progress import Summary
from archiver.crawl.session import Session
from archiver.crawl.wanted import starts
from archiver.errors import ArchiverError
from archiver.model import Link, Site


def crawl(sites: Sequence[Site], archive_root: Path | str, *, limit: int = 0, workers: int | None = None,
          progress: Callable[[str], None] | None = None, asked: Sequence[Link] = (), contact: str = "",
          every: float = 5.0, settings: dict[str, Any] | None = None, capture_only: bool = False,
          when: When | None = None) -> Summary:
    """Crawls the sites once, until nothing is left to do, and says what came of it.

    `limit`: pages at most. `workers`: processes that read pages (None: one a core, 0: this process). `progress` is
    called with a line every `every` seconds. `asked`: single pages, besides what the sites start from. `settings`:
    Scrapy settings that differ. `capture_only`: pages are kept and searched for links; the next run reads them.
    `when`: what is visited at which time; not given: all listings once, and no article again. Ctrl-C ends it: what was
    under way is given back, and the summary's reason is `shutdown`. Raises ArchiveBusy where another process crawls all
    of the sites.
    """
    plan = Plan(tuple(sites), tuple(starts(sites, asked)), limit, workers, progress, every, capture_only, when or When())
    chosen = _settings(archive_root, contact, {"ARCHIVER_CLOCK": plan.when.clock, **(settings or {})})
    process = AsyncCrawlerProcess(chosen)
    sessions: list[Session] = []
    crawler = process.create_crawler("news")
    process.crawl(crawler, plan=plan, ready=sessions.append)
    process.start()
    if not sessions:
        raise getattr(crawler.spider, "trouble", None) or ArchiverError(
            "the crawl could not begin", cure="scrapy crawl news shows its log")
    return sessions[0].conclude()


def _settings(root: Path | str, contact: str, differing: dict[str, Any]) -> Settings:
    """The project's settings, and what the caller says."""
    settings = Settings()
    settings.setmodule("archiver.settings", priority="project")
    settings.set("ARCHIVER_OUTPUT", str(root), priority="cmdline")
    settings.set("LOG_ENABLED", False, priority="project")
    settings.set("LOG_VERSIONS", [], priority="project")                    # read from the packages' files, for nobody
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="project")     # the caller's logging is the caller's
    if contact:
        settings.set("ARCHIVER_CONTACT", contact, priority="cmdline")
        settings.set("USER_AGENT", user_agent(contact), priority="cmdline")
    settings.update(differing, priority="cmdline")
    return settings
