"""The outlets of the newsroom, one module each; `base.py` is what they share.

Nothing here opens a socket.
"""

from .base import Outlet
from .builder import Builder
from .structured import Structured
from .wordpress import WordPress

OUTLETS: tuple[type[Outlet], ...] = (WordPress, Builder, Structured)
