"""A website of saved or generated pages, served by nginx on loopback with gzip as servers have it: ready on disk.

Every answer is packed, also for who does not ask for it; nobody who is measured does not.
"""

from __future__ import annotations

import gzip
import json
import random
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archiver.newsroom import Newsroom

_TIDY = ("harbour-ledger", "diario-da-ribeira", "meridian-courier", "ostmuender-tageblatt", "al-marfa", "aohama-shinpo")
_WORDS = ("harbour bridge council ferry market winter school budget river theatre station hospital archive garden tunnel "
          "mayor strike league museum railway coast summit festival inquiry vote library bakery quarry").split()
CONFIG = """
worker_processes 1; daemon off; pid {work}/nginx.pid; error_log {work}/error.log warn;
events {{ worker_connections 512; }}
http {{
  access_log off; client_body_temp_path {work}/t1; proxy_temp_path {work}/t2; fastcgi_temp_path {work}/t3;
  uwsgi_temp_path {work}/t4; scgi_temp_path {work}/t5; keepalive_requests 100000;
  types {{ text/html html; application/xml xml; text/plain txt; }}
  server {{ listen 127.0.0.1:{port}; root {work}/root; gzip_static always; charset utf-8; charset_types text/plain; }}
}}
"""


@dataclass(frozen=True)
class Website:
    """Pages at addresses: `urls` in order, `html` decoded, all below `base`."""

    base: str
    urls: tuple[str, ...]
    html: tuple[bytes, ...]


def saved_pages(folder: Path, most: int) -> list[bytes]:
    """Pages below a folder, `*.html` or `*.html.gz`, every n-th so that all its parts are seen."""
    files = sorted(p for p in folder.rglob("*.html*") if p.name.endswith((".html", ".html.gz")))
    if not files:
        raise SystemExit(f"{folder}: no *.html or *.html.gz in it")
    chosen = files[::max(1, len(files) // most)][:most]
    pages = [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in chosen]
    return list(_enough(pages, most))


def _enough(pages: list[bytes], most: int) -> Iterator[bytes]:
    """As many as are wanted: where there are fewer they come again, each different, so that none is a revisit."""
    for number in range(most):
        again, place = divmod(number, len(pages))
        yield pages[place] + (f"<!-- {again} -->".encode() if again else b"")


def generated_pages(number: int) -> list[bytes]:
    """Pages of the demo newsroom, filled up with menus, teasers and script data to the size of real ones (217 kB)."""
    room = Newsroom(size=number // len(_TIDY) + 1)
    pages: list[bytes] = []
    for outlet in (room.outlet(name) for name in _TIDY):
        for truth in outlet.truths():
            body = room.answer(outlet, truth.url.removeprefix(outlet.base_url)).body
            pages.append(_filled(body, random.Random(truth.url)))
    return list(_enough(pages[:number], number))


def _filled(page: bytes, draw: random.Random) -> bytes:
    """A page with what surrounds a story on real sites: about 1,500 elements and 110 kB of script data more."""
    words = [draw.choice(_WORDS) for _ in range(6000)]
    teasers = "".join(
        f'<div class="card card--{n % 7}"><a class="card__link" href="/news/{words[n]}-{n}"><img loading="lazy" data-src="/i/{n}.jpg" '
        f'alt="{words[n + 1]}"><h3 class="card__title">{" ".join(words[9 * n:9 * n + 9])}</h3></a><span class="card__meta">'
        f"{words[n + 2]} | {n % 24} h</span></div>" for n in range(160))
    menu = "".join(f'<li class="menu__item"><a href="/{words[n]}/">{words[n].title()} {words[n + 5]}</a></li>' for n in range(180))
    data = json.dumps([{"id": n, "slug": "-".join(words[n:n + 6]), "score": draw.random()} for n in range(1100)])
    before, found, after = page.partition(b"</body>")
    filling = (f'<nav class="menu"><ul>{menu}</ul></nav><aside class="more-stories">{teasers}</aside>'
               f'<script id="state" type="application/json">{data}</script>').encode("ascii")
    return before + filling + found + after


@contextmanager
def serving(pages: list[bytes]) -> Iterator[Website]:
    """nginx with these pages, a sitemap and a list of their addresses, while the block runs."""
    program = shutil.which("nginx")
    if program is None:
        raise SystemExit("nginx is needed to serve the pages: apt-get install nginx-light")
    work = Path(tempfile.mkdtemp(prefix="website-"))
    work.chmod(0o755)
    port = _free_port()
    base = f"http://127.0.0.1:{port}"
    urls = tuple(f"{base}/news/story-number-{n:05}.html" for n in range(len(pages)))
    _lay_out(work / "root", pages, urls)
    (work / "nginx.conf").write_text(CONFIG.format(work=work, port=port), encoding="utf-8")
    server = subprocess.Popen([program, "-c", str(work / "nginx.conf"), "-p", str(work), "-e", str(work / "error.log")])
    try:
        _wait(port, server, work)
        yield Website(base, urls, tuple(pages))
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(work, ignore_errors=True)


def _lay_out(root: Path, pages: list[bytes], urls: tuple[str, ...]) -> None:
    (root / "news").mkdir(parents=True)
    for number, page in enumerate(pages):
        file = root / "news" / f"story-number-{number:05}.html"
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(page, 6))
    items = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    (root / "sitemap.xml.gz").write_bytes(gzip.compress((
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{items}</urlset>').encode()))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, server: subprocess.Popen[bytes], work: Path) -> None:
    for _ in range(100):
        if server.poll() is not None:
            raise SystemExit(f"nginx did not start: {(work / 'error.log').read_text(encoding='utf-8')[-500:]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("nginx did not answer in five seconds")
