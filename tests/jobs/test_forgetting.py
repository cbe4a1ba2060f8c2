"""What has outlived its retention is forgotten; what is wanted stays."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from patrol import outbox
from patrol.actions.heartbeats import beat
from patrol.jobs import forget_old_records, keep_slices, sweep_presence
from patrol.model.signals import Quarantined, SignalRecord
from patrol.model.stream import Presence, StreamRecord
from patrol.rules.retention import keep_of
from patrol.rules.words import Phase, TimeQuality, Verdict
from tests.jobs.town import ROOM, Town


def store(town: Town, kind: str, *, alert_id: int | None = None) -> None:
    number = count(town, SignalRecord)
    with town.sessions.begin() as session:
        session.add(
            SignalRecord(
                market_id=town.ids["yunda"],
                device_id=town.ids["car"],
                alert_id=alert_id,
                dedupe=number.to_bytes(16, "big"),
                keep=keep_of(kind, alert_id=alert_id),
                source="native",
                kind=kind,
                phase=Phase.NEW,
                verdict=Verdict.STORE,
                happened_at=town.now,
                received_at=town.now,
                recorded_at=town.now,
                time_quality=TimeQuality.DEVICE,
                topic="patrol/v1/yunda/car/car/event",
            )
        )


def count(town: Town, what: type) -> int:
    with town.sessions() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def kinds(town: Town) -> list[str]:
    with town.sessions() as session:
        return list(session.scalars(select(SignalRecord.kind).order_by(SignalRecord.id)))


def forget(town: Town) -> None:
    """Let both jobs look that forget; one of them first cuts what was not cut yet."""
    for job in (forget_old_records, keep_slices, keep_slices):
        town.do(job.run)


def test_the_stream_keeps_three_days(town: Town) -> None:
    town.raise_alert()
    town.later(hours=71)
    with town.open() as (session, _register):
        outbox.post(session, [ROOM], "alert.changed", entity="alert:1", version=2, body={}, now=town.now)
    town.later(hours=26)
    forget(town)
    assert [kind for kind, _ in town.said()] == ["alert.changed"]
    assert count(town, StreamRecord) == 1


def test_positions_go_after_a_week_signals_after_three_months_evidence_stays(town: Town) -> None:
    alert_id = town.raise_alert("door")
    store(town, "position")
    store(town, "position", alert_id=alert_id)
    store(town, "door")
    town.later(days=8)
    forget(town)
    assert kinds(town) == ["position", "door"]
    town.later(days=90)
    forget(town)
    assert kinds(town) == ["position"]
    town.later(days=700)
    forget(town)
    assert kinds(town) == []


def put_aside(town: Town, *, resolved_at: datetime | None = None) -> None:
    with town.sessions.begin() as session:
        session.add(
            Quarantined(
                market_id=town.ids["yunda"],
                topic="x",
                reason="not-json",
                detail="",
                payload=b"x",
                size=1,
                retained=False,
                received_at=town.now,
                recorded_at=town.now,
                resolved_at=resolved_at,
            )
        )


def test_resolved_quarantine_goes_after_a_month_and_the_rest_after_half_a_year(town: Town) -> None:
    put_aside(town, resolved_at=town.now)
    put_aside(town)
    town.later(days=31)
    forget(town)
    assert count(town, Quarantined) == 1
    town.later(days=150)
    forget(town)
    assert count(town, Quarantined) == 0


def test_the_boards_of_a_dead_web_process_are_taken_off(town: Town) -> None:
    with town.sessions.begin() as session:
        beat(session, "web:alive", started_at=town.now, now=town.now, facts={})
        beat(session, "web:dead", started_at=town.now, now=town.now - timedelta(seconds=31), facts={})
        for client in ("alive", "dead"):
            session.add(
                Presence(
                    client=client,
                    market_id=town.ids["yunda"],
                    person_id=None,
                    name="Wang",
                    entity=None,
                    process=f"web:{client}",
                    seen_at=town.now - timedelta(hours=1),
                )
            )
    town.do(sweep_presence.run)
    town.do(sweep_presence.run)
    assert town.said() == [("presence.gone", "presence:dead")]
    assert count(town, Presence) == 1
