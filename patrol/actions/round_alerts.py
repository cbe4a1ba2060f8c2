"""What is missed or late on a round becomes an alert, where the market's rules want one."""

from collections.abc import Iterator

from patrol.actions.desk import AlertDesk
from patrol.actions.round_desk import RoundDesk
from patrol.model.rounds import RoundStop
from patrol.rules import triage
from patrol.rules.conditions import Facts
from patrol.rules.drafts import Draft, fingerprint
from patrol.rules.round_words import REACHED, RoundKind, RoundState, StopState
from patrol.rules.triage import Fold


def raise_alerts(desk: RoundDesk) -> None:
    """Ask the rules about a round whose time is over; one alert for a round, however much it missed."""
    for kind in _kinds(desk):
        _raise(desk, kind, [stop for stop in desk.stops if stop.state == StopState.MISSED])


def raise_late(desk: RoundDesk, stop: RoundStop) -> None:
    """Ask the rules about a checkpoint that was reached after its window."""
    _raise(desk, RoundKind.CHECKPOINT_LATE, [stop])


def clear_alerts(desk: RoundDesk) -> None:
    """Take back what no longer holds: the phone had no signal, and told in time what it did."""
    still = set(_kinds(desk))
    desk_of_alerts = AlertDesk(desk.session, desk.register, now=desk.now)
    gone = [kind for kind in RoundKind if kind not in still and kind is not RoundKind.CHECKPOINT_LATE]
    keys = [_key(desk, kind) for kind in gone]
    desk_of_alerts.look_up([(desk.row.market_id, key) for key in keys])
    for key in keys:
        standing = desk_of_alerts.standing(desk.row.market_id, key)
        if standing is not None:
            desk_of_alerts.clear(standing, "told-late")
    desk_of_alerts.finish()


def _kinds(desk: RoundDesk) -> Iterator[RoundKind]:
    if desk.row.state == RoundState.CANCELLED or desk.row.settled_at is None:
        return
    states = [StopState(stop.state) for stop in desk.stops]
    if desk.row.is_check and desk.row.reported_at is None:
        yield RoundKind.CHECK_MISSED
    elif StopState.MISSED in states:
        any_reached = any(state in REACHED for state in states)
        yield RoundKind.CHECKPOINT_MISSED if any_reached else RoundKind.ROUND_MISSED


def _raise(desk: RoundDesk, kind: RoundKind, stops: list[RoundStop]) -> None:
    market = desk.register.markets[desk.row.market_id]
    rule = market.rules.find(kind, lambda: _facts(desk, kind))
    if rule is None or rule.outcome is None:
        return
    first = stops[0] if stops else (desk.stops[0] if desk.stops else None)
    draft = Draft(
        market_id=market.id,
        fingerprint=_key(desk, kind),
        kind=kind,
        rule=rule.code,
        outcome=rule.outcome,
        severity=triage.severity_of(rule.outcome, None),
        happened_at=desk.now,
        place_id=desk.row.grid_id,
        grid_id=desk.row.grid_id,
        x=first.x if first else None,
        y=first.y if first else None,
        subject=_subject(desk, stops),
    )
    alerts = AlertDesk(desk.session, desk.register, now=desk.now)
    alerts.look_up([(market.id, draft.fingerprint)])
    alerts.raise_alert(draft)
    alerts.finish()


def _key(desk: RoundDesk, kind: RoundKind) -> str:
    return fingerprint(kind, Fold.GRID, f"round-{desk.row.id}")


def _facts(desk: RoundDesk, kind: RoundKind) -> Facts:
    market = desk.register.markets[desk.row.market_id]
    grid = desk.register.places.get(desk.row.grid_id or 0)
    minute = market.clock.minute(desk.now)
    return Facts(
        kind=kind,
        source="patrol",
        place=grid.code if grid else "",
        place_kind=grid.kind if grid else "",
        grid=grid.code if grid else "",
        label=str(desk.row.kind),
        known_device=False,
        market_open=market.is_open(minute),
        hour=minute / 60,
    )


def _subject(desk: RoundDesk, stops: list[RoundStop]) -> dict[str, object]:
    names = [desk.checkpoints[stop.checkpoint_id].name for stop in stops]
    return {
        "route": desk.version.name,
        "check": str(desk.row.kind),
        "checkpoints": ", ".join(names[:5]) + (" …" if len(names) > 5 else ""),
        "missed": len(names),
        "round": desk.row.id,
    }
