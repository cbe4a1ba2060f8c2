"""A board cannot lie by silence: beats tell how every part is, and go on when a part is gone."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from patrol.actions.heartbeats import beat
from patrol.db import make_readers
from tests.web.ears import Ears
from tests.web.house import House, a_house
from web.pulse import Pulse

PARTS = {"database", "broker", "ingest", "jobs", "relay"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def everything_lives(house: House) -> None:
    with house.context.transaction() as (session, now):
        for part in ("broker", "ingest", "jobs"):
            beat(session, part, started_at=now, now=now, facts={})
    house.live.relay.turn()
    house.live.pulse.read()


def test_a_beat_names_every_part_and_its_age(house: House) -> None:
    everything_lives(house)
    ears = Ears(house, "officer")
    house.live.metronome.beat()
    (body,) = ears.bodies("beat")
    assert body["at"] == "2026-09-01T04:00:00.000Z"
    assert {name for name, part in body["parts"].items() if part["ok"]} == PARTS
    assert body["data_age_s"] is None


def test_beats_come_once_a_second(house: House) -> None:
    ears = Ears(house, "officer")
    for _ in range(10):
        house.live.metronome.tick()
    assert len(ears.bodies("beat")) == 2


@pytest.mark.parametrize(("seconds", "ok"), [(8, True), (9, False)])
def test_a_part_is_down_when_it_was_silent_for_more_than_eight_seconds(
    house: House, seconds: int, ok: object
) -> None:
    everything_lives(house)
    house.clock.advance(seconds=seconds)
    house.live.pulse.read()
    parts = house.live.pulse.parts()
    assert {parts[part].ok for part in ("ingest", "jobs", "broker")} == {ok}
    assert parts["ingest"].age_s == seconds


def test_the_broker_is_believed_to_live_by_our_own_word_when_ingest_is_gone(house: House) -> None:
    everything_lives(house)
    house.clock.advance(seconds=9)
    house.live.pulse.read()
    house.live.pulse.broker_answered()
    parts = house.live.pulse.parts()
    assert (parts["broker"].ok, parts["ingest"].ok) == (True, False)
    house.clock.advance(seconds=9)
    assert not house.live.pulse.parts()["broker"].ok


def test_a_clock_that_steps_back_makes_nothing_older_or_younger_than_now(house: House) -> None:
    everything_lives(house)
    house.clock.now -= timedelta(minutes=5)
    assert house.live.pulse.parts()["jobs"].age_s == 0


def test_a_lost_database_is_said_and_the_beat_goes_on(house: House) -> None:
    everything_lives(house)
    gone = Pulse(make_readers(create_engine("sqlite:////nowhere/at/all.sqlite3")), house.clock)
    assert not gone.read()
    assert not gone.parts()["database"].ok
    assert gone.beat("yunda")["parts"]


def test_nobody_hears_the_beat_of_another_market(house: House) -> None:
    stranger = Ears(house, "stranger")
    house.live.metronome.beat()
    assert len(stranger.bodies("beat")) == 1


def test_ready_says_503_while_a_part_is_down(house: House) -> None:
    answer = house.client().get("/readyz")
    assert answer.status_code == 503
    assert set(answer.get_json()["parts"]) == PARTS


def test_ready_says_200_when_all_parts_live(house: House) -> None:
    everything_lives(house)
    answer = house.client().get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ok")


def test_whoever_waits_for_the_last_part_hears_of_it_at_once(house: House) -> None:
    assert house.client().get("/readyz").status_code == 503
    with house.context.transaction() as (session, now):
        for part in ("broker", "ingest", "jobs"):
            beat(session, part, started_at=now, now=now, facts={})
    house.live.relay.turn()
    house.clock.advance(seconds=0.3)
    assert house.client().get("/readyz").status_code == 200


def test_while_all_is_well_nobody_makes_us_read_for_each_question(house: House) -> None:
    everything_lives(house)
    with house.context.transaction() as (session, now):
        beat(session, "jobs", started_at=now, now=now - timedelta(seconds=60), facts={})
    house.clock.advance(seconds=2)
    assert house.client().get("/readyz").status_code == 200


def test_figures_are_for_this_machine_or_for_a_token_that_may_see_them(house: House) -> None:
    far = {"REMOTE_ADDR": "10.0.0.9"}
    assert house.client().get("/metrics").status_code == 200
    assert house.client().get("/metrics", environ_base=far).status_code == 404
    scraper = house.bearer("scraper")
    answer = house.client().get("/metrics", environ_base=far, headers=scraper)
    assert 'patrol_part_up{part="database"} 1.0' in answer.get_data(as_text=True)
    assert house.client().get("/metrics", environ_base=far, headers=house.bearer("wall")).status_code == 404


def test_figures_do_not_go_through_a_proxy(house: House) -> None:
    assert house.client().get("/metrics", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 404
