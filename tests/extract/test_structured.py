"""What pages state for machines, whole or broken."""

from __future__ import annotations

import pytest

from archiver.extract.page import Page


def article(script: str, more: str = "") -> dict[str, object]:
    html = f'<html><head><script type="application/ld+json">{script}</script>{more}</head><body><p>x</p></body></html>'
    return Page(html, "https://harbour.example/a").structured.article


@pytest.mark.parametrize("script", [
    '{"@type":"NewsArticle","headline":"Talks"}', '{"@context":"x","@graph":[{"@type":"WebPage"},{"@type":["NewsArticle"],"headline":"Talks"}]}',
    '[{"@type":"BreadcrumbList"},{"@type":"http://schema.org/NewsArticle","headline":"Talks"}]', '{"@type":"NewsArticle","headline":"Talks",}',
    '<!-- {"@type":"NewsArticle","headline":"Talks"} -->', '//<![CDATA[\n{"@type":"NewsArticle","headline":"Talks"}\n//]]>',
    '{"@type":"WebSite"}{"@type":"NewsArticle","headline":"Talks"}', '{"@type":"NewsArticle","headline":"Talks"};',
    '{"@type":"NewsArticle","headline":"Talks","articleBody":"say "hi" now","author":{"@type":"Person","name":"Ana Duarte"}}',
    '{"@type":"NewsArticle","articleBody":"one\ntwo","headline":"Talks"}', '{"@type":"NewsArticle","headline":"Talks","articleBody":"cut',
    '{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Talks&quot;}',
])
def test_json_ld_whole_or_broken(script: str) -> None:
    """JSON-LD as it is found in the wild gives its headline."""
    assert article(script).get("headline") == "Talks"


def test_the_page_s_own_article_wins() -> None:
    """Among several articles the one that names this page's address is it."""
    assert article('[{"@type":"NewsArticle","headline":"Other","url":"https://harbour.example/b","author":"x","datePublished":"2024-01-01"},'
                   '{"@type":"NewsArticle","headline":"Talks","url":"https://harbour.example/a"}]').get("headline") == "Talks"


def test_meta_tags_by_any_attribute() -> None:
    """name, property and itemprop, in any case; the first that says something counts."""
    page = Page('<meta NAME="DC.Date" content="2024-05-14"><meta property="og:title" content=" "><meta property="og:title" content="Talks &amp; more">'
                '<meta itemprop="datePublished" content="2024-05-15"><p>x</p>', "https://harbour.example/a")
    data = page.structured
    assert (data.first("dc.date"), data.first("og:title"), data.first("datepublished")) == ("2024-05-14", "Talks & more", "2024-05-15")
