"""From where a request comes, and whether it comes from this very machine."""

from ipaddress import ip_address

from flask import request

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


def client_address() -> str:
    """Give the caller's address; behind a proxy of ours, the one the proxy saw (see `web.proxies`)."""
    return request.remote_addr or ""


def from_here() -> bool:
    """Tell whether somebody sits at this machine: the peer is local and so is the name it asked for.

    The name matters: a page elsewhere may have its own name point to 127.0.0.1. A proxy's header
    tells that the real caller is somewhere else.
    """
    proxied = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    return not proxied and is_loopback(request.remote_addr or "") and host_name() in LOCAL_NAMES


def host_name() -> str:
    """Give the host the browser asked for, without its port."""
    host = request.host
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


def is_loopback(address: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
