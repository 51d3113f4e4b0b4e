"""Saved pages served on loopback as their outlets, crawled by `archiver crawl`, and everything checked afterwards.

    python -m benchmarks.real_pages --pages DIR [--sites N] [--keep]

DIR holds `data/<set>.jsonl` (one object a page with `url` and `file`) and `pages/<set>/<file>.gz`. Each host gets an
address of 127.0.0.0/8 of its own, with a feed for every second host and a sitemap for the others. Exit code 1 where
a promise is broken: a page without an outcome, an article not traceable to its bytes, a WARC that does not check.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from archiver.discover.gate import without_session
from archiver.model import Pace, Site
from archiver.sites import write_site
from archiver.store.archive import Archive
from archiver.urls import link_key
from benchmarks.launch import launch

Pages = dict[str, bytes]


@dataclass
class Outlet:
    """One host of the saved pages, at an address of its own."""

    host: str
    address: str
    pages: Pages = field(default_factory=dict)      # path with query -> gzipped page
    known: dict[str, str] = field(default_factory=dict)         # key of a path, without a visitor's session -> that path

    def add(self, path: str, page: bytes) -> None:
        """One more page; a second one of the same address is left out."""
        key = self.key(path)
        if key not in self.known:
            self.known[key] = path
            self.pages[path] = page

    def key(self, path: str) -> str:
        """One form for the spellings of a path that every real server takes for the same page."""
        return link_key(without_session(f"http://{self.address}{path}"))

    def page(self, path: str) -> bytes | None:
        """The page of a path, in any of its spellings."""
        known = self.known.get(self.key(path))
        return self.pages[known] if known is not None else None

    @property
    def name(self) -> str:
        """A site name: hosts are unique, so this is."""
        return re.sub(r"[^a-z0-9.-]", "-", self.host.lower()).strip(".-")


def load(folder: Path, most: int) -> list[Outlet]:
    """The saved pages by host; a second page of the same address is left out."""
    outlets: dict[str, Outlet] = {}
    for listing in sorted((folder / "data").glob("*.jsonl")):
        for line in listing.read_text(encoding="utf-8").split("\n"):
            if not line:
                continue
            row = json.loads(line)
            parts = urlsplit(row["url"])
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            if not parts.hostname or path in ("/feed.xml", "/sitemap.xml", "/robots.txt"):
                continue
            number = len(outlets)
            outlet = outlets.setdefault(parts.hostname, Outlet(
                parts.hostname, f"127.20.{number // 250}.{number % 250 + 1}"))
            saved = folder / "pages" / listing.stem / f"{row['file']}.gz"
            outlet.add(path.strip(), saved.read_bytes())
    return list(outlets.values())[:most or None]


class Server:
    """A plain HTTP/1.1 server for all outlets, in a thread of its own."""

    def __init__(self, outlets: list[Outlet]) -> None:
        self.by_address = {outlet.address: outlet for outlet in outlets}
        self.port = 0
        self.requests = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Requests of one connection, one after another."""
        try:
            while request := (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2):
                self.requests += 1
                outlet = self.by_address[writer.get_extra_info("sockname")[0]]
                status, kind, coding, body = self.find(outlet, request[1].decode("latin-1"))
                head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{coding}Content-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    def find(self, outlet: Outlet, path: str) -> tuple[str, str, str, bytes]:
        """Status line, type, coding header and body of one address."""
        base = f"http://{outlet.address}:{self.port}"
        if path == "/feed.xml":
            items = "".join(f"<item><link>{escape(base + p)}</link></item>" for p in outlet.pages)
            return "200 OK", "application/rss+xml", "", (
                f'<rss version="2.0"><channel><title>{escape(outlet.host)}</title>{items}</channel></rss>').encode()
        if path == "/sitemap.xml":
            items = "".join(f"<url><loc>{escape(base + p)}</loc></url>" for p in outlet.pages)
            return "200 OK", "application/xml", "", (
                f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>').encode()
        page = outlet.page(path)
        if page is not None:
            return "200 OK", "text/html", "Content-Encoding: gzip\r\n", page
        return "404 Not Found", "text/plain", "", b"no such page\n"

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve while the block runs."""
        loop = asyncio.new_event_loop()
        ready = threading.Event()

        async def serve() -> None:
            addresses = list(self.by_address)
            first = await asyncio.start_server(self.answer, addresses[0], 0)
            self.port = first.sockets[0].getsockname()[1]
            servers = [first]
            if addresses[1:]:
                servers.append(await asyncio.start_server(self.answer, addresses[1:], self.port))
            ready.set()
            await stop.wait()
            for server in servers:
                server.close()

        stop = asyncio.Event()
        thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
        thread.start()
        if not ready.wait(30):
            raise SystemExit("the server did not start: are all addresses of 127.0.0.0/8 on loopback?")
        try:
            yield
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(10)


def write_sites(outlets: list[Outlet], port: int, folder: Path) -> None:
    """A site file for each outlet: a feed for every second, a sitemap for the others."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, outlet in enumerate(outlets):
        base = f"http://{outlet.address}:{port}"
        write_site(Site(
            name=outlet.name, domains=(f"{outlet.address}:{port}",), follow=False, allow_private=True,
            feeds=() if number % 2 else (f"{base}/feed.xml",), sitemaps=(f"{base}/sitemap.xml",) if number % 2 else (),
            pace=Pace(delay=0.0, concurrency=2)), folder)


def check(outlets: list[Outlet], port: int, output: Path) -> tuple[Counter[str], list[str]]:
    """Outcomes of all served pages, and every broken promise in words."""
    outcomes: Counter[str] = Counter()
    broken: list[str] = []
    archive = Archive(output)
    for outlet in outlets:
        rows = {row.link.key: row for row in archive.links(outlet.name)} if outlet.name in archive.sites() else {}
        keys = {link_key(without_session(f"http://{outlet.address}:{port}{path}")) for path in outlet.pages}
        for key in sorted(keys):
            row = rows.get(key)
            outcome = str(row.outcome) if row is not None and row.outcome else "none"
            outcomes[outcome] += 1
            if outcome == "none":
                broken.append(f"no outcome: {key}")
        broken.extend(_untraceable(archive, outlet))
    warcs = sorted(map(str, output.glob("*/warc/*.warc.gz")))
    for some in (warcs[n:n + 100] for n in range(0, len(warcs), 100)):
        done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", *some], capture_output=True, text=True, check=False)
        if done.returncode:
            broken.append(f"warcio check: {done.stdout[:1000]}")
    return outcomes, broken


def _untraceable(archive: Archive, outlet: Outlet) -> Iterator[str]:
    """Articles whose record does not hold the bytes that were served."""
    for article in archive.articles(outlet.name):
        where = article.provenance
        if where.warc is None or where.offset is None:
            yield f"no record: {article.url}"
            continue
        capture = archive.read(where.warc, where.offset)
        parts = urlsplit(capture.url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if capture.exchange.payload != outlet.page(path):
            yield f"other bytes: {article.url}"


def main() -> None:
    """Serve, crawl, check, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True, help="folder with data/ and pages/")
    parser.add_argument("--sites", type=int, default=0, help="only the first so many hosts")
    parser.add_argument("--keep", type=Path, help="keep the archive in this folder")
    options = parser.parse_args()
    outlets = load(options.pages, options.sites)
    if not outlets:
        sys.exit(f"{options.pages}: no data/*.jsonl with pages there")
    work = options.keep or Path(tempfile.mkdtemp(prefix="real-pages-"))
    server = Server(outlets)
    with server.running():
        write_sites(outlets, server.port, work / "sites")
        used = launch([sys.executable, "-m", "archiver", "--output", str(work / "output"), "--sites", str(work / "sites"),
                       "crawl"], quiet=False)
    outcomes, broken = check(outlets, server.port, work / "output")
    pages = sum(len(outlet.pages) for outlet in outlets)
    print(f"\n{len(outlets)} outlets, {pages} pages, {server.requests} requests, {used.seconds:.0f} s, exit code "
          f"{used.code}: {pages / used.seconds:.1f} pages a second, {1000 * used.cpu / pages:.0f} CPU ms a page")
    for outcome, count in outcomes.most_common():
        print(f"{count:7} {outcome}")
    for line in broken[:50]:
        print(f"BROKEN {line}")
    if not options.keep:
        shutil.rmtree(work)
    if broken or sum(outcomes.values()) == 0:
        sys.exit(f"{len(broken)} promises broken")


if __name__ == "__main__":
    main()
