"""The languages of the newsroom by their code; each vocabulary is in a module of its own.

Nothing here writes a story.
"""

from .english import ENGLISH
from .portuguese import PORTUGUESE

__all__ = ["ENGLISH", "PORTUGUESE"]
