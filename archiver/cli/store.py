"""Commands for the archive itself: verify, reindex, import, pack, forget.

They need no network.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.base import ENGINE, Study
from archiver.errors import ArchiverError, NotFound

if TYPE_CHECKING:
    from archiver.model import Site
    from archiver.store.archive import Archive
    from archiver.store.rows import CaptureRow

_EVERY = 5.0                 # seconds between two lines of progress
_NAMED = 3                   # places that are named of what was left out for one reason
_USUAL = ("known", "off-site", "warcinfo", "request", "metadata", "conversion", "continuation")      # no fault of the file


@click.command()
@click.argument("what", nargs=-1, metavar="[SITE|FILE|FOLDER...]")
@click.option("--strict", is_flag=True, help="Warnings too: what a careful writer would do otherwise.")
@click.option("--sample", default=1.0, type=click.FloatRange(0.0, 1.0, min_open=True), show_default=True,
              help="The share of each file that is read, in spots.")
@click.option("--since", default="", metavar="TIME", help="Only what was written on or after it, ISO 8601.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding.")
@click.pass_obj
def verify(study: Study, what: tuple[str, ...], strict: bool, sample: float, since: str, as_json: bool) -> None:
    """Read WARCs again, hash everything, and say what is wrong: file, offset and record of each finding.

    Named are sites of the archive, or any WARC files and folders, also of others (gz, plain, zstd). Nothing named: the
    whole archive. Exit code 1 where something is wrong.
    """
    from archiver.store.verify import verify as check
    held = study.archive().sites()
    paths = [study.output / name / "warc" if name in held else Path(name) for name in what or held]
    counts: Counter[str] = Counter()
    for finding in check(paths, strict=strict, sample=sample, since=since):
        counts["warnings" if finding.warning else "errors"] += 1
        click.echo(json.dumps(asdict(finding)) if as_json else str(finding))
    said = ", ".join(f"{number:,} {kind}" for kind, number in counts.items()) or "nothing is wrong"
    click.echo(f"{len(paths)} looked at: {said}", err=True)
    raise SystemExit(1 if counts else 0)


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.pass_obj
def reindex(study: Study, sites: tuple[str, ...]) -> None:
    """Make the catalog anew from the WARCs and the articles alone, and compare it with the one it replaces."""
    from archiver.store.reindex import reindex as rebuild
    different = False
    for site in sites or study.archive().sites():
        done = rebuild(study.output, site)
        different |= bool(done.differences)
        click.echo(done.message)
    raise SystemExit(1 if different else 0)


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER...", type=click.Path(exists=True, path_type=Path))
@click.option("--site", default="", metavar="NAME",
              help="Everything belongs to this site; otherwise each URL to the site of its host. Needed for pages and texts.")
@click.option("--workers", default=None, type=click.IntRange(1), help="Processes that read; one a core.")
@ENGINE
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@click.pass_obj
def import_(study: Study, files: tuple[Path, ...], site: str, workers: int | None, address: str, quiet: bool) -> None:
    """Take what others have collected into the archive, and extract their articles like our own.

    WARC, ARC and WACZ files, copied byte for byte; folders or files of saved pages (.html), plain texts (.txt), and
    articles of news-please (.json, or .jsonl with one a line), each kept as it is in a record of its own. What was imported
    before adds nothing, and what is left out is counted, with the reason. The articles' provenance names the file.

    \b
      archiver import CC-NEWS-20260301000000-00000.warc.gz
      archiver import --site old-corpus corpus/
    """
    from archiver.engines import engine
    from archiver.reextract import read_first
    from archiver.store.archive import Archive
    from archiver.store.importer import Imported, import_files
    from archiver.store.loose import import_loose, is_loose
    left: dict[str, list[Imported]] = defaultdict(list)
    numbers: Counter[str] = Counter()
    rows: dict[str, list[CaptureRow]] = defaultdict(list)
    say = None if quiet else lambda line: click.secho(line, dim=True, err=True)
    with Archive(study.output) as archive:
        belong = _Belonging(archive, study, site)
        loose = [path for path in files if is_loose(path)]
        taken = (import_files(archive, [path for path in files if path not in loose], belong.site_of),
                 import_loose(archive, loose, belong.site_of))
        said = time.monotonic()
        for seen in chain(*taken):
            if seen.row is None:
                numbers[seen.reason] += 1
                left[seen.reason] += [seen] if numbers[seen.reason] <= _NAMED else []
            else:
                rows[seen.row.site].append(seen.row)
            if say and time.monotonic() - said > _EVERY:
                said = time.monotonic()
                say(f"{seen.file}: {sum(map(len, rows.values())):,} captures taken in")
        with engine(address, workers) as on:
            ends = read_first(archive, rows, belong.sites.values(), on, say)
    total = sum(map(len, rows.values()))
    click.echo(f"{total:,} captures taken in: " + (", ".join(f"{number:,} {end}" for end, number in ends.most_common()) or "none"))
    for reason, number in numbers.most_common():
        places = [seen.file + f" at {seen.offset}" * (seen.offset > 0) for seen in left[reason] if reason not in _USUAL]
        click.echo(f"left out: {number:,} {reason}" + f" ({', '.join(places)}{', ...' * (number > _NAMED)})" * bool(places))
    raise SystemExit(0 if rows or set(numbers) <= {"known"} else 1)


class _Belonging:
    """Which site an imported URL belongs to: one that has a file, else one named after its host."""

    def __init__(self, archive: Archive, study: Study, only: str) -> None:
        self.archive, self.only = archive, only
        self.known = study.load() if study.sites.is_dir() else []
        self.sites: dict[str, Site] = {}

    def site_of(self, url: str) -> str | None:
        """The name of the site, open for writing; None where the URL has no host that makes a name."""
        from archiver.model import Site
        from archiver.sites import adhoc_site, site_for_url
        try:
            if self.only:
                site = next((s for s in self.known if s.name == self.only), Site(name=self.only))
            else:
                site = site_for_url(url, self.known) or adhoc_site(url)
        except ArchiverError:
            return None
        if site.name not in self.sites:
            self.archive.open(site.name)
            self.sites[site.name] = site
        return site.name


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--to", "target", type=click.Path(path_type=Path, dir_okay=False), default=None,
              help="The file; archive.wacz in the output folder otherwise.")
@click.option("--title", default="", help="What the package is called.")
@click.pass_obj
def pack(study: Study, sites: tuple[str, ...], target: Path | None, title: str) -> None:
    """Put sites into one WACZ 1.1.1 file, for ReplayWeb.page and others; the archive stays as it is."""
    from archiver.store.wacz import pack as make
    archive = study.archive()
    for unknown in sorted(set(sites) - set(archive.sites())):
        raise NotFound(f"no site {unknown!r} in the archive", where=str(study.output))
    done = make(archive, target or study.output / "archive.wacz", sites, title=title)
    click.echo(f"{done.path}: {done.warcs} WARCs, {done.captures:,} captures, {done.pages:,} pages")
    for name in done.left_out:
        click.echo(f"left out: {name}: a crawl is writing to it", err=True)


@click.command()
@click.argument("what", metavar="URL|ID|SITE")
@click.option("--reason", default="", help="Kept with the tombstone.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def forget(study: Study, what: str, reason: str, yes: bool) -> None:
    """Take a URL, or a whole site, out of the articles and of every index; a tombstone stays.

    It is not collected again. The bytes stay in the WARC, which no index shows any more.
    """
    from archiver.store.forget import forget as take_down
    archive = study.archive()
    if what not in archive.sites() and "/" not in what:
        with suppress(NotFound):
            what = archive.article(what).url
    sites = [what] if what in archive.sites() else [s for s in archive.sites() if archive.link(what, s)]
    if not sites:
        raise NotFound("the archive holds no such URL or site", where=what, cure="archiver list shows what it holds")
    if not yes:
        click.confirm(f"Take {what} out of {', '.join(sites)}?", abort=True)
    for site in sites:
        done = take_down(study.output, site, "" if what == site else what, reason=reason)
        click.echo(f"{site}: {done.articles} article lines and {done.captures} captures are no longer shown")
