"""The reader under fire: whatever the bytes, it ends, it raises nothing but our own errors, and it holds little."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archiver.errors import ArchiveError, WarcError
from archiver.store import Archive, http
from archiver.store.reader import record_at, records, records_near
from archiver.store.record import Record, member
from archiver.store.verify import verify
from tests.store.conftest import SITE
from tests.store.test_verify import HTML, INFO, record, z

SOUND = z(INFO, record(), record(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
PLAIN = INFO + record() + record(b"other")
EXAMPLES = int(os.environ.get("ARCHIVER_FUZZ", "150"))
quick = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_all(data: bytes) -> list[tuple[int, str, bytes]]:
    """Every record's offset, type and block."""
    return [(r.offset, r.kind, r.block()) for r in records(io.BytesIO(data))]


@quick
@given(st.binary(max_size=3000))
@example(b"\x1f\x8b")
@example(b"WARC/1.1\r\n\r\n")
@example(b"WARC/1.1\r\nContent-Length: 0\r\n\r\n\r\n\r\nWARC/")
def test_any_bytes_at_all(data: bytes) -> None:
    """Arbitrary bytes are read to their end."""
    read_all(data)


@quick
@given(st.sampled_from([SOUND, PLAIN]), st.data())
def test_sound_files_with_damage(tmp_path: Path, data: bytes, draw: st.DataObject) -> None:
    """Sound files with bytes flipped, cut out and put in are read and verified without an exception or a loop."""
    broken = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 4))):
        at = draw.draw(st.integers(0, max(len(broken) - 1, 0)))
        kind = draw.draw(st.sampled_from(("flip", "cut", "put")))
        if kind == "flip" and broken:
            broken[at] ^= draw.draw(st.integers(1, 255))
        elif kind == "cut":
            del broken[at:at + draw.draw(st.integers(1, 200))]
        else:
            broken[at:at] = draw.draw(st.binary(max_size=50))
    path = tmp_path / "a.warc.gz"
    path.write_bytes(broken)
    list(verify([path], strict=True))
    list(verify([path], sample=0.5))
    for offset in (0, len(broken) // 2):
        try:
            record_at(path, offset)
        except ArchiveError as error:
            assert str(path) in str(error)


@quick
@given(st.lists(st.binary(max_size=300), max_size=5), st.booleans())
def test_what_is_written_is_read(blocks: list[bytes], packed: bool) -> None:
    """Records of any block, deflated or stored, come back from their offsets, and from the middle of the file."""
    fields = (("WARC-Record-ID", "<urn:x>"), ("WARC-Target-URI", "http://a/é"))
    made = [b"".join(member(Record("resource", fields, block), packed=packed)) for block in blocks]
    data = b"".join(made)
    assert [block for _, _, block in read_all(data)] == blocks
    if made:
        found = [r.offset for r in records_near(io.BytesIO(data), 1)]
        assert found == [sum(map(len, made[:n])) for n in range(1, len(made))]


@quick
@given(st.lists(st.binary(min_size=1, max_size=40)), st.integers(1, 30), st.booleans())
def test_chunks_of_any_kind(chunks: list[bytes], step: int, extended: bool) -> None:
    """Chunk framing comes off whatever the pieces it arrives in, with extensions and trailers."""
    extra = b";name=\"v\"" if extended else b""
    body = b"".join(b"%x%b\r\n%b\r\n" % (len(c), extra, c) for c in chunks) + b"0\r\nTrailer: x\r\n\r\n"
    framing = http.Dechunker()
    pieces = [p for at in range(0, len(body), step) for p in framing.feed(body[at:at + step])]
    assert b"".join(pieces) == b"".join(chunks) == http.dechunk(body)
    assert framing.ended and not framing.bad


@quick
@given(st.binary(max_size=200))
def test_what_is_no_chunks(body: bytes) -> None:
    """A body that only claims to be chunked is left as it is or read as far as it goes, never dropped."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert len(http.payload(head, body)) <= len(body)
    assert http.payload(b"HTTP/1.1 200 OK\r\n\r\n", body) == body


def test_the_records_after_damage_are_read() -> None:
    """A member in the middle that cannot be read costs that record only."""
    first, bad, last = z(INFO), bytearray(z(record())), z(record(b"last"))
    bad[40:60] = bytes(20)
    assert [kind for _, kind, _ in read_all(first + bytes(bad) + last)][-1] == "response"
    assert read_all(first + bytes(bad) + last)[-1][2] == b"last"


def test_a_bad_place_says_where(tmp_path: Path) -> None:
    """Reading at an offset that holds no record names file, offset and cure; a name cannot lead out of the archive."""
    (tmp_path / "a.warc.gz").write_bytes(SOUND)
    with pytest.raises(WarcError, match=r"a\.warc\.gz: no readable record at offset 7"):
        record_at(tmp_path / "a.warc.gz", 7)
    for name in ("../a.warc.gz", f"{SITE}/../../a.warc.gz"):
        with pytest.raises(WarcError, match="out of the archive"):
            Archive(tmp_path / "root").read(name, 0)
    with pytest.raises(WarcError, match="not a capture"):
        Archive(tmp_path).read("a.warc.gz", 0)


def test_a_foreign_file_is_read_by_offset(tmp_path: Path) -> None:
    """Plain or packed, without its request, from any place on the disk."""
    for name, data in (("a.warc", INFO + record()), ("b.warc.gz", z(INFO, record()))):
        (tmp_path / name).write_bytes(data)
        offset = len(INFO) if name == "a.warc" else len(gzip.compress(INFO))
        capture = Archive(tmp_path / "root").read(str(tmp_path / name), offset)
        assert (capture.exchange.head + capture.exchange.body, capture.exchange.request) == (HTML, b"")
