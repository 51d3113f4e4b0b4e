"""Whether a page is an article at all, and if not, what it is: decided by evidence on the page, not by its URL alone.

Nothing here reads a field. It would rather let a page pass than turn an article away.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archiver.extract import zones
from archiver.extract.page import Page
from archiver.extract.region import letters
from archiver.extract.structured import ARTICLE_TYPES, types_of
from archiver.model import Article

LEAST = 140             # letters of a body below which a page needs other proof of being an article
_INDEX_TYPES = frozenset(("collectionpage", "itemlist", "searchresultspage", "profilepage", "contactpage", "aboutpage",
                          "checkoutpage", "faqpage"))
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
_LOGIN = re.compile(r"^\W{0,3}(log ?in|sign ?in|anmelden|einloggen|connexion|se connecter|iniciar sesión|entrar|accedi|inloggen|logga in)\W{0,3}$",
                    re.IGNORECASE)




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
    if _is_index(page, body, size, dated=dated, signed=signed):
        return "index"
    if size < LEAST and not (dated and (signed or _says_article(page)) and size >= 40):
        return _empty_kind(page)
    return None


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


def _is_index(page: Page, body: tuple[str, ...], size: int, *, dated: bool, signed: bool) -> bool:
    """A page that lists stories: its text is headlines with links, short summaries, and nothing states an article."""
    if page.plain or any(types_of(node) & ARTICLE_TYPES for node in page.structured.nodes[:50]) and size > 600:
        return False
    if any(types_of(node) & _INDEX_TYPES for node in page.structured.nodes[:20]) and not page.structured.article and size < 3000:
        return True
    front = not urlsplit(page.url).path.strip("/") and not urlsplit(page.url).query and bool(urlsplit(page.url).netloc)
    teasers, prose = _teasers(page), _prose(page)
    if front and teasers >= 4:
        return True
    return teasers >= 5 and prose < 2 * teasers and not (dated and signed and prose >= 3)


def _teasers(page: Page) -> int:
    """Linked headlines outside navigation that stand in the story's place."""
    region = page.story
    place = region.element
    inside = set(place.iter()) if place is not None else None
    return sum(1 for line in page.lines
               if line.linked > .8 and 20 <= letters(line.text) <= 200 and (inside is None or line.element in inside)
               and not line.zones & (zones.NAV | zones.FOOTER | zones.ASIDE | zones.RELATED)
               and (line.zones & zones.HEADING or line.element.getparent() is not None and _has_heading(line.element)))


def _has_heading(element: object) -> bool:
    parents = [p for _, p in zip(range(3), getattr(element, "iterancestors", lambda: iter(()))(), strict=False)]
    return any(p.tag in ("h2", "h3", "h4") or p.tag == "article" for p in parents)


def _prose(page: Page) -> int:
    """Paragraphs of running text that are not summaries: longer than any teaser."""
    return sum(1 for weight in page.story.weights if weight > 280)


def _empty_kind(page: Page) -> str:
    """What a page without text is."""
    kind = page.structured.first("og:type").lower()
    if kind.startswith("video") or page.root.find(".//video") is not None:
        return "video"
    pictures = sum(1 for _, node in zip(range(400), page.root.iter("img"), strict=False) if node.getparent() is not None)
    return "gallery" if pictures >= 8 and kind == "article" else "too short"
