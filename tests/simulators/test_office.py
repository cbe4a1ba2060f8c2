"""The pretend second officer: leaves a visitor time, and sees to what is left alone."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from patrol.actions import people
from patrol.actions.desk import AlertDesk
from patrol.actions.people import NewPerson
from patrol.model.alerts import Alert
from patrol.model.incidents import Incident
from patrol.model.places import Market
from patrol.rules.drafts import Draft
from patrol.rules.triage import Outcome
from patrol.rules.words import Category, Role, Severity
from simulators.office import Office
from simulators.relief import choose
from simulators.teller import Teller, keep
from tests.web.house import NOON, House, a_house

CARD = {"id": 7, "version": 3, "kind": "sos", "severity": "critical", "last_at": "2026-09-01T04:00:00.000Z"}


def test_a_visitor_has_minutes_before_somebody_else_sees_to_an_alert() -> None:
    assert choose([CARD], now=NOON + timedelta(minutes=6)) == []
    (order,) = choose([CARD], now=NOON + timedelta(minutes=6, seconds=1))
    assert (order.alert, order.version, order.command) == (7, 3, "dismiss")
    assert order.reason


@pytest.mark.parametrize(
    "held",
    [{"closed_at": "2026-09-01T04:01:00.000Z"}, {"incident": 3}, {"shelved_until": "2026-09-01T05:00:00Z"}],
)
def test_what_somebody_holds_is_left_to_them(held: dict[str, object]) -> None:
    assert choose([CARD | held], now=NOON + timedelta(hours=1)) == []


def test_one_round_sees_to_a_few_the_oldest_first() -> None:
    cards = [CARD | {"id": n, "last_at": f"2026-09-01T04:0{9 - n}:00.000Z"} for n in range(9)]
    assert [order.alert for order in choose(cards, now=NOON + timedelta(hours=1))] == [8, 7, 6, 5]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[House, str]]:
    house = a_house(tmp_path, demo=True)
    with house.context.transaction() as (session, now):
        person = people.add_person(session, NewPerson("officer2", "何佩珊"))
        people.grant(session, person, Role.OFFICER, people.place_named(session, "yunda", None), now)
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield house, f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def raise_alert(house: House) -> None:
    with house.context.transaction() as (session, now):
        market = session.scalars(select(Market).where(Market.code == "yunda")).one()
        draft = Draft(
            market.id,
            "sos:device:d1",
            "sos",
            "sos",
            Outcome(Category.PERSONAL_SAFETY),
            Severity.CRITICAL,
            now,
        )
        desk = AlertDesk(session, house.context.register.current(session), now=now)
        desk.raise_alert(draft)
        desk.finish()


def test_on_a_real_server_the_second_officer_signs_in_and_closes_what_is_old(demo: tuple[House, str]) -> None:
    house, address = demo
    raise_alert(house)
    office = Office(address, "yunda", house.clock)
    office.sign_in()
    assert office.round() == []
    house.clock.advance(minutes=7)
    assert len(office.round()) == 1
    assert office.round() == []
    with house.context.reading() as (session, _):
        (alert,) = session.scalars(select(Alert))
    assert alert.close_reason == "已电话联系，商户误触，现场平安"


def test_on_a_real_server_somebody_tells_something_quietly_and_stays_hidden(demo: tuple[House, str]) -> None:
    house, address = demo
    teller = Teller(address, seed=1)
    said: list[str] = []
    stop = threading.Event()

    def say(line: str) -> None:
        said.append(line)
        stop.set()

    teller.wait_s = lambda *, first: 0.0 if first else 60.0  # type: ignore[method-assign]
    keep(teller, stop, say)
    with house.context.reading() as (session, _):
        (incident,) = session.scalars(select(Incident))
    assert incident.quiet
    assert incident.reported_by is None
    assert said == ["somebody told the office something quietly"]


def test_quiet_words_come_seldom_and_the_first_one_while_a_visitor_looks_around() -> None:
    teller = Teller("http://127.0.0.1:1", seed=1)
    assert teller.wait_s(first=True) == 240
    assert all(1200 <= teller.wait_s(first=False) <= 2400 for _ in range(50))
