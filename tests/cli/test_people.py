"""People and tokens are entered from the command line."""

from pathlib import Path

import pytest
from sqlalchemy import select

from patrol.actions.people import password_is_right, token_sha256
from patrol.db import make_engine, make_sessions
from patrol.model.people import ApiToken, Person
from patrol.model.places import Market, Place
from patrol.rules.words import PlaceKind
from tests.cli.running import patrol
from tests.parts.ready_made import migrate

PASSWORD = "red-armband-14"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    migrate(url_of(tmp_path))
    engine = make_engine(url_of(tmp_path))
    with make_sessions(engine).begin() as session:
        market = Market(code="yunda", name="Yunda", timezone="Asia/Shanghai", lat=29.3, lon=120.1)
        session.add(market)
        session.flush()
        session.add(Place(market_id=market.id, kind=PlaceKind.MARKET, code="yunda"))
    engine.dispose()
    return tmp_path


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder}/patrol.sqlite3"


def add(data: Path, login: str, password: str = PASSWORD) -> tuple[int, str]:
    words = ("person", "add", login, "王强", "--role", "officer", "--market", "yunda")
    done = patrol(data, *words, "--password", password)
    return done.returncode, done.stderr.strip()


def test_somebody_who_was_entered_may_sign_in(data: Path) -> None:
    assert add(data, "wang") == (0, "")
    engine = make_engine(url_of(data))
    with make_sessions(engine)() as session:
        person = session.scalars(select(Person)).one()
    engine.dispose()
    assert person.name == "王强"
    assert password_is_right(person, PASSWORD)
    assert not password_is_right(person, "another one")


def test_a_login_that_is_taken_and_a_short_password_are_refused_in_one_line(data: Path) -> None:
    add(data, "wang")
    assert add(data, "wang") == (1, "patrol: the login wang is taken")
    assert add(data, "li", "short") == (1, "patrol: a password has 10 to 200 characters")


def test_a_token_is_shown_once_and_kept_as_its_hash_alone(data: Path) -> None:
    done = patrol(data, "token", "create", "counter", "--role", "wall", "--market", "yunda")
    secret = done.stdout.strip()
    engine = make_engine(url_of(data))
    with make_sessions(engine)() as session:
        token = session.scalars(select(ApiToken)).one()
    engine.dispose()
    assert token.token_sha256 == token_sha256(secret)
    assert f"/board?wall=1&token={secret}" in done.stderr


def test_a_token_for_a_market_nobody_knows_is_refused(data: Path) -> None:
    done = patrol(data, "token", "create", "counter", "--role", "wall", "--market", "nowhere")
    assert (done.returncode, done.stderr) == (1, "patrol: no place nowhere in the market nowhere\n")


def test_revoking_tells_how_many_there_were(data: Path) -> None:
    patrol(data, "token", "create", "counter", "--role", "wall", "--market", "yunda")
    assert patrol(data, "token", "revoke", "counter").stdout == "1 of counter revoked\n"
