"""The Shuttered Gazette: an outlet whose robots.txt answers 503, so that nothing of it may be fetched (RFC 9309).

Nothing here is wrong with its articles; a crawler that shows one has not read the standard.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from archiver.model import Outcome
from archiver.newsroom import feeds
from archiver.newsroom.outlets.base import Entrances, Outlet, Route
from archiver.newsroom.stories import Story
from archiver.newsroom.truth import Printed
from archiver.newsroom.wire import Answer


class Shuttered(Outlet):
    """One feed, and no way to it."""

    name = "shuttered-gazette"
    title = "The Shuttered Gazette"
    share = (4, 5)
    feed_paths = ("/feed.xml",)

    def announcements(self) -> Mapping[str, Route]:
        """The feed."""
        return {"/feed.xml": lambda: self.feed(feeds.rss, "/feed.xml", "application/rss+xml")}

    def entrances(self) -> Entrances:
        """The feed and the home page."""
        return Entrances(feeds=(self.url("/feed.xml"),), sections=(self.url("/"),))

    def robots(self) -> Answer:
        """Not now."""
        return Answer(503, b"try again later\n", kind="text/plain", headers=(("Retry-After", "1"),))

    def printed(self, story: Story) -> Printed:
        """As it is printed, though a crawl never sees it."""
        return replace(super().printed(story), outcomes=(Outcome.ROBOTS,))
