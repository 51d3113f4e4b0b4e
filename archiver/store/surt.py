"""The sort-friendly key of a URL (`org,example)/path?query`), the same that pywb and cdxj-indexer look up and write.

Nothing here fetches or decides which URLs are one link: that is `archiver.urls`. The rules are those of Safe Browsing's
canonical form and of the Wayback Machine: what they call different must not meet here, and what they join must.
"""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

_WWW = re.compile(r"www\d*\.")
_PORTS = {"http": 80, "https": 443}
_KEPT = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"        # printable, but for the blank, # and %
_BLANKS = re.compile(r"[\t\r\n]")
_IPV4 = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")
_SESSION_IN_PATH = re.compile(r"^(.*)/\((?:(?:[a-z]\([0-9a-z]{24}\))+|[0-9a-z]{24})\)(/[^?]+\.aspx.*)$")
_SESSION_IN_QUERY = (*(re.compile(rf"^(.*?){name}=[0-9a-z]{{32}}(?:&(.*))?$") for name in ("jsessionid", "phpsessid", "sid")),
                     re.compile(r"^(.*?)aspsessionid[a-z]{8}=[a-z]{24}(?:&(.*))?$"),
                     re.compile(r"^(.*?)cfid=[^&]+&cftoken=[^&]+(?:&(.*))?$"))
_ROUNDS = 20


def surt(url: str) -> str:
    """The key of a URL; of a name that has no host (`urn:...`), the name itself in lower case."""
    whole = _BLANKS.sub("", url.strip())
    try:
        parts = urlsplit(whole)
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return _as_it_is(whole)
    if not host:
        return _as_it_is(whole)
    shown = f":{port}" if port and port != _PORTS.get(parts.scheme) else ""
    return f"{host}{shown}){_path(parts.path)}{_query(parts.query)}"


def _as_it_is(name: str) -> str:
    return quote_from_bytes(name.lower().encode("utf-8", "replace"), f"{_KEPT}#%")


def _host(name: str) -> str:
    """The labels of a host from the last to the first, without `www.`."""
    if ":" in name:
        return _as_it_is(name)
    plain = unquote_to_bytes(name).decode("utf-8", "ignore")
    if not plain.isascii():
        with suppress(UnicodeError):
            plain = plain.encode("idna").decode("ascii")
    plain = quote_from_bytes(plain.lower().encode("utf-8", "replace"), _KEPT).replace("..", ".").strip(".")
    return ",".join(reversed((plain if _IPV4.fullmatch(plain) else _WWW.sub("", plain, count=1)).split(".")))


def _path(path: str) -> str:
    """Escapes in one form, no dots, no empty steps, no session, no slash at its end; in lower case."""
    steps: list[bytes] = []
    parts = _unescaped(path).split(b"/")[1:]
    for step in parts:
        if step == b".." and steps:
            steps.pop()
        elif step and step != b".":
            steps.append(step)
    text = quote_from_bytes(b"/" + b"/".join(steps), _KEPT).lower()
    text = _SESSION_IN_PATH.sub(r"\1\2", text, count=1)
    return text.rstrip("/") or "/"


def _query(query: str) -> str:
    """With its question mark; sorted, without a session."""
    text = quote_from_bytes(_unescaped(query), _KEPT).lower()
    for pattern in _SESSION_IN_QUERY:
        if found := pattern.match(text):
            text = found[1] + (found[2] or "")
    text = "&".join(sorted(text.split("&"))) if text else ""
    return f"?{text}" if text else ""


def _unescaped(text: str) -> bytes:
    """Percent signs undone until none is left to undo, within reason."""
    data = text.encode("utf-8", "replace")
    for _ in range(_ROUNDS):
        plain = unquote_to_bytes(data)
        if plain == data:
            break
        data = plain
    return data
