"""A site's write lock: one process writes to a site, and a second is told which one.

Nothing here knows what is written under the lock.
"""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path

from archiver.errors import ArchiveBusy


class Lock:
    """An exclusive lock held by the kernel on `path`, so that it ends with its process, however that ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd = -1

    def take(self) -> None:
        """Takes the lock; raises ArchiveBusy naming the pid and start of the process that holds it."""
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(fd, 200, 0).decode("ascii", "replace").split()
            os.close(fd)
            raise _busy(self.path, holder) from error
        os.ftruncate(fd, 0)
        os.pwrite(fd, f"{os.getpid()} {datetime.now(UTC).isoformat(timespec='seconds')}\n".encode(), 0)
        self._fd = fd

    def release(self) -> None:
        """Gives the lock up; the file stays, because removing it would let two processes in."""
        if self._fd >= 0:
            os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = -1


def holder(path: Path) -> tuple[int, str] | None:
    """Who holds a lock by what its file says: pid and start; None where nobody does. The lock itself is not touched, so that
    whoever wants to write in this moment is not refused."""
    try:
        words = path.read_text(encoding="ascii", errors="replace").split()
        pid = int(words[0])
        os.kill(pid, 0)
    except (OSError, ValueError, IndexError, OverflowError):
        return None
    return pid, words[1] if words[1:] else ""


def _busy(path: Path, holder: list[str]) -> ArchiveBusy:
    pid, start = (holder + ["unknown", "unknown"])[:2]
    return ArchiveBusy(f"process {pid}, started {start}, is writing to this site",
                       where=str(path.parent), cure="wait for it, or stop it, and try again")
