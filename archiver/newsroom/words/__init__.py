"""The languages of the newsroom; each vocabulary is in a module of its own.

Nothing here writes a story.
"""

from .arabic import ARABIC
from .english import ENGLISH
from .german import GERMAN
from .japanese import JAPANESE
from .portuguese import PORTUGUESE
from .spanish import SPANISH

__all__ = ["ARABIC", "ENGLISH", "GERMAN", "JAPANESE", "PORTUGUESE", "SPANISH"]
