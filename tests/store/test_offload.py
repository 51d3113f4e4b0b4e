"""WARCs moved to object storage (moto's server, over HTTP on loopback) read, verify, reindex and come back as before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from archiver.cli import main
from archiver.errors import ArchiveBusy, ArchiveError, NotFound
from archiver.store import Archive, Settings, s3
from archiver.store.away import locations
from archiver.store.offload import bring_back, offload
from archiver.store.reindex import reindex
from archiver.store.verify import verify
from archiver.store.wacz import pack
from tests.storage import storage
from tests.store.conftest import SITE, article_from, exchange_of, link_to
from tests.store.small_crawl import crawl, state

TARGET = "s3://warcs/news"


@pytest.fixture
def bucket() -> Iterator[str]:
    """A place in a bucket on a server of its own."""
    with storage("warcs"):
        yield TARGET


def local(root: Path) -> list[str]:
    """Names of the WARCs on this disk."""
    return sorted(p.name for p in (root / SITE / "warc").glob("*.warc*"))


def test_all_reads_as_before(bucket: str, root: Path, tmp_path: Path) -> None:
    """Captures, articles, outcomes, verification, package and a rebuilt catalog are the same when all WARCs are away."""
    crawl(root)
    before, names = state(root), local(root)
    assert len(names) > 1
    packed = pack(Archive(root), tmp_path / "before.wacz")
    moved = list(offload(root, SITE, bucket))
    assert local(root) == []
    assert sorted(place.name for place in moved) == names == sorted(locations(root / SITE / "warc"))
    assert all(place.url == f"{TARGET}/{SITE}/warc/{place.name}" for place in moved)
    assert state(root) == before
    assert list(verify([root], strict=True)) == []
    again = pack(Archive(root), tmp_path / "after.wacz")
    assert (again.warcs, again.captures, again.pages) == (packed.warcs, packed.captures, packed.pages)
    assert reindex(root, SITE).differences == {}
    (root / SITE / "catalog.sqlite").unlink()
    reindex(root, SITE)
    assert state(root) == before
    assert Archive(root).place(f"{SITE}/warc/{names[0]}").startswith(f"{TARGET}/")


def test_a_crawl_goes_on(bucket: str, root: Path) -> None:
    """The next crawl numbers on, makes revisits of payloads that are away, and reads them."""
    crawl(root)
    names = local(root)
    list(offload(root, SITE, bucket))
    with Archive(root, Settings(min_free=0)) as archive:
        archive.open(SITE)
        first = next(r for r in archive.captures(SITE) if r.kind == "page" and r.status == 200 and not r.revisit_of)
        body = archive.read(first.warc, first.offset).exchange
        link = link_to("http://example.org/again")
        row = archive.capture(exchange_of(link.url, body.body, minute=500), link)
        assert row.revisit_of == first.record_id
        assert archive.read(row.warc, row.offset).exchange.payload == body.payload
        archive.save(article_from(row), link)
    assert local(root)[0] > names[-1]


def test_a_capture_is_read_by_range(bucket: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One capture of a large WARC costs its blocks, not the file."""
    with Archive(root, Settings(min_free=0)) as archive:
        archive.open(SITE)
        for number in range(8):
            link = link_to(f"http://example.org/{number}")
            archive.capture(exchange_of(link.url, os.urandom(1_000_000)), link)
        rows = list(archive.captures(SITE))
    list(offload(root, SITE, bucket))
    asked: list[int] = []
    real = s3.read
    monkeypatch.setattr(s3, "read", lambda url, start, length: asked.append(length) or real(url, start, length))
    assert len(Archive(root).read(rows[4].warc, rows[4].offset).exchange.body) == 1_000_000
    assert 2 <= len(asked) <= 4


def test_back_again(bucket: str, root: Path) -> None:
    """What is brought back is the same file, and nothing is away any more."""
    crawl(root)
    before = {name: (root / SITE / "warc" / name).read_bytes() for name in local(root)}
    list(offload(root, SITE, bucket))
    assert {place.name for place in bring_back(root, SITE)} == set(before)
    assert {name: (root / SITE / "warc" / name).read_bytes() for name in local(root)} == before
    assert locations(root / SITE / "warc") == {}


def test_interrupted_anywhere(bucket: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped after the upload, or before the local file goes, all is readable, and doing it again ends it."""
    crawl(root)
    before = state(root)
    for step in ("archiver.store.offload.record", "archiver.store.offload.sync_folder"):
        with monkeypatch.context() as patch:
            patch.setattr(step, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                list(offload(root, SITE, bucket))
        assert state(root) == before
    names = local(root)
    assert sorted(place.name for place in offload(root, SITE, bucket)) == names
    assert state(root) == before


def test_a_wrong_copy_costs_nothing(bucket: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of the same length and other bytes is noticed, and the file stays."""
    crawl(root)
    names = local(root)
    path = root / SITE / "warc" / names[0]
    s3._client().put_object(Bucket="warcs", Key=f"news/{SITE}/warc/{names[0]}", Body=b"x" * path.stat().st_size)
    with pytest.raises(ArchiveError, match="not the same"):
        list(offload(root, SITE, bucket))
    assert local(root) == names


def test_what_is_refused(bucket: str, root: Path) -> None:
    """No such site, a place that is no bucket, a bucket that is not there, and a crawl that is writing each say so."""
    crawl(root)
    with pytest.raises(NotFound):
        list(offload(root, "other", bucket))
    with pytest.raises(ArchiveError, match="not a place in S3"):
        list(offload(root, SITE, "/mnt/disk"))
    with pytest.raises(ArchiveError, match="NoSuchBucket|bucket"):
        list(offload(root, SITE, "s3://none/at-all"))
    with Archive(root, Settings(min_free=0)) as archive:
        archive.open(SITE)
        with pytest.raises(ArchiveBusy):
            list(offload(root, SITE, bucket))
    (root / SITE / "warc" / "locations.json").write_text("{")
    with pytest.raises(ArchiveError, match="cannot be read"):
        locations(root / SITE / "warc")


def test_the_command(bucket: str, root: Path) -> None:
    """`archiver offload` tells what went where; trace then names the object; without a place it says what to give."""
    crawl(root)
    names = local(root)

    def archiver(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(main, ["--output", str(root), *words])
        assert done.exit_code == code, done.output
        return done.output

    archiver("offload", code=2)
    archiver("offload", "nobody", "--to", bucket, code=1)
    said = archiver("offload", SITE, "--to", bucket)
    assert all(f"{name} -> {bucket}/{SITE}/warc/{name}" in said for name in names)
    article = next(iter(Archive(root).articles(SITE)))
    traced = archiver("trace", article.id)
    assert f"aws s3 cp {bucket}/{article.provenance.warc}" in traced and "HTTP/1.1 200" in traced
    assert f"{len(names)} WARCs" in archiver("offload", "--back")
    assert local(root) == names
    assert "aws" not in archiver("trace", article.id)
