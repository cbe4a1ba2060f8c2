"""Rows written past the mapper lie there as the mapper would have written them, and fail as its own do."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast

import pytest
from sqlalchemy import Engine, Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from patrol.bulk import WORTH_A_COPY, Bulk, Changes
from patrol.db import make_engine, write
from patrol.model import Base
from patrol.model.signals import SignalKey
from patrol.model.stream import StreamRecord
from patrol.rules.words import Severity

NOON = datetime(2026, 11, 23, 12, 0, 0, 250, tzinfo=UTC)
KEYS = Bulk(cast(Table, SignalKey.__table__), ("dedupe", "received_at", "forget_at"))
EVENTS = Bulk(cast(Table, StreamRecord.__table__), ("room", "seq", "type", "entity", "version", "body", "at"))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Make a database with all tables."""
    engine = make_engine(database_url)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


def event(seq: int, **named: Any) -> dict[str, Any]:
    """Build a row of the stream."""
    plain = {"room": "market:m", "type": "alert.raised", "entity": "alert:1", "version": 1, "at": NOON}
    return {**plain, "seq": seq, "body": {"n": seq}, **named}


@pytest.mark.parametrize("more", [0, WORTH_A_COPY])
def test_what_was_written_is_read_back_as_it_was(engine: Engine, more: int) -> None:
    abroad = NOON.astimezone(timezone(timedelta(hours=8)))
    odd = 'tab\t new\nline \\N back\\slash "quote" 王强'
    rows = [
        event(1, body={"severity": Severity.HIGH, "text": odd}),
        event(2, body=write({"n": 2}), at=abroad),
        event(3, body=None, entity=odd),
    ]
    with engine.begin() as connection:
        EVENTS.insert(connection, rows + [event(4 + n, at=NOON + timedelta(hours=n)) for n in range(more)])
    with Session(engine) as session:
        found = list(
            session.scalars(select(StreamRecord).where(StreamRecord.seq <= 3).order_by(StreamRecord.seq))
        )
        later = session.scalars(select(StreamRecord).where(StreamRecord.seq > 3).order_by(StreamRecord.seq))
        assert [one.at for one in later] == [NOON + timedelta(hours=n) for n in range(more)]
    assert [one.body for one in found] == [{"severity": "high", "text": odd}, {"n": 2}, None]
    assert [one.at for one in found] == [NOON] * 3
    assert found[2].entity == odd


def test_few_rows_and_many_lie_there_alike(engine: Engine) -> None:
    many = WORTH_A_COPY + 1
    with engine.begin() as connection:
        EVENTS.insert(connection, [event(1, entity="100 %s ?")])
        EVENTS.insert(connection, [event(2 + n, entity="100 %s ?") for n in range(many)])
    with Session(engine) as session:
        found = list(session.scalars(select(StreamRecord).order_by(StreamRecord.seq)))
    assert [one.body for one in found] == [{"n": 1 + n} for n in range(1 + many)]
    assert {(one.entity, one.at) for one in found} == {("100 %s ?", NOON)}


def test_no_rows_are_no_statement(engine: Engine) -> None:
    with engine.begin() as connection:
        EVENTS.insert(connection, [])


@pytest.mark.parametrize("many", [3, WORTH_A_COPY + 3])
def test_a_key_that_is_there_already_fails_as_everywhere_and_nothing_of_the_batch_stays(
    engine: Engine, many: int
) -> None:
    numbers = (*range(1, many), 1)
    rows = [{"dedupe": bytes([n]) * 16, "received_at": NOON, "forget_at": NOON} for n in numbers]
    with pytest.raises(IntegrityError), engine.begin() as connection:
        KEYS.insert(connection, rows)
    with Session(engine) as session:
        assert session.scalars(select(SignalKey)).all() == []


def test_an_instant_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="zone"), engine.begin() as connection:
        EVENTS.insert(connection, [event(1, at=NOON.replace(tzinfo=None))])


@pytest.mark.parametrize("how", ["plain", "one by one"])
@pytest.mark.parametrize("many", [3, WORTH_A_COPY + 3])
def test_only_the_rows_that_are_named_and_meet_the_condition_change(
    engine: Engine, many: int, how: str
) -> None:
    table, plain = cast(Table, StreamRecord.__table__), how == "plain"
    changes = Changes(table, ("entity", "version", "at"), by=("room", "seq"), only="version > 1", plain=plain)
    later = NOON + timedelta(days=1)
    with engine.begin() as connection:
        EVENTS.insert(
            connection, [event(n, version=1 + (n > 1), entity="100 %s") for n in range(1, many + 1)]
        )
        new = [{"entity": f"it's 50 % {n}", "version": n, "at": later} for n in range(1, many)]
        done = changes.write(connection, new, [{"room": "market:m", "seq": n} for n in range(1, many)])
    with Session(engine) as session:
        rows = session.scalars(select(StreamRecord).order_by(StreamRecord.seq)).all()
    assert done == many - 2
    assert [(row.entity, row.version, row.at) for row in (rows[0], rows[-1])] == [
        ("100 %s", 1, NOON), ("100 %s", 2, NOON),
    ]  # fmt: skip
    assert [(row.entity, row.version, row.at) for row in rows[1:-1]] == [
        (f"it's 50 % {n}", n, later) for n in range(2, many)
    ]
