"""Words of an incident's life beyond its steps: tasks, timers, reasons, answers."""

from enum import StrEnum


class TaskState(StrEnum):
    """How far somebody who was sent has come."""

    SENT = "sent"
    COMING = "coming"
    ARRIVED = "arrived"
    DONE = "done"
    CANNOT = "cannot"
    WITHDRAWN = "withdrawn"

    @property
    def open(self) -> bool:
        """Whether something is still expected of them."""
        return self in (TaskState.SENT, TaskState.COMING, TaskState.ARRIVED)


class UnitKind(StrEnum):
    """Who can be sent: a car or a guard's phone, a shop on duty, or a person by name."""

    DEVICE = "device"
    PLACE = "place"
    PERSON = "person"


class TimerKind(StrEnum):
    """What is waited for."""

    ACCEPT = "accept"
    DISPATCH = "dispatch"
    ANSWER = "answer"
    ON_SCENE = "on_scene"
    HANDLED = "handled"
    CLOSE = "close"
    EVALUATE = "evaluate"
    HOLD = "hold"
    CHECK = "check"
    CHECK_IN = "check_in"
    ROLL_LIST = "roll_list"
    ROLL_RING = "roll_ring"
    ROLL_NEIGHBOUR = "roll_neighbour"
    ROLL_END = "roll_end"


OF_ONE_TASK = frozenset({TimerKind.ANSWER, TimerKind.CHECK_IN})
"""Timers that belong to one task, not to the whole incident."""


class Result(StrEnum):
    """Why an incident could be closed."""

    SOLVED = "solved"
    SETTLED = "settled"
    HANDED_OVER = "handed_over"
    FALSE_ALARM = "false_alarm"
    UNCONFIRMED = "unconfirmed"
    DUPLICATE = "duplicate"
    MALICIOUS = "malicious"
    DRILL = "drill"


class Cause(StrEnum):
    """Who or what gave a false alarm."""

    DEVICE = "device"
    PERSON = "person"
    RULE = "rule"


class Refusal(StrEnum):
    """Why a report is not accepted."""

    NOT_OURS = "not_ours"
    NOTHING_THERE = "nothing_there"
    FALSE_ALARM = "false_alarm"
    DUPLICATE = "duplicate"
    MALICIOUS = "malicious"
    TOO_LITTLE = "too_little"


class Body(StrEnum):
    """Another body that an incident can be handed over to, by the number that is dialled."""

    POLICE = "110"
    FIRE = "119"
    MEDICAL = "120"
    HOTLINE = "12345"


class Gate(StrEnum):
    """What happens when somebody is sent who is busy, off duty or out of reach."""

    NONE = "none"
    WARN = "warn"
    BLOCK = "block"


class Source(StrEnum):
    """How an incident was discovered."""

    ALERT = "alert"
    PERSON = "person"
    POSTER = "poster"


class RollAnswer(StrEnum):
    """What a shop answers to a roll call."""

    HEARD = "heard"
    COMING = "coming"
    SAFE = "safe"
    CANNOT = "cannot"


class RollStage(StrEnum):
    """How far a roll call has gone."""

    RINGING = "ringing"
    LISTED = "listed"
    RUNG_AGAIN = "rung_again"
    NEIGHBOURS_ASKED = "neighbours_asked"
    OVER = "over"


class OfficialGrade(StrEnum):
    """The four official grades of public incidents; the police alone give and see them."""

    ORDINARY = "ordinary"
    LARGER = "larger"
    MAJOR = "major"
    EXTRAORDINARY = "extraordinary"
