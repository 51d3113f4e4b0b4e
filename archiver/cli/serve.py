"""Commands of the reader: `serve`, the archive in a browser, and `index`, its search index.

Nothing here looks anything up.
"""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from archiver.cli.base import Study
from archiver.errors import NotFound

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="0: a free one.")
@click.option("--allow-host", "hosts", multiple=True, metavar="NAME", help="A name it may be asked for by, behind a proxy.")
@click.option("--read-only", is_flag=True, help="Nothing can be changed from a page: no rules, no exports.")
@click.option("--index", "index", type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
              help="The search index, where the archive itself cannot be written; OUTPUT/search.sqlite otherwise.")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@click.pass_obj
def serve(study: Study, host: str, port: int, hosts: tuple[str, ...], read_only: bool, index: Path | None, show: bool) -> None:
    """Show the archive in a browser, until Ctrl-C: search, articles beside the archived pages, sites, the running crawl.

    Everything comes from this machine. Archived pages are shown without their scripts, in a frame that can ask for nothing
    from outside. Whoever can reach the address can read the archive: for others than yourself, put a proxy with a password
    before it (docs/reader.md) and name it by --allow-host.
    """
    from archiver.web.reader import reader
    from archiver.web.run import serve as run
    if not study.archive().sites():
        raise NotFound("the archive is empty", where=str(study.output), cure="archiver crawl, or archiver demo")
    if host not in LOOPBACK:
        click.secho(f"everyone who reaches {host} can read the archive" + ("" if read_only else " and write rules: --read-only "
                    "forbids it"), fg="yellow", err=True)

    def ready(address: str) -> None:
        click.echo(f"{address}  (Ctrl-C stops)")
        if show:
            webbrowser.open(address)
    run(reader(study.output, study.sites, index, read_only=read_only, hosts=frozenset(name.lower() for name in hosts)), host,
        port, ready)


@click.command("index")
@click.option("--rebuild", is_flag=True, help="Make it anew.")
@click.option("--index", "file", type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
              help="Another file than OUTPUT/search.sqlite.")
@click.pass_obj
def index_(study: Study, rebuild: bool, file: Path | None) -> None:
    """Bring the search index up to date; `archiver serve` does so by itself.

    It is made from the articles alone, and can be deleted at any time.
    """
    from archiver.store.search import FILE, SearchIndex
    from archiver.store.search.keeping import forget_missing, index_site
    path = file or study.output / FILE
    sites = study.archive().sites()
    if not sites:
        raise NotFound("the archive is empty", where=str(study.output), cure="archiver crawl")
    if rebuild:
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    index = SearchIndex(path, write=True)
    try:
        forget_missing(study.output, index, sites)
        fresh = gone = 0
        for site in sites:
            put, removed = index_site(study.output, site, index)
            fresh, gone = fresh + put, gone + removed
            if put:
                click.secho(f"{site}: {put:,} articles", dim=True, err=True)
        click.echo(f"{path}: {fresh:,} versions of articles taken in, {gone:,} removed, {index.size():,} articles in all")
    finally:
        index.close()
