"""Whom the rungs of the ladder reach: what a market may say, and which grid is next door."""

import pytest

from patrol.rules.ladder import Phone, nearest_grid, read

GRIDS = {
    "g1": [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)],
    "g2": [(110.0, 0.0), (200.0, 0.0), (200.0, 100.0), (110.0, 100.0)],
    "g3": [(0.0, 120.0), (100.0, 120.0), (100.0, 200.0), (0.0, 200.0)],
}


def test_the_grid_next_door_is_the_one_whose_edge_is_nearest() -> None:
    assert nearest_grid((95.0, 50.0), "g1", GRIDS) == "g2"
    assert nearest_grid((50.0, 99.0), "g1", GRIDS) == "g3"
    assert nearest_grid((105.0, 50.0), None, GRIDS) == "g1"
    assert nearest_grid((5.0, 5.0), "g1", {"g1": GRIDS["g1"]}) is None


def test_a_market_names_heads_phones_and_neighbours() -> None:
    told = {
        "heads": ["admin"],
        "phones": [{"name": "派出所", "number": "0579-8511"}],
        "neighbours": {"g1": ["g3"]},
    }
    ladder = read(told)
    assert (ladder.heads, ladder.phones) == (("admin",), (Phone("派出所", "0579-8511"),))
    assert ladder.neighbours == {"g1": ("g3",)}
    assert read({}).phones == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"head": ["admin"]},
        {"heads": "admin"},
        {"heads": [""]},
        {"phones": [{"name": "x"}]},
        {"phones": [{"name": "x", "number": "call me"}]},
        {"phones": {}},
        {"neighbours": ["g1"]},
        {"neighbours": {"g1": "g2"}},
    ],
)
def test_what_can_not_be_read_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"want|no such"):
        read(wrong)
