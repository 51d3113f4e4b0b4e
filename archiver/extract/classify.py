"""Whether a page is an article at all, and if not, what it is: decided by evidence on the page, not by its URL alone.

Nothing here reads a field. It would rather let a page pass than turn an article away.
"""

from __future__ import annotations

import re

from archiver.extract import listing
from archiver.extract.page import Page
from archiver.extract.region import letters
from archiver.extract.structured import types_of
from archiver.model import Article

LEAST = 140             # letters of a body below which a page needs other proof of being an article
PICTURES = 5            # pictures that make a page without text a gallery
_INDEX_TYPES = listing.LIST_TYPES | {"contactpage", "aboutpage", "checkoutpage"}
_SAMPLE = 10_000        # characters of the source that are looked at for what no text has
_ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_MAGIC = ("%PDF-", "PK\x03\x04", "\x1f\x8b", "\x89PNG", "\u2030PNG", "GIF8", "\xff\xd8\xff", "\x7fELF", "OggS", "ID3\x03", "ID3\x04")
_WORD = re.compile(r"[^\W\d_]{3,40}")
_UNBROKEN = 120         # letters without a blank, more than any word or address has
_CONSENT = re.compile(
    r"\b(cookies?|consent|einwilligung|datenschutz|zustimm\w+|consentement|consentimiento|consentimento|consenso|gdpr|dsgvo|rgpd"
    r"|tracking|partners?|personenbezogen\w*|données personnelles|datos personales|dati personali)\b", re.IGNORECASE)
_ERROR = re.compile(
    r"^\W{0,3}(?:error\s)?(?:40[0-9]|41[0-9]|50[0-9])\b"
    r"|\b(page|article|story|site) (?:was |could |can)?(?:not|n't|no longer) (?:be )?(?:found|exist|available)"
    r"|\bnot found\b|seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|página no encontrada|página não encontrada"
    r"|pagina (?:non trovata|niet gevonden)|sidan (?:hittades inte|kunde inte)|siden (?:blev ikke|ble ikke) fundet|sivua ei löyt"
    r"|nie znaleziono|stránka (?:nenalezena|neexistuje)|страница не найдена|сторінку не знайдено|ページが見つかりません|找不到"
    r"|페이지를 찾을 수 없|الصفحة غير موجودة|הדף לא נמצא|access denied|forbidden"
    r"|are you a (?:human|robot)|just a moment|verify you are human"
    r"|captcha|enable javascript", re.IGNORECASE)
_LOGIN = re.compile(r"^\W{0,3}(log ?in|sign ?in|anmelden|einloggen|connexion|se connecter|iniciar sesión|entrar|accedi|inloggen"
                    r"|logga in)\W{0,3}$", re.IGNORECASE)


def reason(page: Page, article: Article) -> str | None:
    """Why the page is no article (index, gallery, consent, error page, login, video, too short, binary); None: it is one.

    `article` is what was read from it so far.
    """
    title, body = article.title, tuple(article.body.split("\n\n")) if article.body else ()
    dated, signed = bool(article.published), bool(article.authors)
    size = sum(letters(paragraph) for paragraph in body)
    if not page.plain and _is_binary(page.source, article.body):
        return "binary"
    if _is_error(title, page, size):
        return "error page"
    if _is_consent(page, title, body, size):
        return "consent"
    if _LOGIN.match(title) and size < 1500:
        return "login"
    if _is_typed_index(page, size, own=dated and signed) or listing.is_index(page, article):
        return "index"
    if size >= LEAST or (size >= 40 and dated and (signed or _says_article(page))):
        return None
    kind = _empty_kind(page, article)
    # A page that states a dated, signed article is one, also where only its opening was served, or its text by script.
    return None if kind == "too short" and dated and signed and _says_article(page) else kind


def _is_binary(source: str, body: str) -> bool:
    """Whether what came as a page is no text: a picture, a packed file, noise, or one word without an end."""
    if source.startswith(_MAGIC) or source[4:8] == "ftyp":
        return True
    head = source[:_SAMPLE]
    odd = len(_ODD.findall(head))
    if odd > .05 * len(head) and (odd > .2 * len(head) or _wordless(body)):
        return True
    words = body.split()
    if max(map(len, words), default=0) < _UNBROKEN:
        return False
    return sum(len(word) for word in words if len(word) >= _UNBROKEN and word.isascii()) > .6 * len(body)


def _wordless(body: str) -> bool:
    """Whether few of a text's characters are in words."""
    return sum(map(len, _WORD.findall(body[:_SAMPLE]))) < .6 * len(body[:_SAMPLE])


def _is_error(title: str, page: Page, size: int) -> bool:
    """Words of an error at the head of a page that says nothing else; a report may have them in its headline."""
    if size >= 1200 or _says_article(page):
        return False
    shown = (title, *(line.text for line in page.headings[:2]), page.title_tag)
    return any(_ERROR.search(text[:120]) and (size < 300 or len(text) < 45) for text in shown if text)


def _is_consent(page: Page, title: str, body: tuple[str, ...], size: int) -> bool:
    """A page whose text is about cookies and partners, paragraph after paragraph, and that states no article."""
    if not body or size > 8000 or _says_article(page):
        return False
    about = sum(len(paragraph) for paragraph in body if len(_CONSENT.findall(paragraph)) >= 2)
    return about > .6 * sum(map(len, body)) and (bool(_CONSENT.search(title)) or len(body) <= 12)


def _says_article(page: Page) -> bool:
    return bool(page.structured.article) or page.structured.first("og:type").lower() in ("article", "news", "news.article", "blog")


def _is_typed_index(page: Page, size: int, *, own: bool) -> bool:
    """A page that says for machines that it is a list, a person's page, a search; and nothing that it is an article."""
    if size >= 3000 or own or _says_article(page):
        return False
    return any(types_of(node) & _INDEX_TYPES for node in page.structured.nodes[:20])


def _empty_kind(page: Page, article: Article) -> str:
    """What a page without text is."""
    if page.structured.first("og:type").lower().startswith("video") or page.tagged("video"):
        return "video"
    return "gallery" if len(article.images) >= PICTURES else "too short"
