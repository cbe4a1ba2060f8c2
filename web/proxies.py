"""Behind a reverse proxy: whose word is taken for where a request came from, and that it came by TLS."""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

Network = IPv4Network | IPv6Network


class Behind:
    """Puts the caller's address and scheme in the place of the proxy's, where the proxy is one of ours.

    Of `X-Forwarded-For` counts what our own proxies wrote: from the right, up to the first address that
    is none of theirs. What stands further left was said by the caller and proves nothing.
    """

    def __init__(self, application: Any, trusted: tuple[Network, ...]) -> None:
        self._application, self._trusted = application, trusted

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request."""
        if self._is_ours(environ.get("REMOTE_ADDR", "")):
            self._believe(environ)
        answer: Iterable[bytes] = self._application(environ, start_response)
        return answer

    def _believe(self, environ: dict[str, Any]) -> None:
        hops = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        foreign = [hop for hop in hops if not self._is_ours(hop)]
        if hops:
            environ["REMOTE_ADDR"] = foreign[-1] if foreign else hops[0]
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "").rpartition(",")[2].strip()
        if scheme in ("http", "https"):
            environ["wsgi.url_scheme"] = scheme

    def _is_ours(self, text: str) -> bool:
        try:
            address = ip_address(text)
        except ValueError:
            return False
        return any(address in network for network in self._trusted)
