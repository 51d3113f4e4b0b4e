"""The lesser fields: canonical URL, section, tags, language, description, access, corrections."""

from __future__ import annotations

import json

import pytest

from archiver.extract import about
from archiver.extract.page import Page

TEXT = "<p>" + "The council met again and nobody could say how long the talks would last in the harbour. " * 4 + "</p>"


def read(head: str = "", body: str = TEXT * 3, *, lang: str = ' lang="en"', url: str = "https://harbour.example/a?utm_source=x") -> about.About:
    return about.find(Page(f"<html{lang}><head><title>Talks</title>{head}</head><body><article><h1>Talks</h1>{body}</article></body></html>", url))


def ld(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


@pytest.mark.parametrize(("head", "expected"), [
    ('<link rel="canonical" href="https://www.harbour.example/a">', "https://www.harbour.example/a"),
    ('<link rel="canonical" href="/a#top">', "https://harbour.example/a"),
    ('<link rel="canonical" href="https://elsewhere.example/copied">', "https://harbour.example/a"),
    ('<link rel="canonical" href="https://harbour.example/">', "https://harbour.example/a"),
    ('<meta property="og:url" content="https://harbour.example/story-1">', "https://harbour.example/story-1"),
    ('<link rel="canonical" href="javascript:void(0)">', "https://harbour.example/a"), ("", "https://harbour.example/a"),
])
def test_canonical_url(head: str, expected: str) -> None:
    """The page's own word for its address, never another outlet's, never the front page; else without tracking."""
    assert read(head).canonical_url == expected


@pytest.mark.parametrize(("lang", "text", "expected"), [
    (' lang="de-AT"', "Der Rat hat sich wieder getroffen, und niemand konnte sagen, wie lange die Gespräche noch dauern würden. ", "de"),
    (' lang="en"', "Der Rat hat sich wieder getroffen, und niemand konnte sagen, wie lange die Gespräche noch dauern würden. ", "de"),
    ("", "Le conseil s'est réuni de nouveau et personne ne pouvait dire combien de temps les pourparlers allaient durer dans le port. ", "fr"),
    ("", "協議は三週間ぶりに再開されたが、いつまで続くのかは誰にも分からないと関係者は話している。", "ja"),
    ("", "Рада зібралася знову, і ніхто не міг сказати, скільки триватимуть переговори у порту цього тижня. ", "ru"),
    (' lang="uk"', "Рада зібралася знову, і ніхто не міг сказати, скільки триватимуть переговори у порту цього тижня. ", "uk"),
    (' lang="x-none-really-long-tag"', "ok", None),
])
def test_language(lang: str, text: str, expected: str | None) -> None:
    """What the page states, unless its text says otherwise; a text without a statement speaks for itself."""
    assert read(body=f"<p>{text * 6}</p>" * 2, lang=lang).language == expected


@pytest.mark.parametrize(("head", "expected"), [
    (ld(isAccessibleForFree=False), False), (ld(isAccessibleForFree="True"), True),
    (ld(isAccessibleForFree=True, hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paywall"}), False),
    (ld(isAccessibleForFree="https://schema.org/False"), False), ('<meta property="article:content_tier" content="locked">', False),
    ('<meta property="article:content_tier" content="free">', True), ("", None),
])
def test_free_access(head: str, expected: bool | None) -> None:
    """Only what the page states; nothing is guessed."""
    assert read(head).free_access is expected


def test_section_tags_description() -> None:
    """Each from the place where outlets state it."""
    found = read(ld(articleSection=["Politics", "World"], keywords=["harbour", "strike", "strike"], description="Talks are under way in the harbour."))
    assert (found.section, found.tags) == ("Politics", ("harbour", "strike"))
    assert found.description == "Talks are under way in the harbour."
    assert {"section", "tags", "description"} <= set(found.evidence)


@pytest.mark.parametrize("note", [
    "Correction: An earlier version of this article misspelled the pilot's name.", "Editor's note: The headline was changed on Monday evening.",
    "Korrektur: In einer früheren Version stand ein falscher Betrag.", "Correctif : une version antérieure citait un mauvais chiffre.",
])
def test_corrections(note: str) -> None:
    """Corrections and editor's notes have a field of their own, as printed."""
    assert read(body=TEXT * 3 + f"<p>{note}</p>").corrections == (note,)
