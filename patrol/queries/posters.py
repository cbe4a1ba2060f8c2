"""The posters of a market: where they hang, what came by them; and the one a code leads to."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf, place_of, stamp
from patrol.model.quiet import Poster, ReportReceipt
from patrol.rules.entries import Register
from patrol.rules.words import PlaceKind


def of_market(session: Session, market_id: int, register: Register, name_of: NameOf) -> list[Card]:
    """Give the posters that hang, the newest first, and how many reports came by each."""
    came = select(func.count()).where(ReportReceipt.poster_id == Poster.id).scalar_subquery()
    rows = session.execute(
        select(Poster, came)
        .where(Poster.market_id == market_id, Poster.ended_at.is_(None))
        .order_by(Poster.id.desc())
    )
    return [
        {
            "id": poster.id,
            "code": poster.code,
            "place": place_of(register, poster.place_id),
            "made_at": stamp(poster.made_at),
            "by": name_of(poster.made_by),
            "reports": reports,
        }
        for poster, reports in rows
    ]


def one(session: Session, poster_id: int, register: Register) -> Card | None:
    """Give what is printed of a poster that hangs."""
    poster = session.get(Poster, poster_id)
    place = place_of(register, poster.place_id) if poster else None
    if poster is None or poster.ended_at is not None or place is None:
        return None
    return {"id": poster.id, "code": poster.code, "place": place}


def hanging(session: Session, code: str) -> Poster | None:
    """Give the poster a code leads to, while it hangs."""
    here = select(Poster).where(Poster.code == code.upper(), Poster.ended_at.is_(None))
    return session.scalars(here).one_or_none()


def gates(register: Register, market_id: int) -> list[tuple[str, str]]:
    """Give code and name of the places where one would hang a poster."""
    kinds = (PlaceKind.GATE, PlaceKind.WORKROOM, PlaceKind.GRID)
    here = [p for p in register.places.values() if p.market_id == market_id and p.kind in kinds]
    return [(p.code, p.name) for p in sorted(here, key=lambda p: (kinds.index(p.kind), p.code))]
