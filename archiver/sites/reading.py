"""Site files read strictly: YAML text to a `Site`, every mistake told with its line and the cure.

Nothing here guesses: values are taken by the type the model gives them, never by YAML's own (`no` stays Norwegian, a
date stays text), and neither aliases, tags nor more than 1 MB are read. No path is ever made from a URL.
"""

from __future__ import annotations

import math
import typing
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Literal, NoReturn

import yaml

from archiver.errors import SiteFileError
from archiver.model import Site
from archiver.sites.checks import BOUNDS, FIELDS, TEXT, nearest

MAX_BYTES = 1_000_000
MAX_NESTING = 8
_TRUE, _FALSE, _NOTHING = ("true", "yes", "on"), ("false", "no", "off"), ("", "~", "null")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENDINGS = (".yaml", ".yml")


def load_site(path: Path | str) -> Site:
    """The site a file describes. Raises SiteFileError."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise SiteFileError(f"larger than {MAX_BYTES:,} bytes", where=str(path), cure="one outlet a file")
        return parse_site(data.decode("utf-8-sig"), str(path), path.stem)
    except OSError as error:
        cure = "check its name and rights"
        raise SiteFileError(f"cannot be read: {error.strerror}", where=str(path), cure=cure) from error
    except UnicodeDecodeError as error:
        line = error.object[:error.start].count(b"\n") + 1
        raise SiteFileError("not UTF-8", where=str(path), line=line, cure="save it as UTF-8") from error


def load_sites(folder: Path | str, names: Sequence[str] = ()) -> list[Site]:
    """The sites of a folder in the order of their names, or those of `names` in that order.

    Raises SiteFileError for the first file that cannot be used, for a name twice and for a name that has no file.
    """
    sites, faults = read_sites(folder, names)
    if faults:
        raise faults[0]
    return sites


def read_sites(folder: Path | str, names: Sequence[str] = ()) -> tuple[list[Site], list[SiteFileError]]:
    """As `load_sites`, but the files that can be used are, and the others are told: for a crawl that must go on."""
    folder = Path(folder)
    found: dict[str, tuple[Site, Path]] = {}
    faults: list[SiteFileError] = []
    for path in _files(folder, names):
        try:
            site = load_site(path)
            if site.name in found:
                raise SiteFileError(f"the name {site.name!r} is taken by {found[site.name][1].name}", where=str(path),
                                    cure="give one of them another `name`")
            found[site.name] = (site, path)
        except SiteFileError as error:
            faults.append(error)
    broken = {Path(fault.where.rsplit(":", 1)[0]).stem for fault in faults} | {Path(f.where).stem for f in faults}
    for name in (name for name in names if name not in found and name not in broken):
        faults.append(SiteFileError(f"no site file for {name!r}", where=str(folder),
                                    cure=nearest(name, found) or "archiver add URL makes one"))
    wanted = [name for name in dict.fromkeys(names) if name in found] if names else sorted(found)
    return [found[name][0] for name in wanted], faults


def _files(folder: Path, names: Sequence[str]) -> list[Path]:
    """The site files to read: those named, where a file of each name lies there; else all of the folder."""
    if not folder.is_dir():
        raise SiteFileError("no such folder of site files", where=str(folder), cure="archiver add URL makes one")
    files = sorted(path for path in folder.iterdir() if path.suffix in _ENDINGS and path.is_file())
    wanted = [path for path in files if path.stem in names]
    return wanted if names and {path.stem for path in wanted} >= set(names) else files


def parse_site(text: str, where: str = "", name: str = "") -> Site:
    """The site a YAML text describes; `where` is what errors call it, `name` stands in where it gives none."""
    reader = _Reader(where)
    root = reader.compose(text)
    values = reader.mapping(root, Site)
    site = Site(**{"name": name, **values})
    reader.check_text("name", site.name, _key(root, "name") or root)
    if not site.domains:
        reader.fail(root, "no domain", "add `domains:` and the hosts that belong to it, such as `- example.org`")
    return replace(site, title="") if site.title == site.name else site


def _key(node: Any, key: str) -> Any:
    return next((k for k, _ in node.value if k.value == key), None)


class _Reader:
    """Nodes of one file to values, by the types of the model; `where` is the file in every complaint."""

    def __init__(self, where: str) -> None:
        self.where = where

    def fail(self, node: Any, message: str, cure: str = "") -> NoReturn:
        """Raise a SiteFileError at a node, or at the mark of one."""
        mark = getattr(node, "start_mark", node)
        raise SiteFileError(message, where=self.where, line=mark.line + 1 if mark else 0, cure=cure)

    def compose(self, text: str) -> Any:
        """The root mapping of the text; its events are looked through first, so that composing it is harmless."""
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                self._check_event(event)
            root = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            self.fail(error.problem_mark or error.context_mark, f"not YAML: {error.problem or error.context}",
                      "look for a missing blank after ':' or a wrong indent")
        except yaml.reader.ReaderError as error:
            raise SiteFileError("has a character that YAML does not allow", where=self.where,
                                line=text[:error.position].count("\n") + 1, cure="take it out") from error
        if not isinstance(root, yaml.MappingNode):
            self.fail(root, "not a site file", "`name: ...` and `domains: ...`, one key a line")
        return root

    def _check_event(self, event: Any) -> None:
        """Refuse what can blow up or run code: aliases, anchors, tags, depth."""
        if getattr(event, "anchor", None) is not None:
            self.fail(event, "anchors (&) and aliases (*) are not read", "put text that starts so in quotes")
        if getattr(event, "tag", None) not in (None, "!"):
            self.fail(event, f"tags are not read: {event.tag}", "put text that starts with ! in quotes")
        if isinstance(event, yaml.CollectionStartEvent):
            self._depth = getattr(self, "_depth", 0) + 1
            if self._depth > MAX_NESTING:
                self.fail(event, "nested too deep", "a site file is two or three levels deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            self._depth -= 1

    def mapping(self, node: Any, kind: type) -> dict[str, Any]:
        """The values of a dataclass's fields that a mapping gives; empty ones are left to their default."""
        types = typing.get_type_hints(kind)
        known = {f.name: types[f.name] for f in fields(kind)}
        values: dict[str, Any] = {}
        for key, value, name in self._pairs(node):
            if name not in known:
                self.fail(key, f"unknown key {name!r}", nearest(name, known))
            if not _is_nothing(value):
                values[name] = self.value(value, known[name], name)
        return values

    def _pairs(self, node: Any) -> Iterator[tuple[Any, Any, str]]:
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, "expected keys and values", "write `key: value`, one a line")
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.fail(key, "a key must be a word", "write `key: value`")
            if key.value in seen:
                self.fail(key, f"{key.value!r} stands here twice", "keep one")
            seen.add(key.value)
            yield key, value, key.value

    def _selections(self, node: Any) -> Iterator[tuple[Any, Any, str]]:
        for key, value, name in self._pairs(node):
            if name not in FIELDS:
                self.fail(key, f"no field {name!r} to select", nearest(name, FIELDS))
            yield key, value, name

    def value(self, node: Any, kind: Any, name: str) -> Any:
        """A node as the type the model gives the field."""
        if is_dataclass(kind):
            return typing.cast(Any, kind)(**self.mapping(node, typing.cast(type, kind)))
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin is tuple:
            return self._list(node, arguments[0], name)
        if origin is dict:
            return {key: self._text(value, name) for _, value, key in self._selections(node)}
        if origin is Literal:
            return self._choice(node, arguments, name)
        if kind is bool:
            return self._truth(node, name)
        return self._number(node, kind, name) if kind in (int, float) else self._text(node, name)

    def _list(self, node: Any, kind: Any, name: str) -> tuple[Any, ...]:
        if not isinstance(node, yaml.SequenceNode):
            self.fail(node, f"`{name}` is a list", f"write `{name}:` and under it `- ...`, one entry a line")
        return tuple(self.value(item, kind, name) for item in node.value)

    def _scalar(self, node: Any, name: str, wanted: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.fail(node, f"`{name}` is {wanted}, not a list or mapping", f"write `{name}: ...`")
        return str(node.value)

    def _text(self, node: Any, name: str) -> str:
        text = self._scalar(node, name, "a text")
        self.check_text(name, text, node)
        return text

    def check_text(self, name: str, text: str, node: Any) -> None:
        """Fail where the check of this key has a complaint."""
        if complaint := TEXT[name](text) if name in TEXT else None:
            self.fail(node, f"`{name}`: {complaint[0]}", complaint[1])

    def _choice(self, node: Any, choices: tuple[str, ...], name: str) -> str:
        text = self._scalar(node, name, "a word")
        if text not in choices:
            self.fail(node, f"`{name}`: {text!r} is none of {', '.join(choices)}", nearest(text, choices))
        return text

    def _truth(self, node: Any, name: str) -> bool:
        text = self._scalar(node, name, "true or false").lower()
        if text not in _TRUE + _FALSE:
            self.fail(node, f"`{name}`: {text!r} is neither true nor false", "write `true` or `false`")
        return text in _TRUE

    def _number(self, node: Any, kind: type[int] | type[float], name: str) -> float:
        text = self._scalar(node, name, "a number")
        try:
            number = kind(text)
        except ValueError:
            self.fail(node, f"`{name}`: {text!r} is no {'whole ' if kind is int else ''}number", "such as 1")
        low, high = BOUNDS.get(name, (-math.inf, math.inf))
        if not low <= number <= high:
            self.fail(node, f"`{name}`: {text} is out of bounds", f"from {low:g} to {high:g}")
        return number


def _is_nothing(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value.lower() in _NOTHING
