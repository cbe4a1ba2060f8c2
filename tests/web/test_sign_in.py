"""Signing in, staying signed in, and everything that ends it."""

from pathlib import Path

import pytest

from patrol.actions import people
from patrol.actions.people import DECOY, HASHER
from patrol.model.people import Grant
from tests.web.house import PASSWORD, House, a_house, csrf


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def sign_in(house: House, password: str, **more: str) -> tuple[int, str, str]:
    client = house.client()
    form = {"login": "officer", "password": password, "csrf_token": csrf(client), **more}
    answer = client.post("/sign-in", data=form, headers={"Accept": "text/html"})
    return answer.status_code, answer.headers.get("Location", ""), answer.headers.get("Set-Cookie", "")


def test_the_right_password_leads_to_the_start_page(house: House) -> None:
    status, location, _ = sign_in(house, PASSWORD)
    assert (status, location) == (302, "/")


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    *_, cookie = sign_in(house, PASSWORD)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_behind_tls_the_session_cookie_asks_for_tls(house: House) -> None:
    client, site = house.client(), "https://localhost"
    form = {"login": "officer", "password": PASSWORD, "csrf_token": csrf(client, scheme="https")}
    answer = client.post("/sign-in", data=form, base_url=site, headers={"Referer": f"{site}/sign-in"})
    assert "Secure" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("login", ["officer", "nobody"])
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(house: House, login: str) -> None:
    client = house.client()
    form = {"login": login, "password": "wrong", "csrf_token": csrf(client)}
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 401
    assert "do not belong together" in answer.get_data(as_text=True)


def test_somebody_without_a_password_cannot_sign_in(house: House) -> None:
    client = house.client()
    form = {"login": "guard", "password": "", "csrf_token": csrf(client)}
    assert client.post("/sign-in", data=form).status_code == 401


def test_an_unknown_login_is_checked_at_the_same_cost_as_a_known_one() -> None:
    assert not HASHER.check_needs_rehash(DECOY)


def test_a_form_without_its_token_is_refused(house: House) -> None:
    answer = house.client().post("/sign-in", data={"login": "officer", "password": PASSWORD})
    assert answer.status_code == 400


def test_guessing_is_stopped_after_ten_tries(house: House) -> None:
    client = house.client()
    form = {"login": "officer", "password": "wrong", "csrf_token": csrf(client)}
    statuses = [client.post("/sign-in", data=form).status_code for _ in range(11)]
    assert statuses == [401] * 10 + [429]


def test_a_right_password_does_not_count_as_a_try(house: House) -> None:
    assert [sign_in(house, PASSWORD)[0] for _ in range(12)] == [302] * 12


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\tx"]
)
def test_nobody_is_led_to_another_site(house: House, elsewhere: str) -> None:
    assert sign_in(house, PASSWORD, next=elsewhere)[1] == "/"


def test_after_signing_in_one_sees_the_page_one_wanted(house: House) -> None:
    wanted = house.client().get("/devices?market=yunda", headers={"Accept": "text/html"})
    assert wanted.status_code in (302, 404)
    assert sign_in(house, PASSWORD, next="/board?market=yunda")[1] == "/board?market=yunda"


def test_a_page_for_people_asks_to_sign_in_and_remembers_where_one_was(house: House) -> None:
    answer = house.client().get("/board?wall=0", headers={"Accept": "text/html"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/board?wall%3D0"


def test_a_new_password_ends_the_old_sessions(house: House) -> None:
    client = house.client("officer")
    assert client.get("/board").status_code == 200
    with house.context.transaction() as (session, _):
        people.sign_out_everywhere(session, house.person("officer").id)
    assert client.get("/board").status_code == 401


def test_a_role_that_ended_opens_nothing(house: House) -> None:
    client = house.client("officer")
    with house.context.transaction() as (session, now):
        for grant in session.query(Grant).filter_by(person_id=house.person("officer").id):
            people.end_grant(session, grant.id, now)
    house.clock.advance(seconds=1)
    assert client.get("/board").status_code == 403


def test_signing_out_forgets_the_session(house: House) -> None:
    client = house.client("officer")
    answer = client.post("/sign-out", data={"csrf_token": csrf(client)})
    assert answer.status_code == 302
    assert client.get("/board").status_code == 401


def test_signing_out_by_a_link_does_nothing(house: House) -> None:
    client = house.client("officer")
    assert client.get("/sign-out").status_code == 405
    assert client.get("/board").status_code == 200
