"""What a newcomer finds of duty in a demonstration: an election their own shop can vote in, and a request."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions import market
from patrol.db import Sessions, make_engine, make_sessions
from patrol.model.duty import DutyRequest, Rota, Slot
from patrol.model.duty_service import CheckIn, MissedDuty
from patrol.model.people import Grant, Person
from patrol.processes import sample_duty
from patrol.queries.duty import credit, on_duty_in
from patrol.queries.lead_ballots import ballots
from patrol.queries.register import RegisterCache
from patrol.rules.duty_words import RequestState
from patrol.sample.market import sample_market
from tests.parts.ready_made import migrate

NOW = datetime(2026, 11, 26, 6, tzinfo=UTC)


@pytest.fixture
def sessions(tmp_path: Path) -> Sessions:
    url = f"sqlite:///{tmp_path}/sample.sqlite3"
    migrate(url)
    return make_sessions(make_engine(url))


def test_a_week_of_turns_was_kept_and_the_one_that_runs_waits_for_a_visitor(sessions: Sessions) -> None:
    with sessions.begin() as session:
        market.import_market(session, sample_market(), None, end_missing=False, now=NOW - timedelta(days=60))
    with sessions.begin() as session:
        register = RegisterCache().current(session)
        sample_duty.settle(session, register, now=NOW)
    with sessions() as session:
        rota = session.scalars(select(Rota)).one()
        came = session.execute(select(CheckIn, Slot).join(Slot, Slot.id == CheckIn.slot_id)).all()
        missed = session.scalars(select(MissedDuty)).all()
        running = on_duty_in(session, rota.id, now=NOW)
        balances = credit(session, rota, register, now=NOW)
    for_others = [row for row, slot in came if row.holder_id != slot.holder_id]
    in_time = [row for row, slot in came if row.came_at <= slot.starts_at + timedelta(minutes=5)]
    assert 18 <= len(came) <= 21
    assert 0 < len(for_others) == len(missed) < len(came) / 3
    assert len(in_time) > len(came) / 2
    assert all(row.resolved_at is not None and row.resolved_by is not None for row in missed)
    assert {row.slot_id for row, _ in came}.isdisjoint({one.slot.id for one in running})
    assert sum(one.load for one in balances) > 0


def test_a_newcomer_can_vote_and_is_asked_something(sessions: Sessions) -> None:
    with sessions.begin() as session:
        market.import_market(session, sample_market(), None, end_missing=False, now=NOW - timedelta(days=60))
    with sessions.begin() as session:
        register = RegisterCache().current(session)
        sample_duty.settle(session, register, now=NOW)
    with sessions() as session:
        (ballot,) = ballots(session, session.scalars(select(Rota)).one(), register, now=NOW)
        waiting = session.scalars(select(DutyRequest.state)).all()
        mine = select(Grant.place_id).join(Person, Person.id == Grant.person_id).where(Person.login == "shop")
        shop = register.places[session.scalars(mine).one()].code
    assert (ballot["state"], ballot["phase"]) == ("open", "voting")
    assert len(ballot["candidates"]) == 3
    assert all(one["pledge"] for one in ballot["candidates"])
    assert shop in {one["code"] for one in ballot["missing"]}
    assert 2 * len(ballot["voted"]) >= ballot["members"] > len(ballot["voted"]) + 1
    assert RequestState.OFFERED in waiting
