"""The block of one record, checked as it streams by: digests, and an HTTP body against its head.

Nothing here reads a file; at most an HTTP head is held in memory.
"""

from __future__ import annotations

from collections.abc import Iterator

from archiver.store import http
from archiver.store.digests import Check
from archiver.store.reader import Fault, RawRecord
from archiver.store.warc import SPLIT

MAX_HEAD = 1024 * 1024
_NO_BODY = (b" 204", b" 304")
_HTTP_TYPES = ("response", "request")


class BlockCheck:
    """Takes the pieces of a block; `findings()` says what was wrong once all were fed."""

    def __init__(self, record: RawRecord) -> None:
        self.record = record
        self.block = Check(record.get("WARC-Block-Digest"))
        self.payload = Check(record.get("WARC-Payload-Digest"))
        self.raw = Check(record.get("WARC-Payload-Digest"))
        self.http = record.kind in _HTTP_TYPES and "http" in record.get("Content-Type").lower()
        self.head = b""
        self.size = 0
        self.start = b""
        self._in_head = self.http
        self._chunks: http.Dechunker | None = None

    def feed(self, piece: bytes) -> None:
        """The next piece of the block."""
        self.block.update(piece)
        if not self._in_head:
            self._body(piece)
            return
        self.head += piece
        head, body = self._split()
        if body or len(head) < len(self.head) or len(self.head) > MAX_HEAD or head.endswith((b"\n\n", b"\n\r\n")):
            self.head, self._in_head = head, False
            if "chunked" in http.header(head, "Transfer-Encoding").lower():
                self._chunks = http.Dechunker()
            self._body(body)

    def _split(self) -> tuple[bytes, bytes]:
        length = self.record.get(SPLIT)
        if length.isdigit():
            return self.head[:int(length[:9])], self.head[int(length[:9]):]
        return http.split(self.head)

    def _body(self, piece: bytes) -> None:
        self.size += len(piece)
        self.raw.update(piece)
        if self._chunks and not (self._chunks.bad and not self.start):
            for data in self._chunks.feed(piece):
                self._payload(data)
        elif self._chunks is None:
            self._payload(piece)

    def _payload(self, data: bytes) -> None:
        if len(self.start) < 2:
            self.start += data[:2]
        self.payload.update(data)

    def findings(self, *, whole: bool) -> Iterator[Fault]:
        """What is wrong; of a block that is not `whole` nothing can be said."""
        if not whole:
            return
        if self._chunks:
            self._chunks.close()
        if not self.block.holds():
            yield "wrong-block-digest", "the block is not what its digest says"
        if self.record.kind in ("revisit", "continuation") or self.record.get("WARC-Segment-Number"):
            return
        yield from self._payload_findings()
        if not self.block.known and not self.payload.known and self.record.kind != "warcinfo":
            yield "no-digest", "neither block nor payload has a digest that can be checked"
        if self.record.kind == "response" and self.http:
            yield from self._http_findings()

    def _dechunked(self) -> bool:
        return bool(self._chunks and self._chunks.bad and not self.start and self.size)

    def _payload_findings(self) -> Iterator[Fault]:
        if self.payload.holds() and not self._dechunked():
            return
        if self._chunks and self.raw.holds():
            if not self._dechunked():
                yield "payload-digest-over-chunks", "the payload digest is over the chunk framing too (warcio#74)"
            return
        yield "wrong-payload-digest", "the payload is not what its digest says"

    def _http_findings(self) -> Iterator[Fault]:
        if self._dechunked():
            yield "chunked-header-dechunked-body", "the header says chunked and the body is not"
        coding = http.header(self.head, "Content-Encoding").lower()
        if coding in ("gzip", "x-gzip") and len(self.start) == 2 and self.start != b"\x1f\x8b":
            yield "gzip-header-decoded-body", "the header says gzip and the body is not"
        marked = self.record.get("WARC-Truncated")
        if self._chunks:
            if not marked and not self._chunks.ended and not self._chunks.bad:
                yield "truncated-not-marked", "the last chunk is missing and no WARC-Truncated says so"
        else:
            yield from self._length(marked)

    def _length(self, marked: str) -> Iterator[Fault]:
        stated = http.header(self.head, "Content-Length").split(",")[0].strip()
        if not stated.isdecimal() or self.head[:13].rstrip().endswith(_NO_BODY):
            return
        said = f"Content-Length says {stated[:20]}, the body has {self.size:,} bytes"
        if int(stated[:18]) > self.size and not marked:
            yield "http-length-too-long", said
            yield "truncated-not-marked", f"{said}, and no WARC-Truncated says that it is cut"
        elif int(stated[:18]) < self.size:
            yield "http-length-too-short", said
