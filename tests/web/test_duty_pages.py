"""Duty on the phone: now, next, mine; coming to a turn in two presses; every form works without scripts."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.model.duty import Rota, Slot
from patrol.model.duty_service import CheckIn
from patrol.rules.duty_service import EARLY
from tests.web.duty_house import a_duty_house
from tests.web.duty_pages import look, owner_of, posts, press, visitor
from tests.web.house import House, csrf
from web.duty_view import masked


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_duty_house(tmp_path)


def running(house: House) -> Slot:
    with house.context.reading() as (session, now):
        mine = select(Slot).where(Slot.starts_at <= now, Slot.ends_at > now, Slot.standby.is_(False))
        return session.scalars(mine).one()


def came(house: House) -> list[Any]:
    with house.context.reading() as (session, _):
        rows = session.execute(select(CheckIn.holder_id, CheckIn.method, CheckIn.left_at))
        return [tuple(row) for row in rows]


def post_code(house: House) -> str:
    with house.context.reading() as (session, _):
        return session.scalars(select(Rota.post_code)).one()


def test_a_shop_sees_now_next_and_mine(house: House) -> None:
    page = look(visitor(house, "of-A003"), "/duty")
    for words in ("On duty now", "Next turn", "Mine", "Fair shares", "Check in"):
        assert words in page
    assert page.count('class="turn') >= 3


def test_the_code_at_the_post_leaves_one_press(house: House) -> None:
    slot = running(house)
    client = visitor(house, owner_of(house, slot.holder_id))
    page = look(client, f"/duty/groups/g1-01/check-in?code={post_code(house)}")
    after = press(client, page, 'value="qr"')
    assert "Checked in. Thank you" in after
    assert came(house) == [(slot.holder_id, "qr", None)]
    assert "is there since" in after


def test_a_wrong_code_is_refused_in_words(house: House) -> None:
    slot = running(house)
    client = visitor(house, owner_of(house, slot.holder_id))
    page = look(client, "/duty/groups/g1-01/check-in?code=guess")
    assert "The code is not the one of this post" in press(client, page, 'value="qr"')
    assert came(house) == []


def test_a_new_code_makes_the_old_print_worthless(house: House) -> None:
    slot = running(house)
    old = post_code(house)
    lead = visitor(house, "lead")
    assert "has a new code" in press(lead, look(lead, "/duty/groups/g1-01/rules"), "New code for the post")
    client = visitor(house, owner_of(house, slot.holder_id))
    page = look(client, f"/duty/groups/g1-01/check-in?code={old}")
    assert "The code is not the one of this post" in press(client, page, 'value="qr"')


def test_who_came_leaves_with_a_note(house: House) -> None:
    slot = running(house)
    client = visitor(house, owner_of(house, slot.holder_id))
    press(client, look(client, f"/duty/groups/g1-01/check-in?code={post_code(house)}"), 'value="qr"')
    after = press(client, look(client, "/duty"), 'value="check_out"', note="gate 3 sticks")
    assert "gate 3 sticks" in after
    assert came(house)[0][2] == house.clock()


def test_the_lead_checks_somebody_in_who_has_no_phone(house: House) -> None:
    slot = running(house)
    client = visitor(house, "lead")
    shop = owner_of(house, slot.holder_id).removeprefix("of-")
    page = look(client, "/duty/groups/g1-01/check-in")
    press(client, page, 'value="lead"', shop=shop, reason="seen at the post")
    assert came(house) == [(slot.holder_id, "lead", None)]


def test_the_same_form_sent_twice_is_one_change(house: House) -> None:
    slot = running(house)
    client = visitor(house, owner_of(house, slot.holder_id))
    page = look(client, f"/duty/groups/g1-01/check-in?code={post_code(house)}")
    for _ in range(2):
        press(client, page, 'value="qr"')
    assert len(came(house)) == 1


def test_the_turns_of_the_day_lie_in_the_page_for_a_phone_that_loses_its_signal(house: House) -> None:
    turn = next(one for one in posts(house) if one.starts_at > house.clock.now + EARLY)
    page = look(visitor(house, owner_of(house, turn.holder_id)), "/duty/groups/g1-01/check-in")
    opens = (turn.starts_at - EARLY).isoformat()
    assert f'data-opens="{opens}" data-closes="{turn.ends_at.isoformat()}">' in page


def test_a_check_in_that_was_kept_counts_at_its_own_instant_and_not_after_the_turn(house: House) -> None:
    turn = posts(house)[0]
    came, owner = turn.starts_at + timedelta(minutes=1), owner_of(house, turn.holder_id)
    house.clock.advance(seconds=(turn.ends_at - house.clock.now).total_seconds() + 3600)

    def tell(at: datetime) -> Any:
        order = {
            "method": "qr",
            "code": post_code(house),
            "shop": owner.removeprefix("of-"),
            "at": at.isoformat(),
        }
        told = {"command": "check_in", "command_id": str(uuid4()), "expected_version": 1, "payload": order}
        client = house.client(owner)
        headers = {"X-CSRFToken": csrf(client)}
        return client.post(f"/api/v1/slots/{turn.id}/commands", headers=headers, json=told)

    assert tell(turn.ends_at).json["because"] == ["not-open"]
    assert tell(house.clock.now).status_code == 409
    kept = tell(came).json
    assert (datetime.fromisoformat(kept["came_at"]), kept["late"]) == (came, True)
    house.clock.advance(hours=24)
    assert tell(came).json["because"] == ["not-open"]


def test_a_telephone_number_is_masked_in_its_middle() -> None:
    assert masked("16100001002") == "161••••1002"
    assert masked(None) is None


def test_whoever_has_no_group_is_led_to_the_desk_and_a_guard_to_the_grid(house: House) -> None:
    where = {who: house.client(who).get("/duty").headers["Location"] for who in ("officer", "guard")}
    assert where == {"officer": "/duty/desk", "guard": "/duty/markets/yunda/grids/g1"}


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_the_page_is_whole_in_chinese(house: House, language: str) -> None:
    client = visitor(house, "of-A002", language)
    page = look(client, "/duty")
    assert ("签到" if language == "zh-Hans" else "簽到") in page
    assert "Fair shares" not in page
