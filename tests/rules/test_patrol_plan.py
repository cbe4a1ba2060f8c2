"""Coverage, risk and chance: the same from the same inputs, in whatever order they came."""

import hmac
import json
import random
from datetime import date, timedelta
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.coverage import FRESH_S, HALF_HOUR_S, Fix, Intent, covered, planned
from patrol.rules.patrol_draw import Candidate, commitment, draw, inputs
from patrol.rules.risk import BASE, SLOTS, Happened, risk
from patrol.rules.words import Category, Severity

START = 1_788_000_000 // HALF_HOUR_S * HALF_HOUR_S
HALF = START // HALF_HOUR_S
TODAY = date(2026, 9, 1)
FIXES = st.lists(
    st.builds(
        Fix,
        unit=st.sampled_from(["car-1", "car-2", "phone-a"]),
        at=st.integers(START - 120, START + 2 * HALF_HOUR_S + 120),
        grid=st.sampled_from(["g1", "g2"]),
        point=st.tuples(st.sampled_from([1.0, 2.0, 3.0]), st.just(0.0)),
    ),
    max_size=40,
)


def fix(after: int, unit: str = "car-1", grid: str = "g1", x: float | None = None) -> Fix:
    return Fix(unit, START + after, grid, (float(after) if x is None else x, 0.0))


@given(FIXES, st.randoms(use_true_random=False))
def test_coverage_computed_twice_is_identical_in_whatever_order_tracks_came(
    fixes: list[Fix], dice: random.Random
) -> None:
    shuffled = [*fixes, *fixes]
    dice.shuffle(shuffled)
    span = {"start": START, "end": START + 2 * HALF_HOUR_S}
    once = covered(fixes, **span)
    assert covered(shuffled, **span) == once
    assert all(0 < seconds <= HALF_HOUR_S for seconds in once.values())


def test_one_fix_covers_a_minute_and_two_units_cover_no_more_than_one() -> None:
    span = {"start": START, "end": START + HALF_HOUR_S}
    assert covered([fix(0)], **span) == {("g1", HALF): FRESH_S}
    assert covered([fix(0), fix(10, "car-2")], **span) == {("g1", HALF): FRESH_S + 10}
    assert covered([fix(0), fix(20), fix(40)], **span) == {("g1", HALF): 100}


def test_a_receiver_that_stopped_covers_nothing_after_its_minute() -> None:
    stuck = [fix(after, x=5.0) for after in range(0, 1200, 10)]
    assert covered(stuck, start=START, end=START + HALF_HOUR_S) == {("g1", HALF): FRESH_S}


def test_a_unit_that_went_on_covers_its_new_grid_from_then_on() -> None:
    found = covered([fix(0), fix(30, grid="g2")], start=START, end=START + HALF_HOUR_S)
    assert found == {("g1", HALF): 30, ("g2", HALF): 60}


def test_what_passes_a_half_hour_is_cut_there_and_at_the_ends() -> None:
    found = covered([fix(HALF_HOUR_S - 20)], start=START, end=START + HALF_HOUR_S + 10)
    assert found == {("g1", HALF): 20, ("g1", HALF + 1): 10}


def test_a_round_is_planned_evenly_over_its_window() -> None:
    walk = Intent(START, START + 2 * HALF_HOUR_S, {"g1": 660.0}, {"g1": 5})
    found = planned([walk], start=START, end=START + HALF_HOUR_S)
    assert found == {("g1", HALF): 450}
    assert planned([walk] * 9, start=START, end=START + HALF_HOUR_S) == {("g1", HALF): HALF_HOUR_S}


def happened(days_ago: int = 1, slot: int = 10, **changes: object) -> Happened:
    told = {"severity": Severity.HIGH, "category": Category.PUBLIC_ORDER} | changes
    return Happened("g1", TODAY - timedelta(days=days_ago), slot, **told)  # type: ignore[arg-type]


def test_risk_weighs_gravity_and_lends_to_its_neighbours_across_the_cut() -> None:
    found = risk([happened(slot=0)], ["g1", "g2"], today=TODAY)
    assert [found["g1", slot] for slot in (47, 0, 1, 2)] == [BASE + 4, BASE + 8, BASE + 4, BASE]
    assert found["g2", 0] == BASE
    assert len(found) == 2 * SLOTS


def test_drills_our_own_exceptions_today_and_what_is_older_than_28_days_count_nothing() -> None:
    nothing = risk([], ["g1"], today=TODAY)
    ignored = [
        happened(drill=True),
        happened(category=Category.PATROL),
        happened(category=Category.DEVICE),
        happened(days_ago=0),
        happened(days_ago=29),
    ]
    assert risk(ignored, ["g1"], today=TODAY) == nothing
    assert risk([happened(days_ago=28)], ["g1"], today=TODAY) != nothing


CANDIDATES = st.lists(
    st.builds(Candidate, st.text("abcdef", min_size=1, max_size=3), st.integers(1, 90), st.integers(-5, 500)),
    min_size=1,
    max_size=12,
    unique_by=lambda one: one.code,
)


@given(CANDIDATES, st.text(min_size=1, max_size=64), st.integers(1, 99), st.randoms(use_true_random=False))
def test_the_same_seed_and_inputs_draw_the_same_leg(
    candidates: list[Candidate], seed: str, number: int, dice: random.Random
) -> None:
    told = inputs("yunda", "2026-09-01", number, candidates)
    leg = draw(seed, told)
    dice.shuffle(candidates)
    assert draw(seed, inputs("yunda", "2026-09-01", number, candidates)) == leg
    assert len(leg) == min(3, len(candidates)) == len(set(leg))


def drawn_by_hand(seed: str, told: str) -> list[str]:
    """The ten lines that docs/rounds.md gives to whoever wants to check."""
    left = [list(row) for row in json.loads(told)["candidates"]]
    leg: list[str] = []
    while left and len(leg) < 3:
        thrown = hmac.new(seed.encode(), f"{len(leg)}:{told}".encode(), sha256).digest()
        point = int.from_bytes(thrown, "big") % sum(weight for _, weight in left)
        for row in left:
            if point < row[1]:
                leg.append(row[0])
                left.remove(row)
                break
            point -= row[1]
    return leg


@given(CANDIDATES, st.integers(1, 9))
def test_anybody_can_draw_again_with_the_lines_of_the_manual(candidates: list[Candidate], n: int) -> None:
    told = inputs("yunda", "2026-09-01", n, candidates)
    assert drawn_by_hand("seed", told) == list(draw("seed", told))
    assert commitment("seed") == sha256(b"seed").hexdigest()


def test_chance_follows_the_weights_and_another_number_draws_anew() -> None:
    grave, calm = Candidate("grave", 9, 60), Candidate("calm", 1, 60)
    firsts = [draw("s", inputs("m", "d", n, [grave, calm]), length=1)[0] for n in range(300)]
    assert 235 <= firsts.count("grave") <= 298
    assert "calm" in firsts
