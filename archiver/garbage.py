"""How seldom Python looks for rings of garbage in the processes that are the archiver's own.

Nothing that imports make is garbage, and what a page leaves is freed with it: looking for rings as often as Python does was a
tenth of each start, and twice a page 1 % of reading.
"""

from __future__ import annotations

import gc

OBJECTS = 200_000                        # more than before, from which on rings of them are looked for; a start makes 110,000


def seldom() -> None:
    """From now on in this process."""
    gc.set_threshold(OBJECTS)
