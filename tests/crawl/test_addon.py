"""The add-on in a project of somebody else's: WARC of everything, and nothing else changed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from archiver.store.archive import Archive

from .odd_responses import PAGE, length
from .outlet import answers, failing, moved, serve

ROOT = Path(__file__).parents[2]
SPIDER = '''
import scrapy


class OtherSpider(scrapy.Spider):
    name = "other"

    async def start(self):
        yield scrapy.Request(self.base + "/moved", self.parse)
        yield scrapy.Request(self.base + "/zipped", self.parse)
        yield scrapy.Request(self.base + "/flaky", self.parse)

    def parse(self, response):
        capture = response.meta["capture"]
        yield {"title": response.css("title::text").get(), "url": response.url, "warc": capture.warc,
               "offset": capture.offset, "kind": type(response).__name__}
'''


def scrapy(*args: str, cwd: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "scrapy", *args], cwd=cwd, env=environment, capture_output=True,
                          text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def test_in_a_fresh_project(tmp_path: Path) -> None:
    """One line in the settings of a fresh `scrapy startproject` captures redirects, robots.txt, retries and pages."""
    import gzip

    scrapy("startproject", "theirs", cwd=tmp_path)
    project = tmp_path / "theirs"
    settings = project / "theirs" / "settings.py"
    settings.write_text(settings.read_text() + '\nADDONS = {"archiver.crawl.Addon": 500}\nDOWNLOAD_DELAY = 0\n'
                        'DOWNLOAD_SLOTS = {}\n')
    (project / "theirs" / "spiders" / "other.py").write_text(SPIDER)
    zipped = length(gzip.compress(PAGE), b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n")
    paths = {**answers(), "/zipped": zipped, "/moved": moved("/a/5"), "/flaky": failing(b"503 Busy")}
    with serve(paths, []) as outlet:
        log = scrapy("crawl", "other", "-a", f"base={outlet.base}", "-O", "items.jsonl", cwd=project)
        captured = Counter(row.url.removeprefix(outlet.base) for row in Archive(project / "output").captures("other"))
        seen = Counter(request.split(b" ")[1].decode() for request in outlet.server.seen)
    assert captured == seen, log[-3000:]
    assert seen == {"/robots.txt": 1, "/moved": 1, "/a/5": 1, "/zipped": 1, "/flaky": 3}
    import json
    items = {item["url"].removeprefix(outlet.base): item for item in
             map(json.loads, (project / "items.jsonl").read_text().splitlines())}
    assert items["/a/5"]["title"] == "Bridge 5 will be repaired"
    assert (items["/zipped"]["title"], items["/zipped"]["kind"]) == ("Odd", "HtmlResponse")
    back = Archive(project / "output").read(items["/zipped"]["warc"], items["/zipped"]["offset"])
    assert back.exchange.head + back.exchange.body == zipped
