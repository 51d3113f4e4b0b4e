"""Which addresses may be connected to: names are resolved once, and the very address that was checked is used.

Nothing here opens a connection. A name that points into a private network, at once or after its DNS entry changed, is
refused; so is every other spelling of such an address, because the check is made on what the resolver answers.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass

_KEPT = 60.0                             # seconds an answer is used again
_MOST = 10_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

type_of_address = ipaddress.IPv4Address | ipaddress.IPv6Address


class PrivateAddress(Exception):
    """All addresses of the host are ones that must not be fetched."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address that was checked, ready to be connected to."""

    address: str
    port: int
    family: int


def why_private(address: str) -> str:
    """Why this address is not part of the public internet; empty where it is."""
    ip: type_of_address = ipaddress.ip_address(address.split("%", 1)[0])
    inner = _inside(ip)
    if inner is not None:
        return why_private(str(inner))
    for name in ("loopback", "link_local", "multicast", "unspecified", "reserved", "private"):
        if getattr(ip, f"is_{name}"):
            return name.replace("_", "-")
    return "" if ip.is_global else "not global"


def _inside(ip: type_of_address) -> ipaddress.IPv4Address | None:
    """The IPv4 address an IPv6 one stands for: mapped, 6to4, Teredo, NAT64."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


class Guard:
    """Resolves hosts and lets through what may be fetched; remembers answers for a minute."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, int], tuple[float, list[Endpoint]]] = OrderedDict()

    async def endpoints(self, host: str, port: int, *, allow_private: bool) -> list[Endpoint]:
        """Addresses that may be connected to, in the resolver's order.

        Raises PrivateAddress where none is left, socket.gaierror where the name does not resolve.
        """
        found = await self._resolve(host, port)
        if allow_private:
            return found
        reasons = {end.address: why_private(end.address) for end in found}
        fit = [end for end in found if not reasons[end.address]]
        if not fit:
            raise PrivateAddress(", ".join(f"{address} is {reason}" for address, reason in reasons.items()))
        return fit

    async def passes(self, host: str, port: int, *, allow_private: bool) -> None:
        """Whether a proxy may be asked for the host: a name that only the proxy can resolve is the proxy's to judge.

        Raises PrivateAddress where the host is known here, and all its addresses are private.
        """
        with suppress(socket.gaierror):
            await self.endpoints(host, port, allow_private=allow_private)

    async def _resolve(self, host: str, port: int) -> list[Endpoint]:
        loop = asyncio.get_running_loop()
        known = self._known.get((host, port))
        if known and known[0] > loop.time():
            return known[1]
        try:
            answers = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        except UnicodeError as error:    # a label that is too long or empty: no name at all
            raise socket.gaierror(str(error)) from error
        found = list(dict.fromkeys(Endpoint(str(sock[0]), port, family) for family, _, _, _, sock in answers))
        self._known[(host, port)] = (loop.time() + _KEPT, found)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return found
