"""The command `replay`: pages as they were, by pywb in an environment of its own, on this machine only.

Nothing here reads a WARC. Why an environment of its own: pywb pins releases of libraries that we need newer.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.base import Study
from archiver.errors import ArchiverError, NotFound

if TYPE_CHECKING:
    from archiver.store.archive import Archive
    from archiver.store.rows import CaptureRow

PACKAGES = ("pywb==2.10.0", "setuptools<81")
HOST = "127.0.0.1"
NAME = "archive"
_READY = "ready"


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--port", default=8090, show_default=True, type=click.IntRange(1, 65535), help="On 127.0.0.1.")
@click.option("--yes", is_flag=True, help="Install pywb for it without asking, the first time.")
@click.pass_obj
def replay(study: Study, sites: tuple[str, ...], port: int, yes: bool) -> None:
    """Show pages as they were, in a browser: pywb over the archive's WARCs, until Ctrl-C.

    The first time, pywb is installed into an environment of its own in the user's cache folder (100 MB). What was
    taken down is not shown; WARCs that were moved to object storage are not either.
    """
    archive = study.archive()
    names = sites or tuple(archive.sites())
    for unknown in sorted(set(names) - set(archive.sites())):
        raise NotFound(f"no site {unknown!r} in the archive", where=str(study.output))
    if not names:
        raise NotFound("the archive is empty", where=str(study.output), cure="archiver crawl")
    program = environment() / "bin" / "wayback"
    if not (environment() / _READY).is_file():
        if not yes and not click.confirm(f"Install {' '.join(PACKAGES)} into {environment()}?"):
            click.echo(EXPLAINED)
            raise SystemExit(1)
        install(environment())
    with tempfile.TemporaryDirectory(prefix="archiver-replay-") as folder:
        count, left = write_collection(archive, names, Path(folder))
        click.echo(f"{count:,} captures of {', '.join(names)} at http://{HOST}:{port}/{NAME}/  (Ctrl-C stops)")
        if left:
            click.echo(f"left out: {left:,} captures in WARCs that are open or in object storage", err=True)
        try:
            done = subprocess.run([program, "--bind", HOST, "--port", str(port), "--directory", folder], check=False)
        except KeyboardInterrupt:        # how it is meant to end; pywb has heard it too
            raise SystemExit(0) from None
    raise SystemExit(done.returncode)


EXPLAINED = f"""Two other ways to see the pages:
  archiver pack --to archive.wacz      then open the file at https://replayweb.page/ (it stays in the browser)
  {shlex.join(("pip", "install", *PACKAGES))}      in an environment of your own, then
  wb-manager init news && wb-manager add news output/*/warc/*.warc.gz && wayback --bind {HOST}"""


def environment() -> Path:
    """The folder of pywb's environment; one for each release and Python."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "news-archiver" / f"{PACKAGES[0].replace('==', '-')}-py{sys.version_info[0]}{sys.version_info[1]}"


def install(folder: Path) -> None:
    """Makes pywb's environment, whole or not at all. Raises ArchiverError with what pip said last."""
    shutil.rmtree(folder, ignore_errors=True)
    click.echo(f"installing pywb into {folder} ...", err=True)
    for command in ([sys.executable, "-m", "venv", str(folder)],
                    [str(folder / "bin" / "pip"), "--disable-pip-version-check", "install", "--quiet", *PACKAGES]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            shutil.rmtree(folder, ignore_errors=True)
            said = (done.stderr.strip() or done.stdout.strip()).splitlines()
            raise ArchiverError(f"pywb could not be installed: {said[-1] if said else done.returncode}",
                                where=str(folder), cure="archiver pack, and open the file at https://replayweb.page/")
    (folder / _READY).touch()


def write_collection(archive: Archive, sites: Iterable[str], folder: Path) -> tuple[int, int]:
    """Index and configuration for pywb; how many captures are in them, and how many had to be left out."""
    from archiver.store.cdxj import cdxj
    sites = tuple(sites)
    rows = _Shown(archive, sites)
    with (folder / "index.cdxj").open("w", encoding="ascii") as file:
        file.writelines(cdxj(rows))
    places = [f"{(archive.root / site / 'warc').resolve()}/" for site in sites]
    said = {"collections": {NAME: {"index_paths": str(folder / "index.cdxj"), "archive_paths": places}}}
    (folder / "config.yaml").write_text(json.dumps(said, indent=1), encoding="utf-8")       # JSON is YAML
    return rows.count, rows.left


class _Shown:
    """The captures whose files pywb can open by the name in the index; counts the others."""

    def __init__(self, archive: Archive, sites: tuple[str, ...]) -> None:
        self.archive, self.sites = archive, sites
        self.count = self.left = 0

    def __iter__(self) -> Iterator[CaptureRow]:
        for site in self.sites:
            here = {f"{site}/warc/{path.name}" for path in (self.archive.root / site / "warc").glob("*")}
            for row in self.archive.captures(site):
                if row.warc in here:
                    self.count += 1
                    yield row
                else:
                    self.left += 1
