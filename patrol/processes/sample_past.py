"""The made-up past of the sample market, written down once, before its first live minute."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions.reckoning import reckon
from patrol.cards.units import point_of
from patrol.model.alerts import Alert
from patrol.model.devices import Device
from patrol.model.incidents import Evaluation, Incident, IncidentEntry, Outside
from patrol.model.people import Grant, Person
from patrol.model.stream import SAMPLE_PAST, Meta
from patrol.model.tasks import Task, Timer
from patrol.rules.entries import MarketEntry, PlaceEntry, Register
from patrol.rules.words import Attention, Condition, DeviceClass, PlaceKind, Role
from patrol.sample.past import past
from patrol.sample.past_case import Guard, PastCase, Spot, Town

DAYS = 35
AT_ONCE = 200
SMALLEST_GRID = 2
"""Guards a grid must have to be told of: two are sent to what is grave."""


def live_through(
    session: Session, register: Register, market: MarketEntry, *, seed: int, now: datetime
) -> int:
    """Write five weeks of the past that end with the last whole market day; give the number of cases.

    The same seed on the same day gives the same past. Says in `meta` that it is made up.
    """
    name = f"{SAMPLE_PAST}:{market.code}"
    if session.get(Meta, name) is not None:
        return 0
    session.add(Meta(name=name, value=f"{DAYS} days, seed {seed}"))
    town = _town(session, register, market, now)
    today = market.clock.day(now)
    days = [today - timedelta(days=n) for n in range(DAYS, 0, -1)]
    cases = list(past(town, market.clock, days, Random(seed)))  # noqa: S311 - a made-up market plays dice
    counted = _numbered(session, market)
    for first in range(0, len(cases), AT_ONCE):
        _write(session, register, market, cases[first : first + AT_ONCE], counted)
    return len(cases)


def _numbered(session: Session, market: MarketEntry) -> Counter[str]:
    """Count the cases that each market day has already: rounds of the last hours may have found something."""
    numbers = session.scalars(select(Incident.number).where(Incident.market_id == market.id))
    last: Counter[str] = Counter()
    for number in numbers:
        _, day, count = number.rsplit("-", 2)
        last[day] = max(last[day], int(count))
    return last


def _town(session: Session, register: Register, market: MarketEntry, now: datetime) -> Town:
    held: dict[Role, list[tuple[int, str, int]]] = {}
    people = select(Grant.role, Person.id, Person.login, Grant.place_id).join(
        Person, Person.id == Grant.person_id
    )
    for role, person, login, place in session.execute(people.order_by(Person.id)):
        held.setdefault(Role(role), []).append((person, login, place))
    leads = {place: person for person, _, place in held[Role.LEAD]}
    spots = tuple(_spots(register, market, leads))
    by_place = {spot.place: spot for spot in spots}
    return Town(
        spots=spots,
        devices=_devices(session, market, by_place, spots),
        guards=_guards(session, market, held[Role.GUARD]),
        officers=tuple(person for person, *_ in held[Role.OFFICER]),
        leaders=tuple(person for person, *_ in held[Role.SHIFT_LEADER]),
        police=held[Role.POLICE][0][0],
        now=now,
    )


def _spots(register: Register, market: MarketEntry, leads: dict[int, int]) -> Iterator[Spot]:
    """Shops of groups that have a lead; some lanes see more than others."""
    for place in register.places.values():
        if place.kind is PlaceKind.SHOP and place.market_id == market.id and place.parent_id in leads:
            grid, point = register.above(place.id, PlaceKind.GRID), _point(place)
            if grid is not None and point is not None:
                yield from [
                    Spot(place.id, place.parent_id, grid.id, *point, leads[place.parent_id])
                ] * (3 if place.id % 7 == 0 else 1)  # fmt: skip


def _point(place: PlaceEntry) -> tuple[float, float] | None:
    found = point_of(place)
    return (float(found[0]), float(found[1])) if found else None


def _devices(
    session: Session, market: MarketEntry, by_place: dict[int, Spot], spots: Sequence[Spot]
) -> dict[DeviceClass, list[tuple[int, Spot]]]:
    """Devices by class; one that hangs at no shop is given the spot that comes around."""
    found: dict[DeviceClass, list[tuple[int, Spot]]] = {}
    rows = select(Device.id, Device.device_class, Device.place_id).where(Device.market_id == market.id)
    for number, (device, kind, place) in enumerate(session.execute(rows.order_by(Device.id))):
        if number % 9 == 0 or kind == DeviceClass.BUTTON:
            spot = by_place.get(place or 0) or spots[number * 31 % len(spots)]
            found.setdefault(DeviceClass(kind), []).append((device, spot))
    return found


def _guards(
    session: Session, market: MarketEntry, held: list[tuple[int, str, int]]
) -> dict[int, tuple[Guard, ...]]:
    phones = {
        code.removeprefix("phone-"): (device, code)
        for device, code in session.execute(
            select(Device.id, Device.code).where(
                Device.market_id == market.id, Device.device_class == DeviceClass.PHONE
            )
        )
    }
    found: dict[int, list[Guard]] = {}
    for person, login, place in held:
        if login in phones:
            found.setdefault(place, []).append(Guard(person, *phones[login]))
    return {place: tuple(guards) for place, guards in found.items() if len(guards) >= SMALLEST_GRID}


def _write(
    session: Session,
    register: Register,
    market: MarketEntry,
    cases: Sequence[PastCase],
    counted: Counter[str],
) -> None:
    """Write some cases with everything that belongs to them, and reckon them as any other."""
    numbered = [_incident(case, market, counted) for case in cases]
    ids = _numbers(session, Incident, numbered)
    tasks = [
        {**task, "incident_id": incident}
        for incident, case in zip(ids, cases, strict=True)
        for task in case.tasks
    ]
    task_ids = iter(_numbers(session, Task, tasks))
    timers: list[dict[str, Any]] = []
    for incident, case in zip(ids, cases, strict=True):
        mine = [next(task_ids) for _ in case.tasks]
        timers += [_timer(wait, incident, mine) for wait in case.waits]
    _all(session, Timer, timers)
    _all(session, IncidentEntry, _of(ids, cases, "entries"))
    _all(session, Evaluation, [{**row, "round": _round(cases, ids, row)} for row in _of(ids, cases, "said")])
    _all(session, Outside, _of(ids, cases, "outside"))
    _all(session, Alert, [_alert(case, i, market) for i, case in zip(ids, cases, strict=True) if case.device])
    incidents = session.scalars(select(Incident).where(Incident.id.in_(ids)).order_by(Incident.id)).all()
    reckon(session, incidents, register)
    session.flush()
    session.expunge_all()


def _numbers(session: Session, kind: Any, rows: list[dict[str, Any]]) -> list[int]:
    """Write rows, and give the numbers they got."""
    table = kind.__table__
    if not rows:
        return []
    statement = table.insert().returning(table.c.id, sort_by_parameter_order=True)
    return list(session.connection().execute(statement, rows).scalars())


def _all(session: Session, kind: Any, rows: list[dict[str, Any]]) -> None:
    """Write rows by the table itself: the mapper would take them apart by which fields are empty."""
    if rows:
        session.connection().execute(kind.__table__.insert(), rows)


def _of(ids: Sequence[int], cases: Sequence[PastCase], part: str) -> list[dict[str, Any]]:
    return [
        {**row, "incident_id": i} for i, case in zip(ids, cases, strict=True) for row in getattr(case, part)
    ]


def _round(cases: Sequence[PastCase], ids: Sequence[int], row: dict[str, Any]) -> object:
    return cases[ids.index(row["incident_id"])].incident["round"]


def _incident(case: PastCase, market: MarketEntry, counted: Counter[str]) -> dict[str, Any]:
    """Numbered as they came, day by day."""
    day = f"{market.clock.day(case.began):%Y%m%d}"
    counted[day] += 1
    return {
        **case.incident,
        "market_id": market.id,
        "number": f"{market.code}-{day}-{counted[day]:04d}",
        "dedupe": None,
        "sop": [],
        "helpers": [],
        "pictures": 0,
        "losses": {},
        "extension_asked": False,
    }


def _timer(wait: dict[str, Any], incident: int, tasks: Sequence[int]) -> dict[str, Any]:
    place = wait["task"]
    rest = {name: value for name, value in wait.items() if name != "task"}
    return {**rest, "incident_id": incident, "task_id": None if place is None else tasks[place]}


def _alert(case: PastCase, incident: int, market: MarketEntry) -> dict[str, Any]:
    told, closed = case.incident, case.incident["closed_at"]
    return {
        "market_id": market.id,
        "fingerprint": f"past:{incident}",
        "kind": told["kind"],
        "category": told["category"],
        "severity": told["severity"],
        "rule": case.story.rule,
        "condition": Condition.CLEARED,
        "attention": Attention.LINKED,
        "device_id": case.device,
        **{name: told[name] for name in ("place_id", "grid_id", "group_id", "x", "y")},
        "kinds": [told["kind"]],
        "subject": {},
        "media": [],
        "happened_at": case.began,
        "raised_at": case.began,
        "last_at": case.began,
        "cleared_at": closed,
        "closed_at": closed,
        "closed_by": told["closed_by"],
        "close_reason": str(told["result"]),
        "incident_id": incident,
        "count": 1,
        "late": False,
        "at_startup": False,
        "suppressed": False,
        "decided_version": 1,
        "version": 1,
    }
