"""A Scrapy project of its own that uses our add-on, run as a process: addresses and headers in, an archive out.

    python fetching.py SETTINGS.json JOBS.json
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import scrapy

ROOT = Path(__file__).parents[2]
Jobs = Sequence[tuple[str, dict[str, str]]]


class Small(scrapy.Spider):
    """One request a job; nothing is read."""

    name = "small"
    handle_httpstatus_list = [301, 304]

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url, headers in json.loads(Path(self.jobs).read_text(encoding="utf-8")):   # type: ignore[attr-defined]
            yield scrapy.Request(url, headers=headers, dont_filter=True)

    def parse(self, response: scrapy.http.Response) -> None:
        """The capture is in the archive by now."""


def fetch(folder: Path, jobs: Jobs) -> None:
    """Fetches one after the other into `<folder>/output`."""
    settings = {"ADDONS": {"archiver.crawl.Addon": 500}, "ARCHIVER_OUTPUT": str(folder / "output"), "LOG_LEVEL": "ERROR",
                "CONCURRENT_REQUESTS": 1, "DOWNLOAD_DELAY": 0, "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": False}
    (folder / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    (folder / "jobs.json").write_text(json.dumps(list(jobs)), encoding="utf-8")
    done = subprocess.run([sys.executable, __file__, str(folder / "settings.json"), str(folder / "jobs.json")],
                          env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60,
                          check=False)
    assert done.returncode == 0, done.stderr[-2000:]


if __name__ == "__main__":
    from scrapy.crawler import CrawlerProcess

    process = CrawlerProcess(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    process.crawl(Small, jobs=sys.argv[2])
    process.start()
