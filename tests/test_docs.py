"""The commands that README and docs show are run, in their order, in a study of the demo newsroom."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.model import Outcome
from archiver.newsroom import Newsroom
from tests import seed
from tests.conftest import Study

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NOT_RUN = ("demo", "serve", "run", "replay")        # run elsewhere (`make demo`), or until somebody stops them


def shown(page: Path) -> list[str]:
    """The lines of a page that are commands: indented or in a console block, beginning with `archiver`."""
    lines = re.findall(r"^(?: {4}|\$ )\$?\s?(archiver .*|cd .*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return [part.strip() for line in lines for part in line.split("   ")[0].split("&&")]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, newsroom: Newsroom) -> Study:
    """A folder with a crawled archive and the files that the pages mention."""
    from archiver.sites import write_site
    folder = tmp_path_factory.mktemp("docs")
    write_site(newsroom.outlet("harbour-ledger").site(), folder / "sites")
    for name in ("page.html", "scraped.txt"):
        (folder / name).write_text(seed.plain() if name.endswith("txt") else seed.wordpress(), encoding="utf-8")
    made = Study(folder, newsroom)
    made.run("crawl", "--quiet")
    return made


TYPED: set[str] = set()                  # commands of the pages so far, in one and the same study


def filled(command: str, place: Study) -> str:
    """A command with this archive's names in place of the examples."""
    outlet = place.room.outlet("harbour-ledger")
    first = Study(place.folder, place.room).run("list").stdout.split()[0]
    article = outlet.truths()[0].url
    command = re.sub(r"https://www\.example\.org/\S+", article, command)
    command = re.sub(r"https://www\.(example\.org|herald\.example)/", f"{outlet.base_url}/", command)
    command = command.replace("herald.example", "harbour-ledger")
    command = re.sub(r"\bID\b", first, command).replace("SITE", "harbour-ledger").replace("URL", article)
    return command + " --private --delay 0 --overwrite" if command.startswith("archiver add") else command


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_of_the_docs_work(page: Path, place: Study, tmp_path: Path) -> None:
    """A reader who types what a page shows gets no error."""
    here = place.folder
    for command in shown(page):
        words = shlex.split(command)
        if words[0] == "cd":
            continue                    # what follows works in the prepared study as well
        if words[1] in NOT_RUN or words[1].startswith("-"):
            continue
        if words[1] == "new":
            words[2] = str(tmp_path / words[2])
            Study(here, place.room).run(*words[1:])
            continue
        typed = filled(command, place)
        if typed in TYPED:
            continue                    # another page shows it too
        done = Study(here, place.room).run(*shlex.split(typed)[1:], code=None)
        TYPED.add(typed)
        assert done.returncode in (0, 1), f"{page.name}: {command}\n{done.stderr}"
        assert "Usage:" not in done.stderr, f"{page.name}: {command}\n{done.stderr}"


def test_outcomes_page_names_every_outcome() -> None:
    """docs/outcomes.md says what each outcome means, and names none that does not exist."""
    named = re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs" / "outcomes.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert named == [str(outcome) for outcome in Outcome]


def test_links_between_pages_lead_somewhere() -> None:
    """Every relative link in README, DESIGN, CONTRIBUTING and docs names a file that is there."""
    def targets(page: Path) -> Iterator[tuple[Path, str]]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            yield page, target
    pages = [*PAGES, ROOT / "DESIGN.md", ROOT / "CONTRIBUTING.md"]
    missing = [f"{page.name}: {target}" for page in pages for page, target in targets(page) if not (page.parent / target).exists()]
    assert not missing


def test_the_readme_names_the_two_commands() -> None:
    """`make demo` and `make test` are targets that make knows."""
    for target in ("demo", "test"):
        assert f"make {target}" in (ROOT / "README.md").read_text(encoding="utf-8")
        assert subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, check=False).returncode == 0
