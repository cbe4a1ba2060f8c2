"""Pages speak the reader's language, keep to their own site, and say what to do next."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from patrol.model.places import Market
from patrol.model.signals import Quarantined
from tests.web.house import House, a_house, csrf
from tests.web.things import an_alert, settle
from web.i18n import preferred

HTML = {"Accept": "text/html,*/*;q=0.8"}
DEMO_LOGINS = ("admin", "officer", "leader", "guard", "lead", "shop", "police")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (["zh-CN", "zh", "en"], "zh-Hans"),
        (["zh-TW", "zh", "en"], "zh-Hant"),
        (["zh-HK"], "zh-Hant"),
        (["zh-Hant-CN"], "zh-Hant"),
        (["zh-Hans-SG"], "zh-Hans"),
        (["zh"], "zh-Hans"),
        (["de", "zh-CN"], "zh-Hans"),
        (["en-GB", "zh"], "en"),
        (["de"], "en"),
        ([], "en"),
    ],
)
def test_the_language_is_the_first_of_the_browsers_that_pages_speak(asked: list[str], answered: str) -> None:
    assert preferred(asked) == answered


def test_a_chosen_language_is_kept_and_goes_before_the_browsers(house: House) -> None:
    client = house.client()
    form = {"language": "zh-Hant", "theme": "day", "next": "/sign-in", "csrf_token": csrf(client)}
    assert client.post("/preferences", data=form).headers["Location"] == "/sign-in"
    page = client.get("/sign-in", headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert '<html lang="zh-Hant" data-theme="day">' in page


@pytest.mark.parametrize("path", ["/board", "/incidents", "/incidents/1", "/devices", "/quarantine", "/help"])
def test_every_page_keeps_strictly_to_its_own_site(house: House, path: str) -> None:
    settle(house)
    answer = house.client("officer").get(path, headers=HTML)
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status_code == 200
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    page = answer.get_data(as_text=True)
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/') + page.count('id="boot"')


def test_the_board_lists_open_alerts_for_readers_without_scripts(house: House) -> None:
    an_alert(house)
    client = house.client("officer")
    client.set_cookie("language", "en")
    page = client.get("/board").get_data(as_text=True)
    assert "Intrusion" in page
    assert '"room":"market:yunda"' in page


@pytest.mark.parametrize(("login", "shown"), [("shop", 1), ("lead", 1)])
def test_those_without_a_board_see_what_is_open_near_them(house: House, login: str, shown: int) -> None:
    an_alert(house)
    page = house.client(login).get("/", headers={**HTML, "Accept-Language": "en"}).get_data(as_text=True)
    assert page.count('class="plain-card') == shown


@pytest.mark.parametrize("login", ["officer", "leader", "admin", "police"])
def test_those_with_a_board_are_led_to_it(house: House, login: str) -> None:
    assert house.client(login).get("/").headers["Location"] == "/board"


def test_guards_are_led_to_their_tasks(house: House) -> None:
    assert house.client("guard").get("/").headers["Location"] == "/field"


def test_a_refused_page_says_what_to_do(house: House) -> None:
    answer = house.client("guard").get("/quarantine", headers=HTML)
    assert answer.status_code == 403
    assert "403 · forbidden" in answer.get_data(as_text=True)


def test_a_wall_display_changes_its_token_for_a_cookie_at_once(house: House) -> None:
    client = house.client()
    answer = client.get(f"/board?wall=1&token={house.tokens['wall']}")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/board?wall=1")
    assert client.get("/board?wall=1").status_code == 200


@pytest.mark.parametrize("token", ["", "made-up"])
def test_a_wall_display_without_a_right_token_is_nobody(house: House, token: str) -> None:
    client = house.client()
    client.get(f"/board?wall=1&token={token}")
    assert client.get("/board?wall=1").status_code == 401


def press(client: FlaskClient, login: str = "officer", **surroundings: Any) -> int:
    form = {"login": login, "csrf_token": csrf(client)}
    return client.post("/sign-in/demo", data=form, **surroundings).status_code


@pytest.mark.parametrize("login", DEMO_LOGINS)
def test_in_a_demonstration_one_press_signs_in(tmp_path: Path, login: str) -> None:
    assert press(a_house(tmp_path, demo=True).client(), login) == 302


def test_who_plays_somebody_goes_on_in_their_own_language(tmp_path: Path) -> None:
    client = a_house(tmp_path, demo=True).client()
    press(client, headers={"Accept-Language": "en-GB"})
    assert '<html lang="en"' in client.get("/board").get_data(as_text=True)


def test_the_board_is_told_who_may_lead_a_shift(house: House) -> None:
    page = house.client("officer").get("/board").get_data(as_text=True)
    leader = house.person("leader")
    assert f'"shift_leaders":[{{"id":{leader.id},"name":"Leader"}}]' in page


def test_outside_a_demonstration_no_press_signs_in(house: House) -> None:
    assert press(house.client()) == 404


@pytest.mark.parametrize(
    "surroundings",
    [
        {"environ_base": {"REMOTE_ADDR": "10.0.0.9"}},
        {"headers": {"X-Forwarded-For": "10.0.0.9"}},
        {"headers": {"Forwarded": "for=10.0.0.9"}},
        {"headers": {"Host": "evil.example"}},
        {"headers": {"Host": "127.0.0.1.evil.example"}},
    ],
)
def test_nobody_elsewhere_signs_in_by_one_press(tmp_path: Path, surroundings: dict[str, Any]) -> None:
    assert press(a_house(tmp_path, demo=True).client(), **surroundings) in (400, 404)


def test_a_demonstration_seen_from_elsewhere_offers_no_press(tmp_path: Path) -> None:
    client = a_house(tmp_path, demo=True).client()
    assert "sign-in/demo" in client.get("/sign-in").get_data(as_text=True)
    elsewhere = client.get("/sign-in", headers={"Host": "market.example"})
    assert "sign-in/demo" not in elsewhere.get_data(as_text=True)


def test_in_a_demonstration_only_the_people_of_the_demonstration_sign_in(tmp_path: Path) -> None:
    assert press(a_house(tmp_path, demo=True).client(), "stranger") == 404


@pytest.mark.parametrize(
    ("login", "offered", "kept_from"),
    [
        ("officer", {"/board", "/incidents", "/devices", "/quarantine"}, {"/field"}),
        ("police", {"/board", "/incidents", "/devices"}, {"/quarantine", "/field"}),
        ("guard", {"/field"}, {"/board", "/quarantine"}),
        ("shop", {"/help"}, {"/board", "/incidents", "/devices", "/field"}),
    ],
)
def test_the_menu_offers_what_a_role_may_open_and_nothing_else(
    house: House, login: str, offered: set[str], kept_from: set[str]
) -> None:
    settle(house)
    page = house.client(login).get("/help", headers=HTML).get_data(as_text=True)
    found = {path for path in offered | kept_from if f'href="{path}"' in page}
    assert found == offered
    client = house.client(login)
    assert {client.get(path, headers=HTML).status_code for path in offered} <= {200, 302}


def stranger(house: House) -> int:
    """Let something speak that nobody knows."""
    with house.context.transaction() as (session, now):
        who = {"source": "tasmota", "instance": "tasmota", "key": "d2-desk-1"}
        row = Quarantined(
            market_id=session.scalars(select(Market.id).where(Market.code == "yunda")).one(),
            topic="stat/d2-desk-1/RESULT",
            reason="unknown-device",
            detail="tasmota tasmota d2-desk-1",
            stranger=who,
            payload=b"{}",
            size=2,
            retained=False,
            received_at=now,
            recorded_at=now,
        )
        session.add(row)
        session.flush()
        return row.id


def let_in(house: House, message: int, **form: str) -> tuple[int, str]:
    client = house.client("leader")
    client.set_cookie("language", "en")
    form["csrf_token"] = csrf(client)
    answer = client.post(f"/quarantine/{message}/device", data=form, headers=HTML)
    return answer.status_code, answer.headers.get("Location") or answer.get_data(as_text=True)


def test_an_unknown_device_is_registered_from_its_message_by_one_press(house: House) -> None:
    message = stranger(house)
    page = house.client("leader").get("/quarantine", headers=HTML).get_data(as_text=True)
    assert 'value="d2-desk-1"' in page
    assert '<option value="button" selected>' in page
    form = {"device_class": "button", "code": "d2-desk-1", "name": "Desk", "place": "A001"}
    assert let_in(house, message, **form) == (302, "/devices?find=d2-desk-1")
    assert "d2-desk-1" not in house.client("leader").get("/quarantine", headers=HTML).get_data(as_text=True)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"device_class": "button", "code": "a b"}, "without spaces"),
        ({"device_class": "spoon", "code": "a"}, "without spaces"),
        ({"device_class": "button", "code": "a", "place": "Z9"}, "There is no such place or device"),
        ({"code": "nobody"}, "There is no such place or device"),
    ],
)
def test_a_form_that_can_not_be_followed_says_what_to_correct(
    house: House, form: dict[str, str], told: str
) -> None:
    status, page = let_in(house, stranger(house), **form)
    assert status == 422
    assert told in page
    assert "place" not in form or f'value="{form["place"]}"' in page


def test_an_officer_reads_who_may_register_an_unknown_device(house: House) -> None:
    stranger(house)
    client = house.client("officer")
    client.set_cookie("language", "en")
    page = client.get("/quarantine", headers=HTML).get_data(as_text=True)
    assert "An administrator or the shift leader can register this device here." in page
    assert "/device" not in page.partition('<main id="main"')[2].partition("/devices")[0]
