"""Work of an export that dies on the way, for tests; a worker process imports it by name."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from archiver.dataset.gather import Gather, Gathered
from archiver.dataset.shards import Shard, WriteShard


def die_once(mark: Path) -> None:
    """kill -9 of this process, once, which a file remembers."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


class GatherDies(Gather):
    """Dies when a site has been gathered, before it can say so."""

    def __call__(self, site: str) -> Gathered:
        done = super().__call__(site)
        die_once(self.root.parent / "gather-died")
        return done


class WriteDies(WriteShard):
    """Dies when a shard is there, before it can say so."""

    def __call__(self, shard: Shard) -> Shard:
        done = super().__call__(shard)
        die_once(self.target.parent / "write-died")
        return done
