"""Pretend guards of the demonstration who walk its rounds, by the pages' API, as their phones do."""

import json
import threading
import urllib.error
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import cycle
from uuid import uuid4

from simulators.browser import Browser
from simulators.errands import Beat, Errand, next_errand
from simulators.ground import Globe

GRIDS, SHARERS = 5, 2
BEATS = {
    f"guard{number:03d}": Beat(share, SHARERS, patient=number % GRIDS == 1)
    for share in range(SHARERS)
    for number in range(GRIDS * (share + 1) + 1, GRIDS * (share + 2) + 1)
} | {"patrol01": Beat(by_car=True)}
"""Two guards of each workroom, by the logins of the sample market, and one of the patrol team."""
EVERY_S = 4.0
"""From one guard's look at their phone to the next one's: each looks every 44 s."""


def _now() -> datetime:
    return datetime.now(UTC)


class Walker:
    """One guard with their phone."""

    def __init__(
        self, browser: Browser, login: str, globe: Globe, seed: int, clock: Callable[[], datetime] = _now
    ) -> None:
        self._browser, self._login, self._beat = browser, login, BEATS.get(login, Beat())
        self._globe, self._seed, self._clock = globe, seed, clock
        self._token = ""

    def look(self) -> Errand | None:
        """Look at the phone once, and do what is next.

        OSError: the market does not answer, and the next look signs in again; a refusal is none.
        """
        try:
            if not self._token:
                self._browser.sign_in(self._login)
                self._token = self._browser.token_of("/field")
            return self._do_next()
        except (OSError, ValueError):
            self._token = ""
            raise

    def _do_next(self) -> Errand | None:
        rounds = json.loads(self._browser.open("/api/v1/rounds/mine"))["items"]
        errand = next_errand(rounds, self._beat, self._globe, now=self._clock(), seed=self._seed)
        return errand if errand is not None and self._send(errand) else None

    def _send(self, errand: Errand) -> bool:
        body = {
            "command": errand.command,
            "command_id": str(uuid4()),
            "expected_version": errand.version,
            "payload": errand.payload,
        }
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token}
        path = f"/api/v1/rounds/{errand.round_id}/commands"
        try:
            self._browser.open(path, json.dumps(body).encode(), headers)
        except urllib.error.HTTPError as error:
            if error.code in (409, 422):
                return False
            raise
        return True


def keep(walkers: Sequence[Walker], stop: threading.Event, say: Callable[[str], None]) -> None:
    """Let one after the other look, until told to stop."""
    for walker in cycle(walkers):
        if stop.wait(EVERY_S):
            return
        try:
            errand = walker.look()
        except (OSError, ValueError, KeyError):
            continue
        if errand is not None and errand.command == "finish":
            say(f"a check is done, round {errand.round_id}")
