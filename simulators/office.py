"""A pretend second officer at the demonstration's own web address, signed in by its one-press door."""

import json
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from typing import Any
from uuid import uuid4

from simulators.relief import Order, choose

LOGIN = "officer2"
ROUND_S = 20.0
PATIENCE_S = 10.0
PAGES = 8
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


def _now() -> datetime:
    return datetime.now(UTC)


class Office:
    """Speaks HTTP as a browser does: pages, a cookie, a token against forged requests."""

    def __init__(self, address: str, market: str, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock
        self._address = address.rstrip("/")
        self._market = market
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self._browser = urllib.request.build_opener(jar)
        self._token = ""

    def sign_in(self) -> None:
        """Press the second officer's button."""
        token = self._token_of("/sign-in")
        form = urllib.parse.urlencode({"csrf_token": token, "login": LOGIN, "next": ""}).encode()
        self._open("/sign-in/demo", form)
        self._token = self._token_of("/devices")

    def round(self) -> list[Order]:
        """Look at the alerts once and see to what nobody sees to."""
        orders = choose(self._cards(), now=self._clock())
        return [order for order in orders if self._give(order)]

    def _cards(self) -> list[dict[str, Any]]:
        """Read the newest alerts, open and closed."""
        cards: list[dict[str, Any]] = []
        query = {"market": self._market}
        for _ in range(PAGES):
            page = json.loads(self._open(f"/api/v1/alerts?{urllib.parse.urlencode(query)}"))
            cards += page["items"]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
        return cards

    def _give(self, order: Order) -> bool:
        body: dict[str, Any] = {
            "command": order.command,
            "command_id": str(uuid4()),
            "expected_version": order.version,
            "payload": {"reason": order.reason},
        }
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token}
        try:
            self._open(f"/api/v1/alerts/{order.alert}/commands", json.dumps(body).encode(), headers)
        except urllib.error.HTTPError as error:
            if error.code == 409:
                return False
            raise
        return True

    def _token_of(self, path: str) -> str:
        found = _TOKEN.search(self._open(path))
        if found is None:
            raise ValueError(f"{path} bears no token")
        return found[1]

    def _open(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> str:
        asked = urllib.request.Request(self._address + path, body, headers or {})  # noqa: S310 - our own demo
        with self._browser.open(asked, timeout=PATIENCE_S) as answer:
            text: str = answer.read().decode()
        return text


def keep(office: Office, stop: threading.Event, say: Callable[[str], None]) -> None:
    """Go around until told to stop; what fails is tried again after the next sign-in."""
    signed_in = False
    while not stop.wait(ROUND_S):
        try:
            if not signed_in:
                office.sign_in()
                signed_in = True
            for order in office.round():
                say(f"the second officer sees to alert {order.alert}")
        except (OSError, ValueError, KeyError):
            signed_in = False
