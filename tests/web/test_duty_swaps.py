"""Turns change hands on the phone: three taps for the lead, shops by consent; all can be undone."""

from pathlib import Path

import pytest

from tests.web.duty_house import a_duty_house
from tests.web.duty_pages import (
    code_of,
    look,
    owner_of,
    posts,
    press,
    press_button,
    slot,
    visitor,
)
from tests.web.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_duty_house(tmp_path)


def test_the_lead_moves_a_turn_in_three_taps_and_takes_it_back(house: House) -> None:
    lead = visitor(house, "lead")
    turn = next(one for one in posts(house)[3:] if code_of(house, one.holder_id) != "A001")
    assert f"/duty/slots/{turn.id}" in look(lead, "/duty/groups/g1-01/swap")
    page = look(lead, f"/duty/slots/{turn.id}")
    assert page.count('class="reasons"') == 3
    assert "This month:" in page
    after = press_button(lead, page, "move")
    assert "Moved. Both shops are told." in after
    moved = slot(house, turn.id)
    assert (moved.holder_id != turn.holder_id, moved.source) == (True, "override")
    assert "Taken back" in press(lead, look(lead, "/duty"), 'value="take_back"')
    assert slot(house, turn.id).holder_id == turn.holder_id


def test_a_decision_that_a_later_one_had_covered_can_be_taken_back_after_it(house: House) -> None:
    lead = visitor(house, "lead")
    turn = next(one for one in posts(house)[3:] if code_of(house, one.holder_id) != "A001")
    held = [turn.holder_id]
    for which in (0, 1):
        press_button(lead, look(lead, f"/duty/slots/{turn.id}"), "move", which)
        held.append(slot(house, turn.id).holder_id)
    assert len(set(held)) == 3
    for before in held[-2::-1]:
        page = look(lead, "/duty")
        assert page.count('value="take_back"') == 1
        assert "Taken back" in press(lead, page, 'value="take_back"')
        assert slot(house, turn.id).holder_id == before
    assert 'value="take_back"' not in look(lead, "/duty")


def test_a_shop_asks_and_the_other_one_agrees(house: House) -> None:
    turn = posts(house)[4]
    giver = visitor(house, owner_of(house, turn.holder_id))
    page = look(giver, f"/duty/slots/{turn.id}")
    press_button(giver, page, "give")
    asked = look(giver, "/duty")
    assert "Waiting for an answer" in asked
    takers = [f"of-A00{n}" for n in range(1, 6)]
    taker = next(who for who in takers if 'value="accept"' in look(visitor(house, who), "/duty"))
    agreeing = visitor(house, taker)
    assert "changed hands" in press(agreeing, look(agreeing, "/duty"), 'value="accept"')
    assert owner_of(house, slot(house, turn.id).holder_id) == taker
    assert "everybody has their turn again" in press(agreeing, look(agreeing, "/duty"), 'value="undo"')
    assert slot(house, turn.id).holder_id == turn.holder_id


def test_two_turns_are_exchanged(house: House) -> None:
    turn = posts(house)[4]
    owner = visitor(house, owner_of(house, turn.holder_id))
    press_button(owner, look(owner, f"/duty/slots/{turn.id}"), "exchange")
    lead = visitor(house, "officer")
    after = press(lead, look(lead, "/duty/groups/g1-01"), 'value="accept"')
    assert "changed hands" in after
    assert slot(house, turn.id).source == "swap"


def test_where_the_group_wishes_it_the_lead_agrees_last(house: House) -> None:
    lead = visitor(house, "lead")
    rules = look(lead, "/duty/groups/g1-01/rules")
    assert "Kept." in press(lead, rules, "published_days", needs_approval="yes", check_in="")
    turn = next(one for one in posts(house)[3:] if code_of(house, one.holder_id) != "A001")
    giver = visitor(house, owner_of(house, turn.holder_id))
    page = look(giver, f"/duty/slots/{turn.id}")
    press_button(giver, page, "give")
    others = [f"of-A00{n}" for n in range(2, 6)]
    found = [who for who in others if 'value="accept"' in look(visitor(house, who), "/duty")]
    if found:
        agreeing = visitor(house, found[0])
        assert "Now the lead has to agree" in press(agreeing, look(agreeing, "/duty"), 'value="accept"')
        assert slot(house, turn.id).holder_id == turn.holder_id
        press(lead, look(lead, "/duty"), 'value="approve"')
    else:
        press(lead, look(lead, "/duty"), 'value="accept"')
    assert slot(house, turn.id).source == "given"


def test_a_shop_offers_to_cover_and_the_holder_agrees(house: House) -> None:
    willing = visitor(house, "of-A002")
    page = look(willing, "/duty/groups/g1-01/cover")
    assert "Asked." in press(willing, page, 'value="cover"')
    officer = visitor(house, "officer")
    assert "changed hands" in press(officer, look(officer, "/duty/groups/g1-01"), 'value="accept"')
    assert "cover" in {one.source for one in posts(house)}


def test_an_absence_touches_only_its_turns_and_can_be_ended(house: House) -> None:
    owner = visitor(house, "of-A003")
    before = {one.id: one.holder_id for one in posts(house)[:21]}
    after = press(owner, look(owner, "/duty/groups/g1-01/leave"), 'name="days"', days="7", kind="ill")
    assert "Only the turns it touches" in after
    away = [one for one in posts(house)[:18] if code_of(house, one.holder_id) == "A003"]
    assert away == []
    kept = [one for one in posts(house)[:18] if code_of(house, before[one.id]) != "A003"]
    assert all(one.holder_id == before[one.id] for one in kept)
    assert "Welcome back" in press(owner, look(owner, "/duty"), "I am back")


def test_the_week_shows_every_turn_and_who_stands_by(house: House) -> None:
    page = look(visitor(house, "of-A003"), "/duty/groups/g1-01/week?first=2026-09-02")
    assert page.count('class="duty-seat') == 21
    assert page.count('class="duty-standby"') == 21


def test_a_turn_tells_its_history(house: House) -> None:
    turn = posts(house)[5]
    lead = visitor(house, "lead")
    press_button(lead, look(lead, f"/duty/slots/{turn.id}"), "move")
    page = look(visitor(house, "of-A004"), f"/duty/slots/{turn.id}")
    assert "by the plan" in page
    assert "moved by the lead" in page


def test_what_came_too_late_is_said_in_words_and_moves_nothing(house: House) -> None:
    turn = next(one for one in posts(house)[3:] if code_of(house, one.holder_id) != "A001")
    lead, officer = visitor(house, "lead"), visitor(house, "officer")
    seen = look(officer, f"/duty/slots/{turn.id}")
    press_button(lead, look(lead, f"/duty/slots/{turn.id}"), "move")
    stands = slot(house, turn.id).holder_id
    late = press_button(officer, seen, "move", which=1)
    assert "changed hands before you pressed" in late
    assert slot(house, turn.id).holder_id == stands
