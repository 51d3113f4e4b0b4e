"""All that knows Scrapy: the add-on, the download handler that keeps the wire's bytes, and the crawl of news sites.

Nothing stands here but what a Scrapy project names: `ADDONS = {"archiver.crawl.Addon": 500}`, and that is imported when
it is asked for: the processes that read pages come through here too, and Scrapy costs each of them 0.3 s and 30 MB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archiver.crawl.addon import Addon

__all__ = ["Addon"]


def __getattr__(name: str) -> Any:
    if name == "Addon":
        from archiver.crawl.addon import Addon
        return Addon
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
