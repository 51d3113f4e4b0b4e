"""What a picture's file says of its maker is read, bounded, and goes before what the page prints."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.extract.credits.embedded import MAX_XMP, credited, embedded
from archiver.model import Article, Evidence, Image
from archiver.newsroom.images import jpeg, png

pil = pytest.importorskip("PIL.Image")
URL = "http://example.org/a.jpg"


def article(**image: str) -> Article:
    """An article with one picture."""
    return Article("0" * 16, "http://example.org/a", "http://example.org/a", "example", "T",
                   images=(Image(URL, True, **image),), evidence={"images.0": Evidence("text:caption", "x")})


def with_xmp(xml: bytes) -> bytes:
    """A JPEG with nothing but this XMP."""
    data = jpeg(1)
    packet = b"http://ns.adobe.com/xap/1.0/\0" + xml
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(packet) + 2) + packet + data[2:]


RDF = (b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
       b'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:p="http://ns.adobe.com/photoshop/1.0/" '
       b'%b>%b</rdf:Description></rdf:RDF></x:xmpmeta>')


def test_iptc() -> None:
    """Creator, credit line, copyright notice and caption are read from IPTC, in its own charset."""
    said = embedded(jpeg(3, "Zoë Müller", "Nordbild", "Die Brücke"))
    assert {name: (one.text, one.block) for name, one in said.items()} == {
        "Creator": ("Zoë Müller", "iptc"), "CreditLine": ("Nordbild", "iptc"), "Caption": ("Die Brücke", "iptc"),
        "CopyrightNotice": ("(c) Nordbild", "iptc")}


@pytest.mark.parametrize(("attributes", "elements"), [
    (b'p:Credit="Reuters"', b"<dc:creator><rdf:Seq><rdf:li>Jane Doe</rdf:li><rdf:li>Max Muster</rdf:li></rdf:Seq></dc:creator>"),
    (b"", b"<p:Credit>Reuters</p:Credit><dc:creator><rdf:Seq><rdf:li>Jane Doe</rdf:li><rdf:li>Max Muster</rdf:li></rdf:Seq></dc:creator>")])
def test_xmp(attributes: bytes, elements: bytes) -> None:
    """XMP is read whether it is written in attributes or in elements."""
    said = embedded(with_xmp(RDF % (attributes, elements)))
    assert (said["Creator"].text, said["CreditLine"].text) == ("Jane Doe, Max Muster", "Reuters")
    assert {one.block for one in said.values()} == {"xmp"}


def test_exif() -> None:
    """Artist and Copyright of EXIF are read where nothing better is there."""
    out = io.BytesIO()
    picture = pil.open(io.BytesIO(png(0x336699)))
    tags = picture.getexif()
    tags[0x013B], tags[0x8298] = "Jane Doe", "Copyright 2024 Nordbild. All rights reserved."
    picture.save(out, "JPEG", exif=tags)
    said = embedded(out.getvalue())
    assert (said["Creator"].text, said["Creator"].block) == ("Jane Doe", "exif")


def test_the_file_goes_before_the_page() -> None:
    """A credit line with its creator replaces the page's credit; the evidence names block and field; print is kept."""
    read = credited(article(credit="Agency", credit_raw="Photo: Agency"), {URL: jpeg(3, "Jane Doe", "Nordbild")})
    assert read.images[0].credit == "Jane Doe/Nordbild"
    assert (read.images[0].photographer, read.images[0].agency) == ("Jane Doe", "Nordbild")
    assert read.images[0].credit_raw == "Photo: Agency"
    assert read.evidence["images.0"] == Evidence("iptc:CreditLine", "Jane Doe / Nordbild", 0.99)


def test_a_page_that_prints_more_is_confirmed() -> None:
    """Where the page prints all that the file states, its words stay and the file is the evidence."""
    before = article(credit="Jane Doe/Nordbild via Getty", credit_raw="Photo: Jane Doe/Nordbild via Getty")
    read = credited(before, {URL: jpeg(3, "", "Nordbild")})
    assert read.images == before.images
    assert read.evidence["images.0"].source == "iptc:CreditLine"


def test_the_creator_alone_and_the_owner_alone() -> None:
    """Without a credit line the creator is credited, and without one the holder of the copyright."""
    assert credited(article(), {URL: jpeg(3, "Jane Doe")}).images[0].photographer == "Jane Doe"
    owner = RDF % (b"", b"<dc:rights><rdf:Alt><rdf:li>\xc2\xa9 2024 Nordbild. All rights reserved.</rdf:li></rdf:Alt></dc:rights>")
    read = credited(article(), {URL: with_xmp(owner)})
    assert (read.images[0].credit, read.evidence["images.0"].source) == ("Nordbild", "xmp:CopyrightNotice")


@pytest.mark.parametrize("data", [b"", b"GIF89a", jpeg(1), png(1), jpeg(1, "http://buy.example/"), b"\xff\xd8" * 1000])
def test_a_file_that_says_nothing(data: bytes) -> None:
    """Pictures without metadata, or with none that can be a credit, and what is no picture leave the article as it is."""
    assert credited(article(credit="Agency"), {URL: data}) == article(credit="Agency")


def test_other_pictures_do_not_count() -> None:
    """A file counts for the image of its own address only."""
    assert credited(article(), {"http://example.org/b.jpg": jpeg(3, "Jane Doe")}) == article()


def test_hostile_xmp() -> None:
    """Entities are not expanded, files are not opened, and packets beyond the bound are not parsed."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + RDF % (b"", b"<p:Credit>&b;</p:Credit>")
    assert embedded(with_xmp(bomb)) == {}
    deep = RDF % (b"", b"<p:Credit>" + b"<x:a>" * 5000 + b"</x:a>" * 5000 + b"</p:Credit>")
    assert set(embedded(with_xmp(deep))) <= {"CreditLine"}
    chunk = RDF % (b'p:Credit="Reuters"', b" " * MAX_XMP)
    out = io.BytesIO()
    pil.open(io.BytesIO(png(1))).save(out, "WEBP", xmp=chunk)
    assert embedded(out.getvalue()) == {}
    out = io.BytesIO()
    pil.open(io.BytesIO(png(1))).save(out, "WEBP", xmp=chunk.replace(b" " * MAX_XMP, b""))
    assert embedded(out.getvalue())["CreditLine"].text == "Reuters"


@settings(max_examples=300)
@given(st.data())
def test_any_damage(data: st.DataObject) -> None:
    """Whatever is done to a file, reading it raises nothing and gives texts of bounded length."""
    raw = bytearray(jpeg(5, "Jane Doe", "Nordbild", "caption"))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(raw)))
        raw[at:at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    assert all(0 < len(one.text) <= 2000 for one in embedded(bytes(raw)).values())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "AVIF"])
def test_no_pixel_is_decoded(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Metadata are read from a file's head alone: a picture of a billion pixels in a kilobyte costs nothing."""
    out = io.BytesIO()
    pil.new("RGB", (64, 64)).save(out, kind)
    decoded: list[str] = []
    plugin = type(pil.open(io.BytesIO(out.getvalue())))
    real = plugin.load
    monkeypatch.setattr(plugin, "load", lambda self: decoded.append(kind) or real(self))
    assert embedded(out.getvalue()) == {}
    assert decoded == []
