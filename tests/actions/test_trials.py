"""Button tests and drills: one announced press is a test, every other one rings; drills touch no rates."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from patrol.actions import button_ledger, button_tests, drills
from patrol.actions.drills import DrillOrder
from patrol.cards.risks import risk_of
from patrol.errors import Invalid, NotNow, VersionConflict
from patrol.jobs import keep_ledger
from patrol.model.trials import ButtonTest, DrillPlan
from patrol.rules.trials import ANSWER, WINDOW, Window, is_the_test
from tests.case_world import CaseWorld, a_case_world
from tests.world import START


@pytest.fixture
def town(tmp_path: Path) -> CaseWorld:
    return a_case_world(tmp_path)


def announce(town: CaseWorld, button: str = "btn-a") -> None:
    with town.world.sessions.begin() as session:
        register = town.world.register.current(session)
        market, by = register.markets[1], town.people["guard"]
        button_tests.announce(session, market, button, register, by=by, now=town.world.now)


def the_test(town: CaseWorld) -> ButtonTest:
    with town.world.sessions() as session:
        return session.scalars(select(ButtonTest).order_by(ButtonTest.id.desc())).first()  # type: ignore[return-value]


def answer(town: CaseWorld, *, lit: bool) -> None:
    with town.world.sessions.begin() as session:
        row = session.get_one(ButtonTest, the_test(town).id)
        register = town.world.register.current(session)
        button_tests.answer(session, row, lit=lit, note=None, now=town.world.now, register=register)


def look(town: CaseWorld) -> None:
    with town.world.sessions.begin() as session:
        if keep_ledger.is_due(session, now=town.world.now):
            keep_ledger.run(session, town.world.register.current(session), now=town.world.now)


def press(town: CaseWorld, button: str = "btn-a") -> None:
    town.world.event(f"button/{button}", "sos")


def ringing(town: CaseWorld) -> list[str]:
    return [alert.kind for alert in town.world.open_alerts()]


def test_the_announced_press_rings_nobody_and_passes_when_its_light_was_seen(town: CaseWorld) -> None:
    announce(town)
    town.world.later(seconds=20)
    press(town)
    assert ringing(town) == []
    assert the_test(town).state == "pressed"
    answer(town, lit=True)
    assert the_test(town).state == "passed"
    town.world.later(minutes=5)
    look(town)
    assert ringing(town) == []


def test_a_press_that_nobody_answers_for_rings_as_a_call_for_help(town: CaseWorld) -> None:
    announce(town)
    press(town)
    town.world.later(seconds=59)
    look(town)
    assert ringing(town) == []
    town.world.later(seconds=1)
    look(town)
    alert = town.world.alert()
    assert (alert.kind, alert.severity, alert.happened_at) == ("sos", "critical", START)
    assert the_test(town).state == "rang"


def test_a_second_press_another_button_and_a_press_after_the_window_ring_at_once(town: CaseWorld) -> None:
    announce(town)
    press(town, "btn-b")
    assert ringing(town) == ["sos"]
    press(town)
    assert len(ringing(town)) == 1
    press(town)
    assert len(ringing(town)) == 2
    answer(town, lit=True)
    announce(town, "btn-b")
    town.world.later(minutes=3)
    press(town, "btn-b")
    assert town.world.open_alerts()[0].count == 2


def test_a_call_from_a_phone_rings_whatever_is_being_tested(town: CaseWorld) -> None:
    announce(town)
    town.world.event("phone/phone-guard", "sos")
    assert ringing(town) == ["sos"]


@given(st.integers(-400, 400), st.sampled_from([(p, live) for p in (True, False) for live in (True, False)]))
def test_only_the_first_live_press_within_its_window_is_the_test(after: int, how: tuple[bool, bool]) -> None:
    pressed, live = how
    is_one = is_the_test(Window(START, START + WINDOW, pressed), START + timedelta(seconds=after), live=live)
    assert is_one == (live and not pressed and 0 <= after < WINDOW.total_seconds())


def test_two_announcements_at_once_are_one(town: CaseWorld) -> None:
    announce(town)
    with pytest.raises(NotNow):
        announce(town)
    with pytest.raises(Invalid):
        announce(town, "smoke-a")


def test_no_press_or_no_light_is_a_failing_button_until_it_passes(town: CaseWorld) -> None:
    announce(town)
    town.world.later(minutes=3)
    look(town)
    alert = town.world.alert()
    assert (alert.kind, alert.category, alert.device_id is not None) == ("button_failed", "DV", True)
    announce(town)
    press(town)
    answer(town, lit=False)
    assert ringing(town) == ["button_failed"]
    announce(town)
    press(town)
    answer(town, lit=True)
    assert [a.condition for a in town.world.open_alerts()] in ([], ["cleared"])


def test_buttons_nobody_tested_for_a_month_are_one_alert_for_their_grid(town: CaseWorld) -> None:
    look(town)
    town.world.later(days=29)
    look(town)
    assert ringing(town) == []
    town.world.later(days=1)
    look(town)
    alert = town.world.alert()
    assert (alert.kind, alert.subject["buttons"], alert.category) == ("button_overdue", 2, "DV")
    town.world.event("button/btn-a", "test")
    announce(town, "btn-b")
    press(town, "btn-b")
    answer(town, lit=True)
    town.world.later(hours=1)
    look(town)
    assert ringing(town) == []


def test_how_often_is_the_markets_own_choice(town: CaseWorld) -> None:
    with town.world.sessions.begin() as session:
        button_ledger.set_plan(session, 1, 7, now=town.world.now)
        with pytest.raises(Invalid):
            button_ledger.set_plan(session, 1, 0, now=town.world.now)
    town.world.later(days=7)
    look(town)
    assert ringing(town) == ["button_overdue"]
    assert timedelta(seconds=60) == ANSWER


def drill(town: CaseWorld, number: int, command: str, version: int, **payload: Any) -> Mapping[str, Any]:
    with town.world.sessions.begin() as session:
        order = DrillOrder(number, command, uuid4().hex, version, payload, town.people["leader"])
        return drills.command(session, order, town.world.register.current(session), now=town.world.now)


def planned(town: CaseWorld) -> int:
    with town.world.sessions.begin() as session:
        place = next(
            p.id for p in town.world.register.current(session).places.values() if p.code == "g1-01-a"
        )
        row = DrillPlan(
            market_id=1, title="fire drill", category="FI", place_id=place, planned_at=town.world.now
        )
        session.add(row)
        session.flush()
        return row.id


def test_a_drill_is_flagged_before_anybody_sees_it_and_keeps_its_result(town: CaseWorld) -> None:
    before = town.world.snapshot()
    card = drill(town, planned(town), "start", 1)
    shown = [event.body for event in town.world.since(before.seq) if event.type.startswith("incident.")]
    assert shown[-1] is not None
    assert shown[-1]["drill"] is True
    with pytest.raises(VersionConflict):
        drill(town, card["id"], "finish", 1, result="late")
    with pytest.raises(Invalid):
        drill(town, card["id"], "finish", 2)
    done = drill(town, card["id"], "finish", 2, result="the second exit was locked")
    assert (done["state"], done["result"]) == ("done", "the second exit was locked")
    with pytest.raises(NotNow):
        drill(town, card["id"], "cancel", 3, reason="rain")


def test_a_month_with_three_drills_gives_the_same_risk_as_without(town: CaseWorld) -> None:
    town.report()

    def risks() -> Mapping[tuple[str, int], int]:
        with town.world.sessions() as session:
            register = town.world.register.current(session)
            tomorrow = town.world.now + timedelta(days=1)
            return risk_of(session, register.markets[1], register, now=tomorrow)

    without = risks()
    assert max(without.values()) > 1
    for _ in range(3):
        drill(town, planned(town), "start", 1)
    assert risks() == without
