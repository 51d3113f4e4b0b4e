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

# One pattern a zone, over "class id itemprop data-testid data-component ..." in lower case, words parted by - or _ or case.
_WORDS: tuple[tuple[int, re.Pattern[str]], ...] = tuple((bit, re.compile(pattern)) for bit, pattern in (
    (NAV, r"(?<![a-z])(nav|navbar|navigation|menu|pagination|pager|topbar|subnav|sitemap)(?![a-z])"),
    (ASIDE, r"(?<![a-z])(aside|sidebar|side-?bar|rail|right-?col|rightrail|marginal)(?![a-z])"),
    (FOOTER, r"(?<![a-z])(footer|page-?foot|site-?foot|colophon|copyright-?(bar|notice))(?![a-z])"),
    (HEADER, r"(?<![a-z])(masthead|site-?header|page-?header|top-?header|global-?header)(?![a-z])"),
    (FIGURE, r"(?<![a-z])(figure|wp-caption|article-?image|media-?image|photo-?container|image-?container|gallery"
             r"|picture|slideshow|carousel|lead-?(image|media|art)|hero-?(image|media)|main-?image|img-?wrap\w*)(?![a-z])"),
    (CAPTION, r"(?<![a-z])(caption|wp-caption-text|captions?-?text|bu|bildunterschrift|legende|didascalia|cutline|pie-?de-?foto"
              r"|image-?(description|text|info)|photo-?(description|text|info)|epigrafe|podpis)(?![a-z])|caption"),
    (RELATED, r"(?<![a-z])(related|recommend(ed|ation)?s?|more-?(on|from|stories|news|articles|posts)|read-?(more|next|also)"
              r"|most-?(read|popular|viewed|commented)|popular|trending|outbrain|taboola|also-?(read|see|like)|up-?next"
              r"|latest(-?(news|posts|stories))?|you-?may|similar|siblings|jp-relatedposts|relacionad[ao]s?|verwandt\w*"
              r"|mehr-?zum-?thema|lesen-?sie|weitere|lire-?aussi|leggi-?anche|teaser-?(list|group|box)|ticker-?list)(?![a-z])"
              r"|relatedposts|relatedarticles"),
    (COMMENTS, r"(?<![a-z])(comments?|comment-?(list|section|form)|disqus|respond|kommentare?|discussion|livefyre"
               r"|fb-comments|commentlist)(?![a-z])"),
    (SHARE, r"(?<![a-z])(share|sharing|social|socials|addthis|sharedaddy|share-?(bar|tools|buttons)|follow-?us"
            r"|article-?tools|toolbar|utility-?bar|print-?button)(?![a-z])"),
    (FORM, r"(?<![a-z])(newsletter|sign-?up|signup|subscribe|subscription|login|register|search-?(box|form)|mailing"
           r"|mc_embed\w*|paywall|regwall|piano)(?![a-z])"),
    (PROMO, r"(?<![a-z])(promo|promotion|ad|ads|advert|advertis\w*|adslot|adsbox|sponsor\w*|banner|anzeige|werbung|publicidad"
            r"|publicite|affiliate|partner-?content|marketing|commercial|donat\w*|support-?us|skyscraper|google-?ad\w*)(?![a-z])"),
    (HIDDEN, r"(?<![a-z])(hidden|visually-?hidden|sr-only|screen-?reader(-?text)?|print-?only|d-none|hide|offscreen)(?![a-z])"),
    (BYLINE, r"(?<![a-z])(by-?line|author|authors|writer|reporter|contributor|autor|autoren|auteur|autore|redakteur|signature"
             r"|firma|dc-?creator|creator|posted-?by|verfasser|journalist|forfatter|skribent)(-?(name|info|line|link|box|s))?(?![a-z])"
             r"|byline|author(?!iz|it)"),
    (CREDIT, r"(?<![a-z])(credits?|copyright|photographer|photo-?by|bild-?(nachweis|quelle|autor)|foto-?(graf|autor)|fotograf\w*"
             r"|image-?source|photo-?source|copy|quelle|bildrechte|rights)(?![a-z])|credit|photographer|(?<![a-z])imgcopy"),
    (DATE, r"(?<![a-z])(date|time|datetime|timestamp|published|pubdate|post-?date|entry-?date|datum|fecha|updated|date-?line"
           r"|publish-?(date|time))(?![a-z])|pubdate|datepublished|timestamp"),
    (TAGS, r"(?<![a-z])(tags?|tag-?list|post-?tags|keywords?|topics?|schlagw\w*|categories|cat-?links|entry-?meta-?tags)(?![a-z])"),
    (BIO, r"(?<![a-z])((about-?(the-?)?)?author-?(bio|box|card|profile|description|about)|bio|about-?author|autor-?(box|info))(?![a-z])"),
    (CONSENT, r"(?<![a-z])(cookie\w*|consent|gdpr|cmp|onetrust|didomi|privacy-?(banner|notice)|modal|popup|pop-?up|overlay|lightbox"
              r"|notice-?bar|qc-cmp\w*|usercentrics|sp_message\w*)(?![a-z])"),
    (BREADCRUMB, r"(?<![a-z])(bread-?crumbs?|crumbs?)(?![a-z])|breadcrumb"),
    (STANDFIRST, r"(?<![a-z])(standfirst|lead-?(text|paragraph)?|lede|intro|subtitle|sub-?headline|dek|deck|summary|teaser-?text"
                 r"|excerpt|abstract|chapeau|vorspann|entradilla|sottotitolo|ingress|subhead(line)?)(?![a-z])"),
    (EMBED, r"(?<![a-z])(embed|twitter-?tweet|instagram-?media|tweet|oembed|iframe|player|video)(?![a-z])"),
))
_CASE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_ATTRIBUTES = ("class", "id", "itemprop", "data-testid", "data-component", "data-qa", "data-type", "rel")


def of(element: Any) -> int:
    """The zones an element itself claims, as bits; those of the elements around it are not included."""
    bits = _TAGS.get(element.tag, 0)
    attributes = element.attrib
    if not attributes:
        return bits
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
    words = _CASE.sub("-", names).lower().replace("_", "-")
    return sum(bit for bit, pattern in _WORDS if pattern.search(words))
