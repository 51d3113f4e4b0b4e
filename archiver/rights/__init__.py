"""What outlets say about the use of their pages, kept word for word: robots groups, TDMRep, ai.txt, headers and tags.

Nothing here fetches, and nothing decides what may be done: who exports names a policy, and this says what was in force.
"""

from __future__ import annotations

from archiver.rights.force import Rights
from archiver.rights.signals import AGENTS, Look, Signal, Stated, rule_for

__all__ = ["AGENTS", "Look", "Rights", "Signal", "Stated", "rule_for"]
