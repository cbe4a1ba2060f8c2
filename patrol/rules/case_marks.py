"""What an incident counts for: marks that sets are made of, each read from its life alone."""

from collections.abc import Mapping
from enum import IntFlag, auto

from patrol.rules.case_life import Life
from patrol.rules.case_words import Result, Source, TimerKind
from patrol.rules.words import Step

EDITION = 1
"""Raised when a mark or a leg is understood in another way: every incident is then reckoned anew."""
SATISFIED_FROM = 4.0
"""Shops and reporters are satisfied from this mean on, of 1 to 5."""
T = TimerKind


class Mark(IntFlag):
    """One fact about an incident. `…_DUE` are the sets that rates are of; `…_MET` what was wanted of them."""

    REAL = auto()
    """Neither a drill nor void nor merged into another."""
    COUNTED = auto()
    """Real, and not standing on hold."""
    DRILL = auto()
    VOID = auto()
    MERGED = auto()
    ON_HOLD = auto()
    REFUSED = auto()
    OPEN = auto()
    OPEN_LATE = auto()
    """Still open, and something that is waited for has run out of time."""
    FROM_ALERT = auto()
    VALID_DUE = auto()
    VALID = auto()
    ACCEPTED = auto()
    ACCEPT_DUE = auto()
    ACCEPT_MET = auto()
    DISPATCHED = auto()
    DISPATCH_DUE = auto()
    DISPATCH_MET = auto()
    RIGHT_DUE = auto()
    RIGHT_FIRST = auto()
    RETURNED = auto()
    ANSWER_DUE = auto()
    ANSWER_MET = auto()
    SCENE_DUE = auto()
    SCENE_MET = auto()
    HANDLE_DUE = auto()
    HANDLE_MET = auto()
    EXTENDED = auto()
    HELD = auto()
    CLOSE_DUE = auto()
    CLOSED = auto()
    CLOSE_MET = auto()
    VERIFIED = auto()
    REWORK_DUE = auto()
    REWORKED = auto()
    SELF_CLOSED = auto()
    CHECKED = auto()
    EVALUATED = auto()
    EVALUATE_DUE = auto()
    EVALUATE_MET = auto()
    RATED = auto()
    SATISFIED_DUE = auto()
    SATISFIED = auto()
    FALSE_DUE = auto()
    FALSE_ALARM = auto()
    REOPENED = auto()
    OUTSIDE = auto()
    DISPUTED = auto()
    STRUCK = auto()
    DISPUTE_WAITS = auto()


NONE = Mark(0)

STRIKES: Mapping[str, Mark] = {
    "valid": Mark.VALID_DUE,
    "accept_in_time": Mark.ACCEPT_DUE,
    "dispatch_in_time": Mark.DISPATCH_DUE,
    "right_first_time": Mark.RIGHT_DUE,
    "answer_in_time": Mark.ANSWER_DUE,
    "on_scene_in_time": Mark.SCENE_DUE,
    "handled_in_time": Mark.HANDLE_DUE,
    "closed_in_time": Mark.CLOSE_DUE,
    "rework": Mark.REWORK_DUE,
    "evaluated_in_time": Mark.EVALUATE_DUE,
    "satisfied": Mark.SATISFIED_DUE,
    "false_alarm": Mark.FALSE_DUE,
}
"""What may be disputed, by the indicator's code, and the set a granted dispute takes the incident out of."""


def marks_of(life: Life) -> Mark:
    """Give everything that an incident counts for."""
    found = NONE
    for part in (_kind, _came, _accepted, _sent, _there, _handled, _closed, _said, _afterwards):
        found |= part(life)
    for code in life.struck & STRIKES.keys():
        found &= ~STRIKES[code]
    return found


def _when(holds: object, mark: Mark) -> Mark:
    return mark if holds else NONE


def _kind(life: Life) -> Mark:
    """Which of the universes it belongs to."""
    outside = (
        _when(life.drill, Mark.DRILL)
        | _when(life.step is Step.VOID, Mark.VOID)
        | _when(life.step is Step.MERGED, Mark.MERGED)
    )
    held = life.step is Step.HOLD
    real = not outside
    return (
        outside | _when(real, Mark.REAL) | _when(real and not held, Mark.COUNTED) | _when(held, Mark.ON_HOLD)
    )


def _came(life: Life) -> Mark:
    refused, false = life.step is Step.REFUSED, life.result is Result.FALSE_ALARM
    alert = life.source is Source.ALERT
    is_open = life.closed_at is None
    return (
        Mark.VALID_DUE
        | _when(refused, Mark.REFUSED)
        | _when(not refused and not false, Mark.VALID)
        | _when(alert, Mark.FROM_ALERT)
        | _when(alert and life.closed, Mark.FALSE_DUE)
        | _when(alert and false, Mark.FALSE_ALARM)
        | _when(is_open, Mark.OPEN)
        | _when(is_open and any(wait.missing for wait in life.waits), Mark.OPEN_LATE)
    )


def _accepted(life: Life) -> Mark:
    accepted, late = life.first_accepted_at is not None, life.late(T.ACCEPT)
    return (
        _when(accepted, Mark.ACCEPTED)
        | _when(accepted or late, Mark.ACCEPT_DUE)
        | _when(accepted and not late, Mark.ACCEPT_MET)
    )


def _sent(life: Life) -> Mark:
    if not life.sent:
        return NONE
    asked = life.passes(T.ANSWER)
    answered = any(one.answered_at for one in life.sent)
    return (
        Mark.DISPATCHED
        | Mark.DISPATCH_DUE
        | Mark.RIGHT_DUE
        | _when(not life.late(T.DISPATCH), Mark.DISPATCH_MET)
        | _when(life.returned, Mark.RETURNED)
        | _when(not life.returned, Mark.RIGHT_FIRST)
        | _when(asked and (answered or life.late(T.ANSWER)), Mark.ANSWER_DUE)
        | _when(asked and answered and not life.late(T.ANSWER), Mark.ANSWER_MET)
    )


def _there(life: Life) -> Mark:
    """On scene: by when somebody was there, for a phone in a basement says so later than it happened."""
    first = life.first_arrival_at
    if first is None:
        return NONE
    waits = life.passes(T.ON_SCENE)
    return Mark.SCENE_DUE | _when(not waits or first <= waits[0].due_at, Mark.SCENE_MET)


def _handled(life: Life) -> Mark:
    done, late = life.handled_at is not None, life.late(T.HANDLED)
    return (
        _when(done or late, Mark.HANDLE_DUE)
        | _when(done and not late, Mark.HANDLE_MET)
        | _when(life.extended, Mark.EXTENDED)
        | _when(life.holds, Mark.HELD)
    )


def _closed(life: Life) -> Mark:
    """Closed in time: neither the work nor the look at it came late."""
    late = life.late(T.HANDLED) or life.late(T.CLOSE)
    overdue = life.closed_at is None and any(wait.missing for wait in life.waits)
    verified = life.closed and not life.self_closed and (life.verified or bool(life.sent))
    return (
        _when(life.closed or overdue, Mark.CLOSE_DUE)
        | _when(life.closed, Mark.CLOSED)
        | _when(life.closed and not late, Mark.CLOSE_MET)
        | _when(verified, Mark.VERIFIED)
        | _when(verified or life.reworked, Mark.REWORK_DUE)
        | _when(life.reworked, Mark.REWORKED)
        | _when(life.self_closed, Mark.SELF_CLOSED)
        | _when(life.self_closed and life.checked, Mark.CHECKED)
    )


def _said(life: Life) -> Mark:
    judged, late = life.judged_at is not None, life.late(T.EVALUATE)
    satisfaction = life.satisfaction
    return (
        _when(judged, Mark.EVALUATED)
        | _when(judged or late, Mark.EVALUATE_DUE)
        | _when(judged and not late, Mark.EVALUATE_MET)
        | _when(satisfaction is not None, Mark.RATED | Mark.SATISFIED_DUE)
        | _when(satisfaction is not None and satisfaction >= SATISFIED_FROM, Mark.SATISFIED)
    )


def _afterwards(life: Life) -> Mark:
    return (
        _when(life.round - 1 > life.reworked, Mark.REOPENED)
        | _when(life.outside, Mark.OUTSIDE)
        | _when(life.disputed, Mark.DISPUTED)
        | _when(life.dispute_waits, Mark.DISPUTE_WAITS)
        | _when(life.struck, Mark.STRUCK)
    )
