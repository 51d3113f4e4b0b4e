"""Why a request ended without an answer one can use: one class a cause, each with the outcome its link gets.

They are Scrapy's own exceptions too, so that retry lists and errbacks of any project know them; nothing is caught here.
"""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from archiver.model import Capture, Outcome


class Fault(Exception):
    """A request that failed; `capture` is what was kept of it, None where no whole head came."""

    outcome = Outcome.CONNECTION
    passing = False                      # whether another try, later, may go better

    def __init__(self, detail: str, capture: Capture | None = None) -> None:
        super().__init__(detail)
        self.detail, self.capture = detail, capture


class Unresolved(Fault, CannotResolveHostError):
    """The host's name does not resolve."""

    outcome, passing = Outcome.DNS, True


class Refused(Fault, DownloadConnectionRefusedError):
    """No connection: refused, unreachable, or reset while it was made."""

    passing = True


class Cut(Fault, ResponseDataLossError):
    """The connection ended before a whole answer came."""

    passing = True


class TimedOut(Fault, DownloadTimeoutError):
    """No answer, or no end of it, in time."""

    outcome, passing = Outcome.TIMEOUT, True


class BadTls(Fault, DownloadFailedError):
    """The certificate is not valid, or there was no handshake."""

    outcome = Outcome.TLS


class TooLargeBody(Fault, DownloadCancelledError):
    """Over the bound, on the wire or unpacked."""

    outcome = Outcome.TOO_LARGE


class Unreadable(Fault, DownloadCancelledError):
    """Not HTTP, or framing and codings that cannot be read."""

    outcome = Outcome.BROKEN


class Forbidden(Fault, IgnoreRequest):
    """A private, loopback or link-local address where the site does not allow one."""

    outcome = Outcome.PRIVATE_ADDRESS


class BadUrl(Fault, IgnoreRequest):
    """A URL that cannot be made into a request."""

    outcome = Outcome.BAD_URL


class Interrupted(Fault, DownloadCancelledError):
    """The crawl is stopping: the link goes back, it has no outcome."""


class NoProxy(Fault, DownloadCancelledError):
    """The proxy cannot be used: no host is to blame, and the crawl stops."""


class NotArchived(Fault, DownloadCancelledError):
    """The archive could not keep the exchange, so the page must not be used; the crawl stops."""


def foreign(error: BaseException | None) -> Fault:
    """A fault that stands for what other people's middlewares raise."""
    detail = f"{type(error).__name__}: {error}"[:300]
    if isinstance(error, IgnoreRequest):
        return Unreadable(f"ignored by a middleware: {detail}")
    return Cut(detail)
