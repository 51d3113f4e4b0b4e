"""The outlets of the newsroom, one module each; `base.py` is what they share.

Nothing here opens a socket.
"""

from .arabic import Arabic
from .base import Outlet
from .builder import Builder
from .corners import Corners
from .gated import Gated
from .japanese import Japanese
from .live import Live
from .shuttered import Shuttered
from .structured import Structured
from .table import Table
from .wordpress import WordPress

OUTLETS: tuple[type[Outlet], ...] = (WordPress, Builder, Structured, Table, Arabic, Japanese, Live, Gated, Corners, Shuttered)
