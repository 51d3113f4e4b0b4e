"""An export: what is in it, the labels, whole or not at all, and that it does not depend on who made it."""

from __future__ import annotations

import csv
import errno
import gzip
import json
import os
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import bagit
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from lxml import etree

from archiver.dataset import gather, labels
from archiver.dataset.export import Exported, export
from archiver.dataset.folder import files_in, sha256
from archiver.dataset.rebuild import rebuild
from archiver.dataset.spec import Spec, combined
from archiver.engines import engine
from archiver.errors import ArchiveBusy, DatasetError, DiskFull, QueryError
from archiver.health.coverage import coverage, week_of
from archiver.model import Article, Provenance
from archiver.query import parse
from archiver.store import Archive
from archiver.store.articles import article_line
from archiver.store.lock import Lock
from archiver.store.reindex import reindex
from tests.cluster import cluster
from tests.conftest import Study
from tests.dataset.conftest import STORY, fill, wanted
from tests.dataset.deadly import GatherDies, WriteDies
from tests.dataset.test_near import words


def other(number: int) -> str:
    """A text that nothing else is like."""
    return " ".join(words(number, 120))


def newsroom() -> list[Article]:
    """Three sites: a story that two share word for word, one of them cut, an agency's, a changed page, odd ones."""
    wire = f"{other(1)} {STORY} {other(2)}"
    return [
        wanted("b", "wire", body=wire, authors=(), organisations=("Reuters",), published="2026-03-01T10:00:00Z"),
        wanted("a", "copy", body=wire.upper(), published="2026-03-02T10:00:00+01:00"),
        wanted("c", "near", body=f"{wire} And one sentence more.", published="2026-03-09"),
        *(wanted("a", f"{n:02}", body=other(10 + n), published=f"2026-03-{n + 3:02}T08:00:00Z") for n in range(8)),
        wanted("c", "odd", title="A \"quote\", a ; and <b> & \x01", body="=1+1\n\n" + other(3) + "\r\nline", published="no date",
               language=None, images=(), tags=()),
        wanted("c", "short", body="Too short.", word_count=2, published=None),
    ]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that tests only read."""
    root = tmp_path_factory.mktemp("source") / "output"
    fill(root, newsroom())
    return root


@pytest.fixture(scope="module")
def plain(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """All of it, in all formats but packages; tests only read it."""
    return made(source, tmp_path_factory.mktemp("plain") / "study", formats=("parquet", "jsonl", "csv", "tei", "hf"))


def made(root: Path, target: Path, **asked: Any) -> Exported:
    return export(root, Spec(**{"name": "study", **asked}), target)


def rows(folder: Path, pattern: str = "*.parquet") -> dict[str, dict[str, Any]]:
    """Rows by the end of their URL."""
    tables = [pq.read_table(path) for path in sorted((folder / "data").glob(pattern))]
    return {f"{row['site']}/{row['url'].rsplit('/')[-1][:-5]}": row for row in pa.concat_tables(tables).to_pylist()}


def test_a_dataset_is_whole(source: Path, plain: Exported) -> None:
    """Every row still carries its record; papers, manifest and data are there, and the manifest knows each file."""
    done, found = plain, rows(plain.path)
    assert files_in(done.path) == [
        "CITATION.cff", "README.md", "codebook.md", "coverage.csv", "croissant.json", "csv/train-00000-of-00001.csv.gz",
        "data/train-00000-of-00001.parquet", "jsonl/train-00000-of-00001.jsonl.gz", "manifest.json",
        "tei/train-00000-of-00001.xml"]
    assert len(found) == len(newsroom()) == done.numbers.kept
    with Archive(source) as archive:
        for row in found.values():
            capture = archive.read(row["warc"], row["warc_offset"])
            assert (capture.record_id, capture.payload_digest) == (row["record_id"], row["payload_digest"])
            assert row["body"].split()[0].encode() in capture.exchange.payload
    manifest = json.loads((done.path / "manifest.json").read_bytes())
    assert {item["path"]: item["sha256"] for item in manifest["files"]} == {
        name: sha256(done.path / name) for name in files_in(done.path) if name != "manifest.json"}
    assert {item["path"] for item in manifest["warcs"]} == {row["warc"] for row in found.values()}
    assert manifest["extractors"] == {"test 1": 13} and "duckdb" in manifest["software"]


def test_columns_are_typed(plain: Exported) -> None:
    """Times are in UTC, days are days, what is no date is null beside the words as stated; each column says its meaning."""
    done = plain
    schema = pq.read_schema(done.path / "data/train-00000-of-00001.parquet")
    assert schema.field("captured").type == pa.timestamp("us", "UTC") and schema.field("published_day").type == pa.date32()
    assert schema.field("authors").type == pa.list_(pa.string()) and schema.field("word_count").type == pa.int64()
    assert all(field.metadata[b"description"] for field in schema)
    found = rows(done.path)
    assert str(found["a/copy"]["published_at"]) == "2026-03-02 09:00:00+00:00"
    assert found["c/near"]["published_at"] is None and str(found["c/near"]["published_day"]) == "2026-03-09"
    assert (found["c/odd"]["published"], found["c/odd"]["published_day"]) == ("no date", None) and done.numbers.undated == 2
    assert found["a/00"]["images"][0]["credit"] == "Reuters" and found["a/00"]["authors"] == ["Ada Lovelace"]
    book = (done.path / "codebook.md").read_text()
    assert all(f"| `{name}` |" in book for name in schema.names)


def test_duplicates_are_labels(plain: Exported) -> None:
    """Exact, near and wire copy are told with the first seen and the overlap; nothing is left out; short texts have none."""
    found = rows(plain.path)
    wire, copy, near = found["b/wire"], found["a/copy"], found["c/near"]
    assert wire["exact_cluster"] == copy["exact_cluster"] == wire["id"] and near["exact_cluster"] is None
    assert {row["near_cluster"] for row in (wire, copy, near)} == {wire["id"]} and near["cluster_size"] == 3
    assert near["first_seen"] == wire["captured"] and copy["overlap"] == 1.0 and near["overlap"] > 0.95
    assert {row["wire_agency"] for row in (wire, copy, near)} == {"Reuters"}
    assert all(row["near_cluster"] is None and row["cluster_size"] == 1 for name, row in found.items() if name[2:] not in (
        "wire", "copy", "near"))


def test_keep_first_leaves_out_and_counts(source: Path, tmp_path: Path) -> None:
    """Of each cluster the one captured first stays, and what went is counted in manifest and coverage."""
    done = made(source, tmp_path / "study", near_dup="keep-first")
    assert set(rows(done.path)) == {"b/wire", "c/odd", "c/short", *(f"a/{n:02}" for n in range(8))}
    assert json.loads((done.path / "manifest.json").read_bytes())["left_out"]["near duplicates (keep-first)"] == 2
    told = list(csv.DictReader((done.path / "coverage.csv").open()))
    assert sum(int(row["count"]) for row in told if row["what"] == "article: near duplicate left out") == 2
    assert {row["what"] for row in told} >= {"article: in the archive", "article: in the dataset", "page: new"}


@pytest.mark.parametrize("split", ["time:80/10/10", "time:50/50", "time:34/33/33"])
def test_splits_are_by_time_and_cut_no_cluster(source: Path, tmp_path: Path, split: str) -> None:
    """Later articles are in later splits, shares are met as far as clusters allow, and a cluster is in one split."""
    done = made(source, tmp_path / "study", split=split)
    parts = [name for name, _ in Spec("x", split=split).parts()]
    found = {name: rows(done.path, f"{name}-*.parquet") for name in parts}
    assert sum(map(len, found.values())) == 13
    assert {"b/wire", "a/copy", "c/near"} <= set(found["train"])
    days = [[str(r["published_day"] or r["captured"])[:10] for k, r in found[name].items() if k[0] == "a"] for name in parts]
    assert all(max(one) <= min(later) for one, later in zip(days, days[1:], strict=False))
    assert abs(len(found["train"]) - 13 * float(split[5:7]) / 100) <= 3
    head = yaml.safe_load((done.path / "README.md").read_text().split("---")[1])
    assert [s["name"] for s in head["dataset_info"]["splits"]] == parts


def test_a_query_and_options_make_one_selection(source: Path, tmp_path: Path) -> None:
    """The options are part of the query that the manifest keeps, and both days are included."""
    query = combined("title contains 'title' or words = 2", sites=["a", "c"], languages=["en"], since="2026-03-03", until="2026-03-09")
    assert str(parse(query)) == query
    done = made(source, tmp_path / "study", query=query)
    assert set(rows(done.path)) == {"c/near", *(f"a/{n:02}" for n in range(7))}
    assert json.loads((done.path / "manifest.json").read_bytes())["query"] == query
    assert combined() == "" and combined(least_words=5) == "word_count >= 5"
    with pytest.raises(QueryError, match="day"):
        combined(since="yesterday")
    with pytest.raises(DatasetError, match="finds no article"):
        made(source, tmp_path / "none", query="site = 'nobody'")
    assert not (tmp_path / "none").exists()


def test_every_format_has_the_same_rows(plain: Exported) -> None:
    """JSON Lines, CSV and TEI say what the Parquet says; the TEI is well formed though the text is not."""
    done, found = plain, rows(plain.path)
    with gzip.open(done.path / "jsonl/train-00000-of-00001.jsonl.gz", "rt") as file:
        lines = [json.loads(line) for line in file]
    assert [line["body"] for line in lines] == [row["body"] for row in found.values()]
    assert lines[0]["captured"].endswith("Z") and list(lines[0]) == list(next(iter(found.values())))
    with gzip.open(done.path / "csv/train-00000-of-00001.csv.gz", "rt", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["body"] for row in table] == [row["body"] for row in found.values()] and table[0]["tags"] == "sea; weather"
    tree = etree.parse(done.path / "tei/train-00000-of-00001.xml")
    names = {"t": "http://www.tei-c.org/ns/1.0"}
    assert tree.xpath("count(//t:TEI)", namespaces=names) == 13
    assert tree.xpath("//t:TEI[@xml:id=$id]//t:head/text()", namespaces=names, id="a" + found["c/odd"]["id"]) == [
        'A "quote", a ; and <b> & \ufffd']
    schema = pq.read_schema(done.path / "data/train-00000-of-00001.parquet")
    assert json.loads(schema.metadata[b"huggingface"])["info"]["features"]["authors"]["_type"] == "List"


def test_a_dataset_without_text_is_made_whole_again(source: Path, plain: Exported, tmp_path: Path) -> None:
    """It holds no word of a text, and who has the archive gets back the very bytes of the full one."""
    bare = made(source, tmp_path / "bare", text=False, formats=("parquet", "jsonl", "csv", "tei", "hf"))
    assert not {"title", "body", "description", "images"} & set(rows(bare.path)["a/00"])
    assert all(b"northern islands" not in (bare.path / name).read_bytes() for name in files_in(bare.path))
    done = rebuild(source, bare.path / "manifest.json", tmp_path / "again")
    assert done.rows == 13
    for name in (name for name in files_in(plain.path) if "/" in name):
        assert (done.path / name).read_bytes() == (plain.path / name).read_bytes()
    with pytest.raises(DatasetError, match="has its text"):
        rebuild(source, plain.path, tmp_path / "no")


def test_a_text_that_is_not_the_same_is_not_put_back(tmp_path: Path) -> None:
    """Where the archive reads another text now, a rebuild says so and leaves nothing."""
    fill(tmp_path / "one", [wanted("a", "1")])
    fill(tmp_path / "two", [wanted("a", "1", title="Another title")])
    bare = made(tmp_path / "one", tmp_path / "bare", text=False)
    with pytest.raises(DatasetError, match="1 of 1 rows have no article with that text"):
        rebuild(tmp_path / "two", bare.path, tmp_path / "again")
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_the_number_of_workers_does_not_matter(source: Path, plain: Exported, tmp_path: Path, workers: int) -> None:
    """The bytes of the data are those that one process writes."""
    with engine("local", workers) as on:
        many = export(source, Spec("study", formats=("parquet", "jsonl", "csv", "tei", "hf")), tmp_path / "many", on=on)
    assert [(name, sha256(many.path / name)) for name in files_in(many.path) if "/" in name] == [
        (name, sha256(plain.path / name)) for name in files_in(plain.path) if "/" in name]


@pytest.mark.parametrize("where", ["local", "dask"])
def test_a_killed_worker_costs_time_only(source: Path, plain: Exported, tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
                                         ) -> None:
    """kill -9 of workers while they gather and while they write, here and on a Dask cluster: the bytes are the same."""
    monkeypatch.setattr("archiver.dataset.export.Gather", GatherDies)
    monkeypatch.setattr("archiver.dataset.export.WriteShard", WriteDies)
    root = tmp_path / "output"
    shutil.copytree(source, root)
    with ExitStack() as stack:
        made = stack.enter_context(cluster(tmp_path, workers=3)) if where == "dask" else None
        on = stack.enter_context(engine(made.address if made else "local", None if made else 2))
        done = export(root, Spec("study", formats=("parquet", "jsonl", "csv", "tei", "hf")), tmp_path / "study", on=on)
        assert not made or [worker.poll() is None for worker in made.workers].count(False) == 2
    assert (tmp_path / "gather-died").exists() and (tmp_path / "write-died").exists()
    assert [(name, sha256(done.path / name)) for name in files_in(done.path) if "/" in name] == [
        (name, sha256(plain.path / name)) for name in files_in(plain.path) if "/" in name]


def test_shards_have_their_rows_in_order(source: Path, plain: Exported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small shards and batches hold together what one file holds, whatever site a row is of."""
    monkeypatch.setattr(gather, "BATCH", 2)
    monkeypatch.setattr(labels.label, "__defaults__", (4,))
    cut = made(source, tmp_path / "cut")
    names = sorted(path.name for path in (cut.path / "data").iterdir())
    assert names == [f"train-{n:05}-of-00004.parquet" for n in range(4)]
    assert list(rows(cut.path).items()) == list(rows(plain.path).items())


def test_captures_are_in_order_however_their_time_is_written(tmp_path: Path) -> None:
    """Imported records have fractions of a second or none, and two ways to write UTC: rows are in the order of the moments."""
    times = ("12:00:01.000000Z", "12:00:00.5+00:00", "12:00:00.000001Z", "12:00:00Z", "10:00:00.7Z", "10:00:00+00:00")
    lines = tmp_path / "a" / "articles" / "2026-03.jsonl"
    lines.parent.mkdir(parents=True)
    (tmp_path / "a" / "warc").mkdir()
    lines.write_bytes(b"".join(article_line(replace(wanted("a", str(n)), provenance=Provenance(captured=f"2026-03-01T{time}")))
                               for n, time in enumerate(times)))
    reindex(tmp_path, "a")
    found = made(tmp_path, tmp_path / "datasets" / "study", policy="all")
    moments = [datetime.fromisoformat(f"2026-03-01T{time}") for time in times]
    assert [row["captured"] for row in rows(found.path).values()] == sorted(moments)


# whole or not at all ------------------------------------------------------------------------------------------------


def test_a_place_that_is_taken(source: Path, tmp_path: Path) -> None:
    """What is there is not touched, unless it is asked to be put away; a place that is being written to is named."""
    target = tmp_path / "study"
    first = made(source, target, query="site = 'a'")
    with pytest.raises(DatasetError, match="something in this place"):
        made(source, target)
    assert first.numbers.kept == len(rows(target)) == 9
    assert len(rows(export(source, Spec("study"), target, overwrite=True).path)) == 13
    lock = Lock(tmp_path / ".study.lock")
    lock.take()
    with pytest.raises(ArchiveBusy, match="another export"):
        export(source, Spec("study"), target, overwrite=True)
    lock.release()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".study.lock", "study"]


def test_a_full_disk_leaves_nothing_half(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room while a shard is written: it is named, the place stays empty, and the next export is whole."""
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")
    with monkeypatch.context() as here:
        here.setattr(pq.ParquetWriter, "write_batch", full)
        with pytest.raises(DiskFull):
            made(source, tmp_path / "study")
    assert [path.name for path in tmp_path.iterdir()] == [".study.lock"]
    assert made(source, tmp_path / "study").numbers.kept == 13


def test_an_export_that_is_killed_is_not_there(source: Path, tmp_path: Path) -> None:
    """kill -9 in the middle: no folder of that name, and the next export puts away what was left."""
    code = ("import sys; from pathlib import Path; from archiver.dataset import card; from archiver.dataset.export import export\n"
            "from archiver.dataset.spec import Spec\n"
            "card.write = lambda *a: (print('now', flush=True), input())\n"
            f"export(Path({str(source)!r}), Spec('study'), Path({str(tmp_path / 'study')!r}))")
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stdin=subprocess.PIPE)
    assert child.stdout and child.stdout.readline() == b"now\n"
    child.kill()
    child.wait()
    assert (tmp_path / ".study.part").is_dir() and not (tmp_path / "study").exists()
    made(source, tmp_path / "study")
    assert not (tmp_path / ".study.part").exists() and len(rows(tmp_path / "study")) == 13


@pytest.mark.parametrize(("asked", "words"), [
    ({"name": "../up"}, "not a dataset's name"), ({"formats": ("xlsx",)}, "no such format: xlsx"), ({"formats": ()}, "none named"),
    ({"split": "time:80/30"}, "not a split"), ({"split": "random:80/20"}, "not a split"), ({"query": "lnag = 1"}, "no field"),
])
def test_what_cannot_be_asked_for(asked: dict[str, Any], words: str) -> None:
    """A wrong name, format, split or query is named before anything is read."""
    with pytest.raises((DatasetError, QueryError), match=words):
        Spec(**{"name": "study", **asked})


def test_a_line_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    """A damaged article line goes by, counted; the rest is exported."""
    fill(tmp_path / "output", [wanted("a", "1"), wanted("a", "2")])
    [path] = (tmp_path / "output/a/articles").glob("*.jsonl")
    data = path.read_bytes()
    path.write_bytes(data.replace(b'"title":"Title of 1"', b'"title":"Title "f 1"'))
    done = made(tmp_path / "output", tmp_path / "study")
    assert (done.numbers.kept, done.numbers.unreadable) == (1, 1)
    os.truncate(path, len(data) - 10)
    with pytest.raises(DatasetError, match="no article at offset"):
        made(tmp_path / "output", tmp_path / "again")


def test_a_bag_is_valid(source: Path, tmp_path: Path) -> None:
    """The bag's own tool finds every file as it was."""
    done = made(source, tmp_path / "study", bag=True, authors=("Ada Lovelace", "The Engine Group"), licence="cc-by-4.0")
    assert bagit.Bag(str(done.path)).is_valid() and (done.path / "data/manifest.json").is_file()
    said = yaml.safe_load((done.path / "data/CITATION.cff").read_text())
    assert [author["name"] for author in said["authors"]] == ["Ada Lovelace", "The Engine Group"] and said["cff-version"] == "1.2.0"


def test_coverage_is_that_of_the_archive(crawled: Study, tmp_path: Path) -> None:
    """The visits in coverage.csv are those that `archiver coverage` counts: by week, link kind and outcome, none more or less."""
    root = crawled.folder / "output"
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    done = made(root, tmp_path / "study", policy="all")
    for row in csv.DictReader((done.path / "coverage.csv").open()):
        kind, outcome = row["what"].split(": ")
        if kind != "article":
            found[row["site"], week_of(row["week"])][outcome] += int(row["count"])
    with Archive(root) as archive:
        told = {(site, one.week): one.visits for site in archive.sites() for one in coverage(archive, site, weekly=True) if one.visits}
    assert found == told and len(told) >= 3
    assert any(visits["new"] for visits in told.values())


def test_the_commands(crawled: Study, tmp_path: Path) -> None:
    """From a crawled archive: export, refuse the same place, check, share without text, rebuild, compare."""
    out = ("--output", str(crawled.folder / "output"))
    said = crawled.run("export", "first", "--split", "time:80/10/10", "--format", "parquet,jsonl", "--workers", "2").stdout
    assert "first: 24 articles of 3 sites" in said and "left out: 8 by the policy" in said     # one outlet says noarchive
    assert "--overwrite" in crawled.run("export", "first", code=1).stderr
    assert "identical: 11 files" in crawled.run(*out, "export", "--check", "output/datasets/first/manifest.json", "--workers", "1").stdout
    crawled.run("export", "bare", "--no-text", "--lang", "en", "--quiet")
    assert "8 rows with their text" in crawled.run("export", "back", "--rebuild", "output/datasets/bare", "--quiet").stdout
    assert "no article differs" in crawled.run("compare", "output/datasets/first", "output/datasets/first").stdout
    assert "asked otherwise" in crawled.run("compare", "output/datasets/first", "output/datasets/back", code=1).stdout
    assert "character 1" in crawled.run("export", "x", "--query", "lnag = 'x'", code=2).stderr
    crawled.run("export", code=2)
