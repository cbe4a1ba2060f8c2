"""The watch is asked when nobody has acted for long at night, missed once, and answered by any act."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.watch import Watch, WatchPlan, WatchStep, next_step, read_plan
from tests.world import START

PLAN = WatchPlan()


def step(
    *, quiet_min: float, asked_s: float | None = None, missed: bool = False, night: bool = True
) -> WatchStep:
    now = START + timedelta(hours=4)
    asked = now - timedelta(seconds=asked_s) if asked_s is not None else None
    watch = Watch(now - timedelta(minutes=quiet_min), asked, now if missed else None)
    return next_step(watch, PLAN, night=night, now=now)


def test_it_is_asked_after_half_an_hour_without_an_act_and_only_at_night() -> None:
    assert step(quiet_min=29.9) is WatchStep.NOTHING
    assert step(quiet_min=30) is WatchStep.ASK
    assert step(quiet_min=300, night=False) is WatchStep.NOTHING


def test_a_question_nobody_answers_is_missed_once() -> None:
    assert step(quiet_min=32, asked_s=119) is WatchStep.NOTHING
    assert step(quiet_min=32, asked_s=120) is WatchStep.MISS
    assert step(quiet_min=40, asked_s=600, missed=True) is WatchStep.NOTHING


def test_an_act_after_the_question_and_the_end_of_the_night_both_answer_it() -> None:
    assert step(quiet_min=1, asked_s=90) is WatchStep.CALM
    assert step(quiet_min=40, asked_s=600, missed=True, night=False) is WatchStep.CALM


@given(st.lists(st.integers(1, 3600), max_size=30), st.integers(1, 60))
def test_walked_in_small_steps_nobody_waits_longer_than_the_plan_says(gaps: list[int], every_s: int) -> None:
    acts, at = [], START
    for gap in gaps:
        at += timedelta(seconds=gap)
        acts.append(at)
    watch, now, end = Watch(START), START, at + timedelta(hours=1)
    while now < end:
        now += timedelta(seconds=every_s)
        acted = max([act for act in acts if act <= now], default=watch.acted_at)
        watch = _walk(Watch(acted, watch.asked_at, watch.missed_at), now)
        waited = now - acted
        assert (watch.asked_at is not None) == (waited >= PLAN.every)
        if waited >= PLAN.every + PLAN.answer_within + timedelta(seconds=every_s):
            assert watch.missed_at is not None


def _walk(watch: Watch, now: datetime) -> Watch:
    match next_step(watch, PLAN, night=True, now=now):
        case WatchStep.ASK:
            return Watch(watch.acted_at, now)
        case WatchStep.MISS:
            return Watch(watch.acted_at, watch.asked_at, now)
        case WatchStep.CALM:
            return Watch(watch.acted_at)
    return watch


@pytest.mark.parametrize("document", [{"from": "22:00"}, {"every_min": 1}, {"to": 1440}, {"often": 3}])
def test_a_plan_that_makes_no_sense_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"want|unknown"):
        read_plan(document)
    assert read_plan({"from": 0, "to": 0}).holds(10) is False
