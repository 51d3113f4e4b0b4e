"""Commands that watch: what became of every link, how each site does against its own past, and where the archive stands.

Nothing here judges: `archiver.health` does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.base import Study
from archiver.errors import NotFound

if TYPE_CHECKING:
    from archiver.health import Coverage, Report
    from archiver.store.archive import Archive

_OURS = ("DOWN", "UNVISITED")
_COLOURS = {"OK": "green", "QUIET": "yellow", "SLOW": "yellow", "GATED": "yellow", "LAYOUT": "yellow", "DEAD FEED": "yellow"}


def _held(archive: Archive, sites: Sequence[str]) -> list[str]:
    """The sites that are meant: all, or those named. Raises NotFound."""
    held = archive.sites()
    for unknown in sorted(set(sites) - set(held)):
        raise NotFound(f"no site {unknown!r} in the archive", where=str(archive.root), cure=f"it holds {', '.join(held) or 'nothing yet'}")
    return list(sites) or held


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--week", "weekly", is_flag=True, help="A line for each week.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, with visits and all outcomes by name.")
@click.pass_obj
def coverage(study: Study, sites: tuple[str, ...], weekly: bool, as_json: bool) -> None:
    """Account for every link: what became of the pages that were found, by site and week.

    Pages are counted in the week in which they were found, each once: found = extracted + gated + no article + elsewhere
    (led to another page or outlet, or is of a type that is not collected) + refused by robots.txt + failed + waiting. What
    failed is said by kind. `visits` counts what ended in that week, feeds and repeated visits too.
    """
    from archiver.health import coverage as cover
    archive = study.archive()
    rows = [row for site in _held(archive, sites) for row in cover(archive, site, weekly=weekly)]
    if as_json:
        for row in rows:
            click.echo(json.dumps({**asdict(row), "found": row.found, "sums": row.sums, "failed": row.failed}))
        return
    wide = max((len(row.site) for row in rows), default=4)
    click.secho(f"{'site':{wide}}  {'week':8} {'found':>7} = {'extracted':>9} {'gated':>6} {'no article':>10} {'elsewhere':>9} "
                f"{'robots':>6} {'failed':>6} {'waiting':>7}   visits", bold=True)
    for row in rows:
        click.echo(_coverage_line(row, wide))


def _coverage_line(row: Coverage, wide: int) -> str:
    sums = row.sums
    kinds = ", ".join(f"{number} {name}" for name, number in row.failed.items())
    visits = f"{sum(row.visits.values())}, {row.visits.get('not-modified', 0)} not modified"
    return (f"{row.site:{wide}}  {row.week:8} {row.found:7} = {sums['extracted']:9} {sums['gated']:6} {sums['not-an-article']:10} "
            f"{sums['elsewhere']:9} {sums['robots']:6} {sums['failed']:6} {sums['waiting']:7}   {visits}"
            + (f"; failed: {kinds}" if kinds else ""))


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a site and line.")
@click.option("--at", default="", metavar="TIME", help="As it was then, ISO 8601; nobody is told. [now]")
@click.option("--command", envvar="ARCHIVER_HEALTH_COMMAND", default="", metavar="COMMAND",
              help="Tell by a command: one JSON object a message and line on its standard input. [ARCHIVER_HEALTH_COMMAND]")
@click.option("--webhook", envvar="ARCHIVER_HEALTH_WEBHOOK", default="", metavar="URL",
              help="Tell by a POST of JSON, whose `text` chat servers show. [ARCHIVER_HEALTH_WEBHOOK]")
@click.option("--mail", envvar="ARCHIVER_HEALTH_MAIL", default="", metavar="ADDRESS", help="Tell by e-mail. [ARCHIVER_HEALTH_MAIL]")
@click.option("--smtp", envvar="ARCHIVER_SMTP", default="localhost", show_default=True, metavar="HOST[:PORT]",
              help="The mail server; ARCHIVER_SMTP_USER and ARCHIVER_SMTP_PASSWORD where it wants them. Encrypted on port 465, and "
                   "elsewhere where it offers STARTTLS. [ARCHIVER_SMTP]")
@click.option("--sender", envvar="ARCHIVER_SMTP_SENDER", default="", metavar="ADDRESS",
              help="Whom the e-mail is from; the same address otherwise. [ARCHIVER_SMTP_SENDER]")
@click.option("--atom", envvar="ARCHIVER_HEALTH_ATOM", default="", metavar="FILE",
              help="Tell by an Atom feed in this file. [ARCHIVER_HEALTH_ATOM]")
@click.pass_obj
def health(study: Study, /, sites: tuple[str, ...], as_json: bool, at: str, **ways: str) -> None:
    """Hold each site against its own past, and say what is the matter, since when, and what to do.

    \b
    OK         as always                         LAYOUT     a field is missing, bodies are short
    QUIET      expected articles do not come     DEAD FEED  a feed or sitemap cannot be read any more
    BLOCKED    it refuses us (401, 403, 429)     GATED      only openings are served
    ROBOTS     robots.txt forbids it now         SLOW       articles are captured much later
    DOWN       it does not answer                UNVISITED  nobody has crawled it

    Exit code: 0 all is OK; 1 something is wrong, but articles still come; 2 from some site nothing comes any more.

    With --command, --webhook, --mail or --atom each cause is told once when it begins and once when it ends; what was told is
    kept in output/reports/health.json, and what could not be told is told at the next run. For cron, after the crawl:

    \b
      archiver crawl; archiver health --mail you@example.org
    """
    from archiver.health import examine, past_of
    archive = study.archive()
    now = _moment(at)
    reports = [examine(past_of(archive, site, now)) for site in _held(archive, sites)]
    for report in reports:
        click.echo(json.dumps(asdict(report), ensure_ascii=False) if as_json else _health_lines(report))
    grave = [report.site for report in reports if report.state in _OURS]
    if len(grave) > 3 and 2 * len(grave) > len(reports):
        click.secho(f"{len(grave)} of {len(reports)} sites at once: look at this machine's own network first", fg="yellow", err=True)
    failed = not at and _tell(study.output, reports, now, ways)
    raise SystemExit(max(_code(reports), int(failed)))


def _moment(at: str) -> datetime:
    """The time that is meant, in UTC where no zone is given; now where none is. Raises BadParameter."""
    try:
        when = datetime.fromisoformat(at) if at else datetime.now(UTC)
    except ValueError as error:
        raise click.BadParameter(f"{at!r} is no time: write 2026-03-05 or 2026-03-05T20:00", param_hint="--at") from error
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def _tell(root: Path, reports: Sequence[Report], now: datetime, ways: dict[str, str]) -> bool:
    """Tells in the ways that are wanted, and says so on standard error; whether one failed."""
    from archiver.health.tell import Ways, tell
    chosen = Ways(**ways)
    if not chosen.named() and not chosen.atom:
        return False
    failed = False
    for line in tell(root, reports, now, chosen):
        failed |= line.startswith("failed: ")
        click.secho(line if line.startswith("failed: ") else f"told: {line}", err=True)
    return failed


def _code(reports: Sequence[Report]) -> int:
    from archiver.health.findings import GRAVE
    states = {finding.state for report in reports for finding in report.findings}
    return 2 if states & set(GRAVE) else 1 if states else 0


def _health_lines(report: Report) -> str:
    usual = "" if report.expected_today is None else f", {report.expected_today:g} on a day like this"
    paused = f"; paused {report.paused}" if report.paused else ""
    learning = "; too few days are known yet to tell silence" if report.learning else ""
    last = f"; last article {report.last_article[:16]}" if report.last_article else ""
    state = click.style(f"{report.state:9}", fg=_COLOURS.get(str(report.state), "red"))
    lines = [f"{state}  {report.site}: {report.articles_today} new articles today{usual}{last}{learning}{paused}"]
    for finding in report.findings:
        lines += [f"{'':11}{finding.state} since {finding.since[:16]}: {finding.figures}", f"{'':11}{finding.cure}"]
    return "\n".join(lines)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def status(study: Study, as_json: bool) -> None:
    """Show where the archive stands: what today brought, what waits, what is due next, how long the disk will do."""
    from archiver.health import status as stand
    archive = study.archive()
    found = stand(archive, datetime.now(UTC))
    if as_json:
        click.echo(json.dumps(asdict(found)))
        return
    outcomes = ", ".join(f"{number:,} {name}" for name, number in found.outcomes.items()) or "nothing yet"
    left = "it does not grow" if found.days_left is None else f"{found.days_left:,.0f} days at {found.grown / 1e6:,.1f} MB a day"
    click.echo(f"{'sites':10} {found.sites}\n{'today':10} {found.articles:,} new articles; {outcomes}")
    click.echo(f"{'waiting':10} {found.waiting:,} links")
    click.echo(f"{'next due':10} {found.next_due[:16] or 'nothing'}" + (f" ({found.next_site})" if found.next_site else ""))
    click.echo(f"{'disk':10} {found.free / 1e9:,.1f} GB free: {left}")
