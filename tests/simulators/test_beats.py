"""Cars keep to the lanes at a car's pace, and no device is silent by accident."""

import json
from itertools import pairwise

from patrol.rules.frame import Frame
from simulators.beats import FIRST_BEATS_TICKS, TICK_S, beats_of
from simulators.ground import distance
from simulators.tours import CAR, round_of
from simulators.utterance import Utterance
from tests.simulators.markets import small_market, staged

FRAME = Frame(29.3321, 120.1032)


def said(seconds: float, *, dead: int = 0) -> list[Utterance]:
    beats = beats_of(staged(), dead=dead)
    return [each for tick in range(int(seconds / TICK_S)) for each in beats.at(tick)]


def test_a_car_reports_once_a_second_and_drives_like_one() -> None:
    told = [
        json.loads(each.payload) for each in said(600) if each.topic == "patrol/v1/yunda/car/car-1/position"
    ]
    assert len(told) == 600
    assert max(each["position"]["speed"] for each in told) <= 15 / 3.6 + 0.01
    points = [FRAME.to_plan(each["position"]["lat"], each["position"]["lon"]) for each in told]
    assert max(distance(a, b) for a, b in pairwise(points)) < 6
    assert max(x for x, _ in points) - min(x for x, _ in points) > 50


def test_cars_keep_to_lanes_wide_enough() -> None:
    market = small_market()
    tour = round_of(market.lanes.for_cars(), market.posts, CAR, seed="1", home=(0, 0))
    assert all(not (leg.a[0] == 0 == leg.b[0] and leg.a != leg.b) for leg in tour.legs)


def test_a_round_has_no_leaps_and_ends_where_it_began() -> None:
    market = small_market()
    legs = round_of(market.lanes, market.posts, CAR, seed="7", home=(0, 0)).legs
    assert all(before.b == after.a for before, after in pairwise((*legs, legs[0])))


def test_a_market_without_lanes_has_cars_that_stand() -> None:
    tour = round_of(type(small_market().lanes)(), (), CAR, seed="1", home=(5, 5))
    assert {(leg.a, leg.b) for leg in tour.legs} == {((5, 5), (5, 5))}


def test_some_cars_speak_through_traccar() -> None:
    topics = {each.topic for each in said(3)}
    assert "positions" in topics
    assert "patrol/v1/yunda/car/car-2/position" in topics


def test_every_device_has_spoken_after_forty_seconds() -> None:
    told = {speaker(each) for each in said(FIRST_BEATS_TICKS * TICK_S)}
    assert {device.code for device in small_market().devices} - told == set()


def speaker(said: Utterance) -> str:
    """Name the device of the register that said something, in whatever tongue."""
    match said.topic.split("/"):
        case ["positions"]:
            key = json.loads(said.payload)["device"]["uniqueId"]
        case ["owntracks", user, phone]:
            key = f"{user}/{phone}"
        case levels:
            key = "/".join(levels[3:5])
    return next(device.code for device in small_market().devices if key in {name[2] for name in device.keys})


def test_the_dead_fall_silent_and_the_living_do_not() -> None:
    late = [each for each in said(600, dead=1) if each.due_s > 300]
    cameras = {
        each.topic.split("/")[4] for each in late if "/status" in each.topic and "/sensor/" not in each.topic
    }
    everybody = {d.code for d in small_market().devices if d.device_class in ("camera", "gate")}
    assert len(everybody - cameras) == 1


def test_phones_and_cars_say_where_they_are_within_three_seconds() -> None:
    movers = {device.code for device in small_market().of_class("car", "phone")}
    assert movers - {speaker(each) for each in said(3)} == set()
