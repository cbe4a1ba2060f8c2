"""What goes out by the clock: beats once a second, positions five times; it never touches the database."""

import threading

from web import journal
from web.clients import Clients, home_markets
from web.positions import Positions
from web.pulse import Pulse
from web.relay import BACKLOG_FULL
from web.voices import Voices

TICK_S = 0.2
TICKS_A_BEAT = 5
BEHIND = 20
"""Packets in the queue from which a client is spared the positions."""


class Metronome:
    """Beats, even when everything else hangs: that is what it is for."""

    def __init__(self, voices: Voices, clients: Clients, pulse: Pulse, positions: Positions) -> None:
        self._voices, self._clients, self._pulse, self._positions = voices, clients, pulse, positions
        self._ticks = 0

    def run(self, stop: threading.Event) -> None:
        """Tick until told to stop."""
        while not stop.wait(TICK_S):
            try:
                self.tick()
            except Exception as error:  # noqa: BLE001 - a beat that fails must not be the last one
                journal.failure("relay", "a beat failed", error)

    def tick(self) -> None:
        """Send the positions that are new, and every fifth time a beat."""
        self._ticks += 1
        if fresh := self._positions.take():
            behind = tuple(c.sid for c in self._clients.everybody() if self._voices.backlog(c.sid) > BEHIND)
            for market, body in fresh.items():
                self._voices.say(f"positions:{market}", "positions", body, but_not=behind)
        if self._ticks % TICKS_A_BEAT == 0:
            self.beat()

    def beat(self) -> None:
        """Say how every part is, and cut off who does not listen."""
        markets = {market for client in self._clients.everybody() for market in home_markets(client.viewer)}
        for market in sorted(markets):
            self._voices.say(f"beat:{market}", "beat", self._pulse.beat(market))
        for client in self._clients.everybody():
            if self._voices.backlog(client.sid) > BACKLOG_FULL:
                journal.warn("relay", "a client does not listen and was cut off", client=client.name)
                self._voices.drop(client.sid)
