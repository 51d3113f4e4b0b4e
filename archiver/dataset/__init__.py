"""From an archive to a dataset: rows that a query finds, counted or written out with schema, card and manifest.

Nothing here is the only copy of anything, and nothing here fetches or extracts.
"""

from __future__ import annotations
