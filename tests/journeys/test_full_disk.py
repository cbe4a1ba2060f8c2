"""A full disk: one clear line, nothing half done, and nothing lost once there is room again."""

from pathlib import Path

import pytest

from tests.cli.running import PATIENCE_S, Running, patrol
from tests.journeys.crowd import Crowd
from tests.journeys.house import House
from tests.journeys.test_kills import until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(180)]


def test_a_database_that_finds_no_room_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    done = patrol(tmp_path, "migrate", largest_file=100_000)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "PATROL_DATABASE_URL" in done.stderr
    assert patrol(tmp_path, "migrate").returncode == 0
    assert patrol(tmp_path, "prepare", "--sample", "1").returncode == 0


def test_what_ingest_could_not_store_comes_again_when_there_is_room(prepared: Path, tmp_path: Path) -> None:
    house = House.like(prepared, tmp_path / "house")
    try:
        house.start("broker")
        room = 40_000
        with Running(house.folder, "ingest", largest_file=room) as ingest:
            ingest.until("ready")
            crowd = Crowd(house.url(), 400)
            crowd.begin()
            assert ingest.process.wait(PATIENCE_S) == 1
            assert "cannot store" in ingest.lines[-1]
            assert not any("Traceback" in line for line in ingest.lines)
        crowd.wait(400)
        crowd.leave()
        house.start("ingest")
        until(lambda: house.signals("patrol/v1/yunda/%") == (400, 400), 30)
    finally:
        house.stop()
