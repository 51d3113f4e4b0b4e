"""Index and package, as other tools read them."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archiver.store import Archive
from archiver.store.cdxj import cdxj, surt
from archiver.store.importer import import_files
from archiver.store.rows import Settings
from archiver.store.wacz import pack
from tests.store.conftest import SITE
from tests.store.small_crawl import crawl, page


@pytest.mark.parametrize(("url", "key"), [
    ("http://www.Example.org/", "org,example)/"), ("https://example.org:443/A/b/?z=1&a=2", "org,example)/a/b?a=2&z=1"),
    ("http://example.org:8080/x.html#top", "org,example:8080)/x.html"), ("http://127.0.0.1:81/", "1,0,0,127:81)/"),
    ("http://www2.news.co.uk/a", "uk,co,news)/a"), ("urn:pageinfo:http://a/", "urn:pageinfo:http://a/")])
def test_keys_of_urls(url: str, key: str) -> None:
    """URLs become the keys that pywb and cdx servers look up."""
    assert surt(url) == key


def test_the_index_is_sorted_whatever_fits_in_memory(tmp_path: Path) -> None:
    """Lines are in byte order, the same with two lines in memory as with all, and lead to their records."""
    crawl(tmp_path, 20)
    with Archive(tmp_path) as archive:
        rows = list(archive.captures(SITE))
    lines = list(cdxj(iter(rows), run=2))
    assert lines == sorted(lines) == list(cdxj(rows))
    assert len(lines) == 21
    for line in lines:
        said = json.loads(line.split(" ", 2)[2])
        with (tmp_path / SITE / "warc" / said["filename"]).open("rb") as file:
            file.seek(int(said["offset"]))
            record = next(iter(ArchiveIterator(io.BytesIO(file.read(int(said["length"]))))))
        assert record.rec_headers.get_header("WARC-Target-URI") == said["url"]
        assert record.rec_headers.get_header("WARC-Payload-Digest") == said["digest"]


def test_a_package_holds_what_it_lists(tmp_path: Path) -> None:
    """Every file has the hash and size that datapackage.json says; WARCs and index are stored as they are."""
    crawl(tmp_path, 20)
    with Archive(tmp_path) as archive:
        packed = pack(archive, tmp_path / "out" / "a.wacz", title="A study")
    assert (packed.captures, packed.pages, packed.left_out) == (21, 18, ())
    with zipfile.ZipFile(packed.path) as file:
        data = json.loads(file.read("datapackage.json"))
        assert (data["wacz_version"], data["profile"], data["title"]) == ("1.1.1", "data-package", "A study")
        for resource in data["resources"]:
            content = file.read(resource["path"])
            assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
            assert resource["bytes"] == len(content)
            if resource["path"].startswith(("archive/", "indexes/")):
                assert file.getinfo(resource["path"]).compress_type == zipfile.ZIP_STORED
        assert json.loads(file.read("datapackage-digest.json"))["hash"] == "sha256:" + hashlib.sha256(
            file.read("datapackage.json")).hexdigest()
        head, *pages = map(json.loads, file.read("pages/pages.jsonl").splitlines())
        assert head["format"] == "json-pages-1.0"
        assert next(p for p in pages if p["url"] == page(2))["text"] == "One.\n\nTwo."
        blocks = [json.loads(line.split(" ", 2)[2]) for line in file.read("indexes/index.idx").decode().splitlines()]
        index = file.read("indexes/" + blocks[0]["filename"])
        assert b"".join(gzip.decompress(index[b["offset"]:b["offset"] + b["length"]]) for b in blocks[1:]).count(
            b"\n") == 21


def test_what_is_still_open_is_left_out_and_named(tmp_path: Path) -> None:
    """A package made during a crawl holds whole files only, and no index line without its record."""
    crawl(tmp_path, 8)
    from tests.store.conftest import exchange_of, link_to
    with Archive(tmp_path, Settings(min_free=0)) as archive:
        archive.open(SITE)
        archive.capture(exchange_of("http://example.org/late", b"late"), link_to("http://example.org/late"))
        packed = pack(archive, tmp_path / "a.wacz")
    assert len(packed.left_out) == 1
    with zipfile.ZipFile(packed.path) as file:
        assert b"/late" not in gzip.decompress(file.read("indexes/index.cdx.gz"))


def test_a_package_comes_back_by_import(tmp_path: Path) -> None:
    """An archive packed and imported elsewhere has the same captures, byte for byte; a second time adds none."""
    crawl(tmp_path / "a", 20)
    with Archive(tmp_path / "a") as archive:
        packed = pack(archive, tmp_path / "a.wacz")
        before = {(r.url, r.captured): archive.read(r.warc, r.offset).exchange for r in archive.captures(SITE)}
    with Archive(tmp_path / "b", Settings(min_free=0)) as archive:
        archive.open(SITE)
        first = list(import_files(archive, [packed.path], lambda url: SITE))
        again = list(import_files(archive, [packed.path], lambda url: SITE))
        after = {(r.url, r.captured): archive.read(r.warc, r.offset).exchange for r in archive.captures(SITE)}
    assert after == before
    assert all(item.row for item in first)
    assert {item.reason for item in again} == {"known"}
