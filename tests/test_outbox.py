"""The stream's numbers have no gaps, whatever commits, fails or runs at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from patrol import outbox
from patrol.db import Sessions, make_engine, make_sessions
from patrol.model import Base
from patrol.model.stream import StreamRecord

NOW = datetime(2026, 9, 1, 2, 15, tzinfo=UTC)


@pytest.fixture
def sessions(tmp_path: Path) -> Sessions:
    engine = make_engine(f"sqlite:///{tmp_path}/outbox.sqlite3")
    Base.metadata.create_all(engine)
    return make_sessions(engine)


def say(sessions: Sessions, rooms: list[str], *, fail: bool = False) -> None:
    with sessions.begin() as session:
        outbox.post(session, rooms, "alert.raised", entity="alert:1", version=1, body={"v": 1}, now=NOW)
        if fail:
            raise RuntimeError("the transaction fails")


def numbers(sessions: Sessions, room: str) -> list[int]:
    with sessions() as session:
        rows = session.scalars(
            select(StreamRecord.seq).where(StreamRecord.room == room).order_by(StreamRecord.seq)
        )
        return list(rows)


def test_each_room_counts_for_itself_without_gaps(sessions: Sessions) -> None:
    say(sessions, ["market:a", "grid:1"])
    say(sessions, ["market:a"])
    assert numbers(sessions, "market:a") == [1, 2]
    assert numbers(sessions, "grid:1") == [1]


def test_a_transaction_that_fails_leaves_no_number_behind(sessions: Sessions) -> None:
    with pytest.raises(RuntimeError):
        say(sessions, ["market:a"], fail=True)
    say(sessions, ["market:a"])
    assert numbers(sessions, "market:a") == [1]


def test_what_a_failed_transaction_posted_is_not_said_by_the_next_one(sessions: Sessions) -> None:
    with sessions() as session:
        outbox.post(session, ["market:a"], "alert.raised", entity="alert:1", version=1, body={}, now=NOW)
        session.rollback()
        outbox.post(session, ["market:a"], "alert.cleared", entity="alert:1", version=2, body={}, now=NOW)
        session.commit()
        types = list(session.scalars(select(StreamRecord.type)))
    assert types == ["alert.cleared"]


def test_writers_at_once_leave_no_gap_and_no_double(sessions: Sessions) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: say(sessions, ["market:a", f"grid:{n % 3}"]), range(80)))
    assert numbers(sessions, "market:a") == list(range(1, 81))
