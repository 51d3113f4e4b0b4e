"""Re-extraction of an archive: compared, accepted, rejected, interrupted; here and on a cluster."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.engines import Engine, engine
from archiver.model import Outcome
from archiver.reextract import Run, Summary, decide
from archiver.reextract.run import pieces
from archiver.store import Archive, proposals
from archiver.store.reindex import reindex
from tests.cluster import cluster

from .deadly import DiesOfAPage, DiesOnce
from .history import EXPECTED, NAME, SITE, made, readings, url


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("template") / "output")


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "output"))


@pytest.fixture(scope="session")
def here() -> Iterator[Engine]:
    """Two worker processes of this machine."""
    with engine("local", 2) as on:
        yield on


@pytest.fixture(scope="session")
def compared(template: Path, tmp_path_factory: pytest.TempPathFactory, here: Engine) -> Path:
    """The archive with proposals that wait."""
    root = Path(shutil.copytree(template, tmp_path_factory.mktemp("compared") / "output"))
    assert run(root, "diff", here).counts == EXPECTED
    return root


@pytest.fixture
def waits(compared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(compared, tmp_path / "waits"))


def lines(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((root / NAME / "articles").glob("*.jsonl")))


def run(root: Path, what: str, on: Engine) -> Summary:
    with Archive(root) as archive:
        done: Summary = getattr(Run(archive, [SITE], on), what)()
        return done


def decided(root: Path, accepted: str) -> Summary:
    with Archive(root) as archive:
        return decide(archive, [NAME], accepted)


def waiting(root: Path) -> list[proposals.Proposal]:
    return list(proposals.proposals(root, NAME))


def test_each_difference_has_its_verdict_and_reason(root: Path, here: Engine) -> None:
    """What repeats and leaves is better, a field that is read no more is worse, and nothing changes meanwhile."""
    before, stored = readings(root), lines(root)
    assert run(root, "diff", here).counts == EXPECTED
    said = {p.url: (p.verdict, [(c.field, c.reason) for c in p.changes]) for p in waiting(root)}
    assert said[url(1)] == ("better", [("body", "what repeats on 3 or more of the site's articles left the text")])
    assert said[url(5)] == ("worse", [("tags", "2 fewer: bridges, Steinach")])
    assert said[url(6)][0] == "unclear"
    assert said[url(7)][0] == "better" and "is an article now, of" in said[url(7)][1][0][1]
    assert said[url(10)] == ("worse", [("title", "is no article any more: index")])
    assert (readings(root), lines(root)) == (before, stored)


def test_only_the_better_readings_are_taken(waits: Path) -> None:
    """`--accept better` puts these in force and no other; the earlier lines stay, and a rebuilt catalog agrees."""
    before, stored = readings(waits), lines(waits)
    summary = decided(waits, "better")
    assert (summary.accepted, summary.left, summary.stale) == (5, 3, 0)
    after = readings(waits)
    assert {u for u in after if after[u] != before.get(u)} == {url(n) for n in (1, 2, 3, 4, 7)}
    assert "Scroll" not in after[url(1)]
    assert lines(waits).startswith(stored)
    assert waiting(waits) == []
    assert reindex(waits, NAME).differences == {}
    assert readings(waits) == after


def test_all_readings_are_taken(waits: Path, here: Engine) -> None:
    """Accepting all also takes back what is no article: its lines stay, its link says so, also after a rebuild."""
    stored = lines(waits)
    assert decided(waits, "all").accepted == 8
    after = readings(waits)
    assert url(10) not in after and url(7) in after
    with Archive(waits) as archive:
        ends = [archive.link(url(number)) for number in (10, 7)]
    assert [end and end.outcome for end in ends] == [Outcome.NOT_ARTICLE, Outcome.NEW]
    assert lines(waits).startswith(stored)
    assert reindex(waits, NAME).differences == {}
    assert readings(waits) == after
    assert run(waits, "diff", here).counts == {"same": 10}
    assert not (waits / NAME / proposals.FILE).exists()


def test_without_a_diff_all_is_taken_at_once(root: Path, waits: Path, here: Engine) -> None:
    """Plain re-extraction ends where comparing and accepting all ends; a second one writes nothing."""
    decided(waits, "all")
    assert run(root, "accept", here).accepted == 8
    assert readings(root) == readings(waits)
    stored = lines(root)
    assert run(root, "accept", here).accepted == 0
    assert lines(root) == stored


def test_a_capture_read_again_meanwhile_is_left(waits: Path) -> None:
    """A proposal that was compared with another line than the one in force is counted as stale, and not taken."""
    first = waiting(waits)[0]
    with Archive(waits) as archive:
        archive.open(NAME)
        corrected = replace(archive.article(first.url), title="Corrected by hand")
        archive.reread(NAME, first.record_id, corrected)
    summary = decided(waits, "all")
    assert (summary.stale, summary.accepted) == (1, 7)
    assert readings(waits)[first.url].startswith("Corrected by hand|")


KILLED = """
import os, signal, sys
from archiver.reextract import decide, run
from archiver.store import Archive, Settings
put, count = run._put, int(sys.argv[2])
def deadly(*words):
    global count
    count -= 1
    if count < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    put(*words)
run._put = deadly
with Archive(sys.argv[1], Settings(group=3)) as archive:
    decide(archive, ["outlet"], "all")
"""


@pytest.mark.parametrize("after", [0, 2, 7])
def test_a_decision_killed_in_the_middle_is_made_again(waits: Path, compared: Path, tmp_path: Path, after: int) -> None:
    """kill -9 while proposals are accepted: the archive opens whole, and the same command brings the same end."""
    other = Path(shutil.copytree(compared, tmp_path / "other"))
    done = subprocess.run([sys.executable, "-c", KILLED, str(waits), str(after)], check=False)
    assert done.returncode == -9
    for place in (waits, other):
        summary = decided(place, "all")
        assert (summary.accepted, summary.stale) == (8, 0)
    assert readings(waits) == readings(other)
    assert reindex(waits, NAME).differences == {}


def test_a_missing_and_a_damaged_warc_are_counted(root: Path, here: Engine) -> None:
    """A WARC that is gone, or a record that is broken, is named with its place; all others are read."""
    warcs = sorted((root / NAME / "warc").glob("*.gz"))
    with Archive(root) as archive:
        first = next(pieces(archive, SITE))
        gone = next(row for row, _ in archive.readings(NAME) if row.warc.endswith(warcs[-1].name))
    data = bytearray((root / first.warc).read_bytes())
    data[first.captures[0][0] + 40] ^= 0xFF
    (root / first.warc).write_bytes(data)
    (root / gone.warc).unlink()
    summary = run(root, "diff", here)
    assert summary.counts["unreadable"] == len(summary.troubles) >= 2
    assert summary.pages == 10
    assert any("no such WARC file" in trouble for trouble in summary.troubles)
    assert any(first.warc in trouble and f"offset {first.captures[0][0]}" in trouble for trouble in summary.troubles)


def test_a_page_that_kills_its_reader_is_the_only_one_lost(root: Path, here: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else stands in the same piece is read; the page is counted and named by its record."""
    monkeypatch.setattr("archiver.reextract.run.Work", DiesOfAPage)
    summary = run(root, "diff", here)
    assert summary.counts["crashed"] == 1
    assert summary.pages == 10
    assert [p.url for p in waiting(root)] == [url(n) for n in (1, 2, 4, 5, 6, 7, 10)]


@pytest.fixture
def expected(compared: Path) -> bytes:
    """What a re-extraction on this machine proposes."""
    return (compared / NAME / proposals.FILE).read_bytes()


def test_a_cluster_finds_the_same(root: Path, expected: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two Dask workers, one killed -9 in the middle, propose byte for byte what one process here does."""
    monkeypatch.setattr("archiver.reextract.run.PAGES", 1)
    monkeypatch.setattr("archiver.reextract.run.Work", DiesOnce)
    with cluster(tmp_path) as made, engine(made.address) as on:
        summary = run(root, "diff", on)
        assert sorted(worker.poll() is None for worker in made.workers) == [False, True]
    assert summary.counts == EXPECTED
    assert (root / NAME / proposals.FILE).read_bytes() == expected


def test_a_killed_worker_here_costs_time_only(root: Path, expected: bytes, here: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with worker processes of this machine."""
    monkeypatch.setattr("archiver.reextract.run.Work", DiesOnce)
    assert run(root, "diff", here).counts == EXPECTED
    assert (root / "died").exists()
    assert (root / NAME / proposals.FILE).read_bytes() == expected
