"""A group elects its lead on the phone: called, stood, voted, counted; rights and armbands follow."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import inspect, select

from patrol.jobs import count_lead_ballots
from patrol.model.incidents import CommandDone
from patrol.model.lead_ballots import LeadVoter
from patrol.model.notices import Notice
from tests.web.duty_house import SHOPS, a_duty_house
from tests.web.duty_pages import look, press, visitor
from tests.web.house import House, csrf

LEAD = "/duty/groups/g1-01/lead"


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    made = a_duty_house(tmp_path, database_url=database_url)
    yield made
    made.context.sessions.kw["bind"].dispose()


def wait(house: House, **span: float) -> None:
    """Let time go on and the clockwork look."""
    house.clock.advance(**span)
    with house.context.transaction() as (session, now):
        if count_lead_ballots.is_due(session, now=now):
            count_lead_ballots.run(session, house.context.register.current(session), now=now)


def call(house: House) -> None:
    lead = visitor(house, "lead")
    assert "Every shop of the group is told" in press(lead, look(lead, LEAD), "/ballots", term_days="365")


def stand(house: House, *shops: str) -> None:
    for shop in shops:
        owner = visitor(house, f"of-{shop}")
        assert "This shop stands" in press(owner, look(owner, LEAD), 'value="stand"', pledge=f"{shop} cares")


def vote(house: House, shop: str, choice: str) -> str:
    owner = visitor(house, f"of-{shop}")
    return press(owner, look(owner, LEAD), 'value="vote"', choice=choice)


def ballot(house: House, login: str = "lead") -> Any:
    answer: Any = house.client(login).get("/api/v1/groups/g1-01/ballots").json
    return answer["items"][0]


def order(house: House, program: str, command: str, **payload: str) -> Any:
    told = {"command": command, "command_id": str(uuid4()), "payload": payload}
    path = f"/api/v1/lead-ballots/{ballot(house)['id']}/commands"
    return house.app.test_client().post(path, headers=house.bearer(program), json=told)


def test_a_group_elects_its_lead_on_the_phone_and_rights_go_with_it(house: House) -> None:
    call(house)
    stand(house, "A003", "A004")
    wait(house, days=2)
    first = look(visitor(house, "of-A002"), "/duty")
    assert "Your shop has not voted yet." in first
    page = look(visitor(house, "of-A002"), LEAD)
    assert "A003 cares" in page
    assert "has one vote" in page
    for shop, choice in zip(SHOPS[:-1], ("A003", "A003", "A003", "A004"), strict=True):
        vote(house, shop, choice)
    assert "Every shop has voted" in vote(house, "A005", "A004")
    told = ballot(house)
    assert (told["state"], told["members"]) == ("elected", 5)
    assert [(one["shop"]["code"], one["votes"]) for one in told["candidates"]] == [("A003", 3), ("A004", 2)]
    terms: Any = house.client("of-A003").get("/api/v1/groups/g1-01/leads").json
    assert (terms["items"][0]["lead"]["code"], terms["items"][0]["deputy"]["code"]) == ("A003", "A004")
    ends = datetime.fromisoformat(terms["items"][0]["ends_at"])
    assert (ends - house.clock.now).days == 365
    assert "/rules" in look(visitor(house, "of-A003"), "/duty")
    assert "/rules" not in look(visitor(house, "lead"), "/duty")


def test_who_has_voted_is_seen_and_nothing_keeps_whom(house: House) -> None:
    call(house)
    stand(house, "A003", "A004")
    wait(house, days=2)
    assert "kept nowhere" in vote(house, "A002", "A003")
    first = look(visitor(house, "of-A002"), "/duty")
    assert "Your shop has not voted yet." not in first
    assert "The vote is open until" in first
    told = ballot(house)
    assert [one["code"] for one in told["voted"]] == ["A002"]
    assert [one["votes"] for one in told["candidates"]] == [None, None]
    assert 'value="vote"' not in look(visitor(house, "of-A002"), LEAD)
    assert {column.key for column in inspect(LeadVoter).columns} == {"ballot_id", "shop_id", "day", "reason"}
    with house.context.reading() as (session, _):
        answers = session.scalars(
            select(CommandDone.answer).where(CommandDone.entity.startswith("lead_ballot"))
        )
        assert "A003" not in str(list(answers))


def test_a_shop_votes_once_and_only_for_itself(house: House) -> None:
    call(house)
    stand(house, "A003", "A001")
    wait(house, days=2)
    owner = visitor(house, "of-A002")
    page = look(owner, LEAD)
    press(owner, page, 'value="vote"', choice="A003")
    twice = press(owner, page, 'value="vote"', choice="A001", command_id=uuid4().hex)
    assert "a vote can not be changed" in twice
    assert "not yours to decide" in press(
        owner, page, 'value="vote"', choice="A003", shop="A004", command_id="x1"
    )
    lead = visitor(house, "lead")
    page = look(lead, LEAD)
    voice = {"shop": "A004", "choice": "A001", "reason": "said so by voice", "command_id": "x2"}
    assert "not yours to decide" in press(lead, page, 'value="vote"', **voice)
    assert len(ballot(house)["voted"]) == 1
    assert order(house, "program", "vote", shop="A004", choice="A001", reason="paper").status_code == 200
    assert len(ballot(house)["voted"]) == 2


def test_time_counts_it_and_too_few_votes_elect_nobody(house: House) -> None:
    call(house)
    stand(house, "A003")
    wait(house, days=2)
    vote(house, "A002", "A003")
    vote(house, "A004", "A003")
    wait(house, days=3)
    assert ballot(house)["state"] == "too_few"
    page = look(visitor(house, "lead"), LEAD)
    assert "fewer than half of the shops voted" in page
    assert "Call an election" in page
    assert house.client("lead").get("/duty/groups/g1-01/rules").status_code == 200


def test_nobody_stands_once_the_voting_has_begun_and_nobody_votes_before(house: House) -> None:
    call(house)
    stand(house, "A003")
    early = look(visitor(house, "of-A004"), LEAD)
    assert order(house, "program", "vote", shop="A004", choice="A003", reason="paper").status_code == 409
    wait(house, days=2)
    owner = visitor(house, "of-A004")
    fresh = look(owner, LEAD).split('name="csrf_token" value="')[1].split('"')[0]
    assert "nobody can stand or step back now" in press(owner, early, 'value="stand"', csrf_token=fresh)
    assert [one["shop"]["code"] for one in ballot(house)["candidates"]] == ["A003"]


def test_the_shops_are_told_when_it_is_called_when_they_can_vote_and_what_came_out(house: House) -> None:
    call(house)
    stand(house, "A003")
    wait(house, days=2)
    wait(house, days=3)
    wait(house, minutes=1)
    owner = house.person("of-A002").id
    with house.context.reading() as (session, _):
        told = session.scalars(select(Notice.kind).where(Notice.person_id == owner).order_by(Notice.id))
        kinds = [kind for kind in told if kind.startswith("lead")]
    assert kinds == ["lead_ballot", "lead_ballot", "lead_elected"]


def test_who_led_and_who_leads_sign_and_the_armbands_change_hands(house: House) -> None:
    call(house)
    stand(house, "A003")
    wait(house, days=2)
    for shop in SHOPS:
        vote(house, shop, "A003")
    new, old = visitor(house, "of-A003"), visitor(house, "of-A001")
    assert "has not signed yet" in look(new, LEAD)
    assert "Signed." in press(old, look(old, LEAD), 'value="give"', note="two keys in the box")
    page = press(new, look(new, LEAD), 'value="take"')
    assert "two keys in the box" in page
    assert "Owner A003 took over" in page
    assert 'value="take"' not in page
    page = press(new, page, 'name="number"', number="014")
    page = press(new, page, 'value="issued"', act="issued", shop="A002")
    assert "issued · Owner A002" in page
    again = press(new, page, 'value="returned"', act="returned")
    assert "014</b> here" in again
    assert "014" not in look(visitor(house, "police"), LEAD)


def test_one_person_does_not_sign_both_sides(house: House) -> None:
    call(house)
    stand(house, "A003")
    wait(house, days=2)
    for shop in SHOPS:
        vote(house, shop, "A003")
    office, new = visitor(house, "officer"), visitor(house, "of-A003")
    page = look(office, LEAD)
    assert "Signed." in press(office, page, 'value="give"', note="said so by voice")
    assert "has signed already" in press(office, page, 'value="give"', command_id="again", note="x")
    term: Any = new.get("/api/v1/groups/g1-01/leads").json
    path, told = f"/api/v1/lead-terms/{term['items'][0]['id']}/commands", {"command_id": str(uuid4())}
    programs = house.app.test_client().post(
        path, headers=house.bearer("program"), json=told | {"command": "take"}
    )
    assert programs.status_code == 403
    headers = {"X-CSRFToken": csrf(office)}
    both = office.post(path, headers=headers, json=told | {"command": "take", "note": "x"})
    assert (both.status_code, both.json["because"]) == (409, ["two-people"])  # type: ignore[index]
    assert "took over" in press(new, look(new, LEAD), 'value="take"')
