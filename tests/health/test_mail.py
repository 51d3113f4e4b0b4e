"""E-mail to a real server with TLS on loopback: who is trusted, who gets the password, and what is said where it fails."""

from __future__ import annotations

import base64
import socketserver
import ssl
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from archiver.health import mail
from archiver.health.findings import State
from archiver.health.mail import Server
from archiver.health.tell import Ways, tell
from tests.crawl.raw_server import certificate, server_context
from tests.health.made_up import START

from .test_notices import report, serving


class Post(socketserver.ThreadingTCPServer):
    """A mail server: `context` for its certificate (None: it offers no encryption), `at_once` where it begins with it."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, context: ssl.SSLContext | None, at_once: bool = False) -> None:
        self.context, self.at_once = context, at_once
        self.logins: list[tuple[str, bool]] = []            # who logged in, and whether encrypted
        self.mails: list[tuple[str, bool]] = []
        super().__init__(("127.0.0.1", 0), Talk)


class Talk(socketserver.BaseRequestHandler):
    """One connection."""

    server: Post

    def handle(self) -> None:
        """Until QUIT, or until the other side goes away."""
        self.secure = False
        try:
            if self.server.at_once:
                self.encrypt()
            self.talk()
        except OSError:
            pass

    def encrypt(self) -> None:
        """From now on."""
        assert self.server.context
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.secure = True

    def talk(self) -> None:
        """Answers line by line."""
        self.request.sendall(b"220 post\r\n")
        lines = self.request.makefile("rb")
        while line := lines.readline():
            word = line.decode().split()[0].upper()
            if word == "EHLO":
                offer = b"250-STARTTLS\r\n" if self.server.context and not self.secure else b""
                self.request.sendall(b"250-post\r\n" + offer + b"250 AUTH PLAIN\r\n")
            elif word == "STARTTLS":
                self.request.sendall(b"220 go on\r\n")
                self.encrypt()
                lines = self.request.makefile("rb")
            elif word == "AUTH":
                self.server.logins.append((base64.b64decode(line.split()[2]).decode().replace("\0", "|"), self.secure))
                self.request.sendall(b"235 welcome\r\n")
            elif word == "DATA":
                self.request.sendall(b"354 go on\r\n")
                self.server.mails.append((b"".join(iter(lines.readline, b".\r\n")).decode(), self.secure))
                self.request.sendall(b"250 taken\r\n")
            else:
                self.request.sendall(b"221 bye\r\n" if word == "QUIT" else b"250 well\r\n")


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate that this process trusts."""
    cert, key = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    return server_context(cert, key)


@pytest.fixture
def strange(tmp_path: Path) -> ssl.SSLContext:
    """One that nobody trusts."""
    return server_context(*certificate(tmp_path))


def letter() -> EmailMessage:
    """A mail."""
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = "e is QUIET", "us@example.org", "you@example.org"
    made.set_content("Nothing came.\n")
    return made


@pytest.mark.parametrize("at_once", [False, True], ids=["STARTTLS", "port 465"])
def test_trusted(trusted: ssl.SSLContext, at_once: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Login and mail go encrypted."""
    with serving(post := Post(trusted, at_once)) as port:
        monkeypatch.setattr(mail, "_SMTPS", port if at_once else 465)
        Server("127.0.0.1", port, "me", "secret").send(letter())
    assert post.logins == [("|me|secret", True)]
    assert [("e is QUIET" in text, secure) for text, secure in post.mails] == [(True, True)]


def test_a_certificate_that_is_not_trusted(strange: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither password nor mail is sent; the cure is named, and it is told when the certificate is in order."""
    monkeypatch.setenv("ARCHIVER_SMTP_USER", "me")
    with serving(post := Post(strange)) as port:
        ways = Ways(mail="you@example.org", smtp=f"127.0.0.1:{port}")
        _, failed = tell(tmp_path, [report(State.QUIET)], START, ways)
        assert failed.startswith(f"failed: mail: 127.0.0.1:{port} shows a certificate that is not trusted")
        assert "SSL_CERT_FILE" in failed
        assert post.logins == post.mails == []
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "localhost.pem"))
        assert list(tell(tmp_path, [report(State.QUIET)], START, ways)) == []
    assert len(post.logins) == len(post.mails) == 1


def test_no_password_in_the_clear() -> None:
    """Another machine that offers no encryption gets no password; one that wants none gets the mail, and so does this
    machine. (127.1 is this machine by a name that does not say so.)"""
    with serving(post := Post(None)) as port:
        far = Server("127.1", port, "me", "secret")
        with pytest.raises(OSError, match="offers no encryption.*not sent"):
            far.send(letter())
        assert post.logins == post.mails == []
        replace(far, user="").send(letter())
        replace(far, host="127.0.0.1").send(letter())
    assert post.logins == [("|me|secret", False)]
    assert len(post.mails) == 2


def test_mail_to_this_machine_needs_no_certificate(strange: ssl.SSLContext) -> None:
    """The mail server of a machine often has a certificate that it made up itself."""
    with serving(post := Post(strange)) as port:
        Server("127.0.0.1", port).send(letter())
    assert [secure for _, secure in post.mails] == [False]


@pytest.mark.parametrize(("address", "host", "port"), [
    ("mail.example.org", "mail.example.org", 25), ("mail.example.org:587", "mail.example.org", 587),
    ("[::1]:2525", "::1", 2525), ("::1", "::1", 25)])
def test_addresses(address: str, host: str, port: int) -> None:
    """With and without a port, IPv6 too."""
    assert Server.parse(address) == Server(host, port)


@pytest.mark.parametrize("address", ["mail.example.org:", "mail.example.org:smtp", "mail.example.org:0", "[::1]:99999"])
def test_addresses_that_are_none(address: str) -> None:
    """What is no port is named."""
    with pytest.raises(ValueError, match="HOST:PORT"):
        Server.parse(address)
