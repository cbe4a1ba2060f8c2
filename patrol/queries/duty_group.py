"""What the page of one group asks at once: now, next, mine, who came, who is looked for, what waits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.duty_seats import OnDuty, Seat
from patrol.model.duty import Assignment, DutyRequest, Rota, Slot
from patrol.model.duty_life import Absence
from patrol.model.duty_service import CheckIn, MissedDuty
from patrol.queries import duty
from patrol.rules.duty_service import EARLY
from patrol.rules.duty_words import Keeper, RequestState, Source
from patrol.rules.overrides import stands_as
from patrol.rules.swaps import UNDO

SHOWN = timedelta(days=14)
"""How far ahead one's own turns are listed."""


@dataclass(frozen=True, slots=True)
class GroupNow:
    """A group at an instant. `came` and `ladders` are by the id of their turn."""

    now: datetime
    rota: Rota
    running: list[OnDuty]
    next: list[Slot]
    mine: list[Slot]
    came: dict[str, list[CheckIn]]
    ladders: dict[str, MissedDuty]
    requests: list[DutyRequest]
    absences: list[Absence]
    overrides: list[tuple[Assignment, Slot]]

    def open_for_check_in(self) -> list[Slot | Seat]:
        """Give the turns one may come to now: those that run, and those about to begin."""
        soon = [slot for slot in self.next if slot.starts_at - EARLY <= self.now]
        return [*(one.slot for one in self.running), *soon]


def group_now(session: Session, rota: Rota, own: Iterable[int], *, now: datetime) -> GroupNow:
    """Read a group for whoever keeps these shops."""
    shops = list(own)
    running = duty.on_duty_in(session, rota.id, now=now)
    coming = duty.next_turns(session, rota.id, now=now)
    mine = [slot for slot, kept in duty.mine(session, Keeper.SHOP, shops, now=now) if kept.id == rota.id]
    seen = [one.slot.id for one in running] + [slot.id for slot in (*coming, *mine)]
    return GroupNow(
        now,
        rota,
        running,
        coming,
        [slot for slot in mine if slot.starts_at < now + SHOWN],
        _came(session, seen),
        _ladders(session, seen),
        _requests(session, rota.id, now),
        group_absences(session, shops, now=now),
        _overrides(session, rota.id, now),
    )


def _came(session: Session, slots: list[str]) -> dict[str, list[CheckIn]]:
    found: dict[str, list[CheckIn]] = defaultdict(list)
    rows = select(CheckIn).where(CheckIn.slot_id.in_(slots)).order_by(CheckIn.came_at, CheckIn.id)
    for one in session.scalars(rows):
        found[one.slot_id].append(one)
    return found


def _ladders(session: Session, slots: list[str]) -> dict[str, MissedDuty]:
    rows = select(MissedDuty).where(MissedDuty.slot_id.in_(slots), MissedDuty.resolved_at.is_(None))
    return {one.slot_id: one for one in session.scalars(rows)}


def _requests(session: Session, rota_id: int, now: datetime) -> list[DutyRequest]:
    """Give what waits for an answer, and what was agreed within the time it can be taken back."""
    fresh = (DutyRequest.state == RequestState.APPLIED) & (DutyRequest.applied_at > now - UNDO)
    waits = DutyRequest.state.in_([RequestState.OFFERED, RequestState.ACCEPTED])
    rows = select(DutyRequest).where(DutyRequest.rota_id == rota_id, waits | fresh)
    return list(session.scalars(rows.order_by(DutyRequest.id)))


def _overrides(session: Session, rota_id: int, now: datetime) -> list[tuple[Assignment, Slot]]:
    """Give what the lead decided lately and can still take back, also what a later decision had covered."""
    lately = (
        select(Assignment, Slot)
        .join(Slot, Slot.id == Assignment.slot_id)
        .where(Slot.rota_id == rota_id, Slot.starts_at > now, Slot.cancelled_at.is_(None))
        .where(Assignment.source == Source.OVERRIDE, Assignment.at > now - UNDO)
        .order_by(Assignment.id.desc())
    )
    rows = [(row, slot) for row, slot in session.execute(lately)]
    marks: dict[str, dict[int, str | None]] = defaultdict(dict)
    ledgers = select(Assignment.slot_id, Assignment.seq, Assignment.correlation)
    for name, seq, mark in session.execute(
        ledgers.where(Assignment.slot_id.in_({slot.id for _, slot in rows}))
    ):
        marks[name][seq] = mark
    return [(row, slot) for row, slot in rows if stands_as(marks[slot.id]) == row.seq]


def group_absences(session: Session, shops: list[int], *, now: datetime) -> list[Absence]:
    """Give the absences of shops that are not over."""
    rows = select(Absence).where(
        Absence.keeper == Keeper.SHOP,
        Absence.holder_id.in_(shops),
        Absence.withdrawn_at.is_(None),
        Absence.ends_at > now,
    )
    return list(session.scalars(rows.order_by(Absence.starts_at)))
