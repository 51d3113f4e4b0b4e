"""Every kind of damage is found, named and placed; sound files are passed without a word."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import tracemalloc
from pathlib import Path

import pytest

from archiver.errors import ArchiveError
from archiver.store.record import digest
from archiver.store.verify import FINDINGS, Finding, verify
from tests.store.conftest import SITE
from tests.store.small_crawl import crawl

HTML = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


def record(block: bytes = HTML, kind: str = "response", drop: str = "", end: bytes = b"\r\n\r\n",
           version: str = "WARC/1.1", **fields: str) -> bytes:
    """A sound record; `drop` names a field to leave out, `fields` (with _ for -) replace or add."""
    payload = block.partition(b"\r\n\r\n")[2]
    said = {"WARC-Type": kind, "WARC-Record-ID": f"<urn:uuid:{hashlib.md5(block + kind.encode()).hexdigest()}>",
            "WARC-Date": "2026-01-01T00:00:00Z", "WARC-Target-URI": "http://example.org/",
            "Content-Type": "application/http;msgtype=response", "WARC-Block-Digest": digest(block),
            "WARC-Payload-Digest": digest(payload), "Content-Length": str(len(block))}
    said.update({name.replace("_", "-"): value for name, value in fields.items()})
    lines = [version, *(f"{n}: {v}" for n, v in said.items() if n not in drop.split())]
    return "\r\n".join((*lines, "", "")).encode() + block + end


INFO = record(b"software: x\r\n", "warcinfo", drop="WARC-Target-URI WARC-Payload-Digest",
              Content_Type="application/warc-fields")


def http(head: str, body: bytes, **fields: str) -> bytes:
    """A record whose block is this answer; its payload digest is over the body without chunks."""
    block = f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body
    return record(block, **fields)


def z(*records: bytes) -> bytes:
    """Records as gzip members."""
    return b"".join(gzip.compress(r) for r in records)


CASES: dict[str, bytes] = {
    "wrong-block-digest": z(INFO, record(WARC_Block_Digest=digest(b"other"))),
    "wrong-payload-digest": z(INFO, record(WARC_Payload_Digest=digest(b"other"))),
    "no-digest": z(INFO, record(drop="WARC-Block-Digest WARC-Payload-Digest")),
    "cut": z(INFO, record())[:-30],
    "one-member": gzip.compress(INFO + record()),
    "length-too-short": z(INFO, record(Content_Length="10")),
    "length-too-long": z(INFO, record(Content_Length="99")),
    "http-length-too-short": z(INFO, http("Content-Length: 3", b"hello")),
    "http-length-too-long": z(INFO, http("Content-Length: 9", b"hello")),
    "no-record-id": z(INFO, record(drop="WARC-Record-ID")),
    "same-id-twice": z(INFO, record(), record()),
    "no-date": z(INFO, record(drop="WARC-Date")),
    "bad-date": z(INFO, record(WARC_Date="yesterday")),
    "no-record-end": z(INFO, record(end=b"")),
    "concurrent-to-nowhere": z(INFO, record(WARC_Concurrent_To="<urn:uuid:none>")),
    "revisit-without-profile": z(INFO, record(b"HTTP/1.1 200 OK\r\n\r\n", "revisit")),
    "chunked-header-dechunked-body": z(INFO, http("Transfer-Encoding: chunked", b"hello")),
    "gzip-header-decoded-body": z(INFO, http("Content-Encoding: gzip", b"hello")),
    "garbage": z(INFO, record()) + b"\0" * 100,
    "unknown-version": z(INFO, record(version="WARC/7.0")),
    "unknown-type": z(INFO, record(kind="reply")),
    "no-warcinfo": z(record()),
    "no-target-uri": z(INFO, record(drop="WARC-Target-URI")),
    "truncated-not-marked": z(INFO, http("Transfer-Encoding: chunked", b"5\r\nhello\r\n", WARC_Payload_Digest=digest(
        b"hello"))),
    "payload-digest-over-chunks": z(INFO, http("Transfer-Encoding: chunked", b"5\r\nhello\r\n0\r\n\r\n")),
    "no-length": z(INFO, record(drop="Content-Length")),
    "bad-gzip": z(INFO) + z(record())[:-8] + b"\0" * 8,
    "bad-header": z(INFO, record().replace(b"WARC-Date: 2026-01-01T00:00:00Z", b"no field")),
    "header-too-long": z(INFO, record(X="x" * 100_000)),
    "empty": b"",
}


def findings(tmp_path: Path, data: bytes, name: str = "a.warc.gz", strict: bool = True) -> list[Finding]:
    """What verify finds in a file of these bytes."""
    (tmp_path / name).write_bytes(data)
    return list(verify([tmp_path / name], strict=strict))


def test_every_finding_has_a_case() -> None:
    """There is no finding that no file brings about."""
    assert set(CASES) == set(FINDINGS)


@pytest.mark.parametrize("code", CASES)
def test_each_damage_is_found_where_it_is(tmp_path: Path, code: str) -> None:
    """Each kind of damage is found under its name, at the offset of its record, with the record's id."""
    found = {f.code: f for f in findings(tmp_path, CASES[code])}
    assert code in found
    assert set(found) <= {code, "truncated-not-marked", "wrong-payload-digest"}
    at = found[code]
    if code not in ("one-member", "no-warcinfo", "garbage", "empty"):
        assert at.offset in (len(z(INFO)), len(z(INFO, record())))
    if code not in ("no-record-id", "garbage", "empty", "bad-header", "header-too-long", "cut", "no-warcinfo"):
        assert at.record_id.startswith("<urn:")


@pytest.mark.parametrize("code", ["cut", "length-too-short", "length-too-long", "no-record-end", "unknown-version",
                                  "wrong-block-digest", "bad-header", "header-too-long"])
def test_in_a_plain_file_too(tmp_path: Path, code: str) -> None:
    """In an uncompressed file, damage is found as well, and the sound record after it is read."""
    bad = {"cut": record()[:-20], "length-too-short": record(Content_Length="10"),
           "length-too-long": record(Content_Length="99"), "no-record-end": record(end=b""),
           "unknown-version": record(version="WARC/7.0"), "wrong-block-digest": record(WARC_Block_Digest=digest(b"")),
           "bad-header": record().replace(b"WARC-Date: 2026-01-01T00:00:00Z", b"no field"),
               "header-too-long": record(X="x" * 100_000)}
    last = b"" if code in ("cut", "no-record-end") else record(b"HTTP/1.1 200 OK\r\n\r\nlast", WARC_Date="then")
    found = findings(tmp_path, INFO + bad[code] + last, "a.warc")
    codes = [(f.code, f.offset) for f in found]
    assert (code, len(INFO)) in codes
    if last:
        assert ("bad-date", len(INFO + bad[code])) in codes


@pytest.mark.parametrize("data", [
    z(INFO, record()), INFO + record(),
    z(INFO, http("Transfer-Encoding: chunked", b"5;a=b\r\nhello\r\n0\r\nT: v\r\n\r\n",
                 WARC_Payload_Digest=digest(b"hello"))),
    z(INFO, record(WARC_Payload_Digest="sha256:" + hashlib.sha256(b"hello").hexdigest(),
                   WARC_Block_Digest="md5:" + base64.b64encode(hashlib.md5(HTML).digest()).decode())),
    z(INFO, http("Content-Length: 9", b"hello", WARC_Truncated="length")),
    z(INFO, http("Content-Length: 9", b"", WARC_Record_ID="<urn:a>", WARC_Concurrent_To="<urn:b>"),
      record(b"HEAD / HTTP/1.1\r\n\r\n", "request", WARC_Record_ID="<urn:b>", Content_Type="application/http")),
    z(INFO, record(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n"))])
def test_sound_files_pass(tmp_path: Path, data: bytes) -> None:
    """Nothing is said of sound records: other digests, chunks, cut and marked, HEAD, 304."""
    assert findings(tmp_path, data) == []


def test_our_own_are_sound(tmp_path: Path) -> None:
    """A crawl's files have not one finding, not even a warning, whole or by sample."""
    crawl(tmp_path, 40)
    assert list(verify([tmp_path / SITE], strict=True)) == []
    assert list(verify([tmp_path / SITE], strict=True, sample=0.01)) == []
    assert list(verify([tmp_path / SITE], strict=True, since="2026-03-02")) == []


def test_a_flipped_bit_is_found(tmp_path: Path) -> None:
    """One bit flipped anywhere in a record's member is found, and the records after it are still read."""
    data = bytearray(z(INFO, record(), record(b"HTTP/1.1 200 OK\r\n\r\nlast", WARC_Date="then")))
    data[len(z(INFO)) + 60] ^= 4
    codes = [f.code for f in findings(tmp_path, bytes(data))]
    assert "bad-gzip" in codes and "bad-date" in codes


@pytest.mark.parametrize("data", [
    record(Content_Length=str(10 * 2 ** 40)), z(INFO, record(Content_Length=str(10 * 2 ** 40))),
    b"WARC/1.1\r\nX: " + b"x" * 100_000_000 + b"\r\n\r\n", gzip.compress(b"WARC/1.1\r\nX: " + b"x" * 100_000_000),
    gzip.compress(b"WARC/1.1\r\n" + b"X: y\r\n" * 3_000_000), gzip.compress(b"\0" * 200_000_000),
    b"\x1f\x8b\x08" * 300_000])
def test_hostile_files_cost_no_memory(tmp_path: Path, data: bytes) -> None:
    """Claims of 10 TB, lines of 100 MB, bombs and endless magic numbers end in findings, within 8 MB of memory."""
    (tmp_path / "a.warc.gz").write_bytes(data)
    del data
    tracemalloc.start()
    assert list(verify([tmp_path / "a.warc.gz"]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


def test_a_finding_says_all(tmp_path: Path) -> None:
    """Its line names file, offset, level, what is wrong, and the record."""
    [found] = findings(tmp_path, z(INFO, record(WARC_Date="yesterday")), strict=False)
    assert re.fullmatch(r".*a\.warc\.gz:\d+: error: bad-date: WARC-Date is 'yesterday' \[<urn:uuid:\w+>\]", str(found))


def test_warnings_only_when_strict(tmp_path: Path) -> None:
    """Without `strict` only errors are told."""
    assert findings(tmp_path, CASES["no-digest"], strict=False) == []




def test_no_such_file(tmp_path: Path) -> None:
    """A path that is not there is an error of ours, not a silent pass."""
    with pytest.raises(ArchiveError, match="no such file"):
        list(verify([tmp_path / "none"]))
