"""Pages as a browser shows them: Chromium runs the scripts of a captured page, and what it makes of it is archived too.

The browser has no way to the net of its own. The page is handed to it from its capture, what scripts ask for comes
through our download handler (captured, guarded, robots.txt obeyed), and pictures, fonts and frames are left out. Nothing
here reads a page. Needs the extra `browser`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, signals

from archiver import content
from archiver.crawl import faults, robots
from archiver.crawl.asking import ask
from archiver.crawl.frontier import Job
from archiver.crawl.identity import AGENT
from archiver.errors import ArchiverError
from archiver.model import Capture, Exchange, Link, LinkKind, Site
from archiver.urls import absolute, link_key

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from playwright.async_api import Browser as Chromium
    from playwright.async_api import Page, Playwright, Route
    from scrapy.crawler import Crawler

    from archiver.store.archive import Archive

logger = logging.getLogger(__name__)
SECONDS = 20.0                           # a page may take to be shown
QUIET = 5.0                              # of these, after its load, until its scripts ask for nothing more
MOST = 100                               # things a page may ask for
AT_ONCE = 2                              # pages shown at once; each is a process of some 100 MB
MAX_PAGE = 16 * 1024 * 1024
MAX_ASKED = 8 * 1024 * 1024
MAX_HOPS = 5
KEPT = 64 * 1024 * 1024                  # bytes of scripts that are remembered: the pages of a site share them
MARK = b"\xef\xbb\xbf"                   # a byte order mark goes before what the page says of its charset
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ASKED = ("script", "xhr", "fetch")
_NOT_SENT = ("host", "cookie", "accept-encoding", "connection", "content-length", "user-agent")
_NOT_TOLD = ("content-encoding", "content-length", "transfer-encoding", "connection", "set-cookie", "strict-transport-security",
             "alt-svc", "location", "refresh")
_NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "<-loopback>"}     # a proxy that is not there, for loopback too


class NoBrowser(ArchiverError):
    """No browser can be started; the crawl must stop, and no page is to blame."""


class Browser:
    """The browser of one run; it is started by the first page that is to be shown."""

    def __init__(self, crawler: Crawler, archive: Archive, rules: Callable[[Job], robots.Robots]) -> None:
        self.shown = self.failed = 0
        self._crawler, self._archive, self._rules = crawler, archive, rules
        self._path = str(crawler.settings.get("ARCHIVER_BROWSER") or "")
        self._room, self._starting = asyncio.Semaphore(AT_ONCE), asyncio.Lock()
        self._playwright: Playwright | None = None
        self._chromium: Chromium | None = None
        self._kept: dict[str, Exchange] = {}
        self._size = 0
        self._robots: dict[str, asyncio.Task[robots.Robots]] = {}
        crawler.signals.connect(self.close, signals.engine_stopped)

    @staticmethod
    def check(sites: list[Site]) -> None:
        """Raises ArchiverError where a site asks for a browser and there can be none."""
        asks = next((site.name for site in sites if site.render), "")
        if asks and find_spec("playwright") is None:
            raise ArchiverError("its site file says `render: true`, and no browser can be driven", where=asks,
                                cure="pip install 'news-archiver[browser]', and a Chromium")

    async def show(self, job: Job, capture: Capture) -> Capture:
        """What a browser makes of a captured page, captured itself; the page as it was where that fails."""
        page = capture.exchange
        html = "html" in page.header("Content-Type").lower() or not page.header("Content-Type")
        if not job.site.render or job.link.kind not in ("page", "section") or not html or capture.rendered:
            return capture
        async with self._room:
            made = await self._made(job, capture)
        if made is None:
            self.failed += 1
            return capture
        self.shown += 1
        return self._archive.capture_rendered(made, capture, job.link)

    async def close(self) -> None:
        """Ends the browser."""
        chromium, driver, self._chromium, self._playwright = self._chromium, self._playwright, None, None
        with suppress(Exception):        # it may be gone already, by the same Ctrl-C
            async with asyncio.timeout(5):
                if chromium:
                    await chromium.close()
                if driver:
                    await driver.stop()

    # showing ----------------------------------------------------------------------------------------------------

    async def _made(self, job: Job, capture: Capture) -> bytes | None:
        from playwright.async_api import Error

        exchange = capture.exchange
        try:
            body = content.decode(exchange.payload, exchange.header("Content-Encoding"), MAX_PAGE)
        except (content.BadCoding, content.TooLarge):
            return None                  # the reader says what is wrong
        chromium = await self._started()
        visit = _Visit(job, capture, body, partial(self._ask, job))
        try:
            async with asyncio.timeout(SECONDS):
                context = await chromium.new_context(user_agent=self._crawler.settings["USER_AGENT"], service_workers="block",
                                                     accept_downloads=False, locale=job.site.language or "en")
                try:
                    await context.route("**/*", visit.serve)
                    return await _content(await context.new_page(), capture.url)
                finally:
                    with suppress(Error):
                        await context.close()
        except (Error, TimeoutError) as error:
            logger.info("%s could not be shown: %s", capture.url, str(error).split("\n", 1)[0] or "it took too long")
            return None

    async def _started(self) -> Chromium:
        """The browser, started anew where it died. Raises ArchiverError where there is none to be had."""
        from playwright.async_api import Error, async_playwright

        async with self._starting:
            if self._chromium and self._chromium.is_connected():
                return self._chromium
            await self.close()
            path = self._path or next((found for name in _NAMES if (found := shutil.which(name))), None)
            try:
                self._playwright = await async_playwright().start()
                self._chromium = await self._playwright.chromium.launch(
                    executable_path=path, proxy=_NOWHERE, chromium_sandbox=os.geteuid() != 0,        # type: ignore[arg-type]
                    handle_sigint=False, handle_sigterm=False, handle_sighup=False)
            except Error as error:
                raise NoBrowser(f"no browser could be started: {str(error).split(chr(10), 1)[0]}", where=path or "chromium",
                                    cure="install Chromium, or name it in the setting ARCHIVER_BROWSER") from error
            return self._chromium

    # what scripts ask for ---------------------------------------------------------------------------------------

    async def _ask(self, job: Job, url: str, headers: dict[str, str]) -> Exchange | None:
        """What a script has asked for, by our own handler, redirects followed; None where there is nothing to be had."""
        if (kept := self._kept.get(url)) is not None:
            return kept
        now = url
        for _ in range(MAX_HOPS):
            if not await self._may(job, now):
                return None
            exchange = await self._fetch(job, now, headers, "requisite")
            if exchange is None or not 300 <= exchange.status < 400:
                self._keep(url, exchange)
                return exchange
            target = absolute(now, exchange.header("Location"))
            if not target:
                return None
            now = target
        return None

    def _keep(self, url: str, exchange: Exchange | None) -> None:
        if exchange and "script" in exchange.header("Content-Type") and self._size + len(exchange.payload) < KEPT:
            self._kept[url] = exchange
            self._size += len(exchange.payload)

    async def _may(self, job: Job, url: str) -> bool:
        if not job.site.obey_robots:
            return True
        place = robots.authority(url)
        known = self._rules(job)
        if place == job.lane and known.agent:
            return not known.why_not(url)
        if place not in self._robots:
            self._robots[place] = asyncio.ensure_future(self._read_robots(job, robots.robots_url(url)))
        return not (await self._robots[place]).why_not(url)

    async def _read_robots(self, job: Job, url: str) -> robots.Robots:
        capture = await self._captured(job, url, {}, "robots")
        return robots.read(capture, AGENT) if capture else robots.unreachable(AGENT, "robots.txt could not be fetched")

    async def _fetch(self, job: Job, url: str, headers: dict[str, str], kind: LinkKind) -> Exchange | None:
        capture = await self._captured(job, url, headers, kind)
        return capture.exchange if capture else None

    async def _captured(self, job: Job, url: str, headers: dict[str, str], kind: LinkKind) -> Capture | None:
        link = Link(site=job.site.name, url=url, key=link_key(url), by="page", kind=kind, source=job.url)
        meta = {"link": link, "bare": True, "allow_private": job.site.allow_private, "download_maxsize": MAX_ASKED,
                "download_timeout": min(SECONDS, job.site.pace.timeout)}
        request = Request(url, headers={"User-Agent": self._crawler.settings["USER_AGENT"], **headers}, meta=meta,
                          dont_filter=True)
        try:
            return await ask(self._crawler, request)
        except faults.Fault:
            return None


class _Visit:
    """One page that is being shown: what it may have."""

    def __init__(self, job: Job, capture: Capture, body: bytes,
                 ask: Callable[[str, dict[str, str]], Coroutine[Any, Any, Exchange | None]]) -> None:
        self._job, self._capture, self._body, self._ask = job, capture, body, ask
        self._asked = 0

    async def serve(self, route: Route) -> None:
        """Answers one request of the browser."""
        from playwright.async_api import Error

        with suppress(Error):            # the page is gone meanwhile
            request = route.request
            if request.is_navigation_request() and request.url == self._capture.url:
                await route.fulfill(status=200, headers=_told(self._capture.exchange), body=self._body)
                return
            found = await self._found(request.url, request.headers) if self._wanted(route) else None
            if found is None:
                await route.abort()
            else:
                await route.fulfill(status=found[0].status, headers=_told(found[0]), body=found[1])

    def _wanted(self, route: Route) -> bool:
        request = route.request
        self._asked += 1
        return (request.method == "GET" and request.resource_type in _ASKED and self._asked <= MOST
                and urlsplit(request.url).scheme in ("http", "https") and not request.is_navigation_request()
                and not any(piece in request.url for piece in self._job.site.deny))

    async def _found(self, url: str, headers: dict[str, str]) -> tuple[Exchange, bytes] | None:
        exchange = await self._ask(url, {name: value for name, value in headers.items() if name.lower() not in _NOT_SENT})
        if exchange is None:
            return None
        try:
            return exchange, content.decode(exchange.payload, exchange.header("Content-Encoding"), MAX_PAGE)
        except (content.BadCoding, content.TooLarge):
            return None


async def _content(page: Page, url: str) -> bytes | None:
    """The page's elements when its scripts have come to rest, as UTF-8 with a byte order mark."""
    from playwright.async_api import TimeoutError as TooSlow

    await page.goto(url, wait_until="domcontentloaded", timeout=1000 * SECONDS)
    with suppress(TooSlow):              # a page that never rests is taken as it is by then
        await page.wait_for_load_state("networkidle", timeout=1000 * QUIET)
    made = MARK + (await page.content()).encode("utf-8", "replace")
    return made if len(made) <= MAX_PAGE else None


def _told(exchange: Exchange) -> dict[str, str]:
    """The headers of an answer that the browser is told: the body comes unpacked, and where it leads was followed."""
    return {name: value for name, value in exchange.headers if name.lower() not in _NOT_TOLD}
