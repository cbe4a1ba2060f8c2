"""Where a server of ours may listen."""

import socket

from patrol.errors import Unavailable


def free_port(host: str) -> int:
    """Give a port that nobody holds right now; whoever takes it must still check that it did."""
    with socket.socket(_family(host)) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def demand(host: str, port: int, *, advice: str) -> None:
    """Raise `Unavailable` when a port cannot be had; `advice` tells what to do then."""
    with socket.socket(_family(host)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            said = error.strerror or str(error)
            raise Unavailable(f"port {port} on {host} cannot be had ({said}): {advice}") from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
