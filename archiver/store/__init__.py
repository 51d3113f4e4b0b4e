"""The only code that touches the disk: an archive of WARCs, articles and a catalog, one folder a site.

Nothing here knows Scrapy or HTML. `Archive` is the one door; the other names are what it takes and gives.
"""

from __future__ import annotations

from archiver.store.archive import Archive
from archiver.store.rows import CaptureRow, Later, LinkRow, Recovery, Settings, Visit

__all__ = ["Archive", "CaptureRow", "Later", "LinkRow", "Recovery", "Settings", "Visit"]
