"""Cards of rounds, routes and checkpoints: the small one for boards, the whole one for whoever walks."""

from collections.abc import Mapping, Sequence

from patrol.cards.things import Card, NameOf, code_of, stamp
from patrol.model.rounds import Checkpoint, PatrolRoute, Round, RoundFinding, RoundStop, RouteVersion
from patrol.rules.entries import Register
from patrol.rules.round_words import REACHED, StopState


def round_card(
    row: Round, route: PatrolRoute, version: RouteVersion, stops: Sequence[RoundStop], register: Register,
    name_of: NameOf,
) -> Card:  # fmt: skip
    """What a board shows of a round: which, whose, until when, how far."""
    grid = register.places.get(row.grid_id or 0)
    return {
        "id": row.id,
        "version": row.version,
        "route": route.code,
        "name": version.name,
        "kind": row.kind,
        "grid": code_of(register, row.grid_id),
        "grid_name": grid.name if grid else None,
        "day": row.day.isoformat(),
        "state": row.state,
        "opens_at": stamp(row.opens_at),
        "closes_at": stamp(row.closes_at),
        "settles_at": stamp(row.settles_at),
        "person": name_of(row.person_id),
        "person_id": row.person_id,
        "began_at": stamp(row.began_at),
        "reported_at": stamp(row.reported_at),
        "settled_at": stamp(row.settled_at),
        "note": row.note,
        "stops": len(stops),
        "reached": sum(stop.state in REACHED for stop in stops),
        "late": sum(stop.state == StopState.LATE for stop in stops),
        "missed": sum(stop.state == StopState.MISSED for stop in stops),
        "skipped": sum(stop.state == StopState.SKIPPED for stop in stops),
        "odd": sum(stop.out_of_order or stop.too_fast or stop.far for stop in stops),
    }


def whole_round_card(
    card: Card,
    stops: Sequence[RoundStop],
    checkpoints: Mapping[int, Checkpoint],
    findings: Sequence[tuple[RoundFinding, str]],
    name_of: NameOf,
) -> Card:
    """Add every stop, with the orders for whoever stands there, and what was found."""
    return {
        **card,
        "checkpoints": [_stop_card(stop, checkpoints[stop.checkpoint_id], name_of) for stop in stops],
        "findings": [
            {
                "incident": found.incident_id,
                "number": number,
                "by": name_of(found.by_id),
                "at": stamp(found.at),
            }
            for found, number in findings
        ],
    }


def _stop_card(stop: RoundStop, checkpoint: Checkpoint, name_of: NameOf) -> Card:
    return {
        "seq": stop.seq,
        "code": checkpoint.code,
        "name": checkpoint.name,
        "x": stop.x,
        "y": stop.y,
        "radius_m": checkpoint.radius_m,
        "orders": checkpoint.orders,
        "state": stop.state,
        "at": stamp(stop.at),
        "received_at": stamp(stop.received_at),
        "by": name_of(stop.by_id),
        "proof": stop.proof,
        "distance_m": None if stop.distance_m is None else round(stop.distance_m, 1),
        "acc_m": stop.acc_m,
        "far": stop.far,
        "out_of_order": stop.out_of_order,
        "too_fast": stop.too_fast,
        "reason": stop.reason,
    }


def checkpoint_card(checkpoint: Checkpoint, register: Register) -> Card:
    """A checkpoint as its editors see it; the key never leaves the house."""
    return {
        "id": checkpoint.id,
        "version": checkpoint.version,
        "code": checkpoint.code,
        "name": checkpoint.name,
        "grid": code_of(register, checkpoint.grid_id),
        "x": checkpoint.x,
        "y": checkpoint.y,
        "radius_m": checkpoint.radius_m,
        "orders": checkpoint.orders,
        "print": checkpoint.epoch,
    }


def route_card(
    route: PatrolRoute, version: RouteVersion, codes: Mapping[int, str], register: Register
) -> Card:
    """A route as it stands now."""
    return {
        "id": route.id,
        "version": route.version,
        "code": route.code,
        "kind": route.kind,
        "grid": code_of(register, route.grid_id),
        "name": version.name,
        "by_car": version.by_car,
        "number": version.number,
        "made_at": stamp(version.made_at),
        "metres": round(version.metres),
        "stops": [codes[stop] for stop in version.stops if stop in codes],
        "windows": list(version.windows),
    }
