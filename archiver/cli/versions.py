"""Commands for the versions of an article: which there are, and the words by which two differ.

Nothing here compares: `archiver.versions` does.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.base import Study
from archiver.errors import NotFound

if TYPE_CHECKING:
    from archiver.model import Article
    from archiver.store.archive import Archive
    from archiver.versions import Change, Difference, Piece, Step

LABEL = 12
AROUND = 12             # words that are shown before and after a change
_SIGNS = {"gone": ("[-", "-]", "red"), "new": ("{+", "+}", "green")}


@click.command()
@click.argument("article", metavar="ID|URL")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a version and line.")
@click.pass_obj
def history(study: Study, article: str, as_json: bool) -> None:
    """List the versions of an article: when each was captured, until when it was seen, and what changed in it.

    A change of title, byline, authors, body, credits or corrections makes a version; older ones stay. `correction` marks
    a correction that the outlet printed; `no new date` that its own date of change stayed as it was.
    """
    from archiver.versions import steps
    archive = study.archive()
    found = steps(archive.history(article))
    if not as_json:
        click.secho(f"{found[-1].article.id}  {found[-1].article.url}", bold=True)
    for step in found:
        if as_json:
            click.echo(json.dumps(_step_json(archive, step), ensure_ascii=False))
        else:
            click.echo(_step_line(archive, step))


def _step_line(archive: Archive, step: Step) -> str:
    now, what = step.article, step.difference
    times = f"{(now.provenance.captured or '')[:19]}  seen until {archive.last_seen(now)[:19]}"
    said = f"first: {now.title}" if what is None else what.line or "nothing that counts (read anew)"
    silent = "; no new date" if what and what.changes and now.modified and what.stated is None else ""
    return f"version {now.version:<3} {times}  {said}{silent}"


def _step_json(archive: Archive, step: Step) -> dict[str, Any]:
    now, what = step.article, step.difference
    return {"id": now.id, "url": now.url, "version": now.version, "title": now.title, "captured": now.provenance.captured,
            "last_seen": archive.last_seen(now), "modified": now.modified, "record_id": now.provenance.record_id,
            "changes": [{"field": c.name, "added": c.added, "removed": c.removed} for c in what.changes] if what else [],
            "corrections": list(what.corrections) if what else list(now.corrections)}


@click.command()
@click.argument("article", metavar="ID|URL")
@click.argument("first", type=int, required=False, metavar="[V1")
@click.argument("second", type=int, required=False, metavar="V2]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with every stretch of words.")
@click.pass_obj
def diff(study: Study, article: str, first: int | None, second: int | None, as_json: bool) -> None:
    """Show the words by which two versions of an article differ; of the last two where none are named.

    [-what went-] and {+what came+}, with the words around them. One version named: it against the one before.

    \b
      archiver diff ID
      archiver diff ID 1 3
    """
    from archiver.versions import compare
    found = {a.version: a for a in study.archive().history(article)}
    if len(found) == 1 and first is None:
        click.echo(f"{article}: there is one version only", err=True)
        return
    old, new = (_named(found, number, article) for number in _chosen(sorted(found), first, second))
    what = compare(old, new)
    if as_json:
        click.echo(json.dumps(_diff_json(old, new, what), ensure_ascii=False, indent=2))
        return
    click.secho(f"{new.id}  version {old.version} of {(old.provenance.captured or '')[:19]}, version {new.version} of "
                f"{(new.provenance.captured or '')[:19]}", bold=True)
    if what.stated:
        click.echo(f"{'modified':{LABEL}} {old.modified or '-'} -> {what.stated}")
    for change in what.changes:
        click.echo(f"{'correction' if change.name == 'corrections' else change.name:{LABEL}} {_shown(change)}")
    if not what.changes:
        click.echo("nothing that counts differs")


def _chosen(versions: list[int], first: int | None, second: int | None) -> tuple[int, int]:
    """The two versions that are meant."""
    if first is None:
        return versions[-2], versions[-1]
    return (first, second) if second is not None else (max((v for v in versions if v < first), default=first), first)


def _named(found: dict[int, Article], number: int, article: str) -> Article:
    if number not in found:
        raise NotFound(f"there is no version {number}", where=article, cure=f"it has {', '.join(map(str, sorted(found)))}")
    return found[number]


def _diff_json(old: Article, new: Article, what: Difference) -> dict[str, Any]:
    return {"id": new.id, "url": new.url, "old": old.version, "new": new.version,
            "captured": [old.provenance.captured, new.provenance.captured], "modified": [old.modified, new.modified],
            "changes": [asdict(change) for change in what.changes], "corrections": list(what.corrections)}


def _shown(change: Change) -> str:
    """The pieces of a change as running text; in a body, what is the same is cut down to the words around."""
    last = len(change.pieces) - 1
    return " ".join(_piece(piece, place == 0, place == last) for place, piece in enumerate(change.pieces))


def _piece(piece: Piece, first: bool, last: bool) -> str:
    if piece.op != "same":
        before, after, colour = _SIGNS[piece.op]
        return click.style(f"{before}{' '.join(piece.text.split())}{after}", fg=colour)
    words = piece.text.split()
    if len(words) <= 2 * AROUND:
        return " ".join(words)
    head, tail = " ".join(words[:AROUND]), " ".join(words[-AROUND:])
    return f"... {tail}" if first else f"{head} ..." if last else f"{head} ... {tail}"
