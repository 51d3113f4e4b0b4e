"""The manifest of a dataset: how it was asked for, of what it was made, by what software, and the digest of every file.

Nothing here makes a dataset again; that is `check.py`'s.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from archiver.dataset import near
from archiver.dataset.bag import payload
from archiver.dataset.folder import files_in, sha256
from archiver.dataset.numbers import Numbers
from archiver.dataset.spec import Spec
from archiver.dataset.state import State
from archiver.errors import DatasetError

FILE = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """What a check needs of a manifest."""

    path: Path
    spec: Spec
    state: State
    files: dict[str, str]           # name to SHA-256
    software: dict[str, str]
    data: dict[str, Any]


def write(folder: Path, spec: Spec, state: State, found: Numbers) -> None:
    """Writes the manifest of a folder whose other files are all there."""
    files = [{"path": name, "bytes": (folder / name).stat().st_size, "sha256": sha256(folder / name)}
             for name in files_in(folder) if name != FILE]
    data = {
        "format": FORMAT, "name": spec.name, "query": spec.query, "asked": spec.to_dict(), "state": state.to_dict(),
        "left_out": {f"policy {spec.policy}": found.asked - found.selected, "near duplicates (keep-first)": found.selected - found.kept,
                     "article lines that could not be read": found.unreadable},
        "duplicates": {"method": near.METHOD, "threshold": near.THRESHOLD, "library": near.version(),
                       "exact": {"clusters": found.exact[0], "articles": found.exact[1]},
                       "near": {"clusters": found.near[0], "articles": found.near[1]}, "wire copy": dict(found.wire)},
        "software": software(), "extractors": dict(found.extractors), "profiles": dict(found.profiles),
        "numbers": asdict(found), "warcs": [{"path": name, "records": count} for name, count in found.warcs], "files": files}
    (folder / FILE).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def software() -> dict[str, str]:
    """Versions of what makes the bytes of a dataset."""
    return {"python": platform.python_version(), **{name: _version(name) for name in
                                                    ("news-archiver", "duckdb", "pyarrow", "rensa")}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"


def read(path: Path) -> Manifest:
    """The manifest of a file or of the folder that holds it; raises DatasetError where it is none."""
    path = payload(path) / FILE if path.is_dir() else path
    try:
        data = json.loads(path.read_bytes())
        if data["format"] != FORMAT:
            raise DatasetError(f"a manifest of format {data['format']}, this software reads {FORMAT}", where=str(path))
        return Manifest(path, Spec.from_dict(data["asked"]), State.from_dict(data["state"]),
                        {item["path"]: item["sha256"] for item in data["files"]}, dict(data["software"]), data)
    except OSError as error:
        raise DatasetError(f"cannot be read: {error.strerror}", where=str(path),
                           cure="a dataset's folder without manifest.json is not whole: export again") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"not a manifest: {error}", where=str(path), cure="name the manifest.json of an export") from error


def damaged(manifest: Manifest) -> Iterator[str]:
    """What of the files a manifest names is missing or has other bytes."""
    for name, digest in manifest.files.items():
        path = manifest.path.parent / name
        if not path.is_file():
            yield f"{name}: is missing"
        elif sha256(path) != digest:
            yield f"{name}: its bytes are not those of the manifest"
