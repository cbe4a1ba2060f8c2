"""Who has a turn of duty right now, and who has turns but none now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from patrol.model.duty import Rota, Slot
from patrol.model.people import Person
from patrol.model.shifts import GuardRoster
from patrol.rules.duty_words import Keeper

AROUND = timedelta(days=7)
"""Somebody with no turn within this time is in no rota; nothing is said of their duty."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Shops on duty by place id; people by login, on duty since when, or between two turns."""

    shops: frozenset[int]
    on: Mapping[str, datetime]
    off: frozenset[str]

    def duty_of(self, login: str) -> bool | None:
        """Say whether somebody is on duty; None: no rota knows."""
        return True if login in self.on else False if login in self.off else None


def off_now(session: Session, logins: Collection[str], *, now: datetime) -> frozenset[str]:
    """Give those of these people whom a rota knows and has no turn for now; quick, for it is asked often."""
    on = case((and_(Slot.starts_at <= now, Slot.ends_at > now), 1), else_=0)
    turns = (
        select(Person.login, func.max(on))
        .join(Slot, Slot.holder_id == Person.id)
        .join(Rota, Rota.id == Slot.rota_id)
        .outerjoin(GuardRoster, GuardRoster.rota_id == Rota.id)
        .where(
            Person.login.in_(logins),
            Rota.keeper == Keeper.PERSON,
            or_(GuardRoster.rota_id.is_(None), Slot.day <= GuardRoster.published_until),
            Slot.starts_at.between(now - AROUND, now + AROUND),
            Slot.cancelled_at.is_(None),
            Slot.standby.is_(False),
        )
        .group_by(Person.login)
    )
    return frozenset(login for login, here in session.execute(turns) if not here)


def is_off_duty(session: Session, person_id: int | None, *, now: datetime) -> bool:
    """Say whether a rota knows somebody and has no turn for them now."""
    login = session.scalar(select(Person.login).where(Person.id == person_id))
    return login is not None and login in off_now(session, (login,), now=now)


def roster(session: Session, market_id: int, *, now: datetime) -> Roster:
    """Read the turns around now; of guards only those that are published."""
    turns = (
        select(Rota.keeper, Slot.holder_id, Slot.starts_at, Slot.ends_at)
        .join(Rota, Rota.id == Slot.rota_id)
        .outerjoin(GuardRoster, GuardRoster.rota_id == Rota.id)
        .where(
            or_(GuardRoster.rota_id.is_(None), Slot.day <= GuardRoster.published_until),
            Rota.market_id == market_id,
            Slot.starts_at.between(now - AROUND, now + AROUND),
            Slot.cancelled_at.is_(None),
            Slot.standby.is_(False),
            Slot.holder_id.is_not(None),
        )
    )
    here: dict[Keeper, dict[int, datetime]] = {keeper: {} for keeper in Keeper}
    known: set[int] = set()
    rows = session.execute(turns.where((Rota.keeper == Keeper.PERSON) | (Slot.ends_at > now)))
    for keeper, holder_id, starts_at, ends_at in rows:
        if starts_at <= now < ends_at:
            begun = here[Keeper(keeper)]
            begun[holder_id or 0] = min(starts_at, begun.get(holder_id or 0, starts_at))
        if keeper == Keeper.PERSON:
            known.add(holder_id or 0)
    named = session.execute(select(Person.id, Person.login).where(Person.id.in_(known))).all()
    people = dict(named)
    begun = here[Keeper.PERSON]
    on = {login: begun[person_id] for person_id, login in people.items() if person_id in begun}
    return Roster(frozenset(here[Keeper.SHOP]), on, frozenset(people.values()) - on.keys())
