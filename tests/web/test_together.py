"""Many ask at once, while the archive changes beneath."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from archiver.store.reindex import reindex
from tests.web.conftest import Shown


def test_many_at_once_while_the_catalog_is_replaced(own: Shown) -> None:
    """Sixteen threads ask for every kind of page while the catalog is rebuilt: each gets its page."""
    story = own.articles["ferry"]
    paths = ["/?q=ferry", f"/article/{story.id}", f"/web/2026/{story.url}", "/sites", "/live", f"/cdx?url={story.url}"] * 12
    own.get("/")
    with ThreadPoolExecutor(16) as pool:
        asked = [pool.submit(own.get, path) for path in paths]
        reindex(own.reader.output, "quayside-post")
        asked += [pool.submit(own.get, path) for path in paths]
    assert {one.result().status for one in asked} == {200}
