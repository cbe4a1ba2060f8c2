"""Guards are told of visits: when they are asked, when the office presses, and before the date."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from patrol.actions.notices import Message, tell
from patrol.cards.people import guards_of
from patrol.model.visits import VisitAsk, VisitList
from patrol.rules.notice_words import NoticeKind
from patrol.rules.visit_words import AskState

AHEAD = timedelta(days=2)
AGAIN = timedelta(hours=20)


def remind(session: Session, row: VisitList, occasion: str, *, now: datetime) -> int:
    """Tell the guards of every grid where shops are left; say how many hear it."""
    grids = session.scalars(
        select(VisitAsk.grid_id).where(VisitAsk.list_id == row.id, VisitAsk.state == AskState.OPEN).distinct()
    ).all()
    guards = {
        person_id for grid in grids for person_id, _ in guards_of(session, row.market_id, grid, now=now)
    }
    message = Message(
        thing=f"visit_list:{row.id}:{occasion}",
        kind=NoticeKind.VISIT_ASKED,
        market_id=row.market_id,
        facts={"text": row.title},
        link="/field",
        fold="visits",
    )
    return tell(session, guards, message, now=now)


def remind_due(session: Session, *, now: datetime) -> int:
    """Remind of lists that end soon, once a day; two clocks at once remind once."""
    told = 0
    for row in session.scalars(to_remind(now)).all():
        done = session.execute(
            update(VisitList)
            .where(VisitList.id == row.id, VisitList.version == row.version)
            .values(reminded_at=now, version=VisitList.version + 1)
            .execution_options(synchronize_session=False)
        )
        if cast(CursorResult[Any], done).rowcount == 1:
            told += remind(session, row, f"{now:%Y%m%d}", now=now)
    return told


def to_remind(now: datetime) -> Any:
    """Ask for lists with shops left that end within two days and were not spoken of today."""
    left = select(VisitAsk.list_id).where(VisitAsk.state == AskState.OPEN)
    silent = or_(VisitList.reminded_at.is_(None), VisitList.reminded_at <= now - AGAIN)
    return (
        select(VisitList)
        .where(VisitList.closed_at.is_(None), VisitList.due_at > now, VisitList.due_at <= now + AHEAD)
        .where(VisitList.id.in_(left), VisitList.made_at <= now - AGAIN, silent)
        .order_by(VisitList.id)
    )
