"""Environments of their own for other people's programs, whose requirements do not go with ours; kept between runs.

Nothing here runs the programs, or touches the environment it is called from.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "requirements"
_SECONDS = 1200


class Unavailable(Exception):
    """A program cannot be had here; the text says why, in one line."""


def environment(name: str, cache: Path) -> Path:
    """The folder of programs of the environment that `requirements/<name>.txt` describes, made if it is not there.

    It is made anew when the file or the Python changes. Raises Unavailable where the packages cannot be installed.
    """
    with _alone(name, cache) as folder:
        if _to_make(name, folder):
            _run(sys.executable, "-m", "venv", str(folder))
            _run(str(folder / "bin/pip"), "--disable-pip-version-check", "install", "--quiet", "--requirement",
                 str(_requirements(name)))
            _made(name, folder)
    return folder / "bin"


def node_packages(name: str, cache: Path) -> Path:
    """The folder with the npm packages that `requirements/<name>.txt` names, without what they depend on.

    Raises Unavailable where npm is missing or does not have them.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("npm is not installed")
    with _alone(name, cache) as folder:
        if _to_make(name, folder):
            folder.mkdir(parents=True)
            wanted = [line for line in _requirements(name).read_text(encoding="utf-8").split("\n") if line and line[0] != "#"]
            _run(npm, "pack", "--silent", f"--pack-destination={folder}", *wanted)
            for package in sorted(folder.glob("*.tgz")):
                with tarfile.open(package) as file:
                    file.extractall(folder / package.name.rsplit("-", 1)[0], filter="data")
                package.unlink()
            _made(name, folder)
    return folder


def _requirements(name: str) -> Path:
    return REQUIREMENTS / f"{name}.txt"


def _mark(name: str) -> str:
    return hashlib.sha256(f"{sys.version}\n{_requirements(name).read_text(encoding='utf-8')}".encode()).hexdigest()


@contextmanager
def _alone(name: str, cache: Path) -> Iterator[Path]:
    """The folder of an environment, while no other process looks at it: two that want it at once must not both make it."""
    cache = cache.resolve()
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / f".{name}.lock").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield cache / name


def _to_make(name: str, folder: Path) -> bool:
    """Whether the folder is to be made; what is there from other requirements is removed."""
    done = folder / "made-from"
    if done.is_file() and done.read_text(encoding="utf-8") == _mark(name):
        return False
    shutil.rmtree(folder, ignore_errors=True)
    return True


def _made(name: str, folder: Path) -> None:
    (folder / "made-from").write_text(_mark(name), encoding="utf-8")


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{Path(command[0]).name}: {error}") from error
    if done.returncode:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no word why"]
        raise Unavailable(f"{Path(command[0]).name} {command[1]}: {last[0][:200]}")
