"""A lost bag has a number inside: its owner is found in the directory, and every look leaves a trace."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from patrol.actions.register import touch
from patrol.model.looks import Look
from patrol.model.places import Place, PlaceVersion
from tests.web.house import NOON, House, a_house, csrf

HTML = {"Accept": "text/html,*/*;q=0.8"}
NUMBER = "13812345678"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder: Path = tmp_path_factory.mktemp("directory")
    house = a_house(folder)
    with house.context.sessions.begin() as session:
        shop = session.scalars(
            select(PlaceVersion).join(Place, Place.id == PlaceVersion.place_id).where(Place.code == "A001")
        ).one()
        shop.facts = {**shop.facts, "owner": "黄秀兰", "phone": NUMBER}
        touch(session)
    return house


def page(client: FlaskClient, text: str) -> str:
    return client.get("/directory", query_string={"text": text}, headers=HTML).get_data(as_text=True)


@pytest.mark.parametrize("text", ["5678", "138 1234 5678", "黄秀", "a001"])
def test_a_shop_is_found_by_number_keeper_or_code_and_its_number_is_masked(house: House, text: str) -> None:
    shown = page(house.client("officer"), text)
    assert "黄秀兰" in shown
    assert "138****5678" in shown
    assert NUMBER not in shown


@pytest.mark.parametrize("text", ["", "黄", "999999", "678"])
def test_what_says_too_little_finds_nobody(house: House, text: str) -> None:
    assert "黄秀兰" not in page(house.client("officer"), text)


def ask(client: FlaskClient, reason: str, shop: str = "A001") -> tuple[int, str]:
    form = {"reason": reason, "text": shop, "csrf_token": csrf(client)}
    answer = client.post(f"/directory/{shop}/phone", data=form, headers=HTML)
    return answer.status_code, answer.get_data(as_text=True)


def test_a_number_is_shown_for_a_reason_and_the_shop_reads_who_looked(house: House) -> None:
    status, shown = ask(house.client("officer"), "lost bag at the east gate")
    assert status == 200
    assert f'href="tel:{NUMBER}"' in shown
    with house.context.sessions() as session:
        look = session.scalars(select(Look)).one()
        assert (look.reason, look.at) == ("lost bag at the east gate", NOON)
    own = house.client("shop").get("/", headers=HTML).get_data(as_text=True)
    assert "lost bag at the east gate" in own


def test_without_a_reason_or_for_a_shop_that_is_not_there_nothing_is_shown_or_kept(house: House) -> None:
    with house.context.sessions() as session:
        before = len(session.scalars(select(Look)).all())
    client = house.client("officer")
    assert ask(client, "  ")[0] == 422
    assert ask(client, "lost bag", "Z999")[0] == 404
    assert ask(house.client("shop"), "curious")[0] == 403
    with house.context.sessions() as session:
        assert len(session.scalars(select(Look)).all()) == before
