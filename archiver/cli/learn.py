"""Commands by which a person teaches the archiver: fix a page, look at what a site repeats, score the extraction.

Nothing here decides what a rule, a profile or a score is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.base import Study
from archiver.errors import NotFound, RuleError, SiteFileError

if TYPE_CHECKING:
    from archiver.evaluate import Report
    from archiver.extract.extractor import Extractor
    from archiver.extract.page import Page
    from archiver.extract.profile import Profile
    from archiver.extract.rules.effect import Effect
    from archiver.extract.rules.fixing import Proposal
    from archiver.learn.lessons import Lesson
    from archiver.model import Rule

WIDTH = 96              # characters of a line or value that are shown
AWAY = 6                # from so many lines in a row that nothing was read from, they are not shown
ASK = "What is wrong? Fields and line numbers, such as byline=14 credit=3 drop=2,31-36; nothing: leave it"


@click.command()
@click.argument("page", metavar="URL|ID")
@click.option("--set", "told", default="", metavar="WORDS", help="What is where: 'byline=14 drop=2,31-36'. Not asked then.")
@click.option("--since", default="", metavar="DAY", help="First day of capture the rule holds for; found out otherwise.")
@click.option("--sample", default=30, show_default=True, metavar="N", help="Other captures the rule is tried on.")
@click.option("--yes", is_flag=True, help="Write the rule without asking.")
@click.option("--all", "whole", is_flag=True, help="Show all lines, also those far from the story.")
@click.pass_obj
def fix(study: Study, page: str, told: str, since: str, sample: int, yes: bool, whole: bool) -> None:
    """Tell the archiver what stands where on a page, and let it write the rule for it.

    Shows the text of a captured page, a number before each line, and what each line was taken for. You say what is
    wrong; a rule for the site's file is proposed, tried on other captures of the site, and written if you say yes.

    \b
      archiver fix https://www.example.org/story
      archiver fix 3f2a --set "byline=14 credit=3 drop=2,31-36" --yes

    Fields: title, byline, credit, published, modified, section, description, body; drop takes lines out of the body.
    """
    from archiver.learn import lessons
    lesson = lessons.lesson(study.archive(), study.sites, page, sample)
    _print_page(lesson.page, lesson.extractor, whole=whole)
    for other in (lesson.left_out if lesson.others else ()):
        click.echo(f"left out: {other}", err=True)
    proposal = _asked(lesson, told)
    if proposal is None:
        return
    taught = lessons.tried(lesson, proposal, since)
    _print_proposal(proposal, taught.rule, taught.effect)
    if yes or click.confirm(f"Write this rule into {lesson.path}?"):
        lessons.write(lesson, taught)
        click.echo(f"written: {lesson.path}. It holds for what is read from now on.")


def _asked(lesson: Lesson, told: str) -> Proposal | None:
    """The proposal for what the person says; asked again where it cannot be, None where they say nothing."""
    from archiver.learn import lessons
    while True:
        if not told:
            click.echo(f"\n{ASK}\n> ", nl=False)
        words = told or sys.stdin.readline()     # no prompt(): an end of input is a "no" too
        if not words.strip():
            return None
        try:
            return lessons.propose(lesson, words)
        except RuleError as error:
            if told:
                raise
            click.secho(str(error), fg="red", err=True)


def _print_page(page: Page, extractor: Extractor, *, whole: bool) -> None:
    """The lines with their numbers and what they were taken for, then the fields with their evidence."""
    from archiver.extract.rules.fixing import verdicts
    result = extractor.read(page)
    marks = verdicts(page, result)
    click.secho(f"{page.url}  captured {page.captured}" + (f"  no article: {result.reason}" if result.reason else ""),
                bold=True)
    hidden = set() if whole else set(_away(marks))
    for line in page.lines:
        if line.index in hidden:
            if line.index - 1 not in hidden:
                count = next(n for n in range(len(page.lines)) if line.index + n not in hidden)
                click.secho(f"{'':5} {'':18} ... {count} lines that nothing was read from (--all shows them)", dim=True)
            continue
        mark = marks[line.index]
        click.secho(f"{line.index + 1:5} {mark[:18]:18} {_short(line.text)}", dim=mark != "body" and not _field(mark))
    click.echo()
    article = result.article
    credit = next((image.credit_raw or image.credit for image in article.images if image.credit), None)
    for name, value in (("title", article.title), ("byline", article.byline), ("published", article.published),
                        ("modified", article.modified), ("section", article.section), ("credit", credit)):
        evidence = article.evidence.get("images.0" if name == "credit" else name)
        click.echo(f"{name:12} {_short(value or '-')}" + (f"  [{evidence.source}]" if evidence and value else ""))


def _field(mark: str) -> bool:
    return bool(mark) and not mark.startswith("-")


def _away(marks: list[str]) -> Iterator[int]:
    """Lines in long rows that nothing was read from."""
    row: list[int] = []
    for index, mark in enumerate([*marks, "body"]):
        if not mark:
            row.append(index)
            continue
        if len(row) > AWAY:
            yield from row[3:-3] if len(row) > AWAY + 2 else ()
        row = []


def _print_proposal(proposal: Proposal, rule: Rule, effect: Effect) -> None:
    from archiver.sites.writing import dump_rule
    click.secho("\nThe rule:", bold=True)
    click.echo(dump_rule(rule), nl=False)
    for note in proposal.notes:
        click.secho(f"note: {note}", fg="yellow")
    fields = ", ".join(f"{name} on {count}" for name, count in effect.fields.most_common())
    click.secho(f"\nIts effect: {effect.changed} of {effect.pages} captures change" + (f": {fields}" if fields else ""),
                bold=True)
    for change in effect.examples:
        click.echo(f"  {change.url}\n    {change.field}:")
        if change.field == "body":
            for part in [*change.before.splitlines()[:6], *change.after.splitlines()[:6]]:
                click.echo(f"      {_short(part)}")
        else:
            click.echo(f"      was {_short(change.before or '-')}\n      is  {_short(change.after or '-')}")


def _short(text: str) -> str:
    return text if len(text) <= WIDTH else text[:WIDTH - 1] + "…"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path("tests/cases"))
@click.option("--save", "page", default="", metavar="URL|ID", help="Save a case of this page of the archive in FOLDER.")
@click.option("--min", "least", default=0.0, type=click.FloatRange(0, 1), metavar="SHARE",
              help="Exit code 1 where a field's F1 is below it.")
@click.option("--json", "as_json", is_flag=True, help="The scores as one JSON object.")
@click.pass_obj
def evaluate(study: Study, folder: Path, page: str, least: float, as_json: bool) -> None:
    """Score the extraction on a folder of cases: pages, each with the fields it should give.

    A case is a folder with article.json (the fields that are expected, of an article's JSON form) and capture.warc.gz
    or page.html. A line is printed for each field, and each case that is not read rightly. FOLDER: tests/cases.

    \b
      archiver evaluate mycases --min 0.95
      archiver evaluate --save https://www.example.org/story mycases/example-story
    """
    from archiver.evaluate import cases
    from archiver.evaluate import evaluate as score
    if page:
        _save(study, page, folder)
        return
    report = score(cases(folder))
    if as_json:
        click.echo(json.dumps({"cases": report.cases, "fields": [asdict(line) for line in report.lines()],
                               "failed": [asdict(score) for score in report.failed]}, ensure_ascii=False, indent=1))
    else:
        _print_scores(report)
    below = report.below(least)
    for line in below:
        click.secho(f"{line.field}: {line.f1:.3f} is below {least}", fg="red", err=True)
    raise SystemExit(1 if below else 0)


def _save(study: Study, page: str, folder: Path) -> None:
    from archiver.evaluate import save
    from archiver.learn.lessons import captured
    from archiver.model import Site
    from archiver.sites import load_site, site_file
    archive = study.archive()
    row = captured(archive, page)
    try:
        site = load_site(site_file(study.sites, row.site))
    except SiteFileError:
        site = Site(name=row.site)          # a site without a file: nothing is known of it but its name
    path = save(archive.read(row.warc, row.offset), site, folder, archive.profile(row.site))
    click.echo(f"written: {path}: what is read from it now. Put right what is wrong, take out what should not be scored.")


def _print_scores(report: Report) -> None:
    click.secho(f"{'field':14} {'cases':>5} {'exact':>7} {'F1':>7}", bold=True)
    for line in report.lines():
        click.echo(f"{line.field:14} {line.cases:5} {line.exact:7.1%} {line.f1:7.1%}")
    failed = report.failed
    click.echo(f"\n{report.cases} cases, {len({score.case for score in failed})} not read rightly")
    for score in failed:
        click.echo(f"  {score.case}: {score.field} ({score.f1:.2f})")
        for label, value in _difference(score.expected, score.found):
            click.echo(f"    {label} {_short(str(value))}")


def _difference(expected: Any, found: Any) -> Iterator[tuple[str, Any]]:
    """What should be there and what is; of texts with several paragraphs those that differ."""
    if isinstance(expected, str) and isinstance(found, str) and "\n\n" in expected + found:
        want, have = expected.split("\n\n"), found.split("\n\n")
        yield from (("missing ", text) for text in want if text not in have)
        yield from (("too much", text) for text in have if text not in want)
    else:
        yield from (("expected", expected), ("found   ", found))


@click.command()
@click.argument("site")
@click.option("--learn", "anew", is_flag=True, help="Learn again, from the captures that are there now.")
@click.option("--keep", multiple=True, metavar="N", help="Block N is part of the body after all.")
@click.option("--drop", multiple=True, metavar="N", help="Block N leaves the body again.")
@click.option("--json", "as_json", is_flag=True, help="The profile as one JSON object.")
@click.pass_obj
def profile(study: Study, site: str, anew: bool, keep: tuple[str, ...], drop: tuple[str, ...], as_json: bool) -> None:
    """Show what the pages of a site repeat, how often, and with an example; such blocks leave the body.

    It is learned from the articles of the archive, 15 at least, after a crawl or by this command. What you keep stays
    kept when it is learned again.

    \b
      archiver profile example.org
      archiver profile example.org --keep 3 --drop 5
    """
    from archiver.learn import LEAST, learn, profile_of
    archive = study.archive()
    if site not in archive.sites():
        raise NotFound(f"no site {site!r} in the archive", where=str(study.output),
                       cure=f"it holds {', '.join(archive.sites()) or 'nothing yet'}")
    known = None if anew else profile_of(archive, site)
    if known is None:
        known = learn(archive, site)
        if known.pages < LEAST:
            raise NotFound(f"{known.pages} different articles, too few to learn what repeats", where=site,
                           cure=f"{LEAST} are needed: archiver crawl {site}")
    decided = _decided(known, keep, drop)
    if decided != known:
        archive.save_profile(site, decided.to_dict())
    if as_json:
        click.echo(json.dumps(decided.to_dict(), ensure_ascii=False, indent=1))
    else:
        _print_profile(site, decided)


def _decided(known: Profile, keep: tuple[str, ...], drop: tuple[str, ...]) -> Profile:
    """The profile with the decisions of a person, who names blocks by their number in the list or by their id."""
    chosen = [(name, False) for name in keep] + [(name, True) for name in drop]
    for name, dropped in chosen:
        ids = [block.id for n, block in enumerate(known.blocks, 1) if name in (str(n), block.id)]
        if not ids:
            raise NotFound(f"no block {name}", cure=f"the list has blocks 1 to {len(known.blocks)}")
        known = known.set(ids[0], dropped=dropped)
    return known


def _print_profile(site: str, known: Profile) -> None:
    click.secho(f"{site}: {len(known.blocks)} blocks repeat on the pages of {known.pages} articles, version "
                f"{known.version}", bold=True)
    for number, block in enumerate(known.blocks, 1):
        where = "anywhere" if block.place == "any" else f"at {block.place}"
        click.secho(f"{number:4} {'drop' if block.dropped else 'keep'} {block.count:5} times ({block.share:.0%}), {where}, "
                    f"{block.context or 'the story itself'}", dim=not block.dropped)
        click.echo(f"{'':10} {_short(block.example)}")
    if known.blocks:
        click.echo(f"archiver profile {site} --keep N, where one of them is part of the text")
