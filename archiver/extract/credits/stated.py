"""What a page says of its pictures for machines: og:image and its like, JSON-LD image objects.

Nothing here looks at the printed page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archiver.extract.credits.addresses import resolve
from archiver.extract.lines import fold
from archiver.extract.page import Page
from archiver.extract.structured import as_text, types_of

_META = (
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "parsely-image-url",
    "sailthru.image.full",
    "thumbnail",
    "thumbnailurl",
    "image",
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A picture as the page's data describe it."""

    url: str
    credit: str
    caption: str


def lead_urls(page: Page) -> list[str]:
    """Addresses that the page names as its picture, most telling first."""
    named = [_url(value) for value in _listed(page.structured.article.get("image"))]
    named += [as_text(page.structured.article.get("thumbnailUrl"))]
    meta = [text for name in _META for text in page.structured.meta.get(name, ())]
    links = [node.get("href") or "" for node in page.root.iterfind("head/link") if node.get("rel") == "image_src"]
    urls = [resolve(page.url, text) for text in [*meta, *named, *links] if text]
    return list(dict.fromkeys(url for url in urls if url))


def images(page: Page) -> list[Stated]:
    """The JSON-LD image objects that say a credit or a caption."""
    found = []
    for node in page.structured.nodes:
        if "imageobject" in types_of(node) or "photograph" in types_of(node):
            url = resolve(page.url, _url(node)) if _url(node) else None
            if url:
                found.append(
                    Stated(url, _credit(node), fold(as_text(node.get("caption")) or as_text(node.get("description"))))
                )
    return [one for one in found if one.credit or one.caption]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _url(value: Any) -> str:
    if isinstance(value, dict):
        return next(
            (
                text
                for key in ("contentUrl", "url", "@id")
                if (text := as_text(value.get(key))).startswith(("http", "/"))
            ),
            "",
        )
    return as_text(value)


def _credit(node: dict[str, Any]) -> str:
    credit = as_text(node.get("creditText"))
    person = next(
        (
            text
            for key in ("creator", "author", "photographer")
            if (text := as_text(node.get(key))) and "http" not in text
        ),
        "",
    )
    holder = next(
        (
            text
            for key in ("copyrightHolder", "copyrightNotice")
            if (text := as_text(node.get(key))) and "http" not in text
        ),
        "",
    )
    if credit and person and person.lower() not in credit.lower():
        return fold(f"{credit} / {person}")
    if not credit and person and holder and person.lower() not in holder.lower():
        return fold(f"{person} / {holder}")
    return fold(credit or holder or person)
