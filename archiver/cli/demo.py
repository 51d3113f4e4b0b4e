"""The demo: a newsroom on this machine is started, crawled, and what was found is held against what it had written.

Nothing here is used by a real crawl.
"""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from archiver.cli.base import Study
from archiver.cli.crawl import say

if TYPE_CHECKING:
    from archiver.model import Article
    from archiver.newsroom import Newsroom, Truth
    from archiver.store.archive import Archive

PORT = 8990             # the same for every run, so that a second one finds what the first has fetched
LOST = "lost"
FIELDS = ("title", "authors", "published", "body", "credits")


@click.command()
@click.option("--articles", default=32, show_default=True, help="Articles each outlet has written.")
@click.option("--seed", default=1, show_default=True, help="Another seed, another news.")
@click.option("--port", default=PORT, show_default=True, help="Port of the outlets on this machine.")
@click.pass_obj
def demo(study: Study, articles: int, seed: int, port: int) -> None:
    """Start a newsroom on this machine, crawl it, and print what was found.

    The outlets live on loopback addresses; nothing goes to the internet. Some are well made, some are not, and one does
    all that a server can do wrong: each of its pages ends with a named outcome too.
    """
    from archiver.crawl.run import crawl
    from archiver.store.archive import Archive
    with _newsroom(seed, articles, port) as room:
        if room.note:
            say(room.note)
        click.echo(f"{len(room.outlets)} outlets, {len(room.truth)} articles, from {room.outlets[0].base_url} on")
        summary = crawl(room.sites(), study.output, progress=say, contact="demo")
        click.echo(f"\n{summary.line()}, {summary.seconds:.0f} s\n")
        with Archive(study.output) as archive:
            lost = _compare(room, archive)
    for message in summary.messages:
        say(message)
    click.echo(f"\nIn {study.output}/: archiver list, then archiver show ID and archiver trace ID")
    raise SystemExit(1 if lost else summary.exit_code if summary.exit_code in (3, 4, 130) else 0)


@contextmanager
def _newsroom(seed: int, size: int, port: int) -> Iterator[Newsroom]:
    """The newsroom on its usual port, or on a free one where that is taken."""
    from archiver.newsroom import serving
    try:
        room = serving(seed=seed, size=size, port=port)
        served = room.__enter__()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        say(f"port {port} is taken; another one is used, and all pages are new to the archive")
        room = serving(seed=seed, size=size, port=0)
        served = room.__enter__()
    try:
        yield served
    finally:
        room.__exit__(None, None, None)


def _compare(room: Newsroom, archive: Archive) -> int:
    """A line an outlet: how its articles ended, in how many each field is right, and what was kept that is no article.

    Returns how many articles were lost.
    """
    lost = 0
    heads = "  ".join(f"{field:>9}" for field in FIELDS)
    click.secho(f"{'outlet':20} {'written':>7} {'kept':>5}  {heads}  {'not articles':>12}  not kept", bold=True)
    held = archive.sites()
    for outlet in room.outlets:
        truths = outlet.truths()
        found = {article.url: article for article in archive.articles(outlet.name)} if outlet.name in held else {}
        kept = [(truth, found[truth.url]) for truth in truths if truth.url in found]
        missing = Counter(_end(archive, truth) for truth in truths if truth.url not in found)
        lost += missing[LOST]
        right = [sum(_same(field, truth, article) for truth, article in kept) for field in FIELDS]
        strange = len(found) - len(kept)        # a list of stories, an error page: kept, and nobody wrote it
        click.echo(f"{outlet.name:20} {len(truths):7} {len(kept):5}  " + "  ".join(f"{n:9}" for n in right) + f"  {strange:12}  "
                   + ", ".join(f"{number} {why}" for why, number in missing.most_common()))
    return lost + _corners(room, archive)


def _end(archive: Archive, truth: Truth) -> str:
    """How the link of an article that is not in the archive has ended; where nobody told of it, how the seeds have."""
    row = archive.link(truth.url, truth.outlet)
    if row and row.outcome:
        return f"{row.outcome}: {row.detail}" if row.detail else str(row.outcome)
    seeds = [link for link in archive.links(truth.outlet) if link.by == "seed" and not link.url.endswith("/robots.txt")]
    if row or not seeds or any(seed.outcome == "discovered" for seed in seeds):
        return LOST
    return f"never announced: the outlet's own pages end as {seeds[0].outcome}"


def _corners(room: Newsroom, archive: Archive) -> int:
    """The pages that are wrong on purpose: each has an outcome, and it is one of those it should have."""
    wrong = []
    for url, wanted in room.corner_outcomes.items():
        row = archive.link(url, room.outlet(url).name)
        got = row.outcome if row else None
        if got not in wanted:
            wrong.append(f"  {url}: {got or 'no outcome'}, {' or '.join(wanted)} was expected")
    every = len(room.corner_outcomes)
    click.echo(f"\n{every} hostile pages: {every - len(wrong)} ended as they should")
    for line in wrong:
        click.secho(line, fg="yellow")
    return sum("no outcome" in line for line in wrong)


def _same(field: str, truth: Truth, article: Article) -> bool:
    if field == "authors":
        return [author.name for author in article.authors] == list(truth.authors)
    if field == "body":
        paragraphs = article.body.split("\n\n")
        standfirst = paragraphs[0] == truth.description and paragraphs[0] not in truth.body
        return paragraphs[standfirst:] == list(truth.body)
    if field == "credits":
        return {i.credit for i in article.images if i.credit} == {i.credit for i in truth.images if i.credit}
    if field == "published" and truth.published is None:     # then the day in the address is as good as none
        return article.published is None or article.evidence["published"].source == "url"
    return bool(getattr(article, field) == getattr(truth, field))
