"""An export from beginning to end: gather by site, cluster by band, write by shard, then the papers; whole or not at all.

Nothing here does a step itself, or knows on what machines they run.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archiver.dataset import card, croissant, manifest, package
from archiver.dataset.bag import bag
from archiver.dataset.clusters import Marked, cluster
from archiver.dataset.folder import files_in, whole
from archiver.dataset.gather import Gather
from archiver.dataset.labels import label
from archiver.dataset.mapping import Here, Mapping
from archiver.dataset.numbers import Numbers, numbers
from archiver.dataset.shards import WriteShard, shards
from archiver.dataset.spec import Spec
from archiver.dataset.state import State
from archiver.errors import DatasetError
from archiver.store import Archive

Say = Callable[[str], None]


@dataclass(frozen=True)
class Exported:
    """A dataset that is in its place."""

    path: Path
    numbers: Numbers
    files: int


def _quiet(_: str) -> None:
    """Says nothing."""


def export(root: Path, spec: Spec, target: Path, *, on: Mapping | None = None, say: Say = _quiet, overwrite: bool = False
           ) -> Exported:
    """Exports from the archive at `root` as it is now into `target`, whole or not at all."""
    with Archive(root) as archive:
        state = State.now(archive)
    with whole(target, overwrite=overwrite) as part:
        found = make(root.resolve(), spec, state, part.resolve(), on=on or Here(), say=say)
        if spec.bag:
            bag(part, spec, state)
        files = len(files_in(part))
    return Exported(target, found, files)


def make(root: Path, spec: Spec, state: State, folder: Path, *, on: Mapping, say: Say = _quiet) -> Numbers:
    """Makes the dataset of a state in an empty folder."""
    work = folder / ".work"
    work.mkdir()
    gathered = []
    for site in on.map(Gather(root, work, spec, state), sorted(state.sizes)):
        gathered.append(site)
        say(f"{site.site}: {site.rows:,} articles")
    marked = Marked(work, tuple((site.site, site.rows) for site in gathered))
    if not marked.total:
        left = sum(count for site in gathered for _, count in site.left)
        raise DatasetError(f"the policy {spec.policy} leaves out all {left:,} articles" if left else "the query finds no article",
                           where=spec.query or spec.name, cure="archiver query counts what it finds")
    say(f"{marked.total:,} articles: looking for duplicates")
    plan = label(marked, *cluster(marked, on), spec)
    pieces = shards(work, plan)
    for shard in on.map(WriteShard(work, plan, folder, spec), pieces):
        say(f"{shard.stem}: {shard.rows:,} rows")
    if "wacz" in spec.formats:
        packed = package.write(root, marked, plan, folder, spec, state)
        say(f"{packed.path.name}: {packed.captures:,} captures" + "".join(f"; left out: {name}" for name in packed.left_out))
    found = numbers(marked, plan, gathered)
    shutil.rmtree(work)
    card.write_coverage(folder, found, gathered)
    papers(folder, spec, state, found)
    return found


def papers(folder: Path, spec: Spec, state: State, found: Numbers) -> None:
    """Writes what describes the data of a folder, the manifest last."""
    card.write(folder, spec, state, found)
    croissant.write(folder, spec, state, found)
    manifest.write(folder, spec, state, found)
