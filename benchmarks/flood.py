"""A site that announces far more pages than anyone can fetch: what that costs, and whether another site notices.

    python -m benchmarks.flood [--sitemaps 500] [--lines 50000] [--limit 200] [--folder DIR]

One outlet serves a sitemap index of so many sitemaps with so many lines each (gzipped on the wire, made as they are asked
for); beside it an outlet of the demo newsroom is crawled by the same command. Printed: seconds, peak memory of the crawl, the
catalog's size, links that wait, and whether the other outlet's articles are all there.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from archiver.model import Outcome, Pace, Site
from archiver.newsroom import serving
from archiver.sites import write_site
from archiver.store.archive import Archive
from benchmarks.launch import launch

ADDRESS = "127.0.88.1"
OTHER = "harbour-ledger"


class Flood(BaseHTTPRequestHandler):
    """The outlet: an index of sitemaps, their lines, and a short page for each address."""

    protocol_version = "HTTP/1.1"
    sitemaps = lines = 0

    def do_GET(self) -> None:
        """One answer."""
        base = f"http://{self.headers['Host']}"
        head, tail = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>", "</urlset>"
        if self.path == "/sitemap.xml":
            text = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>" + "".join(
                f"<sitemap><loc>{base}/sitemap-{n}.xml</loc></sitemap>" for n in range(self.sitemaps)) + "</sitemapindex>"
        elif self.path.startswith("/sitemap-"):
            number = self.path[9:].partition(".")[0]
            text = head + "".join(f"<url><loc>{base}/{number}/story-{n}</loc></url>" for n in range(self.lines)) + tail
        elif self.path == "/robots.txt":
            text = "User-agent: *\nAllow: /\n"
        else:
            text = f"<html><head><title>Story {self.path}</title></head><body><p>Nothing to see here.</p></body></html>"
        body = gzip.compress(text.encode(), 1)
        kind = "application/xml" if self.path.endswith(".xml") else "text/plain" if self.path == "/robots.txt" else "text/html"
        self.send_response(200)
        for name, value in (("Content-Type", kind), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


def main() -> None:
    """Serve, crawl, look."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sitemaps", type=int, default=500)
    parser.add_argument("--lines", type=int, default=50_000)
    parser.add_argument("--limit", type=int, default=200, help="pages that are fetched")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="flood-"))
    Flood.sitemaps, Flood.lines = options.sitemaps, options.lines
    server = ThreadingHTTPServer((ADDRESS, 0), Flood)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://{ADDRESS}:{server.server_address[1]}"
    with serving(size=20) as room:
        other = room.outlet(OTHER)
        write_site(other.site(), folder / "sites")
        write_site(Site(name="flood", domains=(base.removeprefix("http://"),), sitemaps=(f"{base}/sitemap.xml",), allow_private=True,
                        pace=Pace(delay=0.0, concurrency=2)), folder / "sites")
        used = launch([sys.executable, "-m", "archiver", "--output", str(folder / "output"), "--sites", str(folder / "sites"),
                       "crawl", "--limit", str(options.limit), "--quiet"])
        wanted = {truth.url for truth in other.truths()}
    with Archive(folder / "output") as archive:
        found = {article.url for article in archive.articles(OTHER)}
        read = sum(row.outcome is Outcome.DISCOVERED for row in archive.links("flood") if row.link.kind == "sitemap")
        waiting = archive.pending("flood")
    size = sum(path.stat().st_size for path in (folder / "output" / "flood").glob("catalog.sqlite*")) / 1e6
    print(used.said[-1200:])
    print(f"exit code {used.code}, {used.seconds:.0f} s, peak {used.memory:.0f} MB; sitemaps read: {read} of {options.sitemaps + 1}; links "
          f"that wait: {waiting:,}; catalog {size:.0f} MB; {len(wanted & found)} of {len(wanted)} articles of the other outlet")


if __name__ == "__main__":
    main()
