"""All that knows Scrapy: the add-on, the download handler that keeps the wire's bytes, and the crawl of news sites.

Nothing is imported here but what a Scrapy project names: `ADDONS = {"archiver.crawl.Addon": 500}`.
"""

from archiver.crawl.addon import Addon

__all__ = ["Addon"]
