"""The pages of datasets: what was exported, with card, coverage and check; and a search made into an export.

Nothing here exports or checks: `archiver.dataset` does, for `archiver export` too.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archiver.errors import ArchiverError, DatasetError, NotFound
from archiver.web import drawing
from archiver.web.forms import Fields
from archiver.web.jobs import Say
from archiver.web.pages import page
from archiver.web.reader import Reader

MOST_CARD = 200_000
FORMATS = ("parquet", "jsonl", "csv", "hf", "tei")
PARTS = {"article: in the dataset": "exported", "article: not asked for": "left out", "article: near duplicate left out": "left out"}
MISSING = "exports need DuckDB and Arrow"


@dataclass(frozen=True)
class Made:
    """A dataset of the archive, by its manifest; `trouble` says why it cannot be read."""

    name: str
    path: str
    query: str = ""
    kept: int = 0
    words: int = 0
    first: str = ""
    last: str = ""
    sites: int = 0
    trouble: str = ""


def folder(reader: Reader) -> Path:
    """Where the datasets of the archive lie."""
    return reader.output / "datasets"


def made(reader: Reader) -> Iterator[Made]:
    """The datasets, by name."""
    for place in sorted(folder(reader).glob("*/")):
        if not place.name.startswith("."):
            yield _made(place)


def _made(place: Path) -> Made:
    try:
        from archiver.dataset import manifest
        read = manifest.read(place)
        numbers: dict[str, Any] = read.data["numbers"]
        return Made(place.name, str(place), read.spec.query, numbers["kept"], numbers["words"], numbers["first"] or "",
                    numbers["last"] or "", len(numbers["sites"]))
    except (ArchiverError, KeyError, TypeError) as error:
        return Made(place.name, str(place), trouble=str(error))
    except ModuleNotFoundError as error:
        return Made(place.name, str(place), trouble=f"{MISSING}: no {error.name}")


def datasets_page(request: Request) -> Response:
    """`GET /datasets`."""
    reader: Reader = request.app.state.reader
    return page(request, "datasets.html", title="Datasets", datasets=list(made(reader)), jobs=reader.jobs.all[::-1],
                query=request.query_params.get("query", "")[:20_000], formats=FORMATS)


def export(request: Request, fields: Fields) -> Response:
    """`POST /datasets`: an export is begun. Raises DatasetError and QueryError for what cannot be one."""
    reader: Reader = request.app.state.reader
    try:
        from archiver.dataset.export import export as write
        from archiver.dataset.spec import Spec
    except ModuleNotFoundError as error:
        raise DatasetError(f"{MISSING}: no {error.name}", cure="pip install 'news-archiver[dataset]'") from error
    formats = tuple(name for name in FORMATS if name == "parquet" or fields.get(f"format-{name}"))
    spec = Spec(fields.get("name", "").strip(), fields.get("query", "").strip(), formats=formats,
                near_dup="keep-first" if fields.get("near_dup") == "keep-first" else "label", text=not fields.get("no_text"))
    target = folder(reader) / spec.name
    if target.exists():
        raise DatasetError("there is a dataset of this name", where=str(target), cure="another name; archiver export --overwrite")

    def work(say: Say) -> str:
        found = write(reader.output, spec, target, say=say).numbers
        return f"{found.kept:,} articles of {len(found.sites)} sites, {found.words:,} words"
    reader.jobs.add(f"export {spec.name}", work)
    return RedirectResponse("/datasets#jobs", 303)


def _place(request: Request) -> Path:
    """The folder of the dataset that is asked for. Raises NotFound."""
    reader: Reader = request.app.state.reader
    name = request.path_params["name"]
    match = next((place for place in folder(reader).glob("*/") if place.name == name and not name.startswith(".")), None)
    if match is None:
        raise NotFound("there is no such dataset", where=name[:100], cure="/datasets lists them")
    return match


def dataset_page(request: Request) -> Response:
    """`GET /datasets/<name>`: its card, how it covers the weeks, its files."""
    place = _place(request)
    card = place / "README.md"
    text = card.read_text(encoding="utf-8", errors="replace")[:MOST_CARD] if card.is_file() else ""
    weeks = list(coverage(place / "coverage.csv"))
    files = [(path.relative_to(place).as_posix(), path.stat().st_size) for path in sorted(place.rglob("*")) if path.is_file()][:500]
    reader: Reader = request.app.state.reader
    return page(request, "dataset.html", title=place.name, dataset=_made(place), card=text.split("\n---\n", 1)[-1].strip(),
                weeks=weeks, bars=drawing.stacks(weeks, ("exported", "left out")), files=files,
                jobs=[job for job in reader.jobs.all[::-1] if job.title == f"check {place.name}"])


def coverage(path: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """For each week what was exported and what was left out, whatever the reason."""
    counts: dict[str, Counter[str]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                kind = PARTS.get(row.get("what") or "")
                if kind and row.get("week") and (row.get("count") or "").isdecimal():
                    counts.setdefault(row["week"], Counter())[kind] += int(row["count"])
    except (OSError, csv.Error, UnicodeDecodeError):
        return
    yield from sorted(counts.items())[-104:]


def check(request: Request, fields: Fields) -> Response:
    """`POST /datasets/<name>/check`: the dataset is made again and compared, in the background."""
    reader: Reader = request.app.state.reader
    place = _place(request)

    def work(say: Say) -> str:
        from archiver.dataset.check import check as again
        done = again(reader.output, place / "manifest.json", say=say)
        if done.difference:
            raise DatasetError(done.difference)
        return f"identical: {done.files} files"
    reader.jobs.add(f"check {place.name}", work)
    return RedirectResponse(f"/datasets/{place.name}#check", 303)
