"""What the fork server imports before the parsers, so that it does not look for garbage among them; for nobody else."""

from __future__ import annotations

from archiver.garbage import seldom

seldom()
