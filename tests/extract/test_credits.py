"""The pictures of an article: which count, which leads, what is said of each and who is credited."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import NotAnArticle
from archiver.extract import credits
from archiver.extract.credits import Credits
from archiver.extract.page import Page
from archiver.model import Author, Image
from tests import seed

URL = "https://harbour.example/2024/bridge/"
TITLE = "A bridge that nobody wanted opens at last"
TEXT = (
    "The bridge over the northern channel was opened on Monday after nine years of building and four of quarrel, and"
    " the mayor, who had voted against it, walked across first. Nobody spoke for a while. "
) * 2
MORE = (
    "Whether it will be used is another matter: the ferry has kept its timetable, and the road that leads to the"
    " bridge ends, for now, in a field of rape that belongs to a cousin of the former minister of works. "
) * 2


def page(article: str, head: str = "", after: str = "") -> Page:
    """An article in a plain page."""
    return Page(
        f"<html lang=en><head><title>{TITLE}</title>{head}</head><body><header><img src=/logo.png width=200></header>"
        f"<article><h1>{TITLE}</h1>{article}</article>{after}<footer><p>© 2024 The Harbour Post</p></footer></body></html>",
        URL,
    )


def found(article: str, head: str = "", after: str = "", authors: tuple[str, ...] = ()) -> Credits:
    return credits.find(page(article, head, after), TITLE, tuple(Author(a) for a in authors))


def lead(article: str, head: str = "", after: str = "") -> Image:
    images = found(article, head, after).images
    assert images
    assert images[0].lead
    assert not any(image.lead for image in images[1:])
    return images[0]


BODY = f"<p>{TEXT}</p><p>{MORE}</p>"
IMG = '<img src="/img/bridge-opening.jpg" width=1200 height=675 alt="Bridge">'
SRC = "https://harbour.example/img/bridge-opening.jpg"


@pytest.mark.parametrize("markup", seed.MARKUPS, ids=lambda markup: markup.__name__)
def test_seed(markup: Callable[[], str]) -> None:
    """The seed's credit is found in every markup, once, and its line is claimed."""
    shown = Page(markup(), "https://harbour.example/talks/")
    got = credits.find(shown, seed.HEADLINE, (Author(seed.AUTHOR),))
    assert [image.credit for image in got.images if image.credit] == [seed.CREDIT]
    assert got.images[0].credit_raw == "Photo: Reuters"
    assert got.images[0].agency == "Reuters"
    assert {line.text for line in shown.lines if "Photo:" in line.text} == {shown.lines[i].text for i in got.lines}


def test_seed_as_text() -> None:
    """In plain text the credit stands in an image without address, since no picture could be found."""
    shown = Page.from_text(seed.plain())
    got = credits.find(shown, seed.HEADLINE, ())
    assert [(image.url, image.credit, image.lead) for image in got.images] == [("", "Reuters", True)]
    assert [shown.lines[i].text for i in got.lines] == ["Photo: Reuters"]


MARKUPS = {
    "figcaption with text": f"<figure>{IMG}<figcaption>The bridge on Monday. Photo: Jane Doe/AFP</figcaption></figure>",
    "span of its own": f"<figure>{IMG}<figcaption>The bridge on Monday. <span class=credit>Jane Doe/AFP</span></figcaption></figure>",
    "two spans, no blank": f"<figure>{IMG}<figcaption><span>The bridge on Monday.</span><span class='fig__copyright'>© Jane Doe/AFP</span>"
    "</figcaption></figure>",
    "nested spans": f"<figure>{IMG}<figcaption><span class=caption-text><span>The bridge on Monday.</span></span><span class=media-credit>"
    "<span>Photo: </span><span>Jane Doe/AFP</span></span></figcaption></figure>",
    "nameless spans": f"<figure>{IMG}<figcaption><span>The bridge on Monday.</span><span>Jane Doe/AFP</span></figcaption></figure>",
    "cite": f"<figure>{IMG}<figcaption>The bridge on Monday. <cite>Jane Doe/AFP</cite></figcaption></figure>",
    "small": f"<figure>{IMG}<figcaption>The bridge on Monday. <small>(Foto: Jane Doe/AFP)</small></figcaption></figure>",
    "line break": f"<figure>{IMG}<figcaption>The bridge on Monday.<br>Jane Doe/AFP</figcaption></figure>",
    "brackets": f"<figure>{IMG}<figcaption>The bridge on Monday. (Jane Doe/AFP)</figcaption></figure>",
    "two blocks": f"<figure>{IMG}<figcaption><p>The bridge on Monday.</p><p>Jane Doe/AFP</p></figcaption></figure>",
    "wordpress": f"<div class='wp-caption aligncenter'>{IMG}<p class=wp-caption-text>The bridge on Monday. Photo: Jane Doe/AFP</p></div>",
    "divs with class": f"<div class=lead-media><div>{IMG}</div><div class=image-caption>The bridge on Monday.</div>"
    "<div class=image-credit>Jane Doe/AFP</div></div>",
    "divs without": f"<div><div>{IMG}</div><div>The bridge on Monday. Photo: Jane Doe/AFP</div></div>",
    "two divs without": f"<div><div><div>{IMG}</div></div><div><div>The bridge on Monday.</div><div>Jane Doe/AFP</div></div></div>",
    "paragraph after": f"<div>{IMG}</div><p class=caption>The bridge on Monday. Photo: Jane Doe/AFP</p>",
    "figcaption beside": f"{IMG}<figcaption>The bridge on Monday. Photo: Jane Doe/AFP</figcaption>",
    "in one paragraph": f"<p>{IMG}<br><em>The bridge on Monday. Photo: Jane Doe/AFP</em></p>",
    "table": f"<table><tr><td>{IMG}</td></tr><tr><td>The bridge on Monday. Photo: Jane Doe/AFP</td></tr></table>",
    "definition list": f"<dl class=wp-caption><dt>{IMG}</dt><dd class=wp-caption-dd>The bridge on Monday. Photo: Jane Doe/AFP</dd></dl>",
    "custom elements": f"<x-figure class=image>{IMG}<div class=image-description>The bridge on Monday.</div><x-c class=image-copyright>"
    "<div>Jane Doe/AFP</div></x-c></x-figure>",
    "microdata": f"<div itemprop=image itemscope itemtype='https://schema.org/ImageObject'>{IMG}<div itemprop=caption>The bridge on Monday."
    "</div><div itemprop=copyrightHolder>Jane Doe/AFP</div></div>",
    "data attributes": '<img src="/img/bridge-opening.jpg" data-credit="Jane Doe/AFP" data-caption="The bridge on Monday.">',
    "title attribute": '<img src="/img/bridge-opening.jpg" title="The bridge on Monday. | © Jane Doe/AFP">',
    "alt attribute": '<div><img src="/img/bridge-opening.jpg" alt="The bridge on Monday. Foto: Jane Doe/AFP"></div>',
}


@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS.keys())
def test_markups(markup: str) -> None:
    """Caption, credit, photographer and agency come out the same, however they are marked up."""
    image = lead(markup + BODY)
    assert (image.url, image.credit, image.photographer, image.agency) == (SRC, "Jane Doe/AFP", "Jane Doe", "AFP")
    if "data-caption" not in markup:
        assert image.caption == "The bridge on Monday."


ADDRESSES = {
    "lazy": '<img src="data:image/gif;base64,R0lGOD" data-src="/img/bridge-opening.jpg">',
    "lazy with placeholder": '<img src="/static/placeholder.png" data-lazy-src="/img/bridge-opening.jpg">',
    "srcset": '<img srcset="/img/s.jpg 200w, /img/bridge-opening.jpg 1200w, /img/m.jpg 600w">',
    "data-srcset": '<img data-srcset="/img/s.jpg 1x, /img/bridge-opening.jpg 2x" src="data:,">',
    "noscript": '<img src="data:image/gif;base64,R0" class=lazy><noscript><img src="/img/bridge-opening.jpg"></noscript>',
    "amp": '<amp-img src="/img/bridge-opening.jpg" width=1200 height=675 layout=responsive></amp-img>',
    "picture": '<picture><source srcset="/img/bridge-opening.jpg 1200w"><img src="data:,"></picture>',
    "relative": '<img src="../../img/bridge-opening.jpg">',
    "no scheme": '<img src="//harbour.example/img/bridge-opening.jpg">',
}


@pytest.mark.parametrize("img", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_addresses(img: str) -> None:
    """The address is found where the page loads its pictures late or offers several sizes."""
    got = found(f"<figure>{img}<figcaption>Photo: Reuters</figcaption></figure>{BODY}").images
    assert [(image.url, image.credit) for image in got] == [(SRC, "Reuters")]


def test_background_lead() -> None:
    """A lead picture drawn as a background is found, with the credit near it."""
    image = lead(
        "<div class='hero-image' style=\"background-image: url('/img/bridge-opening.jpg')\"></div>"
        f"<p class=photo-credit>Photo: Reuters</p>{BODY}"
    )
    assert (image.url, image.credit) == (SRC, "Reuters")


def test_lead_is_the_one_the_page_names() -> None:
    """og:image marks the lead among the printed pictures, also in another size."""
    second = IMG.replace("bridge-opening", "mayor-walking-768x432")
    image = lead(
        f"{IMG}<p>{TEXT}</p><figure>{second}<figcaption>The mayor. Photo: Jane Doe</figcaption></figure><p>{MORE}</p>",
        '<meta property=og:image content="https://harbour.example/img/mayor-walking-1200x675.jpg">',
    )
    assert (image.url.rsplit("/", 1)[1], image.credit) == ("mayor-walking-768x432.jpg", "Jane Doe")


def test_lead_that_is_not_printed() -> None:
    """A lead picture that only og:image names is still an image of the article."""
    image = lead(BODY, '<meta property=og:image content="https://harbour.example/img/share-card-bridge.jpg">')
    assert image.url.endswith("share-card-bridge.jpg")


def test_all_pictures_in_order() -> None:
    """Every picture of the article comes with its own credit, in the order of the page."""
    figures = [
        f"<figure>{IMG.replace('opening', name)}<figcaption>Number {n}. Photo: {who}</figcaption></figure>"
        for n, (name, who) in enumerate((("dawn", "Jane Doe"), ("noon", "AFP"), ("dusk", "Max Muster/dpa")))
    ]
    got = found(figures[0] + f"<p>{TEXT}</p>" + figures[1] + f"<p>{MORE}</p>" + figures[2] + BODY)
    assert [(i.caption, i.credit) for i in got.images] == [
        ("Number 0.", "Jane Doe"),
        ("Number 1.", "AFP"),
        ("Number 2.", "Max Muster/dpa"),
    ]


def test_foreign_pictures_are_left_out() -> None:
    """Icons, portraits, tracking pixels, advertising, teasers and related stories are no pictures of the article."""
    junk = (
        '<img src="/i/avatar.jpg" class="author-avatar" width=400><img src="/t.gif" width=1 height=1><img src="/icons/share.svg">'
        '<a href="/other-story/"><img src="/img/teaser-other.jpg" width=400 height=300><span>Another story</span></a>'
        '<aside class="related"><figure><img src="/img/rel-one.jpg" width=300 height=200>'
        "<figcaption>Photo: dpa</figcaption></figure></aside>"
        '<div><img src="/img/card-two.jpg" width=300 height=200><h3><a href="/two/">Ferry line stops</a></h3></div>'
    )
    after = '<section class="more-news"><figure><img src="/img/more-three.jpg"><figcaption>Photo: EPA</figcaption></figure></section>'
    got = found(
        f"<figure>{IMG}<figcaption>Photo: AFP</figcaption></figure><p>{TEXT}</p>{junk}<p>{MORE}</p>", after=after
    )
    assert [(i.url, i.credit) for i in got.images] == [(SRC, "AFP")]


def test_byline_and_labels_are_no_credits() -> None:
    """A byline, a section label, a date, a source line of the text and the footer stay out of the credits."""
    got = found(
        f"<div class=meta>{IMG}<span class=byline>By Jane Doe</span><time>12 May 2024</time></div><p class=label>Sport</p>"
        f"{BODY}<p class=source>Source: Reuters</p><p>© The Harbour Post</p>",
        authors=("Jane Doe",),
    )
    assert [i.credit for i in got.images if i.credit] == []


def test_json_ld_credit() -> None:
    """A credit that only JSON-LD states is taken for the picture it names, and split."""
    node = {
        "@type": "NewsArticle",
        "headline": TITLE,
        "image": {
            "@type": "ImageObject",
            "url": SRC,
            "caption": "The bridge on Monday.",
            "creditText": "AFP via Getty Images",
            "creator": {"@type": "Person", "name": "Jane Doe"},
        },
    }
    image = lead(IMG + BODY, f'<script type="application/ld+json">{json.dumps(node)}</script>')
    assert (image.caption, image.photographer, image.agency) == (
        "The bridge on Monday.",
        "Jane Doe",
        "AFP via Getty Images",
    )
    assert image.credit is not None


def test_printed_credit_wins_over_json_ld() -> None:
    """What the reader sees comes before what is stated for machines."""
    node = {"@type": "ImageObject", "url": SRC, "creditText": "Somebody Else"}
    image = lead(
        f"<figure>{IMG}<figcaption>Photo: AFP</figcaption></figure>{BODY}",
        f'<script type="application/ld+json">{json.dumps(node)}</script>',
    )
    assert image.credit == "AFP"


def test_lone_line_near_the_headline() -> None:
    """A lone credit line belongs to the lead picture, also with something between them."""
    image = lead(f"{IMG}<div class=tools>Share</div><p>Photo: Reuters</p>{BODY}")
    assert (image.url, image.credit) == (SRC, "Reuters")


def test_credits_at_the_foot() -> None:
    """'Image credits: ...' at the story's end is the lead picture's."""
    image = lead(f"{IMG}{BODY}<p><em>Image credits: Getty Images</em></p>")
    assert (image.url, image.credit) == (SRC, "Getty Images")


def test_caption_is_never_the_credit() -> None:
    """A text that is nothing but a credit is not a caption too."""
    for caption in ("Getty Images", "Photo: Getty Images", "© Getty Images", "<span class=credit>Getty Images</span>"):
        image = lead(f"<figure>{IMG}<figcaption>{caption}</figcaption></figure>{BODY}")
        assert (image.caption, image.credit) == (None, "Getty Images")


def test_agency_notice_is_no_caption() -> None:
    """Notices to editors are neither caption nor credit."""
    image = lead(
        f"<figure>{IMG}<figcaption>The bridge on Monday. REUTERS/Jane Doe ATTENTION EDITORS - THIS IMAGE WAS PROVIDED BY A THIRD"
        f" PARTY. NO RESALES. NO ARCHIVES</figcaption></figure>{BODY}"
    )
    assert (image.caption, image.credit) == ("The bridge on Monday.", "REUTERS/Jane Doe")


def test_controls_beside_the_picture() -> None:
    """'Enlarge', 'hide caption' and the like are part of neither."""
    image = lead(
        f"<figure>{IMG}<button>Enlarge this image</button><figcaption><p>The bridge on Monday. <b class=credit>Jane Doe/AFP</b></p>"
        f"<b class=hide-caption>hide caption</b></figcaption></figure>{BODY}"
    )
    assert (image.caption, image.credit) == ("The bridge on Monday.", "Jane Doe/AFP")


def test_lines_are_claimed() -> None:
    """The lines of caption and credit are handed on, so that the body loses them; no line of the story is."""
    shown = page(f"<figure>{IMG}<figcaption><p>The bridge on Monday.</p><p>Photo: AFP</p></figcaption></figure>{BODY}")
    got = credits.find(shown, TITLE)
    assert [shown.lines[i].text for i in sorted(got.lines)] == ["The bridge on Monday.", "Photo: AFP"]


def test_evidence() -> None:
    """Where a credit was read stands with it."""
    got = found(f"<figure>{IMG}<figcaption>The bridge. <span class=credit>AFP</span></figcaption></figure>{BODY}")
    assert got.evidence["images.0"].source == "markup:credit"
    assert got.evidence["images.0"].text == "AFP"


def test_same_input_same_output() -> None:
    """Two readings of one page are equal."""
    markup = MARKUPS["nested spans"] + BODY
    assert found(markup) == found(markup)


TAGS = st.sampled_from(
    [
        "div",
        "p",
        "figure",
        "figcaption",
        "span",
        "a",
        "h1",
        "h2",
        "article",
        "section",
        "ul",
        "li",
        "br",
        "picture",
        "source",
        "noscript",
        "small",
        "cite",
        "table",
        "tr",
        "td",
        "img",
        "amp-img",
        "aside",
        "footer",
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        "",
        " class=credit",
        " class=caption",
        " class='image-copyright byline'",
        " src=/a.jpg",
        " src=/b.png width=9",
        " data-src='x y z'",
        " srcset='/a 1w, , /b'",
        " href=/c",
        " style='background-image:url(/d.jpg)'",
        " hidden",
    ]
)
PIECES = st.one_of(
    st.tuples(TAGS, ATTRIBUTES).map(lambda x: f"<{x[0]}{x[1]}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.text(max_size=30),
    st.sampled_from(["Photo: Jane Doe/AFP", "(Reuters)", "© dpa", "写真：共同", TEXT, "By Jane Doe"]),
)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=200)
def test_any_html(html: str) -> None:
    """No page makes the step fail, and every claimed line exists."""
    try:
        shown = Page(html, URL)
    except NotAnArticle:
        return
    got = credits.find(shown, TITLE)
    assert all(0 <= i < len(shown.lines) for i in got.lines)
    assert sum(image.lead for image in got.images) <= 1
    assert all(image.credit is None or image.credit != image.caption for image in got.images)


@pytest.mark.parametrize(
    "html",
    [
        "<figure>" * 3000 + IMG + "Photo: AFP",
        IMG * 5000,
        "<figure>" + IMG + "<figcaption>" + "a " * 200_000,
        "<div>" * 5000 + IMG + "</div>" * 5000,
        "<p>Photo: AFP</p>" * 5000,
        f"<a href=/x>{IMG}</a>" * 3000,
        "<picture>" + "<source srcset='/a 1w'>" * 3000 + IMG,
        "<img srcset='" + "/a 1w, " * 100_000 + "'>",
    ],
    ids=[
        "deep figures",
        "many images",
        "long caption",
        "deep divs",
        "many credits",
        "many links",
        "many sources",
        "long srcset",
    ],
)
def test_hostile_pages(html: str) -> None:
    """Deep, long and repeated markup comes back with a bounded number of pictures."""
    assert len(credits.find(Page(f"<body><h1>{TITLE}</h1>{html}<p>{TEXT}</p>", URL), TITLE).images) <= 200
