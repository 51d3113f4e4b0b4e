"""Pictures that were kept, and the articles they stand in: a credit in a picture's file goes into the article.

Nothing here parses a picture: worker processes do. An article is saved anew before the picture's link ends, so that a
kill in between loses nothing.
"""

from __future__ import annotations

from collections import OrderedDict

from archiver import content
from archiver.crawl.pool import Workers
from archiver.errors import NotFound
from archiver.model import Article, Capture, Link, Outcome, Site
from archiver.store.archive import Archive
from archiver.urls import link_key

_REMEMBERED = 20_000                     # pictures whose articles are known in this run


class Pictures:
    """The pictures of one run."""

    def __init__(self, archive: Archive, workers: Workers) -> None:
        self._archive, self._workers = archive, workers
        self._shown_in: OrderedDict[str, list[str]] = OrderedDict()

    async def before_saving(self, article: Article, site: Site) -> Article:
        """An article just read, with the credits of its pictures that are kept already."""
        if site.requisites == "none" or not article.images:
            return article
        for image in article.images:
            if image.url:
                self._shown_in.setdefault(link_key(image.url), []).append(article.url)
        while len(self._shown_in) > _REMEMBERED:
            self._shown_in.popitem(last=False)
        kept = self._archive.pictures(article)
        return await self._workers.credit(article, kept) if kept else article

    async def arrived(self, capture: Capture, link: Link) -> None:
        """A requisite was captured: the articles that show it get the credit its file states, if any."""
        if not capture.exchange.header("Content-Type").lower().startswith("image/"):
            return
        try:
            data = content.decode(capture.exchange.payload, capture.exchange.header("Content-Encoding"))
        except (content.BadCoding, content.TooLarge):
            return
        for url in dict.fromkeys((link.source, *self._shown_in.pop(link.key, ()))):
            await self._credit(url, link, data)

    async def _credit(self, url: str, link: Link, data: bytes) -> None:
        row = self._archive.link(url, link.site) if url else None
        if row is None or row.state != "done":           # a page that waits gets it when it is read
            return
        try:
            article = self._archive.article(url)
        except NotFound:
            return
        if article.site != link.site or row.outcome in (None, Outcome.NOT_ARTICLE):
            return
        fresh = await self._workers.credit(article, {link.url: data})
        if fresh != article:
            self._archive.save(fresh, row.link)
