"""Memory of `archiver run` while it works through many links: the process is the real one, the outlet is on loopback.

    python -m benchmarks.staying [--links 100000]

Every hundredth page is an article, the others are gone: what is measured is whether anything piles up, link by link, in the process
that stays. Its resident memory is printed at each tenth of the way; workers are renewed anyway and not counted.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from archiver.model import Pace, Schedule, Site
from archiver.sites import write_site

PART = 25_000
ARTICLE = ("<!doctype html><html lang=en><head><title>The bridge at Steinach, part {n}</title></head><body><article>"
           "<h1>The bridge at Steinach, part {n}</h1>" + "".join(
               f"<p>Paragraph {k} of {{n}}: the council decided on Tuesday that the old bridge will be repaired before winter, after "
               "a debate of several hours in which the engineers spoke.</p>" for k in range(8)) + "</article></body></html>")


class Outlet:
    """Sitemaps of many pages, served as fast as they are asked for."""

    def __init__(self, links: int) -> None:
        self.links, self.answered, self.base = links, 0, ""

    async def serve(self, ready: threading.Event) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        ready.set()
        async with server:
            await server.serve_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                kind, body = self._answer(head.split(b" ", 2)[1].decode())
                status = b"200 OK" if body else b"404 Not Found"
                writer.write(b"HTTP/1.1 " + status + f"\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            writer.close()

    def _answer(self, path: str) -> tuple[str, bytes]:
        if path.startswith("/part-"):
            first = int(path[6:-4]) * PART
            urls = "".join(f"<url><loc>{self.base}/p/{n}</loc></url>" for n in range(first, min(first + PART, self.links)))
            return "application/xml", f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>".encode()
        if path.startswith("/p/"):
            self.answered += 1
            number = int(path[3:])
            text = "" if number % 100 else ARTICLE.format(n=number)
            return "text/html", text.encode()
        return "text/plain", b""


def resident(pid: int) -> float:
    """Resident memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Measures, prints a line a tenth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--links", type=int, default=100_000)
    links = parser.parse_args().links
    outlet, ready = Outlet(links), threading.Event()
    threading.Thread(target=lambda: asyncio.run(outlet.serve(ready)), daemon=True).start()
    ready.wait()
    with tempfile.TemporaryDirectory(prefix="staying-") as name:
        folder = Path(name)
        parts = tuple(f"{outlet.base}/part-{n}.xml" for n in range((links + PART - 1) // PART))
        write_site(Site("many", domains=(outlet.base[7:],), sitemaps=parts, follow=False, allow_private=True, rights=False,
                        pace=Pace(delay=0.0, concurrency=16), schedule=Schedule(revisits=())), folder / "sites")
        process = subprocess.Popen([sys.executable, "-m", "archiver", "run", "--quiet", "--workers", "1"], cwd=folder)
        try:
            watch(process.pid, outlet)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
        print(f"exit code {process.returncode}", flush=True)


def watch(pid: int, outlet: Outlet) -> None:
    """A line at each tenth of the links."""
    began, goal = time.monotonic(), 0
    while outlet.answered < outlet.links:
        if outlet.answered >= goal:
            print(f"{outlet.answered:8,} links  {resident(pid):7.1f} MB  {time.monotonic() - began:6.0f} s", flush=True)
            goal += outlet.links // 10
        time.sleep(0.2)
        os.kill(pid, 0)
    print(f"{outlet.answered:8,} links  {resident(pid):7.1f} MB  {time.monotonic() - began:6.0f} s", flush=True)


if __name__ == "__main__":
    main()
