"""The command `rights`: what a site, or an article's page, said of its use at a time, word for word.

Nothing here decides what may be done.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.base import Study

if TYPE_CHECKING:
    from archiver.rights import Look, Signal

LABEL = 26
_FILES = {"robots": "robots.txt", "tdmrep": "tdmrep.json", "ai.txt": "ai.txt"}


@click.command()
@click.argument("what", metavar="SITE|ID|URL")
@click.option("--at", default="9999", metavar="TIME", help="As it was then, ISO 8601; a day is meant to its end. [now]")
@click.option("--all", "everything", is_flag=True, help="The groups of robots.txt for search engines and others too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with the record of each signal.")
@click.pass_obj
def rights(study: Study, what: str, at: str, everything: bool, as_json: bool) -> None:
    """Show what a site says of the use of its pages: robots groups for AI agents, TDMRep, ai.txt, headers and tags.

    Word for word, as it was at a time, with the record it lies in. For an article: what was in force when it was fetched,
    and which line is about its URL. That nothing is said is told apart from that nobody looked. What you may do depends
    on where you are: nothing is decided here.

    \b
      archiver rights herald.example --at 2026-03-05
      archiver rights ID
    """
    from archiver.rights import Rights
    archive = study.archive()
    said = Rights(archive)
    if what in archive.sites():
        stated, (pages, looked) = said.of_site(what, at), said.of_pages(what, at)
    else:
        stated, pages, looked = said.of_article(archive.article(what)), [], 0
    if as_json:
        click.echo(json.dumps(_json(stated.signals, stated.looks, pages, looked), ensure_ascii=False, indent=2))
        return
    for line in _lines(stated.signals, stated.looks, everything):
        click.echo(line)
    for signal, number in pages:
        click.echo(f"{f'{signal.kind} {signal.name}':{LABEL}} {signal.value}  ({number} of the last {looked} articles)")
    if looked and not pages:
        click.echo(f"{'pages':{LABEL}} those of the last {looked} articles say nothing in headers or tags")


def _json(signals: Iterable[Signal], looks: Iterable[Look], pages: Iterable[tuple[Signal, int]], looked: int) -> dict[str, Any]:
    return {"signals": [asdict(signal) for signal in signals], "looks": [asdict(look) for look in looks],
            "pages": [{**asdict(signal), "pages": number} for signal, number in pages], "pages_looked_at": looked}


def _lines(signals: tuple[Signal, ...], looks: tuple[Look, ...], everything: bool) -> Iterator[str]:
    """Each place that was looked at with what it says, then what the page itself says."""
    for look in looks:
        note = f"; {look.note}" if look.note else ""
        here = [signal for signal in signals if signal.kind == look.kind and signal.url == look.url]
        shown = [signal for signal in here if everything or _meant(signal)]
        more = f"; {len(here) - len(shown)} groups for others (--all)" if len(here) > len(shown) else ""
        nothing = "; nothing stated" if not here else ""
        yield f"{_FILES[look.kind]:{LABEL}} {look.url} answered {look.status} on {look.captured[:19]}{note}{nothing}{more}"
        for signal in shown:
            yield from _signal(signal)
    missing = [name for kind, name in _FILES.items() if kind not in {look.kind for look in looks}]
    if missing:
        yield f"{'not looked at by then':{LABEL}} {', '.join(missing)}"
    for signal in signals:
        if signal.kind in ("header", "meta"):
            yield f"{f'{signal.kind} {signal.name}':{LABEL}} {signal.value}"


def _signal(signal: Signal) -> Iterator[str]:
    about = f"   <- {signal.rule}" if signal.rule and signal.rule != signal.value else ""
    yield f"  {signal.name:{LABEL - 2}} {signal.value.splitlines()[0] if signal.value else ''}{about}"
    yield from (f"{'':{LABEL}} {line}" for line in signal.value.splitlines()[1:])


def _meant(signal: Signal) -> bool:
    """Whether a signal is shown at once: for AI agents, for all, or about use."""
    from archiver.rights import AGENTS
    known = {agent.lower() for agent in AGENTS} | {"*", "content-signal", "content-usage", "license"}
    return signal.kind != "robots" or signal.name.lower() in known
