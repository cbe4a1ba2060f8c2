"""Whose handovers and whose equipment: what pages and the API ask alike."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.model.duty import Rota
from patrol.model.handovers import Equipment, Handover
from patrol.model.people import Grant
from patrol.queries import paths
from patrol.queries.people import Viewer
from patrol.rules.rights import Permission, PlacePath, may
from patrol.rules.words import Role

SHOWN = 40
READ = 200


def the_thing(session: Session, given: Mapping[str, Any]) -> tuple[PlacePath, ...]:
    """Find the place a piece of equipment belongs to."""
    thing = session.get(Equipment, int(given["thing_id"]))
    if thing is None:
        return ()
    path = paths.of_places(session, [thing.place_id]).get(thing.place_id)
    return () if path is None else (path,)


def mine(session: Session, viewer: Viewer) -> list[tuple[Handover, Rota]]:
    """Give the handovers of one's own roster, or of all that one leads, the open ones first."""
    rows = session.execute(
        select(Handover, Rota)
        .join(Rota, Rota.id == Handover.rota_id)
        .order_by(Handover.closed_at.is_not(None), Handover.at.desc())
        .limit(READ)
    ).all()
    kept = set(
        session.scalars(
            select(Grant.place_id).where(
                Grant.person_id == viewer.person_id, Grant.role == Role.GUARD, Grant.valid_to.is_(None)
            )
        )
    )
    seen = [(one, rota) for one, rota in rows if rota.place_id in kept or leads(session, viewer, rota)]
    return seen[:SHOWN]


def leads(session: Session, viewer: Viewer, rota: Rota) -> bool:
    """Say whether somebody may sign for shifts that are not their own."""
    path = paths.of_places(session, [rota.place_id]).get(rota.place_id, ())
    return bool(path) and may(viewer.holdings, Permission.PLAN_ROSTERS, path)
