"""What all commands share: the study they work in, and how an error becomes a line and an exit code.

No command stands here.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from importlib.metadata import requires
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archiver.errors import ArchiveBusy, ArchiverError, DiskFull, QueryError, RuleError, SiteFileError

if TYPE_CHECKING:
    from archiver.model import Site
    from archiver.store.archive import Archive

EXIT_CODES = """\b
Exit codes, for cron and scripts:
  0  all went well
  1  something needs a look: an outlet brought nothing, a check found something, a thing was not found
  2  the command or a site file is wrong: the message says where
  3  another process writes to this archive: its pid and start are named
  4  the disk is (nearly) full: nothing was lost, free some room and run again
  130  stopped by Ctrl-C: what was under way is given back, run again to go on
"""
CODES: tuple[tuple[type[ArchiverError], int], ...] = ((ArchiveBusy, 3), (DiskFull, 4), (SiteFileError, 2),
                                                 (RuleError, 2), (QueryError, 2))


@dataclass(frozen=True)
class Study:
    """The folders a command works in."""

    output: Path
    sites: Path

    def archive(self) -> Archive:
        """The archive, to be used as a context manager."""
        from archiver.store.archive import Archive
        return Archive(self.output)

    def load(self, names: tuple[str, ...] = ()) -> list[Site]:
        """The sites of these names, or all that have a file."""
        from archiver.sites import load_sites
        return load_sites(self.sites, names)


class Edge(click.Group):
    """The edge of the program: the one place where an error of ours becomes a message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; no traceback for what the user can mend."""
        try:
            return super().invoke(ctx)
        except ArchiverError as error:
            click.secho(f"archiver: {error}", fg="red", err=True)
            ctx.exit(next((code for kind, code in CODES if isinstance(error, kind)), 1))
        except ModuleNotFoundError as error:
            extra = _extra((error.name or "").partition(".")[0])
            if extra is None:
                raise
            click.secho(f"archiver: this needs {error.name}, which is not installed (pip install 'news-archiver[{extra}]', in "
                        f"a checkout of the project pip install -e '.[{extra}]')", fg="red", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            # `archiver list | head`: the reader has gone, which is no error.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)
        except KeyboardInterrupt:
            click.echo("archiver: stopped", err=True)
            ctx.exit(130)


def _extra(module: str) -> str | None:
    """The extra of this package that brings a module; None where it is not an optional one."""
    for line in requires("news-archiver") or ():
        named = re.match(rf"{re.escape(module)}(?![\w.-])[^;]*;\s*extra == ['\"](\w+)['\"]", line, re.IGNORECASE)
        if named and module:
            return named[1]
    return None


def default_sites() -> Path:
    """`sites/` of a study folder where there is one, else the samples of the project."""
    return next((p for p in (Path("sites"), Path("spiders/sites")) if p.is_dir()), Path("sites"))


ENGINE = click.option("--engine", "address", default="local", metavar="local|tcp://HOST:PORT", show_default=True,
                      help="Where the work is done: the cores of this machine, or the workers of a Dask scheduler.")
FOLDER = click.Path(path_type=Path, file_okay=False)
SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Edge, epilog=EXIT_CODES, context_settings=SETTINGS)
@click.version_option(package_name="news-archiver")
@click.option("--output", type=FOLDER, envvar="ARCHIVER_OUTPUT", default=Path("output"), show_default=True,
              help="The archive: one folder a site. [ARCHIVER_OUTPUT]")
@click.option("--sites", type=FOLDER, envvar="ARCHIVER_SITES", default=None,
              help="Where the site files lie; ./sites, else ./spiders/sites. [ARCHIVER_SITES]")
@click.pass_context
def main(ctx: click.Context, output: Path, sites: Path | None) -> None:
    """Collect news from the web so that it can be trusted years later.

    \b
    Every exchange with a news site is kept as WARC; articles are read from it as JSON
    (title, byline, date, body, photo credits), each with a link back to its record.

    \b
    First steps:
      archiver demo                          a newsroom on this machine, crawled
      archiver new mystudy && cd mystudy     a folder of your own
      archiver add https://www.example.org/  look at an outlet, write its site file
      archiver crawl                         crawl all sites of the folder
      archiver list                          what was found
      archiver clean page.html               just the article of one page
    """
    ctx.obj = Study(output, sites or default_sites())
