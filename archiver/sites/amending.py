"""A rule added to a site file in place: all that a person has written there, comments and order, stays as it is.

Nothing here proposes a rule. The file is replaced whole, and only by one that reads back as the site with that rule.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from archiver.errors import SiteFileError
from archiver.model import Rule
from archiver.sites.reading import load_site, parse_site
from archiver.sites.writing import dump_rule, replace_file

_KEY = "rules"
_ENDINGS = (".yaml", ".yml")


def site_file(folder: Path | str, name: str) -> Path:
    """The file of the site of that name. Raises SiteFileError where none is, or where one of that name is broken."""
    folder = Path(folder)
    files = sorted(p for p in folder.iterdir() if p.suffix in _ENDINGS and p.is_file()) if folder.is_dir() else []
    for path in sorted(files, key=lambda p: p.stem != name):
        if (path.stem == name or _named(path, name)) and load_site(path).name == name:
            return path
    raise SiteFileError(f"no site file for {name!r}", where=str(folder), cure="archiver add URL writes one")


def _named(path: Path, name: str) -> bool:
    """Whether a file that is called otherwise may say that name; other files may be broken, which is no matter here."""
    try:
        return name in path.read_text("utf-8", "replace")
    except OSError:
        return False


def append_rule(path: Path, rule: Rule) -> None:
    """Adds a rule to a site file, as the last, which wins. Raises SiteFileError."""
    text = path.read_text("utf-8-sig")
    fresh = with_rule(text, rule, str(path))
    try:
        replace_file(path, fresh)
    except OSError as error:
        raise SiteFileError(f"cannot be written: {error.strerror}", where=str(path), cure="check its rights") from error


def with_rule(text: str, rule: Rule, where: str = "") -> str:
    """The YAML text with one rule more. Raises SiteFileError where the file's rules stand in one line, or where it
    would not read back."""
    site = parse_site(text, where, "x")
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = re.split(r"\r?\n", text.rstrip("\r\n"))
    key, value = _rules(text)
    entry = dump_rule(rule)
    if key is None:
        lines += ["", f"{_KEY}:", *_indented(entry, 0)]
    elif isinstance(value, yaml.SequenceNode) and not value.flow_style:
        at = _end(lines, value)
        lines[at:at] = _indented(entry, value.start_mark.column)
    elif _is_empty(value):
        at = key.start_mark.line
        lines[at:at + 1] = [_emptied(lines[at]), *_indented(entry, key.start_mark.column)]
    else:
        raise SiteFileError(f"`{_KEY}` stands in one line", where=where, line=key.start_mark.line + 1,
                            cure="write `rules:` and under it `- ...`, one entry a line")
    fresh = ending.join(lines) + ending
    if parse_site(fresh, where, "x") != replace(site, rules=(*site.rules, rule)):
        raise SiteFileError("the rule could not be added", where=where, line=key.start_mark.line + 1 if key else 0,
                            cure="add it by hand")
    return fresh


def _rules(text: str) -> tuple[Any, Any]:
    """The nodes of the key `rules` and of its value; None where the file has none."""
    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    return next(((key, value) for key, value in root.value if key.value == _KEY), (None, None))


def _is_empty(node: Any) -> bool:
    return not node.value or (isinstance(node, yaml.ScalarNode) and node.value.lower() in ("~", "null"))


def _emptied(line: str) -> str:
    """`rules: []  # mine` without its value."""
    head, _, rest = line.partition(":")
    comment = rest[rest.index("#"):] if "#" in rest else ""
    return f"{head}:" + (f"  {comment}" if comment else "")


def _end(lines: list[str], node: Any) -> int:
    """The number of the line behind the last entry of a list; a comment belongs to the entry if it is further in."""
    start: int = node.start_mark.line
    end: int = min(node.end_mark.line + (node.end_mark.column > 0), len(lines))
    column: int = node.start_mark.column
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1][column:column + 1] == "#"
                               or lines[end - 1].lstrip(" ").startswith("#") and not lines[end - 1][:column + 1].isspace()):
        end -= 1
    return end


def _indented(entry: str, column: int) -> list[str]:
    return textwrap.indent(entry, " " * column).splitlines()
