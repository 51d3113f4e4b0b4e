"""A dataset made again and held against itself, and two exports side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from archiver.dataset.check import check
from archiver.dataset.compare import Change, compare
from archiver.dataset.export import export
from archiver.dataset.spec import Spec
from archiver.errors import DatasetError
from archiver.model import Link
from archiver.store import Archive, Settings
from archiver.store.forget import forget
from archiver.urls import link_key
from tests.dataset.conftest import fill, wanted
from tests.dataset.test_export import other
from tests.store.conftest import START

LATER = START + timedelta(days=400_000)


def three(root: Path) -> None:
    fill(root, [wanted("a", str(n), body=other(n)) for n in range(3)])


def exported(root: Path, name: str, **asked: object) -> Path:
    return export(root, Spec(name, **asked), root / "datasets" / name).path  # type: ignore[arg-type]


def reread(root: Path, name: str, extractor: str = "test 2", body: str = "") -> None:
    """Saves a new reading of the capture that an article was read from, as re-extraction does."""
    with Archive(root, Settings(min_free=0)) as archive:
        archive.open("a")
        old = archive.article(wanted("a", name).url)
        said = replace(old.provenance, extractor=extractor)
        archive.save(replace(old, body=body or old.body + " Read again.", provenance=said),
                     Link("a", old.url, link_key(old.url), "seed"))


def test_an_archive_that_grew_gives_the_same_dataset(root: Path) -> None:
    """What came later is not in what is made again: all files are identical."""
    three(root)
    path = exported(root, "first", split="time:50/50", formats=("parquet", "jsonl"))
    fill(root, [wanted("a", "9", body=other(9)), wanted("b", "1"), wanted("a", "1", body=other(1), title="Changed")])
    assert check(root, path / "manifest.json").difference == ""
    assert check(root, path).files == 9


def test_the_first_difference_is_named(root: Path) -> None:
    """A text that is read otherwise is shown with its row and column; a take-down with the article."""
    three(root)
    path = exported(root, "first")
    reread(root, "1")
    said = check(root, path).difference
    assert said.startswith("data/train-00000-of-00001.parquet: row 1") and wanted("a", "1").id in said
    forget(root, "a", wanted("a", "0").url)
    assert "row 0" in check(root, path).difference and wanted("a", "0").id in check(root, path).difference


def test_a_dataset_that_was_changed_is_found_out(root: Path) -> None:
    """A file with other bytes, one that is missing, and a manifest that is none are named before anything is made."""
    three(root)
    path = exported(root, "first")
    data = path / "data/train-00000-of-00001.parquet"
    pq.write_table(pq.read_table(data), data)
    assert "its bytes are not those of the manifest" in check(root, path).difference
    data.unlink()
    assert "is missing" in check(root, path).difference
    for text in ("{}", "[1]", "no json", '{"format": 99}', '{"format": 1, "asked": {"nam": 1}, "state": {}}'):
        (path / "manifest.json").write_text(text)
        with pytest.raises(DatasetError):
            check(root, path)
    (path / "manifest.json").unlink()
    with pytest.raises(DatasetError, match="is not whole"):
        check(root, path)


def changes(root: Path, one: Path, two: Path) -> dict[str, tuple[str, str]]:
    """What and why by the name of the page."""
    return {change.url.rsplit("/")[-1][:-5]: (change.what, change.why) for change in compare(one, two, root)}


def test_what_changed_and_why(root: Path) -> None:
    """Late arrivals, a page captured again, a new extractor and a take-down each have their reason."""
    fill(root, [wanted("a", str(n), body=other(n)) for n in range(5)])
    one = exported(root, "one")
    reread(root, "1")
    reread(root, "4", extractor="test 1")
    forget(root, "a", wanted("a", "2").url)
    fill(root, [wanted("a", "3", body=other(3), title="Changed")], START + timedelta(days=1))
    fill(root, [wanted("a", "8", body=other(8))], LATER)
    fill(root, [wanted("a", "9", body=other(9))])
    found = changes(root, one, exported(root, "two"))
    assert found["1"] == ("changed", "new extractor: test 1 before, test 2 now")
    assert found["2"] == ("went", "taken down")
    assert found["3"] == ("changed", "the page changed and was captured again")
    assert found["4"] == ("changed", "read again by the same extractor: rules or pictures changed")
    assert found["8"] == ("came", "late arrival: captured after the first export")
    assert found["9"][1].startswith("late arrival: captured before the first export")
    assert "0" not in found


def test_labels_and_questions_are_reasons(root: Path) -> None:
    """An article whose twin came has other labels only; two exports that were asked for otherwise say so."""
    fill(root, [wanted("a", "1", body=other(1)), wanted("a", "2", body=other(2))])
    one = exported(root, "one")
    fill(root, [wanted("b", "1", body=other(1))])
    two = exported(root, "two")
    labelled = [change for change in compare(one, two, root) if change.site == "a"]
    assert labelled == [Change(wanted("a", "1").id, "a", wanted("a", "1").url, "changed",
                               "labels only: other articles of its cluster came or went",
                               ("exact_cluster", "near_cluster", "cluster_size", "first_seen", "overlap"))]
    three_ = exported(root, "three", query="site = 'b'")
    assert {change.why for change in compare(two, three_, root) if change.site == "a"} == {"asked otherwise"}


