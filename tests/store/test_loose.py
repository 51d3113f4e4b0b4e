"""Files of others that are no WARCs: kept byte for byte in records, read as what they are, named in the provenance."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.cli import main
from archiver.store import Archive
from archiver.store.importer import import_files
from archiver.store.loose import import_loose
from archiver.store.reindex import reindex
from archiver.store.verify import verify
from tests.crawl.outlet import article as page
from tests.store.conftest import exchange_of, link_to

STORY = {"title": "A story", "authors": ["Jane Doe"], "date_publish": "2017-07-16 10:00:00", "language": "en",
         "date_download": "2017-07-17 17:03:00", "maintext": "First paragraph of it.\nSecond one.",
         "url": "https://www.herald.example/story", "image_url": "https://www.herald.example/a.jpg"}
TEXT = "Bridge will be repaired\n\nBy Jane Doe\n\n" + "The council of Steinach decided that the bridge will be repaired. " * 9


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "deep").mkdir(parents=True)
    (folder / "page.html").write_bytes(page(1))
    (folder / "deep" / "Müller 1.txt").write_text(TEXT, encoding="utf-8")
    (folder / "story.json").write_text(json.dumps(STORY), encoding="utf-8")
    lines = [json.dumps({**STORY, "url": f"https://www.herald.example/{n}"}) for n in (2, 3)]
    (folder / "more.jsonl").write_text("\n".join([*lines, "{broken", ""]), encoding="utf-8")
    (folder / "empty.txt").write_text(" \n")
    (folder / "scan.pdf").write_bytes(b"%PDF")
    return folder


def command(root: Path, *words: object) -> Result:
    return CliRunner().invoke(main, ["--output", str(root), "--sites", str(root / "none"), *map(str, words)])


def test_a_folder_becomes_articles(corpus: Path, tmp_path: Path) -> None:
    """Pages, texts and JSON of news-please are articles whose provenance says that and whence they were imported."""
    done = command(tmp_path / "out", "import", "--site", "old", corpus)
    assert done.exit_code == 0, done.output
    assert "6 captures taken in: 5 new, 1 not-an-article" in done.output
    assert "left out: 1 empty" in done.output and "1 .pdf: no page, text or JSON" in done.output
    found = {a.provenance.imported: a for a in Archive(tmp_path / "out").articles()}
    assert set(found) == {"corpus/page.html", "corpus/deep/Müller 1.txt", "corpus/story.json", "corpus/more.jsonl#0",
                          f"corpus/more.jsonl#{len(json.dumps(STORY)) - 3}"}
    told = found["corpus/story.json"]
    assert (told.title, told.published, [a.name for a in told.authors]) == ("A story", "2017-07-16T10:00:00", ["Jane Doe"])
    assert (told.body, told.url) == ("First paragraph of it.\n\nSecond one.", STORY["url"])
    assert told.evidence["body"].source == "news-please"
    assert told.provenance.captured == "2017-07-17T17:03:00+00:00"
    text = found["corpus/deep/Müller 1.txt"]
    assert (text.title, [a.name for a in text.authors]) == ("Bridge will be repaired", ["Jane Doe"])
    assert text.url == "file://imported/corpus/deep/M%C3%BCller%201.txt"
    assert found["corpus/page.html"].title == "Bridge 1 will be repaired"


def test_the_bytes_are_in_a_record(corpus: Path, tmp_path: Path) -> None:
    """There is no article without a capture: each file lies in the WARC as it was, which verifies and can be rebuilt from."""
    root = tmp_path / "out"
    command(root, "import", "--site", "old", corpus)
    with Archive(root) as archive:
        kept = {row.url: archive.read(row.warc, row.offset).exchange.payload for row in archive.captures("old")}
    assert kept["file://imported/corpus/page.html"] == (corpus / "page.html").read_bytes()
    assert kept[STORY["url"]] == (corpus / "story.json").read_bytes()
    assert [str(finding) for finding in verify(list((root / "old" / "warc").iterdir()), strict=True)] == []
    assert reindex(root, "old").differences == {}
    assert "equal to" in reindex(root, "old").message
    done = command(root, "reextract", "--diff", "--workers", "1")
    assert "6 pages read again: 6 same" in done.output
    shown = command(root, "trace", "https://www.herald.example/story").output
    assert "2017-07-17T17:03:00+00:00, from corpus/story.json" in shown


def test_a_second_import_adds_nothing(corpus: Path, tmp_path: Path) -> None:
    """What lies in the archive is known, whatever the time of the file; a file that changed is a version more."""
    root = tmp_path / "out"
    command(root, "import", "--site", "old", corpus)
    os.utime(corpus / "page.html", (1, 1))
    assert "0 captures taken in: none" in command(root, "import", "--site", "old", corpus).output
    (corpus / "page.html").write_bytes(page(1).replace(b"before winter", b"before summer"))
    assert "1 captures taken in: 1 changed" in command(root, "import", "--site", "old", corpus).output


def test_an_interrupted_import_is_finished(corpus: Path, tmp_path: Path) -> None:
    """What was copied in and not read when an import was killed is read by the next one."""
    with Archive(tmp_path / "out") as archive:
        archive.open("old")
        seen = list(import_loose(archive, [corpus], lambda url: "old"))
    assert sum(one.row is not None for one in seen) == 6
    assert "0 captures taken in: 5 new, 1 not-an-article" in command(tmp_path / "out", "import", "--site", "old", corpus).output


def test_pages_of_no_site_are_said(corpus: Path, tmp_path: Path) -> None:
    """A page without an address belongs to a site only if one is named; JSON with an address belongs to its host."""
    done = command(tmp_path / "out", "import", corpus)
    assert "3 captures taken in: 3 new" in done.output
    assert "left out: 3 pages or texts of no site: --site NAME says which" in done.output
    assert Archive(tmp_path / "out").sites() == ["herald.example"]


def test_a_warc_of_others_is_imported_too(tmp_path: Path, corpus: Path) -> None:
    """An article read from somebody else's WARC names that file in its provenance."""
    with Archive(tmp_path / "theirs") as theirs:
        theirs.open("example")
        theirs.capture(exchange_of("http://example.org/a", page(2)), link_to("http://example.org/a"))
    [warc] = (tmp_path / "theirs" / "example" / "warc").iterdir()
    data = gzip.decompress(warc.read_bytes())
    plain = tmp_path / "foreign.warc"
    plain.write_bytes(re.sub(rb"Archiver-Link: [^\r]*\r\n", b"", data))
    with Archive(tmp_path / "out") as archive:
        archive.open("example")
        [row] = [seen.row for seen in import_files(archive, [plain], lambda url: "example") if seen.row]
        assert archive.read(row.warc, row.offset).imported == "foreign.warc"


values = st.none() | st.integers() | st.text(max_size=30) | st.lists(st.text(max_size=9) | st.integers(), max_size=3)
objects = st.dictionaries(st.sampled_from([*STORY, "text", "title_page", "date_modify", "description", "x"]), values, max_size=9)


@settings(max_examples=30)
@given(objects | st.lists(values, max_size=2), st.binary(max_size=200))
def test_whatever_others_have_written(told: object, noise: bytes) -> None:
    """Any JSON and any bytes end in an article or a counted reason, never in an error."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "a.json").write_text(json.dumps(told))
        for name in ("b.json", "c.txt", "d.html", "e.jsonl"):
            (Path(folder) / name).write_bytes(noise)
        done = command(Path(folder) / "out", "import", "--site", "old", *sorted(Path(folder).glob("?.*")))
        assert done.exit_code in (0, 1) and not isinstance(done.exception, (ValueError, TypeError, KeyError)), done.output
        assert Counter(done.output.split())["Traceback"] == 0
