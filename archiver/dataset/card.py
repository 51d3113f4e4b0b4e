"""The papers of a dataset: its card (README.md), codebook, citation and coverage table, all with their numbers filled in.

Nothing here counts; the numbers come from `numbers.py`, the meaning of a column from the model.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from archiver.dataset import huggingface, near
from archiver.dataset.columns import shown
from archiver.dataset.gather import Gathered
from archiver.dataset.manifest import software
from archiver.dataset.numbers import Numbers, coverage
from archiver.dataset.spec import Spec
from archiver.dataset.state import State

COVERAGE = "coverage.csv"
_LOAD = """\
```python
from datasets import load_dataset
rows = load_dataset("{name}")                                                  # this folder

import pandas; frame = pandas.read_parquet("{name}/data")
import polars; frame = polars.read_parquet("{name}/data/*.parquet")
import duckdb; duckdb.sql("SELECT site, count(*) FROM '{name}/data/*.parquet' GROUP BY site")
```"""


def write(folder: Path, spec: Spec, state: State, found: Numbers) -> None:
    """Writes card, codebook and citation into a folder whose data are there."""
    (folder / "codebook.md").write_text(codebook(spec), encoding="utf-8")
    (folder / "CITATION.cff").write_text(citation(spec, state), encoding="utf-8")
    (folder / "README.md").write_text(card(folder, spec, state, found), encoding="utf-8")


def write_coverage(folder: Path, found: Numbers, gathered: Sequence[Gathered]) -> None:
    """Writes coverage.csv."""
    with (folder / COVERAGE).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("site", "week", "what", "count"))
        out.writerows(coverage(found, gathered))


def card(folder: Path, spec: Spec, state: State, found: Numbers) -> str:
    """The dataset card, with the YAML that Hugging Face reads at its head."""
    sizes = {name: (found.splits[name], sum(path.stat().st_size for path in (folder / "data").glob(f"{name}-*.parquet")))
             for name, _ in spec.parts() if name in found.splits}
    languages = sorted(name for name, _ in found.languages if name != "und")
    head = huggingface.head(spec.name, spec.licence, languages, sizes, shown(spec.text))
    return "\n".join(("---", _yaml(head).rstrip(), "---", "", f"# {spec.name}", "", *_body(spec, state, found), ""))


def _body(spec: Spec, state: State, found: Numbers) -> Iterable[str]:
    yield (f"{found.kept:,} news articles of {len(found.sites)} outlets, {found.words:,} words, published from "
           f"{found.first or 'unknown'} to {found.last or 'unknown'}, as they read when they were captured. Made from an archive "
           f"of WARC files as of {state.until[:19]}Z by news-archiver {software()['news-archiver']}.")
    if not spec.text:
        yield ("\n**Without text.** Titles and texts are left out; each row names the record it was read from. Who holds the "
               "archive makes the full dataset of it: `archiver export NAME --rebuild manifest.json`.")
    yield f"\n## What was asked for\n\n    {spec.query or 'everything in the archive'}\n"
    yield (f"Of {found.asked:,} articles that answer it, {found.kept:,} are here. Left out: {found.asked - found.selected:,} by the "
           f"policy `{spec.policy}`; {found.selected - found.kept:,} near duplicates; {found.unreadable:,} lines of the archive that "
           f"could not be read. {found.undated:,} of those here state no day of publication, or one that does not exist.")
    yield "\n## Use it\n\n" + _LOAD.format(name=spec.name)
    yield "\nColumns are explained in [codebook.md](codebook.md)."
    yield from _splits(spec, found)
    yield "\n## Duplicates\n"
    yield (f"{found.exact[1]:,} articles in {found.exact[0]:,} clusters have exactly the same words as another; {found.near[1]:,} in "
           f"{found.near[0]:,} clusters nearly the same; {sum(count for _, count in found.wire):,} are wire copy. They are "
           f"{'labelled, none is left out' if spec.near_dup == 'label' else 'labelled, and of each cluster only the first is here'}.")
    yield f"\nMethod: {near.METHOD} Library: {near.version()}."
    yield "\n## Outlets\n\n| outlet | articles | from | to |\n|---|---:|---|---|"
    yield from (f"| {site} | {count:,} | {first or 'unknown'} | {last or 'unknown'} |" for site, count, first, last in found.sites)
    yield "\n## Languages\n\n" + ", ".join(f"{name} {count:,}" for name, count in found.languages)
    yield from _CLOSING
    yield _POLICY[spec.policy]


def _splits(spec: Spec, found: Numbers) -> Iterable[str]:
    if not spec.split:
        return
    yield "\n## Splits\n"
    yield ("By time, the earliest articles first; a cluster of near duplicates goes whole into the split of its earliest member. "
           + ", ".join(f"{name}: {found.splits.get(name, 0):,}" for name, _ in spec.parts()) + ".")


_CLOSING = (
    "\n## What is missing\n",
    "[coverage.csv](coverage.csv) says by outlet and week of capture how many articles the archive has, how many are here, and how "
    "visits of pages, feeds and sitemaps ended: gated, refused, forbidden by robots.txt, gone. An outlet that was blocked for a "
    "month looks like one that published nothing, unless you look there.",
    "\n## Where a row comes from\n",
    "`warc`, `warc_offset` and `record_id` name the record that holds the page byte for byte, `payload_digest` its digest, "
    "`extractor` the software that read it. [manifest.json](manifest.json) has the SHA-256 of every file and all that is needed to "
    "make this dataset again: `archiver export --check manifest.json`.",
    "\n## Rights and persons\n",
    "The texts belong to their publishers and authors; this card gives no right to them. Articles name persons. What was taken down "
    "from the archive before this dataset was made is not in it; ask whoever gave it to you for later take-downs, and leave those "
    "rows out.",
)


_POLICY = {
    "all": "Policy `all`: nothing was left out for what outlets say of the use of their pages, and it was not looked at.",
    "research": "Policy `research`: pages that say `noarchive` are left out. Where an outlet reserved text and data mining when the "
                "page was fetched, the row says so in `rights`.",
    "respect-tdm": "Policy `respect-tdm`: left out are pages that say `noarchive`, and those for which text and data mining was "
                   "reserved when they were fetched, by TDMRep, ai.txt, a robots.txt group for AI agents, Content-Signal, "
                   "Content-Usage or `noai`."}


def _yaml(data: Any, depth: int = 0) -> str:
    """Plain data as YAML: mappings and lists in blocks, every text in double quotes."""
    pad = "  " * depth
    if isinstance(data, dict):
        return "".join(f"{pad}{key}:{_below(value, depth)}" for key, value in data.items())
    return "".join(f"{pad}- {_yaml(item, depth + 1).lstrip() if isinstance(item, dict) else _scalar(item) + chr(10)}" for item in data)


def _below(value: Any, depth: int) -> str:
    if isinstance(value, (dict, list)):
        return f"\n{_yaml(value, depth + 1)}" if value else " []\n"
    return f" {_scalar(value)}\n"


def _scalar(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def codebook(spec: Spec) -> str:
    """Every column with its type and meaning, from the model's own words."""
    names = {"VARCHAR": "text", "BIGINT": "whole number", "INTEGER": "whole number", "BOOLEAN": "true or false", "FLOAT": "number",
             "DATE": "day", "TIMESTAMPTZ": "time in UTC", "VARCHAR[]": "list of text"}
    rows = [f"| `{column.name}` | {names.get(column.kind, 'list of records')} | {column.doc.replace('|', chr(92) + '|')} |"
            for column in shown(spec.text)]
    return "\n".join([f"# Codebook of {spec.name}", "", "Made from the model that read the articles; see README.md for the rest.",
                      "", "| column | type | meaning |", "|---|---|---|", *rows, ""])


def citation(spec: Spec, state: State) -> str:
    """CITATION.cff 1.2.0."""
    said: dict[str, Any] = {
        "cff-version": "1.2.0", "message": "If you use this dataset, please cite it so.", "type": "dataset", "title": spec.name,
        "authors": [{"name": name} for name in spec.authors] or [{"name": f"The collectors of {spec.name}"}],
        "date-released": state.until[:10], "version": hashlib.sha256(repr((spec, state)).encode()).hexdigest()[:12],
        "abstract": f"News articles with provenance, selected by: {spec.query or 'everything in the archive'}"}
    if spec.licence:
        said["license"] = spec.licence
    return _yaml(said)
