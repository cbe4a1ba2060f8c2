"""Whom a Frigate message speaks of: one camera of one server, a server being a topic prefix."""

from dataclasses import dataclass
from datetime import datetime

from patrol.rules.signal import DeviceKey, Message, Signal
from patrol.rules.words import DeviceClass, Kind, Phase, TimeQuality

SOURCE = "frigate"
SERVER_KEY = "bridge"
"""The key of the server itself among the keys of its cameras."""
DAY_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class Source:
    """A message and the prefix it came under."""

    message: Message
    prefix: str

    @property
    def server(self) -> DeviceKey:
        """Name of the server."""
        return DeviceKey(SOURCE, self.prefix, SERVER_KEY)

    def camera(self, name: str) -> DeviceKey:
        """Name of a camera."""
        return DeviceKey(SOURCE, self.prefix, name)

    def signal(
        self,
        camera: str,
        *,
        kind: str,
        phase: Phase,
        dedupe: str,
        correlation: str,
        at: datetime | None,
    ) -> Signal:
        """Start a signal of a camera; its clock is the server's, in UTC seconds."""
        arrived = self.message.received_at.timestamp()
        return Signal(
            device=self.camera(camera),
            parent=self.server,
            device_class=DeviceClass.CAMERA.value,
            kind=kind,
            phase=phase,
            dedupe=dedupe,
            dedupe_ttl_s=DAY_S,
            correlation=correlation,
            happened_at=at,
            time_quality=TimeQuality.RECEIVED if at is None else TimeQuality.GATEWAY,
            order=(at.timestamp() if at else arrived, arrived),
        )


def kind_of(label: str) -> str:
    """Give our word for an object's label; a label we do not know is kept as it came."""
    match label:
        case "person":
            return Kind.PERSON
        case "car" | "truck" | "motorcycle" | "bus" | "bicycle" | "van" | "boat" | "forklift":
            return Kind.VEHICLE
        case "fire" | "smoke" | "flame":
            return Kind.FIRE
        case _:
            return label[:64]
