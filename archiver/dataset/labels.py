"""The table an export is written from: each row with its labels, whether it is kept, its split and its shard.

Nothing here reads a text or writes a dataset. A cluster is never cut by a split.
"""

from __future__ import annotations

from pathlib import Path

from archiver.dataset.clusters import Marked
from archiver.dataset.duck import duck, quoted
from archiver.dataset.spec import Spec

SHARD = 20_000      # rows of a file


def label(marked: Marked, clusters: Path, overlaps: Path, spec: Spec, shard: int = SHARD) -> Path:
    """Writes the table, in the order of rows."""
    path = marked.work / "plan.parquet"
    kept = "true" if spec.near_dup == "label" else "coalesce(row = first_row, true)"
    with duck(marked.work / "spill" / "labels") as db:
        db.execute(f"CREATE VIEW marked AS {marked.sql('row, site, n, id, captured, day, exact, agency')}")
        db.execute(f"CREATE VIEW cluster AS FROM read_parquet({quoted(clusters)})")
        db.execute(f"CREATE VIEW overlap AS FROM read_parquet({quoted(overlaps)})")
        db.execute("""CREATE TABLE exactly AS SELECT exact, min({'captured': captured, 'id': id}).id AS exact_cluster
            FROM marked WHERE exact IS NOT NULL GROUP BY exact HAVING count(*) > 1""")
        db.execute("""CREATE TABLE nearly AS SELECT root, min({'captured': captured, 'id': id, 'row': row}) AS first,
            count(*)::INTEGER AS size, min({'captured': captured, 'id': id, 'agency': agency})
            FILTER (WHERE agency IS NOT NULL) AS named FROM marked JOIN cluster USING (row) GROUP BY root""")
        db.execute(f"""CREATE TABLE labelled AS SELECT row, site, n, coalesce(root, row) AS unit, captured, id,
            coalesce(day, captured::DATE) AS day, exact_cluster, first.id AS near_cluster, coalesce(size, 1) AS cluster_size,
            first.captured AS first_seen, overlap, coalesce(agency, named.agency) AS wire_agency, first.row AS first_row,
            {kept} AS kept FROM marked LEFT JOIN cluster USING (row) LEFT JOIN nearly USING (root)
            LEFT JOIN exactly USING (exact) LEFT JOIN overlap USING (row)""")
        db.execute("""CREATE TABLE timed AS SELECT unit, sum(count(*)) OVER (ORDER BY min(day), min(captured), min(id), unit)
            - count(*) AS before FROM labelled WHERE kept GROUP BY unit""")
        db.execute(f"""COPY (SELECT row, site, n, kept, split, position // {shard} AS shard, exact_cluster, near_cluster,
            cluster_size, first_seen, overlap, wire_agency FROM (
                SELECT *, row_number() OVER (PARTITION BY split, kept ORDER BY row) - 1 AS position FROM (
                    SELECT labelled.*, {_split(spec)} AS split FROM labelled LEFT JOIN timed USING (unit)))
            ORDER BY row) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20000)""")
    return path


def _split(spec: Spec) -> str:
    """The split of a unit by the share of kept rows that come before it."""
    cases, share = [], 0.0
    for name, part in spec.parts():
        share += part
        cases.append(f"WHEN before < round({share:.9f} * (SELECT count(*) FROM labelled WHERE kept)) THEN {quoted(name)}")
    return f"(CASE {' '.join(cases)} ELSE {quoted(spec.parts()[-1][0])} END)"
