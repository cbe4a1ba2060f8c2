"""Whom to send first, why, and why not the others; the gate, the run card, and their way around."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from patrol.actions import case_settings
from patrol.cards.case_rules import case_rules
from patrol.cards.recommendation import recommend
from patrol.errors import Forbidden, Invalid, NotNow
from patrol.model.devices import Device, DeviceState
from patrol.model.duty import Rota, Slot
from patrol.model.incidents import Incident
from patrol.model.places import Place, PlaceVersion
from patrol.model.tasks import Task
from patrol.rules.duty_words import DayClass, Keeper, Source
from patrol.rules.words import Category, Severity
from tests.case_world import CaseWorld


def advice(case: CaseWorld, number: int) -> dict[str, Any]:
    with case.world.sessions() as session:
        incident = session.get_one(Incident, number)
        tasks = session.scalars(select(Task).where(Task.incident_id == number)).all()
        rules = case_rules(session, incident.market_id)
        register = case.world.register.current(session)
        return recommend(session, incident, tasks, rules, register, now=case.world.now)


def unit(found: dict[str, Any], ref: str) -> dict[str, Any]:
    (row,) = [row for row in found["units"] if row["unit"] == ref]
    return dict(row)


def keys(row: dict[str, Any], what: str) -> list[str]:
    return [reason["key"] for reason in row[what]]


def setting(case: CaseWorld, name: str, **body: Any) -> None:
    with case.world.sessions.begin() as session:
        case_settings.change(session, 1, name, body, by=None, now=case.world.now)


def test_a_call_for_help_sends_the_nearest_guard_and_the_two_nearest_open_shops(case: CaseWorld) -> None:
    found = advice(case, case.report(Category.PERSONAL_SAFETY, Severity.CRITICAL))
    assert found["needs"] == {"guard": 1, "shop": 2}
    assert found["first"] == ["place:g1-01-b", "place:g1-02-a", "device:phone-guard"]
    assert keys(unit(found, "place:g1-01-b"), "reasons") == ["walk", "open_now", "same_group", "next_door"]
    assert keys(unit(found, "device:phone-guard"), "reasons") == ["walk", "fresh_fix"]


def test_people_are_recommended_by_their_names_and_cars_by_theirs(case: CaseWorld) -> None:
    number = case.report()
    found = advice(case, number)
    guard, car = unit(found, "device:phone-guard"), unit(found, "device:car-01")
    assert (guard["name"], guard["phone"]) == ("guard", "phone-guard")
    assert (car["name"], car["phone"]) == ("car-01", None)
    case.do(number, "accept")
    case.do(number, "dispatch", units=["device:phone-guard", "device:car-01"], override="enough")
    card = case.world.snapshot().state["incidents"][str(number)]
    assert isinstance(card, dict)
    assert [task["name"] for task in card["tasks"]] == ["guard", "car-01"]


def test_a_closed_shop_is_passed_over_and_says_why(case: CaseWorld) -> None:
    with case.world.sessions.begin() as session:
        shop = select(PlaceVersion).join(Place, Place.id == PlaceVersion.place_id)
        version = session.scalars(shop.where(Place.code == "g1-01-b")).one()
        version.facts = {**version.facts, "opens": 0, "closes": 60}
    found = advice(case, case.report(Category.PERSONAL_SAFETY, Severity.CRITICAL))
    assert keys(unit(found, "place:g1-01-b"), "why_not") == ["closed"]
    assert "place:g1-01-b" not in found["first"]


def test_a_guard_who_is_busy_or_not_heard_is_not_recommended(case: CaseWorld) -> None:
    case.sent(Severity.NORMAL, "device:phone-guard")
    with case.world.sessions.begin() as session:
        state = session.scalars(select(DeviceState).order_by(DeviceState.device_id.desc())).first()
        assert state is not None
        state.fix_at = None
    found = advice(case, case.report(by="shop_b"))
    assert keys(unit(found, "device:phone-guard"), "why_not") == ["busy"]
    assert keys(unit(found, "device:phone-guard2"), "why_not") == ["no_fix"]
    assert found["first"] == []


def test_who_has_a_turn_says_so_and_who_is_off_duty_is_not_called(case: CaseWorld) -> None:
    people = case.people
    keep_turns(case, Keeper.PERSON, {people["guard"]: -12, people["guard2"]: -1})
    keep_turns(case, Keeper.SHOP, {place_id(case, "g1-01-b"): -1})
    found = advice(case, case.report(Category.PERSONAL_SAFETY, Severity.CRITICAL))
    assert keys(unit(found, "device:phone-guard"), "why_not") == ["off_duty"]
    assert keys(unit(found, "device:phone-guard2"), "reasons") == ["walk", "on_duty", "fresh_fix"]
    assert "on_duty" in keys(unit(found, "place:g1-01-b"), "reasons")
    assert found["first"][-1] == "device:phone-guard2"


def test_whoever_is_on_duty_and_tells_no_position_is_named_with_the_reason_and_can_be_sent(
    case: CaseWorld,
) -> None:
    with case.world.sessions.begin() as session:
        session.execute(delete(DeviceState).where(DeviceState.device_id == phone(session, "phone-guard")))
    assert not [row for row in advice(case, case.report())["units"] if row["unit"] == "device:phone-guard"]
    keep_turns(case, Keeper.PERSON, {case.people["guard"]: -1})
    number = case.report()
    assert keys(unit(advice(case, number), "device:phone-guard"), "why_not") == ["not_heard", "no_fix"]
    case.do(number, "accept")
    sent = case.do(
        number, "dispatch", units=["device:phone-guard"], override="one", confirm=True, reason="he is here"
    )
    assert sent["step"] == "dispatched"


def phone(session: Session, code: str) -> int:
    return session.scalars(select(Device.id).where(Device.code == code)).one()


def place_id(case: CaseWorld, code: str) -> int:
    with case.world.sessions() as session:
        return session.scalars(select(Place.id).where(Place.code == code)).one()


def keep_turns(case: CaseWorld, keeper: Keeper, turns: dict[int, int]) -> None:
    """Give each holder one turn of eight hours that began so many hours from now."""
    now, post = case.world.now, place_id(case, "g1" if keeper is Keeper.PERSON else "g1-01")
    with case.world.sessions.begin() as session:
        rota = Rota(market_id=1, place_id=post, code=keeper, keeper=keeper, opened_at=now, books_from=now,
                    post_code="x")  # fmt: skip
        session.add(rota)
        session.flush()
        for seat, (holder, hours) in enumerate(turns.items()):
            begins = now + timedelta(hours=hours)
            session.add(
                Slot(
                    id=f"{keeper}-{seat}",
                    rota_id=rota.id,
                    day=begins.date(),
                    kind="night",
                    seat=seat,
                    standby=False,
                    starts_at=begins,
                    ends_at=begins + timedelta(hours=8),
                    day_class=DayClass.ORDINARY,
                    weight=1,
                    rest=0,
                    seq=1,
                    holder_id=holder,
                    source=next(iter(Source)),
                )
            )


def test_passing_over_a_nearer_guard_wants_a_reason(case: CaseWorld) -> None:
    number = case.report()
    case.do(number, "accept")
    with pytest.raises(NotNow) as refused:
        case.do(number, "dispatch", units=["device:phone-guard2"])
    assert (refused.value.standing["because"], refused.value.standing["passed_over"]) == (
        "recommended", ["device:phone-guard"],
    )  # fmt: skip
    case.do(number, "dispatch", units=["device:phone-guard2"], reason="he speaks the dialect")
    assert case.verbs(number)[-1] == "dispatch"


def test_the_timeline_names_who_was_passed_over_not_who_went(case: CaseWorld) -> None:
    number = case.report()
    case.do(number, "accept")
    case.do(number, "dispatch", units=["device:phone-guard2"], reason="he speaks the dialect")
    card = case.world.snapshot().state["incidents"][str(number)]
    assert isinstance(card, dict)
    assert card["timeline"][-1]["facts"]["passed_over"] == ["device:phone-guard"]


def test_too_few_for_the_run_card_wants_an_override(case: CaseWorld) -> None:
    number = case.report(severity=Severity.HIGH)
    case.do(number, "accept")
    with pytest.raises(NotNow) as refused:
        case.do(number, "dispatch", units=["device:phone-guard"])
    assert refused.value.standing["missing"] == {"guard": 1}
    case.do(number, "dispatch", units=["device:phone-guard", "device:phone-guard2"])
    assert len(case.tasks(number)) == 2


def test_the_gate_warns_blocks_or_lets_through_as_the_market_wants(case: CaseWorld) -> None:
    case.sent(Severity.NORMAL, "device:phone-guard")
    number = case.report(by="shop_b")
    case.do(number, "accept")
    with pytest.raises(NotNow, match="gate"):
        case.do(number, "dispatch", units=["device:phone-guard"], reason="he is next to it")
    setting(case, "gate", gate="block")
    with pytest.raises(NotNow, match="gate"):
        case.do(number, "dispatch", units=["device:phone-guard"], reason="near", confirm=True)
    setting(case, "gate", gate="none")
    case.do(number, "dispatch", units=["device:phone-guard"], reason="he is next to it")


def test_a_rescue_is_never_blocked_but_what_was_said_is_written_down(case: CaseWorld) -> None:
    case.sent(Severity.NORMAL, "device:phone-guard")
    setting(case, "gate", gate="block")
    number = case.report(Category.FIRE, Severity.CRITICAL, by="shop_b")
    case.do(number, "accept")
    case.do(number, "dispatch", units=["device:phone-guard"])
    card = case.world.snapshot().state["incidents"][str(number)]
    assert isinstance(card, dict)
    facts = card["timeline"][-1]["facts"]
    assert facts["warned"] == {"device:phone-guard": ["busy"]}
    assert facts["short"] == {"guard": 1, "car": 1, "shop": 2}


def test_unknown_units_and_those_already_sent_are_named(case: CaseWorld) -> None:
    number = case.sent()
    with pytest.raises(NotNow, match="units-not-sent"):
        case.do(number, "dispatch", units=["device:phone-guard"])
    with pytest.raises(NotNow) as refused:
        case.do(number, "dispatch", units=["device:nobody", "person:9999"])
    assert refused.value.standing["unknown"] == ["device:nobody", "person:9999"]


def test_a_task_is_answered_by_whom_it_is_for_or_by_the_desk(case: CaseWorld) -> None:
    number = case.sent(Severity.NORMAL, "device:phone-guard", "place:g1-01-b")
    guards, shops = (task.id for task in case.tasks(number))
    with pytest.raises(NotNow, match="task-own"):
        case.do(number, "respond", by="shop_b", task=guards)
    with pytest.raises(Forbidden):
        case.do(number, "respond", by="guard2", task=guards)
    case.do(number, "respond", by="shop_b", task=shops)
    case.do(number, "respond", by="officer", task=guards, note="by radio")
    assert [task.state for task in case.tasks(number)] == ["coming", "coming"]


def test_a_car_is_answered_for_by_a_guard_of_the_market(case: CaseWorld) -> None:
    number = case.sent(Severity.NORMAL, "device:car-01")
    case.do(number, "arrive", by="guard2", task=case.tasks(number)[0].id)
    assert case.tasks(number)[0].doer_id == case.people["guard2"]


def test_who_can_not_come_names_the_next(case: CaseWorld) -> None:
    number = case.sent()
    case.do(number, "cannot", by="guard", task=case.tasks(number)[0].id, reason="a flat tyre")
    card = case.world.snapshot().state["incidents"][str(number)]
    assert isinstance(card, dict)
    assert card["timeline"][-1]["facts"]["next"] == "device:phone-guard2"
    assert case.waiting(number) == {"on_scene", "handled"}


def test_the_phone_of_who_is_sent_hears_it_in_the_same_transaction(case: CaseWorld) -> None:
    number = case.sent()
    room = f"user:{case.people['guard']}"
    event, notice = case.world.since(0, room)
    assert notice.type == "notice.told"
    assert (event.type, event.body) == ("task.sent", case.world.snapshot(room).state["tasks"]["1"])
    assert case.tasks(number)[0].person_id == case.people["guard"]


def test_settings_that_can_not_be_read_are_refused_and_good_ones_count_at_once(case: CaseWorld) -> None:
    for name, body in (
        ("timers", {"accept": [1, 2]}),
        ("timers", {"lunch": [1, 2, 3, 4]}),
        ("cards", {"needs": {"FI": {"elephant": 1}}}),
        ("gate", {"gate": "maybe"}),
        ("colour", {}),
    ):
        with pytest.raises(Invalid):
            setting(case, name, **body)
    setting(case, "timers", accept=[5, 5, 5, 5])
    number = case.report(severity=Severity.CRITICAL)
    assert (case.timers(number)[0].due_at - case.world.now).total_seconds() == 5
