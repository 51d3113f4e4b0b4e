"""Capture now, read later: what `--capture-only` keeps, the next crawl reads from the archive, without a request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.model import Outcome
from archiver.newsroom import serving
from archiver.store.archive import Archive

from .outlet import answers, serve
from .study import Study, differences, left, sound
from .test_session import run


def test_kept_now_read_later(tmp_path: Path) -> None:
    """Pages end as captured, and no article is read; the next crawl reads them all and asks for none again."""
    with serve(answers(), ["/a/1", "/a/2", "/bomb", "/gone"]) as outlet:
        first = run(outlet, tmp_path, workers=1, capture_only=True)
        assert first.total == {"discovered": 2, "captured": 3, "gone": 1}
        assert "3 pages to be read later" in first.line()
        assert first.exit_code == 0
        archive = Archive(tmp_path)
        assert (archive.pending("outlet"), list(archive.articles("outlet"))) == (0, [])
        again = run(outlet, tmp_path, workers=0, capture_only=True)
        assert again.total["captured"] == 0
        second = run(outlet, tmp_path, workers=1)
        assert second.total == {"discovered": 2, "new": 2, "too-large": 1}
        assert any("3 pages of earlier runs were read" in message for message in second.messages)
        assert [outlet.asked(path) for path in ("/a/1", "/a/2", "/bomb")] == [1, 1, 1]
        assert run(outlet, tmp_path, workers=0).total == {"discovered": 2}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """A study of sites that follow links, crawled in one go into `at-once`."""
    with serving(host_base="127.0.13", size=5) as room:
        study = Study(tmp_path_factory.mktemp("capture-only"), room, workers=1)
        study.write(["quay-review", "corner-post"])
        study.crawl(study.folder / "at-once")
        yield study


@pytest.mark.parametrize("workers", [0, 1])
def test_links_are_found_all_the_same(whole: Study, tmp_path: Path, workers: int) -> None:
    """Where a site follows links, captured pages are searched for them, so that both ways capture the same pages."""
    whole.crawl(tmp_path / "later", "--capture-only", "--workers", str(workers))
    later(whole, tmp_path / "later")


def later(whole: Study, root: Path) -> None:
    """What was captured only is read by the next crawl, which asks for no story again, and leaves what one crawl leaves."""
    with Archive(root) as archive:
        assert not list(archive.articles())
        assert archive.outcomes("quay-review")["captured"] > 5
    before = len(whole.room.log)
    whole.crawl(root)
    pages = {url.split("/", 3)[3] for url in whole.room.truth}
    assert not [hit for hit in whole.room.log[before:] if hit.path.lstrip("/") in pages]
    assert differences(left(whole.folder / "at-once"), left(root)) == {}
    sound(root)


def test_a_capture_that_is_gone_is_fetched_again(tmp_path: Path) -> None:
    """Where the record cannot be read back, the page is fetched again."""
    with serve(answers(), ["/a/1"]) as outlet:
        run(outlet, tmp_path, workers=0, capture_only=True)
        [path] = (tmp_path / "outlet" / "warc").iterdir()
        place = next(row for row in Archive(tmp_path).captures("outlet") if row.url.endswith("/a/1")).offset
        data = bytearray(path.read_bytes())
        data[place + 5:place + 300] = bytes(295)
        path.write_bytes(data)
        assert run(outlet, tmp_path, workers=0).total["new"] == 1
        assert outlet.asked("/a/1") == 2
        assert Archive(tmp_path).outcomes("outlet").get(Outcome.CAPTURED) is None
