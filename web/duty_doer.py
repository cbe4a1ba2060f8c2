"""Which group's turns a request is about, and for which shops of it the caller may speak."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions.duty_doer import Doer
from patrol.cards.duty_members import leads_now
from patrol.errors import NotFound
from patrol.model.duty import DutyRequest, Rota, Slot
from patrol.model.places import Place
from patrol.queries import duty, paths
from patrol.queries.people import Viewer
from patrol.rules.rights import Holding, Permission, PlacePath, may
from patrol.rules.words import PlaceKind, Role
from web.caller import signed_in
from web.context import Change

Places = tuple[PlacePath, ...]


def the_group(session: Session, given: Mapping[str, Any]) -> Places:
    """Find the group named in the path."""
    try:
        return seen_from(session, duty.rota_of_group(session, str(given["group"])))
    except NotFound:
        return ()


def the_slot(session: Session, given: Mapping[str, Any]) -> Places:
    """Find the group of a turn."""
    slot = session.get(Slot, str(given["slot_id"]))
    return () if slot is None else seen_from(session, session.get_one(Rota, slot.rota_id))


def the_request(session: Session, given: Mapping[str, Any]) -> Places:
    """Find the group of a request."""
    request = session.get(DutyRequest, int(given["request_id"]))
    return () if request is None else seen_from(session, session.get_one(Rota, request.rota_id))


def doer(to: Change, viewer: Viewer, rota: Rota) -> Doer:
    """Say for whom somebody may speak: their own shops here, and all of them if they lead."""
    path = paths.of_places(to.session, [rota.place_id]).get(rota.place_id, ())
    return Doer(
        viewer.person_id,
        own=own_shops(to.session, viewer, rota, path, to),
        leads=may(viewer.holdings, Permission.LEAD_DUTY, path),
    )


def own_shops(session: Session, viewer: Viewer, rota: Rota, path: PlacePath, to: Change) -> frozenset[int]:
    """Give the shops of a group that are somebody's own; a lead's is the one the group has elected."""
    codes = [held.path[0].code for held in viewer.holdings if _is_shop_in(held, path)]
    ids = set(
        session.scalars(
            select(Place.id).where(
                Place.market_id == rota.market_id, Place.kind == PlaceKind.SHOP, Place.code.in_(codes)
            )
        )
    )
    if any(held.role is Role.LEAD and path and held.path[0] == path[0] for held in viewer.holdings):
        ids |= set(leads_now(session, rota, now=to.now)[:1])
    return frozenset(ids)


def seen_from(session: Session, rota: Rota) -> Places:
    """Give where a rota is asked from: a shop of the group from its own place, others from the group."""
    path = paths.of_places(session, [rota.place_id]).get(rota.place_id)
    if path is None:
        return ()
    mine = [held.path for held in signed_in().holdings if _is_shop_in(held, path)]
    return (mine[0] if mine else path,)


def _is_shop_in(held: Holding, group: PlacePath) -> bool:
    return bool(group) and held.path[0].kind is PlaceKind.SHOP and group[0] in held.path[1:]
