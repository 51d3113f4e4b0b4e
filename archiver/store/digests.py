"""Digests as WARCs of any writer state them: algorithm and value in base 16, 32 or 64, checked piece by piece.

Nothing here knows which bytes a digest is over.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable

_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "sha512": "sha512",
               "sha-512": "sha512", "sha384": "sha384", "sha-384": "sha384", "md5": "md5"}
_DECODERS: tuple[Callable[[str], bytes], ...] = (
    lambda v: base64.b16decode(v, casefold=True), lambda v: base64.b32decode(v + "=" * (-len(v) % 8), casefold=True),
    lambda v: base64.b64decode(v + "=" * (-len(v) % 4), altchars=b"-_", validate=True),
    lambda v: base64.b64decode(v + "=" * (-len(v) % 4), validate=True))


class Check:
    """A stated digest and the bytes seen so far; without a statement, or with one not known, it checks nothing."""

    def __init__(self, stated: str) -> None:
        name, _, self._value = stated.strip().partition(":")
        algorithm = _ALGORITHMS.get(name.strip().lower(), "")
        self.known = bool(algorithm)
        self._sum = hashlib.new(algorithm, usedforsecurity=False) if algorithm else None

    def update(self, data: bytes) -> None:
        """Takes more of the bytes."""
        if self._sum:
            self._sum.update(data)

    def holds(self) -> bool:
        """Whether the bytes have the digest that is stated; true where nothing can be checked."""
        return not self._sum or self._sum.digest() in self._candidates()

    def _candidates(self) -> list[bytes]:
        found = []
        for decode in _DECODERS:
            try:
                found.append(decode(self._value.strip().rstrip("=")))
            except (binascii.Error, ValueError):
                continue
        return found
