"""One message a cause, and one when it ends, in every way that was wanted, whatever fails in between."""

from __future__ import annotations

import json
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import feedparser
import pytest

from archiver.errors import ArchiveError
from archiver.health.findings import Finding, Report, State
from archiver.health.notices import Known, news, owed, told
from archiver.health.tell import FILE, Ways, read_known, tell
from tests.health.made_up import START


def report(*states: State, site: str = "e") -> Report:
    """A report with these findings."""
    found = tuple(Finding(site, state, str(state), START.isoformat(), "7 of 7 <visits>", "look") for state in states)
    return Report(site, states[0] if states else State.OK, found, 4.0, 0, "", False)


def lived(*runs: tuple[float, tuple[State, ...]]) -> list[str]:
    """The messages of runs at some hours with what was found then."""
    known = Known()
    for hour, states in runs:
        known = news(known, [report(*states)], START + timedelta(hours=hour), ["mail"])
        assert Known.from_json(json.loads(json.dumps(known.to_json()))) == known
    return [f"{message.finding.state}{' ended' if message.ended else ''}" for message in known.messages]


def test_once_at_its_beginning_and_once_at_its_end() -> None:
    """However often it is looked, a cause is told once, and its end once."""
    q = (State.QUIET,)
    assert lived((0, ()), (1, q), (2, q), (24, q), (31, ()), (32, ())) == ["QUIET", "QUIET ended"]
    assert lived((0, q), (40, ()), (80, q)) == ["QUIET", "QUIET ended", "QUIET"]


def test_what_comes_and_goes_is_told_once() -> None:
    """A cause that is gone for an hour has not ended."""
    q = (State.DOWN,)
    assert lived((0, q), (1, ()), (2, q), (3, ()), (4, q)) == ["DOWN"]


def test_a_hidden_cause_has_not_ended() -> None:
    """While a site is blocked nothing is known of its dead feed, so its end is not told."""
    assert lived((0, (State.DEAD_FEED,)), (20, (State.BLOCKED,)), (40, (State.DEAD_FEED,))) == [
        "DEAD FEED", "BLOCKED", "BLOCKED ended"]
    known = news(Known(), [report(State.QUIET)], START, [])
    assert len(news(known, [replace(report(), paused="since today")], START + timedelta(days=9), []).causes) == 1
    assert news(known, [report(site="other")], START + timedelta(days=9), []).causes == known.causes


def test_what_failed_is_owed() -> None:
    """A message is owed in each way by itself, until it was told in it."""
    known = news(Known(), [report(State.QUIET)], START, ["mail", "webhook"])
    assert len(owed(told(known, "mail"), "webhook")) == 1
    assert owed(told(known, "mail"), "mail") == []


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[int]:
    """The port of a server that runs for a while."""
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Mail(socketserver.StreamRequestHandler):
    """A mail server that takes anything."""

    got: list[str] = []

    def handle(self) -> None:
        self.wfile.write(b"220 hello\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                self.got.append(b"".join(lines).decode())
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 well\r\n")
            if word == b"QUIT":
                return


class Hook(BaseHTTPRequestHandler):
    """A web server that keeps what is posted."""

    got: list[dict[str, object]] = []
    status = 200

    def do_POST(self) -> None:
        self.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *words: object) -> None:
        """Nothing is printed."""


def test_every_way(tmp_path: Path) -> None:
    """A command, a webhook, an e-mail and an Atom feed say the same, once."""
    note = tmp_path / "note.txt"
    command = f"{sys.executable} -c 'import sys; open(sys.argv[1], \"a\").write(sys.stdin.read())' {note}"
    with serving(socketserver.TCPServer(("127.0.0.1", 0), Mail)) as mail, serving(HTTPServer(("127.0.0.1", 0), Hook)) as hook:
        ways = Ways(command, f"http://127.0.0.1:{hook}/x", "you@example.org", smtp=f"127.0.0.1:{mail}",
                    atom=str(tmp_path / "health.atom"))
        for hour in (0, 1):
            lines = list(tell(tmp_path, [report(State.BLOCKED)], START + timedelta(hours=hour), ways))
            assert len(lines) == (1 if hour == 0 else 0), lines
        list(tell(tmp_path, [report()], START + timedelta(days=1), ways))
    told_by_command = [json.loads(line) for line in note.read_text().splitlines()]
    assert [(m["state"], m["ended"]) for m in told_by_command] == [("BLOCKED", False), ("BLOCKED", True)]
    assert len(Hook.got) == 2 and "BLOCKED since" in str(Hook.got[0]["text"])
    assert len(Mail.got) == 2 and "Subject: archiver: e BLOCKED has ended" in Mail.got[1]
    feed = feedparser.parse((tmp_path / "health.atom").read_bytes())
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == ["e: BLOCKED has ended", "e: BLOCKED"]
    assert "7 of 7 <visits>" in feed.entries[1].content[0].value


def test_a_way_that_fails(tmp_path: Path) -> None:
    """Where nobody answers, the failure is named, and the message is told when somebody does."""
    [line, failed] = tell(tmp_path, [report(State.QUIET)], START, Ways(webhook="http://127.0.0.1:9/"))
    assert line.startswith("e: QUIET") and failed.startswith("failed: webhook")
    with serving(HTTPServer(("127.0.0.1", 0), Hook)) as hook:
        Hook.got.clear()
        assert list(tell(tmp_path, [report(State.QUIET)], START, Ways(webhook=f"http://127.0.0.1:{hook}/"))) == []
    assert len(Hook.got) == 1


def test_a_broken_state(tmp_path: Path) -> None:
    """A state that cannot be read is an error that says the cure."""
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text("[1]")
    with pytest.raises(ArchiveError, match="delete it"):
        read_known(tmp_path)
