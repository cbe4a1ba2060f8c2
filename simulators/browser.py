"""A pretend browser at the demonstration's own address: pages, a cookie, a token against forged requests."""

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

PATIENCE_S = 10.0
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


class Browser:
    """Signed in by one press as somebody of the demonstration."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(jar)

    def sign_in(self, login: str) -> None:
        """Press somebody's button."""
        form = {"csrf_token": self.token_of("/sign-in"), "login": login, "next": ""}
        self.open("/sign-in/demo", urllib.parse.urlencode(form).encode())

    def token_of(self, path: str) -> str:
        """Take the token of a page; ValueError: it bears none."""
        found = _TOKEN.search(self.open(path))
        if found is None:
            raise ValueError(f"{path} bears no token")
        return found[1]

    def open(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> str:
        """Get a page, or post to it; HTTPError for every refusal."""
        asked = urllib.request.Request(self._address + path, body, headers or {})  # noqa: S310 - our own demo
        with self._opener.open(asked, timeout=PATIENCE_S) as answer:
            text: str = answer.read().decode()
        return text
