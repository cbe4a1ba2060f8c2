"""Many devices that speak at once, and insist until the broker has taken each word."""

import json
import threading

from patrol import mqtt
from patrol.clock import monotonic
from tests.journeys.house import MARKET

CALLERS = 20
"""Buttons that call for help, spread over the stream; each calls many times."""


class Crowd:
    """Says `messages` numbered things through one gateway, with QoS 1 and a session that is kept."""

    def __init__(
        self, url: str, messages: int, *, a_second: float = 500.0, name: str = "crowd", mark: str = "n"
    ) -> None:
        self._url, self._messages, self._pace, self._mark = url, messages, a_second, mark
        self._client = mqtt.make_client(url, name, keep_session=True)
        self._client.max_queued_messages_set(0)
        self._client.on_publish = self._taken
        self.taken = 0
        self._said = 0
        self._enough = threading.Event()
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._speak, daemon=True)

    def begin(self) -> None:
        """Start to speak."""
        mqtt.connect(self._client, self._url)
        self._client.loop_start()
        self._thread.start()

    def wait(self, taken: int, seconds: float = 90.0) -> None:
        """Wait until so many have been taken."""
        with self._news:
            assert self._news.wait_for(lambda: self.taken >= taken, seconds), f"{self.taken} of {taken} taken"

    def enough(self) -> int:
        """Say no more, and tell how much was said."""
        self._enough.set()
        self._thread.join(90)
        return self._said

    def leave(self) -> None:
        """Go, when all was said."""
        self._thread.join(90)
        self._client.disconnect()
        self._client.loop_stop()

    def _taken(self, *_: object) -> None:
        with self._news:
            self.taken += 1
            self._news.notify_all()

    def _speak(self) -> None:
        began = monotonic()
        for number in range(self._messages):
            if self._enough.is_set():
                return
            self._said = number + 1
            topic, body = said(number, self._mark)
            self._client.publish(topic, json.dumps(body).encode(), qos=1)
            ahead = number / self._pace - (monotonic() - began)
            if ahead > 0:
                self._enough.wait(ahead)


def said(number: int, mark: str = "n") -> tuple[str, dict[str, object]]:
    """One thing: mostly a sign of life of a camera, now and then a call for help."""
    if number % 50 == 0:
        caller = button(number // 50 % CALLERS)
        return f"patrol/v1/{MARKET}/button/{caller}/event", {"id": f"{mark}{number}", "kind": "sos"}
    return f"patrol/v1/{MARKET}/camera/cam-{number % 100 + 1:03d}/event", {
        "id": f"{mark}{number}",
        "kind": "checkin",
    }


def button(number: int) -> str:
    """The code of one of the sample market's buttons; every third shop of the first grid has one."""
    return f"btn-E1-{1 + 3 * number:03d}"
