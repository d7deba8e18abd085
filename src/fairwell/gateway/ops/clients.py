"""Who sends a request, as far as its connection shows."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import Request

_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
_IPV6_SITE = 64  # bits; one connection to the Internet usually has that many addresses


def client_of(request: Request) -> str:
    """Return a key for the client's address: an IPv4 address, or the site of an IPv6 address.

    Behind a trusted proxy it is the address that the proxy reports.
    """
    return client_key(request.client.host if request.client else "")


def client_key(host: str) -> str:
    """Return the key of an address; what is no address is its own key."""
    try:
        address = ip_address(host)
    except ValueError:
        return host[:80]
    address = getattr(address, "ipv4_mapped", None) or address
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _IPV6_SITE), strict=False))
    return str(address)


def is_from_this_machine(request: Request) -> bool:
    """Return whether a request comes from loopback and through no proxy."""
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        address = ip_address(request.client.host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
