"""A market with groups of shops that keep watch in turns, on a real database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from patrol.actions import duty_absences, duty_plan, duty_rotas
from patrol.actions.duty_absences import Leave
from patrol.actions.duty_doer import Doer
from patrol.cards.duty_ledger import RotaLedger, ledger_of
from patrol.db import Sessions, make_engine, make_sessions
from patrol.model.duty import Assignment, Rota, Slot
from patrol.model.duty_service import DutyNotice
from patrol.model.people import Person
from patrol.model.places import Market, Place, PlaceVersion
from patrol.queries.register import RegisterCache
from patrol.rules.duty_slots import SlotKind
from patrol.rules.duty_words import AbsenceKind
from patrol.rules.entries import Register
from patrol.rules.words import PlaceKind
from tests.parts.ready_made import migrate
from tests.rules.groups import two_turns

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
"""12:00 in Shanghai, 05:00 in Berlin, whose clocks leap four weeks later."""
EVENINGS = two_turns().kinds
OFFICE = Doer(1, leads=True)
Result = TypeVar("Result")


@dataclass
class DutyTown:
    """The market, its clock, and hands for all that is done about duty."""

    engine: Engine
    sessions: Sessions
    market_id: int
    now: datetime = NOON
    registers: RegisterCache = field(default_factory=RegisterCache)
    _codes: "count[int]" = field(default_factory=count)

    def do(self, act: Callable[[Session, Register], Result]) -> Result:
        """Do something in a transaction of its own."""
        with self.sessions.begin() as session:
            return act(session, self.registers.current(session))

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)

    def group(self, shops: int = 5, *, kinds: tuple[SlotKind, ...] = EVENINGS, days: int = 20) -> "Group":
        """Found a group of shops, the first of them in the lead, and open its rota; a week is firm."""
        with self.sessions.begin() as session:
            code = f"group-{next(self._codes)}"
            since = self.now - timedelta(days=30)
            group = _place(session, self.market_id, PlaceKind.GROUP, code, None, since, lead=f"{code}-1")
            members = [
                _place(session, self.market_id, PlaceKind.SHOP, f"{code}-{n}", group, since)
                for n in range(1, shops + 1)
            ]
            rota = duty_rotas.open_rota(session, group, kinds=kinds, now=self.now)
            rota.published_days, rota.draft_days = 7, days
            made = Group(self, rota.id, group, members)
        made.plan()
        return made


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the town."""

    town: DutyTown
    rota_id: int
    place_id: int
    shops: list[int]

    def plan(self) -> int:
        """Plan it, as every night."""
        return self.town.do(lambda s, r: duty_plan.replan(s, self.rota_id, r, now=self.town.now))

    def slots(self, *, standby: bool = False) -> list[Slot]:
        """Give its turns to come in order."""
        wanted = select(Slot).where(
            Slot.rota_id == self.rota_id,
            Slot.standby == standby,
            Slot.cancelled_at.is_(None),
            Slot.starts_at > self.town.now,
        )
        with self.town.sessions() as session:
            return list(session.scalars(wanted.order_by(Slot.starts_at, Slot.seat)))

    def slot(self, slot_id: str) -> Slot:
        with self.town.sessions() as session:
            return session.get_one(Slot, slot_id)

    def held_by(self, shop: int) -> list[Slot]:
        return [slot for slot in self.slots() if slot.holder_id == shop]

    def ledger(self) -> RotaLedger:
        def read(session: Session, register: Register) -> RotaLedger:
            return ledger_of(session, session.get_one(Rota, self.rota_id), register, now=self.town.now)

        return self.town.do(read)

    def rows(self) -> list[tuple[str, int, int | None, str]]:
        """Give the whole ledger in the order it was written."""
        with self.town.sessions() as session:
            wanted = select(Assignment).join(Slot, Slot.id == Assignment.slot_id)
            rows = session.scalars(wanted.where(Slot.rota_id == self.rota_id).order_by(Assignment.id))
            return [(row.slot_id, row.seq, row.holder_id, row.source) for row in rows]

    def notices(self) -> list[tuple[int, str, str, int]]:
        with self.town.sessions() as session:
            wanted = select(DutyNotice).join(Slot, Slot.id == DutyNotice.slot_id)
            found = session.scalars(wanted.where(Slot.rota_id == self.rota_id).order_by(DutyNotice.id))
            return [(one.holder_id, one.topic, one.slot_id, one.seq) for one in found]


def owner(shop: int) -> Doer:
    """The owner of a shop, who leads nobody."""
    return Doer(2, frozenset({shop}))


def leave(group: Group, shop: int, start: datetime, end: datetime) -> int:
    wanted = Leave(shop, AbsenceKind.AWAY, start, end)
    town = group.town
    return town.do(
        lambda s, r: duty_absences.declare(s, group.rota_id, wanted, owner(shop), r, now=town.now)
    ).id


def all_free_for(group: Group, slot: Slot) -> list[int]:
    around = [*group.slots(), *group.slots(standby=True)]
    busy = {one.holder_id for one in around if one.starts_at < slot.ends_at and slot.starts_at < one.ends_at}
    return [shop for shop in group.shops if shop not in busy]


def free_for(group: Group, slot: Slot) -> int:
    return all_free_for(group, slot)[0]


def a_town(url: str, *, zone: str = "Asia/Shanghai") -> DutyTown:
    """Build the market on an empty database."""
    migrate(url)
    engine = make_engine(url)
    sessions = make_sessions(engine)
    with sessions.begin() as session:
        market = Market(code="yunda", name="云达", timezone=zone, lat=29.3321, lon=120.1032)
        session.add(market)
        session.add_all([Person(login=f"p{n}", name=f"P{n}") for n in (1, 2, 3)])
        session.flush()
        return DutyTown(engine, sessions, market.id)


def _place(
    session: Session,
    market_id: int,
    kind: PlaceKind,
    code: str,
    parent: int | None,
    since: datetime,
    **facts: object,
) -> int:
    row = Place(market_id=market_id, kind=kind, code=code)
    session.add(row)
    session.flush()
    session.add(PlaceVersion(place_id=row.id, parent_id=parent, name=code, facts=facts, valid_from=since))
    return row.id
