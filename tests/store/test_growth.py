"""What a look into the catalog costs does not grow with what it holds: counted in steps of SQLite, not in time."""

from pathlib import Path
from typing import get_args

import pytest

from archiver.model import Link, LinkKind
from archiver.store.catalog import Catalog

NOW = "2026-11-23T00:00:00+00:00"


def _catalog(folder: Path, pages: int) -> Catalog:
    catalog = Catalog(folder / f"{pages}.sqlite", "harbour", write=True)
    for n in range(pages):
        url = f"https://harbour.example/{n}"
        catalog.add_link(Link("harbour", url, url, "sitemap", "page", priority=n % 3), NOW)
    catalog.commit()
    return catalog


def _steps(catalog: Catalog, kind: str | None) -> int:
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0
    catalog._db.set_progress_handler(step, 1)
    catalog.take(16, kind)
    return count


@pytest.mark.parametrize("kind", [None, *get_args(LinkKind)])
def test_a_take_costs_the_same_however_many_links_wait(tmp_path: Path, kind: str | None) -> None:
    """Links are taken up in as many steps from 4,000 that wait as from 100, also where none of their kind waits."""
    assert _steps(_catalog(tmp_path, 4000), kind) <= _steps(_catalog(tmp_path, 100), kind) * 1.2 + 20


def test_links_of_a_kind_come_in_their_order(tmp_path: Path) -> None:
    """Feeds among waiting pages come alone, the highest priority first, then as they were found."""
    catalog = _catalog(tmp_path, 50)
    for n, priority in enumerate((1, 3, 1, 2)):
        url = f"https://harbour.example/feed{n}"
        catalog.add_link(Link("harbour", url, url, "seed", "feed", priority=priority), NOW)
    assert [link.url[-1] for link in catalog.take(3, "feed")] == ["1", "3", "0"]
    assert [link.url[-1] for link in catalog.take(3, "feed")] == ["2"]
    assert catalog.take(3, "feed") == []
