"""The download handler against a raw socket server: both directions byte for byte, limits, TLS, guard, pool."""

from __future__ import annotations

import asyncio
import gzip
import tracemalloc
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings

from archiver.crawl import faults
from archiver.crawl.capture import recorder_for
from archiver.crawl.handler import WireHandler
from archiver.model import Link, Outcome
from archiver.store.archive import Archive
from archiver.urls import link_key

from .odd_responses import CLOSED, INTERIM, KEPT_ALIVE, PAGE, TE, length
from .raw_server import RawServer, certificate, server_context


class OneSpider(Spider):
    name = "demo"


Body = Callable[[WireHandler, RawServer], Awaitable[Any]]


def run(root: Path, server: RawServer, body: Body, **settings: Any) -> Any:
    """Runs `body` with a handler of its own that writes to a real archive."""

    async def inner() -> Any:
        crawler = Crawler(OneSpider, Settings({
            "TWISTED_REACTOR_ENABLED": False, "ARCHIVER_OUTPUT": str(root), "ARCHIVER_ALLOW_PRIVATE": True,
            "DOWNLOAD_TIMEOUT": 10, "DOWNLOAD_VERIFY_CERTIFICATES": True, "LOG_ENABLED": False, **settings}))
        crawler._apply_settings()
        async with server:
            handler = WireHandler.from_crawler(crawler)
            try:
                return await body(handler, server)
            finally:
                await handler.close()
                recorder_for(crawler).archive.close()

    return asyncio.run(inner())


async def fetch(handler: WireHandler, url: str, more: dict[str, Any] | None = None, **kwargs: Any) -> Response:
    headers = {"User-Agent": "test/1.0 (+mailto:a@example.org)", "Accept": "*/*", **(more or {})}
    return await handler.download_request(Request(url, headers=headers, **kwargs))


def server_of(cases: dict[str, tuple[bytes, bytes, bytes]], **kwargs: Any) -> RawServer:
    server = RawServer(**kwargs)
    for name, (sent, _, _) in cases.items():
        path = f"/{name}?b=2&a=1&a=%C3%A9" if name == "query" else f"/{name}"
        server.answers[path] = sent
        if name in CLOSED:
            server.closing.add(path)
    return server


def stored_equals_wire(root: Path, server: RawServer, responses: dict[str, Response]) -> None:
    archive = Archive(root)
    for number, (path, response) in enumerate(responses.items()):
        kept = response.meta["capture"] if hasattr(response, "request") and response.request else None
        assert kept is not None
        back = archive.read(kept.warc, kept.offset).exchange
        sent = server.answers[path]
        assert back.head + back.body == sent, path
        assert back.request == server.seen[number], path
        assert back.address == "127.0.0.1", path


@pytest.mark.parametrize("secure", [False, True])
def test_every_byte_both_ways(tmp_path: Path, secure: bool) -> None:
    """What the archive gives back is what went over the socket, in both directions, with and without TLS."""
    cases = {**KEPT_ALIVE, **CLOSED}
    settings: dict[str, Any] = {}
    server = server_of(cases)
    if secure:
        cert, key = certificate(tmp_path)
        server = server_of(cases, tls=server_context(cert, key))
        settings["ARCHIVER_CA_FILE"] = str(cert)

    async def body(handler: WireHandler, server: RawServer) -> dict[str, Response]:
        got = {}
        for number, path in enumerate(server.answers):     # a site each: the same payload again would be a revisit
            link = Link(site=f"s{number}", url=server.url(path), key=link_key(server.url(path)), by="seed")
            request = Request(link.url, headers={"User-Agent": "t", "X-Own": "1"}, meta={"link": link})
            got[path] = await handler.download_request(request)
            got[path].request = request
        return got

    got = run(tmp_path / "out", server, body, **settings)
    stored_equals_wire(tmp_path / "out", server, got)
    for path, response in got.items():
        name = path.strip("/").split("?")[0]
        assert response.body == cases[name][2], path
        exchange = response.meta["capture"].exchange
        assert exchange.payload == cases[name][1], path
        assert exchange.truncated is None, path
        assert ("tls/1.3" in exchange.protocols) == secure
        assert bool(exchange.cipher) == secure
    assert server.connections <= 2 + len(CLOSED), "kept-alive connections are used again"


def test_request_as_sent(tmp_path: Path) -> None:
    """The first request line and headers are those of a browser: path with query, Host with port, plain codings."""
    server = RawServer({"/a?x=1": length(PAGE)})

    async def body(handler: WireHandler, server: RawServer) -> None:
        await fetch(handler, server.url("/a?x=1"))

    run(tmp_path, server, body)
    assert server.seen == [b"GET /a?x=1 HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUser-Agent: test/1.0 (+mailto:a@example.org)\r\n"
                           b"Accept: */*\r\nAccept-Encoding: gzip, deflate\r\n\r\n" % server.port]


def test_interim_head_post(tmp_path: Path) -> None:
    """1xx answers are kept beside, HEAD has no body, POST sends its own."""
    server = RawServer({"/hints": b"".join(INTERIM) + length(PAGE), "/form": length(b"ok"),
                        "/head": b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"})

    async def body(handler: WireHandler, server: RawServer) -> list[Response]:
        return [await fetch(handler, server.url("/hints")), await fetch(handler, server.url("/head"), method="HEAD"),
                await fetch(handler, server.url("/form"), method="POST", body=b"k=v")]

    hints, head, form = run(tmp_path, server, body)
    assert isinstance(hints, HtmlResponse)
    assert (head.status, head.body, form.body) == (200, b"", b"ok")
    assert server.seen[1].startswith(b"HEAD /head HTTP/1.1\r\n")
    assert server.seen[2].endswith(b"Content-Length: 3\r\n\r\nk=v")


def test_interim_answers_are_in_the_capture(tmp_path: Path) -> None:
    """The exchange of the capture holds the interim answers, byte for byte."""
    server = RawServer({"/hints": [INTERIM[0], 0.02, INTERIM[1], 0.02, length(PAGE)]})

    async def body(handler: WireHandler, server: RawServer) -> Any:
        request = Request(server.url("/hints"))
        await handler.download_request(request)
        return request.meta["capture"]

    assert run(tmp_path, server, body).exchange.interim == INTERIM


BAD: dict[str, tuple[Any, type[faults.Fault], str | None]] = {
    # path: (answer, fault, how the kept body is marked; None where nothing is kept)
    "/cut": (length(PAGE)[:-100], faults.Cut, "disconnect"),
    "/cut-chunk": (TE + b"\r\n40\r\nabc", faults.Cut, "disconnect"),
    "/bad-chunk": (TE + b"\r\nzz\r\nabc", faults.Unreadable, "unspecified"),
    "/two-lengths": (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", faults.Unreadable, "unspecified"),
    "/no-http": (b"220 smtp ready\r\n", faults.Unreadable, None),
    "/half-head": (b"HTTP/1.1 200 OK\r\nContent-", faults.Cut, None),
    "/nothing": (b"", faults.Cut, None),
    "/slow": ([length(PAGE)[:-100], 30.0], faults.TimedOut, "time"),
    "/drip": ([TE + b"\r\n", *[b"1\r\nx\r\n", 0.1] * 100], faults.TimedOut, "time"),
    "/mute": ([30.0], faults.TimedOut, None),
    "/big": (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 300_000, faults.TooLargeBody, "length"),
    "/bomb": (length(gzip.compress(b"\0" * 3_000_000), b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"),
              faults.TooLargeBody, "whole"),
    "/bad-gzip": (length(PAGE, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"), faults.Unreadable, "whole"),
    "/unknown-coding": (length(PAGE, b"HTTP/1.1 200 OK\r\nContent-Encoding: rot13\r\n"), faults.Unreadable, "whole"),
}


@pytest.mark.parametrize("path", BAD)
def test_bad_answers_fail_by_name(tmp_path: Path, path: str) -> None:
    """Each bad answer raises its own fault, and what came of it stands in the archive, marked."""
    answer, fault, mark = BAD[path]
    server = RawServer({path: answer}, closing=set() if path in ("/slow", "/drip", "/mute") else {path})

    async def body(handler: WireHandler, server: RawServer) -> faults.Fault:
        with pytest.raises(fault) as caught:
            await fetch(handler, server.url(path), meta={"download_timeout": 1.0})
        return caught.value

    error = run(tmp_path, server, body, DOWNLOAD_MAXSIZE=200_000, ARCHIVER_MAX_UNPACKED=1_000_000)
    if mark is None:
        assert error.capture is None
    else:
        assert error.capture is not None
        back = Archive(tmp_path).read(error.capture.warc, error.capture.offset).exchange
        assert back.truncated == (None if mark == "whole" else mark)
        sent = b"".join(p for p in answer if isinstance(p, bytes)) if isinstance(answer, list) else answer
        assert sent.startswith(back.head + back.body)
        assert back.head


def test_reset_in_a_body(tmp_path: Path) -> None:
    """A connection reset in the middle of a body that has no stated end does not pass for its end."""
    server = RawServer({"/reset": [b"HTTP/1.1 200 OK\r\n\r\n" + PAGE, 0.1]}, resetting={"/reset"})

    async def body(handler: WireHandler, server: RawServer) -> faults.Fault:
        with pytest.raises(faults.Cut) as caught:
            await fetch(handler, server.url("/reset"))
        return caught.value

    error = run(tmp_path, server, body)
    assert error.capture is not None
    assert error.capture.exchange.truncated == "disconnect"


def test_dataloss_is_the_users_choice(tmp_path: Path) -> None:
    """With DOWNLOAD_FAIL_ON_DATALOSS off a cut body is a response with the flag Scrapy's own handler sets."""
    server = RawServer({"/cut": length(PAGE)[:-100]}, closing={"/cut"})

    async def body(handler: WireHandler, server: RawServer) -> Response:
        return await fetch(handler, server.url("/cut"))

    response = run(tmp_path, server, body, DOWNLOAD_FAIL_ON_DATALOSS=False)
    assert response.flags == ["dataloss"]
    assert response.body == PAGE[:-100]


def test_stale_connection_is_replaced(tmp_path: Path) -> None:
    """A kept connection that the server closed meanwhile costs no page: the request goes over a fresh one."""
    server = RawServer({"/a": length(PAGE), "/b": length(PAGE)}, closing={"/a"})

    async def body(handler: WireHandler, server: RawServer) -> list[int]:
        first = await fetch(handler, server.url("/a"))
        second = await fetch(handler, server.url("/b"))
        return [first.status, second.status]

    assert run(tmp_path, server, body) == [200, 200]
    assert server.connections == 2


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]",
                                  "169.254.169.254", "10.0.0.1", "0.0.0.0", "100.64.0.1", "[fe80::1]", "[64:ff9b::7f00:1]"])
def test_private_addresses_are_refused(tmp_path: Path, host: str) -> None:
    """No spelling of a private, loopback or link-local address is connected to, unless the site allows it."""
    server = RawServer({"/": length(PAGE)})

    async def body(handler: WireHandler, server: RawServer) -> str:
        with pytest.raises(faults.Fault) as caught:
            await fetch(handler, f"http://{host}:{server.port}/", meta={"allow_private": False})
        return caught.value.outcome

    assert run(tmp_path, server, body) == Outcome.PRIVATE_ADDRESS
    assert server.connections == 0


def test_no_connection(tmp_path: Path) -> None:
    """A name that does not resolve, and a port nobody listens on, each have their outcome."""

    async def body(handler: WireHandler, server: RawServer) -> list[str]:
        outcomes = []
        for url in ("http://no-such-host.invalid/", "http://127.0.0.1:1/", "http://a..b/", "https://127.0.0.1:1/"):
            with pytest.raises(faults.Fault) as caught:
                await fetch(handler, url)
            outcomes.append(caught.value.outcome)
        return outcomes

    assert run(tmp_path, RawServer(), body) == [Outcome.DNS, Outcome.CONNECTION, Outcome.DNS, Outcome.CONNECTION]


def test_tls_is_verified(tmp_path: Path) -> None:
    """A certificate nobody vouches for, or of another name, is refused, and taken where verifying is switched off."""
    cert, key = certificate(tmp_path, "other.example")

    async def body(handler: WireHandler, server: RawServer) -> str:
        try:
            await fetch(handler, server.url("/"))
        except faults.Fault as fault:
            return fault.outcome
        return "fetched"

    def outcome(**settings: Any) -> str:
        return run(tmp_path / "out", RawServer({"/": length(PAGE)}, tls=server_context(cert, key)), body, **settings)

    assert outcome() == Outcome.TLS
    assert outcome(ARCHIVER_CA_FILE=str(cert)) == Outcome.TLS
    assert outcome(DOWNLOAD_VERIFY_CERTIFICATES=False) == "fetched"


def test_tls_to_a_plain_server(tmp_path: Path) -> None:
    """A server that speaks no TLS where it should is a TLS outcome, not a crash."""

    async def body(handler: WireHandler, server: RawServer) -> str:
        with pytest.raises(faults.Fault) as caught:
            await fetch(handler, f"https://127.0.0.1:{server.port}/")
        return caught.value.outcome

    plain = RawServer({"/": length(PAGE)})
    assert run(tmp_path, plain, body, DOWNLOAD_TIMEOUT=2) in (Outcome.TLS, Outcome.TIMEOUT)


def test_memory_of_an_endless_body(tmp_path: Path) -> None:
    """An endless body costs no more memory than its bound."""
    server = RawServer({"/endless": [b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 100_000] * 2_000]}, closing={"/endless"})

    async def body(handler: WireHandler, server: RawServer) -> int:
        tracemalloc.start()
        with pytest.raises(faults.TooLargeBody):
            await fetch(handler, server.url("/endless"))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert run(tmp_path, server, body, DOWNLOAD_MAXSIZE=1_000_000) < 20_000_000
