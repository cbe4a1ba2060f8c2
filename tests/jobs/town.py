"""A very small market for the jobs: one recorder with two cameras, one button, one car."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from patrol.actions import triage_rules
from patrol.actions.desk import AlertDesk
from patrol.db import Sessions, make_engine, make_sessions
from patrol.jobs.timetable import TIMETABLE, Due, Job, always
from patrol.model.alerts import Alert
from patrol.model.devices import Device, DeviceState
from patrol.model.places import Market
from patrol.model.stream import Heartbeat, StreamRecord
from patrol.queries.register import RegisterCache
from patrol.rules.drafts import Draft
from patrol.rules.entries import Register
from patrol.rules.triage import Outcome
from patrol.rules.words import Category, DeviceClass, DeviceStatus, Severity
from tests.parts.ready_made import migrate

NOON = datetime(2026, 9, 1, 4, tzinfo=UTC)
ROOM = "market:yunda"


@dataclass
class Town:
    """The market, its clock, and hands to move both."""

    engine: Engine
    sessions: Sessions
    now: datetime = NOON
    ids: dict[str, int] = field(default_factory=dict)
    registers: RegisterCache = field(default_factory=RegisterCache)

    @contextmanager
    def open(self) -> Iterator[tuple[Session, Register]]:
        with self.sessions.begin() as session:
            yield session, self.registers.current(session)

    def do(self, job: Job) -> None:
        """Let a job look once; what its quick look calls nothing must do nothing."""
        said = self.said()
        with self.sessions() as session:
            due = due_of(job)(session, now=self.now)
        with self.open() as (session, register):
            job(session, register, now=self.now)
        assert due or self.said() == said, "the job did something its quick look did not see"

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def raise_alert(self, kind: str = "door", **more: object) -> int:
        """Raise an alert as triage would."""
        draft = draft_of(self, kind, **more)
        with self.open() as (session, register):
            desk = AlertDesk(session, register, now=self.now)
            alert, _ = desk.raise_alert(draft)
            desk.finish()
            return alert.id

    def alert(self, alert_id: int) -> Alert:
        with self.sessions() as session:
            return session.get_one(Alert, alert_id)

    def alerts(self) -> list[Alert]:
        with self.sessions() as session:
            return list(session.scalars(select(Alert).order_by(Alert.id)))

    def said(self) -> list[tuple[str, str]]:
        """Type and entity of everything the market's room was told."""
        with self.sessions() as session:
            wanted = select(StreamRecord).where(StreamRecord.room == ROOM).order_by(StreamRecord.seq)
            return [(record.type, record.entity) for record in session.scalars(wanted)]

    def status(self, code: str) -> str:
        with self.sessions() as session:
            return session.get_one(DeviceState, self.ids[code]).status

    def hear(self, *codes: str) -> None:
        """Let devices give a sign of life now."""
        with self.sessions.begin() as session:
            for code in codes:
                state = DeviceState(
                    device_id=self.ids[code],
                    status=DeviceStatus.ONLINE,
                    status_since=self.now,
                    last_seen_at=self.now,
                )
                session.merge(state)

    def listen(self, *, since: datetime = NOON - timedelta(days=30)) -> None:
        """Let ingest and broker be alive now."""
        with self.sessions.begin() as session:
            for part in ("ingest", "broker"):
                session.merge(Heartbeat(part=part, at=self.now, started_at=since))


def due_of(job: Job) -> Due:
    """Give the quick look of a job of the timetable."""
    return next((entry.due for entry in TIMETABLE.values() if entry.job is job), always)


def draft_of(town: Town, kind: str, **more: object) -> Draft:
    outcome = Outcome(Category.OTHER, auto_clear_s=more.pop("auto_clear_s", None))  # type: ignore[arg-type] # a builder
    settled = {"severity": Severity.NORMAL, "happened_at": town.now, "device_id": town.ids["camera-1"]} | more
    return Draft(
        market_id=town.ids["yunda"],
        fingerprint=f"{kind}:device:d{settled['device_id']}",
        kind=kind,
        rule="test",
        outcome=outcome,
        **settled,  # type: ignore[arg-type] # a builder
    )


def build(database_url: str) -> Town:
    """Build it in an empty database."""
    migrate(database_url)
    engine = make_engine(database_url)
    town = Town(engine, make_sessions(engine))
    with town.sessions.begin() as session:
        market = Market(code="yunda", name="Yunda", timezone="Asia/Shanghai", lat=29.3321, lon=120.1032)
        session.add(market)
        session.flush()
        town.ids["yunda"] = market.id
        triage_rules.give_defaults(session, market.id, now=NOON)
        _devices(session, town)
    return town


def _devices(session: Session, town: Town) -> None:
    wanted = (
        ("nvr", DeviceClass.BRIDGE, None),
        ("camera-1", DeviceClass.CAMERA, "nvr"),
        ("camera-2", DeviceClass.CAMERA, "nvr"),
        ("button", DeviceClass.BUTTON, None),
        ("car", DeviceClass.CAR, None),
    )
    for code, device_class, parent in wanted:
        device = Device(
            market_id=town.ids["yunda"],
            device_class=device_class,
            code=code,
            name=code,
            parent_id=town.ids[parent] if parent else None,
        )
        session.add(device)
        session.flush()
        town.ids[code] = device.id
