"""What a timeline knows by codes is called by name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from patrol.cards.people import names
from patrol.cards.things import Card
from patrol.queries.unit_names import unit_names
from tests.case_world import CaseWorld, a_case_world


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseWorld]:
    case = a_case_world(tmp_path)
    yield case
    case.world.engine.dispose()


def test_who_was_passed_over_or_asked_next_is_called_by_name(case: CaseWorld) -> None:
    guard, officer = case.people["guard"], case.people["officer"]
    timeline: list[Card] = [
        {"facts": {"units": [f"person:{officer}", "device:car-01"], "passed_over": ["device:phone-guard"]}},
        {"facts": {"unit": "device:nobody", "next": "place:g1-01-b", "warned": {"device:bike": ["busy"]}}},
        {"facts": {}},
    ]
    with case.world.sessions() as session:
        register, name_of = case.world.register.current(session), names(session)
        found = unit_names(session, timeline, register, 1, name_of)
        assert found["device:phone-guard"] == name_of(guard)
        assert found[f"person:{officer}"] == name_of(officer)
    assert set(found) == {
        f"person:{officer}", "device:car-01", "device:phone-guard", "place:g1-01-b", "device:bike",
    }  # fmt: skip
    assert "device:nobody" not in found
