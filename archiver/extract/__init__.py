"""Reading an article from a page: pure steps, a page in, an article out; and the package itself is that function.

Nothing here fetches, and no step reads a file or a clock. `from archiver import extract` must give a function, and
importing any of these modules binds the package to that very name: so the package is callable, and both are one.
"""

from __future__ import annotations

import sys
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.extract.profile import Profile
    from archiver.model import Article


class _Extract(ModuleType):
    """The package as the function `extract`."""

    def __call__(self, html: bytes | str, url: str, *, captured: str | datetime | None = None,
                 profile: Profile | None = None) -> Article:
        """The article of a page. `captured` (ISO 8601 or datetime) bounds its dates; raises NotAnArticle."""
        from archiver.extract.extractor import extract  # parsers cost 0.2 s, and only now are needed

        return extract(html, url, captured=captured, profile=profile)


sys.modules[__name__].__class__ = _Extract
