"""The bytes of one HTTP/1.x exchange: a request made into bytes, and a response read without changing one of them.

No socket, clock or library here: bytes go in, and what they mean comes out. The framing is read by ourselves because no
maintained parser says where in the stream a message ends (httptools gives no position) and httptools refuses heads that
browsers take (bare line feeds, blanks before a colon, two equal lengths); it is the oracle of the tests instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from urllib.parse import urlsplit

from archiver.model import Truncation, parse_headers

MAX_HEAD = 256 * 1024
MAX_INTERIM = 32
_MAX_SIZE_LINE = 16 * 1024
_END_OF_HEAD = re.compile(rb"\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/(\d)\.(\d)[ \t]+(\d{3})(?![0-9])")
_NO_BODY = (204, 304)
_SWITCHING = 101
_FIRST = (b"Host", b"Connection", b"Cache-Control", b"User-Agent", b"Accept", b"Accept-Language", b"Accept-Encoding",
          b"Referer", b"Cookie", b"Content-Type", b"Content-Length", b"If-Modified-Since", b"If-None-Match")
_RANK = {name: place for place, name in enumerate(_FIRST)}
_BETWEEN = _RANK[b"Accept-Encoding"] + 0.5


class NotHttp(ValueError):
    """The peer's bytes are not HTTP, or their framing cannot be read."""


class _Framing(Enum):
    HEAD = "head"
    NONE = "none"
    LENGTH = "length"
    CHUNKED = "chunked"
    CLOSE = "close"


def request_target(url: str) -> tuple[str, str]:
    """The authority for `Host` (no default port, no user) and the origin form of the request target."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    default = {"http": 80, "https": 443}.get(parts.scheme)
    authority = host if parts.port in (None, default) else f"{host}:{parts.port}"
    return authority, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def request_bytes(method: str, url: str, headers: Iterable[tuple[bytes, bytes]], body: bytes = b"", *,
                  form: str = "") -> bytes:
    """Request line, headers in the order browsers send them, blank line and body.

    `form` is another request target than the URL's path, as proxies take it. `Host` is made from the URL unless given.
    Raises ValueError for a header that holds a line end, or a target that is not ASCII: such a request would not be the
    one that was meant.
    """
    authority, target = request_target(url)
    fields = [(name, value) for name, value in headers if name.lower() != b"content-length"]
    if not any(name.lower() == b"host" for name, _ in fields):
        fields.append((b"Host", authority.encode("idna" if not authority.isascii() else "ascii")))
    if body or method in ("POST", "PUT", "PATCH"):
        fields.append((b"Content-Length", b"%d" % len(body)))
    fields.sort(key=lambda field: _RANK.get(field[0].title(), _BETWEEN))
    lines = [f"{method} {form or target} HTTP/1.1".encode("ascii"), *(b"%s: %s" % field for field in fields)]
    if any(b"\r" in line or b"\n" in line for line in lines):
        raise ValueError("a line end in a request header")
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class ResponseReader:
    """Reads one response, fed piece by piece; keeps every byte of it and knows where it ends."""

    def __init__(self, method: str = "GET", *, max_body: int = 32 * 1024 * 1024, max_head: int = MAX_HEAD) -> None:
        self.method, self.max_body, self.max_head = method, max_body, max_head
        self.interim: list[bytes] = []
        self.head = b""
        self.status = 0
        self.done = False
        self.truncated: Truncation | None = None
        self.reusable = False
        self._framing = _Framing.HEAD
        self._start = bytearray()
        self._raw: list[bytes] = []
        self._size = 0
        self._left = 0
        self._chunks = _Chunks(max_head)

    @property
    def body(self) -> bytes:
        """The body as received, framing and all; kept as one piece from then on."""
        if len(self._raw) != 1:
            self._raw = [b"".join(self._raw)]
        return self._raw[0]

    @property
    def payload(self) -> bytes:
        """The body with its chunk framing removed; the very same object where there is none."""
        return b"".join(self._chunks.payload) if self._framing is _Framing.CHUNKED else self.body

    @property
    def started(self) -> bool:
        """Whether any byte of an answer came."""
        return bool(self.head or self._start or self.interim)

    def feed(self, data: bytes) -> bool:
        """Takes what came over the wire; True once the response is whole or over its bound. Raises NotHttp."""
        if self.done:
            self.reusable = False
            return True
        if self._framing is not _Framing.HEAD:
            return self._feed_body(data)
        self._start += data
        while self._framing is _Framing.HEAD and self._take_head():
            pass
        return self.done

    def eof(self) -> None:
        """The peer has closed: the response is whole only where closing is what ends it.

        Raises ConnectionResetError where no whole head came.
        """
        self.reusable = False
        if self.done:
            return
        if self._framing is _Framing.HEAD:
            raise ConnectionResetError("the connection was closed before a whole head came")
        self._finish(None if self._framing is _Framing.CLOSE else "disconnect")

    def cut(self, why: Truncation) -> None:
        """Nothing more will be read; what came is kept."""
        self._finish(why)

    def _finish(self, truncated: Truncation | None = None) -> bool:
        self.done, self.truncated = True, truncated
        if truncated or self._framing is _Framing.CLOSE:
            self.reusable = False
        return True

    def _take_head(self) -> bool:
        """Cuts one whole head off what came; True where it was an interim answer and more may follow."""
        if not b"HTTP/".startswith(bytes(self._start[:5])):
            raise NotHttp("the answer does not begin with HTTP/")
        end = _END_OF_HEAD.search(self._start)
        if (end.end() if end else len(self._start)) > self.max_head:
            raise NotHttp(f"a head of more than {self.max_head:,} bytes")
        if not end:
            return False
        head, rest = bytes(self._start[:end.end()]), bytes(self._start[end.end():])
        self._start.clear()
        version, status = _status_line(head)
        if 100 <= status < 200 and status != _SWITCHING:
            self.interim.append(head)
            if len(self.interim) > MAX_INTERIM:
                raise NotHttp("an endless row of interim answers")
            self._start += rest
            return bool(rest)
        self.head, self.status = head, status
        self._choose_framing(version)
        if rest or self._framing in (_Framing.NONE, _Framing.LENGTH):
            self._feed_body(rest)
        return False

    def _choose_framing(self, version: tuple[int, int]) -> None:
        """RFC 9112, 6.3: what ends the body, and 9.3: whether the connection may serve again."""
        fields = [(name.lower(), value) for name, value in parse_headers(self.head)]
        connection = ",".join(value for name, value in fields if name == "connection").lower()
        self.reusable = "close" not in connection and (version >= (1, 1) or "keep-alive" in connection)
        codings = ",".join(value for name, value in fields if name == "transfer-encoding").lower()
        if self.method == "HEAD" or self.status in _NO_BODY or self.status == _SWITCHING:
            self._framing, self.reusable = _Framing.NONE, self.reusable and self.status != _SWITCHING
        elif codings and version >= (1, 1):
            chunked = codings.rsplit(",", 1)[-1].strip() == "chunked"
            self._framing = _Framing.CHUNKED if chunked else _Framing.CLOSE
        else:
            self._left = _content_length([value for name, value in fields if name == "content-length"])
            self._framing = _Framing.CLOSE if self._left < 0 else _Framing.LENGTH

    def _feed_body(self, data: bytes) -> bool:
        over = len(data) > self.max_body - self._size
        if over:
            data, self.reusable = data[:self.max_body - self._size], False
        if self._framing is _Framing.NONE:
            self.reusable = self.reusable and not data
            return self._finish()
        whole = False
        if self._framing is _Framing.LENGTH:
            used = min(self._left, len(data))
            self._left -= used
            whole = not self._left
        elif self._framing is _Framing.CHUNKED:
            used, whole = self._feed_chunks(data)
        else:
            used = len(data)
        self._keep(data, used)
        if whole:
            return self._finish()
        return self._finish("length") if over else False

    def _feed_chunks(self, data: bytes) -> tuple[int, bool]:
        try:
            used = self._chunks.feed(data)
        except NotHttp:
            self._keep(data, len(data))
            self._finish("unspecified")
            raise
        return used, self._chunks.whole

    def _keep(self, data: bytes, used: int) -> None:
        if used:
            self._raw.append(data if used == len(data) else data[:used])
            self._size += used
        if used < len(data):                         # more than the message holds: its next use would be out of step
            self.reusable = False


class _Chunks:
    """The chunked coding, taken off as it comes; extensions and trailers are passed over."""

    def __init__(self, max_trailers: int) -> None:
        self.payload: list[bytes] = []
        self.whole = False
        self._left = 0                               # bytes of the chunk that are still to come
        self._line = b""                             # a line not yet whole
        self._state = "size"
        self._room = max_trailers

    def feed(self, data: bytes) -> int:
        """How many bytes of `data` belong to the body; all of them until it is whole."""
        place = 0
        while place < len(data) and not self.whole:
            place = self._data(data, place) if self._state == "data" else self._whole_line(data, place)
        return place

    def _data(self, data: bytes, place: int) -> int:
        piece = data[place:place + self._left]
        self.payload.append(piece)
        self._left -= len(piece)
        if not self._left:
            self._state = "end"
        return place + len(piece)

    def _whole_line(self, data: bytes, place: int) -> int:
        end = data.find(b"\n", place)
        stop = len(data) if end < 0 else end + 1
        self._line += data[place:stop]
        if len(self._line) > _MAX_SIZE_LINE:
            raise NotHttp("an endless line in the chunked coding")
        if end >= 0:
            line, self._line = self._line.strip(), b""
            self._act(line, stop - place)
        return stop

    def _act(self, line: bytes, length: int) -> None:
        if self._state == "size":
            digits = line.split(b";", 1)[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,15}", digits):
                raise NotHttp(f"not a chunk's size: {digits[:20]!r}")
            self._left = int(digits, 16)
            self._state = "data" if self._left else "trailer"
        elif self._state == "end":
            if line:
                raise NotHttp("a chunk longer than its size")
            self._state = "size"
        elif not line:
            self.whole = True
        else:
            self._room -= length
            if self._room < 0:
                raise NotHttp("endless trailers")


def _status_line(head: bytes) -> tuple[tuple[int, int], int]:
    found = _STATUS_LINE.match(head)
    if not found:
        raise NotHttp(f"not a status line: {head[:40]!r}")
    return (int(found[1]), int(found[2])), int(found[3])


def _content_length(values: list[str]) -> int:
    """The length stated, -1 where none is; repeats are taken where they agree (RFC 9110, 8.6)."""
    said = {part.strip() for value in values for part in value.split(",")}
    if not said:
        return -1
    if len(said) > 1 or not re.fullmatch(r"[0-9]{1,18}", next(iter(said))):
        raise NotHttp(f"contradictory or unreadable Content-Length: {', '.join(sorted(said))[:60]}")
    return int(said.pop())
