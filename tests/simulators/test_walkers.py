"""Pretend guards at a real server: they come by the demonstration's door, and nobody else does."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from patrol.model.rounds import Checkpoint, Round, RoundStop
from patrol.sample.people import DRIVERS, WALKERS
from simulators.browser import Browser
from simulators.ground import Globe
from simulators.walkers import BEATS, Walker
from tests.web.house import House, a_house
from tests.web.things import a_round
from web.views import sign_in


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[House, str]]:
    house = a_house(tmp_path, demo=True)
    with house.context.transaction() as (session, _now):
        a_round(house, session)
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield house, f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def globe(house: House) -> Globe:
    with house.context.reading() as (session, _):
        register = house.context.register.current(session)
    market = register.market_by_code("yunda")
    assert market is not None
    frame = market.frame
    return Globe(frame.lat, frame.lon, frame.rotation_deg)


def test_a_guard_proves_by_position_that_they_were_there(demo: tuple[House, str]) -> None:
    house, address = demo
    seeds = [Walker(Browser(address), "guard", globe(house), seed, house.clock) for seed in range(8)]
    house.clock.advance(minutes=29)
    done = [errand for walker in seeds if (errand := walker.look())]
    with house.context.reading() as (session, _):
        stop = session.scalars(select(RoundStop).where(RoundStop.round_id == 1)).one()
        spot = session.get_one(Checkpoint, stop.checkpoint_id)
        state = session.get_one(Round, 1).state
    assert [errand.command for errand in done] == ["scan"]
    assert (stop.state, stop.proof, state) == ("done", "position", "walked")
    assert 0 <= (stop.distance_m or 0) < spot.radius_m


def test_the_simulators_walk_with_the_guards_the_door_knows() -> None:
    assert set(BEATS) == {*WALKERS, *DRIVERS} == sign_in.WALKERS


def test_a_guard_of_elsewhere_is_refused_at_the_door(demo: tuple[House, str]) -> None:
    house, address = demo
    with pytest.raises(OSError, match="404"):
        Walker(Browser(address), "stranger", globe(house), 1, house.clock).look()
