"""Any message at all becomes signals or a refusal with a documented reason."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices import router
from devices.formats import FORMATS, alarm_topics, bulk_topics
from devices.refusals import Reason
from patrol.rules.signal import Message, Refusal
from patrol.rules.words import Phase
from tests.devices.rotten import DEEP, ROTTEN, TOPICS, damaged
from tests.devices.wire import NOON, Sample, message, refusal, samples, signals

WIRE_PAGE = Path(__file__).parents[2] / "docs" / "wire.md"


def sent(topic: str, payload: bytes, *, retained: bool = False) -> Message:
    return message(topic, payload, retained=retained)


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_a_recorded_message_makes_the_kinds_it_should(sample: Sample) -> None:
    assert tuple(str(signal.kind) for signal in signals(sample.message)) == sample.kinds


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)
def test_a_message_the_broker_replays_is_state_and_keeps_its_key(sample: Sample) -> None:
    live, replayed = (
        signals(sent(sample.message.topic, sample.message.payload, retained=retained))
        for retained in (False, True)
    )
    assert {signal.phase for signal in replayed} <= {Phase.STATE}
    assert [signal.dedupe for signal in live] == [signal.dedupe for signal in replayed]


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_ten_thousand_damaged_payloads_never_raise(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(100):
        topic = dice.choice(TOPICS)
        retained = dice.random() < 0.5
        assert_read(sent(topic, damaged(dice), retained=retained))


@settings(max_examples=500, deadline=None)
@given(topic=st.sampled_from(TOPICS) | st.text(max_size=40), payload=st.binary(max_size=200))
def test_random_bytes_on_any_topic_never_raise(topic: str, payload: bytes) -> None:
    assert_read(sent(topic, payload))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
names = st.sampled_from((
    "kind", "id", "at", "phase", "severity", "position", "lat", "lon", "subject", "data", "media",
    "level", "on", "device", "uniqueId", "attributes", "alarm", "event", "type", "deviceTime",
    "after", "camera", "objects", "_type", "tst", "smoke", "contact", "action", "Switch1", "Button1",
))  # fmt: skip
bodies = st.dictionaries(names, json_values | st.dictionaries(names, json_values))


@settings(max_examples=500, deadline=None)
@given(topic=st.sampled_from(TOPICS), body=bodies)
def test_known_names_with_any_value_never_raise(topic: str, body: dict[str, object]) -> None:
    assert_read(message(topic, body))


def assert_read(given: Message) -> None:
    """Check what every answer must be: storable signals, or a refusal that is no fault of ours."""
    found = router.read(given)
    if isinstance(found, Refusal):
        assert found.reason in set(Reason) - {Reason.FORMAT_FAULT}, (given, found)
        return
    for signal in found:
        told = (
            signal.device.key,
            signal.device.instance,
            signal.kind,
            signal.dedupe,
            str(signal.subject),
        )
        assert all("\x00" not in part and part.encode() is not None for part in told)
        assert signal.device.key
        assert len(signal.kind) <= 64
        assert len(signal.device.key) <= 200
        assert signal.happened_at is None or signal.happened_at.tzinfo is not None


def test_a_rotten_payload_is_read_or_refused_on_every_topic() -> None:
    for topic in dict.fromkeys(TOPICS):
        for payload in ROTTEN:
            assert_read(sent(topic, payload))


def test_a_deleted_retained_message_is_accepted_in_silence() -> None:
    assert signals(sent("owntracks/guard042/phone", b"")) == ()


@pytest.mark.parametrize(
    ("topic", "payload", "reason"),
    [
        ("somewhere/else", b"{}", Reason.UNKNOWN_TOPIC),
        ("patrol/v1/yunda/car/event", b"{}", Reason.BAD_TOPIC),
        ("patrol/v1/yunda/tank/t1/event", b"{}", Reason.BAD_TOPIC),
        ("patrol/v1/yunda/car/c1/event", b" " * (8 * 1024 * 1024 + 1), Reason.TOO_LARGE),
        ("patrol/v1/yunda/car/c1/event", DEEP, Reason.TOO_COMPLEX),
        ("patrol/v1/yunda/car/c1/event", b"[" + b"1," * 300_000 + b"1]", Reason.TOO_COMPLEX),
        ("patrol/v1/yunda/car/c1/event", b"\xff\xfe", Reason.BAD_ENCODING),
        ("patrol/v1/yunda/car/c1/event", b"on fire", Reason.NOT_JSON),
        ("patrol/v1/yunda/car/c1/event", b"[1]", Reason.NOT_AN_OBJECT),
        ("patrol/v1/yunda/car/c1/event", b'{"id":1}', Reason.MISSING_KIND),
        ("patrol/v1/yunda/car/c1/position", b'{"lat":0,"lon":0}', Reason.MISSING_POSITION),
        ("patrol/v1/yunda/car/c1/status", b"{}", Reason.MISSING_PART),
        ("positions", b'{"position":{}}', Reason.MISSING_DEVICE),
        ("frigate/reviews", b'{"type":"new"}', Reason.MISSING_PART),
        ("frigate/available", b"perhaps", Reason.NOT_UNDERSTOOD),
    ],
    ids=lambda given: str(given)[:40] if isinstance(given, str) else "payload",
)
def test_each_cause_has_its_code(topic: str, payload: bytes, reason: Reason) -> None:
    assert refusal(sent(topic, payload)).reason == reason


def test_a_refusal_on_our_wire_names_the_market() -> None:
    assert refusal(sent("patrol/v1/yunda/car/c1/event", b"{")).market == "yunda"


def test_every_reason_and_every_topic_is_on_the_wire_page() -> None:
    page = WIRE_PAGE.read_text(encoding="utf-8")
    missing = [word for word in (*Reason, *alarm_topics(), *bulk_topics()) if f"`{word}`" not in page]
    assert missing == []


def test_no_topic_has_two_owners_that_differ_in_what_they_read() -> None:
    for sample in samples():
        owners = [each for each in FORMATS if each.owns(sample.message.topic)]
        assert owners, sample.name
    assert (
        signals(message("traccar/two/events", {"event": {"type": "x"}, "device": {"uniqueId": 5}}))[
            0
        ].device.instance
        == "two"
    )


def test_arrival_is_the_time_of_what_bears_none() -> None:
    (online,) = signals(message("frigate/available", "online"))
    assert online.happened_at is None
    assert online.order[0] == NOON.timestamp()
