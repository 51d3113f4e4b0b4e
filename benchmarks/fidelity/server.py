"""A server of plain sockets that sends the bytes it is told to, and keeps what went over the wire, both ways.

It knows no HTTP library: a request ends with its blank line and the bytes its Content-Length says.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from benchmarks.fidelity.cases import ABSENT, Case

_SECONDS = 20.0
_MOST = 1 << 20


@dataclass(frozen=True)
class Exchanged:
    """The bytes of one exchange, as they were received and sent."""

    request: bytes
    response: bytes


@dataclass
class OddServer:
    """Serves cases on a loopback port until `close`; `seen` holds the exchanges of each target, in order."""

    cases: Iterable[Case]
    tls: ssl.SSLContext | None = None
    seen: dict[str, list[Exchanged]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._by_target = {case.target: case for case in self.cases}
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = int(self._socket.getsockname()[1])
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def base(self) -> str:
        """Scheme, host and port."""
        return f"https://localhost:{self.port}" if self.tls else f"http://127.0.0.1:{self.port}"

    def change(self, case: Case) -> None:
        """Answers its target in this way from now on."""
        self._by_target[case.target] = case

    def close(self) -> None:
        """No further connection is taken."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def forget(self) -> dict[str, list[Exchanged]]:
        """What was seen so far; the next tool begins with nothing."""
        with self._lock:
            seen, self.seen = self.seen, defaultdict(list)
        return dict(seen)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                peer, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer: socket.socket) -> None:
        with contextlib.suppress(OSError), peer:
            peer.settimeout(_SECONDS)
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            secured = self.tls.wrap_socket(peer, server_side=True) if self.tls else peer
            with secured:
                for request in _requests(secured):
                    if not self._answer(secured, request):
                        break

    def _answer(self, peer: socket.socket, request: bytes) -> bool:
        """Sends the answer; whether the connection goes on. It is kept before it is sent: the client may be quick."""
        target = request.split(b" ", 2)[1].decode("latin-1")
        case = self._by_target.get(target)
        answer = case.answer if case else ABSENT
        with self._lock:
            self.seen[target].append(Exchanged(request, answer))
        peer.sendall(answer)
        if case and case.closes:
            _say_goodbye(peer)
            return False
        return True


def _say_goodbye(peer: socket.socket) -> None:
    """The end of what is sent, at once: a client that is kept waiting takes the connection for one that goes on."""
    with contextlib.suppress(OSError):
        if isinstance(peer, ssl.SSLSocket):
            peer.settimeout(0)
            peer.unwrap()
        else:
            peer.shutdown(socket.SHUT_WR)


def _requests(peer: socket.socket) -> Iterator[bytes]:
    """The requests of a connection; what is not whole when it ends is left out."""
    kept = b""
    while True:
        while b"\r\n\r\n" not in kept and len(kept) < _MOST:
            piece = peer.recv(65536)
            if not piece:
                return
            kept += piece
        head, _, kept = kept.partition(b"\r\n\r\n")
        length = _length(head)
        while len(kept) < length:
            piece = peer.recv(65536)
            if not piece:
                return
            kept += piece
        yield head + b"\r\n\r\n" + kept[:length]
        kept = kept[length:]


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return min(int(value), _MOST)
    return 0
