"""The plan is decided by scenario, seed and minute alone, at any speed and in any market."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices import router
from patrol.rules.signal import Message, Refusal
from simulators import plan, scenario
from simulators.scenario import BadScenario, scenario_from
from simulators.stage import Stage
from simulators.utterance import Cut, Happening, Utterance
from tests.simulators.markets import START, small_market, staged, without

ALL = scenario.names()


def played(stage: Stage, name: str, minutes: int) -> list[Happening]:
    told = scenario.load(name)
    return [happening for number in range(minutes) for happening in plan.minute(stage, told, number)]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ALL), st.integers(0, 9999), st.integers(0, 3000), st.sampled_from([1.0, 10.0, 60.0]))
def test_a_minute_is_the_same_whenever_it_is_planned(name: str, seed: int, number: int, speed: float) -> None:
    told = scenario.load(name)
    stage = staged(seed=seed, speed=speed)
    later = [plan.minute(staged(seed=seed, speed=speed), told, n) for n in (number + 1, number)]
    assert plan.minute(stage, told, number) == later[1]


def test_another_seed_is_another_play() -> None:
    assert played(staged(seed=1), "market_day", 10) != played(staged(seed=2), "market_day", 10)


def test_the_five_scenarios_are_there() -> None:
    assert set(ALL) == {"market_day", "night_theft", "fire", "broker_outage", "flapping_sensor"}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("speed", [1.0, 60.0])
def test_something_to_see_comes_within_three_seconds(name: str, speed: float) -> None:
    first = min(happening.due_s for happening in played(staged(speed=speed), name, 4))
    assert first / speed <= 3


@pytest.mark.parametrize("name", ALL)
def test_somebody_needs_help_within_two_minutes(name: str) -> None:
    told = [each for each in played(staged(), name, 3) if isinstance(each, Utterance) and each.due_s <= 120]
    calls = (b'"kind":"sos"', b'"kind":"fire"', b'"smoke":true', b'"action":"emergency"')
    assert any(call in each.payload for each in told for call in calls)


def test_a_day_has_no_more_alarms_than_a_real_one() -> None:
    alarms = Counter[int]()
    for happening in played(staged(begin=0), "market_day", 24 * 60):
        if isinstance(happening, Utterance) and is_alarm(happening):
            alarms[int(happening.due_s // 600)] += 1
    assert max(alarms.values()) <= 30, "more than three a minute"
    assert sum(alarms.values()) > 200


def is_alarm(said: Utterance) -> bool:
    return (
        b'"sos"' in said.payload
        or b'"emergency"' in said.payload
        or b'"intrusion"' in said.payload
        or (b'"severity":"alert"' in said.payload and b'"type":"update"' in said.payload)
    )


@pytest.mark.parametrize("speed", [1.0, 10.0, 60.0, 600.0])
def test_no_speed_floods_the_wire(speed: float) -> None:
    minutes = int(10 * speed)
    said = played(staged(speed=speed), "market_day", minutes)
    assert len(said) / 600 < 3, "messages a real second"


def test_what_the_wire_says_is_understood_but_for_the_rotten_ones() -> None:
    reasons = Counter(
        read(each) for each in played(staged(), "market_day", 60) if isinstance(each, Utterance)
    )
    known = {"not-json", "missing-kind", "bad-encoding", "not-an-object", "bad-topic", "missing-part"}
    assert set(reasons) - known - {"missing-device"} == {"understood"}
    assert reasons["understood"] > 100


def read(said: Utterance) -> str:
    found = router.read(Message(said.topic, said.payload, said.qos, retained=False, received_at=START))
    return found.reason if isinstance(found, Refusal) else "understood"


def test_what_is_said_twice_is_the_same_to_the_byte() -> None:
    told = scenario_from("twice", {"summary": "", "hourly": {"sos": 60}, "repeated": 1.0})
    said = [each for each in plan.minute(staged(), told, 1) if isinstance(each, Utterance)]
    assert said
    assert all(count % 2 == 0 for count in Counter(each.payload for each in said).values())


@pytest.mark.parametrize("name", ALL)
def test_a_market_without_sensors_or_cars_is_played_without_them(name: str) -> None:
    bare = without(small_market(), "sensor", "car", "phone")
    assert played(staged(market=bare), name, 5)


def test_an_outage_breaks_every_connection() -> None:
    cuts = [each for each in played(staged(), "broker_outage", 3) if isinstance(each, Cut)]
    assert [cut.line for cut in cuts].count("*") == 2


def test_a_scenario_with_an_act_nobody_knows_is_refused() -> None:
    with pytest.raises(BadScenario, match="earthquake"):
        scenario_from("x", {"summary": "", "hourly": {"earthquake": 1}})


def test_rates_are_one_number_or_one_for_each_hour() -> None:
    with pytest.raises(BadScenario, match="24"):
        scenario_from("x", {"summary": "", "hourly": {"sos": [1, 2, 3]}})
