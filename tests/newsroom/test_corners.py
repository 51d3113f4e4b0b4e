"""The hostile corners: each answers as its name says, seen from a raw socket."""

from __future__ import annotations

import contextlib
import gzip
import re
import socket
import zlib

import pytest

from archiver.model import Outcome
from archiver.newsroom import Newsroom, serving
from archiver.newsroom.outlets.corners import Corners
from tests.newsroom.browser import get, raw, text


@pytest.fixture
def post(room: Newsroom) -> Corners:
    outlet = room.outlet("corner-post")
    assert isinstance(outlet, Corners)
    return outlet


def body_of(data: bytes) -> bytes:
    return data.partition(b"\r\n\r\n")[2]


def test_all_corners_are_listed_and_named(room: Newsroom, post: Corners) -> None:
    """`/corners/` links to every hostile URL, and each has an outcome of the model."""
    page = text(get(post.url("/corners/")))
    assert set(re.findall(r'href="([^"]+)"', page)) == set(room.corners)
    assert len(room.corners) > 40 and all(isinstance(o, Outcome) for o in room.corners.values())
    assert set(room.corners.values()) >= {
        Outcome.TIMEOUT, Outcome.CONNECTION, Outcome.BROKEN, Outcome.TOO_LARGE, Outcome.REDIRECT_LOOP, Outcome.OFF_SITE,
        Outcome.BAD_URL, Outcome.GONE, Outcome.REFUSED, Outcome.SERVER_ERROR, Outcome.HTTP_ERROR, Outcome.NOT_ARTICLE,
        Outcome.ROBOTS, Outcome.UNREADABLE, Outcome.UNWANTED, Outcome.REDIRECTED, Outcome.NEW}


@pytest.mark.parametrize(("path", "where"), [
    ("/loop/a", "/loop/b"), ("/loop/b", "/loop/a"), ("/loop/self", "/loop/self"), ("/chain/7", "/chain/8"),
    ("/to/private", "http://10.0.0.1/secret"), ("/to/scheme", "gopher://")])
def test_redirects(post: Corners, path: str, where: str) -> None:
    """The redirects lead where they should not."""
    got = get(post.url(path))
    assert got.status in (301, 302) and where in got.headers["location"]


def test_redirect_to_a_neighbour(room: Newsroom, post: Corners) -> None:
    """One redirect leads to another outlet, which answers."""
    where = get(post.url("/to/neighbour")).headers["location"]
    assert room.outlet(where).name != post.name and get(where).status == 200


@pytest.mark.parametrize(("path", "status"), [
    ("/errors/500", 500), ("/errors/502", 502), ("/gone/410", 410), ("/gone/404", 404), ("/refused/403", 403),
    ("/refused/401", 401), ("/refused/451", 451), ("/teapot", 418), ("/no-content", 204), ("/empty", 200)])
def test_statuses(post: Corners, path: str, status: int) -> None:
    """Permanent errors stay, however often they are asked."""
    assert [get(post.url(path)).status for _ in range(2)] == [status, status]


def test_passing_error() -> None:
    """The first try is answered with 500, the second with an article."""
    with serving(size=3) as room:
        url = room.outlet("corner-post").url("/errors/passing")
        assert [get(url).status for _ in range(3)] == [500, 200, 200]


def test_cut_and_reset(post: Corners) -> None:
    """A cut body is shorter than its length, cut chunks have no end, and a reset is one."""
    cut = raw(post.url("/cut"))
    assert b"Content-Length: 90000" in cut and len(body_of(cut)) == 6000
    assert not raw(post.url("/chunks/cut")).endswith(b"0\r\n\r\n")
    assert b"\r\nzz\r\n" in raw(post.url("/chunks/bad-size"))
    assert raw(post.url("/closed")) == b""
    for path in ("/reset", "/reset/at-once"):
        with pytest.raises(ConnectionResetError):
            raw(post.url(path))


def test_slow_answers_are_slow_and_bounded() -> None:
    """Slow bytes come one at a time and end after the time that is set."""
    with serving(size=3) as room:
        outlet = room.outlet("corner-post")
        assert isinstance(outlet, Corners)
        outlet.slow_step, outlet.slow_seconds, outlet._table = 0.02, 0.2, None
        assert len(body_of(raw(outlet.url("/slow/bytes")))) == 10
        assert raw(outlet.url("/slow/silence")).startswith(b"HTTP/1.1 200")


def test_large_page(post: Corners) -> None:
    """The large page is 60 MB, sent as it is read."""
    assert 60_000_000 < len(raw(post.url("/large"))) < 60_001_000


def test_endless_headers(post: Corners) -> None:
    """The head goes on past a megabyte without a blank line."""
    assert b"\r\n\r\n" not in raw(post.url("/headers/endless"), most=2_000_000)


def test_bomb(post: Corners) -> None:
    """A small gzip file unpacks to 96 MiB."""
    got = get(post.url("/bomb"))
    assert got.headers["content-encoding"] == "gzip" and len(got.body) < 500_000
    assert len(gzip.decompress(got.body)) == 96 * 1024 * 1024


def test_lying_codings(post: Corners) -> None:
    """One page claims gzip and is none; one is deflate without its wrapper."""
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(get(post.url("/coding/lie")).body)
    deflated = get(post.url("/coding/raw-deflate"))
    assert deflated.headers["content-encoding"] == "deflate"
    assert b"</html>" in zlib.decompress(deflated.body, -15)


def test_wrong_charset(room: Newsroom, post: Corners) -> None:
    """A page in windows-1252 is declared UTF-8, and one in UTF-8 is declared ISO 8859-1."""
    wrong = get(post.url("/charset/wrong"))
    assert "utf-8" in wrong.headers["content-type"]
    with pytest.raises(UnicodeDecodeError):
        wrong.body.decode("utf-8")
    assert room.truth[post.url("/charset/wrong")].body[-1] in wrong.body.decode("cp1252")
    other = get(post.url("/charset/other"))
    assert "iso-8859-1" in other.headers["content-type"] and "café" in other.body.decode("utf-8")


def test_odd_heads(post: Corners) -> None:
    """1xx answers come before the answer; odd heads and no heads at all are sent as they are."""
    interim = raw(post.url("/interim"))
    assert [int(m) for m in re.findall(rb"HTTP/1\.1 (\d+)", interim)] == [103, 102, 200]
    odd = raw(post.url("/headers/odd"))
    assert odd.startswith(b"HTTP/1.1 200\r\n") and b"\r\n two\r\n" in odd and odd.count(b"Set-Cookie") == 2
    assert raw(post.url("/not-http")).startswith(b"SSH-2.0")
    assert raw(post.url("/no-head")).startswith(b"<!doctype")


def test_soft_404_and_dressed_index(room: Newsroom, post: Corners) -> None:
    """Whatever is asked for under /lost/ is 200; the roundup looks like an article and lists twelve of them."""
    assert {get(post.url(f"/lost/{i}")).status for i in range(3)} == {200}
    page = text(get(post.url("/roundup")))
    assert "<article>" in page and sum(t.title in page for t in room.truth.values()) == 12


def test_deep_page_holds_its_story(room: Newsroom, post: Corners) -> None:
    """The deep page nests 20,000 elements after its article."""
    page = text(get(post.url("/deep")))
    assert page.count("<div>") >= 20_000 and room.truth[post.url("/deep")].body[0] in page


def test_server_outlives_rubbish(room: Newsroom, post: Corners) -> None:
    """After broken requests and hostile answers the server still answers."""
    endless = b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000
    for junk in (b"\x00\xff\r\n\r\n", b"GET\r\n\r\n", endless, b"PUT / HTTP/1.1\r\n\r\n"):
        with socket.create_connection((post.host, post.port), 5) as sock, contextlib.suppress(OSError):
            sock.sendall(junk)
            sock.shutdown(socket.SHUT_WR)
            sock.recv(100)
    assert get(post.url("/chain/99999999999999999999")).status == 302
    assert get(post.url("/")).status == 200


