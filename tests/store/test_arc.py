"""ARC files come in like WARCs, and whatever is wrong with one ends in a reason."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders

from archiver.store import Archive
from archiver.store.arc import arc_records, is_arc
from archiver.store.record import Record, digest
from archiver.store.verify import verify
from tests.store.conftest import SITE
from tests.store.test_importer import HTML, URL, run

INFO = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n<arcmetadata/>\n"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Odd:  two\r\n\r\n" + HTML


def entry(url: str, block: bytes, mime: str = "text/html", date: str = "20050304050607", length: int | None = None) -> bytes:
    """One ARC record with its blank line."""
    size = len(block) if length is None else length
    return f"{url} 192.0.2.7 {date} {mime} {size}\n".encode() + block + b"\n"


FIRST = entry("filedesc://old.arc", INFO, "text/plain")


@pytest.mark.parametrize("packed", [True, False])
def test_an_arc_file_comes_in(archive: Archive, root: Path, tmp_path: Path, packed: bool) -> None:
    """An ARC's pages are captures with their bytes, time and address; a second import adds nothing; it verifies."""
    members = [FIRST, entry("dns:example.org", b"20050304\nexample.org 192.0.2.7\n", "text/dns"), entry(URL, PAGE),
               entry("http://other.net/", PAGE), entry(f"{URL}?b", b"no http")]
    data = b"".join(gzip.compress(m) for m in members) if packed else b"".join(members)
    (tmp_path / "old.arc.gz").write_bytes(data)
    found = run(archive, tmp_path / "old.arc.gz")
    assert Counter(item.reason for item in found) == {"": 1, "off-site": 2, "not-http": 1}
    [row] = [item.row for item in found if item.row]
    capture = archive.read(row.warc, row.offset)
    assert capture.exchange.head + capture.exchange.body == PAGE
    assert (capture.exchange.address, row.captured, row.url) == ("192.0.2.7", "2005-03-04T05:06:07Z", URL)
    assert [item.reason for item in run(archive, tmp_path / "old.arc.gz") if item.row is None].count("known") == 1
    archive.close()
    assert list(verify([root], strict=True)) == []


def test_torn_and_lying_arcs(archive: Archive, tmp_path: Path) -> None:
    """A cut record, a length that is too long and one that is no number each end in a reason, the rest comes in."""
    for name, data, reasons in (
            ("cut", FIRST + entry(URL, PAGE)[:-60], {"cut": 1}),
            ("long", FIRST + entry(URL, PAGE, length=10**13), {"cut": 1}),
            ("none", FIRST + entry(URL, PAGE).replace(b" 192.0.2.7 ", b" "), {"garbage": 1}),
            ("line", FIRST + b"x" * 300_000, {"garbage": 1})):
        (tmp_path / f"{name}.arc").write_bytes(data)
        assert Counter(item.reason for item in run(archive, tmp_path / f"{name}.arc")) == reasons, name
    assert not list(archive.captures(SITE))


@settings(max_examples=300)
@given(st.data())
def test_any_damage_to_an_arc_ends(data: st.DataObject) -> None:
    """Whatever bytes are changed, cut or put in, reading ends without an exception and within the file's size."""
    packed = data.draw(st.booleans())
    sound = [FIRST, entry(URL, PAGE), entry(URL, PAGE)]
    raw = bytearray(b"".join(map(gzip.compress, sound)) if packed else b"".join(sound))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at:at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=30))
    file = io.BytesIO(bytes(raw))
    is_arc(file)
    found = list(arc_records(file, 1_000_000))
    assert len(found) <= len(raw)
    assert all(record or fault for _, record, fault in found)


def test_empty_members_end() -> None:
    """A file of a hundred thousand empty gzip members is given up on, not read for ever."""
    file = io.BytesIO(gzip.compress(FIRST) + gzip.compress(b"") * 100_000 + gzip.compress(entry(URL, PAGE)))
    assert len(list(arc_records(file, 1000))) == 1


@given(st.lists(st.tuples(st.from_regex(r"[A-Za-z-]{1,20}", fullmatch=True), st.text(max_size=40)), max_size=8), st.binary(max_size=50))
def test_headers_are_those_of_the_standard(fields: list[tuple[str, str]], block: bytes) -> None:
    """A record's header is version, type, fields in order, block digest and length, each line ended by CRLF."""
    head = Record("response", tuple(fields), block).head()
    lines = head.decode().split("\r\n")
    assert lines[:2] == ["WARC/1.1", "WARC-Type: response"]
    assert lines[-4:] == [f"WARC-Block-Digest: {digest(block)}", f"Content-Length: {len(block)}", "", ""]
    assert [line.partition(": ")[0] for line in lines[2:-4]] == [name for name, _ in fields]
    assert [line.partition(": ")[2] for line, (_, v) in zip(lines[2:-4], fields, strict=True) if v.isprintable()] == [
        value for _, value in fields if value.isprintable()]
    assert head == StatusAndHeaders("", [line.split(": ", 1) for line in lines[1:-2]], "WARC/1.1").to_bytes()
