"""The house's import rules: downwards only, one door for each foreign library, no circles."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = {
    "ground": {"model", "errors", "urls", "content", "schema", "query", "clock", "versions", "edits", "garbage"},
    "parts": {"sites", "discover", "schedule", "extract", "store", "newsroom", "rights"},
    "shared": {"engines", "reading"},    # what several joiners need; never each other
    "joiners": {"crawl", "probe", "reextract", "dataset", "health", "evaluate", "learn"},
    "top": {"cli", "web", "settings", "__init__", "__main__"},
}
HEIGHT = {room: height for height, rooms in enumerate(FLOORS.values()) for room in rooms}
GROUND_LIBRARIES = {"w3lib", "isal", "brotli", "backports"}     # for urls.py and content.py: see DESIGN.md
DOORS = {
    "scrapy": ("archiver/crawl/", "archiver/settings.py", "spiders/"),
    "twisted": ("archiver/crawl/", "spiders/"),
    "httptools": ("archiver/crawl/",),
    "protego": ("archiver/crawl/",),
    "pebble": ("archiver/engines/processes.py",),
    "warcio": ("archiver/store/",),
    "boto3": ("archiver/store/s3.py",),
    "botocore": ("archiver/store/s3.py",),
    "playwright": ("archiver/crawl/browser.py",),
    "PIL": ("archiver/extract/credits/embedded.py",),
    "sqlite3": ("archiver/store/catalog.py", "archiver/store/search/index.py"),
    "starlette": ("archiver/web/",),
    "anyio": ("archiver/web/app.py",),
    "uvicorn": ("archiver/web/run.py",),
    "jinja2": ("archiver/web/pages.py",),
    "markupsafe": ("archiver/web/pages.py",),
    "trafilatura": ("archiver/extract/body/",),
    "feedparser": ("archiver/discover/",),
    "yaml": ("archiver/sites",),
    "click": ("archiver/cli/",),
    "dask": ("archiver/engines/cluster.py",),
    "distributed": ("archiver/engines/cluster.py",),
    "duckdb": ("archiver/dataset/duck.py",),
    "pyarrow": ("archiver/dataset/",),
    "rensa": ("archiver/dataset/near.py",),
    "bagit": ("archiver/dataset/bag.py",),
}
IMPURE = {"socket", "urllib.request", "http.client", "requests", "subprocess", "tempfile", "asyncio", "threading"}


def modules() -> Iterator[tuple[str, Path, ast.Module]]:
    for folder in ("archiver", "spiders"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path, ast.parse(path.read_text(encoding="utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    """Full dotted names, `from a import b` as `a.b`; imports for type checkers only are left out."""
    hidden = {child for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
              for statement in node.body for child in ast.walk(statement)}
    for node in ast.walk(tree):
        if node in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written out in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


ALL = list(modules())
NAMES = {name for name, _, _ in ALL}


def room(name: str) -> str:
    parts = name.split(".")
    if parts[0] == "spiders":
        return "spiders"
    return parts[1] if len(parts) > 1 else "__init__"


def height(of: str) -> int:
    return len(FLOORS) - 1 if of == "spiders" else HEIGHT[of]


@pytest.mark.parametrize(("name", "path", "tree"), ALL, ids=[name for name, _, _ in ALL])
def test_imports_run_downwards(name: str, path: Path, tree: ast.Module) -> None:
    """A room imports only from floors below its own; parts and joiners never import each other."""
    own = room(name)
    for target in imports(tree):
        if target.split(".")[0] not in ("archiver", "spiders") or room(target) == own:
            continue
        other = room(target) if target not in ("archiver",) else "__init__"
        if other not in HEIGHT and other != "spiders":
            other = "__init__"                      # a name of the public face: `from archiver import extract`
        assert height(own) > height(other) or (own in FLOORS["top"] | {"spiders"}) or (
            own in FLOORS["ground"] and other in FLOORS["ground"]), f"{path.relative_to(ROOT)} imports {target}"


@pytest.mark.parametrize(("name", "path", "tree"), ALL, ids=[name for name, _, _ in ALL])
def test_each_foreign_library_has_one_door(name: str, path: Path, tree: ast.Module) -> None:
    """A library that dies costs one file; the ground uses the standard library and the few named here."""
    place = path.relative_to(ROOT).as_posix()
    for target in imports(tree):
        library = target.split(".")[0]
        if library in DOORS:
            assert place.startswith(DOORS[library]), f"{place} imports {target}"
        if room(name) in FLOORS["ground"] and library != "archiver":
            assert library in sys.stdlib_module_names or library in GROUND_LIBRARIES, f"{place} imports {target}"
        if room(name) in ("extract", "discover", "schedule"):
            assert not any(target == bad or target.startswith(f"{bad}.") for bad in IMPURE), f"{place} imports {target}"


def test_no_circles() -> None:
    """A reader can take in the modules one after another: no module needs itself through others."""
    edges = {name: {match for target in imports(tree)
                    for match in (target, target.rpartition(".")[0]) if match in NAMES and match != name}
             for name, _, tree in ALL}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail[trail.index(name):], name))
        if name not in done:
            for target in sorted(edges[name]):
                # A package's face imports its modules, and they import the package: only the way inwards counts.
                if not name.startswith(f"{target}."):
                    visit(target, (*trail, name))
            done.add(name)

    for name in sorted(edges):
        visit(name, ())
