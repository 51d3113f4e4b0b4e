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
from archiver.store.surt import surt

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
        assert sum(said == "digest pass" for _, said in verdicts) > 2, warc.name
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
    """Where the two indexes do not say the same, field by field; `unk` is our word (and pywb's) for a type not stated.

    What lies beside a response (interim answers, a 304's own head) is in their index under a name of its own, `urn:...`.
    """
    wrong: dict[str, object] = {str(place): "only ours" for place in own.keys() - theirs.keys()}
    wrong |= {str(place): theirs[place]["url"] for place in theirs.keys() - own.keys()
              if not theirs[place]["url"].startswith(("urn:interim:", "urn:not-modified:"))}
    for place in own.keys() & theirs.keys():
        a, b = own[place], {"mime": "unk", **theirs[place]}
        wrong |= {f"{a['url']} {name}": (a.get(name), b.get(name))
                  for name in ("key", "stamp", "url", "mime", "status", "digest", "length") if a.get(name) != b.get(name)}
    return wrong


SESSION = "0123456789abcdef0123456789ABCDEF"
URLS = f"""
http://www.example.org/A/?b=2&a=1 http://example.org/a//b/ http://example.org/a/./b/../c http://example.org/../a
http://example.org/? http://example.org/a?& http://example.org/a?b=1&& http://example.org/a?b=%26c=1&a=2
http://example.org/a?x=1&jsessionid={SESSION}&y=2 http://example.org/a?x=1&sid={SESSION} http://example.org/a?newsid={SESSION}
http://example.org/a?x=1&PHPSESSID={SESSION} http://example.org/a?ASPSESSIONIDAQBSDSRT=EOHBLBDDPFCLHKPGGKLILNAM&x=1
http://example.org/a?x=1&CFID=1169580&CFTOKEN=48630702 http://example.org/index.html;jsessionid={SESSION}?x=1
http://example.org/(S(4hqa0555fwsecu455xqckv45))/mileg.aspx?page=1 http://example.org/a%2Fb http://example.org/%C3%A9
http://example.org/é?q=%C3%A9t%C3%A9&r=été https://example.org:443/a/ http://example.org:443/ http://127.0.9.1:33043/a
http://www2.example.org/ http://www.www.example.org/ http://EX.org./x http://example.org/%7Euser http://example.org/100%
http://example.org/a?x=%2f&y=A+B http://example.org/a?x=%2526 http://example.org/%zz http://example.org/a%3Fb=1
http://example.org/a#frag http://example.org/a%23b http://user:pw@example.org/ http://bücher.example/ü
http://example.org/{{x}}|y^z`[]<>\\ http://example.org?x=1 http://example.org/a???x http://example.org/%E9?x=%E9
http://[2001:db8::1]:8080/x https://sub.news.co.uk/2026/03/01/Some-Story_1.html?page=2&sort=&x urn:interim:http://a/B
""".split()


@pytest.mark.slow
def test_keys_are_those_of_pywb(tools: Callable[[str], Path]) -> None:
    """A URL has the key under which pywb looks it up, however it is escaped, sorted or decorated."""
    script = "import sys, surt\nfor url in sys.stdin.buffer.read().decode().split(): print(surt.surt(url))"
    done = subprocess.run([str(tools("pywb") / "python"), "-c", script], input="\n".join(URLS), capture_output=True,
                          text=True, timeout=60, check=True)
    assert dict(zip(URLS, map(surt, URLS), strict=True)) == dict(zip(URLS, done.stdout.split("\n"), strict=False))
