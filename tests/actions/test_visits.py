"""Visit lists: chosen, divided, worked off, and nobody visited twice."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from patrol.actions import visit_commands, visits
from patrol.actions.visit_commands import VisitOrder
from patrol.actions.visits import Wanted
from patrol.errors import Forbidden, Invalid, NotFound, NotNow, VersionConflict
from patrol.jobs import remind_of_visits
from patrol.model.notices import Notice
from patrol.model.visits import Visit, VisitAsk, VisitList
from patrol.rules.live import apply
from patrol.rules.visits import Choice, ShopFacts, as_walked, choose, pasted
from tests.case_world import CaseWorld, a_case_world

ALL = Choice(grids=frozenset({"g1"}))


@dataclass(slots=True)
class Street:
    """A market whose office asks for visits."""

    case: CaseWorld

    @property
    def world(self) -> Any:
        """The world below."""
        return self.case.world

    def ask(self, title: str = "before the festival", choice: Choice = ALL, **more: Any) -> int:
        """Let the office ask, and give the list's id."""
        due = more.pop("due_at", self.world.now + timedelta(days=5))
        with self.world.sessions.begin() as session:
            register = self.world.register.current(session)
            wanted = Wanted(1, title, "look at the extinguisher", due, choice, **more)
            return int(visits.ask(session, wanted, register, by=None, now=self.world.now)["id"])

    def go(self, list_id: int, shop: str = "g1-01-a", by: str = "guard", **payload: Any) -> Mapping[str, Any]:
        """Let somebody go to a shop."""
        return self.do(list_id, "visit", by, shop=shop, **({"result": "seen"} | payload))

    def do(self, list_id: int, command: str, by: str = "officer", **payload: Any) -> Mapping[str, Any]:
        """Let somebody command."""
        with self.world.sessions.begin() as session:
            register = self.world.register.current(session)
            grids = {place.id for place in register.places.values() if place.code == "g1"}
            order = VisitOrder(
                list_id,
                command,
                payload.pop("command_id", None) or uuid4().hex,
                payload.pop("version", 1),
                payload,
                self.case.people[by],
                runs=by == "officer",
                grids=frozenset(grids if by.startswith("guard") else ()),
            )
            return visit_commands.command(session, order, register, now=self.world.now)

    def rows(self, kind: Any) -> list[Any]:
        """Read every row of a table."""
        with self.world.sessions() as session:
            return list(session.scalars(select(kind).order_by(kind.id)))


@pytest.fixture
def street(tmp_path: Path) -> Street:
    return Street(a_case_world(tmp_path))


SHOPS = [
    ShopFacts(1, "E1-001", "Jade House", "e1", "e1-01", "jade"),
    ShopFacts(2, "E1-002", "Silk", "e1", "e1-01", "silk"),
    ShopFacts(3, "W1-001", "Silk", "w1", "w1-01", "silk"),
]


def test_grids_trades_and_groups_narrow_each_other_and_names_are_added() -> None:
    found = choose(
        SHOPS, Choice(frozenset({"e1"}), trades=frozenset({"silk"}), named=("w1-001", "jade house"))
    )
    assert [shop.code for shop in found.shops] == ["E1-001", "E1-002", "W1-001"]


def test_a_name_two_shops_bear_names_neither_and_is_said() -> None:
    found = choose(SHOPS, Choice(named=("Silk", "nowhere")))
    assert (found.shops, found.unknown) == ((), ("Silk", "nowhere"))
    assert Choice().is_empty


def test_a_pasted_list_is_parted_by_whatever_people_use() -> None:
    assert pasted("A-1，A-2;A-3\r\nA-1\tA-4、 A-5 ") == ("A-1", "A-2", "A-3", "A-4", "A-5")


@given(st.dictionaries(st.integers(1, 50), st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=12))
def test_a_walk_names_every_door_once_and_is_always_the_same(doors: dict[int, tuple[int, int]]) -> None:
    points = {number: (float(x), float(y)) for number, (x, y) in doors.items()}

    def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
        return abs(a[0] - b[0]) + abs(a[1] - b[1])

    walk = as_walked(points, (0.0, 0.0), metres)
    assert sorted(walk) == sorted(points)
    assert walk == as_walked(dict(reversed(points.items())), (0.0, 0.0), metres)


def test_a_list_is_divided_among_grids_and_worked_off_shop_by_shop(street: Street) -> None:
    number = street.ask()
    assert [(row.state, row.grid_id is not None) for row in street.rows(VisitAsk)] == [("open", True)] * 4
    card = street.go(number, note="fine")["card"]
    assert (card["done"], card["total"]) == (1, 4)
    assert [(visit.result, visit.note) for visit in street.rows(Visit)] == [("seen", "fine")]


def test_what_can_not_be_asked_says_everything_that_is_wrong(street: Street) -> None:
    with pytest.raises(Invalid) as refused:
        street.ask("", Choice(named=("nowhere",)), due_at=street.world.now)
    assert [fault.split(":")[0] for fault in refused.value.faults] == ["title", "due", "shops", "shops"]


def test_nobody_is_visited_twice_and_the_second_is_told_who_was_first(street: Street) -> None:
    number = street.ask()
    street.go(number)
    with pytest.raises(VersionConflict) as refused:
        street.go(number, by="guard2")
    assert refused.value.details()["by"] == "guard"
    assert len(street.rows(Visit)) == 1


def test_a_shop_on_several_lists_is_visited_once_and_ticked_in_each_that_shares(street: Street) -> None:
    first, second = street.ask("fire"), street.ask("tax", Choice(named=("g1-01-a",)))
    alone = street.ask("secret", Choice(named=("g1-01-a",)), shared=False)
    assert street.go(first)["ticked"] == ["tax"]
    with pytest.raises(VersionConflict):
        street.go(second, by="guard2")
    assert street.go(alone, by="guard2")["ticked"] == []
    assert len(street.rows(Visit)) == 2
    through = [row.through_id for row in street.rows(VisitAsk) if row.list_id == second]
    assert through == [first]


def test_a_shut_door_is_no_visit_and_is_counted(street: Street) -> None:
    number = street.ask()
    assert street.go(number, result="absent")["tries"] == 1
    assert street.go(number, result="absent", by="guard2")["tries"] == 2
    assert street.go(number)["state"] == "done"


def test_a_problem_found_on_a_visit_becomes_an_incident(street: Street) -> None:
    number = street.ask()
    with pytest.raises(Invalid):
        street.go(number, result="problem")
    told = street.go(number, result="problem", note="no extinguisher", category="FI")
    incident = street.case.incident(told["incident"])
    assert (incident.category, incident.summary, incident.kind) == ("FI", "no extinguisher", "found_visit")


def test_only_the_grids_own_guards_visit_and_only_the_office_closes(street: Street) -> None:
    number = street.ask(choice=Choice(named=("g1-01-a",)))
    with pytest.raises(Forbidden):
        street.go(number, by="lead")
    with pytest.raises(Forbidden):
        street.do(number, "close", by="guard")
    with pytest.raises(NotFound):
        street.go(number, shop="g1-01-b")
    street.do(number, "close")
    with pytest.raises(NotNow):
        street.go(number)
    assert [row.state for row in street.rows(VisitAsk)] == ["dropped"]


def test_the_same_command_twice_is_one_visit(street: Street) -> None:
    number, key = street.ask(), uuid4().hex
    assert street.go(number, command_id=key) == street.go(number, command_id=key)
    assert len(street.rows(Visit)) == 1


def test_guards_are_reminded_by_a_press_and_once_a_day_before_the_end(street: Street) -> None:
    number = street.ask(due_at=street.world.now + timedelta(days=3))

    def look() -> int:
        with street.world.sessions.begin() as session:
            if remind_of_visits.is_due(session, now=street.world.now):
                register = street.world.register.current(session)
                remind_of_visits.run(session, register, now=street.world.now)
        return len(street.rows(Notice))

    assert look() == 0
    street.world.later(days=1, hours=12)
    assert look() == 2
    assert look() == 2
    street.world.later(days=1)
    assert look() == 4
    assert street.do(number, "remind", version=3)["told"] == 2
    for code in ("g1-01-a", "g1-01-b", "g1-02-a", "g1-02-b"):
        street.go(number, code)
    street.world.later(hours=10)
    assert look() == 6


def test_an_old_picture_and_the_stream_of_visits_give_the_fresh_picture(street: Street) -> None:
    before = street.world.snapshot()
    first, second = street.ask("fire"), street.ask("tax")
    street.go(first)
    street.do(second, "close")
    state = before.state
    for event in street.world.since(before.seq):
        state = apply(state, event)
    assert state == street.world.snapshot().state
    assert list(state["visit_lists"]) == [str(first)]


def test_visitors_at_once_are_one_winner_whatever_list_they_hold(tmp_path: Path, database_url: str) -> None:
    street = Street(a_case_world(tmp_path, url=database_url))
    lists = [street.ask(title) for title in ("fire", "tax")]
    outcomes: list[str] = []
    gate = threading.Barrier(4)

    def go(number: int, who: str) -> None:
        gate.wait()
        try:
            street.go(number, by=who)
            outcomes.append("won")
        except VersionConflict as lost:
            outcomes.append(f"lost to {lost.details()['by']}")

    pairs = [(number, who) for number in lists for who in ("guard", "guard2")]
    threads = [threading.Thread(target=go, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (visit,) = street.rows(Visit)
    winner = next(name for name, number in street.case.people.items() if number == visit.by_id)
    assert sorted(outcomes) == [f"lost to {winner}"] * 3 + ["won"]
    ticked = [row for row in street.rows(VisitAsk) if row.shop_id == visit.shop_id]
    assert [(row.state, row.visit_id) for row in ticked] == [("done", visit.id)] * 2
    assert all(row.version > 1 for row in street.rows(VisitList))
    street.world.engine.dispose()
