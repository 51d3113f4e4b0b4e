"""Commands for a crawl that goes on: due only, staying up, pausing, and what the system is told to start."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from archiver.newsroom import Newsroom
from tests.conftest import Study


def due(study: Study, *more: str, code: int = 0) -> str:
    return study.run("crawl", "--due", "--quiet", "--workers", "0", *more, code=code).stdout


def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Waits until it holds; False where it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def test_only_what_is_due_is_asked_for(study: Study, newsroom: Newsroom) -> None:
    """The second run, a moment after the first, makes no request at all."""
    first = due(study, "harbour-ledger")
    before = len(newsroom.log)
    second = due(study, "harbour-ledger")
    assert "8 articles" in first
    assert "0 requests" in second
    assert len(newsroom.log) == before


def test_a_window_of_days(study: Study) -> None:
    """Pages announced with a day outside of the window wait, and are fetched by a run without one."""
    assert "0 articles" in due(study, "harbour-ledger", "--until", "1999-12-31")
    assert "8 articles" in due(study, "harbour-ledger")
    assert "no day" in study.run("crawl", "--since", "yesterday", code=2).stderr


def test_paused_sites_are_left_out(study: Study) -> None:
    """A paused site is left out with the reason until it is resumed; an unknown one is told."""
    study.run("pause", "al-marfa", "--because", "they asked for it")
    done = study.run("crawl", "--due", "--quiet", "--workers", "0", "al-marfa")
    assert "they asked for it" in done.stderr and "archiver resume al-marfa" in done.stderr
    assert "every site is paused" in done.stdout
    assert "crawled again" in study.run("resume", "al-marfa").stdout
    assert "8 articles" in due(study, "al-marfa")
    assert "no such site" in study.run("pause", "nobody", code=1).stderr


def test_a_dry_run(study: Study, newsroom: Newsroom) -> None:
    """`check` tells what would be fetched, before the first crawl and after it, and makes no request."""
    before = len(newsroom.log)
    first = study.run("check", "harbour-ledger").stdout
    assert "Nothing was fetched" in first and len(newsroom.log) == before
    assert not (study.folder / "output" / "harbour-ledger").exists()
    due(study, "harbour-ledger", "--limit", "3")
    after = study.run("check", "harbour-ledger").stdout.splitlines()[1].split()
    assert after[0] == "harbour-ledger" and int(after[2]) + int(after[4]) >= 5
    assert study.run("check", "nobody", code=2).stderr


class Staying:
    """`archiver run` in a study, and its heartbeat."""

    def __init__(self, study: Study) -> None:
        command = [sys.executable, "-m", "archiver", "run", "--workers", "0"]
        self.heart = study.folder / "output" / "heartbeat.json"
        self.process = subprocess.Popen(command, cwd=study.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env={**os.environ, "ARCHIVER_LOOK": "0.2"})

    def state(self) -> str:
        return str(json.loads(self.heart.read_text())["state"]) if self.heart.exists() else ""

    def wait_for(self, state: str) -> None:
        until = time.monotonic() + 60
        while self.state() != state and time.monotonic() < until and self.process.poll() is None:
            time.sleep(0.05)
        assert self.state() == state, self.process.communicate(timeout=5) if self.process.poll() is not None else self.state()

    def stop(self) -> str:
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=30)[1]


def test_a_crawl_that_stays(study: Study) -> None:
    """It crawls, waits, refuses a second one, sees that a site is paused, and SIGTERM ends it in order with code 0."""
    for name in ("meridian-courier", "aohama-shinpo", "al-marfa"):
        (study.folder / "sites" / f"{name}.yaml").unlink()
    staying = Staying(study)
    try:
        staying.wait_for("waiting")
        assert f"process {staying.process.pid}" in study.run("run", code=3).stderr
        assert f"process {staying.process.pid}" in study.run("crawl", "--due", code=3).stderr
        study.run("pause", "harbour-ledger")
        staying.wait_for("paused")
    finally:
        said = staying.stop()
    assert staying.process.returncode == 0, said
    assert "Traceback" not in said
    assert "8 articles" in said and "the site files have changed" in said
    assert staying.state() == "stopped"


def test_what_the_system_is_told(study: Study, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The line for cron and the units for systemd hold whole paths, and are put in place only when asked to."""
    line = study.run("schedule", "--cron", "--every", "20", "--contact", "me@example.org").stdout
    assert line.startswith("*/20 * * * * cd ") and f"--output {study.folder.resolve()}/output" in line
    assert "crawl --due --quiet --contact me@example.org" in line
    units = study.run("schedule").stdout
    assert "OnCalendar=*:0/15" in units and "Type=oneshot" in units and str(study.folder.resolve()) in units
    assert "Restart=on-failure" in study.run("schedule", "--stay").stdout
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert "systemctl --user enable --now archiver.timer" in study.run("schedule", "--install").stdout
    written = tmp_path / "config" / "systemd" / "user"
    assert sorted(path.name for path in written.iterdir()) == ["archiver.service", "archiver.timer"]


def test_scrapy_knows_the_spider(study: Study) -> None:
    """`scrapy list` and `scrapy crawl news -a due=1` work in a study, as scrapyd and others call them."""
    (study.folder / "scrapy.cfg").write_text("[settings]\ndefault = archiver.settings\n", encoding="utf-8")
    scrapy = [sys.executable, "-m", "scrapy"]
    listed = subprocess.run([*scrapy, "list"], cwd=study.folder, capture_output=True, text=True, check=True)
    assert listed.stdout.split() == ["news"]
    command = [*scrapy, "crawl", "news", "-a", "sites=al-marfa", "-a", "due=1", "-a", "workers=0"]
    for wanted in ("8 articles", "0 requests"):
        done = subprocess.run(command, cwd=study.folder, capture_output=True, text=True, check=True)
        assert wanted in done.stderr, done.stderr


def test_scrapyd_runs_it(study: Study) -> None:
    """A real scrapyd, started in a study, knows its spider and visits what is due; a second time that is nothing."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (study.folder / "scrapy.cfg").write_text("[settings]\ndefault = archiver.settings\n", encoding="utf-8")
    (study.folder / "scrapyd.conf").write_text(f"[scrapyd]\nhttp_port = {port}\npoll_interval = 0.2\n", encoding="utf-8")
    base = f"http://127.0.0.1:{port}"

    def asked(path: str, **data: str) -> dict[str, Any]:
        with urllib.request.urlopen(f"{base}/{path}", data=urlencode(data).encode() if data else None, timeout=10) as answer:
            told: dict[str, Any] = json.load(answer)
            return told

    def answers() -> bool:
        try:
            return bool(asked("daemonstatus.json"))
        except OSError:
            return False

    daemon = subprocess.Popen([sys.executable, "-m", "scrapyd"], cwd=study.folder, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    try:
        assert within(30, answers)
        assert asked("listspiders.json?project=default")["spiders"] == ["news"]
        for turn, wanted in enumerate(("8 articles", "0 requests"), 1):
            job = asked("schedule.json", project="default", spider="news", due="1", sites="al-marfa", workers="0")["jobid"]
            assert within(60, lambda t=turn: len(asked("listjobs.json?project=default")["finished"]) == t)
            log = study.folder / "logs" / "default" / "news" / f"{job}.log"
            assert wanted in log.read_text(encoding="utf-8")
    finally:
        daemon.terminate()
        daemon.wait(20)
