"""The report of proposals, and the command that decides."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archiver.cli import main
from archiver.engines import engine
from archiver.reextract import Run
from archiver.reextract.report import write
from archiver.store import Archive
from archiver.store.proposals import FILE

from .history import NAME, SITE, made, readings, url


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = made(tmp_path_factory.mktemp("report") / "output")
    with Archive(root) as archive, engine("local", 1) as on:
        Run(archive, [SITE], on).diff()
    return root


@pytest.fixture
def root(compared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(compared, tmp_path / "output"))


def command(root: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--output", str(root), "--sites", str(root / "none"), "reextract", *words])


def test_the_report_shows_both_texts(root: Path) -> None:
    """Worse ones first, each with its reasons and both texts; what a page says is escaped, and no script is there."""
    with Archive(root) as archive:
        path, counts = write(archive, [NAME], root / "reports")
    text = path.read_text(encoding="utf-8")
    assert dict(counts) == {"better": 5, "unclear": 1, "worse": 2}
    assert "<del>Scroll &lt;b&gt;Top&lt;/b&gt; &amp; more</del>" in text
    assert "Scroll <b>" not in text and "<script" not in text
    assert [text.index(f"{url(n)},") for n in (10, 6, 1)] == sorted(text.index(f"{url(n)},") for n in (10, 6, 1))
    assert "2 fewer: bridges, Steinach" in text


def test_the_command_compares_and_decides(root: Path) -> None:
    """What a user types: --diff names the report, --accept better takes these, a second decision finds nothing."""
    (root / NAME / FILE).unlink()
    before = readings(root)
    done = command(root, "--diff", "--workers", "1")
    assert done.exit_code == 0, done.output
    assert re.search(r"10 pages read again: .*5 better", done.output)
    assert Path(re.search(r"8 differ; report: (\S+)", done.output)[1]).is_file()  # type: ignore[index]
    assert readings(root) == before
    done = command(root, NAME, "--accept", "better")
    assert "5 new readings are in force, 3 rejected" in done.output
    assert readings(root) != before
    assert "0 new readings are in force" in command(root, "--accept").output


def test_the_command_rejects(root: Path) -> None:
    """--reject drops the proposals and leaves the articles as they are."""
    before = readings(root)
    assert "8 proposals rejected" in command(root, "--reject").output
    assert readings(root) == before
    assert not (root / NAME / FILE).exists()


@pytest.mark.parametrize(("words", "said"), [
    (["--diff", "--reject"], "one of --diff, --accept and --reject"),
    (["nowhere"], "it holds outlet"),
    (["--accept", NAME], "'all', 'better'"),
    (["--since", "yesterday"], "--since: 'yesterday' is no time"),
    (["--engine", "tcp://127.0.0.1:1"], "no Dask scheduler"),
])
def test_what_is_wrong_is_said(root: Path, words: list[str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong word on the command line is named, with what would be right."""
    monkeypatch.setattr("archiver.engines.cluster._SECONDS", 1)
    done = command(root, *words)
    assert done.exit_code != 0
    assert said in done.output


def test_torn_proposals_are_named(root: Path) -> None:
    """A file of proposals that is broken is an error with its line and the cure, and nothing is taken."""
    before = readings(root)
    data = (root / NAME / FILE).read_bytes()
    (root / NAME / FILE).write_bytes(data[:-30])
    done = command(root, "--reject")
    assert "line 8 is no proposal" in done.output and "--diff" in done.output
    assert readings(root) == before
