"""The made-up market of a demonstration, with people who can sign in."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.actions import people, posters
from patrol.actions.market import import_market
from patrol.model.people import Person
from patrol.model.places import Market, Place
from patrol.processes import sample_duty, sample_notices, sample_past, sample_rounds
from patrol.processes.accounts import new_password, write_private
from patrol.processes.standing import MARKET_FILE, PEOPLE_FILE
from patrol.queries.register import RegisterCache
from patrol.rules.words import PlaceKind
from patrol.sample import sample_market
from patrol.sheets.files import write_file

LOGINS = ("officer", "officer2", "leader", "guard", "lead", "shop", "police", "street", "admin")


def settle(session: Session, data_dir: Path, *, seed: int, now: datetime) -> None:
    """Make the market with five weeks of a past, unless there is one; changes made by hand stay."""
    file = sample_market(seed)
    write_file(data_dir / MARKET_FILE, file)
    if session.scalar(select(Market.id).limit(1)) is None:
        import_market(session, file, None, end_missing=False, now=now)
        session.flush()
        register = RegisterCache().current(session)
        sample_rounds.settle(session, file, register, now=now)
        sample_notices.settle(session, register, now=now)
        sample_duty.settle(session, register, now=now)
        _hang_posters(session, now)
        market = register.market_by_code(file.market.code)
        if market is not None:
            session.flush()
            sample_past.live_through(session, register, market, seed=seed, now=now)


def _hang_posters(session: Session, now: datetime) -> None:
    """Hang a poster at every gate, so that a visitor can scan one."""
    gates = select(Place.code, Market.code).join(Market, Market.id == Place.market_id)
    for place, market in session.execute(gates.where(Place.kind == PlaceKind.GATE)).all():
        posters.hang(session, market, place, by=None, now=now)


def let_in(session: Session, data_dir: Path) -> None:
    """Give the people of every role one password, made for this folder."""
    if (data_dir / PEOPLE_FILE).exists():
        return
    password = new_password()
    for person in session.scalars(select(Person).where(Person.login.in_(LOGINS))):
        people.set_password(session, person, password)
    session.flush()
    write_private(data_dir / PEOPLE_FILE, json.dumps({"password": password, "logins": LOGINS}))


def who_may(data_dir: Path) -> Mapping[str, object]:
    """Give the password and the logins of a demonstration."""
    told: Mapping[str, object] = json.loads((data_dir / PEOPLE_FILE).read_text(encoding="utf-8"))
    return told
