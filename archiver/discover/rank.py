"""In which order links are taken: how much a URL looks like an article, and how fresh it is said to be.

Nothing here leaves a link out: whether a page is an article is for the extractor to say, from the page itself.

The scale, with the seeds' own numbers (`sites.seeds`) above it:

    700  fresh item of a feed or news sitemap      600  the same, older
    550  sitemap entry changed in the last days    200  part of a sitemap index without a date
    300-500  link on a page, by depth and looks    100-150  backfill: other sitemap entries
    40-60  old parts of a sitemap index, archive pages of a feed: opened only when the rest is done
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from archiver.discover.told import Told, age_in_days
from archiver.model import By

FRESH_DAYS = 3
_DATE = re.compile(r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2])(?:[/-]|$)|[/_-](?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d(?!\d)")
_WORDS = re.compile(r"[-_]+")
_ID = re.compile(r"\d{5,}")
_TELLING = re.compile(r"/(?:articles?|artikel|story|stories|news|nachrichten|noticias?|notizie|actualites?)/[^/]", re.I)
_LISTING = re.compile(
    r"^/(?:tags?|topics?|themen?|category|categories|rubrik|authors?|autor(?:en|es)?|search|suche|page|login|signin|register"
    r"|account|about|contact|kontakt|impressum|imprint|privacy|datenschutz|terms|agb|help|faq|jobs|careers|newsletters?"
    r"|subscribe|abo|shop|advertis\w*|cookies?|user|profile)(?:/|$|\.)|/page/\d+/?$", re.I)
_LONG_WORDS, _SOME_WORDS, _FEW_WORDS, _HINT_WORDS, _LONG_TITLE, _LONG_SLUG = 6, 4, 3, 5, 12, 12
_NEWS_NAME = re.compile(r"news|latest|recent|today", re.I)


def looks_like_article(url: str, hint: str = "") -> float:
    """From 0 (a list, a form) to 1 (an article), by address and link text alone; for the order of fetching only."""
    told = 0.2 if _title_like(hint) else 0.0
    return round(min(max(_address(url) + told, 0.0), 1.0), 2)


@lru_cache(maxsize=16_384)
def _address(url: str) -> float:
    """What the address alone says; cached, because menus repeat on every page."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    score = 0.0
    score += 0.4 if _DATE.search(path) else 0.0
    score += _slug(path.rstrip("/").rsplit("/", 1)[-1])
    score += 0.2 if _ID.search(path) or _ID.search(parts.query) else 0.0
    score += 0.1 if path.endswith((".html", ".htm")) else 0.0
    score += 0.1 if _TELLING.search(path) else 0.0
    score -= 0.6 if _LISTING.search(path) else 0.0
    return score if path.strip("/") else -1.0


def _slug(segment: str) -> float:
    """Headlines make long slugs: many words, or a run of letters of a script that is written without hyphens."""
    words = [word for word in _WORDS.split(segment.rsplit(".", 1)[0]) if word and not word.isdigit()]
    if len(words) >= _LONG_WORDS:
        return 0.4
    if len(words) >= _SOME_WORDS or (not segment.isascii() and len(segment) >= _LONG_SLUG):
        return 0.3
    return 0.15 if len(words) >= _FEW_WORDS else 0.0


def _title_like(hint: str) -> bool:
    return len(hint.split()) >= _HINT_WORDS or (not hint.isascii() and len(hint) >= _LONG_TITLE)


def priority(told: Told, by: By, depth: int, captured: datetime) -> int:
    """The place of a link in the queue, higher is sooner; the scale stands at the head of this module."""
    if told.kind == "sitemap":
        return _part_of_index(told, captured)
    if told.kind == "feed":
        return 40 if told.minor else 750
    if by == "feed":
        return _news_item(told, captured)
    if by == "sitemap":
        return _entry(told, captured)
    looks = looks_like_article(told.url, told.hint)
    return max(400 - 50 * depth, 200) + (0 if told.minor else round(100 * looks))


def _news_item(told: Told, captured: datetime) -> int:
    age = age_in_days(told.published, captured)
    return 700 if age is None or age <= FRESH_DAYS else 600


def _entry(told: Told, captured: datetime) -> int:
    """A sitemap's entry: with a headline it stands in a news sitemap, which holds the last two days only."""
    if told.hint:
        return _news_item(told, captured)
    age = age_in_days(told.published, captured)
    if age is not None and age <= FRESH_DAYS:
        return 550
    return 100 + round(50 * looks_like_article(told.url))


def _part_of_index(told: Told, captured: datetime) -> int:
    age = age_in_days(told.published, captured)
    if _NEWS_NAME.search(urlsplit(told.url).path) or (age is not None and age <= FRESH_DAYS):
        return 750
    return 200 if age is None else 50
