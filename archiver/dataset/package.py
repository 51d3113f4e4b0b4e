"""The pages behind a dataset as one WACZ: the records its rows were read from, and no others.

Nothing here writes a record; `store/wacz.py` does.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from archiver.dataset.clusters import Marked
from archiver.dataset.duck import duck, quoted
from archiver.dataset.gather import file_of
from archiver.dataset.spec import Spec
from archiver.dataset.state import State
from archiver.store import Archive
from archiver.store.wacz import Packed, Part, pack


def write(root: Path, marked: Marked, plan: Path, folder: Path, spec: Spec, state: State) -> Packed:
    """Writes `NAME.wacz` into the folder. A revisit brings its original along, so that it replays."""
    sites = [site for site, rows in marked.sites if rows]
    with Archive(root) as archive, duck(marked.work / "spill" / "package") as db:
        @lru_cache(maxsize=1)
        def records(site: str) -> frozenset[str]:
            rows = db.execute(f"""SELECT record_id FROM
                read_parquet({quoted(file_of(marked.work, "rows", site))}, file_row_number = true) AS line JOIN
                (FROM read_parquet({quoted(plan)}) WHERE kept AND site = {quoted(site)}) AS plan ON n = file_row_number""").fetchall()
            own = {record for (record,) in rows}
            return frozenset(own | {row.revisit_of for row in archive.captures(site) if row.record_id in own and row.revisit_of})
        return pack(archive, folder / f"{spec.name}.wacz", sites, title=spec.name, part=Part(records, datetime.fromisoformat(state.until)))
