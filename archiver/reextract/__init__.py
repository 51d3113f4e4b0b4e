"""Re-extraction: the articles of an archive made again from its WARCs, compared with what is stored, and put in force.

No network, and nothing is overwritten: a new reading is a further line, and the catalog points at the one in force.
"""

from __future__ import annotations

from archiver.reextract.first import read_first
from archiver.reextract.run import Run, Summary, decide

__all__ = ["Run", "Summary", "decide", "read_first"]
