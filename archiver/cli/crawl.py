"""Commands that crawl: sites of a study, a new outlet that is looked at for the first time, a study's folder.

Nothing here decides about a link: `archiver.crawl` does.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.cli.base import ENGINE, Study
from archiver.errors import ArchiverError, FetchError
from archiver.model import Site

if TYPE_CHECKING:
    from archiver.crawl.progress import Summary
    from archiver.model import Article, Capture, Link

SAMPLES = 5             # articles of a new outlet that are read before its site file is written
README = """# A study with the news archiver

    archiver add https://www.example.org/     look at an outlet, write sites/<name>.yaml
    archiver crawl                            crawl all sites into output/
    archiver list                             what was found

For every day, and for years:

    archiver run                              stay up and visit what is due
    archiver schedule                         or a line for cron or systemd that does
    archiver check                            what would be fetched, and what it costs
"""
SCRAPY = "[settings]\ndefault = archiver.settings\n"


def say(line: str) -> None:
    """A line of progress, on standard error."""
    click.secho(line, dim=True, err=True)


def a_day(text: str) -> str:
    """A day as it was typed; an error of usage where it is none."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no day; write it as 2026-11-23") from error


def awake(study: Study, sites: Sequence[Site]) -> list[Site]:
    """The sites that nobody has paused; the others are told."""
    with study.archive() as archive:
        paused = {site.name: why for site in sites if (why := archive.paused(site.name))}
    for name, why in paused.items():
        say(f"{name}: paused {why} (archiver resume {name})")
    return [site for site in sites if site.name not in paused]


@click.command()
@click.argument("names", nargs=-1, metavar="[SITE|FILE.yaml|URL...]")
@click.option("--due", is_flag=True, help="Visit only what is due: for cron and timers. See archiver schedule.")
@click.option("--limit", default=0, metavar="N", help="At most so many pages; the rest waits for the next run.")
@click.option("--since", default="", metavar="DAY", callback=lambda _, __, text: a_day(text),
              help="Only pages announced with this day or a later one, 2026-11-23, or with none; the others wait.")
@click.option("--until", default="", metavar="DAY", callback=lambda _, __, text: a_day(text),
              help="Only pages announced with this day or an earlier one, or with none; the others wait.")
@click.option("--workers", default=None, type=click.IntRange(0), help="Processes that read pages; one a core. 0: none.")
@click.option("--contact", envvar="ARCHIVER_CONTACT", default="", metavar="ADDRESS",
              help="How an outlet reaches you: a page or e-mail, sent with every request. [ARCHIVER_CONTACT]")
@click.option("--capture-only", is_flag=True,
              help="Keep pages as WARC and search them for links, but read no article: the next crawl without this "
                   "option does, from the archive. Until then a page's outcome is `captured`.")
@ENGINE
@click.option("--quiet", is_flag=True, help="No progress on standard error.")
@click.pass_obj
def crawl(study: Study, names: tuple[str, ...], due: bool, limit: int, since: str, until: str, workers: int | None,
          contact: str, capture_only: bool, address: str, quiet: bool) -> None:
    """Crawl sites into the archive: all of the folder, or those named.

    A URL is crawled as the site it belongs to, or as a site of its own. What was fetched before is not fetched again,
    but for feeds, sitemaps and section pages. With --due, feeds, sitemaps and section pages are visited as often as they
    bring something, and articles are looked at again ever more rarely. Ctrl-C stops cleanly; the next run goes on.
    """
    from archiver.crawl.plan import When
    from archiver.crawl.wanted import wanted
    if limit and address != "local":
        raise click.UsageError("--limit is for one machine; `budget` in a site file bounds its run anywhere")
    what = wanted(names, str(study.sites) if study.sites.is_dir() else "")
    if not what.sites:
        raise ArchiverError("no site file", where=str(study.sites), cure="archiver add URL writes one")
    for fault in what.faults:
        click.secho(f"archiver: left out: {fault}", fg="red", err=True)
    going = awake(study, what.sites)
    if not going:
        click.echo("every site is paused: archiver resume SITE")
        return
    names_of = {site.name for site in going}
    asked = [link for link in what.starts if link.by == "user" and link.site in names_of]
    bounds = {"workers": workers, "contact": contact, "capture_only": capture_only,
              "when": When(scheduled=due, since=since, until=until)}
    told = None if quiet else say
    summary = _here(study, going, asked, {**bounds, "limit": limit, "progress": told}) if address == "local" else (
        _away(study, going, asked, {**bounds, "address": address, "progress": told}))
    for message in summary.messages:
        say(message)
    click.echo(summary.table())
    click.echo(f"{summary.line()}, {summary.seconds:.0f} s" + (f"; {summary.detail}" if summary.detail else ""))
    raise SystemExit(2 if what.faults and summary.exit_code < 2 else summary.exit_code)


def _here(study: Study, sites: Sequence[Site], asked: Sequence[Link], how: dict[str, Any]) -> Summary:
    from archiver.crawl.run import crawl as run
    return run(sites, study.output, asked=asked, **how)


def _away(study: Study, sites: Sequence[Site], asked: Sequence[Link], how: dict[str, Any]) -> Summary:
    """On the workers of a cluster: one process a share of the sites reads pages, unless more are asked for."""
    from archiver.crawl.spread import Away, spread
    from archiver.engines import engine
    away = Away(study.output.resolve(), max(how["workers"] or 1, 1), how["contact"], how["capture_only"], how["when"])
    with engine(how["address"]) as on:
        return spread(sites, asked, away, on, how["progress"])


@click.command()
@click.argument("url")
@click.option("--name", default="", help="Name of the site; made from the host otherwise.")
@click.option("--private", is_flag=True, help="The outlet is on this machine or a private network.")
@click.option("--delay", default=1.0, show_default=True, help="Seconds between two requests.")
@click.option("--overwrite", is_flag=True, help="Replace the site file if there is one.")
@click.option("--contact", envvar="ARCHIVER_CONTACT", default="", help="As for `archiver crawl`. [ARCHIVER_CONTACT]")
@click.pass_obj
def add(study: Study, url: str, name: str, private: bool, delay: float, overwrite: bool, contact: str) -> None:
    """Look at an outlet and write its site file.

    Reads its front page, robots.txt, feeds and sitemaps, then five articles, and prints how many of them gave a title,
    a byline, a date, a body and a photo credit. About thirty requests.
    """
    from archiver import probe
    from archiver.sites import adhoc_site, check_free, write_site
    first = adhoc_site(url)
    check_free(study.sites, name or first.name, overwrite)
    pace = replace(first.pace, delay=delay)
    first = replace(first, name=name or first.name, follow=False, allow_private=private, rights=False, pace=pace)
    with tempfile.TemporaryDirectory(prefix="archiver-add-") as folder:
        captures = _look(first, probe.candidates(url), Path(folder, "1"), contact)
        if not any(capture.exchange.status == 200 for capture in captures):
            cure = "is the address right?" if private else "--private allows addresses of this machine"
            raise FetchError(_why(Path(folder, "1"), first), where=url, cure=cure)
        captures += _look(first, [link.url for link in probe.named(url, captures)], Path(folder, "2"), contact)
        site = replace(probe.propose(url, captures), name=first.name, allow_private=private, pace=first.pace)
        articles = _sample(replace(site, rights=False), Path(folder, "3"), contact)
    _report(site, articles, probe.coverage(articles))
    click.echo(f"written: {write_site(site, study.sites, overwrite)}")


def _look(site: Site, urls: Sequence[str], root: Path, contact: str) -> list[Capture]:
    """Some addresses of an outlet, fetched as politely as any, in an archive of their own."""
    from archiver.crawl.run import crawl as run
    from archiver.sites import user_link
    from archiver.store.archive import Archive
    if not urls:
        return []
    run([site], root, asked=[user_link(site, url) for url in urls], progress=say, contact=contact, workers=0)
    with Archive(root) as archive:
        return [archive.read(row.warc, row.offset) for row in archive.captures(site.name)]


def _why(root: Path, site: Site) -> str:
    """How the requests to an outlet ended, when none brought anything."""
    from archiver.store.archive import Archive
    with Archive(root) as archive:
        rows = [row for row in archive.links(site.name) if row.outcome]
    ends = sorted({f"{row.outcome} {row.detail}".strip() for row in rows})
    return f"nothing could be read: {'; '.join(ends) or 'no answer'}"


def _sample(site: Site, root: Path, contact: str) -> list[Article]:
    """A few articles of a proposed site, found by its own feeds, sitemaps and sections."""
    from archiver.crawl.run import crawl as run
    from archiver.store.archive import Archive
    for limit in (SAMPLES, 3 * SAMPLES):
        run([site], root, limit=limit, progress=say, contact=contact, settings={"ARCHIVER_LEARN": False})
        with Archive(root) as archive:
            articles = list(archive.articles(site.name))
        if len(articles) >= SAMPLES:
            break
    return articles[:3 * SAMPLES]


def _report(site: Site, articles: Sequence[Article], coverage: dict[str, float]) -> None:
    click.secho(f"{site.title or site.name} ({', '.join(site.domains)})", bold=True)
    for label, urls in (("feeds", site.feeds), ("sitemaps", site.sitemaps), ("sections", site.sections)):
        click.echo(f"{label:12} {len(urls) or 'none'}" + "".join(f"\n{'':12} {url}" for url in urls))
    click.echo(f"{'articles':12} {len(articles)} read")
    for field, share in coverage.items():
        click.echo(f"  {field:12} {'#' * round(20 * share):20} {round(share * len(articles))} of {len(articles)}")
    if not articles:
        click.secho("no article was found: name a section or a feed in the site file", fg="yellow", err=True)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def new(folder: Path) -> None:
    """Start a folder for a study of your own: site files, output, and a scrapy.cfg so that Scrapy's commands work."""
    if folder.exists() and any(folder.iterdir()):
        raise ArchiverError("is not empty", where=str(folder), cure="give a new folder's name")
    (folder / "sites").mkdir(parents=True)
    (folder / "output").mkdir()
    (folder / "README.md").write_text(README.format(folder=folder.resolve()), encoding="utf-8")
    (folder / "scrapy.cfg").write_text(SCRAPY, encoding="utf-8")
    (folder / ".gitignore").write_text("output/\n", encoding="utf-8")
    click.echo(f"{folder}/ is ready. Next:\n  cd {folder}\n  archiver add https://www.example.org/\n  archiver crawl")
