"""`render: true`: pages are shown in a real Chromium, read as it shows them, and archived as what they are."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from archiver.cli import main
from archiver.crawl import browser
from archiver.crawl.progress import Summary
from archiver.model import Link, Outcome
from archiver.store.archive import Archive
from archiver.store.cdxj import cdxj
from archiver.store.reader import records
from archiver.store.reindex import reindex
from archiver.store.rows import Settings
from archiver.store.verify import verify

from .odd_responses import length
from .outlet import HTML, Outlet, article, serve
from .test_session import run

SHELL = b"""<!doctype html><html lang=en><head><meta charset=windows-1252><title>Loading</title></head><body>
<div id=app>Please wait</div><img src=/pixel.png><iframe src=/frame></iframe>
<script src=/app.js></script><script src=/private/tracker.js></script><script src=http://127.0.0.2:9/cdn.js></script>
<script>
fetch('/story.json').then(r => r.json()).then(story => {
  document.title = story.title; document.getElementById('app').innerHTML = render(story); });
fetch('http://10.255.255.1/inside').catch(() => {}); fetch('file:///etc/passwd').catch(() => {});
fetch('/story.json', {method: 'POST'}).catch(() => {});
</script></body></html>"""
STORY = {"title": "The br\u00fccke opens", "paragraphs": [
    f"Paragraph {n}: the town council of Steinach decided on Tuesday that the old bridge number {n} will be repaired before "
    "winter, after a debate of several hours and many questions from the public." for n in range(6)]}
SCRIPT = b"""const render = s => '<article><h1>' + s.title + '</h1><p class=byline>By Maria Keller</p>' +
  s.paragraphs.map(p => '<p>' + p + '</p>').join('') + '</article><nav><a href=/a/2>Another story of the day</a></nav>';"""
ROBOTS = b"User-agent: *\nDisallow: /private/\n"


def answers() -> dict[str, object]:
    """An outlet whose story is written by its script, one that never ends, and a plain one."""
    js, plain = (b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n" % kind for kind in (b"text/javascript", b"text/plain"))
    busy = article(3).replace(b"<head>", b"<head><script>for (;;) {}</script>")
    return {"/robots.txt": length(ROBOTS, plain), "/shell": length(SHELL, HTML.replace(b"utf-8", b"windows-1252")),
            "/app.js": [b"HTTP/1.1 302 Found\r\nLocation: /app2.js\r\nContent-Length: 0\r\n\r\n"], "/app2.js": length(SCRIPT, js),
            "/story.json": length(json.dumps(STORY, ensure_ascii=False).encode(), b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"),
            "/busy": length(busy, HTML), "/a/2": length(article(2), HTML), "/private/tracker.js": length(b"0", js),
            "/": length(b"<p>Home", HTML)}


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Chromium of the system; without one the tests are skipped, where ARCHIVER_TEST_ALL is not set."""
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        (pytest.fail if os.environ.get("ARCHIVER_TEST_ALL") else pytest.skip)("chromium: is not installed")
    monkeypatch.setattr(browser, "SECONDS", 15.0)              # what never ends takes as long; a busy machine may need some


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    """The outlet; its feed announces three pages."""
    with serve(answers(), ["/shell", "/busy"]) as served:
        yield served


def crawl(outlet: Outlet, root: Path) -> Summary:
    """A crawl of the outlet, its links followed."""
    return run(outlet, root, replace(outlet.site(), render=True, follow=True))


def test_what_a_script_writes_is_read(chromium: None, outlet: Outlet, tmp_path: Path) -> None:
    """The article is read from what the browser shows, and so are links; the response is kept as it came, beside it."""
    summary = crawl(outlet, tmp_path)
    with Archive(tmp_path) as archive:
        found = archive.article(f"{outlet.base}/shell")
        assert (found.title, [a.name for a in found.authors]) == (STORY["title"], ["Maria Keller"])
        assert found.body.split("\n\n") == STORY["paragraphs"]
        assert archive.article(f"{outlet.base}/a/2").title == "Bridge 2 will be repaired"
        assert found.provenance.warc and found.provenance.offset is not None
        shown = archive.read(found.provenance.warc, found.provenance.offset)
        assert shown.rendered and shown.url == f"{outlet.base}/shell" and shown.exchange.request == b""
        first = archive.shown(shown)
        assert first.exchange.payload == SHELL and first.exchange.status == 200
        assert archive.article(f"{outlet.base}/busy").title == "Bridge 3 will be repaired", "read as served"
    told = CliRunner().invoke(main, ["--output", str(tmp_path), "trace", f"{outlet.base}/shell"]).output
    assert f"by a browser, from the response {first.record_id}" in told and "GET /shell HTTP/1.1" in told
    assert any("read as they were served: 1" in message for message in summary.messages)
    check_records(tmp_path)
    check_requests(outlet)


def check_records(root: Path) -> None:
    """What the browser made is a `resource`, no index shows it, every record verifies, and a rebuilt catalog is equal."""
    (path,) = (root / "outlet" / "warc").iterdir()
    with path.open("rb") as file:
        kinds = {raw.get("WARC-Target-URI"): raw.kind for raw in records(file) if raw.kind != "metadata"}
    rendered = {url for url, kind in kinds.items() if kind == "resource"}
    assert rendered and all(url.startswith("urn:rendered:http") for url in rendered)
    assert [str(finding) for finding in verify([path], strict=True)] == []
    with Archive(root) as archive:
        rows = list(archive.captures("outlet"))
        assert sum(row.rendered for row in rows) == len(rendered)
        assert len("".join(cdxj(rows)).splitlines()) == len(rows) - len(rendered)
    assert "equal to the catalog it replaces" in reindex(root, "outlet").message


def check_requests(outlet: Outlet) -> None:
    """A page is asked for once; scripts and their data are, but no pictures and frames, nor what robots.txt forbids."""
    asked = {request.split(b" ")[1].decode(): request.split(b" ")[0] for request in outlet.server.seen}
    assert outlet.asked("/shell") == outlet.asked("/story.json") == outlet.asked("/app2.js") == 1
    assert not asked.keys() & {"/pixel.png", "/frame", "/private/tracker.js"} and set(asked.values()) == {b"GET"}


def test_what_was_shown_is_not_shown_again(outlet: Outlet, tmp_path: Path) -> None:
    """A run that ended between showing and reading leaves a page that the next one only reads: it needs no browser."""
    with Archive(tmp_path, Settings(roll=1)) as archive:
        archive.open("outlet")
        key = outlet.base.removeprefix("http://") + "/a/9"
        link = Link("outlet", f"{outlet.base}/a/9", key, "user")
        archive.add_links([link])
        (taken,) = archive.take("outlet", 1)
        from tests.store.conftest import exchange_of
        response = archive.capture(exchange_of(link.url, b"<p>Loading"), taken)
        archive.capture_rendered(browser.MARK + article(9), response, taken)
    files = list((tmp_path / "outlet" / "warc").iterdir())
    assert len(files) > 1 and list(verify(files)) == [], "the response lies in a file of its own"
    run(outlet, tmp_path, replace(outlet.site(), render=True, feeds=()))
    with Archive(tmp_path) as archive:
        row = archive.link(link.url)
        assert row is not None and row.outcome is Outcome.NEW and outlet.asked("/a/9") == 0
        assert archive.article(link.url).title == "Bridge 9 will be repaired"


def test_without_a_browser(outlet: Outlet, tmp_path: Path) -> None:
    """Where no browser can be started, the crawl stops and says how to get one; the page waits, and is kept."""
    summary = run(outlet, tmp_path, replace(outlet.site(), render=True), settings={"ARCHIVER_BROWSER": "/no/such/chromium"})
    assert summary.exit_code == 1 and "ARCHIVER_BROWSER" in summary.detail
    with Archive(tmp_path) as archive:
        assert archive.pending("outlet") >= 1
