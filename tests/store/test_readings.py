"""New readings of captures: further lines, the catalog at the one in force, and back from the logs alone."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.model import Outcome
from archiver.store import Archive, Settings
from archiver.store.forget import forget
from archiver.store.reindex import reindex
from tests.store.conftest import SITE, article_from, exchange_of, link_to

URL = "http://example.org/news/one.html"
steps = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["capture", "none", "one", "two", "other id"])), max_size=12)


def history(root: Path, moves: list[tuple[int, str]]) -> None:
    """Captures of three pages, each read and read again as the moves say."""
    made: dict[int, list] = {0: [], 1: [], 2: []}
    with Archive(root, Settings(min_free=0, group=2)) as archive:
        archive.open(SITE)
        for minute, (page, move) in enumerate([*((n, "capture") for n in range(3)), *moves]):
            url = f"http://example.org/{page}"
            if move == "capture":
                archive.add_links([link_to(url)], again=True)
                [link] = archive.take(SITE, 1)
                made[page].append(archive.capture(exchange_of(url, b"%d" % minute, minute=minute), link))
                archive.save(article_from(made[page][-1], "one"), link)
                continue
            for capture in made[page]:
                more = {"id": f"{page:016}"} if move == "other id" else {}
                reading = "index" if move == "none" else article_from(capture, move, **more)
                assert archive.reread(SITE, capture.record_id, reading)


@settings(max_examples=40)
@given(steps)
def test_whatever_was_read_and_taken_back(moves: list[tuple[int, str]]) -> None:
    """After any order of captures, new readings and withdrawals, the rebuilt catalog equals the one it replaces."""
    with TemporaryDirectory() as folder:
        history(Path(folder), moves)
        assert reindex(folder, SITE).differences == {}


def test_what_is_taken_back_stays_out_of_sight(archive: Archive, root: Path) -> None:
    """A reading taken back is in no list, its line stays, and a take-down of another page does not bring it back."""
    other = "http://example.org/other"
    for url in (URL, other):
        archive.save(article_from(archive.capture(exchange_of(url, url.encode()), link_to(url))), link_to(url))
    row = next(archive.captures(SITE))
    stored = next((root / SITE / "articles").glob("*.jsonl")).read_bytes()
    assert archive.reread(SITE, row.record_id, "index")
    assert [a.url for a in archive.articles(SITE)] == [other]
    assert archive.link(URL).outcome is Outcome.NOT_ARTICLE
    assert next((root / SITE / "articles").glob("*.jsonl")).read_bytes().startswith(stored)
    archive.close()
    forget(root, SITE, other)
    with Archive(root) as again:
        assert list(again.articles(SITE)) == []
        assert again.reading_of(SITE, row.record_id) is None


def test_a_reading_of_no_capture_is_refused(archive: Archive) -> None:
    """There is no article without a capture, also when it is read again."""
    capture = archive.capture(exchange_of(URL), link_to(URL))
    assert not archive.reread(SITE, "<urn:uuid:unknown>", article_from(capture))
    assert list(archive.articles(SITE)) == []
