"""Duty at the desk: the market today, gaps and who could fill them, patterns, marked days."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions import duty_absences, duty_plan
from patrol.actions.duty_absences import Leave
from patrol.actions.duty_doer import Doer
from patrol.model.duty import DutyPattern, Rota, Slot
from patrol.model.duty_life import DutyDay
from patrol.rules.duty_words import AbsenceKind, DayMark, Source
from tests.web.duty_house import a_duty_house
from tests.web.duty_pages import code_of, look, posts, press, slot, visitor
from tests.web.house import House, csrf


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_duty_house(tmp_path)


def everybody_leaves(house: House, *, first: int, days: int) -> None:
    with house.context.transaction() as (session, now):
        register = house.context.register.current(session)
        rota = session.scalars(select(Rota)).one()
        shops = {slot.holder_id for slot in session.scalars(select(Slot)) if slot.holder_id}
        start = now + timedelta(days=first)
        for shop in sorted(shops):
            leave = Leave(shop, AbsenceKind.AWAY, start, start + timedelta(days=days))
            duty_absences.declare(session, rota.id, leave, Doer(None, frozenset({shop})), register, now=now)


def test_the_desk_sees_the_market_today_and_what_nobody_could_take(house: House) -> None:
    officer = visitor(house, "officer")
    assert "Every promised turn has a shop" in look(officer, "/duty/desk")
    everybody_leaves(house, first=3, days=2)
    page = look(officer, "/duty/desk")
    assert "Nobody was free" in page
    assert page.count('class="card-line"') >= 6
    back = visitor(house, "of-A004")
    press(back, look(back, "/duty"), "I am back")
    there = {code_of(house, one.holder_id) for one in posts(house) if one.day.isoformat() == "2026-09-05"}
    assert "A004" in there


def test_the_week_of_a_grid_has_a_row_for_each_group_and_marks_what_people_moved(house: House) -> None:
    page = look(visitor(house, "guard"), "/duty/markets/yunda/grids/g1?first=2026-09-02")
    for begins in ("06:00", "18:00", "22:00"):
        assert page.count(f'aria-hidden="true">{begins}</span>') == 7
    assert page.count('class="mini') == 21
    assert "g1-01" in page


def test_a_file_of_holidays_is_taken_over_whole_or_not_at_all(house: House) -> None:
    admin = visitor(house, "admin")
    good = BytesIO("2026-10-01,holiday,国庆节\n2026-10-10,workday,\n".encode())
    bad = BytesIO(b"2026-10-01,holiday,x\nnonsense\n")
    said = {}
    for name, file in (("bad", bad), ("good", good)):
        fields = {"csrf_token": csrf(admin), "file": (file, "2026.csv"), "next": "/duty/markets/yunda/days"}
        answer = admin.post("/duty/markets/yunda/days", data=fields)
        said[name] = look(admin, answer.headers["Location"])
    assert "Something is missing" in said["bad"]
    assert "2 days taken over" in said["good"]
    assert "国庆节" in said["good"]
    with house.context.reading() as (session, _):
        assert set(session.scalars(select(DutyDay.mark))) == {DayMark.HOLIDAY, DayMark.WORKDAY}


def test_a_new_version_of_a_pattern_leaves_what_has_begun(house: House) -> None:
    admin = visitor(house, "admin")
    page = look(admin, "/duty/groups/g1-01/pattern")
    fields = {"code-0": "night", "start-0": "20:00", "hours-0": "10", "code-1": "", "code-2": ""}
    weights = {f"weight-0-{day}": "1.5" for day in ("ordinary", "weekend", "holiday", "festival")}
    first = "2026-09-05"
    after = press(admin, page, "effective_from", **fields, **weights, effective_from=first, rest="1")
    assert "Kept for 1 groups" in after
    with house.context.transaction() as (session, now):
        assert set(session.scalars(select(DutyPattern.version))) == {1, 2}
        rota = session.scalars(select(Rota)).one()
        duty_plan.replan(session, rota.id, house.context.register.current(session), now=now)
    kinds = {one.kind for one in posts(house) if one.day.isoformat() >= first}
    assert kinds == {"night"}
    assert len({one.kind for one in posts(house) if one.day.isoformat() < first}) == 3


def test_a_pattern_that_can_not_be_kept_is_refused(house: House) -> None:
    admin = visitor(house, "admin")
    page = look(admin, "/duty/groups/g1-01/pattern")
    after = press(admin, page, "effective_from", **{"start-0": "noon"})
    assert "Something is missing" in after


def test_days_are_marked_by_hand(house: House) -> None:
    admin = visitor(house, "admin")
    page = look(admin, "/duty/markets/yunda/days")
    fields = {"first": "2026-09-10", "last": "2026-09-12", "mark": "closed", "name": "Works"}
    assert "3 days taken over" in press(admin, page, "marks", **fields)


def test_a_group_can_not_stand_together_with_itself(house: House) -> None:
    admin = visitor(house, "admin")
    page = look(admin, "/duty/markets/yunda/days")
    fields = {"first": "2026-09-10", "last": "2026-09-12", "host": "g1-01", "guest": "g1-01"}
    assert "Something is missing" in press(admin, page, "gatherings", **fields)


def test_a_turn_the_workroom_keeps_is_on_the_gap_board_and_filled_without_anybodys_consent(
    house: House,
) -> None:
    turn = posts(house)[9]
    with house.context.transaction() as (session, _):
        gap = session.get_one(Slot, turn.id)
        gap.source, gap.holder_id = Source.FORCED, None
    page = look(visitor(house, "officer"), "/duty/desk")
    assert "could take it" in page
    willing = next(f"A00{n}" for n in range(1, 6) if f"A00{n} " in page.split("could take it")[1][:60])
    owner = visitor(house, f"of-{willing}")
    after = press(owner, look(owner, "/duty/groups/g1-01/cover"), 'value="fill"')
    assert "Done." in after
    filled = slot(house, turn.id)
    assert (code_of(house, filled.holder_id), filled.source) == (willing, "cover")
