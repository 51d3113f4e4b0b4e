"""WARCs that others wrote, as their writers write them, come in and read like our own."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from pathlib import Path

import brotli
import pytest
from backports import zstd
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archiver.content import decode
from archiver.errors import ArchiveError
from archiver.store import Archive
from archiver.store.importer import Imported, import_files
from archiver.store.verify import verify
from tests.store.conftest import SITE
from tests.store.test_verify import INFO, record, z

URL = "http://example.org/news.html"
HTML = b"<html><body>a page</body></html>" * 20


def site_of(url: str) -> str | None:
    """The site of the test's URLs."""
    return SITE if "example.org" in url else None


def run(archive: Archive, path: Path) -> list[Imported]:
    """Imports a file."""
    return list(import_files(archive, [path], site_of))


def foreign(*records: tuple[str, str, bytes, list[tuple[str, str]]], packed: bool = True) -> bytes:
    """A WARC as warcio writes it: type, URL, body, HTTP headers; requests get a request line."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed, warc_version="1.0")
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "other/1.0"}))
    for kind, url, body, headers in records:
        line = StatusAndHeaders("200 OK", headers, "HTTP/1.1") if kind == "response" else StatusAndHeaders(
            "GET / HTTP/1.1", headers, is_http_request=True)
        writer.write_record(writer.create_warc_record(url, kind, io.BytesIO(body), http_headers=line))
    return out.getvalue()


CODED = {"gzip": gzip.compress(HTML), "br": brotli.compress(HTML), "zstd": zstd.compress(HTML), "": HTML}


@pytest.mark.parametrize("coding", CODED)
@pytest.mark.parametrize("packed", [True, False])
def test_bodies_in_any_coding(archive: Archive, tmp_path: Path, coding: str, packed: bool) -> None:
    """Packed or plain files with gzip, br, zstd and plain bodies give the page."""
    headers = [("Content-Type", "text/html")] + ([("Content-Encoding", coding)] if coding else [])
    (tmp_path / "a.warc").write_bytes(foreign(("response", URL, CODED[coding], headers), packed=packed))
    [item] = run(archive, tmp_path / "a.warc")
    assert item.row
    capture = archive.read(item.row.warc, item.row.offset)
    assert decode(capture.exchange.payload, capture.exchange.header("content-encoding")) == HTML
    assert capture.exchange.body == CODED[coding]


def test_a_zstd_file(archive: Archive, tmp_path: Path) -> None:
    """A .warc.zst, with a dictionary as Archive Team writes it too, is read."""
    data = foreign(("response", URL, HTML, [("Content-Type", "text/html")]), packed=False)
    other = foreign(("response", URL.replace("news", "more"), HTML, []), packed=False)
    known = zstd.train_dict([b"WARC/1.0 response %d " % n * 20 for n in range(200)], 2000)
    content = known.dict_content
    frame = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
    (tmp_path / "a.warc.zst").write_bytes(zstd.compress(data))
    (tmp_path / "b.warc.zst").write_bytes(frame + zstd.compress(other, zstd_dict=known))
    assert run(archive, tmp_path / "a.warc.zst")[0].row
    [item] = run(archive, tmp_path / "b.warc.zst")
    assert item.row and item.row.url.endswith("more.html")


def test_a_file_as_wget_writes_it(archive: Archive, tmp_path: Path) -> None:
    """Request first, `<uri>` in brackets, one chunked response: put together, without brackets, dechunked."""
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npage\r\n0\r\n\r\n"
    data = z(INFO, record(b"GET / HTTP/1.1\r\n\r\n", "request", WARC_Record_ID="<urn:q>", version="WARC/1.0",
                          WARC_Target_URI=f"<{URL}>", Content_Type="application/http;msgtype=request"),
             record(chunked, WARC_Record_ID="<urn:a>", WARC_Concurrent_To="<urn:q>", WARC_Target_URI=f"<{URL}>"))
    (tmp_path / "a.warc.gz").write_bytes(data)
    [item] = run(archive, tmp_path / "a.warc.gz")
    assert item.row and item.row.url == URL
    capture = archive.read(item.row.warc, item.row.offset)
    assert capture.exchange.request == b"GET / HTTP/1.1\r\n\r\n"
    assert capture.exchange.payload == b"page"
    assert capture.exchange.head + capture.exchange.body == chunked


def test_one_member_for_all(archive: Archive, tmp_path: Path) -> None:
    """A file compressed as a whole, which nobody can seek in, comes out with a member for each record."""
    other = record(b"HTTP/1.1 200 OK\r\n\r\nother", WARC_Target_URI=URL)
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(INFO + record() + other))
    rows = [item.row for item in run(archive, tmp_path / "a.warc.gz")]
    assert [archive.read(r.warc, r.offset).exchange.body for r in rows if r] == [b"hello", b"other"]


def test_revisits_find_their_payload(archive: Archive, tmp_path: Path) -> None:
    """A revisit that names no record is led to the one here with its payload; one of nothing is told."""
    first = record(WARC_Target_URI=URL)
    digest = first.split(b"WARC-Payload-Digest: ")[1].split(b"\r\n")[0].decode()
    again = record(b"HTTP/1.1 200 OK\r\n\r\n", "revisit", WARC_Payload_Digest=digest, WARC_Target_URI=URL + "?2",
                   WARC_Profile="http://netpreserve.org/warc/1.0/revisit/identical-payload-digest")
    dated = record(b"HTTP/1.1 200 OK\r\nX: 2\r\n\r\n", "revisit", drop="WARC-Payload-Digest",
                   WARC_Target_URI=URL + "?3", WARC_Refers_To_Target_URI=URL,
                   WARC_Refers_To_Date="2026-01-01T00:00:00Z",
                   WARC_Profile="http://netpreserve.org/warc/1.0/revisit/identical-payload-digest")
    lost = record(b"HTTP/1.1 200 OK\r\nX: 1\r\n\r\n", "revisit", drop="WARC-Payload-Digest", WARC_Target_URI=URL)
    (tmp_path / "a.warc.gz").write_bytes(z(INFO, first, again, dated, lost))
    items = run(archive, tmp_path / "a.warc.gz")
    assert [item.reason for item in items] == ["", "", "", "revisit-of-nothing"]
    for item in items[1:3]:
        assert item.row and archive.read(item.row.warc, item.row.offset).exchange.payload == b"hello"


@pytest.mark.parametrize(("url", "mime", "kind"), [
    ("http://example.org/robots.txt", "text/plain", "robots"), ("http://example.org/a.png", "image/png", "requisite"),
    ("http://example.org/feed", "application/rss+xml; charset=utf-8", "feed"), (URL, "text/html", "page")])
def test_only_pages_come_in_as_pages(archive: Archive, tmp_path: Path, url: str, mime: str, kind: str) -> None:
    """Robots files, pictures and feeds of a foreign file are known as such, so that none is read as an article."""
    (tmp_path / "a.warc.gz").write_bytes(foreign(("response", url, b"x", [("Content-Type", mime)])))
    assert run(archive, tmp_path / "a.warc.gz")[0].row
    assert [row.kind for row in archive.captures(SITE)] == [kind]


def test_nothing_is_left_out_without_a_reason(archive: Archive, tmp_path: Path) -> None:
    """Other sites, other types, bad dates and torn records are told with their offset, and the rest comes in."""
    data = z(INFO, record(WARC_Target_URI="http://other.net/"), record(WARC_Date="then", WARC_Record_ID="<urn:1>"),
             record(b"x", "resource", WARC_Record_ID="<urn:2>"), record(WARC_Target_URI="dns:example.org"),
             record(b"not http", WARC_Record_ID="<urn:4>"), record(WARC_Record_ID="<urn:3>"),
             record(WARC_Record_ID="<urn:5>"))
    (tmp_path / "a.warc.gz").write_bytes(data[:-20])
    found = Counter(item.reason for item in run(archive, tmp_path / "a.warc.gz"))
    assert found == {"off-site": 2, "bad-date": 1, "resource": 1, "not-http": 1, "": 1, "cut": 1}


def test_what_came_in_is_sound(archive: Archive, tmp_path: Path, root: Path) -> None:
    """However broken the digests and ids of a file were, what is written of it verifies."""
    data = z(record(drop="WARC-Record-ID WARC-Block-Digest", WARC_Payload_Digest="sha1:WRONG", WARC_Target_URI=URL))
    (tmp_path / "a.warc.gz").write_bytes(data)
    assert run(archive, tmp_path / "a.warc.gz")[0].row
    assert run(archive, tmp_path / "a.warc.gz")[0].reason == "known"
    archive.close()
    assert list(verify([root], strict=True)) == []


def test_no_file(archive: Archive, tmp_path: Path) -> None:
    """A file that is not there, and one that is no WARC, are told apart."""
    with pytest.raises(ArchiveError):
        run(archive, tmp_path / "none.warc.gz")
    (tmp_path / "a.txt").write_text("not a WARC")
    assert [item.reason for item in run(archive, tmp_path / "a.txt")] == ["garbage"]
