"""Datasets in object storage (moto's server, over HTTP on loopback): whole where the manifest is, checked and compared from there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archiver.cli import main
from archiver.dataset.check import Checked, check
from archiver.dataset.compare import compare
from archiver.dataset.export import export
from archiver.dataset.folder import files_in
from archiver.dataset.remote import fetched, sent
from archiver.dataset.spec import Spec
from archiver.errors import ArchiveError, DatasetError
from archiver.store import s3
from tests.dataset.conftest import fill, wanted
from tests.storage import storage

STUDY = "s3://data/news/study"
DATA = "data/train-00000-of-00001.parquet"


@pytest.fixture
def bucket() -> Iterator[str]:
    """A bucket on a server of its own."""
    with storage("data") as url:
        yield url


@pytest.fixture
def output(root: Path) -> Path:
    """An archive of two sites."""
    fill(root, [wanted(site, name) for site in "ab" for name in ("one", "two", "three")])
    return root


def run(output: Path, *arguments: str, code: int = 0) -> str:
    """What a command of the archiver says."""
    done = CliRunner().invoke(main, ["--output", str(output), *arguments])
    assert done.exit_code == code, done.output
    return done.output


def send(output: Path, place: str = STUDY, *, overwrite: bool = False, **spec: Any) -> None:
    """Exports an archive to a place in storage, in this process."""
    with sent(place, output / "datasets", overwrite=overwrite) as target:
        export(output, Spec(target.name, **spec), target)


def checked(output: Path, place: str = STUDY) -> Checked:
    """A check of what lies there, in this process."""
    with fetched(place) as path:
        return check(output, path)


def put(url: str, data: bytes, folder: Path) -> None:
    """Writes an object."""
    (folder / "object").write_bytes(data)
    s3.put(folder / "object", url)


def test_the_commands(bucket: str, output: Path) -> None:
    """Every file is sent as it is, nothing stays on this disk, and check and compare read it from there."""
    export(output, Spec("study"), output / "datasets" / "study")
    said = run(output, "export", "study", "--into", f"{bucket}/news", "--workers", "1")
    assert f"{STUDY}: 6 articles of 2 sites" in said
    here = output / "datasets" / "study"
    assert set(s3.below(STUDY)) == set(files_in(here))
    assert s3.read(f"{STUDY}/{DATA}", 0, 1 << 20) == (here / DATA).read_bytes()
    assert {path.name for path in here.parent.iterdir()} == {"study", ".study.lock"}
    assert "identical: 6 files" in run(output, "export", "--check", f"{STUDY}/manifest.json", "--workers", "1")
    assert "no article differs" in run(output, "compare", STUDY, str(here))
    said = run(output, "export", "study", "--into", "s3://nowhere/news", "--workers", "1", code=1)
    assert "s3://nowhere/news/study" in said and "bucket" in said


def test_a_bag(bucket: str, output: Path) -> None:
    """A bag is whole there too, and is found by its own place as by its manifest's."""
    send(output, bag=True)
    assert {"bagit.txt", "data/manifest.json", f"data/{DATA}"} <= set(s3.below(STUDY))
    assert checked(output) == checked(output, f"{STUDY}/data/manifest.json") == Checked(6)


def test_the_manifest_comes_last_and_goes_first(bucket: str, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Storage that fails in the middle leaves no manifest, also where a whole dataset was replaced: it is said not to be whole."""
    send(output)
    whole = s3.put

    def breaks(path: Path, url: str, kind: str = "") -> None:
        if url.endswith("croissant.json"):
            raise ArchiveError("the connection broke", where=url)
        whole(path, url, kind)
    with monkeypatch.context() as here, pytest.raises(ArchiveError, match="connection broke"):
        here.setattr(s3, "put", breaks)
        send(output, overwrite=True)
    assert s3.size(f"{STUDY}/README.md") and s3.size(f"{STUDY}/manifest.json") is None
    with pytest.raises(DatasetError, match="not all was sent"):
        checked(output)
    with pytest.raises(DatasetError, match="something in this place"):
        send(output)
    put(f"{STUDY}/data/train-00007-of-00008.parquet", b"of another time", tmp_path)
    put(f"{STUDY}-too/kept.txt", b"a neighbour", tmp_path)
    send(output, overwrite=True)
    assert checked(output) == Checked(6)
    assert "data/train-00007-of-00008.parquet" not in s3.below(STUDY)
    assert s3.size(f"{STUDY}-too/kept.txt") == 11


def test_what_was_changed_there_is_found(bucket: str, output: Path, tmp_path: Path) -> None:
    """A file with other bytes, one that is gone, and a manifest that is none are told by name."""
    send(output)
    put(f"{STUDY}/README.md", b"rewritten", tmp_path)
    assert "README.md: its bytes are not those" in checked(output).difference
    s3.remove(f"{STUDY}/README.md")
    assert "README.md: is missing" in checked(output).difference
    put(f"{STUDY}/manifest.json", b"[]", tmp_path)
    with pytest.raises(DatasetError, match="not a manifest"):
        checked(output)


def test_a_manifest_cannot_write_elsewhere(bucket: str, output: Path, tmp_path: Path) -> None:
    """A name that leads out of the dataset is refused, and nothing is written there."""
    send(output)
    told = json.loads(s3.read(f"{STUDY}/manifest.json", 0, 1 << 20))
    for name in (str(tmp_path / "elsewhere.txt"), "../../elsewhere.txt"):
        data = json.dumps({**told, "files": [{"path": name, "sha256": "", "bytes": 1}]}).encode()
        put(f"{STUDY}/manifest.json", data, tmp_path)
        with pytest.raises(DatasetError, match="leads out"), fetched(STUDY):
            pass
    assert not (tmp_path / "elsewhere.txt").exists()


def test_text_comes_back_from_there(bucket: str, output: Path) -> None:
    """A dataset without text that lies in storage is made whole."""
    send(output, f"{bucket}/bare", text=False)
    assert "6 rows" in run(output, "export", "full", "--rebuild", f"{bucket}/bare", "--workers", "1",
                           "--into", str(output.parent / "shared"))
    send(output, f"{bucket}/full")
    with fetched(f"{bucket}/full") as path:
        assert list(compare(path, output.parent / "shared" / "full")) == []
