"""Which pictures on a page are the article's: those a script draws, those in a shop's link, those of teasers."""

from __future__ import annotations

import pytest

from archiver.extract import credits
from archiver.extract.page import Page

URL = "https://harbour.example/2024/bridge/"
TITLE = "A bridge that nobody wanted opens at last"
TEXT = (
    "The bridge over the northern channel was opened on Monday after nine years of building and four of quarrel, and"
    " the mayor, who had voted against it, walked across first. Nobody spoke for a while. "
) * 2
IMG = '<img src="/img/bridge-opening.jpg" width=1200 height=675 alt="Bridge">'
NAMED = '<meta property="og:image" content="https://harbour.example/img/9f31/bridge.jpg">'
LEAD = f"<figure>{IMG}<figcaption>The bridge. Photo: Jane Doe/AFP</figcaption></figure>"


def read(article: str, head: str = "") -> list[tuple[str, str | None]]:
    """Address and credit of the pictures found in an article."""
    page = Page(
        f"<html lang=en><head><title>{TITLE}</title>{head}</head><body><article>{article}</article>"
        "<footer><p>© 2024 The Harbour Post</p></footer></body></html>",
        URL,
    )
    return [(image.url, image.credit) for image in credits.find(page, TITLE).images]


def names(article: str, head: str = "") -> list[str]:
    return [credit for _, credit in read(f"<h1>{TITLE}</h1>{article}", head) if credit]


DRAWN = '<figure><img data-url="/img/8812_${{size}}.jpg"><figcaption>The ferry. <small>Photo: {}</small></figcaption></figure>'


def test_picture_that_a_script_draws() -> None:
    """A figure whose picture has no address of its own yet is reported with caption and credit, without address."""
    got = read(f"<h1>{TITLE}</h1>{LEAD}<p>{TEXT}</p>{DRAWN.format('John Roe/Reuters')}<p>{TEXT}</p>")
    assert got == [("https://harbour.example/img/bridge-opening.jpg", "Jane Doe/AFP"), ("", "John Roe/Reuters")]


def test_lead_that_a_script_draws() -> None:
    """At the head it is the picture that the page's data name."""
    got = read(f"<h1>{TITLE}</h1>{DRAWN.format('John Roe/Reuters')}<p>{TEXT}</p><p>{TEXT}</p>", NAMED)
    assert got == [("https://harbour.example/img/9f31/bridge.jpg", "John Roe/Reuters")]


def test_stand_in_counts_once() -> None:
    """A stand-in and the picture that a `noscript` holds are one."""
    both = "<figure><img src='data:image/gif;base64,R0lGOD'><noscript><img src=/img/ferry.jpg></noscript><figcaption>Photo: Jane Doe/AFP</figcaption></figure>"
    got = read(f"<h1>{TITLE}</h1>{both}<p>{TEXT}</p><p>{TEXT}</p>")
    assert got == [("https://harbour.example/img/ferry.jpg", "Jane Doe/AFP")]


def test_empty_place_without_credit_is_no_picture() -> None:
    """A place without address and credit says nothing."""
    empty = '<figure><img data-url="/img/8812_${size}.jpg"><figcaption>The ferry in the harbour</figcaption></figure>'
    got = read(f"<h1>{TITLE}</h1>{LEAD}<p>{TEXT}</p>{empty}<p>{TEXT}</p>")
    assert [url for url, _ in got] == ["https://harbour.example/img/bridge-opening.jpg"]


def test_sizes_that_are_a_ratio() -> None:
    """'100 x 56.25' is a shape, not an icon of 56 pixels; '40 x 40' is an icon."""
    wide = LEAD.replace("width=1200 height=675", 'width="100" height="56.25"')
    assert names(f"{wide}<p>{TEXT}</p>") == ["Jane Doe/AFP"]
    icon = LEAD.replace("width=1200 height=675", 'width="40.0" height="40"')
    assert read(f"<h1>{TITLE}</h1>{icon}<p>{TEXT}</p>", NAMED)[0][0].endswith("/9f31/bridge.jpg")


def test_header_that_calls_itself_navigation() -> None:
    """The lead in the header that holds the headline counts, whatever the header is called."""
    header = f'<header class="content-header nav-offset social-share"><h1>{TITLE}</h1>{LEAD}</header><p>{TEXT}</p><p>{TEXT}</p>'
    assert [credit for _, credit in read(header)] == ["Jane Doe/AFP"]


SHOP = '<div class=product><a rel="{}" href="https://shop.example/tent"><img src=/img/tent.jpg width=600>{}</a><p>A tent, 99</p></div>'


@pytest.mark.parametrize(
    "product",
    [
        SHOP.format("sponsored noopener", "<p class=image-credit>Photograph: Ann Poe</p>"),
        '<figure><a rel="sponsored" href="https://shop.example/tent"><img src=/img/tent.jpg width=600></a>'
        "<figcaption>Credit: Ann Poe</figcaption></figure>",
    ],
    ids=["credit in the link", "caption of the figure"],
)
def test_picture_that_leads_to_a_shop(product: str) -> None:
    """A product's picture with a credit of its own is the article's, also where the link is paid for."""
    assert names(f"{LEAD}<p>{TEXT}</p>{product}<p>{TEXT}</p>") == ["Jane Doe/AFP", "Ann Poe"]


def test_advertisement() -> None:
    """A picture in a paid link that says nothing of the picture is an advertisement."""
    got = read(f"<h1>{TITLE}</h1>{LEAD}<p>{TEXT}</p>{SHOP.format('sponsored', '<p>Buy now</p>')}<p>{TEXT}</p>")
    assert [url for url, _ in got] == ["https://harbour.example/img/bridge-opening.jpg"]


@pytest.mark.parametrize(
    "teaser",
    [
        '<ul><li><a href="/mediathek/audio/ferry-100.html"><img src=/img/ferry.jpg title="The ferry | Photo: John Roe/dpa">Ferry stops</a></li></ul>',
        "<div class=box><div><img src=/img/ferry.jpg title='The ferry | Photo: John Roe/dpa'></div><p>1 min</p><p>Listen</p>"
        "<h4><a href=/ferry/>The ferry stops for good in March</a></h4></div>",
    ],
    ids=["page of a media library", "labels before the headline"],
)
def test_teasers_in_the_story(teaser: str) -> None:
    """The picture of another page that the story links to is not the article's."""
    assert names(f"{LEAD}<p>{TEXT}</p>{teaser}<p>{TEXT}</p><p>{TEXT}</p>") == ["Jane Doe/AFP"]


def test_gallery_of_stand_ins() -> None:
    """Slides whose pictures share one stand-in keep a caption and a credit each."""
    slide = "<li><img src=/1x1.png data-src=/img/{0}.jpg><p class=flex-caption>The {0}. (Photo: {1})</p></li>"
    slides = "".join(slide.format(what, who) for what, who in (("ferry", "Ann Poe"), ("bridge", "John Roe"), ("pier", "Max Muster")))
    got = names(f'<div class="gallery"><ul>{slides}</ul></div><p>{TEXT}</p><p>{TEXT}</p>')
    assert got == ["Ann Poe", "John Roe", "Max Muster"]


def test_fallback_of_an_image_element() -> None:
    """An outlet's stand-in beside a caption is not the address, and the picture keeps its credit."""
    lead = "<figure><img src=/assets/svg/fallback.svg><figcaption>The bridge. Photo: Jane Doe/AFP</figcaption></figure>"
    got = read(f"<h1>{TITLE}</h1>{lead}<p>{TEXT}</p><p>{TEXT}</p>", NAMED)
    assert got == [("https://harbour.example/img/9f31/bridge.jpg", "Jane Doe/AFP")]


@pytest.mark.parametrize(
    "foot",
    [
        "<p>Text: John Roe, Fotos: Ann Poe</p>",
        "<p>Sources: Harbour Office / Photo Credit: Ann Poe</p>",
        "<p>Image source: Ann Poe</p>" + "<p>Support us</p>" * 6,
    ],
)
def test_credit_at_the_foot_behind_others(foot: str) -> None:
    """A credit behind the writer's name or the sources, or before a few lines of the outlet, is the lead's; the name before
    it is no caption."""
    page = Page(f"<body><article><h1>{TITLE}</h1>{IMG}<p>{TEXT}</p><p>{TEXT}</p>{foot}</article></body>", URL)
    assert [(i.credit, i.caption) for i in credits.find(page, TITLE).images] == [("Ann Poe", None)]


def test_stated_caption_without_credit() -> None:
    """What the page's data say a picture shows is not taken for who made it."""
    data = (
        '<script type="application/ld+json">{"@type": "ImageObject", "url": "https://harbour.example/img/bridge-opening.jpg",'
        ' "caption": "Symbolbild: Happy people on a bridge"}</script>'
    )
    assert names(f"{IMG}<p>{TEXT}</p><p>{TEXT}</p>", data) == []


def test_paragraph_beside_a_figure_stays_the_storys() -> None:
    """A paragraph that shares a wrapper with a figure is neither its caption nor taken from the body."""
    said = "The ferry, which has kept its timetable for nine years, was not to be seen on Monday, nor was anybody who works on it."
    html = f"<h1>{TITLE}</h1><p>{TEXT}</p><div class=part><p>{said}</p>{LEAD}</div><p>{TEXT}</p>"
    page = Page(f"<body><article>{html}</article></body>", URL)
    got = credits.find(page, TITLE)
    assert [(image.caption, image.credit) for image in got.images] == [("The bridge.", "Jane Doe/AFP")]
    assert said not in {page.lines[index].text for index in got.lines}
