"""Who made a picture, as its file says (IPTC, XMP, EXIF), and the article whose credits are read from it.

Pure: bytes come as an argument. No pixel is decoded; Pillow, which finds the blocks in a file, is an extra (`images`).
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from archiver.extract.credits import agencies
from archiver.extract.credits.tidying import plausible, tidy, without_controls
from archiver.model import Article, Evidence, Image
from archiver.urls import link_key

try:
    from PIL import ExifTags, IptcImagePlugin
    from PIL import Image as Pictures
except ImportError:                      # pip install 'news-archiver[images]'
    AVAILABLE = False
else:
    AVAILABLE = True

MAX_XMP = 1024 * 1024
MAX_TEXT = 2_000
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "AVIF")
NAMES = ("Creator", "CreditLine", "CopyrightNotice", "Caption")
_IIM = {(2, 80): "Creator", (2, 110): "CreditLine", (2, 116): "CopyrightNotice", (2, 120): "Caption"}
_UTF8 = b"\x1b%G"
_XMP = {"{http://purl.org/dc/elements/1.1/}creator": "Creator",
        "{http://ns.adobe.com/photoshop/1.0/}Credit": "CreditLine",
        "{http://purl.org/dc/elements/1.1/}rights": "CopyrightNotice",
        "{http://purl.org/dc/elements/1.1/}description": "Caption"}
_EXIF = {0x013B: "Creator", 0x8298: "CopyrightNotice", 0x010E: "Caption"}
_RIGHTS = re.compile(r"all rights reserved.{0,200}|©|\(c\)|\bcopyright\b|\b(?:19|20)\d\d(?:-\d{2,4})?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a picture's file says of itself, and the block that says it: `iptc`, `xmp` or `exif`."""

    text: str
    block: str


def embedded(data: bytes) -> dict[str, Said]:
    """What a picture says under the names of NAMES; IPTC before XMP before EXIF. Empty for what is no picture."""
    if not AVAILABLE:
        return {}
    found: dict[str, Said] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Pictures.open(io.BytesIO(data), formats=FORMATS) as picture:
                for name, text, block in (*_iptc(picture), *_xmp(picture), *_exif(picture)):
                    clean = without_controls(text[:MAX_TEXT]).strip()
                    if clean:
                        found.setdefault(name, Said(clean, block))
    except Exception:  # noqa: BLE001, S110 - the edge: whatever a hostile file does to a parser, it says nothing then
        pass
    return found


def _iptc(picture: Any) -> Iterator[tuple[str, str, str]]:
    sets = IptcImagePlugin.getiptcinfo(picture) or {}
    utf8 = sets.get((1, 90)) == _UTF8
    for number, name in _IIM.items():
        values = sets.get(number) or []
        texts = [_text(value, utf8=utf8) for value in (values if isinstance(values, list) else [values])[:5]]
        yield name, ", ".join(text for text in texts if text), "iptc"


def _text(data: bytes, *, utf8: bool) -> str:
    """Text of an IPTC data set: UTF-8 where it says so or is, else the Latin-1 of older software."""
    try:
        return data[:MAX_TEXT].decode("utf-8", "ignore" if utf8 else "strict").strip("\0 ")
    except UnicodeDecodeError:
        return data[:MAX_TEXT].decode("cp1252", "replace").strip("\0 ")


def _xmp(picture: Any) -> Iterator[tuple[str, str, str]]:
    """The XMP packet, parsed without entities, network or depth; attributes and elements alike."""
    packet = picture.info.get("xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    if not packet or len(packet) > MAX_XMP or b"<!" in packet:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    tree = etree.fromstring(packet.strip(b"\0 \r\n"), parser)
    for element in tree.iter("*") if tree is not None else ():
        for key, value in element.attrib.items():
            if key in _XMP:
                yield _XMP[str(key)], str(value), "xmp"
        if element.tag in _XMP:
            items = [str(text).strip() for text in element.itertext() if str(text).strip()]
            yield _XMP[str(element.tag)], (", " if _XMP[str(element.tag)] == "Creator" else " ").join(items[:5]), "xmp"


def _exif(picture: Any) -> Iterator[tuple[str, str, str]]:
    if picture.format == "PNG" and "exif" not in picture.info:
        return                           # Pillow would decode all pixels to look behind them
    tags = picture.getexif()
    for number, name in _EXIF.items():
        value = tags.get(ExifTags.Base(number)) or ""
        text = _text(value, utf8=False) if isinstance(value, bytes) else str(value)
        try:                             # UTF-8 that was read as Latin-1
            text = text.encode("latin-1").decode("utf-8")
        except UnicodeError:
            pass
        yield name, text.strip("\0 "), "exif"


def credited(article: Article, pictures: Mapping[str, bytes]) -> Article:
    """The article with the credits that its pictures' files state; `pictures` are bytes by the URL of the image.

    What a file states goes before what the page prints; a page that prints all of it, and more, is kept and confirmed.
    """
    by_key = {link_key(url): data for url, data in pictures.items()}
    images, evidence = list(article.images), dict(article.evidence)
    for number, image in enumerate(article.images):
        data = by_key.get(link_key(image.url)) if image.url else None
        found = _credit(embedded(data)) if data else None
        if found:
            credit, proof = found
            images[number] = _with(image, credit, proof.text or credit)
            evidence[f"images.{number}"] = proof
    return replace(article, images=tuple(images), evidence=dict(sorted(evidence.items())))


def _credit(said: dict[str, Said]) -> tuple[str, Evidence] | None:
    """The credit line of a file with its creator, else the creator, else who holds the copyright."""
    line, creator, rights = (said.get(name) for name in ("CreditLine", "Creator", "CopyrightNotice"))
    if line and plausible(credit := tidy(line.text)):
        named = tidy(creator.text) if creator else ""
        if named and plausible(named) and named.casefold() not in credit.casefold():
            return f"{named}/{credit}", Evidence(f"{line.block}:CreditLine", f"{named} / {line.text}", 0.99)
        return credit, Evidence(f"{line.block}:CreditLine", line.text, 0.99)
    if creator and plausible(credit := tidy(creator.text)):
        return credit, Evidence(f"{creator.block}:Creator", creator.text, 0.97)
    if rights and plausible(credit := tidy(" ".join(_RIGHTS.sub(" ", rights.text).split()).strip(" .,;-"))):
        return credit, Evidence(f"{rights.block}:CopyrightNotice", rights.text, 0.85)
    return None


def _with(image: Image, credit: str, raw: str) -> Image:
    printed = (image.credit or "").casefold()
    if printed and all(part.casefold() in printed for part in credit.split("/")):
        return image
    person, agency = agencies.split(credit)
    caption = image.caption if (image.caption or "").casefold() != credit.casefold() else None
    return replace(image, credit=credit, credit_raw=image.credit_raw or raw, photographer=person, agency=agency,
                   caption=caption)
