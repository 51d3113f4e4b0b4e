"""Environments of their own for other people's programs, whose requirements do not go with ours; kept between runs.

Nothing here runs the programs, or touches the environment it is called from.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "requirements"
_SECONDS = 1200


class Unavailable(Exception):
    """A program cannot be had here; the text says why, in one line."""


def environment(name: str, cache: Path) -> Path:
    """The folder of programs of the environment that `requirements/<name>.txt` describes, made if it is not there.

    It is made anew when the file or the Python changes. Raises Unavailable where the packages cannot be installed.
    """
    wanted = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8")
    mark = hashlib.sha256(f"{sys.version}\n{wanted}".encode()).hexdigest()
    folder = cache.resolve() / name
    done = folder / "made-from"
    if not done.is_file() or done.read_text(encoding="utf-8") != mark:
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        _run(sys.executable, "-m", "venv", str(folder))
        _run(str(folder / "bin/pip"), "--disable-pip-version-check", "install", "--quiet", "--requirement",
             str(REQUIREMENTS / f"{name}.txt"))
        done.write_text(mark, encoding="utf-8")
    return folder / "bin"


def node_packages(name: str, cache: Path) -> Path:
    """The folder `node_modules` with what `requirements/<name>.json` names. Raises Unavailable."""
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("npm is not installed")
    wanted = (REQUIREMENTS / f"{name}.json").read_text(encoding="utf-8")
    mark = hashlib.sha256(wanted.encode()).hexdigest()
    folder = cache.resolve() / name
    done = folder / "made-from"
    if not done.is_file() or done.read_text(encoding="utf-8") != mark:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "package.json").write_text(wanted, encoding="utf-8")
        _run(npm, "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        done.write_text(mark, encoding="utf-8")
    return folder / "node_modules"


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{Path(command[0]).name}: {error}") from error
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no word why"]
        raise Unavailable(f"{Path(command[0]).name} {command[1]}: {last[0][:200]}")
