"""A signal as a value: what a wire format makes of one message, before anything is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from patrol.rules.words import Phase, Severity, TimeQuality


@dataclass(frozen=True, slots=True)
class Fix:
    """A position in WGS-84; metres, km/h and degrees clockwise from north; None is unknown."""

    lat: float
    lon: float
    acc_m: float | None = None
    speed_kmh: float | None = None
    course: float | None = None
    fix_at: datetime | None = None
    valid: bool = True


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture or clip: either still at its `url`, or cut out of the payload as `content`."""

    kind: str
    url: str | None = None
    sha256: str | None = None
    mime: str | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True, order=True)
class DeviceKey:
    """How a source names a device: unique together, always text."""

    source: str
    instance: str
    key: str


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing one device said. `kind` is a `Kind` or a word kept as it came.

    `happened_at` None means the message bore no time. `dedupe` is unique per source for
    `dedupe_ttl_s`; None keeps it for as long as signals are kept. `level` names a level flag
    (`smoke`, `alarm:sos`) whose edges, not whose repeats, matter; `level_on` is its value.
    `order` decides only which position and state is the newer one.
    """

    device: DeviceKey
    kind: str
    phase: Phase
    dedupe: str
    happened_at: datetime | None = None
    time_quality: TimeQuality = TimeQuality.DEVICE
    severity: Severity | None = None
    fix: Fix | None = None
    correlation: str | None = None
    dedupe_ttl_s: int | None = None
    order: tuple[float, float] = (0.0, 0.0)
    level: str | None = None
    level_on: bool = True
    parent: DeviceKey | None = None
    device_class: str | None = None
    label: str | None = None
    subject: Mapping[str, object] = field(default_factory=dict)
    media: tuple[Medium, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One MQTT message as the subscriber got it. `received_at` is ours, aware UTC."""

    topic: str
    payload: bytes
    qos: int
    retained: bool
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message is set aside: a stable `reason` code and one line for a person."""

    reason: str
    detail: str
    market: str | None = None
