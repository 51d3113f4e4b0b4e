"""The command that makes articles again from the WARCs, and decides about what is read otherwise.

Nothing here reads a page or compares: `archiver.reextract` does.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from archiver.cli.base import ENGINE, Study
from archiver.errors import NotFound

if TYPE_CHECKING:
    from archiver.model import Site
    from archiver.reextract import Summary
    from archiver.store.archive import Archive


@click.command()
@click.argument("names", nargs=-1, metavar="[SITE...]")
@click.option("--since", default="", metavar="TIME", help="Only captures made on or after it, ISO 8601.")
@click.option("--diff", is_flag=True, help="Change nothing: compare with what is stored, and write a report.")
@click.option("--accept", "accepted", is_flag=False, flag_value="all", default=None, metavar="[all|better]",
              type=click.Choice(["all", "better"]), help="Put what the last --diff found in force; `better`: only what is that.")
@click.option("--reject", is_flag=True, help="Drop what the last --diff found.")
@click.option("--workers", default=None, type=click.IntRange(1), help="Processes that read; one a core.")
@ENGINE
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@click.pass_obj
def reextract(study: Study, names: tuple[str, ...], since: str, diff: bool, accepted: str | None, reject: bool,
              workers: int | None, address: str, quiet: bool) -> None:
    """Make the articles of the archive again from its WARCs, with the extractor, rules and profiles of today.

    Nothing is fetched, and nothing overwritten: a reading that differs is a further line, and the catalog points at it.
    With --diff nothing changes until you accept: each article is the same, better, worse or unclear, and a report shows
    why, with the texts side by side.

    \b
      archiver reextract --diff
      archiver reextract --accept better
      archiver reextract --reject
    """
    from archiver.engines import engine
    from archiver.reextract import Run, decide
    if diff + bool(accepted) + reject > 1:
        raise click.UsageError("one of --diff, --accept and --reject")
    since = moment(since)
    with study.archive() as archive:
        sites = _held(study, archive, names)
        if accepted or reject:
            _decided(archive, sites, decide(archive, sites, accepted) if accepted else None)
            return
        say = None if quiet else lambda line: click.secho(line, dim=True, err=True)
        with engine(address, workers) as on:
            run = Run(archive, _sites(study, sites), on, since, say)
            summary = run.diff() if diff else run.accept()
        _told(summary)
        if diff:
            _report(study, archive, sites)
    raise SystemExit(1 if summary.troubles else 0)


def moment(since: str) -> str:
    """A time in UTC as records write it, so that they can be compared as text; empty for none."""
    try:
        when = datetime.fromisoformat(since) if since else None
    except ValueError as error:
        raise click.UsageError(f"--since: {since!r} is no time (2026-03-01, or 2026-03-01T12:00)") from error
    when = when.replace(tzinfo=UTC) if when and not when.tzinfo else when
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}" if when else ""


def _held(study: Study, archive: Archive, names: tuple[str, ...]) -> list[str]:
    held = archive.sites()
    for unknown in sorted(set(names) - set(held)):
        raise NotFound(f"no site {unknown!r} in the archive", where=str(study.output),
                       cure=f"it holds {', '.join(held) or 'nothing yet'}")
    return list(names or held)


def _sites(study: Study, names: list[str]) -> list[Site]:
    """The sites as their files say; of one without a file nothing is known but its name."""
    from archiver.model import Site
    known = {site.name: site for site in (study.load() if study.sites.is_dir() else [])}
    return [known.get(name) or Site(name=name) for name in names]


def _told(summary: Summary) -> None:
    for trouble in summary.troubles:
        click.echo(f"not read: {trouble}", err=True)
    click.echo(f"{summary.line()}, {summary.seconds:.0f} s")
    if summary.accepted or summary.stale:
        click.echo(f"{summary.accepted:,} new readings are in force" + _stale(summary))


def _stale(summary: Summary) -> str:
    return f"; {summary.stale:,} captures had been read again meanwhile, and were left" if summary.stale else ""


def _report(study: Study, archive: Archive, sites: list[str]) -> None:
    from archiver.reextract.report import write
    path, counts = write(archive, sites, study.output / "reports")
    click.echo(f"{sum(counts.values()):,} differ; report: {path}")
    if counts and sys.stdout.isatty():
        click.launch(str(path))


def _decided(archive: Archive, sites: list[str], summary: Summary | None) -> None:
    from archiver.store.proposals import drop, proposals
    if summary is None:
        count = sum(1 for site in sites for _ in proposals(archive.root, site))
        for site in sites:
            drop(archive.root, site)
        click.echo(f"{count:,} proposals rejected")
        return
    click.echo(f"{summary.accepted:,} new readings are in force, {summary.left:,} rejected" + _stale(summary))
