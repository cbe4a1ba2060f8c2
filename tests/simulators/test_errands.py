"""What a pretend guard does next: rounds are walked as people walk them, checkpoint after checkpoint."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from simulators.errands import NEVER, Beat, Errand, next_errand
from simulators.ground import Globe
from simulators.walkers import BEATS

OPENS = datetime(2026, 11, 26, 4, tzinfo=UTC)
GLOBE = Globe(35.0, 118.3)
STOPS = 5


def a_round(number: int, kind: str = "patrol", grid: str | None = "C-G01") -> dict[str, Any]:
    return {
        "id": number,
        "version": 1,
        "kind": kind,
        "grid": grid,
        "opens_at": OPENS.isoformat(),
        "closes_at": (OPENS + timedelta(minutes=100)).isoformat(),
        "settles_at": (OPENS + timedelta(minutes=115)).isoformat(),
        "began_at": None,
        "reported_at": None,
        "checkpoints": [
            {
                "seq": seq,
                "code": f"cp-{seq}",
                "x": 40.0 * seq,
                "y": 10.0,
                "state": "open",
                "at": None,
                "received_at": None,
            }
            for seq in range(1, STOPS + 1)
        ],
    }


def obey(card: dict[str, Any], errand: Errand, now: datetime) -> None:
    """Do what the market does with a command, as far as a phone sees it."""
    card["version"] += 1
    card["began_at"] = card["began_at"] or now.isoformat()
    if errand.command == "finish":
        card["reported_at"] = now.isoformat()
        return
    (stop,) = [one for one in card["checkpoints"] if one["code"] == errand.payload["checkpoint"]]
    stop["state"] = {"scan": "done", "skip": "skipped"}[errand.command]
    stop["at" if errand.command == "scan" else "received_at"] = now.isoformat()


def walked(cards: list[dict[str, Any]], beat: Beat, seed: int) -> Iterator[tuple[datetime, Errand]]:
    """Look at the phone every 44 seconds for two hours."""
    for look in range(-10, 160):
        now = OPENS + timedelta(seconds=44 * look)
        errand = next_errand(cards, beat, GLOBE, now=now, seed=seed)
        if errand is not None:
            yield now, errand
            obey(next(card for card in cards if card["id"] == errand.round_id), errand, now)


@given(st.integers(0, 10_000), st.sampled_from(["patrol", "hazards"]))
def test_a_round_is_walked_in_order_within_its_time_or_not_at_all(seed: int, kind: str) -> None:
    card = a_round(7, kind)
    told = list(walked([card], Beat(), seed))
    assert all(OPENS <= now < OPENS + timedelta(minutes=115) for now, _ in told)
    stops = [errand.payload["checkpoint"] for _, errand in told if errand.command != "finish"]
    assert stops == [f"cp-{seq}" for seq in range(1, len(stops) + 1)]
    walks = [now for now, errand in told if errand.command != "finish"]
    legs = [later - earlier for earlier, later in pairwise(walks)]
    assert all(timedelta(minutes=3) <= leg < timedelta(minutes=8) for leg in legs)
    reported = [errand.command for _, errand in told].count("finish")
    assert reported == (1 if kind == "hazards" and len(stops) == STOPS else 0)


def test_most_rounds_are_walked_in_time_some_late_and_a_few_by_nobody() -> None:
    begun = []
    for number in range(400):
        told = list(walked([a_round(number)], Beat(), seed=1))
        begun.append(told[0][0] - OPENS if told else None)
    missed = begun.count(None)
    tardy = sum(waited is not None and waited > timedelta(minutes=60) for waited in begun)
    assert 0.5 * NEVER * 400 < missed < 2 * NEVER * 400
    assert 15 < tardy < 80
    assert missed + tardy < 120


@given(st.integers(0, 10_000), st.integers(1, 500))
def test_two_guards_of_a_workroom_never_take_the_same_round(seed: int, number: int) -> None:
    now = OPENS + timedelta(minutes=99)
    takers = [
        share
        for share in range(2)
        if next_errand([a_round(number)], Beat(share, 2), GLOBE, now=now, seed=seed) is not None
    ]
    assert len(takers) <= 1


def test_the_patrol_team_walks_the_markets_rounds_and_guards_their_grids() -> None:
    now = OPENS + timedelta(minutes=99)
    of_grid, of_market = a_round(3), a_round(3, grid=None)
    for cards, by_car in (([of_grid], False), ([of_market], True)):
        assert next_errand(cards, Beat(by_car=by_car), GLOBE, now=now, seed=1) is not None
        assert next_errand(cards, Beat(by_car=not by_car), GLOBE, now=now, seed=1) is None


def test_the_first_grid_is_left_to_a_visitor_for_an_hour() -> None:
    patient = [login for login, beat in BEATS.items() if beat.patient]
    assert patient == ["guard006", "guard011"]
    for number in range(50):
        told = list(walked([a_round(number)], Beat(patient=True), seed=1))
        assert all(now - OPENS >= timedelta(minutes=75) for now, _ in told)


def test_a_round_that_was_begun_is_finished_before_another_one() -> None:
    walking, fresh = a_round(9), a_round(2)
    walking["began_at"] = OPENS.isoformat()
    errand = next_errand([fresh, walking], Beat(), GLOBE, now=OPENS + timedelta(minutes=50), seed=1)
    assert errand is not None
    assert errand.round_id == 9
