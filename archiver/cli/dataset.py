"""Commands for datasets: count what a query finds.

They need no network, and leave the archive as it is.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

import click

from archiver.cli.base import Study

_BAR = 40


@click.command()
@click.argument("expression", default="", metavar="[EXPRESSION]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a site and week.")
@click.option("--fields", is_flag=True, help="The fields that can be asked for, and what they mean.")
@click.pass_obj
def query(study: Study, expression: str, as_json: bool, fields: bool) -> None:
    """Count what a query finds, by site and week of publication. `archiver export --query` takes the same expression.

    Of each article the accepted version counts; what was taken down does not. A field that is unknown meets no test but
    `is null`. Words in quotes alone are looked for in title, description and body.

    \b
      archiver query "site in ('herald.example', 'post.example') and lang = 'pt'"
      archiver query "published >= 2026-01-01 and published < 2026-04 and words > 200"
      archiver query "'harbour' and not (section contains 'sport' or tags = 'opinion')"
      archiver query "credits is not null and authors is null and captured >= 2026-03-01T12:00Z"
    """
    from archiver.query import FIELDS, SHORT, parse
    if fields:
        short = {name: word for word, name in SHORT.items()}
        for name, field in FIELDS.items():
            click.echo(f"{name:15} {field.kind:7} {field.doc}" + (f" [also: {short[name]}]" if name in short else ""))
        return
    from archiver.dataset.counts import UNDATED, count
    found = count(study.archive(), parse(expression))
    if as_json:
        for row in found:
            click.echo(json.dumps(asdict(row)))
        return
    weeks: Counter[str] = Counter()
    sites: Counter[str] = Counter()
    for row in found:
        weeks[row.week] += row.articles
        sites[row.site] += row.articles
    most = max(weeks.values(), default=1)
    for week, number in sorted(weeks.items()):
        click.echo(f"{week if week != UNDATED else 'no day':10}  {number:9,}  {'#' * max(1, number * _BAR // most)}")
    for site, number in sites.most_common():
        click.echo(f"{site}: {number:,}")
    click.echo(f"{sum(sites.values()):,} articles of {len(sites)} sites, {sum(row.words for row in found):,} words")
