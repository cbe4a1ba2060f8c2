"""What the lead decides of a span of turns: nobody is left out, the latest counts, the order is no matter."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from patrol.actions import duty_turns
from patrol.errors import NotFound, NotNow
from tests.actions.duty_town import OFFICE, DutyTown, Group, a_town

SHOP = st.integers(0, 5)
LONG = settings().max_examples > 100


@pytest.fixture(params=["Asia/Shanghai", "Europe/Berlin"])
def town(request: pytest.FixtureRequest, database_url: str) -> Iterator[DutyTown]:
    town = a_town(database_url, zone=request.param)
    yield town
    town.engine.dispose()


def decide(group: Group, names: Sequence[str], shop: int) -> str | None:
    """Give turns to a shop and give the mark of it; None where it can not come to all of them."""
    looked = [(name, group.slot(name).seq) for name in names]
    town = group.town
    with suppress(NotNow):
        return town.do(lambda s, r: duty_turns.override(s, looked, shop, OFFICE, r, reason="x", now=town.now))
    return None


def take_back(group: Group, mark: str | None) -> None:
    """Take a decision back; one that moved nothing left nothing to take back."""
    if mark is not None:
        with suppress(NotFound):
            group.town.do(
                lambda s, r: duty_turns.take_back(s, group.rota_id, mark, OFFICE, r, now=group.town.now)
            )


def test_spans_of_turns_are_decided_in_any_order_and_over_again(town: DutyTown) -> None:
    group = town.group(shops=6, days=5)
    names = [slot.id for slot in group.slots()]

    def holders() -> list[int | None]:
        return [group.slot(name).holder_id for name in names]

    @settings(max_examples=100 if LONG else 3, phases=[Phase.generate])
    @given(SHOP, SHOP, SHOP, st.integers(1, 3), st.integers(4, len(names) - 3))
    def hold(one: int, two: int, three: int, length: int, second: int) -> None:
        spans = [(names[:length], group.shops[one]), (names[second : second + 2], group.shops[two])]
        before, seen = holders(), []
        for order in (spans, spans[::-1]):
            marks = [decide(group, *span) for span in order]
            for (span, shop), mark in zip(order, marks, strict=True):
                assert mark is None or all(group.slot(name).holder_id == shop for name in span)
            seen.append(holders())
            assert None not in seen[-1]
            if order is spans:
                again = decide(group, names[:length], group.shops[three])
                assert again is None or set(holders()[:length]) == {group.shops[three]}
                marks.append(again)
            for mark in reversed(marks):
                take_back(group, mark)
            assert holders() == before
        assert seen[0] == seen[1]

    hold()
