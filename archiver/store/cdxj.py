"""CDXJ lines of captures, sorted in constant memory: the index that pywb, ReplayWeb.page and cdx servers read.

Nothing here reads a WARC; what an index line says is in the catalog already.
"""

from __future__ import annotations

import heapq
import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from http import HTTPStatus
from typing import IO

from archiver.store.rows import CaptureRow
from archiver.store.surt import surt

RUN = 50_000


def cdxj_line(row: CaptureRow) -> str:
    """One capture as a line of CDXJ, with its end; the file is named without folders."""
    status = HTTPStatus.OK if row.revisit_of and row.status == HTTPStatus.NOT_MODIFIED else row.status  # as it replays
    said = {"url": row.url, "mime": "warc/revisit" if row.revisit_of else row.mime or "unk",
            "status": str(int(status)) if status else "-", "digest": row.payload_digest, "length": str(row.length),
            "offset": str(row.offset), "filename": row.warc.rsplit("/", 1)[-1]}
    stamp = re.sub(r"\D", "", row.captured)[:14].ljust(14, "0")
    return f"{surt(row.url)} {stamp} {json.dumps(said, ensure_ascii=True)}\n"


def cdxj(rows: Iterable[CaptureRow], *, run: int = RUN) -> Iterator[str]:
    """The lines of an index, sorted by bytes; at most `run` of them are in memory, the rest in temporary files.

    What browsers made of pages is left out: replay shows what servers have sent.
    """
    with ExitStack() as open_files:
        runs: list[IO[str]] = []
        batch: list[str] = []
        for row in rows:
            if row.rendered:
                continue
            batch.append(cdxj_line(row))
            if len(batch) >= run:
                runs.append(_written(open_files, batch))
                batch = []
        yield from heapq.merge(sorted(batch), *runs)


def _written(open_files: ExitStack, batch: list[str]) -> IO[str]:
    file = tempfile.TemporaryFile("w+", encoding="ascii", errors="backslashreplace")  # noqa: SIM115  (closed by the stack)
    open_files.callback(file.close)
    file.writelines(sorted(batch))
    file.seek(0)
    return file
