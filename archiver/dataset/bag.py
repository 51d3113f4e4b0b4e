"""A dataset's folder as a BagIt bag (RFC 8493), for deposit. The only door to bagit.

Nothing here knows what is in the folder.
"""

from __future__ import annotations

from pathlib import Path

from archiver.dataset.spec import Spec
from archiver.dataset.state import State
from archiver.errors import DatasetError


def bag(folder: Path, spec: Spec, state: State) -> None:
    """Moves all that is in the folder into its `data/`, with SHA-256 and SHA-512 of each file beside it."""
    try:
        import bagit  # type: ignore[import-untyped]
    except ImportError as error:
        raise DatasetError("bagit is not installed", cure="pip install 'news-archiver[dataset]'") from error
    bagit.make_bag(str(folder), checksums=["sha256", "sha512"], bag_info={
        "Bagging-Date": state.until[:10], "Source-Organization": "; ".join(spec.authors) or f"The collectors of {spec.name}",
        "External-Identifier": spec.name, "External-Description": f"News articles: {spec.query or 'everything in the archive'}"})


def payload(folder: Path) -> Path:
    """Where the dataset lies in a folder: in `data/` if it is a bag."""
    return folder / "data" if (folder / "bagit.txt").is_file() else folder
