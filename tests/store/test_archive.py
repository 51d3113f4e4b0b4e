"""The archive's door: what goes in comes out, versions, outcomes, and one writer at a time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archiver.errors import ArchiveBusy, ArchiveError, DiskFull, NotFound
from archiver.model import Outcome
from archiver.store import Archive, Settings
from tests.store.conftest import SITE, article_from, exchange_of, link_to

URL = "http://example.org/news/one.html"


def test_a_capture_reads_back_as_it_was(archive: Archive) -> None:
    """Every byte, the address, the protocols and the time of an exchange come back from its record."""
    told = exchange_of(URL, b"5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nT: v\r\n\r\n", headers=(
        "Transfer-Encoding: chunked", "X-Twice: a", "x-twice: b"), payload=b"hello world",
        protocols=("http/1.1", "tls/1.3"), cipher="TLS_AES_128_GCM_SHA256",
        interim=(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"))
    capture = archive.capture(told, link_to(URL))
    again = archive.read(capture.warc, capture.offset)
    assert again.exchange == told
    assert again == capture


def test_warcio_reads_the_same_bytes(archive: Archive, root: Path) -> None:
    """An independent reader finds warcinfo, response and request with our bytes, WARC/1.1, whole at each offset."""
    told = exchange_of(URL)
    capture = archive.capture(told, link_to(URL))
    archive.close()
    with (root / capture.warc).open("rb") as file:
        records = [(r.rec_type, r.rec_headers.protocol, r.rec_headers.get_header("WARC-Record-ID"), r.raw_stream.read())
                   for r in ArchiveIterator(file, no_record_parse=True)]
    assert [r[0] for r in records] == ["warcinfo", "response", "request"]
    assert {r[1] for r in records} == {"WARC/1.1"}
    assert records[1][2:] == (capture.record_id, told.head + told.body)
    assert records[2][3] == told.request
    assert not list(root.rglob("*.open"))


def test_a_packed_body_is_stored_in_one_member(archive: Archive, root: Path) -> None:
    """A gzip-coded body is not deflated again, and warcio still reads it as one valid member."""
    import gzip
    import os
    body = gzip.compress(os.urandom(200_000))
    told = exchange_of(URL, body, headers=(f"Content-Length: {len(body)}", "Content-Encoding: gzip"))
    capture = archive.capture(told, link_to(URL))
    assert len(body) < capture.length < len(body) + 2000
    data = (root / f"{capture.warc}.open").read_bytes()[capture.offset:capture.offset + capture.length]
    assert gzip.decompress(data).endswith(told.head + body + b"\r\n\r\n")


def test_the_same_payload_becomes_a_revisit_of_the_first(archive: Archive) -> None:
    """A payload served again is not stored again; each revisit refers to the first record and reads back whole."""
    first = archive.capture(exchange_of(URL), link_to(URL))
    others = [archive.capture(exchange_of(f"{URL}?{n}", minute=n), link_to(f"{URL}?{n}")) for n in (1, 2)]
    assert [o.revisit_of for o in others] == [first.record_id] * 2
    for n, other in enumerate(others, 1):
        assert archive.read(other.warc, other.offset).exchange == exchange_of(f"{URL}?{n}", minute=n)


@pytest.mark.parametrize("exchange", [
    exchange_of(URL, b"", minute=1), exchange_of(URL, status="404 Not Found", minute=1),
    exchange_of(URL, truncated="disconnect", minute=1)])
def test_no_revisit_of_what_is_empty_failed_or_cut(archive: Archive, exchange: object) -> None:
    """Empty payloads, error pages and cut bodies are kept in full."""
    for _ in range(2):
        assert not archive.capture(exchange, link_to(URL)).revisit_of


def test_a_304_replays_the_page_it_stands_for(archive: Archive, root: Path) -> None:
    """A 304 is a revisit with the original's headers and payload; what the server said is kept beside it."""
    first = archive.capture(exchange_of(URL), link_to(URL))
    told = exchange_of(URL, b"", status="304 Not Modified", headers=("ETag: x",), minute=5)
    second = archive.capture(told, link_to(URL))
    again = archive.read(second.warc, second.offset).exchange
    assert second.revisit_of == first.record_id
    assert (again.head, again.payload) == (first.exchange.head, first.exchange.payload)
    assert [row.status for row in archive.captures(SITE)] == [200, 304]
    assert [row.record_id for row in archive.captures(SITE, latest=True)] == [first.record_id]
    archive.close()
    with (root / first.warc).open("rb") as file:
        kept = [r.raw_stream.read() for r in ArchiveIterator(file, no_record_parse=True) if r.rec_type == "metadata"]
    assert told.head in kept


def test_a_304_to_a_page_never_seen_is_a_response(archive: Archive) -> None:
    """A server that says 304 unasked makes no revisit of nothing."""
    told = exchange_of(URL, b"", status="304 Not Modified", headers=("ETag: x",))
    capture = archive.capture(told, link_to(URL))
    assert not capture.revisit_of
    assert archive.read(capture.warc, capture.offset).exchange == told


def test_links_come_once_and_the_highest_first(archive: Archive) -> None:
    """A key is stored once, the highest priority is taken first, then as they came, and none twice."""
    urls = [f"http://example.org/{n}" for n in range(4)]
    assert archive.add_links([link_to(u, priority=int(u.endswith("2"))) for u in urls]) == 4
    assert archive.add_links([link_to("https://example.org/1?utm_source=x")]) == 0
    first = archive.take(SITE, 3)
    assert [link.url[-1] for link in first] == ["2", "0", "1"]
    archive.give_back(first[2])
    assert [(link.url[-1], link.tries) for link in archive.take(SITE, 9)] == [("1", 1), ("3", 0)]
    assert archive.pending(SITE) == 4


def test_each_link_ends_with_one_outcome(archive: Archive) -> None:
    """An ended link says how, why and who told of it, and its page's links wait."""
    archive.add_links([link_to(URL)])
    [link] = archive.take(SITE, 1)
    archive.finish(link, Outcome.GONE, "404\n Not Found", [link_to(URL + "2", by="page", source=URL)])
    row = archive.link(URL)
    assert row and (row.state, row.outcome, row.detail, row.tries) == ("done", Outcome.GONE, "404 Not Found", 1)
    assert archive.outcomes(SITE) == {"gone": 1, "waiting": 1}
    assert [r.url for r in archive.links(SITE, outcome=Outcome.GONE)] == [URL]
    assert archive.add_links([link_to(URL)]) == 0
    assert archive.add_links([link_to(URL)], again=True) == 1
    assert archive.pending(SITE) == 2


def save(archive: Archive, minute: int, **said: object) -> tuple[Outcome, int]:
    """Captures a page of its own body and saves what it says."""
    capture = archive.capture(exchange_of(URL, f"page {minute}".encode(), minute=minute), link_to(URL))
    outcome, article = archive.save(article_from(capture, **said), link_to(URL))
    return outcome, article.version


def test_versions_count_what_a_reader_would_notice(archive: Archive) -> None:
    """White space and a tag make no version; title and credit do; SAME writes no line."""
    from archiver.model import Image
    assert save(archive, 0) == (Outcome.NEW, 1)
    assert save(archive, 1, title=" A  title", tags=("new",)) == (Outcome.SAME, 1)
    assert save(archive, 2, title="Another title") == (Outcome.CHANGED, 2)
    assert save(archive, 3, title="Another title", images=(Image("x", credit="AFP"),)) == (Outcome.CHANGED, 3)
    assert [a.version for a in archive.history(URL)] == [1, 2, 3]
    assert [a.title for a in archive.articles()] == ["Another title"]
    assert archive.article(archive.article(URL).id[:6]).version == 3


def test_a_capture_read_again_makes_no_version(archive: Archive) -> None:
    """Re-extraction of a capture replaces what it said, keeps version and outcome, and is SAME when all is the same."""
    capture = archive.capture(exchange_of(URL), link_to(URL))
    archive.save(article_from(capture), link_to(URL))
    assert archive.save(article_from(capture, tags=("found",)), link_to(URL))[0] == Outcome.SAME
    assert archive.save(article_from(capture, title="Better"), link_to(URL))[0] == Outcome.CHANGED
    assert [(a.version, a.title) for a in archive.history(URL)] == [(1, "Better")]
    assert archive.outcomes(SITE) == {"new": 1}


def test_nothing_is_found_that_is_not_there(archive: Archive) -> None:
    """Unknown articles and sites raise NotFound; unknown links are None."""
    with pytest.raises(NotFound):
        archive.article("http://example.org/none")
    with pytest.raises(NotFound):
        list(archive.captures("nowhere"))
    assert archive.link("http://example.org/none") is None


@pytest.mark.parametrize("name", ["../x", "", "A", "a/b", "x" * 200, "a..b"])
def test_no_path_comes_from_a_sites_name(root: Path, name: str) -> None:
    """A name that is no site's is refused before any folder is made."""
    with pytest.raises(ArchiveError):
        Archive(root).open(name)
    assert not root.exists()


def test_a_second_writer_is_told_who_the_first_is(archive: Archive, root: Path) -> None:
    """Another process is refused with pid and start, reads meanwhile, and gets in after."""
    code = (f"from archiver.store import Archive; a = Archive({str(root)!r}); print(a.pending({SITE!r})); "
            f"a.open({SITE!r})")
    archive.add_links([link_to(URL)])
    archive.commit()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    import os
    assert done.stdout == "1\n"
    assert f"ArchiveBusy: {root / SITE}: process {os.getpid()}, started 2" in done.stderr
    with pytest.raises(ArchiveBusy):
        Archive(root).open(SITE)
    archive.close()
    Archive(root).open(SITE)


def test_it_stops_before_the_disk_is_full(root: Path) -> None:
    """Where too little would stay free, DiskFull comes before a byte is written."""
    archive = Archive(root, Settings(min_free=1 << 60))
    archive.open(SITE)
    with pytest.raises(DiskFull):
        archive.capture(exchange_of(URL), link_to(URL))
    archive.close()
    assert not list(root.rglob("*.warc.gz*"))


def test_files_roll(root: Path) -> None:
    """Past the bound a new file begins with a warcinfo of its own, and the old one is whole."""
    with Archive(root, Settings(roll=3000, min_free=0)) as archive:
        archive.open(SITE)
        rows = [archive.capture(exchange_of(f"{URL}{n}", f"body {n}".encode()), link_to(f"{URL}{n}")) for n in range(9)]
        assert len({row.warc for row in rows}) > 1
        assert len(list(root.rglob("*.open"))) == 1
        assert [archive.read(r.warc, r.offset).exchange.body for r in rows] == [f"body {n}".encode() for n in range(9)]


def test_a_profile_is_kept(archive: Archive, root: Path) -> None:
    """A saved profile comes back, and is one file of JSON."""
    assert archive.profile(SITE) is None
    archive.save_profile(SITE, {"version": 1, "blocks": ["x"]})
    assert archive.profile(SITE) == json.loads((root / SITE / "profile.json").read_text()) == {
        "version": 1, "blocks": ["x"]}
