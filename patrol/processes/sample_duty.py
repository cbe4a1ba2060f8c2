"""What a demonstration shows of duty at once: weeks of a group, who came, a request, an election."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import duty_absences, duty_plan, duty_requests, duty_rotas
from patrol.actions.duty_absences import Leave
from patrol.actions.duty_doer import Doer
from patrol.actions.duty_requests import Wish
from patrol.cards.duty_members import leads_now
from patrol.cards.duty_post import shops_of
from patrol.errors import NotNow
from patrol.model.duty import Rota, Slot
from patrol.model.places import Place, PlaceVersion
from patrol.processes import sample_election, sample_service
from patrol.rules.duty_words import AbsenceKind, RequestKind
from patrol.rules.entries import Register
from patrol.rules.words import PlaceKind

WEEKS = 6


def settle(session: Session, register: Register, *, now: datetime) -> None:
    """Let the first group have kept turns for some weeks; the others begin with the demonstration."""
    first = (
        select(Place.id)
        .join(PlaceVersion, PlaceVersion.place_id == Place.id)
        .where(Place.kind == PlaceKind.GROUP, PlaceVersion.valid_to.is_(None))
    )
    group = session.scalars(first.order_by(Place.id).limit(1)).first()
    if group is None:
        return
    rota = duty_rotas.open_rota(session, group, kinds=duty_rotas.USUAL, now=now - timedelta(weeks=WEEKS))
    rota.opened_at = now  # whoever stands there today is taken to have stood there all the time
    session.flush()
    away = shops_of(rota, register)[-1]
    for week in range(WEEKS, 0, -1):
        duty_plan.replan(session, rota.id, register, now=now - timedelta(weeks=week))
        if week == WEEKS // 2:
            _go_away(session, rota, away, register, now - timedelta(weeks=week))
    duty_plan.replan(session, rota.id, register, now=now)
    sample_service.keep(session, rota, register, now=now)
    _ask_the_lead(session, rota, register, now)
    sample_election.hold(session, rota, register, now=now)


def _go_away(session: Session, rota: Rota, shop: int, register: Register, then: datetime) -> None:
    leave = Leave(shop, AbsenceKind.ILL, then + timedelta(days=1), then + timedelta(days=8), "rest")
    duty_absences.declare(session, rota.id, leave, Doer(None, frozenset({shop})), register, now=then)


def _ask_the_lead(session: Session, rota: Rota, register: Register, now: datetime) -> None:
    """Let a shop ask the lead to take a turn, so that something waits for an answer."""
    lead = leads_now(session, rota, now=now)[0]
    later = select(Slot).where(
        Slot.rota_id == rota.id, Slot.starts_at > now + timedelta(days=2), Slot.standby.is_(False)
    )
    for slot in session.scalars(later.order_by(Slot.starts_at).limit(12)).all():
        if slot.holder_id in (None, lead):
            continue
        wish = Wish(RequestKind.GIVE, slot.id, slot.seq, shop=lead)
        try:
            duty_requests.ask(session, wish, Doer(None, frozenset({slot.holder_id})), register, now=now)
        except NotNow:
            continue
        return
