"""What a tool's records kept of each exchange, in either direction, and in words what they lost.

Nothing here runs a tool.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.fidelity.reading import Block, blocks
from benchmarks.fidelity.server import Exchanged

KEPT = ""
_SHOWN = 60


@dataclass(frozen=True)
class Verdict:
    """Of one case: what was lost of the requests and of the responses (empty: nothing), and how often it was asked."""

    request: str
    response: str
    asked: int


@dataclass(frozen=True)
class Found:
    """What the records of one target hold: requests, and responses with what lies beside them put back in front."""

    requests: tuple[bytes, ...]
    responses: tuple[bytes, ...]


def found(files: Iterable[Path]) -> dict[str, Found]:
    """The request and response bytes of each target in some WARC files, in their order."""
    all_blocks = [block for path in files for block in blocks(path)]
    beside = _beside(all_blocks)
    requests: dict[str, list[bytes]] = {}
    responses: dict[str, list[bytes]] = {}
    for block in all_blocks:
        target = _target(block.uri)
        if block.kind == "request":
            requests.setdefault(target, []).append(block.data)
        elif block.kind in ("response", "revisit"):
            own = beside.get(block.fields.get("warc-record-id", ""), {})
            data = own.get("not-modified", block.data)
            responses.setdefault(target, []).append(own.get("interim", b"") + data)
    return {target: Found(tuple(requests.get(target, ())), tuple(responses.get(target, ())))
            for target in requests.keys() | responses.keys()}


def _beside(all_blocks: Sequence[Block]) -> dict[str, dict[str, bytes]]:
    """By a response's record id: the interim answers, and the 304 itself, which we keep in records of their own."""
    kept: dict[str, dict[str, bytes]] = {}
    for block in all_blocks:
        kind = block.uri.split(":")[1] if block.kind == "metadata" and block.uri.startswith("urn:") else ""
        if kind in ("interim", "not-modified"):
            own = kept.setdefault(block.fields.get("warc-concurrent-to", ""), {})
            own[kind] = own.get(kind, b"") + block.data
    return kept


def _target(uri: str) -> str:
    parts = urlsplit(uri)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def judge(exchanges: Sequence[Exchanged], kept: Found | None) -> Verdict:
    """Whether each exchange lies in the records byte for byte, as often as it took place."""
    records = kept or Found((), ())
    return Verdict(_lost([e.request for e in exchanges], records.requests),
                   _lost([e.response for e in exchanges], records.responses), len(exchanges))


def _lost(wire: Sequence[bytes], stored: Sequence[bytes]) -> str:
    left = list(stored)
    missing = []
    for data in wire:
        if data in left:
            left.remove(data)
        else:
            missing.append(data)
    if missing:
        return _difference(missing[0], left[0]) if left else _absent(len(missing), len(wire))
    return KEPT if not left else f"{len(left)} records of exchanges that did not take place"


def _absent(missing: int, asked: int) -> str:
    return "no record" if asked == 1 else f"no record of {missing} of {asked}"


def _difference(wire: bytes, stored: bytes) -> str:
    """The most telling difference between what went over the wire and what was stored."""
    head, body = _halves(wire)
    other_head, other_body = _halves(stored)
    said = []
    if head.split(b"\r\n")[0] != other_head.split(b"\r\n")[0]:
        said.append(f"first line: {_shown(other_head)} for {_shown(head)}")
    if head.split(b"\r\n")[1:] != other_head.split(b"\r\n")[1:]:
        said.append(_headers(head, other_head))
    if body != other_body:
        said.append(f"body: {len(other_body)} bytes for {len(body)}" if len(body) != len(other_body)
                    else "body: other bytes")
    return "; ".join(said)


def _headers(head: bytes, other: bytes) -> str:
    wire, stored = head.split(b"\r\n")[1:], other.split(b"\r\n")[1:]
    gone = [line for line in wire if line not in stored]
    made = [line for line in stored if line not in wire]
    if not gone and not made:
        return "headers: " + ("repeats or order" if len(wire) == len(stored) else f"{len(stored)} lines for {len(wire)}")
    parts = [f"{len(lines)} {what} ({_shown(lines[0])})" for lines, what in ((gone, "lost"), (made, "made up")) if lines]
    return "headers: " + ", ".join(parts)


def _halves(data: bytes) -> tuple[bytes, bytes]:
    head, _, body = data.partition(b"\r\n\r\n")
    return head, body


def _shown(data: bytes) -> str:
    line = data.split(b"\r\n")[0]
    return repr(line if len(line) <= _SHOWN else line[:_SHOWN] + b"...")[1:]
