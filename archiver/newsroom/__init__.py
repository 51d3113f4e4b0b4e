"""The demo newsroom: small outlets on loopback addresses, written from a seed, with the truth about every article.

Nothing here is part of the archiver's work; it is what the archiver is shown and tested with, offline.
"""

from archiver.newsroom.diary import OPENED
from archiver.newsroom.outlets.base import Outlet
from archiver.newsroom.room import Newsroom, serving, virtual_clock
from archiver.newsroom.server import Hit
from archiver.newsroom.truth import Truth

__all__ = ["OPENED", "Hit", "Newsroom", "Outlet", "Truth", "serving", "virtual_clock"]
