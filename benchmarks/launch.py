"""A command as a process of its own, and what it and all that it began have used."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# In a process of its own, which is small: what the kernel calls peak memory of a command includes that of its parent
# at the time it was started, and the bench holds all pages. Who is left behind by its parent, as a fork server is,
# becomes a child of this process (PR_SET_CHILD_SUBREAPER), so that nobody's time is missing.
_LAUNCH = """import ctypes, json, os, resource, sys, time
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
code, start = 0, time.perf_counter()
process = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
while True:
    try:
        ended, status = os.wait()
    except ChildProcessError:
        break
    if ended == process:
        code, seconds = os.waitstatus_to_exitcode(status), time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    json.dump([code, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024], file)"""


@dataclass(frozen=True)
class Used:
    """Exit code, seconds, CPU seconds of all its processes, peak memory of the largest in MB; what it printed."""

    code: int
    seconds: float
    cpu: float
    memory: float
    said: str = ""


def launch(command: Sequence[str], *, quiet: bool = True) -> Used:
    """Runs a command to its end; `quiet`: what it prints is kept, else it goes where ours does."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        done = subprocess.run([sys.executable, "-S", "-E", "-c", _LAUNCH, file.name, *command], capture_output=quiet, text=True,
                              check=True)
        return Used(*json.loads(Path(file.name).read_text(encoding="utf-8")), (done.stdout or "") + (done.stderr or ""))
