"""Who we say we are to servers, and to which group of a robots.txt we belong.

Nothing here sends anything.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version

AGENT = "news-archiver"


def user_agent(contact: str = "") -> str:
    """The User-Agent header: name, version, and how an outlet can reach the person who runs this."""
    try:
        number = version("news-archiver")
    except PackageNotFoundError:         # run from a checkout that is not installed
        number = "0"
    clean = re.sub(r"[^\x20-\x7e]|[()]", "", contact).strip()
    return f"{AGENT}/{number} (+{clean})" if clean else f"{AGENT}/{number}"
