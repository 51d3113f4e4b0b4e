"""E-mail to a mail server: encrypted where it matters, and never with a password in the clear.

What is written and to whom is `tell.py`'s.
"""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

SECONDS = 30.0
_SMTPS = 465            # the port where encryption begins before the first word (RFC 8314)


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server; `user` empty: it wants no login.

    Certificates are checked against those the system trusts, or those of the file that the environment's SSL_CERT_FILE names.
    """

    host: str
    port: int = 25
    user: str = ""
    password: str = ""

    @classmethod
    def parse(cls, address: str, user: str = "", password: str = "") -> Server:
        """From `host` or `host:port` (`[::1]:25` too). Raises ValueError where the port is none."""
        host, colon, port = address.rpartition(":") if address.count(":") == 1 or "]:" in address else (address, "", "")
        if colon and not (port.isdecimal() and 0 < int(port) < 65_536):
            raise ValueError(f"{address}: {port!r} is no port; write HOST or HOST:PORT")
        return cls(host.strip("[]"), int(port or 25), user, password)

    def send(self, mail: EmailMessage) -> None:
        """Hands over a mail. Raises OSError, which names the server and the cure."""
        try:
            with self._connected() as smtp:
                if self.user:
                    smtp.login(self.user, self.password)
                smtp.send_message(mail)
        except ssl.SSLCertVerificationError as error:
            raise OSError(f"{self.host}:{self.port} shows a certificate that is not trusted ({error.verify_message}); name the file "
                          "of the authority that signed it in SSL_CERT_FILE, or the host by the name it is made out to") from error
        except (OSError, smtplib.SMTPException) as error:
            raise OSError(f"{self.host}:{self.port}: {error}") from error

    def _connected(self) -> smtplib.SMTP:
        """Encrypted from the first word on port 465, elsewhere where the server offers it; a login needs it, except on this
        machine. Mail without a login to this machine goes as it is: its server's certificate is often a made-up one."""
        if self.port == _SMTPS:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=ssl.create_default_context())
        smtp = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            smtp.ehlo()
            if smtp.has_extn("starttls") and (self.user or not self._is_here()):
                smtp.starttls(context=ssl.create_default_context())
            elif self.user and not self._is_here():
                raise OSError("it offers no encryption, so the password is not sent; use port 465 or 587, or no "
                              "ARCHIVER_SMTP_USER")
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _is_here(self) -> bool:
        """Whether the server is on this machine."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False
