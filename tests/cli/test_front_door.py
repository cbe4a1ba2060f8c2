"""What hinders is one clear line and status 1; wrong usage is status 2; nothing is half done."""

import socket
from pathlib import Path

import pytest

from tests.cli.running import Running, patrol

STARTS = ("ingest", "jobs", "broker", "migrate")


def refused(done_stderr: str) -> str:
    lines = done_stderr.strip().splitlines()
    assert len(lines) == 1, done_stderr
    assert lines[0].startswith("patrol: ")
    return lines[0]


@pytest.mark.parametrize("command", STARTS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PATROL_BIND", "nonsense"),
        ("PATROL_MQTT_URL", "http://x"),
        ("PATROL_DATABASE_URL", "mysql://x"),
        ("PATROL_SECRET_KEY", "short"),
        ("PATROL_LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_its_name(
    tmp_path: Path, command: str, name: str, value: str
) -> None:
    done = patrol(tmp_path / "data", command, env={name: value})
    assert done.returncode == 1
    assert name in refused(done.stderr)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", STARTS)
def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = patrol(tmp_path / "file" / "data", command)
    assert done.returncode == 1
    assert "PATROL_DATA_DIR" in refused(done.stderr)


@pytest.mark.parametrize("command", ["ingest", "jobs"])
def test_without_any_broker_the_way_out_is_named(tmp_path: Path, command: str) -> None:
    done = patrol(tmp_path, command)
    assert done.returncode == 1
    assert "run `patrol broker`, or set PATROL_MQTT_URL" in refused(done.stderr)


def test_a_database_of_another_version_is_refused(tmp_path: Path) -> None:
    done = patrol(tmp_path, "jobs", env={"PATROL_MQTT_URL": "mqtt://127.0.0.1:1"})
    assert done.returncode == 1
    assert "run `patrol migrate`" in refused(done.stderr)


def test_a_database_that_does_not_answer_is_named(tmp_path: Path) -> None:
    url = "postgresql+psycopg://patrol:secret@127.0.0.1:1/patrol"
    done = patrol(tmp_path, "migrate", env={"PATROL_DATABASE_URL": url})
    assert done.returncode == 1
    assert "PATROL_DATABASE_URL" in refused(done.stderr)
    assert "secret" not in done.stderr


def test_a_broker_that_does_not_answer_is_named(home: Path) -> None:
    done = patrol(home, "ingest", env={"PATROL_MQTT_URL": "mqtt://patrol:secret@127.0.0.1:1"})
    assert done.returncode == 1
    assert "127.0.0.1:1" in refused(done.stderr)
    assert "secret" not in done.stderr


def test_a_busy_port_is_named_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = patrol(tmp_path, "broker", "--broker-port", str(port))
    assert done.returncode == 1
    assert f"port {port}" in refused(done.stderr)


@pytest.mark.parametrize("words", [["dance"], ["broker", "--broker-port", "x"], ["send", "a/b"]])
def test_wrong_usage_is_status_2(tmp_path: Path, words: list[str]) -> None:
    assert patrol(tmp_path, *words).returncode == 2


def test_migrating_twice_changes_nothing(home: Path) -> None:
    assert patrol(home, "migrate").returncode == 0


def test_a_wrong_password_is_refused_by_the_broker_and_said_so(home: Path) -> None:
    with Running(home, "broker", "--broker-port", "0") as broker:
        line = broker.until("listens for MQTT on")
        port = line.partition("127.0.0.1:")[2].partition(";")[0]
        wrong = {"PATROL_MQTT_URL": f"mqtt://patrol:guess@127.0.0.1:{port}"}
        for command in (["ingest"], ["send", "a/b", "-"]):
            done = patrol(home, *command, env=wrong)
            assert done.returncode == 1
            assert "Not authorized" in refused(done.stderr)


def test_each_part_starts_alone_works_and_stops_when_asked(home: Path) -> None:
    with Running(home, "broker", "--broker-port", "0") as broker:
        broker.until("listens for MQTT on")
        with Running(home, "ingest") as ingest, Running(home, "jobs") as jobs:
            ingest.until("ready")
            jobs.until("ready")
            sent = patrol(home, "send", "nobody/knows/this", "-", stdin=b"{}")
            assert (sent.returncode, sent.stderr) == (0, "")
            told = patrol(home, "doctor").stdout
            for part in ("broker", "database", "ingest", "jobs"):
                assert f"ok   {part}" in told
            assert ingest.stop() == 0
            assert jobs.stop() == 0
        assert broker.stop() == 0


def test_the_doctor_says_what_is_missing_and_what_to_do(tmp_path: Path) -> None:
    done = patrol(tmp_path, "doctor")
    assert done.returncode == 1
    assert "run `patrol broker`" in done.stdout
    assert "run `patrol migrate`" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"PATROL_CONFIG": "/nowhere/patrol.toml"}, "PATROL_CONFIG: there is no file /nowhere/patrol.toml"),
        ({"PATROL_DATABSE_URL": "sqlite:///x"}, "PATROL_DATABSE_URL: no such setting; want one of "),
    ],
)
def test_a_setting_nobody_reads_stops_the_start(tmp_path: Path, told: dict[str, str], said: str) -> None:
    done = patrol(tmp_path / "data", "up", env=told)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert said in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_scenario_that_is_not_there_is_wrong_usage_and_the_others_are_named(tmp_path: Path) -> None:
    done = patrol(tmp_path / "data", "demo", "--scenario", "carnival")
    assert done.returncode == 2
    assert "'market_day'" in done.stderr
    assert not (tmp_path / "data").exists()
