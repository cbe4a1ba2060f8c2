"""Sending units: weighed against the recommendation, the gate and the run card, then one task each."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from patrol.actions.case_desk import CaseDesk
from patrol.cards.recommendation import still_needed, still_to_ask, weigh
from patrol.cards.units import PHONE, row_of
from patrol.model.people import Person
from patrol.model.tasks import Task
from patrol.rules import run_cards
from patrol.rules.case import Case, Given, Sending
from patrol.rules.case_words import TaskState, TimerKind, UnitKind
from patrol.rules.entries import DeviceEntry, PlaceEntry
from patrol.rules.nearest import passed_over
from patrol.rules.run_cards import GUARD
from patrol.rules.words import DeviceClass, PlaceKind


def sending(desk: CaseDesk, case: Case, given: Given) -> Sending:
    """Weigh those who are to be sent."""
    ranked = weigh(desk.session, desk.incident, desk.register, now=desk.now, named=frozenset(given.units))
    by_ref = {candidate.unit.ref: candidate for candidate in ranked}
    there = {task.unit for task in case.open_tasks}
    people = {ref: _person(desk, ref) for ref in given.units if ref not in by_ref}
    against = {
        ref: tuple(reason.key for reason in by_ref[ref].why_not)
        for ref in given.units
        if ref in by_ref and by_ref[ref].why_not
    }
    parts = [by_ref[ref].unit.part if ref in by_ref else GUARD for ref in given.units]
    return Sending(
        gate=desk.rules.gate,
        unknown=tuple(ref for ref, person in people.items() if person is None),
        sent_already=tuple(ref for ref in given.units if ref in there),
        against=against,
        missing=run_cards.lacking(still_needed(desk.incident, desk.tasks, desk.rules), parts),
        passed_over=passed_over(still_to_ask(ranked, desk.tasks, desk.incident.round), given.units),
    )


def send(desk: CaseDesk, given: Given) -> None:
    """Make one task for each unit and start waiting for its answer."""
    sent = [desk_task(desk, ref) for ref in given.units]
    if given.sending is not None:
        warned = {ref: list(keys) for ref, keys in given.sending.against.items()}
        facts = {"warned": warned, "short": dict(given.sending.missing)}
        desk.facts |= {name: value for name, value in facts.items() if value}
        if given.sending.passed_over:
            desk.facts["passed_over"] = list(given.sending.passed_over)
    desk.facts["units"] = [task.unit for task in sent]


def desk_task(desk: CaseDesk, ref: str, again_because: str | None = None) -> Task:
    """Make the task of one unit; sent back, it says what is still to be done."""
    device, place, person = _device(desk, ref), _shop(desk, ref), _person(desk, ref)
    task = Task(
        incident_id=desk.incident.id,
        unit=ref,
        unit_kind=UnitKind(ref.partition(":")[0]),
        part=_part(device, place),
        device_id=device.id if device else None,
        place_id=place.id if place else None,
        person_id=_holder(desk, device) if device else person.id if person else None,
        round=desk.incident.round,
        again_because=again_because,
        sent_at=desk.now,
        sent_by=desk.actor_id,
    )
    desk.session.add(task)
    desk.session.flush()
    desk.tasks.append(task)
    desk.watch.start(TimerKind.ANSWER, desk.incident.severity, task_id=task.id)
    desk.tell_doer(task, "task.sent")
    return task


def next_after(desk: CaseDesk, task: Task) -> dict[str, Any] | None:
    """Give the next one to ask when a unit does not answer or can not come."""
    asked = {one.unit for one in desk.tasks if one.round == desk.incident.round}
    for candidate in weigh(desk.session, desk.incident, desk.register, now=desk.now):
        unit = candidate.unit
        if unit.part == task.part and unit.ref not in asked and not candidate.why_not:
            return row_of(candidate)
    return None


def _part(device: DeviceEntry | None, place: PlaceEntry | None) -> str:
    if place is not None:
        return run_cards.SHOP
    return run_cards.CAR if device and device.device_class is DeviceClass.CAR else GUARD


def _device(desk: CaseDesk, ref: str) -> DeviceEntry | None:
    kind, _, code = ref.partition(":")
    if kind != UnitKind.DEVICE:
        return None
    mine = (d for d in desk.register.devices.values() if d.market_id == desk.market.id and d.code == code)
    return next(mine, None)


def _shop(desk: CaseDesk, ref: str) -> PlaceEntry | None:
    kind, _, code = ref.partition(":")
    if kind != UnitKind.PLACE:
        return None
    shops = (p for p in desk.register.places.values() if p.kind is PlaceKind.SHOP and p.code == code)
    return next((shop for shop in shops if shop.market_id == desk.market.id), None)


def _person(desk: CaseDesk, ref: str) -> Person | None:
    kind, _, number = ref.partition(":")
    if kind != UnitKind.PERSON or not number.isdecimal():
        return None
    person = desk.session.get(Person, int(number))
    return person if person is not None and person.active else None


def _holder(desk: CaseDesk, device: DeviceEntry) -> int | None:
    """Whose phone it is; a car is answered for by whoever rides in it."""
    if not device.code.startswith(PHONE):
        return None
    login = device.code.removeprefix(PHONE)
    return desk.session.scalar(select(Person.id).where(Person.login == login, Person.active))


def settle(task: Task, state: TaskState, now: datetime) -> None:
    """End a task."""
    task.state, task.settled_at = state, now
    task.version += 1
