"""The map over pieces of work: the same results here and on a cluster, whatever dies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from archiver.engines import Engine, WorkersDied, engine
from archiver.engines.mapping import RELEASE, run
from archiver.engines.processes import Processes
from archiver.errors import EngineError
from tests.cluster import Cluster, cluster

from .work import Double, Mortal, MortalEach, failing, process


@pytest.fixture(params=["local", "dask"])
def address(request: pytest.FixtureRequest) -> str:
    if request.param == "local":
        return "local"
    made: Cluster = request.getfixturevalue("dask")
    return made.address


def test_results_come_in_the_order_of_the_pieces(address: str) -> None:
    """However many workers there are and whoever is first, the results are those of a plain loop."""
    with engine(address, 2) as on:
        assert list(on.map(Double(), range(200))) == [2 * n for n in range(200)]


def test_the_work_is_done_by_other_processes(address: str) -> None:
    """Two workers share the pieces, and the process that asks is none of them."""
    import os
    with engine(address, 2) as on:
        seen = set(on.map(process, range(40)))
    assert len(seen) == 2
    assert os.getpid() not in seen


def test_pieces_are_drawn_as_they_are_needed(address: str) -> None:
    """Memory is bounded: of endless pieces only some are drawn ahead of the results that were taken."""
    drawn = []

    def endless() -> Iterator[int]:
        while True:
            drawn.append(len(drawn))
            yield drawn[-1]

    with engine(address, 2) as on:
        results = on.map(Double(), endless())
        assert [next(results) for _ in range(50)] == [2 * n for n in range(50)]
        results.close()                      # type: ignore[attr-defined]
    assert len(drawn) < 50 + 20


def test_what_the_work_raises_is_raised_here(address: str) -> None:
    """An error of the work is no dead worker: it comes as it was raised, and the engine can be used again."""
    with engine(address, 2) as on:
        with pytest.raises(ValueError, match="five"):
            list(on.map(failing, range(10)))
        assert list(on.map(Double(), [1])) == [2]


@pytest.mark.parametrize("how", ["killed", "segfault"])
def test_a_worker_of_this_machine_that_dies_costs_time_only(tmp_path: Path, how: str) -> None:
    """A worker killed -9, or by a parser, loses nothing: its piece is done again."""
    with engine("local", 2) as on:
        assert list(on.map(Mortal(tmp_path, how), range(20))) == [n * n for n in range(20)]
    assert (tmp_path / "died").exists()


def test_a_death_that_is_overlooked_costs_time_only(tmp_path: Path) -> None:
    """Many deaths in a row, as soon as a piece is begun, leave no piece waited for in vain."""
    with engine("local", 2) as on:
        assert list(on.map(MortalEach(tmp_path), range(8))) == list(range(8))
        assert len(list(tmp_path.iterdir())) == 8


def test_a_worker_of_a_cluster_that_dies_costs_time_only(tmp_path: Path) -> None:
    """A worker killed -9 in the middle loses nothing, though it never comes back."""
    with cluster(tmp_path) as made, engine(made.address) as on:
        assert list(on.map(Mortal(tmp_path), range(20))) == [n * n for n in range(20)]
        assert on.workers in (1, 2)
    assert (tmp_path / "died").exists()


def test_a_piece_that_kills_every_worker_is_given_up(tmp_path: Path) -> None:
    """Three workers may die of a piece; then it is the caller's, and all others have their results."""
    with engine("local", 2) as on:
        assert list(on.map(Mortal(tmp_path, each_time=True), range(6), lost=lambda piece: -piece)) == [0, 1, 4, -3, 16, 25]
        with pytest.raises(WorkersDied, match="again and again"):
            list(on.map(Mortal(tmp_path, each_time=True), range(6)))


def test_workers_that_are_stopped_while_they_start_keep_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    """A crawl with nothing to do ends before its workers are there; none of them complains to who looks at the log."""
    for wait in range(8):
        processes = Processes(2)
        time.sleep(wait / 50)
        processes.stop()
    time.sleep(0.3)
    assert capfd.readouterr() == ("", "")


class Threads(Engine):
    """An engine in ten lines, as docs/scaling.md shows one: threads that say that they died of a piece."""

    workers = 2

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(self.workers)

    def close(self) -> None:
        self.pool.shutdown()

    def _start(self, blob: bytes, piece: Any) -> Future[Any]:
        return self.pool.submit(run, RELEASE, blob, piece)

    def _died(self, error: BaseException) -> bool:
        return isinstance(error, ValueError)


def test_another_engine_is_ten_lines() -> None:
    """Order, further tries and what is given up come with the base class."""
    with Threads() as on:
        assert list(on.map(Double(), range(50))) == [2 * n for n in range(50)]
        assert list(on.map(failing, range(7), lost=lambda piece: -1)) == [0, 1, 2, 3, 4, -1, 6]


def test_workers_of_another_release_are_refused() -> None:
    """What a worker with another release would make is not mixed with ours."""
    with pytest.raises(EngineError, match="same release everywhere"):
        run("0.0.0", b"", 1)


def test_an_address_where_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong address is an error that names it and says what to do."""
    monkeypatch.setattr("archiver.engines.cluster._SECONDS", 1)
    with pytest.raises(EngineError, match=r"tcp://127\.0\.0\.1:9.*dask scheduler"):
        engine("tcp://127.0.0.1:9")
    with pytest.raises(EngineError, match="nonsense"):
        engine("nonsense")
