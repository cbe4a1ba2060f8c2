"""The same screens and the same stream on PostgreSQL."""

from pathlib import Path

import pytest

from tests.web.ears import Ears, say_in
from tests.web.house import House, a_house
from tests.web.things import an_alert

pytestmark = pytest.mark.needs_postgres

ROOM = "market:yunda"


@pytest.fixture
def house(tmp_path: Path, postgres_url: str) -> House:
    return a_house(tmp_path, database_url=postgres_url)


def test_a_board_is_shown_and_hears_what_is_said(house: House) -> None:
    alert = an_alert(house)
    assert house.client("officer").get("/board").status_code == 200
    ears = Ears(house, "officer")
    ears.hello(ROOM)
    ears.say("open", {"market": "yunda", "entity": f"alert:{alert}"})
    say_in(house, 3)
    house.live.relay.turn()
    house.live.housekeeper.round()
    assert set(ears.bodies("snapshot")[0]["state"]["alerts"]) == {str(alert)}
    assert ears.numbers() == [1, 2, 3, 4]
    assert house.live.pulse.parts()["database"].ok


def test_a_board_that_goes_away_has_nothing_open(house: House) -> None:
    one, other = Ears(house, "officer"), Ears(house, "leader")
    one.say("open", {"market": "yunda", "entity": None})
    other.hello(ROOM)
    one.go()
    house.live.housekeeper.round()
    house.live.relay.turn()
    assert [event["type"] for event in other.bodies("stream")] == ["presence.gone"]
