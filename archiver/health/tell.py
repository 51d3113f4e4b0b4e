"""Telling: by a command, a webhook, an e-mail or an Atom feed; what was told is kept beside the archive.

Nothing is decided here. A way that fails is named, and what it owes is told at the next run.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from archiver.errors import ArchiveError
from archiver.health.findings import Report
from archiver.health.mail import Server
from archiver.health.notices import Known, Message, news, owed, told

FILE = Path("reports") / "health.json"
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Ways:
    """How to tell; empty: not in that way. `smtp` is `host` or `host:port`; ARCHIVER_SMTP_USER and ARCHIVER_SMTP_PASSWORD come from
    the environment."""

    command: str = ""
    webhook: str = ""
    mail: str = ""
    sender: str = ""
    smtp: str = "localhost"
    atom: str = ""

    def named(self) -> dict[str, Callable[[Sequence[Message]], None]]:
        """The ways that are wanted, by name."""
        ways = {"command": (self.command, self._run), "webhook": (self.webhook, self._post), "mail": (self.mail, self._send)}
        return {name: way for name, (wanted, way) in ways.items() if wanted}

    def _run(self, messages: Sequence[Message]) -> None:
        """The command, with a JSON object a message and line on its standard input."""
        lines = "".join(json.dumps(_plain(message), ensure_ascii=False) + "\n" for message in messages)
        done = subprocess.run(shlex.split(self.command), input=lines, text=True, capture_output=True, timeout=SECONDS, check=False)
        if done.returncode:
            raise OSError(f"it ended with code {done.returncode}: {done.stderr.strip()[:200]}")

    def _post(self, messages: Sequence[Message]) -> None:
        """A POST of JSON; `text` is what chat servers show."""
        body = {"text": "\n".join(message.line for message in messages), "messages": [_plain(m) for m in messages]}
        request = urllib.request.Request(self.webhook, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=SECONDS):  # a URL that the user gave
            pass

    def _send(self, messages: Sequence[Message]) -> None:
        """One e-mail for all."""
        mail = EmailMessage()
        first = messages[0]
        more = f" and {len(messages) - 1} more" if len(messages) > 1 else ""
        mail["Subject"] = f"archiver: {first.finding.site} {first.finding.state}{' has ended' if first.ended else ''}{more}"
        mail["From"], mail["To"] = self.sender or self.mail, self.mail
        mail.set_content("\n\n".join(message.line for message in messages) + "\n")
        Server.parse(self.smtp, os.environ.get("ARCHIVER_SMTP_USER", ""), os.environ.get("ARCHIVER_SMTP_PASSWORD", "")).send(mail)


def tell(root: Path, reports: Sequence[Report], now: datetime, ways: Ways) -> Iterator[str]:
    """Tells what is new and what is still owed; a line for each message, and for each way that failed (`failed: ...`)."""
    before = read_known(root)
    known = news(before, reports, now, ways.named())
    yield from (message.line for message in known.messages if message not in before.messages)
    for name, way in ways.named().items():
        messages = owed(known, name)
        try:
            if messages:
                way(messages)
            known = told(known, name)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            yield f"failed: {name}: {error}; it is told at the next run"
    _replace(root / FILE, json.dumps(known.to_json(), ensure_ascii=False, indent=1) + "\n")
    if ways.atom:
        _replace(Path(ways.atom), atom(known.messages, now))


def read_known(root: Path) -> Known:
    """What was told so far; nothing where there is no file. Raises ArchiveError where it cannot be read."""
    path = root / FILE
    try:
        return Known.from_json(json.loads(path.read_bytes()))
    except FileNotFoundError:
        return Known()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"not a state of health: {error}", where=str(path), cure="delete it; what holds is told once more") from error


def atom(messages: Sequence[Message], now: datetime) -> str:
    """The messages as an Atom feed, the newest first."""
    entries = "".join(_entry(message) for message in reversed(messages))
    updated = messages[-1].at if messages else now.isoformat(timespec="seconds")
    return ('<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>Health of the news archive'
            f"</title><id>urn:news-archiver:health</id><author><name>news-archiver</name></author><updated>{updated}</updated>\n"
            f"{entries}</feed>\n")


def _entry(message: Message) -> str:
    found = message.finding
    what = f"{found.site}: {found.state}{' has ended' if message.ended else ''}"
    name = f"urn:news-archiver:health:{found.site}:{found.cause}:{message.at}:{'end' if message.ended else 'begin'}"
    return (f"<entry><title>{escape(what)}</title><id>{escape(name.replace(' ', '-'))}</id><updated>{message.at}</updated>"
            f"<content>{escape(_printable(message.line))}</content></entry>\n")


def _printable(text: str) -> str:
    """XML can hold no control characters, and a URL of a feed may be anything."""
    return "".join(c if c.isprintable() else "?" for c in text)


def _plain(message: Message) -> dict[str, Any]:
    return {**asdict(message.finding), "at": message.at, "ended": message.ended, "text": message.line}


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
