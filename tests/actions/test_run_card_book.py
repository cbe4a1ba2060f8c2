"""Run cards changed one at a time: old editions stay, and what is being worked on keeps its own."""

import pytest

from patrol.actions import run_card_book
from patrol.actions.run_card_book import CardChange
from patrol.cards.people import names
from patrol.errors import Invalid, NotFound, VersionConflict
from patrol.queries.incidents import one
from patrol.queries.run_cards import Book, book
from patrol.rules.words import Role, Severity
from tests.case_world import CaseWorld

QUARREL = CardChange("PO", {"guard": 2}, ["Send the crowd away", "keep_footage"])


def cards(case: CaseWorld) -> Book:
    with case.world.sessions() as session:
        return book(session, 1, names(session))


def change(case: CaseWorld, wanted: CardChange, *, seen: int | None = None) -> int:
    seen = cards(case).edition if seen is None else seen
    by = case.people["office_head"]
    with case.world.sessions.begin() as session:
        return run_card_book.change_card(session, 1, wanted, seen=seen, by=by, now=case.world.now).id


def still_needs(case: CaseWorld, number: int) -> dict[str, int]:
    with case.world.sessions() as session:
        register = case.world.register.current(session)
        roles, by = frozenset({Role.OFFICER}), case.people["officer"]
        found = one(session, number, register, names(session), viewer_id=by, roles=roles, now=case.world.now)
    return dict(found["recommendation"]["needs"])


def test_what_is_being_worked_on_keeps_the_card_and_the_steps_it_began_with(case: CaseWorld) -> None:
    before = case.report(severity=Severity.NORMAL)
    case.do(before, "accept")
    case.later(minutes=1)
    change(case, QUARREL)
    case.later(minutes=1)
    after = case.report(severity=Severity.NORMAL, place="g1-02-a")
    case.do(after, "accept")
    assert (still_needs(case, before), still_needs(case, after)) == ({"guard": 1}, {"guard": 2})
    assert case.incident(before).sop == []
    assert [step["key"] for step in case.incident(after).sop] == ["Send the crowd away", "keep_footage"]


def test_a_graver_severity_brings_the_steps_that_stood_when_it_was_discovered(case: CaseWorld) -> None:
    number = case.report(severity=Severity.NORMAL)
    case.do(number, "accept")
    case.later(minutes=1)
    change(case, CardChange("PO:high", {"guard": 3}, ["Something new"]))
    case.do(number, "grade", severity="high", reason="a knife")
    assert [step["key"] for step in case.incident(number).sop] == [
        "look_at_camera",
        "consider_110",
        "keep_footage",
    ]


def test_every_edition_stays_with_who_made_it_and_can_stand_again(case: CaseWorld) -> None:
    first = change(case, QUARREL)
    case.later(minutes=1)
    second = change(case, CardChange("FI", {"guard": 4}, []))
    found = cards(case)
    assert [(one.id, one.by, one.changed, one.stands) for one in found.editions] == [
        (second, "office_head", ("FI",), True),
        (first, "office_head", ("PO",), False),
    ]
    case.later(minutes=1)
    with case.world.sessions.begin() as session:
        run_card_book.restore(session, 1, first, seen=second, by=None, now=case.world.now)
    rows = {row.where: row for row in cards(case).rows}
    assert (rows["PO"].needs, rows["PO"].own) == ({"guard": 2}, True)
    assert (rows["FI"].needs, rows["FI"].own) == ({"guard": 1}, False)


def test_a_card_goes_back_to_what_comes_with_the_system(case: CaseWorld) -> None:
    change(case, QUARREL)
    change(case, CardChange("PO", None, None))
    row = next(row for row in cards(case).rows if row.where == "PO")
    assert (row.needs, row.steps, row.own) == ({"guard": 1}, (), False)


def test_who_changes_what_somebody_changed_meanwhile_is_refused_and_told_who(case: CaseWorld) -> None:
    change(case, QUARREL)
    with pytest.raises(VersionConflict) as refused:
        change(case, CardChange("PO", {"guard": 9}, []), seen=0)
    assert refused.value.standing["by"] == "office_head"
    assert cards(case).editions[0].changed == ("PO",)
    with case.world.sessions.begin() as session, pytest.raises(NotFound):
        run_card_book.restore(session, 1, 999, seen=1, by=None, now=case.world.now)


@pytest.mark.parametrize(
    "wrong",
    [
        CardChange("XX", {"guard": 1}, []),
        CardChange("PO", {"guard": 21}, []),
        CardChange("PO", {"dog": 1}, []),
        CardChange("PO:critical", {"guard": 0}, []),
        CardChange("PO", {"guard": 1}, ["x" * 65]),
        CardChange("PO", {"guard": 1}, ["twice", "twice"]),
        CardChange("PO", {"guard": 1}, [f"step {n}" for n in range(31)]),
    ],
)
def test_a_card_nobody_could_work_by_is_refused_and_changes_nothing(
    case: CaseWorld, wrong: CardChange
) -> None:
    with pytest.raises(Invalid):
        change(case, wrong)
    assert cards(case).edition == 0
