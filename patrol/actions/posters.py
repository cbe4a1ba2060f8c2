"""Posters are hung up, get a new code, are taken down; and what comes in by them."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from patrol.actions import case_open, receipts
from patrol.actions.case_open import Report
from patrol.errors import NotFound, NotNow, TooMany
from patrol.model.places import Market, Place
from patrol.model.quiet import Poster, ReportReceipt
from patrol.rules.case_words import Source
from patrol.rules.entries import Register
from patrol.rules.posters import CODE_LENGTH, PER_HOUR, SIGNS, severity_of
from patrol.rules.words import Category


@dataclass(frozen=True, slots=True)
class PosterReport:
    """What somebody without a name tells by a poster. `now`: it is going on."""

    code: str
    category: Category
    now: bool
    receipt: str
    words: str | None = None
    media: tuple[dict[str, Any], ...] = ()


def hang(session: Session, market: str, place: str, *, by: int | None, now: datetime) -> Poster:
    """Make a poster for a place; a place may have several.

    Raises:
        NotFound: there is no such place in this market.
    """
    here = select(Place).join(Market, Market.id == Place.market_id)
    found = session.scalars(here.where(Market.code == market, Place.code == place)).one_or_none()
    if found is None or found.market_id is None:
        raise NotFound(f"there is no place {place!r} in {market}")
    return _new(session, found.market_id, found.id, by, now)


def renew(session: Session, poster_id: int, *, by: int | None, now: datetime) -> Poster:
    """Give a place a new code; the old one leads nowhere from now on."""
    old = take_down(session, poster_id, by=by, now=now)
    return _new(session, old.market_id, old.place_id, by, now)


def take_down(session: Session, poster_id: int, *, by: int | None, now: datetime) -> Poster:
    """End a code.

    Raises:
        NotNow: it has ended already.
    """
    done = session.scalars(
        update(Poster)
        .where(Poster.id == poster_id, Poster.ended_at.is_(None))
        .values(ended_at=now, ended_by=by)
        .returning(Poster)
    ).one_or_none()
    if done is None:
        raise NotNow("this poster's code has ended already")
    return done


def report_by_poster(session: Session, told: PosterReport, register: Register, *, now: datetime) -> None:
    """Take a report in. The same kind of thing from the same poster within ten minutes is one case.

    Raises:
        NotFound: the code leads nowhere, or not any more.
        TooMany: more came by this poster within the hour than anybody believes.
    """
    poster = session.scalars(
        select(Poster).where(Poster.code == told.code, Poster.ended_at.is_(None)).with_for_update()
    ).one_or_none()
    if poster is None:
        raise NotFound("this code leads nowhere any more")
    if receipts.known(session, told.receipt):
        return
    if _within_the_hour(session, poster, now) >= PER_HOUR:
        raise TooMany("too much came by this poster within the hour")
    place = register.places.get(poster.place_id)
    report = Report(
        market_id=poster.market_id,
        category=told.category,
        severity=severity_of(told.category, now=told.now),
        command_id="",
        reporter_id=None,
        place=place.code if place else None,
        summary=told.words,
        media=told.media,
        dedupe=f"poster:{poster.id}:{told.category}",
        source=Source.POSTER,
    )
    incident = case_open.take_in(session, report, register, now=now)
    receipts.give(session, told.receipt, incident, now=now, poster_id=poster.id)


def _within_the_hour(session: Session, poster: Poster, now: datetime) -> int:
    hour = select(func.count()).where(
        ReportReceipt.poster_id == poster.id, ReportReceipt.at > now - timedelta(hours=1)
    )
    return session.scalar(hour) or 0


def _new(session: Session, market_id: int, place_id: int, by: int | None, now: datetime) -> Poster:
    code = "".join(secrets.choice(SIGNS) for _ in range(CODE_LENGTH))
    poster = Poster(market_id=market_id, place_id=place_id, code=code, made_at=now, made_by=by)
    session.add(poster)
    session.flush()
    return poster
