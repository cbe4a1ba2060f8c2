"""Who reports quietly is found nowhere in clear: no row, file, log, backup, picture or push names them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from patrol.jobs import forget_old_records
from patrol.model.incidents import Incident
from patrol.model.notices import Notice
from patrol.model.quiet import HiddenReporter
from patrol.processes import backup
from tests.web import hidden
from tests.web.ears import Ears
from tests.web.hidden import LOGIN, NAME, PHONE, SHOP, found_in, settle_teller, tell
from tests.web.house import House, a_house, csrf
from tests.web.test_field import asked, in_english, order, post


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    house = a_house(tmp_path, database_url=database_url)
    settle_teller(house)
    yield house
    house.context.sessions.kw["bind"].dispose()


@pytest.fixture
def filed(tmp_path: Path) -> House:
    house = a_house(tmp_path)
    settle_teller(house)
    return house


def case(house: House) -> Incident:
    with house.context.reading() as (session, _):
        return session.scalars(select(Incident)).one()


def worked_on(house: House) -> None:
    """Let the office do what it does, and look at everything it can look at."""
    number = case(house).id
    order(house, "officer", {"id": number, "version": 1}, "accept")
    order(house, "officer", {"id": number, "version": 2}, "note", note="two men seen")


def test_no_row_beside_the_register_names_the_teller(house: House) -> None:
    client = house.client(LOGIN)
    tell(client)
    body = {"command_id": str(uuid4()), "category": "PO", "summary": hidden.SAID}
    assert post(house, LOGIN, "/api/v1/markets/yunda/quiet-reports", body).status_code == 200
    with house.context.reading() as (session, _):
        first = session.scalars(select(Incident).order_by(Incident.id)).first()
        assert first is not None
        order(house, "officer", {"id": first.id, "version": 1}, "accept")
        assert found_in(hidden.rows_beside_the_register(session)) == {}


def test_no_file_log_backup_or_picture_names_the_teller(
    filed: House, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    database, settings = tmp_path / "web.sqlite3", filed.context.settings
    _checkpoint(database)
    backup.back_up(settings, tmp_path.parent / f"{tmp_path.name}-before.tar", now=filed.clock())
    before = found_in(database.read_bytes())
    saved_before = found_in((tmp_path.parent / f"{tmp_path.name}-before.tar").read_bytes())
    _checkpoint(database)
    capfd.readouterr()
    hidden.a_picture()  # drawn before: who draws it writes a log of its own
    caplog.set_level("DEBUG")

    tell(filed.client(LOGIN))
    worked_on(filed)

    assert found_in(Path(f"{database}-wal").read_bytes()) == {}
    backup.back_up(settings, tmp_path.parent / f"{tmp_path.name}-after.tar", now=filed.clock())
    assert found_in((tmp_path.parent / f"{tmp_path.name}-after.tar").read_bytes()) == saved_before
    assert b"unmask-" not in (tmp_path.parent / f"{tmp_path.name}-after.tar").read_bytes()
    _checkpoint(database)
    assert found_in(database.read_bytes()) == before
    assert found_in(hidden.files_under(tmp_path / "media")) == {}
    told, complained = capfd.readouterr()
    logged = (told + complained + caplog.text).encode()
    assert found_in(logged) == {}
    assert b"/quiet" not in logged
    assert b"/api/v1/incidents" in logged


def _checkpoint(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def test_no_screen_of_anybody_names_the_teller(filed: House) -> None:
    tell(filed.client(LOGIN))
    worked_on(filed)
    number = case(filed).id
    pages = (f"/incidents/{number}", "/incidents", "/board", f"/api/v1/incidents/{number}")
    for who in ("officer", "leader", "admin", "police", "guard"):
        for page in pages:
            shown = filed.client(who).get(page)
            assert found_in(shown.get_data()) == {}, (who, page)
    page = in_english(filed, "police", f"/incidents/{number}")
    assert "Anonymous, " in page
    assert "▇▇▇" in page
    assert "two men with a bag" in page


def test_the_group_hears_nothing_while_the_office_and_the_grid_do(filed: House) -> None:
    ears = {who: Ears(filed, who) for who in ("lead", "guard", "officer")}
    rooms = {"lead": "group:g1-01", "guard": "grid:g1", "officer": "market:yunda"}
    for who, heard in ears.items():
        heard.hello(rooms[who])
    tell(filed.client(LOGIN))
    filed.live.relay.turn()
    types = {who: [event["type"] for event in heard.bodies("stream")] for who, heard in ears.items()}
    assert types == {"lead": [], "guard": ["incident.discovered"], "officer": ["incident.discovered"]}
    late = Ears(filed, "shop")
    late.hello("group:g1-01")
    assert late.bodies("snapshot")[0]["state"]["incidents"] == {}


def test_a_shop_never_stands_for_the_place_it_was_told_from(filed: House) -> None:
    tell(filed.client(LOGIN))
    incident = case(filed)
    with filed.context.reading() as (session, _):
        register = filed.context.register.current(session)
        assert register.places[incident.place_id or 0].code == "g1-01"
        assert incident.reported_by is None
        assert incident.dedupe is None
    tell(filed.client(LOGIN), place="A001")
    with filed.context.reading() as (session, _):
        last = session.scalars(select(Incident).order_by(Incident.id.desc())).first()
        assert last is not None
        assert register.places[last.place_id or 0].code == "A001"


def test_told_twice_by_one_form_it_is_one_case_and_one_receipt(filed: House) -> None:
    client, form = filed.client(LOGIN), str(uuid4())
    receipts = {tell(client, command_id=form) for _ in range(2)}
    assert len(receipts) == 1
    assert case(filed).version == 1


def test_a_receipt_tells_how_far_it_is_and_nothing_else(filed: House) -> None:
    receipt = tell(filed.client(LOGIN))
    street = filed.client()
    street.set_cookie("language", "en")
    token = {"X-CSRFToken": csrf(street)}

    def ask(text: str) -> Any:
        return street.post("/api/v1/receipts", json={"receipt": text}, headers=token).json

    assert ask(receipt) == {"state": "received"}
    worked_on(filed)
    assert ask(receipt.lower().replace("-", " ")) == {"state": "in_hand"}
    answer = street.post("/receipt", data={"receipt": receipt, "csrf_token": csrf(street)})
    assert "Somebody of the office has it in hand." in answer.get_data(as_text=True)
    assert ask("0000-0000-0000")["code"] == "not-found"


def test_nobody_tells_quietly_without_end(filed: House) -> None:
    client = filed.client(LOGIN)
    for _ in range(6):
        tell(client)
    form = {"csrf_token": csrf(client), "command_id": str(uuid4()), "category": "PO"}
    assert client.post("/quiet", data=form).status_code == 429


def test_the_name_is_read_by_the_police_with_a_reason_and_a_second_person(filed: House) -> None:
    tell(filed.client(LOGIN))
    number = case(filed).id
    request = post(
        filed, "police", f"/api/v1/incidents/{number}/unmaskings", {"reason": "a weapon was shown"}
    )
    path = f"/api/v1/unmaskings/{request.json['id']}/commands"
    assert post(filed, "officer", path, {"command": "approve"}).status_code == 403
    assert post(filed, "police", path, {"command": "approve"}).status_code == 409
    assert post(filed, "police", path, {"command": "look"}).status_code == 409
    assert post(filed, "leader", path, {"command": "approve"}).json["state"] == "approved"
    assert post(filed, "admin", path, {"command": "refuse"}).status_code == 409
    assert post(filed, "leader", path, {"command": "look"}).status_code == 409

    known = post(filed, "police", path, {"command": "look"}).json["known"]
    assert (known["name"], known["phone"], known["login"], known["group"]) == (NAME, PHONE, LOGIN, "g1-01")
    assert known["shops"] == [[SHOP, hidden.SHOP_NAME]]
    assert known["words"] == hidden.SAID

    verbs = [entry["verb"] for entry in asked(filed, "officer", f"/api/v1/incidents/{number}")["timeline"]]
    assert verbs == ["report", "unmask_ask", "unmask_approve", "unmask_open"]
    start = filed.client("lead").get("/").get_data(as_text=True)
    assert "a weapon was shown" in start
    assert NAME not in start
    with filed.context.reading() as (session, _):
        told = {(one.person_id, one.kind) for one in session.scalars(select(Notice))}
    assert told == {
        (filed.person("leader").id, "name_asked"),
        (filed.person("admin").id, "name_asked"),
        (filed.person("police").id, "name_decided"),
        (filed.person("lead").id, "name_read"),
    }
    assert "a weapon was shown" not in filed.client("shop").get("/").get_data(as_text=True)
    with filed.context.reading() as (session, _):
        assert found_in(hidden.rows_beside_the_register(session)) == {}
    filed.clock.advance(minutes=61)
    assert post(filed, "police", path, {"command": "look"}).status_code == 409


def test_an_asking_that_is_refused_or_left_for_a_day_opens_nothing(filed: House) -> None:
    tell(filed.client(LOGIN))
    number = case(filed).id
    request = post(filed, "police", f"/api/v1/incidents/{number}/unmaskings", {"reason": "curious"})
    path = f"/api/v1/unmaskings/{request.json['id']}/commands"
    post(filed, "leader", path, {"command": "refuse"})
    assert post(filed, "police", path, {"command": "look"}).status_code == 409
    again = post(filed, "police", f"/api/v1/incidents/{number}/unmaskings", {"reason": "curious"}).json
    filed.clock.advance(hours=25)
    late = post(filed, "leader", f"/api/v1/unmaskings/{again['id']}/commands", {"command": "approve"})
    assert late.status_code == 409


def test_without_the_key_beside_it_the_database_opens_no_name(filed: House, tmp_path: Path) -> None:
    tell(filed.client(LOGIN))
    number = case(filed).id
    (key,) = (tmp_path / "keys").iterdir()
    assert key.stat().st_mode & 0o777 == 0o600
    key.rename(tmp_path / "on a stick")
    request = post(filed, "police", f"/api/v1/incidents/{number}/unmaskings", {"reason": "a weapon"})
    path = f"/api/v1/unmaskings/{request.json['id']}/commands"
    post(filed, "leader", path, {"command": "approve"})
    answer = post(filed, "police", path, {"command": "look"})
    assert answer.status_code == 503
    assert key.name in answer.json["detail"]
    (tmp_path / "on a stick").rename(key)
    assert post(filed, "police", path, {"command": "look"}).status_code == 200


def test_hidden_names_are_forgotten_when_their_time_is_over(filed: House) -> None:
    tell(filed.client(LOGIN))
    number = case(filed).id
    order(filed, "leader", {"id": number, "version": 1}, "refuse", refusal="nothing_there")
    for days, left in ((89, 1), (2, 0)):
        filed.clock.advance(days=days)
        with filed.context.transaction() as (session, now):
            forget_old_records.run(session, filed.context.register.current(session), now=now)
        with filed.context.reading() as (session, _):
            assert len(session.scalars(select(HiddenReporter)).all()) == left
