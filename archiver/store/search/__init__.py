"""The search index of an archive: one SQLite file beside the sites, derived from the articles and kept equal to them.

`SearchIndex` answers, `keeping` takes articles in.
"""

from __future__ import annotations

from archiver.store.search.index import END, FILE, MOST, START, Found, Hit, Order, Place, SearchIndex, Seen

__all__ = ["END", "FILE", "MOST", "START", "Found", "Hit", "Order", "Place", "SearchIndex", "Seen"]
