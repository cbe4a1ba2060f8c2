"""Rotten and random messages through the real broker and ingest: none is lost, none does any harm."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from paho.mqtt.client import topic_matches_sub
from sqlalchemy import select

from devices import router
from devices.formats import alarm_topics, bulk_topics
from devices.media import raw_of
from patrol.actions.arrivals import Heard, arrivals
from patrol.actions.quarantine import PAYLOAD_KEPT
from patrol.clock import system_clock
from patrol.db import make_readers
from patrol.model.signals import Quarantined, SignalKey, SignalRecord
from patrol.queries.register import RegisterCache
from patrol.rules.signal import Message, Refusal
from tests.devices.rotten import PAYLOADS, ROTTEN, TOPICS, damaged
from tests.devices.wire import message
from tests.journeys.crowd import button
from tests.journeys.house import MARKET, House
from tests.journeys.test_kills import until
from tests.processes.mqtt_client import Talker, talker

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]

HEARD = tuple(
    topic
    for topic in dict.fromkeys(TOPICS)
    if any(topic_matches_sub(wanted, topic) for wanted in (*alarm_topics(), *bulk_topics()))
)
LONGEST_PRESS_S = 60
LAST = f"patrol/v1/{MARKET}/button/{button(1)}/event"


def test_every_rotten_message_is_stored_or_set_aside_and_the_next_call_rings(
    house: House, messages: int
) -> None:
    device = talker(house.url(), "vandal")
    sent = list(rotten(messages))
    speak(device, sent)
    device.say(LAST, b'{"kind":"sos","id":"the-last-word"}')
    until(lambda: house.signals(LAST)[0] > 0, 300)
    device.leave()
    until(lambda: lost(house, sent) == [], 60)
    assert house.parts["ingest"].process.poll() is None
    assert not any("Traceback" in line for line in house.parts["ingest"].lines)


def rotten(count: int) -> Iterator[Message]:
    """Every rotten payload on every topic first, then damaged ones and noise at random."""
    dice = random.Random(7)
    fixed = [(topic, payload) for topic in HEARD for payload in ROTTEN if payload]
    dice.shuffle(fixed)
    for topic, payload in fixed[: count // 2]:
        yield message(topic, payload, at=system_clock())
    for _ in range(count - min(len(fixed), count // 2)):
        payload = dice.choice((damaged(dice), dice.choice(PAYLOADS), dice.randbytes(dice.randrange(1, 60))))
        yield message(dice.choice(HEARD), payload or b"\0", at=system_clock())


def speak(device: Talker, sent: list[Message]) -> None:
    taken = [
        device.client.publish(one.topic, one.payload, 1, number % 7 == 0) for number, one in enumerate(sent)
    ]
    for one in taken:
        one.wait_for_publish(120)
        assert one.is_published()


def lost(house: House, sent: list[Message]) -> list[Message]:
    """What was sent and is nowhere: no signal, nor one like it that came before, nor in quarantine."""
    with make_readers(house.engine)() as session:
        register = RegisterCache().current(session)
        keys = set(session.scalars(select(SignalKey.dedupe)))
        stored = {
            (topic, raw) for topic, raw in session.execute(select(SignalRecord.topic, SignalRecord.raw))
        }
        aside = {
            (topic, body) for topic, body in session.execute(select(Quarantined.topic, Quarantined.payload))
        }

    def is_kept(one: Message) -> bool:
        found = router.read(one)
        if isinstance(found, Refusal):
            return (one.topic, one.payload[:PAYLOAD_KEPT]) in aside
        if (one.topic, raw_of(one.payload)) in stored:
            return True
        later = replace(one, received_at=one.received_at + timedelta(seconds=LONGEST_PRESS_S))
        told = (arrivals([Heard(each, found, "")], register, market_code=None) for each in (one, later))
        return all(any(signal.key in keys for signal in same) for same in zip(*told, strict=True))

    return [one for one in sent if not is_kept(one)]
