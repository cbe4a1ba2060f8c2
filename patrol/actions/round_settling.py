"""How a round ends: nothing of it is open any more, or its time is over."""

from patrol.actions.round_alerts import clear_alerts, raise_alerts
from patrol.actions.round_desk import RoundDesk
from patrol.rules.round_words import StopState
from patrol.rules.rounds import end_of


def settle_if_done(desk: RoundDesk) -> None:
    """End a round when nothing of it is open; a check waits for its report as long as it may."""
    states = [StopState(stop.state) for stop in desk.stops]
    if StopState.OPEN in states:
        return
    if desk.row.is_check and desk.row.reported_at is None and desk.row.settled_at is None:
        return
    desk.row.state = end_of(states)
    desk.row.settled_at = desk.row.settled_at or desk.now
    clear_alerts(desk)


def settle(desk: RoundDesk) -> None:
    """End a round whose time is over: what is still open was missed."""
    for stop in desk.stops:
        if stop.state == StopState.OPEN:
            stop.state = StopState.MISSED
    desk.mark()
    desk.row.state = end_of(StopState(stop.state) for stop in desk.stops)
    desk.row.settled_at = desk.now
    raise_alerts(desk)
