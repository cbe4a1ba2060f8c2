"""Every tongue is understood by the format that reads it, and each device keeps to its own."""

from collections import Counter

from devices import router
from patrol.rules.signal import Message, Refusal, Signal
from simulators.beats import beats_of
from simulators.plan import minute
from simulators.scenario import scenario_from
from simulators.tongues import FOREIGN, tongue_of
from simulators.utterance import Utterance
from tests.simulators.markets import START, small_market, staged

BUSY = scenario_from("busy", {"summary": "", "hourly": {"sos": 300, "smoke": 300, "shutter": 300}})


def heard(said: list[Utterance]) -> list[Signal]:
    found: list[Signal] = []
    for each in said:
        read = router.read(Message(each.topic, each.payload, each.qos, retained=False, received_at=START))
        assert not isinstance(read, Refusal), read
        found.extend(read)
    return found


def acted() -> list[Signal]:
    said = [each for number in range(1, 20) for each in minute(staged(), BUSY, number)]
    return heard([each for each in said if isinstance(each, Utterance)])


def test_devices_of_all_tongues_call_for_help_smell_smoke_and_open() -> None:
    told = Counter((signal.device.source, str(signal.kind)) for signal in acted())
    for source, kind in (("zigbee2mqtt", "fire"), ("tasmota", "door"), ("patrol", "fire"), ("patrol", "sos")):
        assert told[source, kind] > 0, (source, kind)


def test_what_a_device_says_bears_a_name_of_the_register() -> None:
    names = {key for device in small_market().devices for key in device.keys}
    told = {(s.device.source, s.device.instance, s.device.key) for s in acted()}
    assert told <= names


def test_phones_walk_in_both_tongues() -> None:
    beats = beats_of(staged(), dead=0)
    places = heard(
        [each for tick in range(64) for each in beats.at(tick) if each.topic.startswith("owntracks")]
    )
    phones = [device for device in small_market().of_class("phone") if tongue_of(device) == "owntracks"]
    assert len({place.device.key for place in places}) == len(phones) > 0


def test_a_device_never_changes_its_tongue() -> None:
    for device in small_market().devices:
        assert tongue_of(device) in ("patrol", *FOREIGN)
        assert tongue_of(device) == tongue_of(device)
