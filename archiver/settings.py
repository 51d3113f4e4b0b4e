"""Scrapy's settings for the spider `news`, each with its reason; `scrapy.cfg` and `archiver.crawl.run` use this module.

Nothing here is read by the rest of the archiver. What stands at Scrapy's default is not repeated.
"""

import os
from importlib.util import find_spec

from archiver.crawl.identity import user_agent

BOT_NAME = "news-archiver"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"

# Who we are, so that an outlet can reach us instead of blocking us. ARCHIVER_CONTACT: an address or a page.
ARCHIVER_CONTACT = os.environ.get("ARCHIVER_CONTACT", "")
USER_AGENT = user_agent(ARCHIVER_CONTACT)

# Ours
ARCHIVER_OUTPUT = os.environ.get("ARCHIVER_OUTPUT", "output")
ARCHIVER_SITES = os.environ.get("ARCHIVER_SITES", "")    # folder of site files; empty: sites/, else spiders/sites/
ARCHIVER_RETRIES = 2                 # further tries after a passing fault
ARCHIVER_RETRY_DELAY = 5.0           # seconds before the first of them; doubled for each
ARCHIVER_LONGEST_REST = 120.0        # seconds of Retry-After that a run waits; beyond, the host waits for the next run
ARCHIVER_PATIENCE = 8                # unanswered requests in a row before a host is left for this run
ARCHIVER_SILENCE = 30.0              # seconds a server may say nothing in the middle of an answer
ARCHIVER_ROLL = 1024 ** 3            # bytes at which a WARC is closed and the next one begun
ARCHIVER_FSYNC = os.environ.get("ARCHIVER_FSYNC", "0")               # 1: each commit waits for the disk (power loss)
ARCHIVER_MIN_FREE = int(os.environ.get("ARCHIVER_MIN_FREE") or 200 * 1024 ** 2)     # bytes that must stay free on the disk
ARCHIVER_LEARN = True                # what a site's pages repeat is learned at the end of a run that brought enough of them
ARCHIVER_BROWSER = os.environ.get("ARCHIVER_BROWSER", "")            # path of the Chromium for `render: true`; empty: found by name
ARCHIVER_ALLOW_PRIVATE = False       # private addresses, unless the site's file allows them

# One asyncio loop and no Twisted reactor: a process can crawl more than once, and uvloop is used where it exists.
TWISTED_REACTOR_ENABLED = False
ASYNCIO_EVENT_LOOP = "uvloop.Loop" if find_spec("uvloop") else None

# Exact bytes; the other schemes are off because a link must not read local files or other people's buckets.
DOWNLOAD_HANDLERS = {"http": "archiver.crawl.handler.WireHandler", "https": "archiver.crawl.handler.WireHandler",
                     "file": None, "ftp": None, "data": None, "s3": None}
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy's default is not to; an archive must know whom it spoke to
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # no news page is longer; Scrapy's default is 1 GiB
ARCHIVER_REQUISITE_MAXSIZE = 16 * 1024 * 1024        # a picture or style sheet
DOWNLOAD_WARNSIZE = 0                # the outcome says it
DOWNLOAD_TIMEOUT = 60                # a site's pace.timeout goes first; Scrapy's default is 180

CONCURRENT_REQUESTS = 64             # of all sites; a site's own pace is kept by the frontier
SCHEDULER = "archiver.crawl.scheduler.PlainQueue"        # the catalog is the queue; JOBDIR loses links on a kill

ROBOTSTXT_OBEY = False               # done by archiver.crawl.robots: Scrapy takes a 5xx for "allow all"
COOKIES_ENABLED = False              # stateless captures; Scrapy's middleware blocks on a public-suffix download
METAREFRESH_ENABLED = False          # 6 % of the CPU; a page that refreshes is captured as what it is
REDIRECT_ENABLED = False             # followed by archiver.crawl.answers: each hop is a capture and has an outcome
RETRY_ENABLED = False                # done by archiver.crawl.answers, with Retry-After
COMPRESSION_ENABLED = False          # workers unpack, within bounds
REFERER_ENABLED = False
HTTPCACHE_ENABLED = False
TELNETCONSOLE_ENABLED = False        # a port into the process
REMOTE_CONTROL_ENABLED = False       # another
AUTOTHROTTLE_ENABLED = False         # it would lower a crawl-delay again
DOWNLOADER_STATS = False
LOG_LEVEL = "INFO"

# Scrapy's own lists, cut down to what serves: the others cost a call a request, and naming them to turn them off
# imports them all, aiohttp and requests with them: 0.15 s of each start. HttpProxy takes proxies from the environment.
DOWNLOADER_MIDDLEWARES_BASE = {"scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE = {f"scrapy.extensions.{name}": 0 for name in (
    "corestats.CoreStats", "logcount.LogCount", "memusage.MemoryUsage", "closespider.CloseSpider",
    "feedexport.FeedExporter")}
