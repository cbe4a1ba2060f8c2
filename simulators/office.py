"""A pretend second officer at the demonstration's own web address, signed in by its one-press door."""

import json
import threading
import urllib.error
import urllib.parse
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from simulators.browser import Browser
from simulators.relief import Order, choose

LOGIN = "officer2"
ROUND_S = 20.0
PAGES = 8


def _now() -> datetime:
    return datetime.now(UTC)


class Office:
    """Speaks HTTP as a browser does, and to the API with the browser's cookie and token."""

    def __init__(self, address: str, market: str, clock: Callable[[], datetime] = _now) -> None:
        self._clock = clock
        self._market = market
        self._browser = Browser(address)
        self._token = ""

    def sign_in(self) -> None:
        """Press the second officer's button."""
        self._browser.sign_in(LOGIN)
        self._token = self._browser.token_of("/devices")

    def round(self) -> list[Order]:
        """Look at the alerts once and see to what nobody sees to."""
        orders = choose(self._cards(), now=self._clock())
        return [order for order in orders if self._give(order)]

    def _cards(self) -> list[dict[str, Any]]:
        """Read the newest alerts, open and closed."""
        cards: list[dict[str, Any]] = []
        query = {"market": self._market}
        for _ in range(PAGES):
            page = json.loads(self._browser.open(f"/api/v1/alerts?{urllib.parse.urlencode(query)}"))
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
            self._browser.open(f"/api/v1/alerts/{order.alert}/commands", json.dumps(body).encode(), headers)
        except urllib.error.HTTPError as error:
            if error.code == 409:
                return False
            raise
        return True


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
