"""Who may connect, what each may hear, and what ends it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions import people, presence
from patrol.model.people import Grant
from patrol.model.stream import Presence
from tests.web.ears import Ears
from tests.web.house import House, a_house

ROOM = "market:yunda"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def test_a_stranger_is_refused(house: House) -> None:
    assert not Ears(house).connected


@pytest.mark.parametrize("token", ["made-up", ""])
def test_a_token_nobody_gave_out_is_refused(house: House, token: str) -> None:
    assert not Ears(house, "officer", token=token).connected


def test_a_program_connects_with_its_token(house: House) -> None:
    ears = Ears(house, token="program")
    ears.hello(ROOM)
    assert ears.names() == ["snapshot", "ready"]


def test_a_revoked_token_is_refused(house: House) -> None:
    with house.context.transaction() as (session, now):
        people.revoke_token(session, "program", now)
    assert not Ears(house, token="program").connected


def test_a_token_past_its_day_is_refused(house: House) -> None:
    house.clock.advance(days=366)
    assert not Ears(house, token="program").connected


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"rooms": []},
        {"rooms": [{"room": "market yunda"}]},
        {"rooms": [{"room": ROOM, "since": -1}]},
        {"rooms": [{"room": ROOM, "since": "all"}]},
        {"rooms": [{"room": ROOM}] * 13},
    ],
)
def test_what_cannot_be_read_is_answered_with_a_reason(house: House, body: object) -> None:
    ears = Ears(house, "officer")
    ears.say("hello", body)
    assert [problem["code"] for problem in ears.bodies("problem")] == ["invalid"]


def test_a_room_that_is_not_yours_is_refused_and_the_others_are_heard(house: House) -> None:
    ears = Ears(house, "officer")
    ears.hello("market:other", ROOM)
    assert ears.bodies("problem") == [{"code": "forbidden", "detail": "market:other"}]
    assert [body["room"] for body in ears.bodies("snapshot")] == [ROOM]


def test_a_board_whose_person_was_signed_out_is_disconnected(house: House) -> None:
    ears = Ears(house, "officer")
    with house.context.transaction() as (session, _):
        people.sign_out_everywhere(session, house.person("officer").id)
    house.live.housekeeper.ask_rights_again()
    assert not ears.connected


def test_a_board_whose_role_ended_is_disconnected(house: House) -> None:
    ears = Ears(house, "officer")
    with house.context.transaction() as (session, now):
        for grant in session.scalars(select(Grant).where(Grant.person_id == house.person("officer").id)):
            people.end_grant(session, grant.id, now)
    house.clock.advance(seconds=1)
    house.live.housekeeper.ask_rights_again()
    assert not ears.connected


def test_a_board_with_a_standing_right_stays(house: House) -> None:
    ears = Ears(house, "officer")
    house.live.housekeeper.ask_rights_again()
    assert ears.connected


def test_two_officers_see_which_card_the_other_has_open(house: House) -> None:
    one, other = Ears(house, "officer"), Ears(house, "leader")
    other.hello(ROOM)
    one.say("open", {"market": "yunda", "entity": "alert:7"})
    house.live.relay.turn()
    (event,) = other.bodies("stream")
    assert event["type"] == "presence.changed"
    assert event["body"] == {
        "name": "Officer",
        "person": house.person("officer").id,
        "entity": "alert:7",
        "version": 1,
    }


def test_a_board_that_goes_away_has_nothing_open(house: House) -> None:
    one, other = Ears(house, "officer"), Ears(house, "leader")
    one.say("open", {"market": "yunda", "entity": "alert:7"})
    other.hello(ROOM)
    one.go()
    house.live.housekeeper.round()
    house.live.relay.turn()
    (event,) = other.bodies("stream")
    assert (event["type"], event["body"]) == ("presence.gone", None)


def test_what_a_dead_process_had_open_is_forgotten(house: House) -> None:
    Ears(house, "officer").say("open", {"market": "yunda", "entity": "alert:7"})
    with house.context.transaction() as (session, _):
        row = session.scalars(select(Presence)).one()
        row.process = "web:dead"
    with house.context.transaction() as (session, now):
        presence.forget_dead_processes(session, now)
    with house.context.reading() as (session, _):
        assert session.scalars(select(Presence)).all() == []


def test_what_this_process_has_open_stays(house: House) -> None:
    Ears(house, "officer").say("open", {"market": "yunda", "entity": "alert:7"})
    house.live.housekeeper.round()
    with house.context.transaction() as (session, now):
        presence.forget_dead_processes(session, now)
    with house.context.reading() as (session, _):
        assert len(session.scalars(select(Presence)).all()) == 1


@pytest.mark.parametrize("login", ["guard", "shop", "lead"])
def test_those_without_a_board_have_no_card_open(house: House, login: str) -> None:
    ears = Ears(house, login)
    ears.say("open", {"market": "yunda", "entity": "alert:7"})
    assert ears.bodies("problem") == [{"code": "forbidden", "detail": "yunda"}]


def test_positions_go_to_those_who_may_see_them_alone(house: House) -> None:
    boards = {login: Ears(house, login) for login in ("officer", "guard", "shop", "stranger")}
    house.live.positions.hear(
        "patrol/live/positions/yunda",
        b'{"at":"2026-09-01T04:00:00.000Z","items":[["car-1",29.3,120.1,90,12,1]]}',
    )
    house.live.metronome.tick()
    heard = {login for login, ears in boards.items() if ears.bodies("positions")}
    assert heard == {"officer"}


def test_of_many_positions_only_the_newest_of_each_device_is_sent(house: House) -> None:
    ears = Ears(house, "officer")
    for speed in range(5):
        body = f'{{"at":"2026-09-01T04:00:0{speed}.000Z","items":[["car-1",29.3,120.1,90,{speed},1]]}}'
        house.live.positions.hear("patrol/live/positions/yunda", body.encode())
    house.live.metronome.tick()
    house.live.metronome.tick()
    (said,) = ears.bodies("positions")
    assert said == {"at": "2026-09-01T04:00:04.000Z", "items": [["car-1", 29.3, 120.1, 90, 4, 1]]}


@pytest.mark.parametrize("payload", [b"", b"{", b"[]", b'{"at":1,"items":[]}', b'{"at":"x","items":[1]}'])
def test_positions_that_cannot_be_read_are_no_news(house: House, payload: bytes) -> None:
    house.live.positions.hear("patrol/live/positions/yunda", payload)
    assert [body["items"] for body in house.live.positions.take().values() if body["items"]] == []


def test_a_client_that_leaves_while_it_is_let_in_is_no_fault(tmp_path: Path) -> None:
    voices = a_house(tmp_path).live.voices
    voices.enter("left-already", "beat:yunda")
    voices.say("beat:yunda", "beat", {})
    assert voices.backlog("left-already") == 0
