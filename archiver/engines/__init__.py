"""A map over pieces of work: on the cores of this machine, or on the workers of a Dask cluster, with the same results.

Nothing here knows what the work is, or reads or writes a file.

    with engine("local") as on:                       # or "tcp://scheduler:8786"
        for result in on.map(work, pieces):           # in the order of the pieces, however many workers there are
            ...

`work` is a function of a module, or an object with `__call__` that can be pickled; what it builds at its first call
(`functools.cached_property`) stays with the worker process for the next pieces.
"""

from __future__ import annotations

from archiver.engines.mapping import Engine, wanted
from archiver.engines.processes import WorkersDied, default_workers, mortal

__all__ = ["LOCAL", "Engine", "WorkersDied", "default_workers", "engine", "mortal", "wanted"]

LOCAL = "local"


def engine(address: str = LOCAL, workers: int | None = None) -> Engine:
    """The engine of an address: `local` (with `workers` processes, else one a core), or a Dask scheduler's.

    Raises EngineError where Dask is not installed, or nobody answers at the address.
    """
    if address == LOCAL:
        from archiver.engines.local import Local
        return Local(workers)
    from archiver.engines.cluster import Cluster
    return Cluster(address)
