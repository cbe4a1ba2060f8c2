"""The ecosystems we understand, one file each, asked in this order who owns a topic."""

from typing import Protocol

from devices.formats import (
    axis,
    camera_bridges,
    chirpstack,
    frigate,
    gb28181,
    jt808,
    meshtastic,
    native,
    onvif,
    owntracks,
    tasmota,
    traccar,
    zigbee2mqtt,
)
from patrol.rules.signal import Message, Refusal, Signal


class Format(Protocol):
    """What a format's file offers: the topics it wants on each session, and how to read them."""

    @property
    def ALARM_TOPICS(self) -> tuple[str, ...]:  # noqa: N802 - a module's constant
        """MQTT filters of low volume that bear alarms."""

    @property
    def BULK_TOPICS(self) -> tuple[str, ...]:  # noqa: N802 - a module's constant
        """MQTT filters of high volume; they may still bear an alarm."""

    def owns(self, topic: str) -> bool:
        """Say whether this format reads messages of this topic."""

    def read(self, message: Message) -> tuple[Signal, ...] | Refusal:
        """Read a message with a payload."""


FORMATS: tuple[Format, ...] = (
    native,
    traccar,
    owntracks,
    zigbee2mqtt,
    tasmota,
    jt808,
    chirpstack,
    gb28181,
    axis,
    camera_bridges,
    meshtastic,
    onvif,
    frigate,
)
"""Order matters where filters overlap: `traccar/events` also fits Frigate's `+/events`."""


def alarm_topics() -> tuple[str, ...]:
    """Filters of the session that must never be pushed out by bulk traffic."""
    return tuple(topic for each in FORMATS for topic in each.ALARM_TOPICS)


def bulk_topics() -> tuple[str, ...]:
    """Filters of the session for positions and detail."""
    return tuple(topic for each in FORMATS for topic in each.BULK_TOPICS)
