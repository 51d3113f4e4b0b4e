"""Small real pictures made with the standard library: PNG from zlib, and a baseline JPEG with IPTC and XMP in it.

Nothing here draws anything one would want to look at: a picture is one colour, and its metadata are the point.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from html import escape

# One grey 8x8 block: quantisation of ones, the shortest legal Huffman tables (one code each), one scan.
_QUANT = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
_FRAME = b"\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00"
_DC = b"\xff\xc4\x00\x14\x00" + b"\x01" + b"\x00" * 15 + b"\x07"
_AC = b"\xff\xc4\x00\x14\x10" + b"\x01" + b"\x00" * 15 + b"\x00"
_SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"


def png(colour: int, width: int = 64, height: int = 40) -> bytes:
    """A PNG of one colour (0xRRGGBB)."""
    row = b"\x00" + colour.to_bytes(3, "big") * width
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(row * height, 9))
            + _chunk(b"IEND", b""))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@lru_cache(maxsize=4096)
def jpeg(grey: int, creator: str = "", credit: str = "", caption: str = "") -> bytes:
    """A JPEG of 8 by 8 pixels of one grey (0 to 127), with IPTC (APP13) and XMP (APP1) where a text is given."""
    said = {80: creator, 110: credit, 120: caption, 116: f"(c) {credit}" if credit else ""}
    segments = b""
    if any(said.values()):
        segments = _segment(0xED, _photoshop(said)) + _segment(0xE1, _xmp(creator, credit))
    # 7 bits of size code 0, then the value: category 7 holds 64..127 in 7 bits; then end of block; padded with ones.
    bits = "0" + f"{64 + grey % 64:07b}" + "0"
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    return b"\xff\xd8" + segments + _QUANT + _FRAME + _DC + _AC + _SCAN + scan + b"\xff\xd9"


def _segment(marker: int, data: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def _photoshop(said: dict[int, str]) -> bytes:
    """IPTC-IIM data sets of record 2 (80 By-line, 110 Credit, 116 Copyright, 120 Caption) in a Photoshop block."""
    sets = b"\x1c\x01\x5a\x00\x03\x1b%G"        # 1:90: what follows is UTF-8
    for number, text in sorted(said.items()):
        if text:
            data = text.encode()[:1000]
            sets += b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(data)) + data
    block = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(sets)) + sets
    return b"Photoshop 3.0\x00" + block + (b"\x00" if len(sets) % 2 else b"")


def _xmp(creator: str, credit: str) -> bytes:
    made = f"<dc:creator><rdf:Seq><rdf:li>{escape(creator)}</rdf:li></rdf:Seq></dc:creator>" if creator else ""
    line = f"<photoshop:Credit>{escape(credit)}</photoshop:Credit>" if credit else ""
    text = ('<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
            f'{made}{line}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>')
    return b"http://ns.adobe.com/xap/1.0/\x00" + text.encode()
