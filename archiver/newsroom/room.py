"""The newsroom: its outlets, its clock, what is true of every article, and the commands that change it.

Nothing here renders a page or writes to a socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from types import TracebackType

from archiver.model import Outcome, Site
from archiver.newsroom.outlets import OUTLETS
from archiver.newsroom.outlets.base import Outlet
from archiver.newsroom.server import Hit, Server
from archiver.newsroom.stories import EditKind
from archiver.newsroom.truth import Truth
from archiver.newsroom.wire import Answer, Request

Clock = Callable[[], datetime]


class Newsroom:
    """The demo newsroom; `async with Newsroom(...)` serves it, `serving(...)` does so from a thread.

    Without a clock, every outlet shows its first `size` articles and what is published by command; with one, stories
    appear, and edits count, when the clock (a callable giving a time with zone) says so. With `standing`, every house sets
    lines of its own between the paragraphs of its stories, and reporters repeat themselves (see `standing.py`). Raises
    OSError, with the cure, where no loopback address can be bound.
    """

    def __init__(self, seed: int = 1, host_base: str = "127.0.2", port: int = 0, size: int = 32,
                 clock: Clock | None = None, *, standing: bool = False) -> None:
        self.seed, self.host_base, self.port, self.size, self.clock = seed, host_base, port, size, clock
        self.note = ""
        self.outlets: tuple[Outlet, ...] = tuple(kind(seed, size, self.now) for kind in OUTLETS)
        for place, outlet in enumerate(self.outlets):        # until the server knows the real ones
            outlet.move(f"{host_base}.{place + 1}", port)
            outlet.neighbours = self.outlets
            outlet.standing = standing
        self._server = Server(self.outlets, clock)

    def now(self) -> datetime | None:
        """The time of the newsroom's clock; None where it has none."""
        return self.clock() if self.clock else None

    async def __aenter__(self) -> Newsroom:
        self.note = await self._server.start(self.host_base, self.port)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        await self._server.close()

    # what there is

    def outlet(self, which: str | Outlet) -> Outlet:
        """An outlet by its name or by a URL of it. Raises KeyError where there is none."""
        if isinstance(which, Outlet):
            return which
        for outlet in self.outlets:
            if which == outlet.name or which == outlet.base_url or which.startswith(outlet.base_url + "/"):
                return outlet
        raise KeyError(which)

    def sites(self) -> list[Site]:
        """Every outlet as a Site."""
        return [outlet.site() for outlet in self.outlets]

    @property
    def truth(self) -> dict[str, Truth]:
        """What each published article says now, by its URL."""
        return {t.url: t for outlet in self.outlets for t in outlet.truths()}

    @property
    def corners(self) -> dict[str, Outcome]:
        """How each hostile URL should end for a crawler that uses `sites()`."""
        return {url: outcomes[0] for url, outcomes in self.corner_outcomes.items()}

    @property
    def corner_outcomes(self) -> dict[str, tuple[Outcome, ...]]:
        """All the ends that are right for each hostile URL, the expected one first."""
        return {url: found for outlet in self.outlets for url, found in outlet.corners().items()}

    @property
    def log(self) -> Sequence[Hit]:
        """The requests answered so far, oldest first."""
        return tuple(self._server.log)

    def answer(self, outlet: str | Outlet, target: str) -> Answer:
        """What the outlet would answer to a GET for that path, without a socket."""
        return self.outlet(outlet).respond(Request("GET", target))

    # commands

    def redesign(self, outlet: str | Outlet) -> None:
        """Gives an outlet other markup for the same articles; again: the first one."""
        found = self.outlet(outlet)
        found.layout = 1 - found.layout

    def silence(self, outlet: str | Outlet) -> None:
        """Ends the stream of new articles of an outlet from now on."""
        self.outlet(outlet).diary.quiet.append((self._moment(), None))

    def wake(self, outlet: str | Outlet) -> None:
        """Lets the stream of a silenced outlet go on from now; what it missed never appears."""
        diary = self.outlet(outlet).diary
        diary.quiet = [(start, end or self._moment()) for start, end in diary.quiet]

    def publish(self, outlet: str | Outlet, count: int = 1) -> list[str]:
        """Publishes further articles now; returns their URLs."""
        found = self.outlet(outlet)
        return [found.url(found.path(found.story(e.number))) for e in found.diary.publish(count, self._moment())]

    def edit(self, url: str, kind: EditKind = "body") -> Truth:
        """Edits an article now, in its body, title or byline, by a correction or by a comma; returns the new truth.

        Raises KeyError where there is no published article at that URL.
        """
        found = self.outlet(url)
        number = found.number_of(url.removeprefix(found.base_url))
        if number is None:
            raise KeyError(url)
        found.edit(number, kind)
        return found.truth(found.story(number))

    def hinder(self, outlet: str | Outlet, how: str = "") -> None:
        """Puts a `captcha` before an outlet or lets its `feeds` die; empty: all is well again."""
        self.outlet(outlet).hindrance = how

    def _moment(self) -> datetime:
        return self.now() or datetime.now(UTC).replace(microsecond=0)


@contextlib.contextmanager
def serving(seed: int = 1, host_base: str = "127.0.2", port: int = 0, size: int = 32,
            clock: Clock | None = None, *, standing: bool = False) -> Iterator[Newsroom]:
    """A newsroom that serves from a thread of its own as long as the context lasts. Raises as Newsroom does."""
    room = Newsroom(seed, host_base, port, size, clock, standing=standing)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="newsroom", daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(room.__aenter__(), loop).result(30)
        try:
            yield room
        finally:
            asyncio.run_coroutine_threadsafe(room.__aexit__(None, None, None), loop).result(30)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def virtual_clock(start: datetime) -> tuple[Clock, Callable[[timedelta], None]]:
    """A clock that stands still, and the function that moves it on."""
    hands = [start]

    def move(step: timedelta) -> None:
        hands[0] += step
    return (lambda: hands[0]), move
