"""One newsroom for the tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archiver.newsroom import Newsroom, serving


@pytest.fixture(scope="session")
def room() -> Iterator[Newsroom]:
    """A served newsroom; tests that change one start their own."""
    with serving(size=32) as served:
        yield served
