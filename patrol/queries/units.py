"""The status board: every unit of a market, how it stands, what it does, and when it was last heard."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.audience import Audience
from patrol.cards.on_duty import Roster, roster
from patrol.cards.things import Card, NameOf, place_of, stamp
from patrol.cards.units import MOVERS, PHONE, carriers, shop_is_open
from patrol.model.devices import DeviceState
from patrol.model.incidents import Incident
from patrol.model.people import Person
from patrol.model.readiness import GroupReadiness
from patrol.model.roll_calls import RollCall, RollCallShop
from patrol.model.rounds import Round, RouteVersion
from patrol.model.tasks import Task
from patrol.queries.listening import listening_since
from patrol.rules.case_words import RollAnswer, TaskState
from patrol.rules.entries import DeviceEntry, MarketEntry, PlaceEntry, Register
from patrol.rules.liveness import is_awaited, patience_with
from patrol.rules.round_words import RoundState
from patrol.rules.run_cards import CAR, GUARD, SHOP
from patrol.rules.unit_states import Sign, UnitState, state_of
from patrol.rules.words import DeviceClass, DeviceStatus, PlaceKind, Role

NEIGHBOUR = "neighbour"
"""A shop without a turn that helps, or a group that stands in for the one next door."""
ORDER = (CAR, GUARD, SHOP, NEIGHBOUR)
JUST_HEARD = timedelta(seconds=60)
"""So long a word counts after a connection broke: phones lose theirs at every corner, and find it again."""

Work = list[tuple[Task, Incident]]


@dataclass(slots=True)
class _Desk:
    """What every row asks."""

    market: MarketEntry
    register: Register
    name_of: NameOf
    now: datetime
    duty: Roster
    work: Mapping[str, Work]
    rounds: Mapping[int, str]
    listening_since: datetime | None = None
    people: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Id and name by the code of the phone they carry."""


def status_board(
    session: Session, market: MarketEntry, register: Register, name_of: NameOf, *, now: datetime
) -> list[Card]:
    """Give cars, guards, shops on duty and neighbours, in this order, those to be looked at first first."""
    desk = _Desk(
        market,
        register,
        name_of,
        now,
        roster(session, market.id, now=now),
        _work(session, market.id),
        _rounds(session, market.id),
        listening_since(session, now=now),
        carriers(session, (d.code for d in register.devices.values() if d.market_id == market.id)),
    )
    rows = [
        *_movers(session, desk),
        *_named(session, desk),
        *_shops(session, desk),
        *_stand_ins(session, desk),
    ]
    rows.sort(key=lambda row: (ORDER.index(row["part"]), UnitState(row["state"]).rank, row["code"]))
    return rows


def _work(session: Session, market_id: int) -> Mapping[str, Work]:
    """Give the open tasks of every unit."""
    open_ones = (
        select(Task, Incident)
        .join(Incident, Incident.id == Task.incident_id)
        .where(Task.settled_at.is_(None), Incident.market_id == market_id)
        .order_by(Task.id)
    )
    found: dict[str, Work] = defaultdict(list)
    for task, incident in session.execute(open_ones):
        found[task.unit].append((task, incident))
    return found


def _rounds(session: Session, market_id: int) -> dict[int, str]:
    """Name the round each person walks now."""
    walking = (
        select(Round.person_id, RouteVersion.name)
        .join(RouteVersion, RouteVersion.id == Round.route_version_id)
        .where(Round.market_id == market_id, Round.state == RoundState.WALKING)
    )
    return {person_id: name for person_id, name in session.execute(walking) if person_id is not None}


def _movers(session: Session, desk: _Desk) -> Iterator[Card]:
    devices = {
        device.id: device
        for device in desk.register.devices.values()
        if device.market_id == desk.market.id and device.device_class in MOVERS
    }
    states = session.scalars(select(DeviceState).where(DeviceState.device_id.in_(devices)))
    known = {state.device_id: state for state in states}
    for device in devices.values():
        yield _mover(device, known.get(device.id), desk)


def _mover(device: DeviceEntry, state: DeviceState | None, desk: _Desk) -> Card:
    ref = f"device:{device.code}"
    login = device.code.removeprefix(PHONE) if device.device_class is DeviceClass.PHONE else None
    person_id, name = desk.people.get(device.code, (None, None))
    row = _row(ref, CAR if login is None else GUARD, desk, _sign(device, state, login, desk))
    return row | {
        "name": name or device.name,
        "grid": place_of(desk.register, device.grid_id),
        "round": desk.rounds.get(person_id) if person_id is not None else None,
        "fix_at": stamp(state.fix_at) if state else None,
        "heard_at": stamp(state.last_seen_at) if state else None,
        "battery": state.battery if state else None,
    }


def _sign(device: DeviceEntry, state: DeviceState | None, login: str | None, desk: _Desk) -> Sign:
    heard_at = state.last_seen_at if state is not None else None
    turn, listening = desk.duty.on.get(login or ""), desk.listening_since
    return Sign(
        status=DeviceStatus(state.status) if state is not None else DeviceStatus.UNKNOWN,
        on_duty=desk.duty.duty_of(login) if login else None,
        tasks=_states(f"device:{device.code}", desk),
        just_heard=heard_at is not None and desk.now - heard_at <= JUST_HEARD,
        awaited=is_awaited(
            heard_at,
            since=max(turn, listening) if turn and listening else None,
            patience=patience_with(device.device_class, device.silent_after_s),
            now=desk.now,
        ),
    )


def _named(session: Session, desk: _Desk) -> Iterator[Card]:
    """Give guards without a phone of ours, and whoever else was sent by name: nobody hears where they are."""
    guards = _unphoned(session, desk)
    refs = {f"person:{person_id}": login for person_id, login in guards.items()}
    refs |= {ref: refs.get(ref, "") for ref in desk.work if ref.startswith("person:")}
    for ref, login in refs.items():
        sign = Sign(None, desk.duty.duty_of(login) if login else None, tasks=_states(ref, desk))
        code = ref.removeprefix("person:")
        yield _row(ref, GUARD, desk, sign) | {"name": desk.name_of(int(code)) or code}


def _unphoned(session: Session, desk: _Desk) -> dict[int, str]:
    """Give the logins of the guards of this market for whom no phone is registered, by their ids."""
    everywhere = {p.id for p in desk.register.places.values() if p.market_id == desk.market.id}
    guards = Audience(session, desk.register, desk.market.id, desk.now).within(everywhere, (Role.GUARD,))
    carrying = {person_id for person_id, _ in desk.people.values()}
    rows = select(Person.id, Person.login).where(Person.id.in_(guards - carrying)).order_by(Person.login)
    return dict(session.execute(rows).all())


def _shops(session: Session, desk: _Desk) -> Iterator[Card]:
    """Give the shops with a turn now, those that were sent, and those that come to a roll call."""
    places = desk.register.places
    coming = _coming(session, desk.market.id)
    sent = {place.id for place in places.values() if f"place:{place.code}" in desk.work}
    for place_id in sorted(desk.duty.shops | sent | set(coming)):
        shop = places.get(place_id)
        if shop is not None and shop.market_id == desk.market.id:
            yield _shop(shop, coming.get(place_id), desk)


def _coming(session: Session, market_id: int) -> dict[int, int]:
    """Give the group (place id) each shop said it is on the way to, in a roll call that stands."""
    answers = (
        select(RollCallShop.place_id, RollCall.group_id)
        .join(RollCall, RollCall.id == RollCallShop.roll_call_id)
        .where(RollCall.market_id == market_id, RollCall.ended_at.is_(None))
        .where(RollCallShop.answer == RollAnswer.COMING)
    )
    return dict(session.execute(answers).all())


def _shop(shop: PlaceEntry, called: int | None, desk: _Desk) -> Card:
    ref, has_turn = f"place:{shop.code}", shop.id in desk.duty.shops
    tasks = [*_states(ref, desk), *([TaskState.COMING] if called else [])]
    sign = Sign(None, True if has_turn else None, shop_is_open(shop, desk.market, desk.now), tasks)
    row = _row(ref, SHOP if has_turn else NEIGHBOUR, desk, sign)
    group = desk.register.above(shop.id, PlaceKind.GROUP)
    return row | {
        "name": shop.name,
        "grid": _grid(shop, desk.register),
        "group": group.name if group else None,
        "roll_call": place_of(desk.register, called),
    }


def _stand_ins(session: Session, desk: _Desk) -> Iterator[Card]:
    """Give the groups that stand in for a neighbour which is too thin."""
    thin = select(GroupReadiness).where(
        GroupReadiness.market_id == desk.market.id,
        GroupReadiness.thin.is_(True),
        GroupReadiness.attached_id.is_not(None),
    )
    for_whom: dict[int, list[str]] = defaultdict(list)
    for one in session.scalars(thin):
        helped = desk.register.places.get(one.group_id)
        for_whom[one.attached_id or 0].append(helped.name if helped else one.code)
    for group_id, helped_names in for_whom.items():
        group = desk.register.places.get(group_id)
        if group is not None:
            row = _row(f"place:{group.code}", NEIGHBOUR, desk, Sign(None))
            yield row | {
                "name": group.name,
                "grid": _grid(group, desk.register),
                "stands_in_for": sorted(helped_names),
            }


def _grid(place: PlaceEntry, register: Register) -> Card | None:
    grid = register.above(place.id, PlaceKind.GRID)
    return place_of(register, grid.id) if grid else None


def _states(ref: str, desk: _Desk) -> list[TaskState]:
    return [TaskState(task.state) for task, _ in desk.work.get(ref, ())]


def _row(ref: str, part: str, desk: _Desk, sign: Sign) -> Card:
    """Give what every row has; what a unit has not stays empty."""
    work = desk.work.get(ref, [])
    return {
        "unit": ref,
        "part": part,
        "code": ref.partition(":")[2],
        "name": None,
        "grid": None,
        "group": None,
        "state": state_of(sign),
        "on_duty": sign.on_duty,
        "load": len(work),
        "tasks": [_task(task, incident, desk) for task, incident in work],
        "round": None,
        "roll_call": None,
        "stands_in_for": [],
        "fix_at": None,
        "heard_at": None,
        "battery": None,
    }


def _task(task: Task, incident: Incident, desk: _Desk) -> Card:
    since = task.arrived_at or task.answered_at or task.sent_at
    return {
        "incident": incident.id,
        "number": incident.number,
        "kind": incident.kind,
        "severity": incident.severity,
        "drill": incident.drill,
        "place": place_of(desk.register, incident.place_id),
        "state": task.state,
        "since": stamp(since),
    }
