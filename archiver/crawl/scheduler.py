"""Scrapy's scheduler, reduced to a queue for what other people's extensions ask: no request of ours goes through it.

What goes when is the frontier's decision, and the catalog is its memory. Scrapy's own scheduler brings queues on disk
and a seen-filter into each start.
"""

from __future__ import annotations

from collections import deque

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler


class PlainQueue(BaseScheduler):
    """First in, first out."""

    def __init__(self) -> None:
        self._queue: deque[Request] = deque()

    def has_pending_requests(self) -> bool:
        """Whether a request waits."""
        return bool(self._queue)

    def enqueue_request(self, request: Request) -> bool:
        """Takes a request."""
        self._queue.append(request)
        return True

    def next_request(self) -> Request | None:
        """The oldest one."""
        return self._queue.popleft() if self._queue else None
