"""Several ingest processes: every message is exactly one part's, and the part that owns it also hears it."""

import pytest
from paho.mqtt.client import topic_matches_sub

from devices.division import SHARES, Part, read_part
from devices.formats import FORMATS, alarm_topics, bulk_topics
from patrol.errors import Invalid
from patrol.rules.words import DeviceClass

COUNTS = range(1, len(SHARES) + 1)
OURS = [
    f"patrol/v1/yunda/{each}/d-1/{channel}"
    for each in DeviceClass
    for channel in ("event", "status", "reply", "position")
]
WRONG = ["patrol/v1/yunda/submarine/d-1/event"]
THEIRS = [
    topic.replace("+", "x").replace("#", "x")
    for each in FORMATS[1:]
    for topic in (*each.ALARM_TOPICS, *each.BULK_TOPICS)
]


@pytest.mark.parametrize("of", COUNTS)
@pytest.mark.parametrize("topic", [*OURS, *WRONG, *THEIRS])
def test_a_message_is_heard_by_the_one_part_that_owns_it(topic: str, of: int) -> None:
    parts = [Part(number, of) for number in range(1, of + 1)]
    owners = [part for part in parts if part.owns(topic)]
    assert len(owners) == 1
    filters = (*owners[0].alarm_topics(), *owners[0].bulk_topics())
    assert any(topic_matches_sub(each, topic) for each in filters)


@pytest.mark.parametrize("of", COUNTS)
def test_all_words_of_a_device_go_to_one_part(of: int) -> None:
    for each in DeviceClass:
        topics = [topic for topic in OURS if f"/{each}/" in topic]
        assert len({part for part in range(1, of + 1) for topic in topics if Part(part, of).owns(topic)}) == 1


def test_alone_it_hears_what_it_always_heard() -> None:
    assert set(Part().alarm_topics()) == set(alarm_topics())
    assert set(Part().bulk_topics()) == set(bulk_topics())
    assert Part().name == "patrol-ingest"


def test_every_class_of_devices_falls_to_somebody() -> None:
    assert {share.device_class for share in SHARES if share.device_class} == set(DeviceClass)


@pytest.mark.parametrize("text", ["", "1", "0/2", "3/2", "1/0", "a/b", "-1/2", "1/99"])
def test_a_part_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="part"):
        read_part(text)
