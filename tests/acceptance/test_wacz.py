"""py-wacz and Python's own zip reader find the package of a demo crawl whole and valid."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.store.archive import Archive
from archiver.store.wacz import pack

from .conftest import Demo, Small


@pytest.mark.slow
@pytest.mark.parametrize("which", ["demo", "small"])
def test_wacz_validate(which: str, tools: Callable[[str], Path], tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """`wacz validate` accepts the package, and each damage it should see it sees."""
    shown: Demo | Small = request.getfixturevalue(which)
    with Archive(shown.root) as archive:
        packed = pack(archive, tmp_path / "good.wacz", title="A demo")
    assert packed.left_out == ()
    wacz = tools("wacz") / "wacz"
    good = subprocess.run([str(wacz), "validate", "-f", str(packed.path)], capture_output=True, text=True, timeout=300,
                          check=False)
    assert good.returncode == 0, good.stdout[-2000:] + good.stderr[-2000:]
    bad = damaged(packed.path, tmp_path / "bad.wacz")
    done = subprocess.run([str(wacz), "validate", "-f", str(bad)], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode != 0, done.stdout[-2000:]


def damaged(path: Path, target: Path) -> Path:
    """The package with one byte of one WARC changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        hit = next(name for name in old.namelist() if name.startswith("archive/"))
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, data[:-9] + bytes([data[-9] ^ 1]) + data[-8:] if info.filename == hit else data)
    return target


def test_every_article_is_a_page_with_its_text(demo: Demo, tmp_path: Path) -> None:
    """The list of pages has the title and text of every article of the crawl, and only URLs the index has."""
    with Archive(demo.root) as archive:
        packed = pack(archive, tmp_path / "a.wacz")
        articles = {article.url: article for article in archive.articles()}
    with zipfile.ZipFile(packed.path) as file:
        assert file.testzip() is None
        lines = [json.loads(line) for line in file.read("pages/pages.jsonl").splitlines()]
    pages = {line["url"]: line for line in lines[1:]}
    assert articles.keys() <= pages.keys()
    assert all(pages[url]["title"] == a.title and pages[url]["text"] == a.body for url, a in articles.items())
