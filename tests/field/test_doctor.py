"""The doctor finds what would lose data: each thing is made wrong on purpose, and named with its cure."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from patrol.clock import system_clock
from patrol.jobs import keep_slices
from patrol.model.places import Market
from patrol.model.stream import BACKUP_AT, Meta
from patrol.processes.doctor import disk, examine
from patrol.processes.finding import Finding
from patrol.settings import Settings, from_environment
from tests.cli.running import patrol
from tests.field.broker import SHIPPED, FieldBroker, field_broker
from tests.jobs.town import Town, build

BAD = (
    ("max_queued_messages 400000", "max_queued_messages 1000"),
    ("queue_qos0_messages true", "queue_qos0_messages false"),
    ("upgrade_outgoing_qos true", "upgrade_outgoing_qos false"),
    ("persistence true", "persistence false"),
)


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    one = build(database_url)
    one.now = system_clock()
    one.do(keep_slices.run)
    with one.sessions.begin() as session:
        session.add(Meta(name=BACKUP_AT, value=one.now.isoformat()))
    yield one
    one.engine.dispose()


def settings_of(folder: Path, town: Town, mqtt_url: str | None = None) -> Settings:
    told = {
        "PATROL_DATA_DIR": str(folder),
        "PATROL_DATABASE_URL": town.engine.url.render_as_string(hide_password=False),
        "PATROL_CONFIG": os.devnull,
    }
    return from_environment(told | ({"PATROL_MQTT_URL": mqtt_url} if mqtt_url else {}))


def ills(settings: Settings, *, ahead: float = 0.0, **more: Path) -> dict[str, str]:
    """What is wrong, without the processes, which nobody started here."""
    clock = lambda: system_clock() + timedelta(seconds=ahead)  # noqa: E731 - a fake clock
    found: list[Finding] = list(examine(settings, clock=clock, **more))
    absent = {"ingest", "jobs", "web", "broker"} - set(more and {"broker"})
    return {one.part: one.line for one in found if not one.well and one.part not in absent}


def test_a_database_as_it_should_be_has_no_ills(town: Town, tmp_path: Path) -> None:
    found = ills(settings_of(tmp_path, town))
    allowed = {"database"} if town.engine.dialect.name == "postgresql" else set()
    assert set(found) == allowed  # the server of the tests runs without fsync, and is found out


def test_a_missing_index_is_named(town: Town, tmp_path: Path) -> None:
    with town.engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_signal_of_alert"))
    assert "ix_signal_of_alert of signal is missing" in ills(settings_of(tmp_path, town))["index"]


@pytest.mark.parametrize("name", ["Asia/Nowhere", "Europe/Lisbon"])
def test_a_wrong_time_zone_is_named(town: Town, tmp_path: Path, name: str) -> None:
    with town.sessions.begin() as session:
        session.execute(update(Market).values(timezone=name))
    assert name in ills(settings_of(tmp_path, town))["zone"]


def test_no_backup_and_an_old_one_are_named(town: Town, tmp_path: Path) -> None:
    for value, said in (("2026-01-01T00:00:00+00:00", "2026-01-01"), (None, "there is none yet")):
        with town.sessions.begin() as session:
            mark = session.get_one(Meta, BACKUP_AT)
            if value is None:
                session.delete(mark)
            else:
                mark.value = value
        assert said in ills(settings_of(tmp_path, town))["backup"]


def test_a_disk_nearly_full_is_named(tmp_path: Path) -> None:
    found = disk(tmp_path, low=10**18)
    assert (found.well, "make room" in found.line) == (False, True)


def test_a_database_of_another_version_is_named(town: Town, tmp_path: Path) -> None:
    with town.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "run `patrol migrate`" in ills(settings_of(tmp_path, town))["database"]


@pytest.mark.needs_postgres
@pytest.mark.parametrize("database_url", [pytest.param("postgres", id="")], indirect=True)
def test_a_server_that_loses_what_it_acknowledged_is_named(town: Town, tmp_path: Path) -> None:
    found = [
        one.line for one in examine(settings_of(tmp_path, town), clock=system_clock) if one.part == "database"
    ]
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        assert any(f"{name} is off" in line for line in found)


@pytest.mark.needs_postgres
@pytest.mark.parametrize("database_url", [pytest.param("postgres", id="")], indirect=True)
def test_a_clock_that_is_off_and_slices_that_nobody_makes_are_named(town: Town, tmp_path: Path) -> None:
    found = ills(settings_of(tmp_path, town), ahead=90)
    assert "the database's clock is -90 s from ours" in found["clock"]
    found = ills(settings_of(tmp_path, town), ahead=40 * 86400)
    assert "start `patrol jobs`" in found["slices"]


@pytest.mark.needs_mosquitto
def test_the_shipped_broker_is_well(town: Town, tmp_path: Path) -> None:
    with field_broker() as broker:
        settings = settings_of(tmp_path, town, broker.url())
        assert not {"queue", "memory"} & set(ills(settings))
        broker.until_saved()
        broker.kill()
        broker.start()
        assert not {"queue", "memory"} & set(ills(settings))


@pytest.fixture
def bad_broker() -> Iterator[FieldBroker]:
    with field_broker(*BAD) as one:
        yield one


@pytest.mark.needs_mosquitto
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_broker_that_forgets_is_found_out(town: Town, tmp_path: Path, bad_broker: FieldBroker) -> None:
    settings = settings_of(tmp_path, town, bad_broker.url())
    seen = examine(settings, clock=system_clock)
    lines = [one.line for one in seen if one.part == "queue" and not one.well]
    assert any("raise max_queued_messages" in line for line in lines)
    assert any("set queue_qos0_messages true" in line for line in lines)
    bad_broker.kill()
    bad_broker.start()
    assert "set persistence true" in ills(settings)["memory"]


@pytest.mark.needs_mosquitto
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_quality_of_service_0_that_nobody_acknowledges_is_found_out(town: Town, tmp_path: Path) -> None:
    with field_broker(("upgrade_outgoing_qos true", "upgrade_outgoing_qos false")) as broker:
        assert "set upgrade_outgoing_qos true" in ills(settings_of(tmp_path, town, broker.url()))["queue"]


def test_a_configuration_is_judged_line_by_line(tmp_path: Path) -> None:
    bare = tmp_path / "mosquitto.conf"
    bare.write_text("listener 1883\nallow_anonymous true\npersistence true\n")
    said = patrol(tmp_path, "doctor", "--broker-config", str(bare))
    assert said.returncode == 1
    bad = ("autosave_interval 1800", "max_queued_messages 1000", "allow_anonymous true")
    for word in (*bad, "max_inflight_messages 20"):
        assert f"ILL  broker    mosquitto.conf: {word}" in said.stdout
    assert "mosquitto.conf: persistence" not in said.stdout


def test_the_shipped_configuration_is_well(tmp_path: Path) -> None:
    said = patrol(tmp_path, "doctor", "--broker-config", str(SHIPPED / "mosquitto.conf"))
    assert "ok   broker    mosquitto.conf loses nothing that waits" in said.stdout
