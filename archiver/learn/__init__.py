"""What an archive is taught: what a site repeats, learned from its articles, and what a person says of a page.

Nothing here decides what a block or a rule is; `archiver.extract` does.
"""

from __future__ import annotations

from archiver.learn.profiles import LEAST, learn, learn_missing, profile_of

__all__ = ["LEAST", "learn", "learn_missing", "profile_of"]
