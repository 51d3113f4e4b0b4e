"""Contents: codings taken off within bounds, and honest about what they are not."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.content import BadCoding, TooLarge, decode

TEXT = "Die Brücke öffnet. ".encode() * 200


def brotlied(data: bytes) -> bytes:
    brotli = pytest.importorskip("brotli")
    return bytes(brotli.compress(data))


def zstandard(data: bytes) -> bytes:
    zstd = pytest.importorskip("backports.zstd")
    return bytes(zstd.compress(data))


def raw_deflate(data: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(data) + engine.flush()


CODERS = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotlied, "zstd": zstandard}


@pytest.mark.parametrize("coding", CODERS)
@given(st.binary(max_size=5000))
@settings(max_examples=30)
def test_each_coding_comes_off(coding: str, data: bytes) -> None:
    """What was packed comes back byte for byte, in any case of the header."""
    assert decode(CODERS[coding](data), f" {coding.upper()} ") == data


def test_codings_come_off_in_turn() -> None:
    """Two codings are taken off from the last to the first; identity and unknown harmless ones are passed over."""
    assert decode(gzip.compress(zlib.compress(TEXT)), "deflate, gzip") == TEXT
    assert decode(TEXT, "") == decode(TEXT, "identity") == decode(TEXT, "aws-chunked") == TEXT
    assert decode(raw_deflate(TEXT), "deflate") == TEXT


def test_members_and_tails_of_gzip() -> None:
    """Several members are one text; what follows the last and is none is passed over, as browsers do."""
    assert decode(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip") == b"one two"
    assert decode(gzip.compress(TEXT) + b"trailing rubbish", "gzip") == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_stream_cut_short_gives_what_came(coding: str) -> None:
    """A connection that broke leaves the first part readable."""
    whole = bytes(range(256)) * 2000
    part = decode(CODERS[coding](whole)[:-10], coding)
    assert whole.startswith(part)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_refused(coding: str) -> None:
    """What unpacks past the limit is refused; the limit itself is not."""
    packed = CODERS[coding](bytes(3_000_000))
    with pytest.raises(TooLarge, match="2,999,999"):
        decode(packed, coding, limit=2_999_999)
    assert len(decode(packed, coding, limit=3_000_000)) == 3_000_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "compress", "rot13"])
def test_a_lie_is_named(coding: str) -> None:
    """Bytes that are not in the coding they claim, and codings nobody knows, are told by name."""
    with pytest.raises(BadCoding):
        decode(b"<html>plain</html>" * 10, coding)


@given(st.binary(max_size=300), st.text("gzipdeflatebrzstd, ", max_size=20) | st.sampled_from(tuple(CODERS)))
@settings(max_examples=300)
def test_no_bytes_do_anything_else(data: bytes, codings: str) -> None:
    """Any bytes under any header give bytes, TooLarge or BadCoding."""
    try:
        assert isinstance(decode(data, codings, limit=100_000), bytes)
    except (TooLarge, BadCoding) as error:
        assert str(error)
