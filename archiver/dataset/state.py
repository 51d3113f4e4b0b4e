"""The state of an archive that a dataset is made from: a moment, and how far each article file went then.

Nothing here reads an article. An archive that grew can be read as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from archiver.dataset.accepted import Sizes
from archiver.store import Archive


@dataclass(frozen=True)
class State:
    """`until`: the moment, ISO 8601 in UTC; `sizes`: by site, name and bytes of its article files."""

    until: str
    sizes: Mapping[str, Sizes]

    @classmethod
    def now(cls, archive: Archive) -> State:
        """As it is; a crawl under way may go on, what it adds is not seen."""
        moment = datetime.now(UTC).isoformat(timespec="microseconds")
        return cls(moment, {site: archive.article_files(site) for site in archive.sites()})

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> State:
        """As a manifest says."""
        return cls(str(data["until"]), {site: {name: int(size) for name, size in sizes.items()}
                                        for site, sizes in data["article_files"].items()})

    def to_dict(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"until": self.until, "article_files": {site: dict(sizes) for site, sizes in self.sizes.items()}}
