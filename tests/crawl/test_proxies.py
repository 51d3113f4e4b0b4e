"""Requests through a proxy: captured as they went, marked, without its password; a proxy that fails stops the crawl."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from archiver.crawl import faults
from archiver.crawl.handler import WireHandler
from archiver.crawl.proxies import ProxyTrouble, absolute_form, proxy_of
from archiver.model import Outcome
from archiver.store.archive import Archive
from archiver.store.verify import verify

from .odd_responses import PAGE, TE, length
from .outlet import answers, serve
from .proxy import Proxy, threaded
from .raw_server import RawServer, certificate, server_context
from .test_handler import fetch, run
from .test_session import run as crawl

SECRET = b"Basic dXNlcjpzZXNhbWU="
ODD = TE + b"\r\n5;x=1\r\nhello\r\n0\r\nX-End: yes\r\n\r\n"


@pytest.fixture(autouse=True)
def no_proxies_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def records(root: Path) -> bytes:
    """All that the archive's WARCs say, unpacked."""
    return b"".join(gzip.decompress(path.read_bytes()) for path in root.glob("*/warc/*"))


def through(proxy: Proxy, tmp_path: Path, server: RawServer, path: str = "/odd", **settings: Any) -> Any:
    """The exchange that is read back after a fetch through the proxy."""
    async def body(handler: WireHandler, server: RawServer) -> None:
        async with proxy:
            more = {"Proxy-Authorization": SECRET} if proxy.password else {}
            host = next(iter(proxy.names), server.url("").rsplit(":", 1)[0].rpartition("/")[2])
            url = f"{'https' if server.tls else 'http'}://{host}:{server.port}{path}"
            await fetch(handler, url, meta={"proxy": f"http://127.0.0.1:{proxy.port}"}, more=more)

    run(tmp_path, server, body, **settings)
    archive = Archive(tmp_path)
    [row] = archive.captures("demo")
    return archive.read(row.warc, row.offset).exchange


def test_a_tunnel_changes_nothing(tmp_path: Path) -> None:
    """Through CONNECT the exchange is the server's own, byte for byte both ways; the record names the proxy."""
    cert, key = certificate(tmp_path)
    server = RawServer({"/odd": ODD}, tls=server_context(cert, key))
    proxy = Proxy(password="sesame")
    kept = through(proxy, tmp_path / "out", server, ARCHIVER_CA_FILE=str(cert))
    assert kept.head + kept.body == ODD
    assert kept.request == server.seen[0]
    assert kept.request.startswith(b"GET /odd HTTP/1.1\r\n")
    assert (kept.via, kept.address) == (f"http://127.0.0.1:{proxy.port}", "")
    assert kept.protocols[1].startswith("tls/")
    assert ODD not in bytes(proxy.tunnelled), "the proxy has read along"
    assert proxy.heads[0].startswith(b"CONNECT localhost:")
    assert SECRET.split()[1] not in records(tmp_path / "out")


def test_a_forward_proxy_is_named(tmp_path: Path) -> None:
    """Without TLS the request is kept in the form the proxy was sent, but for its password, and the proxy is named."""
    server = RawServer({"/odd": ODD})
    proxy = Proxy(password="sesame")
    kept = through(proxy, tmp_path, server)
    assert kept.head + kept.body == ODD
    assert kept.request.startswith(f"GET http://127.0.0.1:{server.port}/odd HTTP/1.1\r\n".encode())
    assert proxy.heads == [kept.request.replace(b"\r\n", b"\r\nProxy-Authorization: " + SECRET + b"\r\n", 1)]
    assert kept.via == f"http://127.0.0.1:{proxy.port}"
    assert SECRET.split()[1] not in records(tmp_path)
    assert f"Archiver-Proxy: http://127.0.0.1:{proxy.port}".encode() in records(tmp_path)
    assert [str(finding) for finding in verify(list(tmp_path.glob("*/warc/*")), strict=True)] == []


def test_a_name_that_only_the_proxy_knows(tmp_path: Path) -> None:
    """A host whose name does not resolve here is the proxy's to resolve."""
    server = RawServer({"/odd": ODD})
    kept = through(Proxy(names={"paper.invalid": "127.0.0.1"}), tmp_path, server, ARCHIVER_ALLOW_PRIVATE=False)
    assert kept.url == f"http://paper.invalid:{server.port}/odd"


def test_private_addresses_are_refused_all_the_same(tmp_path: Path) -> None:
    """A proxy is no way into a private network: an address that is private is not asked of it."""
    proxy = Proxy()
    with pytest.raises(faults.Forbidden):
        through(proxy, tmp_path, RawServer({"/odd": ODD}), ARCHIVER_ALLOW_PRIVATE=False)
    assert proxy.heads == []


def test_a_proxy_that_does_not_let_us_through(tmp_path: Path) -> None:
    """A host that the proxy will not connect to is that host's trouble; a password that is wanted is the proxy's."""
    cert, key = certificate(tmp_path)
    server = RawServer({"/odd": length(PAGE)}, tls=server_context(cert, key))
    with pytest.raises(faults.Refused, match="the proxy answered 502 to CONNECT"):
        through(Proxy(refuse=True), tmp_path / "1", server, ARCHIVER_CA_FILE=str(cert))

    async def without_password(handler: WireHandler, server: RawServer) -> None:
        async with Proxy(password="sesame") as proxy:
            await fetch(handler, server.url("/odd"), meta={"proxy": f"http://127.0.0.1:{proxy.port}"})

    for number, tls in enumerate((server_context(cert, key), None)):
        root = tmp_path / f"p{number}"
        with pytest.raises(faults.NoProxy, match="wants a user and password"):
            run(root, RawServer({"/odd": ODD}, tls=tls), without_password, ARCHIVER_CA_FILE=str(cert))
        assert b"who" not in records(root), "the proxy's words are not the site's"


def test_a_crawl_through_a_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With http_proxy set a whole crawl goes through it, all of it captured and read; no_proxy is heard."""
    with serve(answers(), ["/a/1", "/a/2", "/gone"]) as outlet, threaded(Proxy(password="sesame")) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert crawl(outlet, tmp_path / "1", workers=0).total == {"discovered": 2, "new": 2, "gone": 1}
        assert len(proxy.heads) == 5
        archive = Archive(tmp_path / "1")
        kept = [archive.read(row.warc, row.offset).exchange for row in archive.captures("outlet")]
        assert {exchange.via for exchange in kept} == {f"http://127.0.0.1:{proxy.port}"}
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert crawl(outlet, tmp_path / "2", workers=0).total["new"] == 2
        assert len(proxy.heads) == 5


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "socks5://127.0.0.1:1080"])
def test_a_proxy_that_is_dead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A proxy that cannot be used stops the crawl and is named; no link is blamed, and the next run goes on."""
    with serve(answers(), ["/a/1", "/a/2"]) as outlet:
        monkeypatch.setenv("http_proxy", url)
        summary = crawl(outlet, tmp_path, workers=0)
        assert (summary.exit_code, dict(summary.total)) == (1, {})
        assert "proxy" in summary.detail
        monkeypatch.delenv("http_proxy")
        assert crawl(outlet, tmp_path, workers=0).total == {"discovered": 2, "new": 2}
        assert Archive(tmp_path).outcomes("outlet") == {Outcome.DISCOVERED: 2, Outcome.NEW: 2}


@pytest.mark.parametrize("url", ["https://proxy.test:3128", "socks5://proxy.test", "proxy.test:3128", "http://[::1", ""])
def test_proxies_that_cannot_be_used(url: str) -> None:
    """Only http://host:port is taken for a proxy; anything else is refused with that word."""
    with pytest.raises(ProxyTrouble):
        proxy_of(url, None)


def test_forms() -> None:
    """An IPv6 proxy is written in brackets; a forwarded request names the whole URL, without its user."""
    assert proxy_of("http://[::1]:3128", None).name == "http://[::1]:3128"
    assert absolute_form("http://me:secret@a.test?x=1#top") == "http://a.test/?x=1"
    assert "sesame" not in repr(proxy_of("http://a.test", b"sesame"))
