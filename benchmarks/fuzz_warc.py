"""Fuzzing of what reads other people's bytes: WARC and ARC records, HTTP blocks, chunks, picture metadata.

    python -m benchmarks.fuzz_warc FOLDER [SECONDS]

Needs atheris (not among the project's extras). FOLDER keeps the inputs that reached new code, and what failed
(`crash-*`). An input that failed is kept as a case of tests/store/test_fuzzed.py. The promise under test: no exception,
no end without progress, nothing read past the file. Not part of `make test`.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import FunctionType
from typing import Any

from archiver.content import BadCoding, TooLarge, decode
from archiver.errors import ArchiverError
from archiver.extract.credits.embedded import embedded
from archiver.newsroom.images import jpeg
from archiver.store import http, warc
from archiver.store.arc import arc_records, is_arc
from archiver.store.block import BlockCheck
from archiver.store.reader import RawRecord, records, records_near
from archiver.store.record import Record, digest

BOUND = 1 << 20


def warc_file(data: bytes) -> None:
    """Every record is read, checked and understood; offsets go up, so it ends."""
    last = -1
    for raw in records(io.BytesIO(data)):
        assert raw.offset >= last or not raw.alone, "no progress"
        last = raw.offset
        _record(raw)
        assert raw.finish().length >= 0
        assert raw.offset + raw.length <= len(data) + BOUND


def _record(raw: RawRecord) -> None:
    check = BlockCheck(raw)
    block = raw.block(BOUND)
    check.feed(block)
    raw.finish()
    list(check.findings(whole=not raw.faults))
    record = Record(raw.kind, raw.fields, block)
    if raw.kind in ("response", "revisit", "request"):
        with suppress(ArchiverError):
            exchange = warc.exchange_of(record, [])
            warc.capture_row(record, "s", "s/warc/x", raw.offset, raw.length)
            with suppress(TooLarge, BadCoding):
                decode(exchange.payload, exchange.header("Content-Encoding"), BOUND)
    elif raw.kind == "metadata":
        warc.end_of(record, "s")


def near(data: bytes) -> None:
    """From anywhere in the file a record can be found, or none."""
    for raw in records_near(io.BytesIO(data), len(data) // 3):
        raw.finish()


def packed(data: bytes) -> None:
    """As `warc_file`, each half in a gzip member of its own."""
    warc_file(gzip.compress(data[:len(data) // 2], 1) + gzip.compress(data[len(data) // 2:], 1))


def arc_file(data: bytes) -> None:
    """Every entry of an ARC gives a record or a fault, and it ends."""
    file = io.BytesIO(data)
    is_arc(file)
    for count, (_, record, fault) in enumerate(arc_records(file, BOUND)):
        assert bool(record) != bool(fault)
        assert count <= len(data)


def chunks(data: bytes) -> None:
    """A body gives the same data, whole or in pieces."""
    whole = http.Dechunker()
    pieces = http.Dechunker()
    at_once = b"".join(whole.feed(data))
    bit_by_bit = b"".join(out for n in range(0, len(data), 3) for out in pieces.feed(data[n:n + 3]))
    assert at_once == bit_by_bit and (whole.bad, whole.ended) == (pieces.bad, pieces.ended)
    assert len(at_once) <= len(data)


def picture(data: bytes) -> None:
    """A picture says what it says; nothing is raised."""
    embedded(data)


TARGETS: tuple[Callable[[bytes], None], ...] = (warc_file, near, packed, arc_file, chunks, picture)


def one(data: bytes) -> None:
    """The first byte says which reader gets the rest."""
    if data:
        TARGETS[data[0] % len(TARGETS)](data[1:])


def kept(folder: Path) -> Callable[[bytes], None]:
    """As `one`; an input that fails is kept, which atheris does not always do."""
    def tried(data: bytes) -> None:
        try:
            one(data)
        except BaseException:
            (folder / f"crash-{hashlib.sha1(data).hexdigest()}").write_bytes(data)
            raise
    return tried


def seeds() -> dict[str, bytes]:
    """Sound files to begin with."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    said = (("WARC-Record-ID", "<urn:uuid:1>"), ("WARC-Date", "2026-01-01T00:00:00Z"),
            ("WARC-Target-URI", "http://example.org/"), ("Content-Type", warc.RESPONSE),
            ("WARC-Payload-Digest", digest(b"hello")), ("WARC-Concurrent-To", "<urn:uuid:2>"))
    records_ = [Record(kind, said, block) for kind in ("response", "revisit", "request", "metadata")]
    plain = b"".join(r.head() + r.block + b"\r\n\r\n" for r in records_)
    members = b"".join(gzip.compress(r.head() + r.block + b"\r\n\r\n") for r in records_)
    arc = b"filedesc://a.arc 0.0.0.0 20200101000000 text/plain 12\n1 0 Archive\n\n\n" + (
        b"http://example.org/ 1.2.3.4 20200101000000 text/html %d\n%b\n" % (len(block), block))
    bodies = {"plain": plain, "gzip": members, "arc": arc, "arcgz": gzip.compress(arc), "chunks": block.split(b"\r\n\r\n", 1)[1],
              "jpeg": jpeg(3, "Jane Doe", "Agency", "caption")}
    return {f"{name}-{n}": bytes([n]) + data for name, data in bodies.items() for n in range(len(TARGETS))}


def readers() -> Iterator[Any]:
    """All functions under test, imported already; instrumenting the standard library too takes minutes."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("archiver.store", "archiver.content", "archiver.model", "archiver.extract.credits.embedded", "warcio")):
            for value in list(vars(module).values()):
                members = vars(value).values() if isinstance(value, type) else (value,)
                yield from (m for m in members if isinstance(m, FunctionType) and m.__module__ == name)


def main() -> None:
    """Fuzz until the time is over or something fails."""
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        sys.exit(__doc__)
    try:
        import atheris
    except ModuleNotFoundError:
        sys.exit("atheris is not installed: pip install atheris, best in an environment of its own")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in seeds().items():
        (folder / name).write_bytes(data)
    seconds = sys.argv[2] if len(sys.argv) > 2 else "3600"
    for function in readers():
        atheris.instrument_func(function)
    atheris.Setup([sys.argv[0], str(folder), f"-max_total_time={seconds}", "-max_len=16384", "-timeout=20", "-rss_limit_mb=2048",
                   f"-artifact_prefix={folder}/", "-print_final_stats=1"], kept(folder))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
