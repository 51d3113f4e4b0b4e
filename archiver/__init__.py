"""News sites into WARC and clean, traceable articles: the names of the public face.

Nothing is done here; what is heavy (parsers, the store) is imported when its name is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archiver.errors import ArchiverError, NotAnArticle
from archiver.model import Article, Author, Capture, Evidence, Exchange, Image, Link, Outcome, Provenance, Site

if TYPE_CHECKING:
    from archiver.extract.extractor import Extractor, clean, extract
    from archiver.extract.profile import Profile
    from archiver.sites import load_site, load_sites
    from archiver.store.archive import Archive

_LATER = {
    "Archive": "archiver.store.archive",
    "Extractor": "archiver.extract.extractor",
    "Profile": "archiver.extract.profile",
    "clean": "archiver.extract.extractor",
    "extract": "archiver.extract",         # the package has the function's name, and is called like it
    "load_site": "archiver.sites",
    "load_sites": "archiver.sites",
}

__all__ = ["Archive", "ArchiverError", "Article", "Author", "Capture", "Evidence", "Exchange", "Extractor", "Image",
           "Link", "NotAnArticle", "Outcome", "Profile", "Provenance", "Site", "clean", "extract", "load_site",
           "load_sites"]


def __getattr__(name: str) -> Any:
    """A public name whose module is imported only now: `import archiver` alone costs a few milliseconds."""
    if name == "__version__":
        from importlib.metadata import version  # only who asks pays for it

        return version("news-archiver")
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # as above

    module = import_module(_LATER[name])
    return module if name == "extract" else getattr(module, name)


def __dir__() -> list[str]:
    """All public names, also those not yet imported."""
    return sorted({*globals(), *__all__})
