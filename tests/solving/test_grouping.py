"""Groups by walking distance: bounds, determinism, quality against what is known, and stability."""

from dataclasses import replace
from itertools import product
from math import hypot, inf
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from patrol.rules.grouping import Grounds, Sizes, faults, reasons
from patrol.rules.lanes import LaneGraph
from patrol.rules.register import LaneRow, Point
from patrol.solving.grouping import Work, propose, rearrange
from patrol.solving.walking import walking_metres
from tests.benchmarks.proof import prove

SIZES = Sizes()
QUICK = Work(rounds=20, sets=1, tries=1, passes=1)
POINTS = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=8, max_size=45)
DEEP = settings().max_examples > 100


few = settings(max_examples=settings().max_examples if DEEP else 8)


def aisles(rows: int, in_row: int) -> list[Point]:
    """Shops four metres wide along aisles eight metres apart."""
    return [(4.0 * n, 8.0 * row) for row in range(rows) for n in range(in_row)]


def grounds(points: list[Point], now: dict[str, str] | None = None) -> Grounds:
    metres = tuple(tuple(hypot(a[0] - b[0], a[1] - b[1]) for b in points) for a in points)
    return Grounds(tuple(f"s{n:03d}" for n in range(len(points))), metres, now or {})


def named(proposal: object, made: Grounds) -> dict[str, str]:
    circles = getattr(proposal, "circles", ())
    return {shop: f"g{number:02d}" for number, one in enumerate(circles) for shop in one.shops}


@few
@given(POINTS)
def test_every_shop_is_in_one_group_of_eight_to_twelve_where_that_can_be(points: list[Point]) -> None:
    made = grounds(points)
    found = propose(made, SIZES, QUICK)
    count = len(points)
    can = any(k * SIZES.low <= count <= k * SIZES.high for k in range(1, count + 1))
    assert bool(faults(found, made, SIZES)) is not can
    assert sorted(shop for one in found.circles for shop in one.shops) == list(made.shops)
    assert propose(made, SIZES, QUICK) == found
    assert found.least is not None
    assert found.least <= found.metres + 1e-6


@few
@given(POINTS, st.data())
def test_a_shop_changes_its_group_only_for_more_than_staying_is_worth(
    points: list[Point], data: st.DataObject
) -> None:
    bare = grounds(points)
    before = named(propose(bare, SIZES, QUICK), bare)
    kept = data.draw(st.sets(st.sampled_from(bare.shops), min_size=len(points) - 4))
    left = [n for n, shop in enumerate(bare.shops) if shop in kept]
    now = {bare.shops[n]: before[bare.shops[n]] for n in left}
    after = replace(grounds([points[n] for n in left], now), shops=tuple(now))
    found = rearrange(after, SIZES, QUICK)
    assert sorted(shop for one in found.circles for shop in one.shops) == sorted(now)
    assert rearrange(after, SIZES, QUICK) == found
    circles, at = {one.code: one for one in found.circles}, {shop: n for n, shop in enumerate(after.shops)}
    for shop, (old, new) in found.moved(now).items():
        home, there = circles.get(old), circles[new]
        if home is not None and len(home.shops) < SIZES.high and len(there.shops) > SIZES.low:
            ways = after.metres[at[shop]]
            assert ways[at[there.middle]] + SIZES.stay_m <= ways[at[home.middle]] + 1e-6


def test_a_small_market_is_grouped_as_well_as_it_can_be() -> None:
    dice = Random(3)
    made = grounds([(dice.uniform(0, 60), dice.uniform(0, 60)) for _ in range(12)])
    sizes = Sizes(low=4, high=8, usual=6)
    best = inf
    for middles in product(range(12), repeat=2):
        if middles[0] < middles[1]:
            ways = sorted(range(12), key=lambda s: made.metres[s][middles[0]] - made.metres[s][middles[1]])
            for cut in range(4, 9):
                first, rest = ways[:cut], ways[cut:]
                total = sum(made.metres[s][middles[0]] for s in first)
                best = min(best, total + sum(made.metres[s][middles[1]] for s in rest))
    found = propose(made, sizes)
    assert abs(found.metres - best) < 1e-6
    assert found.least is not None
    assert 0.98 * best < found.least <= best + 1e-6
    for known in (best, 1.05 * best):
        proof = prove(made, sizes, groups=2, known=known)
        assert proof.finished
        assert abs(proof.least - best) < 1e-6


def test_it_is_far_better_than_taking_the_ten_nearest_that_are_free() -> None:
    made = grounds(aisles(6, 20))
    free, greedy = set(range(120)), 0.0
    while free:
        lead = min(free)
        ten = sorted(free, key=lambda shop: (made.metres[lead][shop], shop))[:10]
        greedy += min(sum(made.metres[one][middle] for one in ten) for middle in ten)
        free -= set(ten)
    assert propose(made, SIZES).metres < 0.9 * greedy


def test_after_five_in_a_hundred_come_and_go_fewer_than_two_in_a_hundred_others_move() -> None:
    points = aisles(6, 20)
    first = grounds(points)
    before = named(propose(first, SIZES), first)
    dice = Random(7)
    gone = set(dice.sample(range(120), 6))
    kept = [n for n in range(120) if n not in gone]
    names = [f"s{n:03d}" for n in kept] + ["new1", "new2", "new3", "new4"]
    places = [points[n] for n in kept] + [(dice.uniform(0, 80), dice.uniform(0, 48)) for _ in range(4)]
    now = {name: before[name] for name in names if name in before}
    after = replace(grounds(places, now), shops=tuple(names))
    found = rearrange(after, SIZES)
    assert faults(found, after, SIZES) == []
    assert len(found.moved(now)) < 0.02 * len(kept)


def test_what_stands_well_stays_to_the_last_shop() -> None:
    first = grounds(aisles(4, 20))
    made = propose(first, SIZES)
    again = replace(first, now=named(made, first))
    found = rearrange(again, SIZES)
    assert found.moved(again.now) == {}
    assert {one.code for one in found.circles} == set(again.now.values())


def test_a_new_beginning_lends_codes_to_whoever_holds_most_of_a_group() -> None:
    first = grounds(aisles(4, 20))
    again = replace(first, now=named(propose(first, SIZES), first))
    assert propose(again, SIZES).moved(again.now) == {}


def test_every_shop_is_told_its_way_and_the_nearest_other_group() -> None:
    made = grounds(aisles(2, 20))
    found = propose(made, SIZES)
    told = {one.shop: one for one in reasons(found, made, SIZES)}
    assert set(told) == set(made.shops)
    assert all(one.other is not None and one.other_metres is not None for one in told.values())


def test_the_way_goes_round_a_wall_and_not_through_it() -> None:
    lanes = LaneGraph(
        [
            LaneRow("a", "A", "a0", "a1", ((0.0, 0.0), (40.0, 0.0))),
            LaneRow("b", "B", "b0", "b1", ((0.0, 6.0), (40.0, 6.0))),
            LaneRow("end", "End", "a1", "b1", ((40.0, 0.0), (40.0, 6.0))),
        ]
    )
    points = [(0.0, 1.0), (0.0, 5.0), (30.0, 1.0)]
    ways = walking_metres(lanes, points)
    assert [round(way, 6) for way in ways[0]] == [0.0, 88.0, 32.0]
    for one, other in product(range(3), repeat=2):
        wanted = 0.0 if one == other else lanes.metres_between(points[one], points[other])
        assert abs(ways[one][other] - wanted) < 1e-6
