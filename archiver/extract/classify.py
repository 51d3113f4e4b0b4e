"""Whether a page is an article at all, and if not, what it is: decided by evidence on the page, not by its URL alone.

Nothing here reads a field. It would rather let a page pass than turn an article away.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archiver.extract import zones
from archiver.extract.page import Page, text_of
from archiver.extract.region import letters
from archiver.extract.structured import types_of
from archiver.model import Article

MANY_CARDS = 4          # linked headlines that make a list of stories
PICTURES = 5            # pictures that make a page without text a gallery
LEAST = 140             # letters of a body below which a page needs other proof of being an article
_INDEX_TYPES = frozenset(("collectionpage", "itemlist", "searchresultspage", "profilepage", "contactpage", "aboutpage",
                          "checkoutpage", "faqpage"))
_LISTING = re.compile(r"^/?$|/(?:tags?|category|categories|kategorie|categoria|authors?|autor|topics?|thema|themen|search|suche|archive|archiv"
                      r"|page)(?:/|$)")
_CONSENT = re.compile(
    r"\b(cookies?|consent|einwilligung|datenschutz|zustimm\w+|consentement|consentimiento|consentimento|consenso|gdpr|dsgvo|rgpd"
    r"|tracking|partners?|personenbezogen\w*|données personnelles|datos personales|dati personali)\b", re.IGNORECASE)
_ERROR = re.compile(
    r"^\W{0,3}(?:error\s)?(?:40[0-9]|41[0-9]|50[0-9])\b|\b(page|article|story|site) (?:was |could |can)?(?:not|n't|no longer) (?:be )?(?:found|exist|available)"
    r"|\bnot found\b|seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|página não encontrada"
    r"|pagina (?:non trovata|niet gevonden)|sidan (?:hittades inte|kunde inte)|siden (?:blev ikke|ble ikke) fundet|sivua ei löyt"
    r"|nie znaleziono|stránka (?:nenalezena|neexistuje)|страница не найдена|сторінку не знайдено|ページが見つかりません|找不到"
    r"|페이지를 찾을 수 없|الصفحة غير موجودة|הדף לא נמצא|access denied|forbidden|are you a (?:human|robot)|just a moment|verify you are human"
    r"|captcha|enable javascript", re.IGNORECASE)
_LOGIN = re.compile(r"^\W{0,3}(log ?in|sign ?in|anmelden|einloggen|connexion|se connecter|iniciar sesión|entrar|accedi|inloggen"
                    r"|logga in)\W{0,3}$", re.IGNORECASE)




def reason(page: Page, article: Article) -> str | None:
    """Why the page is no article (index, consent, error page, login, gallery, video, too short); None: it is one.

    `article` is what was read from it so far.
    """
    title, body = article.title, tuple(article.body.split("\n\n")) if article.body else ()
    dated, signed = bool(article.published), bool(article.authors)
    size = sum(letters(paragraph) for paragraph in body)
    if _is_error(title, page, size):
        return "error page"
    if _is_consent(page, title, body, size):
        return "consent"
    if _LOGIN.match(title) and size < 1500:
        return "login"
    if _is_index(page, article, size):
        return "index"
    if size >= LEAST or (size >= 40 and dated and (signed or _says_article(page))):
        return None
    kind = _empty_kind(page, article)
    # A page that states a dated, signed article is one, also where only its opening was served, or its text by script.
    return None if kind == "too short" and dated and signed and _says_article(page) else kind


def _is_error(title: str, page: Page, size: int) -> bool:
    shown = (title, *(line.text for line in page.headings[:2]), page.title_tag)
    return size < 1200 and any(_ERROR.search(text[:120]) for text in shown if text) and not _says_article(page)


def _is_consent(page: Page, title: str, body: tuple[str, ...], size: int) -> bool:
    """A page whose text is about cookies and partners, paragraph after paragraph, and that states no article."""
    if not body or size > 8000 or _says_article(page):
        return False
    about = sum(len(paragraph) for paragraph in body if len(_CONSENT.findall(paragraph)) >= 2)
    return about > .6 * sum(map(len, body)) and (bool(_CONSENT.search(title)) or len(body) <= 12)


def _says_article(page: Page) -> bool:
    return bool(page.structured.article) or page.structured.first("og:type").lower() in ("article", "news", "news.article", "blog")


def _is_index(page: Page, article: Article, size: int) -> bool:
    """A page that lists stories: what was taken for its text lies in cards, each with a linked headline of its own."""
    if page.plain:
        return False
    cards = _cards(page)
    if len(cards) < MANY_CARDS:
        return False
    texts = set(article.body.split("\n\n"))
    inside = sum(letters(line.text) for line in page.lines if line.text in texts and _within(line.element, cards))
    if _says_article(page):
        return inside > .8 * size and size - inside < 300
    lists = bool(_LISTING.search(urlsplit(page.url).path.lower())) or any(
        types_of(node) & _INDEX_TYPES for node in page.structured.nodes[:20])
    dated = article.evidence["published"].source if article.published else ""
    if not lists and dated.startswith(("json-ld", "meta", "url")):
        return False
    return inside > (.3 if lists else .6) * size and size - inside < (2000 if lists else 800)


def _cards(page: Page) -> set[HtmlElement]:
    """The elements that each hold one linked headline, and little more, beside others of their kind."""
    holders = [line.element for line in page.lines if line.linked > .8 and 20 <= letters(line.text) <= 200
               and not line.zones & (zones.NAV | zones.FOOTER | zones.COMMENTS)]
    counts: dict[HtmlElement, int] = {}
    for holder in holders[:400]:
        for node in (holder, *islice(holder.iterancestors(), 8)):
            counts[node] = counts.get(node, 0) + 1
    cards: dict[HtmlElement, HtmlElement] = {}
    for holder in holders[:400]:
        card = holder
        for node in islice(holder.iterancestors(), 8):
            if counts[node] > 1:
                break
            card = node
        cards[card] = holder
    kinds = Counter((card.tag, card.get("class"), card.getparent()) for card in cards)
    return {card for card in cards if kinds[card.tag, card.get("class"), card.getparent()] >= 3 and len(text_of(card)) < 900}


def _within(element: HtmlElement, cards: set[HtmlElement]) -> bool:
    return element in cards or any(node in cards for node in islice(element.iterancestors(), 10))


def _empty_kind(page: Page, article: Article) -> str:
    """What a page without text is."""
    if page.structured.first("og:type").lower().startswith("video") or page.root.find(".//video") is not None:
        return "video"
    return "gallery" if len(article.images) >= PICTURES else "too short"
