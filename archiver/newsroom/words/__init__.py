"""The languages of the newsroom; each vocabulary is in a module of its own.

Nothing here writes a story.
"""

from archiver.newsroom.words.arabic import ARABIC
from archiver.newsroom.words.english import ENGLISH
from archiver.newsroom.words.german import GERMAN
from archiver.newsroom.words.japanese import JAPANESE
from archiver.newsroom.words.portuguese import PORTUGUESE
from archiver.newsroom.words.spanish import SPANISH

__all__ = ["ARABIC", "ENGLISH", "GERMAN", "JAPANESE", "PORTUGUESE", "SPANISH"]
