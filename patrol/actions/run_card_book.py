"""A market's own run cards and procedures, changed one card at a time; every edition stays on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import case_settings
from patrol.cards.case_rules import CARDS
from patrol.cards.people import names
from patrol.cards.things import stamp
from patrol.errors import NotFound, VersionConflict
from patrol.model.incidents import CaseSetting
from patrol.model.places import Market

NONE_YET = 0
"""The edition of a market that has no cards of its own."""


@dataclass(frozen=True, slots=True)
class CardChange:
    """One card (`FI:critical`, `FI`) as it is to stand; None for both: as it comes with the system."""

    where: str
    needs: Mapping[str, int] | None
    steps: Sequence[str] | None


def change_card(
    session: Session, market_id: int, change: CardChange, *, seen: int, by: int | None, now: datetime
) -> CaseSetting:
    """Let one card stand otherwise from now on; incidents that were discovered before keep the old one.

    `seen` is the edition the change was made on.

    Raises:
        VersionConflict: somebody else changed the cards since.
        Invalid: naming what can not be read.
    """
    standing = _lock(session, market_id, seen)
    body = {} if standing is None else standing.body
    needs, steps = dict(body.get("needs", {})), dict(body.get("steps", {}))
    for table, value in ((needs, change.needs), (steps, change.steps)):
        table.pop(change.where, None)
        if value is not None:
            table[change.where] = dict(value) if isinstance(value, Mapping) else list(value)
    return _keep(session, market_id, {"needs": needs, "steps": steps}, by, now)


def restore(
    session: Session, market_id: int, edition: int, *, seen: int, by: int | None, now: datetime
) -> CaseSetting:
    """Let an old edition stand again; 0 for the cards that come with the system.

    Raises:
        NotFound: this market never had that edition.
        VersionConflict: somebody else changed the cards since.
    """
    old = session.get(CaseSetting, edition) if edition != NONE_YET else None
    if edition != NONE_YET and (old is None or (old.market_id, old.name) != (market_id, CARDS)):
        raise NotFound(f"there is no edition {edition} of the run cards here")
    _lock(session, market_id, seen)
    return _keep(session, market_id, old.body if old else {}, by, now)


def _lock(session: Session, market_id: int, seen: int) -> CaseSetting | None:
    """Give what stands, and let nobody else change it until the end of the transaction."""
    session.get_one(Market, market_id, with_for_update=True)
    standing = session.scalars(
        select(CaseSetting).where(
            CaseSetting.market_id == market_id, CaseSetting.name == CARDS, CaseSetting.valid_to.is_(None)
        )
    ).one_or_none()
    if seen != (standing.id if standing else NONE_YET):
        by, at = (standing.changed_by, standing.valid_from) if standing else (None, None)
        raise VersionConflict(
            "somebody changed the run cards since you opened them",
            {"version": standing.id if standing else NONE_YET, "by": names(session)(by), "at": stamp(at)},
        )
    return standing


def _keep(
    session: Session, market_id: int, body: Mapping[str, Any], by: int | None, now: datetime
) -> CaseSetting:
    setting = case_settings.change(session, market_id, CARDS, body, by=by, now=now)
    session.flush()
    return setting
