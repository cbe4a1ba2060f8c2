"""A market where incidents are worked on: an office, guards with phones, a car, shops along one lane."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from patrol.actions import case_open, incidents
from patrol.actions.case_open import Report
from patrol.actions.incidents import CaseOrder
from patrol.actions.register import touch
from patrol.jobs import fire_timers
from patrol.model.devices import Device, DeviceState
from patrol.model.incidents import Incident, IncidentEntry
from patrol.model.people import Grant, Person
from patrol.model.places import Lane, Market, Place, PlaceVersion
from patrol.model.tasks import Task, Timer
from patrol.rules.words import Category, DeviceClass, DeviceStatus, Role, Severity
from tests.world import START, World, a_world

STAFF = {
    "officer": (Role.OFFICER, "yunda"),
    "officer2": (Role.OFFICER, "yunda"),
    "leader": (Role.SHIFT_LEADER, "yunda"),
    "guard": (Role.GUARD, "g1"),
    "guard2": (Role.GUARD, "g1"),
    "office_head": (Role.ADMINISTRATOR, "yunda"),
    "police": (Role.POLICE, "yunda"),
    "lead": (Role.LEAD, "g1-01"),
    "shop_b": (Role.SHOP, "g1-01-b"),
}
"""Logins, which are their names here, with their role and where."""

OFFICERS = ("officer", "officer2", "leader")
STANDS_AT = {"g1-01-a": 10.0, "g1-01-b": 18.0, "g1-02-a": 30.0, "g1-02-b": 200.0}
WHERE = {"phone-guard": 60.0, "phone-guard2": 90.0, "car-01": 300.0}
"""Plan metres along the lane."""


@dataclass(slots=True)
class CaseWorld:
    """The world, and hands for the people who work on incidents."""

    world: World
    people: dict[str, int] = field(default_factory=dict)

    def report(
        self,
        category: Category = Category.PUBLIC_ORDER,
        severity: Severity = Severity.NORMAL,
        *,
        by: str = "lead",
        place: str | None = "g1-01-a",
        **more: Any,
    ) -> int:
        """Let somebody report, and give the incident's id."""
        told = Report(
            market_id=1,
            category=category,
            severity=severity,
            command_id=more.pop("command_id", uuid4().hex),
            reporter_id=self.people[by],
            place=place,
            **more,
        )
        with self.world.sessions.begin() as session:
            register = self.world.register.current(session)
            answer = case_open.report(session, told, register, now=self.world.now)
        return int(answer["id"])

    def do(
        self,
        incident_id: int,
        command: str,
        *,
        by: str = "officer",
        version: int | None = None,
        command_id: str | None = None,
        roles: frozenset[Role] | None = None,
        **payload: Any,
    ) -> Mapping[str, Any]:
        """Let somebody command with the roles they hold."""
        order = CaseOrder(
            incident_id=incident_id,
            command=command,
            command_id=command_id or uuid4().hex,
            expected_version=version or self.incident(incident_id).version,
            payload=payload,
            actor_id=self.people[by],
            roles=frozenset({STAFF[by][0]}) if roles is None else roles,
        )
        with self.world.sessions.begin() as session:
            register = self.world.register.current(session)
            return incidents.command(session, order, register, now=self.world.now)

    def run_timers(self) -> None:
        """Let the clockwork look once."""
        with self.world.sessions.begin() as session:
            fire_timers.run(session, self.world.register.current(session), now=self.world.now)

    def later(self, **span: float) -> "CaseWorld":
        """Let time pass; phones and cars go on reporting."""
        self.world.later(**span)
        self.report_positions()
        return self

    def report_positions(self) -> None:
        """Let every phone and car give a fix now."""
        with self.world.sessions.begin() as session:
            for state in session.scalars(select(DeviceState).where(DeviceState.fix_at.is_not(None))):
                state.fix_at = state.last_seen_at = self.world.now

    def incident(self, incident_id: int) -> Incident:
        """Read an incident."""
        with self.world.sessions() as session:
            return session.get_one(Incident, incident_id)

    def tasks(self, incident_id: int) -> list[Task]:
        """Read its tasks."""
        with self.world.sessions() as session:
            mine = select(Task).where(Task.incident_id == incident_id).order_by(Task.id)
            return list(session.scalars(mine))

    def timers(self, incident_id: int) -> list[Timer]:
        """Read everything that was ever waited for in it."""
        with self.world.sessions() as session:
            mine = select(Timer).where(Timer.incident_id == incident_id).order_by(Timer.id)
            return list(session.scalars(mine))

    def waiting(self, incident_id: int) -> set[str]:
        """Give the kinds of what is waited for now."""
        return {timer.kind for timer in self.timers(incident_id) if timer.stopped_at is None}

    def verbs(self, incident_id: int) -> list[str]:
        """Give the verbs of its timeline."""
        with self.world.sessions() as session:
            mine = select(IncidentEntry).where(IncidentEntry.incident_id == incident_id)
            return [entry.verb for entry in session.scalars(mine.order_by(IncidentEntry.id))]

    def sent(self, severity: Severity = Severity.NORMAL, *units: str, **more: Any) -> int:
        """Give an incident to which somebody has been sent."""
        number = self.report(severity=severity, **more)
        self.do(number, "accept")
        self.do(number, "dispatch", units=list(units) or ["device:phone-guard"], override="enough")
        return number

    def handled(self, severity: Severity = Severity.NORMAL, **more: Any) -> int:
        """Give an incident whose only task is done."""
        number = self.sent(severity, **more)
        task = self.tasks(number)[0].id
        self.do(number, "arrive", by="guard", task=task)
        self.do(number, "feedback", by="guard", task=task, note="all quiet", without_picture="dark")
        for step in self.incident(number).sop:
            self.do(number, "tick", key=step["key"])
        return number


def a_case_world(folder: Path, *, url: str | None = None) -> CaseWorld:
    """Build it on a fresh database."""
    world = a_world(folder, url=url)
    case = CaseWorld(world)
    with world.sessions.begin() as session:
        places = {place.code: place.id for place in session.scalars(select(Place))}
        case.people = _people(session, places)
        _shops(session, places)
        _movers(session, world)
        line = [[0.0, 10.0], [400.0, 10.0]]
        session.add(
            Lane(market_id=1, code="l1", name="Lane 1", start="a", end="b", line=line, width_m=4.0, cars=True,
                 valid_from=START)
        )  # fmt: skip
        touch(session)
    return case


def _people(session: Any, places: Mapping[str, int]) -> dict[str, int]:
    found = {}
    for login, (role, place) in STAFF.items():
        person = Person(login=login, name=login)
        session.add(person)
        session.flush()
        session.add(Grant(person_id=person.id, role=role, place_id=places[place], valid_from=START))
        found[login] = person.id
    return found


def _shops(session: Any, places: Mapping[str, int]) -> None:
    for code, x in STANDS_AT.items():
        version = session.scalars(select(PlaceVersion).where(PlaceVersion.place_id == places[code])).one()
        version.facts = {**version.facts, "face_x": x, "face_y": 12.0}


def _movers(session: Any, world: World) -> None:
    market = session.scalars(select(Market)).one()
    for code, x in WHERE.items():
        device = session.scalars(select(Device).where(Device.code == code)).one_or_none()
        if device is None:
            device = Device(market_id=1, device_class=DeviceClass.PHONE, code=code, name=code)
            session.add(device)
            session.flush()
        lat, lon = market.frame.to_wgs84(x, 10.0)
        state = DeviceState(device_id=device.id, status=DeviceStatus.ONLINE, lat=lat, lon=lon)
        state.fix_at = state.last_seen_at = world.now
        session.add(state)
