"""`archiver import` reads what others have archived as a crawl of ours would have."""

from __future__ import annotations

import gzip
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from archiver.cli import main
from archiver.model import Outcome
from archiver.newsroom.images import jpeg
from archiver.store import Archive
from tests.conftest import Study
from tests.crawl.outlet import article
from tests.reextract.deadly import FirstDiesOfAPage
from tests.store.test_arc import FIRST, entry

pytest.importorskip("PIL")


def test_pages_and_pictures_of_an_arc(tmp_path: Path) -> None:
    """An ARC's page becomes an article, with the credit that the file of its picture states."""
    figure = b"<figure><img src=/lead.jpg width=800 height=500><figcaption>The bridge on Tuesday</figcaption></figure>"
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + article(1).replace(b"</h1>", b"</h1>" + figure)
    picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + jpeg(3, "Jane Doe", "Nordbild")
    members = (FIRST, entry("http://old.example/a", page), entry("http://old.example/lead.jpg", picture, "image/jpeg"))
    (tmp_path / "old.arc.gz").write_bytes(b"".join(map(gzip.compress, members)))
    done = CliRunner().invoke(main, ["--output", str(tmp_path / "out"), "--sites", str(tmp_path / "sites"), "import",
                                     str(tmp_path / "old.arc.gz")])
    assert done.exit_code == 0, done.output
    [read] = Archive(tmp_path / "out").articles()
    assert (read.site, read.title, read.provenance.captured) == (
        "old.example", "Bridge 1 will be repaired", "2005-03-04T05:06:07+00:00")
    assert (read.images[0].credit, read.evidence["images.0"].source) == ("Jane Doe/Nordbild", "iptc:CreditLine")


def test_files_that_are_no_text(tmp_path: Path) -> None:
    """A picture or noise under a text's name becomes no article, and its record says why; the text beside it does."""
    (tmp_path / "corpus").mkdir()
    for name, data in (("noise.txt", random.Random(1).randbytes(200_000)), ("picture.html", jpeg(3, "Jane Doe", "Nordbild", "x")),
                       ("story.txt", b"A bridge opens\n\nBy Ada Birch\n\n" + b"The bridge was opened on Tuesday by the mayor. " * 12)):
        (tmp_path / "corpus" / name).write_bytes(data)
    done = CliRunner().invoke(main, ["--output", str(tmp_path / "out"), "--sites", str(tmp_path / "sites"), "import",
                                     str(tmp_path / "corpus"), "--site", "mine"])
    assert done.exit_code == 0, done.output
    archive = Archive(tmp_path / "out")
    assert [article.title for article in archive.articles()] == ["A bridge opens"]
    assert [row.detail for row in archive.links("mine") if row.outcome is Outcome.NOT_ARTICLE] == ["neither text nor a page"] * 2


def test_a_page_that_kills_its_reader_is_the_only_one_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What else was imported is read, in the order of the files; the page is counted, and its link says why."""
    monkeypatch.setattr("archiver.reextract.first.Work", FirstDiesOfAPage)
    (tmp_path / "corpus").mkdir()
    for number in range(1, 26):
        (tmp_path / "corpus" / f"{number:02}.html").write_bytes(article(number).replace(b"Bridge", b"story %d: Bridge" % number))
    done = CliRunner().invoke(main, ["--output", str(tmp_path / "out"), "--sites", str(tmp_path / "sites"), "import",
                                     str(tmp_path / "corpus"), "--site", "mine", "--workers", "2"])
    assert (done.exit_code, "24 new, 1 crashed" in done.output) == (0, True), done.output
    archive = Archive(tmp_path / "out")
    assert [row.detail for row in archive.links("mine") if row.outcome is Outcome.CRASHED] == [
        "the page killed the processes that read it"]
    assert sorted(a.url[-7:-5] for a in archive.articles()) == [f"{n:02}" for n in range(1, 26) if n != 3]


def test_what_is_damaged_is_named(crawled: Study, tmp_path: Path) -> None:
    """File and place of what could not be read; the rest of the file is taken in."""
    [path] = (crawled.folder / "output" / "harbour-ledger" / "warc").glob("*.warc.gz")
    whole = path.read_bytes()
    middle = len(whole) // 2
    (tmp_path / "hurt.warc.gz").write_bytes(whole[:middle] + b"\x00" * 20 + whole[middle + 20:])
    done = CliRunner().invoke(main, ["--output", str(tmp_path / "out"), "--sites", str(tmp_path / "sites"), "import",
                                     str(tmp_path / "hurt.warc.gz"), "--site", "mine"])
    said = re.search(r"left out: 1 [\w-]+ \(hurt\.warc\.gz at (\d+)\)", done.output)
    assert said and 0 < int(said[1]) <= middle, done.output
    assert len(list(Archive(tmp_path / "out").articles())) >= 7


def test_killed_while_reading(tmp_path: Path) -> None:
    """kill -9 in the middle of the reading: the same command reads the rest, and the end is that of an import in one go."""
    corpus, import_ = tmp_path / "corpus", ["import", "--site", "mine", "--workers", "2"]
    corpus.mkdir()
    for number in range(1, 61):
        (corpus / f"{number:02}.html").write_bytes(article(number))
    killed = ("import os, signal, sys; from archiver.reextract import first; from archiver.cli import main; saved, n = first._saved, [0]\n"
              "def dies(*given):\n    n[0] += 1\n    n[0] == 25 and (given[0].commit(), os.kill(os.getpid(), signal.SIGKILL))\n"
              "    return saved(*given)\nfirst._saved = dies; main(sys.argv[1:])")
    for name in ("killed", "whole"):
        command = ["--output", str(tmp_path / name), "--sites", str(tmp_path / "sites"), *import_, str(corpus)]
        if name == "killed":
            assert subprocess.run([sys.executable, "-c", killed, *command], capture_output=True, check=False).returncode == -9
            assert len(list(Archive(tmp_path / name).articles())) == 24
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
    ends = [[(row.url, row.state, row.outcome) for row in Archive(tmp_path / name).links("mine")] for name in ("killed", "whole")]
    assert sorted(ends[0]) == sorted(ends[1]) and len(ends[0]) == 60


def test_what_was_taken_down_stays_so(tmp_path: Path) -> None:
    """An address that was taken down comes back by no import."""
    (tmp_path / "1.html").write_bytes(article(1))
    run = ["--output", str(tmp_path / "out"), "--sites", str(tmp_path / "sites")]
    assert CliRunner().invoke(main, [*run, "import", "--site", "mine", str(tmp_path / "1.html")]).exit_code == 0
    [made] = Archive(tmp_path / "out").articles()
    assert CliRunner().invoke(main, [*run, "forget", made.url, "--yes"]).exit_code == 0
    again = CliRunner().invoke(main, [*run, "import", "--site", "mine", str(tmp_path / "1.html")])
    assert list(Archive(tmp_path / "out").articles()) == [], again.output
