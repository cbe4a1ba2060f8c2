"""What a room holds of work going on: roll calls, and the tasks and notices of one person."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.notices import notice_card
from patrol.cards.readiness import readiness_card
from patrol.cards.roll_calls import cards_of
from patrol.cards.tasks import own_task_card
from patrol.cards.things import NameOf
from patrol.model.incidents import Incident
from patrol.model.notices import Notice
from patrol.model.readiness import GroupReadiness
from patrol.model.roll_calls import RollCall
from patrol.model.tasks import Task
from patrol.rules.entries import Register
from patrol.rules.words import PlaceKind


def person_of(room: str) -> int | None:
    """Give whose room it is, if it is one person's."""
    kind, _, number = room.partition(":")
    return int(number) if kind == "user" and number.isdecimal() else None


def own_tasks(session: Session, person_id: int, register: Register, name_of: NameOf) -> dict[str, object]:
    """Give the open tasks of a person."""
    statement = (
        select(Task, Incident)
        .join(Incident, Incident.id == Task.incident_id)
        .where(Task.person_id == person_id, Task.settled_at.is_(None))
    )
    rows = session.execute(statement)
    return {str(task.id): own_task_card(task, incident, register, name_of) for task, incident in rows}


def own_notices(session: Session, person_id: int) -> dict[str, object]:
    """Give what a person was told and has not read."""
    statement = select(Notice).where(
        Notice.person_id == person_id, Notice.left_at.is_(None), Notice.folded_into.is_(None)
    )
    return {str(notice.id): notice_card(notice) for notice in session.scalars(statement)}


def roll_calls(
    session: Session, market_id: int, register: Register, name_of: NameOf, place_id: int | None
) -> dict[str, object]:
    """Give the roll calls that stand in a market, a grid or a group."""
    statement = select(RollCall).where(RollCall.market_id == market_id, RollCall.ended_at.is_(None))
    calls = session.scalars(statement).all()
    here = [call for call in calls if _within(call, place_id, register)]
    return {str(call.id): card for call, card in cards_of(session, here, register, name_of)}


def thin_groups(
    session: Session, market_id: int, register: Register, place_id: int | None
) -> dict[str, object]:
    """Give the groups too thin to help themselves: of a market, a grid, or those a group hears of."""
    mine = select(GroupReadiness).where(GroupReadiness.market_id == market_id, GroupReadiness.thin.is_(True))
    rows = session.scalars(mine)
    return {
        row.code: readiness_card(row, register)
        for row in rows
        if place_id is None or place_id in (row.group_id, row.grid_id, row.attached_id)
    }


def _within(call: RollCall, place_id: int | None, register: Register) -> bool:
    if place_id is None or place_id in (call.group_id, call.attached_id):
        return True
    grid = register.above(call.group_id, PlaceKind.GRID)
    return grid is not None and grid.id == place_id
