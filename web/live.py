"""The live parts of a web process, put together: sockets, relay, beats, housekeeping, and the bus."""

import threading
from dataclasses import dataclass, field
from typing import cast

from flask import Flask

from web.clients import Clients
from web.context import Context
from web.flow import Flow
from web.housekeeper import Housekeeper
from web.metronome import Metronome
from web.positions import Positions
from web.pulse import Pulse
from web.recent import Recent
from web.relay import Relay, Source
from web.voices import Voices


@dataclass(slots=True)
class Live:
    """Everything that runs beside the requests."""

    voices: Voices
    clients: Clients
    pulse: Pulse
    positions: Positions
    relay: Relay
    metronome: Metronome
    housekeeper: Housekeeper
    flow: Flow
    recent: Recent
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Start the threads; they end with the process or with `stop`."""
        for name, work in (
            ("relay", self.relay.run),
            ("metronome", self.metronome.run),
            ("housekeeper", self.housekeeper.run),
        ):
            thread = threading.Thread(target=work, args=(self._stop,), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, patience_s: float = 2.0) -> None:
        """Stop the threads and cut every client off, so that no request keeps the process alive."""
        self._stop.set()
        self.relay.wake()
        for client in self.clients.everybody():
            self.voices.drop(client.sid)
        for thread in self._threads:
            thread.join(patience_s)


def make_live(context: Context, voices: Voices) -> Live:
    """Put the parts together."""
    clients, positions = Clients(), Positions()
    tail = context.tail or context.readers
    pulse = Pulse(tail, context.clock)
    source = Source(context.readers, tail, context.register, context.clock)
    relay, recent = Relay(source, voices, pulse), Recent()
    flow = Flow(clients, voices, relay.lag)
    return Live(
        voices=voices,
        clients=clients,
        pulse=pulse,
        positions=positions,
        relay=relay,
        metronome=Metronome(voices, clients, pulse, positions),
        housekeeper=Housekeeper(context, voices, clients, pulse, flow, recent),
        flow=flow,
        recent=recent,
    )


def live_of(app: Flask) -> Live:
    """Give the live parts of an application."""
    return cast(Live, app.extensions["patrol.live"])
