"""Every stage tells of its work: for a scraper as text, for the office as a page."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from devices.handlers import Handler
from patrol.actions.heartbeats import beat
from patrol.jobs.punctuality import Punctuality
from patrol.queries.register import RegisterCache
from tests.devices.wire import message
from tests.web.house import House, a_house

TOPIC = "patrol/v1/yunda/button/nobody-knows/event"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def ingest_stores(house: House, *happened_s_ago: float) -> None:
    """Let ingest hear one batch of calls, half a second before it stores them, and give a sign of life."""
    handler = Handler(
        house.context.sessions, RegisterCache(), Path("/nowhere"), house.clock, "yunda", lambda *_: None
    )
    heard_at = house.clock() - timedelta(seconds=0.5)
    handler.handle(
        [
            message(
                TOPIC,
                {"kind": "sos", "id": str(ago), "at": (house.clock() - timedelta(seconds=ago)).isoformat()},
                at=heard_at,
            )
            for ago in happened_s_ago
        ]
    )
    with house.context.transaction() as (session, now):
        facts = {"waiting": 3, **handler.flow.card()}
        beat(session, "ingest", started_at=now, now=now, facts=facts)


def jobs_run(house: House, name: str) -> None:
    kept = Punctuality()
    with kept.turn(name, 1.0) as turn:
        turn.acted = turn.failed = True
    with house.context.transaction() as (session, now):
        beat(session, "jobs", started_at=now, now=now, facts=kept.card())


def scraped(house: House) -> str:
    return house.client().get("/metrics").get_data(as_text=True)


def test_a_scraper_gets_every_stage_from_any_web_process(house: House) -> None:
    ingest_stores(house, 2.0, 1.0)
    jobs_run(house, "fire_timers")
    house.live.relay.lag.note(0.004)
    said = scraped(house)
    for line in (
        'patrol_messages_total{outcome="stored",part="ingest"} 2.0',
        'patrol_ingest_waiting{part="ingest"} 3.0',
        'patrol_batch_messages_bucket{le="1.0",part="ingest"} 0.0',
        'patrol_batch_messages_bucket{le="2.0",part="ingest"} 1.0',
        'patrol_stored_seconds_sum{part="ingest"} 0.5',
        'patrol_device_lag_seconds_sum{part="ingest"} 2.0',
        'patrol_commit_seconds_count{part="ingest"} 1.0',
        'patrol_relay_lag_seconds_bucket{le="0.005",part="web"} 1.0',
        "patrol_client_backlog_packets 0.0",
        'patrol_job_acts_total{job="fire_timers"} 1.0',
        'patrol_job_failures_total{job="fire_timers"} 1.0',
        'patrol_jobs_late_seconds_count{part="jobs"} 1.0',
    ):
        assert line in said.splitlines(), line


def test_a_process_that_gave_no_sign_for_half_a_minute_is_not_told_of(house: House) -> None:
    ingest_stores(house, 1.0)
    house.clock.advance(seconds=31)
    assert 'part="ingest",outcome' not in scraped(house)
    assert "patrol_ingest_waiting{" not in scraped(house)


def drawn(house: House) -> dict[str, Any]:
    answer = house.client("officer").get("/api/v1/operations")
    assert answer.status_code == 200
    return dict(answer.get_json())


def test_the_page_is_told_what_each_stage_did_between_two_looks(house: House) -> None:
    with house.context.transaction() as (session, now):
        beat(session, "ingest", started_at=now, now=now, facts={"waiting": 0, "messages": {"stored": 100}})
    house.live.housekeeper.round()
    house.clock.advance(seconds=5)
    with house.context.transaction() as (session, now):
        beat(session, "ingest", started_at=now, now=now, facts={"waiting": 7, "messages": {"stored": 150}})
    house.live.housekeeper.round()
    told = drawn(house)
    series = told["series"]
    assert series["messages"] == [0.0, 10.0]
    assert series["waiting"] == [0.0, 7.0]
    assert series["commit"] == {"p50": [None, None], "p99": [None, None]}
    assert series["clients"][-1] == 0


def test_percentiles_are_of_what_came_between_and_not_of_all_time(house: House) -> None:
    lag = house.live.relay.lag
    lag.note(30.0)
    house.live.housekeeper.round()
    house.clock.advance(seconds=5)
    for _ in range(10):
        lag.note(0.002)
    house.live.housekeeper.round()
    series = drawn(house)["series"]
    assert series["relay"]["p50"][0] is None
    assert 0.001 <= series["relay"]["p99"][1] <= 0.0025


def test_processes_and_jobs_stand_in_tables(house: House) -> None:
    jobs_run(house, "fire_timers")
    house.live.housekeeper.round()
    told = drawn(house)
    (job,) = told["jobs"]
    assert (job["job"], job["acts"], job["failures"]) == ("fire_timers", 1, 1)
    assert [row["part"] for row in told["processes"]] == ["jobs", "web:1"]


def test_a_quarter_of_an_hour_is_kept_and_no_more(house: House) -> None:
    for _ in range(200):
        house.live.housekeeper._recent.add(house.clock(), [])
    assert len(house.live.recent.all()) == 181


def test_each_batch_and_each_job_that_acts_writes_one_line(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ingest_stores(house, 2.0, 1.0)
    jobs_run(house, "fire_timers")
    batch, job = (record.getMessage() for record in caplog.records if record.name.startswith("patrol."))
    assert batch.startswith("event='batch' messages=2 stored=2 known=0 refused=1 waited_ms=500.0 commit_ms=")
    assert batch.endswith("device_ms=2000")
    assert job.startswith("event='job' job=fire_timers late_ms=0.0 took_ms=")


def test_the_lag_of_the_relay_is_counted_once_for_each_reading(house: House) -> None:
    house.live.relay._note_lag([{"at": "2026-09-01T03:59:58.000Z"}, {"at": "2026-09-01T04:00:00.000Z"}])
    house.live.relay._note_lag([])
    assert house.live.relay.lag.card()["sum"] == 2.0


def test_a_look_is_late_by_what_passed_since_it_was_due() -> None:
    kept = Punctuality()
    for _ in range(2):
        with kept.turn("soon", -1.0):
            pass
    assert kept.card()["jobs"]["soon"]["late_s"] >= 1.0
