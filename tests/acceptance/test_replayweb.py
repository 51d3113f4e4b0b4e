"""ReplayWeb.page, in Chromium, shows pages of our WACZ: an article of the newsroom, and a page with its image."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from archiver.store.archive import Archive
from archiver.store.wacz import pack

from .conftest import Demo, Small
from .serving import files

pytestmark = pytest.mark.slow
VIEWER = """<!doctype html><title>viewer</title><script src="/ui.js"></script>
<style>html, body, replay-web-page {{ height: 100%; margin: 0; display: block }}</style>
<replay-web-page source="/archive.wacz" url="{url}" replayBase="/replay/" embed="replayonly"></replay-web-page>
"""


@pytest.fixture
def look(tools: Callable[[str], Path], program: Callable[..., str], tmp_path: Path) -> Callable[[Path, str, str], Any]:
    """Shows a URL of an archive in ReplayWeb.page, and gives back what the browser saw and asked for."""
    chromium, node, packages = program("chromium", "chromium-browser", "google-chrome"), program("node"), tools("replayweb")

    def seen(root: Path, url: str, heading: str) -> Any:
        site = tmp_path / "site"
        (site / "replay").mkdir(parents=True)
        bundle = packages / "replaywebpage" / "package"
        for place in (site / "ui.js", site / "replay" / "ui.js"):
            shutil.copy(bundle / "ui.js", place)
        shutil.copy(bundle / "sw.js", site / "replay" / "sw.js")
        with Archive(root) as archive:
            pack(archive, site / "archive.wacz", title="For replay")
        (site / "index.html").write_text(VIEWER.format(url=url), encoding="utf-8")
        with files(site) as base:
            done = subprocess.run([node, str(Path(__file__).with_name("replay.mjs")),
                                   str(packages / "playwright-core" / "package"), chromium, f"{base}/index.html", heading,
                                   str(tmp_path)], capture_output=True, text=True, timeout=180, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        found = json.loads(done.stdout.splitlines()[-1])
        assert found["seen"], (found["said"], found["asked"])
        assert {urlsplit(asked).netloc for asked in found["asked"] if asked.startswith("http")} <= {urlsplit(base).netloc}
        return found["seen"]
    return seen


def test_a_page_with_its_image(small: Small, look: Callable[[Path, str, str], Any]) -> None:
    """A gzip page of an outlet that is gone shows its text and its picture in its own size, all from the package."""
    seen = look(small.root, f"{small.base}/gzip", "The gzip page")
    assert "Paragraph 29 of the page gzip, “in quotes”." in seen["body"]
    assert [image["width"] > 0 for image in seen["images"]] == [True]


@pytest.mark.parametrize("name", ["steady", "again", "both", "hints"])
def test_pages_of_every_kind(small: Small, look: Callable[[Path, str, str], Any], name: str) -> None:
    """A 304, a revisit, a page in chunks and gzip, and one after a 103 each show their text."""
    shown = "same" if name == "again" else name
    assert f"Paragraph 29 of the page {shown}" in look(small.root, f"{small.base}/{name}", f"The {shown} page")["body"]


def test_an_article_of_the_newsroom(demo: Demo, look: Callable[[Path, str, str], Any]) -> None:
    """An article of a demo crawl shows its headline and its last paragraph."""
    with Archive(demo.root) as archive:
        article = next(iter(archive.articles("harbour-ledger")))
    seen = look(demo.root, article.url, article.title)
    assert " ".join(article.body.split())[-60:] in " ".join(seen["body"].split())
    assert quote(article.url, safe=":/?&=%") in seen["frame"]
