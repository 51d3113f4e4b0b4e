"""A small archive made without a network: an outlet whose pages have pictures, two versions, Arabic and Japanese text, and one
that tries everything a page can do to whoever looks at it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver.extract.extractor import Extractor
from archiver.model import Article, Exchange, Link, Outcome, Site
from archiver.newsroom.images import jpeg
from archiver.sites import write_site
from archiver.store import Archive, Settings
from archiver.urls import link_key

SITE = Site(name="quayside-post", title="The Quayside Post", domains=("quayside.example",), language="en", timezone="UTC")
BASE = "https://www.quayside.example"
START = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)
PARAGRAPHS = ("The harbour board voted on Monday to keep the old ferry running until the new bridge is open to all traffic.",
              "Captain Odile Marchetti said her crew had learned of the vote from the radio, like everybody else in the port.",
              "The board will publish the costs in June, and a public hearing is to follow in the market hall a week later.",
              "Passengers who hold a season ticket keep it, the board promised, whatever becomes of the crossing in winter.")
STORY, HOSTILE, ARABIC, JAPANESE = (f"{BASE}/news/{name}" for name in ("ferry", "hostile", "miyah", "chousei"))


def page(title: str, paragraphs: tuple[str, ...], *, byline: str = "By Ines Tarrant", more: str = "", lang: str = "en") -> str:
    """An article's page."""
    text = "".join(f"<p>{words}</p>" for words in paragraphs)
    right = ' dir="rtl"' if lang == "ar" else ""
    return (f'<!doctype html><html lang="{lang}"{right}><head><meta charset="utf-8"><title>{title} - The Quayside Post</title>'
            f'<link rel="stylesheet" href="/look.css"><meta property="article:section" content="Harbour"></head><body>'
            f'<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><main><article><h1>{title}</h1>'
            f'<p class="byline">{byline}</p><time datetime="2026-03-01T09:30:00+00:00">1 March 2026</time>'
            f'<figure><img src="/photo.jpg" alt="A ferry"><figcaption>The old ferry at dawn. '
            f'<span class="credit">Photo: Lena Vossberg/Reuters</span></figcaption></figure>{text}{more}</article></main>'
            f"<footer>About us</footer></body></html>")


TRICKS = """
<script>document.documentElement.dataset.ran = "script"; fetch("EVIL?fetch")</script>
<img src="x" onerror="document.documentElement.dataset.ran='onerror'"><img src="EVIL.png"><img srcset="EVIL2.png 2x">
<svg onload="document.documentElement.dataset.ran='svg'"><image href="EVIL.svg"/><style><img src=EVIL3.png></style></svg>
<noscript><p title="</noscript><script>top.location='EVIL'</script>"></noscript>
<iframe src="EVIL.html" srcdoc="<script>top.evil=1</script>"></iframe><object data="EVIL.swf"></object><embed src="EVIL">
<link rel="preconnect" href="EVIL"><link rel="dns-prefetch" href="//evil.example"><link rel="stylesheet" href="EVIL.css">
<meta http-equiv="refresh" content="0;url=EVIL?refresh"><base href="EVIL/base/">
<style>body { background: url(EVIL.bg) } @import "EVIL.import.css";</style><p style="background:url('EVIL.inline')">x</p>
<a id="out" href="EVIL?link" ping="EVIL?ping" target="_top">a link</a> <a href="javascript:document.title='ran'">js</a>
<form action="EVIL?form" method="post"><button>send</button></form><video src="EVIL.mp4" poster="EVIL.poster" autoplay></video>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;script&gt;top.evil=2&lt;/script&gt;"></style></table></mtext></math>
"""
SHEET = "h1 { color: rgb(1, 2, 3) } body { background: url(EVIL.sheet) } @import url(EVIL.second.css);"


def exchange(url: str, body: bytes, mime: str = "text/html; charset=utf-8", day: int = 0) -> Exchange:
    """What the outlet's server answers."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {mime}\r\nContent-Length: {len(body)}\r\nSet-Cookie: a=b\r\n\r\n".encode()
    request = f"GET {url.split('/', 3)[-1]} HTTP/1.1\r\nHost: www.quayside.example\r\n\r\n".encode()
    return Exchange(url, request, head, body, body, START + timedelta(days=day), 0.1, "192.0.2.7")


def made(root: Path, sites: Path, evil: str) -> dict[str, Article]:
    """The archive and the site's file; the articles by the last part of their address. `evil` is what nobody may ask for."""
    write_site(SITE, sites)
    pages = [(STORY, page("Harbour Board Keeps the Ferry", PARAGRAPHS), 0),
             (STORY, page("Harbour Board Keeps the Ferry, for Now", (*PARAGRAPHS[:2], PARAGRAPHS[2].replace("June", "July"),
                                                                     PARAGRAPHS[3])), 2),
             (HOSTILE, page("A Page <b>That</b> Tries Everything", PARAGRAPHS, more=TRICKS.replace("EVIL", evil)), 3),
             (ARABIC, page("الميناء يحتفظ بالعبارة القديمة",
                           ("صوت مجلس الميناء يوم الاثنين على إبقاء العبارة القديمة حتى يفتح الجسر.",) * 4,
                           byline="بقلم ليلى حداد", lang="ar"), 4),
             (JAPANESE, page("港の渡し船、存続へ", ("港湾委員会は月曜日、新しい橋が開通するまで古い渡し船を残すことを決めた。",
                                            "船長の大西さんは、乗組員は決定をラジオで知ったと話した。") * 3,
                            byline="文・大西恵", lang="ja"), 5)]
    found = {}
    with Archive(root, Settings(min_free=0)) as archive:
        archive.open(SITE.name)
        sheet = SHEET.replace("EVIL", evil).encode()
        for url, body, mime in ((f"{BASE}/photo.jpg", jpeg(3), "image/jpeg"), (f"{BASE}/look.css", sheet, "text/css")):
            link = Link(SITE.name, url, link_key(url), "page", "requisite")
            archive.add_links([link])
            archive.capture(exchange(url, body, mime), link)
            archive.finish(link, Outcome.REQUISITE)
        for url, source, day in pages:
            link = Link(SITE.name, url, link_key(url), "feed", "page", f"{BASE}/feed")
            archive.add_links([link])
            capture = archive.capture(exchange(url, source.encode(), day=day), link)
            found[url.rsplit("/", 1)[1]] = archive.save(Extractor(SITE)(capture), link)[1]
    return found
