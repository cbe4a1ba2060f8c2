"""Each command of a round: begin, scan, skip, finding, finish, assign, cancel."""

from collections.abc import Mapping
from datetime import datetime
from math import hypot
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from patrol.actions import case_open
from patrol.actions import round_payload as read
from patrol.actions.case_open import Report
from patrol.actions.round_alerts import raise_late
from patrol.actions.round_desk import RoundDesk
from patrol.actions.round_order import RoundOrder
from patrol.actions.round_settling import settle_if_done
from patrol.cards.people import names
from patrol.cards.things import stamp
from patrol.errors import Invalid, NotNow, VersionConflict
from patrol.model.people import Person
from patrol.model.rounds import Checkpoint, RoundFinding, RoundStop
from patrol.rules.checkpoint_code import against_code
from patrol.rules.round_words import REACHED, Proof, RoundState, StopState
from patrol.rules.rounds import EARLY, Position, against_clock, against_position, state_at
from patrol.rules.words import Category, Severity

Reply = Mapping[str, Any]


def begin(desk: RoundDesk, order: RoundOrder) -> Reply:
    """Take a round; whoever is first walks it."""
    at = _happened(desk, order)
    if not desk.is_open:
        raise NotNow("this round is over", {"because": "round-over"})
    if at < desk.row.opens_at - EARLY:
        raise NotNow("this round is not open yet", {"because": "round-not-open"})
    _take(desk, order, at)
    desk.tell("round.began")
    return {}


def scan(desk: RoundDesk, order: RoundOrder) -> Reply:
    """Note that somebody was at a checkpoint, by its code or by a position that proves it."""
    at = _happened(desk, order)
    if desk.row.state == RoundState.CANCELLED:
        raise NotNow("this round was cancelled", {"because": "round-over"})
    stop = desk.stop_at(read.needed(order.payload, "checkpoint"))
    if stop.state in REACHED:
        return _already(desk, stop, order.actor_id)
    worth = state_at(at, desk.row.span())
    if worth is None:
        early = at < desk.row.opens_at
        raise NotNow("not within the window", {"because": "round-not-open" if early else "round-over"})
    _prove(desk, order, stop, at)
    stop.state, stop.at, stop.received_at, stop.by_id = worth, at, desk.now, order.actor_id
    stop.reason = None
    if desk.is_open and desk.row.person_id is None:
        _take(desk, order, at)
    desk.mark()
    if worth is StopState.LATE:
        raise_late(desk, stop)
    settle_if_done(desk)
    desk.tell("round.reached")
    return {}


def skip(desk: RoundDesk, order: RoundOrder) -> Reply:
    """Pass a checkpoint by, and say why."""
    at, reason = _happened(desk, order), read.needed(order.payload, "reason")
    stop = desk.stop_at(read.needed(order.payload, "checkpoint"))
    if stop.state in REACHED or stop.state == StopState.SKIPPED:
        return _already(desk, stop, order.actor_id)
    if state_at(at, desk.row.span()) is None:
        raise NotNow("not within the window", {"because": "round-over"})
    stop.state, stop.at, stop.received_at, stop.by_id = StopState.SKIPPED, None, desk.now, order.actor_id
    stop.reason = reason
    if desk.is_open and desk.row.person_id is None:
        _take(desk, order, at)
    desk.mark()
    settle_if_done(desk)
    desk.tell("round.skipped")
    return {}


def finding(desk: RoundDesk, order: RoundOrder) -> Reply:
    """Make an incident of what was found; where it stands is the checkpoint unless a place is named."""
    payload, at = order.payload, _happened(desk, order)
    code = read.text(payload, "checkpoint")
    stop = desk.stop_at(code) if code else None
    told = Report(
        market_id=desk.row.market_id,
        category=_category(payload),
        severity=_severity(payload),
        command_id=str(uuid5(NAMESPACE_OID, f"finding:{order.command_id}")),
        reporter_id=order.actor_id,
        kind=f"found_{desk.row.kind}",
        place=read.text(payload, "place"),
        point=_point(desk, order, stop),
        summary=read.text(payload, "note", longest=500),
        media=read.media(payload),
        happened_at=at,
        dedupe=f"round:{desk.row.id}:{order.command_id}",
    )
    answer = case_open.report(desk.session, told, desk.register, now=desk.now)
    desk.session.add(
        RoundFinding(
            round_id=desk.row.id,
            incident_id=answer["id"],
            checkpoint_id=stop.checkpoint_id if stop else None,
            by_id=order.actor_id,
            at=at,
        )
    )
    if desk.is_open and desk.row.person_id is None:
        _take(desk, order, at)
    desk.tell("round.found")
    return {"incident": answer["id"], "number": answer["card"]["number"]}


def finish(desk: RoundDesk, order: RoundOrder) -> Reply:
    """Report a check as done, whatever was found; a patrol ends by itself, or here with the rest missed."""
    at = _happened(desk, order)
    if desk.row.reported_at is not None or desk.row.state == RoundState.CANCELLED:
        raise NotNow("this round is over", {"because": "round-over"})
    if at >= desk.row.settles_at or (not desk.is_open and not desk.row.is_check):
        raise NotNow("this round is over", {"because": "round-over"})
    open_ones = [stop for stop in desk.stops if stop.state == StopState.OPEN]
    reason = read.text(order.payload, "reason")
    if open_ones and reason is None:
        raise Invalid("checkpoints are left: say why", ["payload.reason"])
    for stop in open_ones:
        stop.state, stop.reason, stop.by_id = StopState.SKIPPED, reason, order.actor_id
    desk.row.reported_at = at
    desk.row.note = read.text(order.payload, "note", longest=500)
    if desk.row.person_id is None:
        _take(desk, order, at)
    desk.mark()
    settle_if_done(desk)
    desk.tell("round.reported")
    return {}


def assign(desk: RoundDesk, order: RoundOrder) -> Reply:
    """Say who walks a round, or take it back from them."""
    if not desk.is_open:
        raise NotNow("this round is over", {"because": "round-over"})
    match order.payload.get("person"):
        case None:
            desk.row.person_id = None
        case int(person) if desk.session.get(Person, person) is not None:
            desk.row.person_id = person
        case _:
            raise Invalid("payload.person: want the number of somebody", ["payload.person"])
    _decided(desk, order)
    desk.tell("round.assigned")
    return {}


def cancel(desk: RoundDesk, order: RoundOrder) -> Reply:
    """Call a round off, and say why; nothing of it counts as missed."""
    reason = read.needed(order.payload, "reason")
    if not desk.is_open:
        raise NotNow("this round is over", {"because": "round-over"})
    desk.row.state, desk.row.settled_at, desk.row.note = RoundState.CANCELLED, desk.now, reason
    _decided(desk, order)
    desk.tell("round.cancelled")
    return {}


def _happened(desk: RoundDesk, order: RoundOrder) -> datetime:
    at = read.instant(order.payload, "happened_at", desk.now)
    if because := against_clock(at, now=desk.now):
        raise NotNow("the phone's clock can not be right", {"because": f"clock-{because}"})
    return min(at, desk.now)


def _take(desk: RoundDesk, order: RoundOrder, at: datetime) -> None:
    row = desk.row
    if row.person_id not in (None, order.actor_id):
        by = names(desk.session)(row.person_id)
        told = {"version": row.version, "state": row.state, "by": by, "at": stamp(row.began_at)}
        raise VersionConflict("somebody else walks this round", told)
    row.person_id = order.actor_id
    row.began_at = row.began_at or at
    row.state = RoundState.WALKING
    _decided(desk, order)


def _decided(desk: RoundDesk, order: RoundOrder) -> None:
    desk.row.decided_by, desk.row.decided_at = order.actor_id, desk.now


def _already(desk: RoundDesk, stop: RoundStop, actor_id: int | None) -> Reply:
    """The same person again changes nothing; somebody else is told who was faster."""
    if stop.by_id == actor_id:
        return {}
    told = {
        "version": desk.row.version,
        "state": stop.state,
        "by": names(desk.session)(stop.by_id),
        "at": stamp(stop.at or stop.received_at),
    }
    raise VersionConflict("somebody was here before you", told)


def _prove(desk: RoundDesk, order: RoundOrder, stop: RoundStop, at: datetime) -> None:
    """Believe the code at the checkpoint, or a position; without either nobody was there."""
    market = desk.register.markets[desk.row.market_id]
    checkpoint = desk.checkpoints[stop.checkpoint_id]
    where = read.position(order.payload, market.frame)
    code = read.text(order.payload, "code")
    stop.distance_m = _away(where, stop)
    stop.acc_m = where.acc_m if where else None
    if code is not None:
        _believe_code(code, market.code, checkpoint)
        stop.proof = Proof.QR
        stop.far = where is not None and _is_elsewhere(where, at, stop, checkpoint.radius_m)
        return
    if where is None:
        raise Invalid("show the code at the checkpoint, or where you are", ["payload.code"])
    because = against_position(where, at, (stop.x, stop.y), checkpoint.radius_m)
    if because is not None:
        told = {"because": f"position-{because}", "distance_m": round(stop.distance_m or 0.0)}
        raise NotNow("this position proves nothing", told)
    stop.proof, stop.far = Proof.POSITION, False


def _believe_code(code: str, market: str, checkpoint: Checkpoint) -> None:
    because = against_code(
        code, key=checkpoint.key, market=market, checkpoint=checkpoint.code, epoch=checkpoint.epoch
    )
    if because is not None:
        raise NotNow("this code proves nothing", {"because": because})


def _away(where: Position | None, stop: RoundStop) -> float | None:
    return None if where is None else hypot(where.point[0] - stop.x, where.point[1] - stop.y)


def _is_elsewhere(where: Position, at: datetime, stop: RoundStop, radius_m: float) -> bool:
    """Whether a fix of that minute lies outside the circle even with all its error."""
    stale = against_position(where, at, (stop.x, stop.y), radius_m) == "stale"
    return not stale and (_away(where, stop) or 0.0) > radius_m + where.acc_m


def _point(desk: RoundDesk, order: RoundOrder, stop: RoundStop | None) -> tuple[float, float] | None:
    """Give the place's own point if one is named; else the phone's, else the checkpoint's."""
    if read.text(order.payload, "place") is not None:
        return None
    where = read.position(order.payload, desk.register.markets[desk.row.market_id].frame)
    if where is not None:
        return where.point
    if stop is None:
        reached = [each for each in desk.stops if each.state in REACHED] or list(desk.stops)
        stop = reached[-1]
    return stop.x, stop.y


def _category(payload: Mapping[str, object]) -> Category:
    try:
        return Category(str(payload.get("category")))
    except ValueError:
        raise Invalid("payload.category: want one of the categories", ["payload.category"]) from None


def _severity(payload: Mapping[str, object]) -> Severity:
    try:
        return Severity(str(payload.get("severity", Severity.NORMAL)))
    except ValueError:
        raise Invalid("payload.severity: want one of the severities", ["payload.severity"]) from None
