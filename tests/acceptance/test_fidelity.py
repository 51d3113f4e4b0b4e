"""Every byte of both directions is kept, and the comparison that says so can see a byte that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fidelity.__main__ import losses, measure
from benchmarks.fidelity.cases import CASES
from benchmarks.fidelity.compare import Found, judge
from benchmarks.fidelity.server import Exchanged


@pytest.mark.parametrize("tls", [False, True])
def test_ours_keeps_every_byte(tmp_path: Path, tls: bool) -> None:
    """`archiver crawl` and the add-on keep requests and responses of all odd cases byte for byte, also over TLS."""
    done, missing = measure(["ours"], tmp_path, tmp_path / "environments", tls=tls)
    assert missing == {}
    assert losses(done["ours"]) == []
    assert all(verdict.asked for verdict in done["ours"].values())
    assert done["ours"]["503"].asked == 3
    assert len(CASES) >= 18


@pytest.mark.parametrize("stored", [
    b"HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\n\r\nbody", b"HTTP/1.1 200 Ok\r\nB: 2\r\nA: 1\r\n\r\nbody",
    b"HTTP/1.1 200 OK\r\nB: 2\r\nA: 1\r\n\r\nbod", b"HTTP/1.1 200 OK\r\nb: 2\r\nA: 1\r\n\r\nbody"])
def test_a_lost_byte_is_seen(stored: bytes) -> None:
    """Another order, case, first line or length of body is a loss, and told in words."""
    wire = Exchanged(b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\nB: 2\r\nA: 1\r\n\r\nbody")
    verdict = judge([wire], Found((wire.request,), (stored,)))
    assert verdict.request == ""
    assert verdict.response


def test_each_try_counts() -> None:
    """Two exchanges need two records, and a record of an exchange that did not take place is one too many."""
    wire = Exchanged(b"GET / HTTP/1.1\r\n\r\n", b"HTTP/1.1 204 No Content\r\n\r\n")
    assert "1 of 2" in judge([wire, wire], Found((wire.request,), (wire.response, wire.response))).request
    assert "did not take place" in judge([wire], Found((wire.request,), (wire.response, wire.response))).response
