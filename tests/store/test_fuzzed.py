"""Inputs on which fuzzing (benchmarks/fuzz_warc.py) once failed: none of them does any more."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest

from archiver.store import Archive
from archiver.store.reader import records
from archiver.store.record import Record
from archiver.store.warc import capture_row
from benchmarks.fuzz_warc import TARGETS, one, seeds
from tests.store.test_importer import run
from tests.store.test_verify import INFO, record, z

BAD_URLS = ("http://example.org:port/", "http://[::1/", "http://example.org:99999999/")


@pytest.mark.parametrize("name", seeds())
def test_the_seeds(name: str) -> None:
    """Sound files, each to every reader, raise nothing."""
    one(seeds()[name])
    assert len(seeds()) % len(TARGETS) == 0


def test_a_header_that_is_cut() -> None:
    """A plain file that ends inside a header ends there: what stood in the record before is not looked at again."""
    block = b"a\r\nWARC/1.0\r\nx"
    first = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n" % (len(block), block)
    data = first + b"WARC/1.0\r\nWARC-Type: resp"
    places = [(raw.offset, raw.finish().length, [code for code, _ in raw.faults]) for raw in records(io.BytesIO(data))]
    assert places == [(0, len(first), []), (len(first), len(data) - len(first), ["cut"])]


@pytest.mark.parametrize("url", BAD_URLS)
def test_a_target_that_is_no_url(archive: Archive, tmp_path: Path, url: str) -> None:
    """A record whose target cannot be parsed as a URL is read, and told when importing; the rest comes in."""
    row = capture_row(Record("response", (("WARC-Target-URI", url),), b"HTTP/1.1 200 OK\r\n\r\n"), "s", "w", 0, 1)
    assert row.key == url
    (tmp_path / "a.warc.gz").write_bytes(z(INFO, record(WARC_Target_URI=url), record(WARC_Record_ID="<urn:x>")))
    assert Counter(item.reason for item in run(archive, tmp_path / "a.warc.gz")) == {"bad-url": 1, "": 1}
