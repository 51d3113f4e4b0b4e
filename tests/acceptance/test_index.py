"""warcio and cdxj-indexer read what a crawl of the demo newsroom has written, and agree with us."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader

from archiver.store.archive import Archive
from archiver.store.cdxj import cdxj

from .conftest import Demo, Small

Lines = dict[tuple[str, int], dict[str, str]]


def test_warcio_check(demo: Demo, small: Small) -> None:
    """`warcio check` finds a digest at every record and each right, but for payloads that came in chunks.

    There it hashes the framing too (webrecorder/warcio#75); the standard, Heritrix and we hash what was framed, and
    `test_payloads_that_came_in_chunks` shows those digests to be right.
    """
    for warc in [*demo.warcs, *small.warcs]:
        done = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", str(warc)], capture_output=True,
                              text=True, timeout=120, check=False)
        verdicts = re.findall(r"^  offset (\d+) .*\n    (.+)", done.stdout, re.MULTILINE)
        failed = {int(offset): said for offset, said in verdicts if "failed" in said}
        assert not done.stderr
        assert sum(said == "digest pass" for _, said in verdicts) > 3, warc.name
        assert {said.split(" sha1:")[0] for said in failed.values()} <= {"payload digest failed"}, warc.name
        assert failed.keys() == {offset for offset, _, chunked in payloads(warc) if chunked}, warc.name
        assert not [said for _, said in verdicts if said == "no digest to check"], warc.name


def payloads(warc: Path) -> Iterator[tuple[int, bool, bool]]:
    """Each response: its offset, whether its payload digest is right (or its body is cut), whether it is in chunks."""
    with warc.open("rb") as file:
        records = ArchiveIterator(file)
        for record in records:
            if record.rec_type == "response":
                chunked = record.http_headers.get_header("Transfer-Encoding") == "chunked"
                body = ChunkedDataReader(record.raw_stream, decomp_type=None) if chunked else record.raw_stream
                digest = base64.b32encode(hashlib.sha1(body.read()).digest()).decode()
                right = record.rec_headers.get_header("WARC-Payload-Digest") == f"sha1:{digest}"
                cut = record.rec_headers.get_header("WARC-Truncated") is not None
                yield records.get_record_offset(), right or (chunked and cut), chunked


def test_payloads_that_came_in_chunks(demo: Demo, small: Small) -> None:
    """The payload digest is over the body without its chunk framing, and with its gzip left on."""
    found = [(offset, right, chunked) for warc in [*demo.warcs, *small.warcs] for offset, right, chunked in payloads(warc)]
    assert sum(chunked for _, _, chunked in found) >= 5
    assert [offset for offset, right, _ in found if not right] == []


def lines_of(text: str) -> Lines:
    """CDXJ lines by file and offset, with their key and time."""
    found: Lines = {}
    for line in text.splitlines():
        key, stamp, said = line.split(" ", 2)
        row = json.loads(said)
        found[row["filename"], int(row["offset"])] = {**row, "key": key, "stamp": stamp}
    return found


@pytest.mark.slow
def test_cdxj_indexer_agrees(demo: Demo, small: Small, tools: Callable[[str], Path], tmp_path: Path) -> None:
    """cdxj-indexer makes of our WARCs the index that we make from the catalog: keys, times, places and digests."""
    indexer = tools("wacz") / "cdxj-indexer"
    for root, warcs in ((demo.root, demo.warcs), (small.root, small.warcs)):
        done = subprocess.run([str(indexer), "--sort", *map(str, warcs)], capture_output=True, text=True, timeout=120,
                              check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        with Archive(root) as archive:
            own = lines_of("".join(cdxj(row for site in archive.sites() for row in archive.captures(site))))
        theirs = lines_of(done.stdout)
        assert differences(own, theirs) == {}


def differences(own: Lines, theirs: Lines) -> dict[str, object]:
    """Where the two indexes do not say the same, field by field."""
    wrong: dict[str, object] = {}
    if own.keys() != theirs.keys():
        wrong["places"] = {"only ours": own.keys() - theirs.keys(), "only theirs": theirs.keys() - own.keys()}
    for place in own.keys() & theirs.keys():
        a, b = own[place], theirs[place]
        if b["url"].startswith(("http:", "https:")):
            wrong |= {f"{a['url']} {name}": (a.get(name), b.get(name))
                      for name in ("key", "stamp", "url", "mime", "status", "digest", "length") if a.get(name) != b.get(name)}
    return wrong
