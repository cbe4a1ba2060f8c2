"""What a web process counts of its own work, as its heartbeat carries it."""

from typing import Any

from patrol.gauge import Spread, own_size
from web.clients import Clients
from web.voices import Voices


class Flow:
    """Boards, how far the slowest of them is behind, the relay's lag, requests, memory."""

    def __init__(self, clients: Clients, voices: Voices, relay: Spread) -> None:
        self._clients, self._voices, self._relay = clients, voices, relay
        self.requests = Spread()

    def behind(self) -> int:
        """Count the packets that wait for the slowest client."""
        return max((self._voices.backlog(one.sid) for one in self._clients.everybody()), default=0)

    def card(self) -> dict[str, Any]:
        """Give it all."""
        now = {"clients": len(self._clients.everybody()), "behind": self.behind()}
        return now | {"relay": self._relay.card(), "requests": self.requests.card()} | own_size()
