"""Site files written for people: the keys one wants to change with a word on each, the rest only where it differs.

Nothing here is written that the reader would not read back as the same site.
"""

from __future__ import annotations

import os
import tempfile
import textwrap
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import yaml

from archiver.errors import SiteFileError
from archiver.model import Rule, Site
from archiver.sites.checks import name as check_name
from archiver.sites.reading import parse_site

_MAIN = ("name", "title", "domains", "feeds", "sitemaps", "sections", "language", "timezone")
_HEAD = "# A site file: one outlet. What each key means: docs/adding-a-site.md\n"


def dump_site(site: Site) -> str:
    """The site as a YAML file with comments; `parse_site` gives the same site back."""
    blank = Site(name="")
    parts = [_HEAD]
    for item in fields(Site):
        value = getattr(site, item.name)
        if item.name in _MAIN or value != getattr(blank, item.name):
            parts.append(f"\n{_comment(item.metadata['doc'])}{_entry(item.name, value, getattr(blank, item.name))}")
    return "".join(parts)


def _comment(text: str) -> str:
    return textwrap.indent(textwrap.fill(text, 100), "# ") + "\n"


def _entry(key: str, value: Any, default: Any) -> str:
    """A key with its value; an empty list or text is left open, to be filled in."""
    if value in ("", ()):
        return f"{key}:\n"
    shown = {key: _plain(value, default)}
    text: str = yaml.dump(shown, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    return text


def dump_rule(rule: Rule) -> str:
    """One rule as an entry of a list."""
    text: str = yaml.dump([_plain(rule)], Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10_000)
    return text


class _Dumper(yaml.SafeDumper):
    """Texts with line ends of any kind in double quotes: PyYAML folds a NEL in other quotes to a blank."""


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


_Dumper.add_representer(str, _quoted)


def _plain(value: Any, default: Any = None) -> Any:
    """Plain values for YAML; of a record only what differs from its default."""
    if is_dataclass(value) and not isinstance(value, type):
        blank = default if default is not None else type(value)()
        names = (f.name for f in fields(value) if getattr(value, f.name) != getattr(blank, f.name))
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def check_free(folder: Path | str, name: str, overwrite: bool = False) -> Path:
    """The path of a site file that may be written. Raises SiteFileError where the name is none, or the file is there."""
    folder = Path(folder)
    if complaint := check_name(name):
        raise SiteFileError(complaint[0], where=str(folder), cure=complaint[1])
    path = folder / f"{name}.yaml"
    if path.exists() and not overwrite:
        raise SiteFileError("is there already", where=str(path), cure="edit it, or overwrite it")
    return path


def write_site(site: Site, folder: Path | str, overwrite: bool = False) -> Path:
    """Write `<folder>/<name>.yaml`, whole or not at all, and return its path.

    Raises SiteFileError where the site is none that could be read back, or a file is there and `overwrite` is false.
    """
    path = check_free(folder, site.name, overwrite)
    text = dump_site(site)
    parse_site(text, str(path), site.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, text)
    except OSError as error:
        cure = "check the folder's rights"
        raise SiteFileError(f"cannot be written: {error.strerror}", where=str(path), cure=cure) from error
    return path


def replace_file(path: Path, text: str) -> None:
    """The text under the path in one step: a reader sees the old file or the new one."""
    handle, name = tempfile.mkstemp(".tmp", ".", path.parent)
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
