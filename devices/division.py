"""How several ingest processes share the topics: every device's words go to one of them, all of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from devices.formats import FORMATS, Format, native
from devices.lanes import Held, acknowledge
from patrol.errors import Invalid
from patrol.rules.words import DeviceClass


@dataclass(frozen=True, slots=True)
class Share:
    """What can not be divided further: an ecosystem, or one class of devices on our own wire."""

    format: Format
    device_class: DeviceClass | None = None

    def alarm_topics(self) -> tuple[str, ...]:
        """Filters of its alarms."""
        return tuple(self._narrow(topic) for topic in self.format.ALARM_TOPICS)

    def bulk_topics(self) -> tuple[str, ...]:
        """Filters of its bulk."""
        return tuple(self._narrow(topic) for topic in self.format.BULK_TOPICS)

    def owns(self, topic: str) -> bool:
        """Say whether a topic of this ecosystem is ours. A wrong class on our own wire is nobody's."""
        levels = topic.split("/")
        return self.device_class is None or (len(levels) > 3 and levels[3] == self.device_class)

    def _narrow(self, topic: str) -> str:
        """Put the class in the place of its wildcard: `patrol/v1/<market>/<class>/…`."""
        return topic.replace("/v1/+/+/", f"/v1/+/{self.device_class}/") if self.device_class else topic


_BY_CLASS = tuple(
    Share(native, DeviceClass(each))
    for each in ("car", "phone", "button", "camera", "sensor", "gate", "bridge")
)
_OTHERS = {each: Share(each) for each in FORMATS if each is not native}
SHARES: tuple[Share, ...] = (
    *_BY_CLASS[:2],
    *_OTHERS.values(),
    *_BY_CLASS[2:],
)
"""Dealt in turn. The first ones move most, so that two parts get one of them each."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of `of` processes that divide the topics among them; `number` counts from 1."""

    number: int = 1
    of: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of <= len(SHARES):
            raise Invalid(f"part {self.number}/{self.of}: want 1/1 to {len(SHARES)}/{len(SHARES)}")

    @property
    def name(self) -> str:
        """What its client ids begin with."""
        return "patrol-ingest" if self.of == 1 else f"patrol-ingest-{self.number}of{self.of}"

    @property
    def heartbeat(self) -> str:
        """The part of the installation as which it says that it lives."""
        return "ingest" if self.of == 1 else f"ingest:{self.number}/{self.of}"

    @property
    def shares(self) -> tuple[Share, ...]:
        """What falls to it."""
        return SHARES[self.number - 1 :: self.of]

    def alarm_topics(self) -> tuple[str, ...]:
        """Filters of its first session. The first part hears all alarms on our own wire: see `owns`."""
        if self.number > 1:
            return tuple(topic for share in self.shares for topic in share.alarm_topics())
        others = (share for share in self.shares if share.format is not native)
        return (*native.ALARM_TOPICS, *(topic for share in others for topic in share.alarm_topics()))

    def bulk_topics(self) -> tuple[str, ...]:
        """Filters of its second session."""
        if self.of == 1:
            return tuple(topic for each in FORMATS for topic in each.BULK_TOPICS)
        return tuple(topic for share in self.shares for topic in share.bulk_topics())

    def owns(self, topic: str) -> bool:
        """Say whether a message is this part's to store: exactly one part says yes.

        Filters overlap (`+/events` of one ecosystem takes in `traccar/events` of another). What no
        share owns, such as an unknown class of devices, is the first part's: it sets it aside.
        """
        if self.of == 1:
            return True
        wanted = next((each for each in FORMATS if each.owns(topic)), None)
        for index, share in enumerate(SHARES):
            if share.format is wanted and share.owns(topic):
                return index % self.of == self.number - 1
        return self.number == 1

    def ours(self, held: Sequence[Held]) -> Sequence[Held]:
        """Keep what is this part's; tell the broker at once that the rest is no concern of ours."""
        if self.of == 1:
            return held
        mine = [one for one in held if self.owns(one.message.topic)]
        acknowledge(one for one in held if not self.owns(one.message.topic))
        return mine


WHOLE = Part()


def read_part(text: str) -> Part:
    """Read `I/N`."""
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal()):
        raise Invalid(f"part {text!r}: want I/N, as in 1/2")
    return Part(int(number), int(of))
