"""`archiver profile`: what a site repeats, learned from its archive, shown, and decided upon by a person."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.newsroom import Newsroom, serving
from archiver.sites import write_site
from tests.conftest import Study

ROOT = Path(__file__).parents[1]
SITE = "ostmuender-tageblatt"
TOOLS = "Drucken | Artikel teilen | Nach oben"


@pytest.fixture(scope="module")
def room() -> Iterator[Newsroom]:
    """A newsroom with enough articles to learn from."""
    with serving(size=18, host_base="127.0.7") as served:
        yield served


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory, room: Newsroom) -> tuple[Study, str]:
    """A study crawled once, and what the crawl said."""
    made = Study(tmp_path_factory.mktemp("taught"), room)
    write_site(room.outlet(SITE).site(), made.folder / "sites")
    return made, made.run("crawl").stderr


@pytest.fixture
def mine(taught: tuple[Study, str], tmp_path: Path) -> Study:
    """A copy of it that a test may change."""
    shutil.copytree(taught[0].folder, tmp_path / "study")
    return Study(tmp_path / "study", taught[0].room)


def blocks(study: Study, *words: str) -> list[dict[str, object]]:
    """The blocks of the profile, as the command gives them."""
    found: list[dict[str, object]] = json.loads(study.run("profile", SITE, "--json", *words).stdout)["blocks"]
    return found


def number_of(study: Study, text: str) -> int:
    """The number that the list gives a block."""
    return next(n for n, block in enumerate(blocks(study), 1) if block["example"] == text)


def test_a_crawl_learns(taught: tuple[Study, str]) -> None:
    """A crawl that brings enough articles of a site learns what they repeat, and says so once."""
    study, said = taught
    assert f"{SITE}: learned from" in said
    assert (study.folder / "output" / SITE / "profile.json").is_file()
    again = study.run("crawl").stderr
    assert "learned from" not in again


def test_every_door_learns(mine: Study) -> None:
    """`scrapy crawl news` learns as `archiver crawl` does, unless ARCHIVER_LEARN is off."""
    def scrapy(learn: int) -> str:
        done = subprocess.run([sys.executable, "-m", "scrapy", "crawl", "news", "-s", f"ARCHIVER_LEARN={learn}"], cwd=mine.folder,
                              capture_output=True, text=True, timeout=90, check=False,
                              env={**os.environ, "SCRAPY_SETTINGS_MODULE": "archiver.settings", "PYTHONPATH": str(ROOT)})
        assert done.returncode == 0, done.stderr
        return done.stderr

    learned = mine.folder / "output" / SITE / "profile.json"
    learned.unlink()
    scrapy(0)
    assert not learned.exists()
    assert f"{SITE}: learned from" in scrapy(1)
    assert learned.is_file()


def test_what_was_learned_is_shown(taught: tuple[Study, str]) -> None:
    """The list says of each block how often it stood there, where, and gives an example as printed."""
    lines = taught[0].run("profile", SITE).stdout.splitlines()
    at = next(n for n, line in enumerate(lines) if TOOLS in line)
    assert "drop" in lines[at - 1]
    assert "times (" in lines[at - 1]
    shown = {str(block["example"]) for block in blocks(taught[0])}
    paragraphs = {text for truth in taught[0].room.outlet(SITE).truths() for text in truth.body}
    assert not shown & paragraphs, "no paragraph of a story is a block"


def test_a_person_keeps_and_drops(mine: Study) -> None:
    """What a person keeps stays kept, also when it is learned again, until they drop it; the version says so."""
    first = json.loads(mine.run("profile", SITE, "--json").stdout)
    number = number_of(mine, TOOLS)
    kept = json.loads(mine.run("profile", SITE, "--json", "--keep", str(number)).stdout)
    assert [b["dropped"] for b in kept["blocks"] if b["example"] == TOOLS] == [False]
    assert kept["version"] != first["version"]
    assert [b["dropped"] for b in blocks(mine, "--learn") if b["example"] == TOOLS] == [False]
    ident = next(str(b["id"]) for b in kept["blocks"] if b["example"] == TOOLS)
    back = json.loads(mine.run("profile", SITE, "--json", "--drop", ident).stdout)
    assert back["version"] == first["version"]


def test_the_next_crawl_reads_with_it(mine: Study) -> None:
    """Articles that come after it was learned are read with the profile, and their provenance names its version."""
    version = json.loads(mine.run("profile", SITE, "--json").stdout)["version"]
    (url,) = mine.room.publish(SITE)
    mine.run("crawl", "--quiet")
    article = json.loads(mine.run("show", "--json", url).stdout)
    assert article["provenance"]["profile"] == version
    assert TOOLS not in article["body"]
    assert set(mine.room.truth[url].body) <= set(article["body"].split("\n\n"))


def test_too_few_articles(crawled: Study) -> None:
    """A handful of articles teaches nothing: the command says how many are needed, and nothing is saved."""
    assert "15 are needed" in crawled.run("profile", "meridian-courier", code=1).stderr
    assert not (crawled.folder / "output" / "meridian-courier" / "profile.json").exists()


def test_what_is_not_there(mine: Study) -> None:
    """An unknown site or block is told, with what there is."""
    assert f"it holds {SITE}" in mine.run("profile", "none", code=1).stderr
    assert "no block 999" in mine.run("profile", SITE, "--keep", "999", code=1).stderr


@pytest.mark.parametrize("text", ["{", '{"format": 99}', '{"format": 1, "blocks": [7]}'])
def test_a_broken_profile(mine: Study, text: str) -> None:
    """A profile that cannot be read is told with its cure, and the cure works."""
    (mine.folder / "output" / SITE / "profile.json").write_text(text, encoding="utf-8")
    assert "profile.json" in mine.run("profile", SITE, code=1).stderr
    assert TOOLS in mine.run("profile", SITE, "--learn").stdout
    assert TOOLS in mine.run("profile", SITE).stdout
