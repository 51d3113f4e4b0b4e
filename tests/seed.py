"""A story shaped like the page our user began with, in every markup it may come in; the wording is our own.

Not a test: `test_seed.py` asks the extractor for it.
"""

from __future__ import annotations

import json

HEADLINE = ("Harbour Talks Reopened: Prime Minister Ana Duarte Offers Unconditional Meeting to Striking Pilots as"
            " Fears of a Winter Blockade Grow")
FIRST = (
    "On Monday, Prime Minister Ana Duarte said that her government was ready to meet the striking harbour pilots"
    " “without preconditions”. The offer comes after three weeks in which no grain ship has left the northern quays"
    " and as traders warn of a shortage before the holidays. Duarte, who has been in office since October 2021, has"
    " tried several times to settle the dispute over night shifts and pensions through open talks. Her latest words"
    " are the first to drop the demand that work resume before anybody sits down at a table. Observers in the port"
    " see a change of tone rather than a change of course, and the unions have asked for the offer in writing.")
SECOND = (
    "A meeting “without preconditions” would be a notable step for a cabinet that has so far insisted on order first."
    " It could open the way to a settlement, or at least to a pause that lets the waiting ships leave. Much depends"
    " on the answer of the pilots, whose council has turned down three earlier proposals and meets again on Thursday."
    " Behind the quarrel stand older questions: who pays for the dredging of the channel, and whether the tariff of"
    " the port should follow that of its neighbours. Whatever the council decides, the offer shows that both sides"
    " have begun to count the cost of silence, and that the city would like its harbour back before the frost.")
PARAGRAPHS = (FIRST, SECOND)
AUTHOR, CREDIT = "Roberto Casseli", "Reuters"
JUNK = ("fbpx", "Scroll Top", "Photo:", "By Roberto", "Related Posts")

PIXEL = '<noscript><img height="1" width="1" style="display:none" src="https://pixel.example/tr?id=1&noscript=1"></noscript>'
RELATED = "".join(f'<li><a href="/{slug}/">{text}</a></li>' for slug, text in (
    ("ferry", "Ferry line to stop its evening service"), ("bridge", "A bridge that nobody wanted opens at last"),
    ("fishers", "Fishers ask for a later season")))
NAV = "".join(f'<li><a href="/{word.lower()}/">{word}</a></li>' for word in ("World", "Politics", "Business", "Culture"))


def _page(body: str, head: str = "") -> str:
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{HEADLINE} - The Harbour Post</title>'
            f"{head}</head><body>{body}</body></html>")


def semantic() -> str:
    """What a careful publisher writes."""
    return _page(
        f"<header><nav><ul>{NAV}</ul></nav></header><main><article><h1>{HEADLINE}</h1>"
        f'<figure><img src="/img/harbour.jpg" width="1200" height="675" alt="Harbour"><figcaption>Photo: {CREDIT}</figcaption>'
        f"</figure><p>{FIRST}</p><p>{SECOND}</p><p class=\"byline\">By {AUTHOR}</p></article></main>"
        f"<aside><h2>Related Posts</h2><ul>{RELATED}</ul></aside><footer><a href='#top'>Scroll Top</a></footer>")


def page_builder() -> str:
    """Elements of a page builder: divs all the way down."""
    def widget(text: str, kind: str = "text-editor") -> str:
        return (f'<div class="elementor-element elementor-widget elementor-widget-{kind}"><div class="elementor-widget-'
                f'container">{text}</div></div>')
    cards = "".join(f'<div class="elementor-post__card"><div class="elementor-post__text"><a href="/{n}/">Story number {n}'
                    " that is not this one</a></div></div>" for n in range(3))
    return _page(
        f'<div>fbpx</div>{PIXEL}<div class="scroll-top-wrap"><div>Scroll Top</div></div>'
        + widget(f"<div>{HEADLINE}</div>", "heading") + widget('<img src="/img/harbour.jpg" width="900" height="500">', "image")
        + widget("Photo: Reuters") + widget(f"<div>{FIRST}</div><div>{SECOND}</div>") + widget(f"By {AUTHOR}")
        + widget("Related Posts", "heading") + f'<div class="elementor-posts">{cards}</div>')


def wordpress() -> str:
    """A theme of the usual kind, with a caption shortcode."""
    return _page(
        f"{PIXEL}<div>fbpx</div><a href='#' id='scroll-top' class='scrolltop'>Scroll Top</a><div id='page'><ul class='menu'>{NAV}"
        f"</ul><article class='post type-post hentry'><h1 class='entry-title'>{HEADLINE}</h1><div class='entry-content'>"
        "<div id='attachment_12' class='wp-caption aligncenter' style='width:800px'><img class='wp-image-12' width='800' height='450'"
        f" src='/wp-content/uploads/harbour.jpg'><p class='wp-caption-text'>Photo: {CREDIT}</p></div><p>{FIRST}</p><p>{SECOND}</p>"
        f"<p>By {AUTHOR}</p></div></article><div class='jp-relatedposts'><h3>Related Posts</h3><ul>{RELATED}</ul></div></div>")


def strong_byline() -> str:
    """The byline in bold at the end, the credit a bold line of its own."""
    return _page(f"<h1>{HEADLINE}</h1><div class='content'><img src='/img/harbour.jpg' width='900' height='500'><p><strong>Photo:"
                 f" {CREDIT}</strong></p><p>{FIRST}</p><p>{SECOND}</p><p><strong>By {AUTHOR}</strong></p></div>"
                 f"<h3>Related Posts</h3><ul>{RELATED}</ul><a>Scroll Top</a>")


def em_byline() -> str:
    """The same in italics, with the word apart from the name."""
    return _page(f"<h1>{HEADLINE}</h1><div class='content'><img src='/img/harbour.jpg' width='900' height='500'><p><em>Photo:"
                 f" {CREDIT}</em></p><p>{FIRST}</p><p>{SECOND}</p><p><em>By <a href='/author/rc/'>{AUTHOR}</a></em></p></div>"
                 f"<h3>Related Posts</h3><ul>{RELATED}</ul><a>Scroll Top</a>")


def json_ld() -> str:
    """Everything stated for machines; the page prints it too."""
    data = {"@context": "https://schema.org", "@graph": [{
        "@type": "NewsArticle", "headline": HEADLINE, "author": [{"@type": "Person", "name": AUTHOR}],
        "image": {"@type": "ImageObject", "url": "https://harbour.example/img/harbour.jpg", "creditText": CREDIT},
        "publisher": {"@type": "NewsMediaOrganization", "name": "The Harbour Post"}}]}
    return _page(
        f"<div class='wrap'><h1>{HEADLINE}</h1><img src='/img/harbour.jpg' width='900' height='500'><div>Photo: {CREDIT}</div>"
        f"<p>{FIRST}</p><p>{SECOND}</p><div>By {AUTHOR}</div></div><div class='related'><h4>Related Posts</h4><ul>{RELATED}</ul></div>"
        "<button>Scroll Top</button>", f"<script type='application/ld+json'>{json.dumps(data)}</script>")


def line_breaks() -> str:
    """One cell, lines parted by `<br>`."""
    return _page("<table><tr><td>fbpx<br>Scroll Top<br><br><b>" + HEADLINE + f"</b><br><br>Photo: {CREDIT}<br><br>{FIRST}<br><br>"
                 f"{SECOND}<br><br>By {AUTHOR}<br><br>Related Posts<br><a href='/ferry/'>Ferry line to stop its evening service</a>"
                 "</td></tr></table>")


def bare_divs() -> str:
    """No class says anything."""
    return _page(f"<div><div>fbpx</div><div>Scroll Top</div><div><div>{HEADLINE}</div></div><div><img src='/img/harbour.jpg'"
                 f" width='900' height='500'><span>Photo: {CREDIT}</span></div><div>{FIRST}</div><div>{SECOND}</div><div>By {AUTHOR}"
                 f"</div><div>Related Posts</div><div>{RELATED.replace('li>', 'div>')}</div></div>")


def spans() -> str:
    """Paragraphs in spans within one section, as some editors make them."""
    return _page(f"<section><h1><span>{HEADLINE}</span></h1><div><picture><img src='/img/harbour.jpg' width='900' height='500'></picture>"
                 f"<small>Photo: {CREDIT}</small></div><p><span>{FIRST}</span></p><p><span>{SECOND}</span></p><p><span>By"
                 f"</span> <span>{AUTHOR}</span></p></section><section><h2>Related Posts</h2><ul>{RELATED}</ul></section><span>Scroll Top</span>")


MARKUPS = (semantic, page_builder, wordpress, strong_byline, em_byline, json_ld, line_breaks, bare_divs, spans)


def plain() -> str:
    """What a scraper without care left of it."""
    return f"fbpx\nScroll Top\n\n{HEADLINE}\n\nPhoto: {CREDIT}\n\n{FIRST}\n\n{SECOND}\n\nBy {AUTHOR}\n\nRelated Posts"
