"""One Dask cluster for the tests that leave it as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .cluster import Cluster, cluster


@pytest.fixture(scope="session")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers."""
    with cluster(tmp_path_factory.mktemp("dask")) as made:
        yield made
