"""Commands for a crawl that goes on for years: stay up, pause and resume a site, and have the system start it.

Nothing here decides what is due: `archiver.crawl` does.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Hashable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from archiver.cli.base import Study
from archiver.cli.crawl import awake, say
from archiver.errors import ArchiverError, NotFound
from archiver.model import Site

HEARTBEAT = "heartbeat.json"
_UNIT = """[Unit]
Description=News archiver, {what} ({folder})
After=network-online.target
Wants=network-online.target

[Service]
Type={kind}
WorkingDirectory={folder}
ExecStart={command}
{more}
"""
_TIMER = """[Unit]
Description=News archiver, every {every} minutes ({folder})

[Timer]
OnCalendar=*:0/{every}
Persistent=true
RandomizedDelaySec=30

[Install]
WantedBy=timers.target
"""
_STAYS = """Restart=on-failure
RestartSec=60
RestartPreventExitStatus=2
TimeoutStopSec=60

[Install]
WantedBy=default.target"""


@click.command()
@click.argument("names", nargs=-1, metavar="[SITE...]")
@click.option("--workers", default=None, type=click.IntRange(0), help="Processes that read pages; one a core. 0: none.")
@click.option("--contact", envvar="ARCHIVER_CONTACT", default="", metavar="ADDRESS",
              help="As for `archiver crawl`. [ARCHIVER_CONTACT]")
@click.option("--heartbeat", type=click.Path(path_type=Path, dir_okay=False), default=None,
              help="File that is written every 10 seconds, for a watchdog outside; heartbeat.json in the output otherwise.")
@click.option("--quiet", is_flag=True, help="No lines on standard error.")
@click.pass_obj
def run(study: Study, names: tuple[str, ...], workers: int | None, contact: str, heartbeat: Path | None, quiet: bool) -> None:
    """Stay up and visit what is due, until stopped.

    \b
    Site files that change are read again within 10 seconds; one that cannot be read is told and left out.
    Ctrl-C or SIGTERM stops in order. A full disk stops the fetching, and it goes on when there is room.
    A second one on the same archive is refused, with the pid of the first (exit code 3).
    """
    from archiver.crawl.run import crawl as once
    from archiver.crawl.staying import Heart, Stay
    told = (lambda line: None) if quiet else say
    Stay(load=lambda: _sites(study, names), mark=lambda: _mark(study), say=told,
         heart=Heart(heartbeat or study.output / HEARTBEAT),
         crawl=lambda sites, when: once(sites, study.output, workers=workers, contact=contact, every=300.0,
                                        progress=told, when=when)).run()


def _sites(study: Study, names: Sequence[str]) -> list[Site]:
    """The sites to crawl: files that cannot be used are told, paused ones left out."""
    from archiver.sites import read_sites
    sites, faults = read_sites(study.sites, names)
    for fault in faults:
        say(f"archiver: {fault}")
    if not sites and not faults:
        raise ArchiverError("no site file", where=str(study.sites), cure="archiver add URL writes one")
    return awake(study, sites)


def _mark(study: Study) -> Hashable:
    """What is another thing as soon as a site file has changed, come or gone, or a site was paused or resumed."""
    files = study.sites.iterdir() if study.sites.is_dir() else ()
    states = [(path.name, stat.st_mtime_ns, stat.st_size) for path in files for stat in [_stat(path)] if stat]
    with study.archive() as archive:
        paused = [name for name in archive.sites() if archive.paused(name)]
    return tuple(sorted(states)), tuple(paused)


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:                      # gone between two looks
        return None


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="SITE...")
@click.option("--because", default="", metavar="WORDS", help="Why, for whoever asks later.")
@click.pass_obj
def pause(study: Study, names: tuple[str, ...], because: str) -> None:
    """Leave sites out of all crawls until they are resumed; a crawl that stays lets go of them within 10 seconds."""
    known = {site.name for site in study.load()} if study.sites.is_dir() else set()
    with study.archive() as archive:
        for name in _known(names, known | set(archive.sites())):
            archive.pause(name, f"since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC" + (f": {because}" if because else ""))
            click.echo(f"{name} is paused")


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="SITE...")
@click.pass_obj
def resume(study: Study, names: tuple[str, ...]) -> None:
    """Crawl sites again that were paused; what has become due meanwhile is visited at once."""
    known = {site.name for site in study.load()} if study.sites.is_dir() else set()
    with study.archive() as archive:
        for name in _known(names, known | set(archive.sites())):
            click.echo(f"{name} is crawled again" if archive.resume(name) else f"{name} was not paused")


def _known(names: Sequence[str], known: set[str]) -> Sequence[str]:
    for name in names:
        if name not in known:
            raise NotFound("no such site", where=name, cure=f"known: {', '.join(sorted(known)[:20])}")
    return names


@click.command()
@click.argument("names", nargs=-1, metavar="[SITE...]")
@click.pass_obj
def check(study: Study, names: tuple[str, ...]) -> None:
    """Say what a crawl would fetch now, at which pace and budget, and what time and disk it takes. Nothing is fetched.

    \b
    Site files are checked on the way; exit code 2 says which line is wrong.
    listings  feeds, sitemaps, sections and robots.txt      fresh  pages that were never fetched
    revisits  articles that are looked at again             old    pages of sitemaps and archives
    """
    from archiver.crawl.forecast import KINDS, forecast
    sites, total, seconds, size = study.load(names), 0, 0.0, 0
    click.secho(f"{'site':24} " + " ".join(f"{kind:>9}" for kind in KINDS) + "   24 h on  next due", bold=True)
    with study.archive() as archive:
        for site in sites:
            found = forecast(archive, site)
            counts = " ".join(f"{found.requests[kind]:9,}" for kind in KINDS)
            word = f"paused {found.paused}" if found.paused else "now" if found.new else found.next_due[:16] or "nothing"
            click.echo(f"{site.name:24} {counts}  {'?' if found.new else f'{found.tomorrow:,}':>8}  {word}")
            for host in found.hosts:
                click.echo(f"  {host.name}: {host.total:,} requests, one in {site.pace.delay:g} s: {_time(host.seconds)}"
                           + _budget(site) + (f"; {host.rest}" if host.rest else ""))
            if not found.paused:
                total, size = total + sum(found.requests.values()), size + found.size
                seconds = max(seconds, found.seconds)
    free = shutil.disk_usage(study.output if study.output.exists() else Path.cwd()).free
    click.echo(f"{total:,} requests, {_time(seconds)} (all hosts at once), {size / 1e6:,.1f} MB on the disk, "
               f"{free / 1e9:,.1f} GB free. Nothing was fetched.")


def _time(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))


def _budget(site: Site) -> str:
    day, night = site.schedule.day_budget, site.schedule.night_budget
    return f", at most {day or 'any number'} by day and {night or 'any number'} at night" if day or night else ""


@click.command()
@click.option("--every", default=15, show_default=True, type=click.IntRange(1, 60), metavar="MINUTES",
              help="How often it is looked what is due.")
@click.option("--cron", "how", flag_value="cron", help="A line for crontab.")
@click.option("--systemd", "how", flag_value="systemd", default="systemd", help="A systemd service and timer of your own user (default).")
@click.option("--stay", is_flag=True, help="With --systemd: a service that stays up (archiver run) in place of a timer.")
@click.option("--install", is_flag=True, help="Put it in place too, and say how it is taken away.")
@click.option("--contact", envvar="ARCHIVER_CONTACT", default="", help="As for `archiver crawl`. [ARCHIVER_CONTACT]")
@click.pass_obj
def schedule(study: Study, every: int, how: str, stay: bool, install: bool, contact: str) -> None:
    """Print a systemd timer or a crontab line that visits what is due; --install puts it in place.

    A run that finds the last one still going says so and ends (exit code 3), so nothing piles up.
    """
    if how == "cron":
        line = f"*/{every} * * * * cd {shlex.quote(str(Path.cwd()))} && {_command(study, 'crawl --due --quiet', contact)} >> crawl.log 2>&1"
        if every == 60:
            line = "0" + line.removeprefix("*/60")
        _cron(line) if install else click.echo(line)
        return
    folder = Path.cwd()
    if stay:
        units = {"archiver.service": _UNIT.format(what="staying up", kind="exec", folder=folder, more=_STAYS,
                                                  command=_command(study, "run", contact))}
    else:
        units = {"archiver.service": _UNIT.format(what="what is due", kind="oneshot", folder=folder, more="SuccessExitStatus=1 3",
                                                  command=_command(study, "crawl --due --quiet", contact)),
                 "archiver.timer": _TIMER.format(every=every, folder=folder)}
    _systemd(units) if install else click.echo("\n".join(f"# ~/.config/systemd/user/{name}\n{text}" for name, text in units.items()))


def _command(study: Study, what: str, contact: str) -> str:
    """The command line of this very program, with its folders written out."""
    program = shutil.which("archiver") or f"{sys.executable} -m archiver"
    options = ["--output", str(study.output.resolve()), "--sites", str(study.sites.resolve())]
    more = ["--contact", contact] if contact else []
    return f"{program} {shlex.join(options)} {what}" + (f" {shlex.join(more)}" if more else "")


def _systemd(units: dict[str, str]) -> None:
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in units.items():
        (folder / name).write_text(text, encoding="utf-8")
        click.echo(f"written: {folder / name}")
    last = list(units)[-1]
    click.echo(f"start it:      systemctl --user daemon-reload && systemctl --user enable --now {last}\n"
               f"also when nobody is logged in:  loginctl enable-linger\n"
               f"take it away:  systemctl --user disable --now {last} && rm {folder}/archiver.*")


def _cron(line: str) -> None:
    if not shutil.which("crontab"):
        raise ArchiverError("this machine has no crontab", cure="install cron, or use --systemd")
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False).stdout
    if line in before.splitlines():
        click.echo("is there already")
        return
    subprocess.run(["crontab", "-"], input=before.rstrip("\n") + "\n" * bool(before.strip()) + line + "\n", text=True, check=True)
    click.echo(f"added to your crontab:\n{line}\ntake it away: crontab -e")
