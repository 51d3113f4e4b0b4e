"""An outlet whose pages the archiver cannot read rightly by itself, captured before and after a redesign.

Not a test: `test_fix.py` teaches the archiver how to read it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver.errors import NotAnArticle
from archiver.extract.extractor import Extractor
from archiver.model import Exchange, Link, Outcome, Site
from archiver.store import Archive, Settings
from archiver.urls import link_key

SITE = Site(name="uferblatt", domains=("uferblatt.example",), language="de", timezone="Europe/Berlin")
FILE = """# The outlet of our county. Ask Jana before changing the pace!
name: uferblatt
domains:
- uferblatt.example        # and no other
language: de
timezone: Europe/Berlin

pace:
  delay: 5   # they have one small server
"""
OLD, NEW = 6, 10                # pages of the old design, and of the new one
REDESIGN = datetime(2026, 4, 1, 8, tzinfo=UTC)
AUTHORS = ("Lena Osterkamp", "Jonas Brück", "Mira Halmstein")
PLACES = ("Niederwalde", "Oberlühe", "Hallersee", "Königsau")
BOX = ("Diese Reportage gehört zu unserer Reihe über das Leben am Fluss, die wir gemeinsam mit den Vereinen der Region "
       "schreiben und die auch als kleines Buch erscheint.")


def author(number: int) -> str:
    """Who wrote page `number`."""
    return AUTHORS[number % len(AUTHORS)]


def paragraphs(number: int) -> list[str]:
    """The story of page `number`."""
    place = PLACES[number % len(PLACES)]
    return [
        f"In {place} hat der Rat am {number + 3}. Tag der Sitzungswoche entschieden, dass die Uferstraße für {number + 20} "
        "Wochen gesperrt wird, weil die Mauer am Hafen nachgibt und die Keller der ersten Häuser feucht geworden sind.",
        f"Die Kosten schätzt das Bauamt auf {number * 7 + 90} Tausend Taler. „Wir haben lange genug gewartet“, sagte die "
        f"Vorsitzende des Vereins {place} am Wasser, der im vergangenen Jahr {number * 31 + 400} Unterschriften gesammelt hat.",
        f"Wer in der {number + 1}. Zone wohnt, bekommt einen Ausweis für die Fähre. Sie fährt bis Mitternacht und kostet so "
        "viel wie der Bus, hat die Verwaltung versprochen, und Fahrräder nimmt sie ohne Aufpreis mit.",
    ]


def url(number: int) -> str:
    """Address of page `number`."""
    return f"https://uferblatt.example/stadt/{number}.html"


def page(number: int) -> str:
    """Page `number`; the new design names its author in a line that reads like a sentence, and puts a notice into the text."""
    first, second, third = (f"<p>{text}</p>" for text in paragraphs(number))
    title = f"Uferstraße in {PLACES[number % len(PLACES)]} bleibt {number + 20} Wochen zu"
    head = f'<html lang="de"><head><title>{title} | Uferblatt</title></head><body><div class="kopf"><a href="/">Uferblatt</a></div>'
    foot = '<div class="fuss">Alle Rechte beim Uferblatt</div></body></html>'
    if number < OLD:
        return f'{head}<h1>{title}</h1><p class="byline">Von {author(number)}</p>{first}{second}{third}{foot}'
    day = f"{(number - OLD) % 28 + 1:02}.04.2026"
    return (f'{head}<div class="beitrag"><div class="titel">{title}</div>'
            f'<div class="unterzeile"><i>am Fluss unterwegs war {author(number)}</i></div>'
            f'<div class="stand">{day}</div><div class="text">{first}{second}<p class="reihe">{BOX}</p>{third}</div></div>{foot}')


def index() -> str:
    """A page that lists stories and is none."""
    rows = "".join(f'<li><h3><a href="{url(n)}">Uferstraße in {PLACES[n % 4]} bleibt {n + 20} Wochen zu</a></h3></li>' for n in range(9))
    return f'<html lang="de"><head><title>Stadt | Uferblatt</title></head><body><h1>Stadt</h1><ul>{rows}</ul></body></html>'


def archive(root: Path) -> None:
    """The archive of all pages, as a crawl without this knowledge would have left it."""
    with Archive(root, Settings(min_free=0)) as made:
        made.open(SITE.name)
        for number in range(OLD + NEW):
            started = REDESIGN + timedelta(days=number - OLD)
            _visit(made, url(number), page(number), started)
        _visit(made, "https://uferblatt.example/stadt/", index(), REDESIGN + timedelta(days=NEW))


def _visit(made: Archive, address: str, html: str, started: datetime) -> None:
    link = Link(site=SITE.name, url=address, key=link_key(address), by="user")
    made.add_links([link])
    link = made.take(SITE.name, 1)[0]
    body = html.encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    request = f"GET {address.split('/', 3)[3]} HTTP/1.1\r\nHost: uferblatt.example\r\n\r\n".encode()
    capture = made.capture(Exchange(address, request, head, body, body, started), link)
    try:
        made.save(Extractor(SITE)(capture), link)
    except NotAnArticle as error:
        made.finish(link, Outcome.NOT_ARTICLE, error.reason)
