"""Rosters of a demonstration: whatever the hour, a shift is kept and the change before it can be signed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions import market
from patrol.db import make_engine, make_sessions
from patrol.model.duty import Slot
from patrol.model.handovers import Handover
from patrol.model.shifts import GuardRoster
from patrol.processes.sample_rosters import keep_rosters
from patrol.sample.market import sample_market
from tests.parts.ready_made import migrate

MIDNIGHT = datetime(2026, 11, 26, 16, tzinfo=UTC)  # in Shanghai


@pytest.mark.parametrize("hours", [0.5, 3, 7, 15, 21, 23])
def test_whatever_the_hour_a_shift_is_kept_and_a_handover_waits(tmp_path: Path, hours: float) -> None:
    now, url = MIDNIGHT + timedelta(hours=hours), f"sqlite:///{tmp_path}/sample.sqlite3"
    migrate(url)
    sessions = make_sessions(make_engine(url))
    with sessions.begin() as session:
        market.import_market(session, sample_market(), None, end_missing=False, now=now - timedelta(days=60))
    with sessions.begin() as session:
        keep_rosters(session, now=now)
    with sessions() as session:
        rosters = set(session.scalars(select(GuardRoster.rota_id)))
        running = select(Slot.rota_id).where(
            Slot.starts_at <= now, Slot.ends_at > now, Slot.holder_id.is_not(None)
        )
        kept = set(session.scalars(running))
        waiting = session.scalars(select(Handover.at).where(Handover.closed_at.is_(None))).all()
    assert kept == rosters
    assert len(waiting) == len(rosters)
    assert all(now - timedelta(hours=9) < at <= now for at in waiting)
