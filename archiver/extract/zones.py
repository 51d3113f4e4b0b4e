"""What part of a page an element says it is: bits read from its tag, role, class, id, itemprop and data attributes.

General words of the trade only; nothing here names an outlet, and a zone is evidence, never a verdict.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

NAV, ASIDE, FOOTER, HEADER, FIGURE, CAPTION, RELATED, COMMENTS, SHARE, FORM, PROMO, HIDDEN, BYLINE, CREDIT, DATE, TAGS, \
    BIO, CONSENT, H1, HEADING, MAIN, ARTICLE, LIST, TABLE, QUOTE, BREADCRUMB, STANDFIRST, EMBED = (1 << n for n in range(28))

AROUND = NAV | ASIDE | FOOTER | RELATED | COMMENTS | SHARE | FORM | PROMO | HIDDEN | CONSENT | BREADCRUMB

_TAGS = {"nav": NAV, "aside": ASIDE, "footer": FOOTER, "header": HEADER, "figure": FIGURE, "figcaption": CAPTION,
         "form": FORM, "button": FORM, "h1": H1 | HEADING, "h2": HEADING, "h3": HEADING, "h4": HEADING, "h5": HEADING,
         "h6": HEADING, "main": MAIN, "article": ARTICLE, "li": LIST, "td": TABLE, "th": TABLE, "blockquote": QUOTE,
         "dialog": CONSENT}
_ROLES = {"navigation": NAV, "complementary": ASIDE, "contentinfo": FOOTER, "banner": HEADER, "main": MAIN,
          "article": ARTICLE, "search": FORM, "dialog": CONSENT, "figure": FIGURE, "heading": HEADING}

# The words of each zone, over "class id itemprop data-testid ..." in lower case, cut where something else than a letter
# stands. In a word `_` may be such a place or nothing (side-bar, sidebar), `*` stands for any more letters, `~` for more
# on both sides.
_WORDS: tuple[tuple[int, str], ...] = (
    (NAV, "nav navbar navigation menu pagination pager topbar subnav sitemap"),
    (ASIDE, "aside side_bar rail right_col right_rail marginal"),
    (FOOTER, "footer page_foot site_foot colophon copyright_bar copyright_notice"),
    (HEADER, "masthead site_header page_header top_header global_header"),
    (FIGURE, "figure wp_caption article_image media_image photo_container image_container gallery picture slideshow carousel"
             " lead_image lead_media lead_art hero_image hero_media main_image img_wrap*"),
    (CAPTION, "~caption~ bu bildunterschrift legende didascalia cutline pie_de_foto image_description image_text image_info"
              " photo_description photo_text photo_info epigrafe podpis"),
    (RELATED, "related recommend recommends recommended recommendation recommendations more_on more_from more_stories more_news"
              " more_articles more_posts read_more read_next read_also most_read most_popular most_viewed most_commented popular"
              " trending outbrain taboola also_read also_see also_like up_next latest latest_news latest_posts latest_stories"
              " you_may similar siblings relacionado relacionada relacionados relacionadas verwandt* mehr_zum_thema lesen_sie"
              " weitere lire_aussi leggi_anche teaser_list teaser_group teaser_box ticker_list ~relatedposts~ ~relatedarticles~"),
    (COMMENTS, "comment comments comment_list comment_section comment_form comments_list disqus respond kommentar kommentare"
               " discussion livefyre"),
    (SHARE, "share sharing social socials addthis sharedaddy share_bar share_tools share_buttons follow_us article_tools toolbar"
            " utility_bar print_button"),
    (FORM, "newsletter sign_up subscribe subscription login register search_box search_form mailing mc_embed* paywall regwall"
           " piano"),
    (PROMO, "promo promotion ad ads advert advertis* adslot adsbox sponsor* banner anzeige werbung publicidad publicite affiliate"
            " partner_content marketing commercial donat* support_us skyscraper google_ad*"),
    (HIDDEN, "hidden visually_hidden sr_only screen_reader screen_reader_text print_only d_none hide offscreen"),
    (BYLINE, "~byline~ by_line ~author~ writer writers writer_name reporter reporters reporter_name contributor contributors autor"
             " autoren autor_name auteur auteurs autore autori redakteur redakteure signature firma firmas dc_creator creator"
             " posted_by verfasser journalist journalists forfatter skribent"),
    (CREDIT, "~credit~ ~photographer~ copyright photo_by bild_nachweis bild_quelle bild_autor foto_autor fotograf* image_source"
             " photo_source copy quelle bildrechte rights imgcopy*"),
    (DATE, "date time datetime published post_date entry_date datum fecha updated date_line publish_date publish_time ~pubdate~"
           " ~datepublished~ ~timestamp~"),
    (TAGS, "tag tags tag_list post_tag post_tags keyword keywords topic topics schlagw* categories cat_links"),
    (BIO, "author_bio author_box author_card author_profile author_description author_about about_author about_the_author autor_box"
          " autor_info bio"),
    (CONSENT, "cookie* consent gdpr cmp_box cmp_banner cmp_layer cmp_wrapper onetrust didomi privacy_banner privacy_notice modal"
              " pop_up overlay lightbox notice_bar qc_cmp* usercentrics sp_message*"),     # cmp alone: a component, of any kind
    (BREADCRUMB, "~breadcrumb~ bread_crumb bread_crumbs crumb crumbs"),
    (STANDFIRST, "standfirst lead lead_text lead_paragraph lede intro subtitle sub_headline dek deck summary teaser_text excerpt"
                 " abstract chapeau vorspann entradilla sottotitolo ingress subhead subheadline bajada copete sumario linha_fina"
                 " sommario occhiello perex zajawka manchet"),
    (EMBED, "embed twitter_tweet instagram_media tweet oembed iframe player video"),
)
# Names with "hidden" in them that hide nothing, or something on some screens only: the label of a field, what juts out.
_SHOWN = re.compile(r"(overflow(-[xy])?|label|backface|border|scrollbar|title)[-_]{0,2}hidden|:hidden$"
                    r"|hidden[-_](xs|sm|md|lg|xl|phone|tablet|mobile|print|desktop)|(xs|sm|md|lg|xl|print|mobile|phone)[-_]{1,2}hidden")
_CASE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ATTRIBUTES = ("class", "id", "itemprop", "data-testid", "data-component", "data-qa", "data-type", "rel")


def of(element: Any) -> int:
    """The zones an element itself claims, as bits; those of the elements around it are not included."""
    bits = _TAGS.get(element.tag, 0)
    given = element.items()
    if not given:
        return bits
    if len(given) == 1 and given[0][0] == "class":          # half of all elements
        return bits | named_zones(given[0][1][:400])
    attributes = dict(given)
    role = attributes.get("role")
    if role:
        bits |= _ROLES.get(role.strip().lower(), 0)
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        bits |= HIDDEN
    style = attributes.get("style")
    if style and re.search(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", style[:300], re.IGNORECASE):
        bits |= HIDDEN
    named = " ".join([attributes[name] for name in _ATTRIBUTES if name in attributes])
    return bits | named_zones(named[:400]) if named else bits


@lru_cache(maxsize=50_000)
def named_zones(names: str) -> int:
    """The zones that the words of class, id and the like claim, as bits."""
    bits = 0
    for name in names.split():          # no word reaches over a blank, and single names come back far more often
        bits |= _named(name)
    return bits


@lru_cache(maxsize=100_000)
def _named(name: str) -> int:
    parts = _PART.findall(name if name.islower() else _CASE.sub("-", name).lower())
    bits = 0
    if not _OPENING.isdisjoint(parts):
        for n, part in enumerate(parts):
            bits |= _EXACT.get(part, 0)
            if n:
                pair = f"{parts[n - 1]}-{part}"
                bits |= _EXACT.get(pair, 0)
                if n > 1:
                    bits |= _EXACT.get(f"{parts[n - 2]}-{pair}", 0)
    for found in _OPEN.findall("-".join(("", *parts))):
        bits |= _OPEN_BITS[found.strip("-").replace("-", "")]
    return bits & ~HIDDEN if bits & HIDDEN and _SHOWN.search(name.lower()) else bits


def _spelled() -> dict[str, int]:
    """Every way to write the closed words."""
    bits: dict[str, int] = {}
    for bit, words in _WORDS:
        for word in words.split():
            if word[-1] not in "*~":
                pieces = word.split("_")
                for spelling in {"-".join(pieces), "".join(pieces)}:
                    bits[spelling] = bits.get(spelling, 0) | bit
    return bits


_PART = re.compile(r"[a-z]+")
_EXACT = _spelled()
_OPENING = frozenset(spelling.split("-")[0] for spelling in _EXACT)
_OPEN_BITS = {word.strip("*~").replace("_", ""): bit for bit, words in _WORDS for word in words.split() if word[-1] in "*~"}
_OPEN = re.compile("|".join(sorted(
    ((r"" if word[0] == "~" else "-") + word.strip("*~").replace("_", "-?") + ("(?!iz|it)" if word == "~author~" else "")
     for _, words in _WORDS for word in words.split() if word[-1] in "*~"), key=len, reverse=True)))
