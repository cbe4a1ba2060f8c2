"""One press, ten shops ring; the silent ones are listed at twenty seconds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.actions import roll_call
from patrol.actions.register import touch
from patrol.actions.roll_call import Call, RollOrder
from patrol.errors import Invalid, NotFound, NotNow
from patrol.model.alerts import Alert
from patrol.model.notices import Notice
from patrol.model.people import Grant
from patrol.model.places import Place, PlaceVersion
from patrol.model.roll_calls import RollCall
from patrol.rules.case_words import RollAnswer
from patrol.rules.notice_words import NoticeKind
from patrol.rules.words import Attention, Category, Kind, PlaceKind, Role, Severity
from tests.boards import Boards
from tests.case_world import CaseWorld, a_case_world
from tests.world import START

SHOPS = [f"t{n}" for n in range(10)]
SILENT = ["t3", "t6", "t9"]


@dataclass(slots=True)
class Group:
    """Ten shops in a row, two metres apart."""

    case: CaseWorld
    call_id: int = 0

    def call(
        self,
        *,
        caller: str | None = "t0",
        command_id: str | None = None,
        incident: int | None = None,
        drill: bool = False,
    ) -> Mapping[str, Any]:
        command_id, lead = command_id or uuid4().hex, self.case.people["lead"]
        call = Call(1, "g1-10", command_id, lead, caller=caller, incident_id=incident, drill=drill)
        world = self.case.world
        with world.sessions.begin() as session:
            answer = roll_call.open_call(session, call, world.register.current(session), now=world.now)
        self.call_id = int(answer["card"]["id"])
        return answer

    def say(
        self, shop: str | None, command: str = "answer", answer: RollAnswer = RollAnswer.HEARD, **more: str
    ) -> Mapping[str, Any]:
        command_id = more.get("command_id", uuid4().hex)
        order = RollOrder(self.call_id, command, command_id, self.case.people["lead"], shop, answer)
        world = self.case.world
        with world.sessions.begin() as session:
            return roll_call.command(session, order, world.register.current(session), now=world.now)

    def wait(self, seconds: float) -> None:
        """Let time pass in the small steps of the clockwork."""
        for _ in range(round(seconds * 2)):
            self.case.world.later(seconds=0.5)
            self.case.run_timers()

    def card(self) -> Mapping[str, Any]:
        card = self.case.world.snapshot("group:g1-10").state["roll_calls"][str(self.call_id)]
        assert isinstance(card, dict)
        return card


@pytest.fixture
def group(tmp_path: Path, database_url: str) -> Iterator[Group]:
    case = a_case_world(tmp_path, url=database_url)
    with case.world.sessions.begin() as session:
        grid = session.query(Place.id).where(Place.code == "g1").scalar()
        ten = _place(session, PlaceKind.GROUP, "g1-10", grid)
        for n, code in enumerate(SHOPS):
            _place(session, PlaceKind.SHOP, code, ten, opens=360, closes=1080, face_x=n * 2.0, face_y=50.0)
        touch(session)
    yield Group(case)
    case.world.engine.dispose()


def _place(session: Any, kind: PlaceKind, code: str, parent: int, **facts: object) -> int:
    place = Place(market_id=1, kind=kind, code=code)
    session.add(place)
    session.flush()
    version = PlaceVersion(place_id=place.id, parent_id=parent, name=code, facts=facts, valid_from=START)
    session.add(version)
    return place.id


def seven_answer(group: Group) -> None:
    group.call()
    for shop in SHOPS[1:]:
        if shop not in SILENT:
            group.say(shop, answer=RollAnswer.COMING)


def rate(group: Group) -> tuple[int, int]:
    card = group.card()
    return card["answered"], card["asked"]


def test_three_silent_shops_are_listed_at_twenty_seconds_and_the_rate_is_six_of_nine(group: Group) -> None:
    seven_answer(group)
    group.wait(19)
    assert (group.card()["stage"], group.card()["silent"]) == ("ringing", [])
    group.wait(2)
    assert (group.card()["stage"], group.card()["silent"]) == ("listed", SILENT)
    assert rate(group) == (6, 9)


def test_a_silent_shop_that_turns_out_closed_is_not_counted(group: Group) -> None:
    seven_answer(group)
    group.wait(21)
    group.say("t9", "closed")
    assert rate(group) == (6, 8)
    assert group.card()["silent"] == ["t3", "t6"]


def test_shops_whose_button_led_to_the_case_are_not_asked(group: Group) -> None:
    """A call for help that was merged into a fire is still a call: whoever pressed is not silent."""
    fire = group.case.report(Category.FIRE, Severity.CRITICAL, place="t5")
    for shop in ("t2", "t7"):
        pressed(group, shop, fire)
    card = group.call(caller=None, incident=fire)["card"]
    left_out = {shop["code"] for shop in card["shops"] if shop["why_not"] == "caller"}
    assert (left_out, card["caller"]["code"], rate(group)) == ({"t2", "t7"}, "t2", (0, 8))


def pressed(group: Group, shop: str, incident_id: int) -> None:
    with group.case.world.sessions.begin() as session:
        place_id = session.query(Place.id).where(Place.code == shop).scalar()
        session.add(
            Alert(
                market_id=1, fingerprint=f"sos:{shop}", kind=Kind.SOS, category=Category.PERSONAL_SAFETY,
                severity=Severity.CRITICAL, rule="sos", place_id=place_id, incident_id=incident_id,
                attention=Attention.LINKED,                happened_at=START, raised_at=START, last_at=START,
            )
        )  # fmt: skip


def test_a_shop_outside_its_hours_is_not_asked(group: Group) -> None:
    group.case.later(hours=-5)
    with pytest.raises(NotNow, match="no shop"):
        group.call()


def test_the_silent_are_rung_again_at_forty_and_a_neighbour_is_asked_at_sixty(group: Group) -> None:
    seven_answer(group)
    group.wait(41)
    rung = {shop["code"]: shop["rung_at"] for shop in group.card()["shops"]}
    assert group.card()["stage"] == "rung_again"
    assert rung["t3"] > rung["t1"]
    group.wait(20)
    watchers = {shop["code"]: shop["watcher"] for shop in group.card()["shops"] if shop["watcher"]}
    assert watchers == {"t3": "t2", "t6": "t5", "t9": "t8"}


def test_a_neighbour_who_looks_after_many_shops_is_told_once_with_all_of_them(group: Group) -> None:
    keeper = group.case.people["shop_b"]
    with group.case.world.sessions.begin() as session:
        shop = session.scalars(select(Place.id).where(Place.code == "t1")).one()
        session.add(Grant(person_id=keeper, role=Role.SHOP, place_id=shop, valid_from=START))
    group.call()
    group.say("t1", answer=RollAnswer.COMING)
    group.wait(61)
    with group.case.world.sessions() as session:
        told = select(Notice).where(Notice.kind == NoticeKind.ROLL_CALL_WATCH, Notice.person_id == keeper)
        (letter,) = session.scalars(told)
    assert letter.facts["place"].split(" · ") == SHOPS[2:]


def test_when_all_have_answered_nothing_more_is_waited_for(group: Group) -> None:
    group.call()
    for shop in SHOPS[1:]:
        group.say(shop)
    group.wait(61)
    assert (group.card()["stage"], rate(group)) == ("ringing", (9, 9))


def test_a_second_press_joins_the_call_that_stands(group: Group) -> None:
    first = group.call()
    assert group.call(caller="t5")["card"]["id"] == first["card"]["id"]
    assert group.call(command_id="same") == group.call(command_id="same")


def test_a_retried_answer_counts_once_and_a_later_one_replaces_it(group: Group) -> None:
    group.call()
    first = group.say("t1", command_id="a")
    assert group.say("t1", command_id="a") == first
    group.say("t1", answer=RollAnswer.CANNOT)
    assert rate(group) == (1, 9)
    with pytest.raises(Invalid, match="another command"):
        group.call(command_id="a")
    with pytest.raises(NotFound):
        group.say("g1-01-a")


def test_a_drill_says_that_it_is_one(group: Group) -> None:
    group.call(drill=True)
    with group.case.world.sessions() as session:
        assert session.scalars(select(RollCall.drill)).one() is True
    group.say(None, "end")
    drill = group.case.report()
    group.case.do(drill, "drill", by="leader", plan="autumn")
    group.call(incident=drill)
    with group.case.world.sessions() as session:
        assert session.scalars(select(RollCall.drill)).all() == [True, True]


def test_it_ends_by_hand_or_by_itself_and_leaves_the_boards(group: Group) -> None:
    boards = Boards(group.case.world).open("market:yunda", "grid:g1", "group:g1-10", "police:yunda")
    group.call()
    group.say(None, "end")
    boards.compare()
    with pytest.raises(NotNow, match="over"):
        group.say("t1")
    group.call()
    group.case.later(minutes=16).run_timers()
    boards.compare()
    assert group.case.world.snapshot("group:g1-10").state["roll_calls"] == {}
