"""How the sites of an archive do: what became of every link, and each site held against its own past.

A joiner over the store: it reads catalogs and judges; `now` is an argument, nothing here reads a clock or changes a site.
"""

from __future__ import annotations

from archiver.health.coverage import Coverage, coverage
from archiver.health.findings import Finding, Report, State, examine
from archiver.health.past import Past, past_of
from archiver.health.status import Status, status

__all__ = ["Coverage", "Finding", "Past", "Report", "State", "Status", "coverage", "examine", "past_of", "status"]
