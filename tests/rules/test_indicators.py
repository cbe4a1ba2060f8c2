"""The formula of each indicator, by hand: who is in the set it is of, and who was wanted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patrol.rules.case_life import Life, Said, Sent, Wait
from patrol.rules.case_marks import STRIKES, Mark, marks_of
from patrol.rules.case_words import Result, Source, TimerKind
from patrol.rules.indicators import BY_CODE, COUNTS, INDICATORS, Rate, Tally, count, rate
from patrol.rules.legs import Leg, legs_of, spread
from patrol.rules.words import Severity, Step

T = TimerKind
BEGAN = datetime(2026, 9, 1, 15, 50, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def wait(
    kind: TimerKind, began: float, span: float, ended: float | None = None, task: int | None = None
) -> Wait:
    """Let something be waited for; it fires when its time runs out."""
    due = began + span
    fired = due if ended is None or ended > due else None
    return Wait(
        kind, at(began), at(due), None if ended is None else at(ended), at(fired) if fired else None, task
    )


def life(step: Step = Step.EVALUATED, **changes: Any) -> Life:
    """An incident that went well: accepted after 1 minute, sent after 2, there after 6, done after 20, closed
    after 60, evaluated after 90."""
    told: dict[str, Any] = {
        "step": step,
        "severity": Severity.NORMAL,
        "discovered_at": BEGAN,
        "accepted_at": at(1),
        "closed_at": at(60),
        "result": Result.SOLVED,
        "verified": True,
        "waits": (
            wait(T.ACCEPT, 0, 3, 1),
            wait(T.DISPATCH, 1, 10, 2),
            wait(T.ANSWER, 2, 5, 4, task=1),
            wait(T.ON_SCENE, 2, 15, 6),
            wait(T.HANDLED, 2, 100, 20),
            wait(T.CLOSE, 20, 100, 60),
            wait(T.EVALUATE, 60, 100, 90),
        ),
        "sent": (Sent(at(2), at(4), at(6), at(20), done=True),),
        "said": (Said("shift_leader", at(90), (4, 5, 3)), Said("shop", at(70), (5,))),
        **changes,
    }
    return Life(**told)


def late(kind: TimerKind, *, came: bool = True) -> tuple[Wait, ...]:
    """The waits of a good life, but one came too late or has not come."""
    return tuple(
        wait(w.kind, 0, 0.5, 99 if came else None, w.task) if w.kind is kind else w for w in life().waits
    )


FRESH = life(Step.DISCOVERED, accepted_at=None, closed_at=None, result=None, verified=False, sent=(), said=(),
             waits=(wait(T.ACCEPT, 0, 3),))  # fmt: skip
FRESH_IN_TIME = life(Step.DISCOVERED, accepted_at=None, closed_at=None, result=None, verified=False, sent=(),
                     said=(), waits=(Wait(T.ACCEPT, at(0), at(3)),))  # fmt: skip
ON_SPOT = life(Step.CLOSED, sent=(), said=(), verified=False, waits=life().waits[:2])
SENT = life(Step.DISPATCHED, closed_at=None, result=None, verified=False, said=(),
            sent=(Sent(at(2)),), waits=life().waits[:2])  # fmt: skip
FALSE = life(result=Result.FALSE_ALARM)
REFUSED = life(Step.REFUSED, accepted_at=None, result=None, sent=(), said=(), verified=False,
               waits=life().waits[:1])  # fmt: skip
ALONE = life(Step.CLOSED, self_closed=True, verified=False, said=())
HELD = life(Step.HOLD, closed_at=None, result=None, holds=1, said=(), verified=False)

UNASKED = life(waits=tuple(w for w in life().waits if w.kind is not T.ANSWER))
SLOW = life(sent=(Sent(at(2), at(4), at(18), at(20), done=True),))
UNDONE = life(waits=late(T.HANDLED, came=False), sent=())
UNJUDGED = life(waits=late(T.EVALUATE, came=False), said=())
UNHAPPY = life(said=(Said("lead", at(70), (3,)), Said("reporter", at(71), (4,))))
NOBODY_ASKS = life(result=Result.FALSE_ALARM, source=Source.PERSON)

BY_HAND: dict[str, tuple[list[Life], list[Life], list[Life]]] = {
    # code: wanted, of it but not wanted, not in it at all
    "valid": ([life(), SENT], [FALSE, REFUSED], []),
    "accept_in_time": ([life(), SENT], [life(waits=late(T.ACCEPT)), FRESH], [FRESH_IN_TIME, REFUSED]),
    "dispatch_in_time": ([life(), SENT], [life(waits=late(T.DISPATCH))], [ON_SPOT, FRESH]),
    "right_first_time": ([life(), SENT], [life(returned=1)], [ON_SPOT]),
    "answer_in_time": (
        [life()], [life(waits=late(T.ANSWER)), life(waits=late(T.ANSWER, came=False))], [SENT, UNASKED],
    ),
    "on_scene_in_time": ([life()], [SLOW], [SENT, ON_SPOT]),
    "handled_in_time": ([life()], [life(waits=late(T.HANDLED)), UNDONE], [SENT, ON_SPOT]),
    "closed": ([life(), ON_SPOT, life(waits=late(T.CLOSE))], [FRESH], [FRESH_IN_TIME, SENT, REFUSED]),
    "closed_in_time": (
        [life(), ON_SPOT], [life(waits=late(T.CLOSE)), life(waits=late(T.HANDLED)), FRESH], [SENT],
    ),
    "verified": ([life()], [ON_SPOT, ALONE], [SENT]),
    "evaluated": ([life()], [ALONE, life(said=life().said[1:])], [SENT]),
    "evaluated_in_time": ([life()], [life(waits=late(T.EVALUATE)), UNJUDGED], [ON_SPOT, SENT]),
    "rated": ([life()], [ALONE], [SENT]),
    "satisfied": ([life()], [UNHAPPY], [ALONE]),
    "return": ([life(returned=2)], [life()], [ON_SPOT]),
    "rework": ([life(reworked=1, round=2)], [life()], [ON_SPOT, ALONE]),
    "extension": ([life(extended=True)], [life()], [SENT]),
    "hold": ([life(holds=1), HELD], [life()], [REFUSED, FRESH]),
    "false_alarm": ([FALSE], [life()], [NOBODY_ASKS, SENT]),
    "self_closed": ([ALONE], [life()], [SENT]),
    "checked": ([life(self_closed=True, checked=True)], [ALONE], [life()]),
    "reopened": ([life(round=2)], [life(), life(round=2, reworked=1)], [REFUSED]),
}  # fmt: skip


def tally(lives: list[Life]) -> Tally:
    found: dict[int, int] = {}
    for one in lives:
        marks = int(marks_of(one))
        found[marks] = found.get(marks, 0) + 1
    return found


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.code)
def test_an_indicator_counts_what_its_formula_says(indicator: Any) -> None:
    wanted, missed, others = BY_HAND[indicator.code]
    found = rate(indicator, tally([*wanted, *missed, *others]))
    assert found == Rate(len(wanted), len(wanted) + len(missed))


def test_below_five_there_is_no_share_and_no_data_is_not_zero() -> None:
    assert Rate(3, 4).share is None
    assert Rate(3, 4).few
    assert Rate(4, 5).share == 0.8
    assert Rate(0, 0).share is None
    assert not Rate(0, 0).few


def test_what_is_on_hold_stands_outside_the_rates_and_is_counted_apart() -> None:
    found = tally([HELD, life()])
    assert rate(BY_CODE["accept_in_time"], found) == Rate(1, 1)
    assert count(found, COUNTS["on_hold"]) == 1


@pytest.mark.parametrize("code", STRIKES)
def test_a_granted_dispute_takes_an_incident_out_of_that_rate_and_of_no_other(code: str) -> None:
    wanted, missed, _ = BY_HAND[code]
    struck = [replace(missed[0], struck=frozenset({code}), disputed=True)]
    before, after = tally([*wanted, *missed]), tally([*wanted, *struck, *missed[1:]])
    assert rate(BY_CODE[code], after).whole == rate(BY_CODE[code], before).whole - 1
    others = [one for one in INDICATORS if one.of & STRIKES[code] == Mark(0)]
    assert [rate(one, after) for one in others] == [rate(one, before) for one in others]


OUTSIDE = st.lists(
    st.sampled_from(
        [life(drill=True), life(drill=True, result=Result.DRILL), life(Step.VOID), life(Step.MERGED),
         life(Step.HOLD, drill=True, closed_at=None), life(drill=True, waits=late(T.ACCEPT))]
    ),
    max_size=8,
)  # fmt: skip
INSIDE = st.lists(
    st.sampled_from([one for wanted, missed, _ in BY_HAND.values() for one in (*wanted, *missed)]),
    max_size=12,
)


@given(INSIDE, OUTSIDE)
def test_drills_voids_and_merged_ones_never_change_a_rate(inside: list[Life], outside: list[Life]) -> None:
    without, with_them = tally(inside), tally([*inside, *outside])
    assert [rate(one, with_them) for one in INDICATORS] == [rate(one, without) for one in INDICATORS]
    told = ("reports", "open", "open_late", "closed_count", "refused", "on_hold", "disputed", "struck")
    assert [count(with_them, COUNTS[code]) for code in told] == [
        count(without, COUNTS[code]) for code in told
    ]


def test_a_longer_time_that_was_granted_counts_and_a_later_round_is_another_pass() -> None:
    first = Wait(T.HANDLED, at(2), at(30), stopped_at=at(10))
    longer = Wait(T.HANDLED, at(2), at(90), stopped_at=at(80))
    again = wait(T.HANDLED, 100, 30, 200)
    assert life(waits=(first, longer)).passes(T.HANDLED) == (longer,)
    assert Mark.HANDLE_MET in marks_of(life(waits=(first, longer)))
    assert Mark.HANDLE_MET not in marks_of(life(waits=(first, longer, again)))


def test_somebody_who_was_there_in_time_but_said_so_later_was_there_in_time() -> None:
    told_late = wait(T.ON_SCENE, 2, 15, 40)
    waits = tuple(told_late if w.kind is T.ON_SCENE else w for w in life().waits)
    assert Mark.SCENE_MET in marks_of(life(waits=waits))


def test_legs_leave_holds_out_and_have_no_time_where_a_milestone_is_missing() -> None:
    held = (*life().waits, Wait(T.HOLD, at(25), at(100), stopped_at=at(55)))
    legs = legs_of(life(waits=held))
    assert legs == {
        Leg.ACCEPT: 60, Leg.DISPATCH: 60, Leg.ANSWER: 120, Leg.SCENE: 240, Leg.HANDLE: 1080,
        Leg.CLOSE: 600, Leg.WHOLE: 1800, Leg.EVALUATE: 1800,
    }  # fmt: skip
    assert set(legs_of(SENT)) == {Leg.ACCEPT, Leg.DISPATCH}
    assert set(legs_of(FRESH)) == set()


def test_p90_is_the_nearest_rank_and_the_median_the_middle() -> None:
    found = spread(range(10, 110, 10))
    assert found is not None
    assert (found.n, found.mean, found.median, found.p90) == (10, 55.0, 55.0, 90)
    assert spread([7]) is not None
    assert spread([7]).p90 == 7  # type: ignore[union-attr]
    assert spread([]) is None
