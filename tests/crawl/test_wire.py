"""Framing without a socket: whatever the pieces, the bytes and their meaning are the same."""

from __future__ import annotations

import gzip

import httptools
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.crawl.wire import NotHttp, ResponseReader, request_bytes

from .odd_responses import CLOSED, INTERIM, KEPT_ALIVE, PAGE, TE, chunks


def read(data: bytes, cuts: list[int] | None = None, method: str = "GET", **limits: int) -> ResponseReader:
    reader = ResponseReader(method, **limits)
    places = sorted({min(cut, len(data)) for cut in cuts or []} | {0, len(data)})
    for start, stop in zip(places, places[1:], strict=False):
        reader.feed(data[start:stop])
    return reader


@pytest.mark.parametrize("name", [*KEPT_ALIVE, *CLOSED])
@given(cuts=st.lists(st.integers(0, 1500), max_size=12))
def test_pieces_do_not_matter(name: str, cuts: list[int]) -> None:
    """However the network cuts a response into pieces, head, body and payload come out the same."""
    sent, payload, _ = {**KEPT_ALIVE, **CLOSED}[name]
    reader = read(sent, cuts)
    if not reader.done:
        reader.eof()
    assert reader.head + reader.body == sent
    assert reader.payload == payload
    assert reader.truncated is None


@pytest.mark.parametrize("name", KEPT_ALIVE)
def test_reusable(name: str) -> None:
    """A response whose end is stated leaves the connection fit for the next request."""
    assert read(KEPT_ALIVE[name][0]).done
    assert read(KEPT_ALIVE[name][0]).reusable


class Oracle:
    """What httptools makes of a response."""

    def __init__(self, data: bytes) -> None:
        self.payload, self.whole = b"", False
        httptools.HttpResponseParser(self).feed_data(data)

    def on_body(self, data: bytes) -> None:
        self.payload += data

    def on_message_complete(self) -> None:
        self.whole = True


@given(body=st.binary(max_size=3000), sizes=st.lists(st.integers(1, 400), min_size=1, max_size=30),
       cuts=st.lists(st.integers(0, 4000), max_size=20), extension=st.sampled_from([b"", b";a=b", b";q=\"x\""]))
def test_chunks_as_httptools_reads_them(body: bytes, sizes: list[int], cuts: list[int], extension: bytes) -> None:
    """For any chunked body the payload is what httptools reads, and the message ends where it says."""
    coded, place = b"", 0
    for size in sizes:
        part = body[place:place + size]
        place += size
        coded += b"%x%s\r\n%s\r\n" % (len(part), extension, part) if part else b""
    data = TE + b"\r\n" + coded + b"0\r\n\r\n"
    reader, oracle = read(data, cuts), Oracle(data)
    assert (reader.payload, reader.done) == (oracle.payload, oracle.whole)
    assert reader.head + reader.body == data


@given(st.binary(max_size=400), st.lists(st.integers(0, 400), max_size=8))
def test_garbage_is_named(garbage: bytes, cuts: list[int]) -> None:
    """Whatever is sent, the reader either keeps it or says that it is not HTTP; nothing else is raised."""
    for start in (b"", b"HTTP/1.1 200 OK\r\n", TE + b"\r\n"):
        try:
            reader = read(start + garbage, cuts)
            reader.done or reader.eof()
        except (NotHttp, ConnectionResetError):
            continue
        assert (start + garbage).startswith(b"".join(reader.interim) + reader.head + reader.body)


def test_interim_answers_are_kept_apart() -> None:
    """1xx answers are kept, whole and in order, and do not end up in the head of the final answer."""
    sent = KEPT_ALIVE["plain"][0]
    for cuts in ([], list(range(0, 300, 7)), [len(INTERIM[0])]):
        reader = read(b"".join(INTERIM) + sent, cuts)
        assert tuple(reader.interim) == INTERIM
        assert reader.head + reader.body == sent


def test_head_has_no_body() -> None:
    """The answer to a HEAD request ends with its head, whatever length it states."""
    reader = read(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", method="HEAD")
    assert (reader.done, reader.body, reader.reusable) == (True, b"", True)


def test_more_than_asked() -> None:
    """Bytes after the end belong to no response: they are not kept, and the connection is not used again."""
    for sent, _, _ in KEPT_ALIVE.values():
        reader = read(sent + b"HTTP/1.1 200 Smuggled\r\n\r\n")
        assert reader.head + reader.body == sent
        assert not reader.reusable


@pytest.mark.parametrize("cut", [1, 30, 50])
def test_cut_bodies_are_marked(cut: int) -> None:
    """A body that ends before its stated end is kept and marked as cut by the peer."""
    for name in ("plain", "gzip", "chunked", "trailers"):
        sent = KEPT_ALIVE[name][0]
        reader = read(sent[:-cut])
        reader.eof()
        assert reader.truncated == "disconnect"
        assert reader.head + reader.body == sent[:-cut]


def test_body_bound() -> None:
    """Past the bound nothing more is read: what fits is kept, marked `length`, and the connection dropped."""
    for head in (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"):
        reader = read(head + b"x" * 5000, max_body=1000)
        assert (reader.done, reader.truncated, len(reader.body), reader.reusable) == (True, "length", 1000, False)
    reader = read(TE + b"\r\n" + chunks(b"y" * 5000), max_body=1000)
    assert (reader.done, reader.truncated, len(reader.body)) == (True, "length", 1000)
    exact = read(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 1000, max_body=1000)
    assert exact.truncated is None


@pytest.mark.parametrize("sent", [
    b"<html>no head</html>", b"ICY 200 OK\r\n\r\n", b"HTTP/1.1 OK\r\n\r\n", b"HTTP/1.1 20 OK\r\n\r\n", b"SSH-2.0-x\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Length: 1_0\r\n\r\n", TE + b"\r\nxyz\r\n", TE + b"\r\n-5\r\n", TE + b"\r\n3\r\nabcd\r\n",
    TE + b"\r\n" + b"f" * 16 + b"\r\n", TE + b"\r\n" + b"0;" + b"x" * 20_000,
    b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 300_000, b"HTTP/1.1 103 Early\r\n\r\n" * 100,
])
def test_what_is_not_http(sent: bytes) -> None:
    """What cannot be framed is refused with a reason, never guessed at and never waited for."""
    with pytest.raises(NotHttp):
        read(sent)


def test_request_bytes() -> None:
    """The request has its Host without default port, the query as it is, and headers in browsers' order."""
    made = request_bytes("GET", "https://example.org:443/a%20b?x=1&y=%C3%A9", [
        (b"X-Own", b"1"), (b"Accept", b"*/*"), (b"Cookie", b"a=1"), (b"User-Agent", b"news-archiver")])
    assert made == (b"GET /a%20b?x=1&y=%C3%A9 HTTP/1.1\r\nHost: example.org\r\nUser-Agent: news-archiver\r\nAccept: */*\r\n"
                    b"X-Own: 1\r\nCookie: a=1\r\n\r\n")
    assert b"Host: [::1]:8080\r\n" in request_bytes("GET", "http://[::1]:8080/", [])
    assert request_bytes("POST", "http://a.test", [], b"k=v").endswith(b"Content-Length: 3\r\n\r\nk=v")
    with pytest.raises(ValueError, match="line end"):
        request_bytes("GET", "http://a.test/", [(b"X", b"a\r\nEvil: 1")])


def test_payload_is_not_copied() -> None:
    """Where there is no chunk framing, payload and body are one object, so that a capture is pickled once."""
    reader = read(KEPT_ALIVE["gzip"][0])
    assert reader.payload is reader.body
    assert gzip.decompress(reader.payload) == PAGE
