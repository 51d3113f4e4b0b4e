"""Commands for datasets: count what a query finds, export it, check an export, compare two.

They need no network, and leave the archive as it is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.base import ENGINE, Study

if TYPE_CHECKING:
    from archiver.dataset.spec import Spec

_BAR = 40
_REMOTE = "s3://"


class _Found(click.Path):
    """A folder or file that exists, as a Path; a place in object storage is left as it is."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path or the URL."""
        return value if str(value).startswith(_REMOTE) else super().convert(value, param, ctx)


FOUND = _Found(exists=True, path_type=Path)


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


@click.command()
@click.argument("name", default="")
@click.option("--query", "expression", default="", metavar="EXPRESSION", help="What goes in; see archiver query --help.")
@click.option("--from", "since", default="", metavar="DAY", help="Published on this day or after it.")
@click.option("--to", "until", default="", metavar="DAY", help="Published on this day or before it.")
@click.option("--site", "sites", multiple=True, help="Only this site; may be repeated.")
@click.option("--lang", "languages", multiple=True, help="Only this language (BCP 47); may be repeated.")
@click.option("--min-words", default=0, type=click.IntRange(0), help="Only articles of at least so many words.")
@click.option("--near-dup", default="label", type=click.Choice(["label", "keep-first"]), show_default=True,
              help="Near duplicates: all with a label, or of each cluster the first.")
@click.option("--split", default="", metavar="time:80/10/10", help="Parts by time, in hundredths; a cluster is never cut.")
@click.option("--policy", default="research", type=click.Choice(["research", "respect-tdm", "all"]), show_default=True,
              help="What outlets say of the use of their pages: leave out `noarchive`, or what is reserved from mining too, "
                   "or nothing.")
@click.option("--format", "formats", default="parquet", show_default=True, metavar="NAME,...",
              help="parquet, jsonl, csv, hf, tei, wacz; Parquet is always written.")
@click.option("--no-text", is_flag=True, help="Ids, places and labels only; --rebuild brings the text back.")
@click.option("--author", "authors", multiple=True, help="For the citation; may be repeated.")
@click.option("--licence", default="", help="For the card: the licence of what you add, such as cc-by-4.0.")
@click.option("--bag", is_flag=True, help="As a BagIt bag, for deposit.")
@click.option("--into", default="", metavar="PLACE", help="A folder or s3://BUCKET/PREFIX, in place of output/datasets.")
@click.option("--overwrite", is_flag=True, help="Put it in the place of the dataset that is there.")
@click.option("--check", "checked", type=FOUND, default=None, help="Make the dataset of this manifest again, and compare.")
@click.option("--rebuild", "rebuilt", type=FOUND, default=None, help="Bring the text back into a --no-text dataset, as NAME.")
@click.option("--workers", default=None, type=click.IntRange(1), help="Processes; one a core.")
@ENGINE
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@click.pass_obj
def export(study: Study, /, name: str, checked: Path | str | None, rebuilt: Path | str | None, workers: int | None, address: str,
           quiet: bool, into: str, overwrite: bool, **asked: Any) -> None:
    """Write a dataset into output/datasets/NAME: Parquet with a typed schema, a card, a codebook, Croissant, coverage, citation,
    and a manifest from which it can be made again. It is there whole, or not at all; in object storage it is whole when its
    manifest is there.

    \b
      archiver export study --query "'harbour' and words > 200" --lang pt --split time:80/10/10
      archiver export --check output/datasets/study/manifest.json
      archiver export study --into s3://bucket/datasets
      archiver export --check s3://bucket/datasets/study/manifest.json
      archiver export shared --site herald.example --no-text
      archiver export mine --rebuild shared/manifest.json
    """
    from archiver.engines import LOCAL, engine
    say = (lambda _: None) if quiet else (lambda line: click.secho(line, dim=True, err=True))
    if bool(name) == bool(checked):
        raise click.UsageError("give a NAME, or --check MANIFEST")
    own = study.output / "datasets"
    with engine(address, workers) as on:
        if checked:
            from archiver.dataset.check import check
            from archiver.dataset.remote import fetched
            work = None if address == LOCAL else own            # a cluster's workers share the archive's disk
            with fetched(checked) as path:
                done = check(study.output, path, on=on, say=say, work=work)
            click.echo(done.difference or f"identical: {done.files} files")
            raise SystemExit(1 if done.difference else 0)
        place = f"{(into or str(own)).rstrip('/')}/{name}"
        if rebuilt:
            from archiver.dataset.rebuild import rebuild
            from archiver.dataset.remote import fetched
            with fetched(rebuilt) as path, _target(place, own, overwrite) as target:
                made = rebuild(study.output, path, target, on=on, say=say)
            click.echo(f"{place}: {made.rows:,} rows with their text")
            return
        from archiver.dataset.export import export as write
        with _target(place, own, overwrite) as target:
            ready = write(study.output, _spec(name, **asked), target, on=on, say=say, overwrite=overwrite)
    found = ready.numbers
    click.echo(f"{place}: {found.kept:,} articles of {len(found.sites)} sites, {found.words:,} words; left out: "
               f"{found.asked - found.selected:,} by the policy, {found.selected - found.kept:,} near duplicates, "
               f"{found.unreadable:,} lines that could not be read")


@contextmanager
def _target(place: str, work: Path, overwrite: bool) -> Iterator[Path]:
    """Where on this disk a dataset for a place is to be written; one for object storage is sent there afterwards."""
    if not place.startswith(_REMOTE):
        yield Path(place)
        return
    from archiver.dataset.remote import sent
    with sent(place, work, overwrite=overwrite) as target:
        yield target


def _spec(name: str, expression: str, since: str, until: str, sites: tuple[str, ...], languages: tuple[str, ...], min_words: int,
          formats: str, no_text: bool, **more: Any) -> Spec:
    from archiver.dataset.spec import Spec, combined
    query = combined(expression, sites=sites, languages=languages, since=since, until=until, least_words=min_words)
    return Spec(name, query, formats=tuple(word.strip() for word in formats.split(",") if word.strip()), text=not no_text, **more)


@click.command()
@click.argument("one", type=FOUND)
@click.argument("other", type=FOUND)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a change.")
@click.option("--limit", default=5, show_default=True, help="Examples of each reason.")
@click.pass_obj
def compare(study: Study, one: Path | str, other: Path | str, as_json: bool, limit: int) -> None:
    """Say what changed from one export to another, and why: late arrivals, a new extractor, take-downs.

    ONE and OTHER are folders of exports, or their manifests, on a disk or in object storage. Exit code 1 where something changed.
    """
    from archiver.dataset.remote import fetched
    with fetched(one) as first, fetched(other) as second:
        counts = _changes(study, first, second, as_json, limit)
    for (what, why), number in counts.most_common():
        click.echo(f"{number:,} {what}: {why}", err=as_json)
    click.echo("" if counts else "no article differs", err=as_json)
    raise SystemExit(1 if counts else 0)


def _changes(study: Study, one: Path, other: Path, as_json: bool, limit: int) -> Counter[tuple[str, str]]:
    """Tells the changes, and how many there are of each kind."""
    from archiver.dataset.compare import compare as changes
    counts: Counter[tuple[str, str]] = Counter()
    for change in changes(one, other, study.output):
        counts[change.what, change.why] += 1
        if as_json:
            click.echo(json.dumps(asdict(change)))
        elif counts[change.what, change.why] <= limit:
            click.echo(f"{change.what:8} {change.id}  {change.site}  {change.url}\n         {change.why}"
                       + (f" [{', '.join(change.columns)}]" if change.columns else ""))
    return counts
