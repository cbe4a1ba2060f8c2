"""PostgreSQL ends and comes back in the middle of a stream: what the broker had taken is stored once."""

from collections.abc import Iterator

import pytest

from tests.journeys.crowd import Crowd
from tests.journeys.house import PARTS, House
from tests.journeys.reckoning import NOTHING, reckon, works_off
from tests.parts.postgres import MortalServer, mortal_server

pytestmark = [pytest.mark.journey, pytest.mark.needs_postgres, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def server() -> Iterator[MortalServer]:
    with mortal_server() as one, one.database():
        yield one


@pytest.fixture(scope="module")
def house(server: MortalServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    one = House.on(server.url("test_0"), tmp_path_factory.mktemp("restarts") / "house")
    try:
        one.start(*PARTS)
        yield one
    finally:
        one.stop()


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_database_that_ends_and_comes_back_loses_and_doubles_nothing(
    house: House, server: MortalServer, stream: int, how: str
) -> None:
    crowd = Crowd(house.url(), stream, mark=f"{how}-")
    crowd.begin()
    crowd.wait(stream // 2)
    server.end(how)
    crowd.wait(stream // 2 + 50)
    server.start()
    works_off(house, crowd, f"{how}-", stream)
    assert reckon(house, {f"{how}-": stream}) == NOTHING
    assert all(house.parts[name].process.poll() is None for name in ("jobs", "web"))
