"""The outlets of the newsroom, one module each; `base.py` is what they share.

Nothing here opens a socket.
"""

from archiver.newsroom.outlets.arabic import Arabic
from archiver.newsroom.outlets.base import Outlet
from archiver.newsroom.outlets.builder import Builder
from archiver.newsroom.outlets.corners import Corners
from archiver.newsroom.outlets.gated import Gated
from archiver.newsroom.outlets.japanese import Japanese
from archiver.newsroom.outlets.live import Live
from archiver.newsroom.outlets.shuttered import Shuttered
from archiver.newsroom.outlets.structured import Structured
from archiver.newsroom.outlets.table import Table
from archiver.newsroom.outlets.wordpress import WordPress

OUTLETS: tuple[type[Outlet], ...] = (WordPress, Builder, Structured, Table, Arabic, Japanese, Live, Gated, Corners, Shuttered)
