"""Many alerts change in one statement, and none of them where another transaction was first."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm.exc import StaleDataError

from patrol.actions.together import write_alerts
from patrol.db import Sessions, make_engine, make_sessions
from patrol.model.alerts import Alert
from patrol.model.places import Market
from patrol.rules.words import Category, Severity
from tests.parts.ready_made import migrate

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def sessions(database_url: str) -> Iterator[Sessions]:
    """Make a database with four open alerts."""
    migrate(database_url)
    engine = make_engine(database_url)
    sessions = make_sessions(engine)
    with sessions.begin() as session:
        market = Market(code="m", name="m", timezone="UTC", lat=29.0, lon=120.0)
        session.add(market)
        session.flush()
        session.add_all(
            Alert(
                market_id=market.id,
                fingerprint=f"tamper:{number}",
                kind="tamper",
                category=Category.DEVICE,
                severity=Severity.HIGH,
                rule="tamper",
                happened_at=NOON,
                raised_at=NOON,
                last_at=NOON,
            )
            for number in range(4)
        )
    yield sessions
    engine.dispose()


def test_alerts_that_changed_alike_are_written_together(sessions: Sessions) -> None:
    with sessions.begin() as session:
        alerts = list(session.scalars(select(Alert).order_by(Alert.id)))
        for alert in alerts:
            alert.count += 1
        alerts[3].severity = Severity.CRITICAL
        write_alerts(session, alerts)
        assert not any(session.is_modified(alert) for alert in alerts)
        assert [alert.version for alert in alerts] == [2, 2, 2, 2]
    with sessions() as session:
        found = list(session.scalars(select(Alert).order_by(Alert.id)))
        assert [(one.count, one.version) for one in found] == [(2, 2)] * 4
        assert [one.severity for one in found] == ["high", "high", "high", "critical"]


def test_where_another_was_first_nothing_is_written(sessions: Sessions) -> None:
    with sessions() as session:
        alerts = list(session.scalars(select(Alert).order_by(Alert.id)))
        session.execute(update(Alert.__table__).where(Alert.id == alerts[2].id).values(version=9))  # type: ignore[arg-type]
        for alert in alerts:
            alert.count += 1
        with pytest.raises(StaleDataError):
            write_alerts(session, alerts)
        session.rollback()
    with sessions() as session:
        assert set(session.scalars(select(Alert.count))) == {1}
