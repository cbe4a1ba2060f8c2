"""What the page of a group's turns is told: three cards, the large buttons, and what waits for the reader."""

from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol.cards.duty_post import shops_of
from patrol.cards.duty_seats import Seat
from patrol.errors import NotFound
from patrol.model.duty import DutyRequest, Rota, Slot
from patrol.model.places import Place
from patrol.queries import duty
from patrol.queries.duty_group import GroupNow, group_absences, group_now
from patrol.queries.people import Viewer
from patrol.rules.duty_words import RequestKind, RequestState
from patrol.rules.words import PlaceKind, Role
from web import duty_election, duty_words
from web.duty_view import Reader, Shown, reader_of

HOMES = frozenset({Role.LEAD, Role.SHOP})


def home_rota(session: Session, viewer: Viewer) -> Rota | None:
    """Find the group somebody belongs to: the one they lead, or the one their shop stands in."""
    for held in viewer.holdings:
        groups = [spot for spot in held.path if spot.kind is PlaceKind.GROUP]
        if held.role in HOMES and groups:
            at = select(Rota).join(Place, Place.id == Rota.place_id)
            rota = session.scalars(at.where(Rota.code == f"{groups[0].market}/{groups[0].code}")).first()
            if rota is not None:
                return rota
    return None


def read(session: Session, register: Any, now: Any, viewer: Viewer, rota: Rota) -> tuple[Reader, GroupNow]:
    """Read a group for somebody."""
    reader = reader_of(session, register, now, viewer, rota)
    return reader, group_now(session, rota, reader.own, now=now)


def told(session: Session, reader: Reader, seen: GroupNow) -> Shown:
    """Give everything the first page of a group shows."""
    return {
        **frame(reader),
        "running": [_running(reader, seen, one.slot, one.holder) for one in seen.running],
        "coming": [reader.turn(slot) for slot in seen.next],
        "mine": [reader.turn(slot) for slot in seen.mine],
        "waiting": [shown for one in seen.requests if (shown := _request(session, reader, one))],
        "absences": [_absence(reader, one) for one in seen.absences],
        "overrides": _overrides(reader, seen),
        "election": duty_election.line(session, reader),
        "books": books(session, reader),
        "open": len(seen.open_for_check_in()),
    }


def frame(reader: Reader) -> Shown:
    """Give what every page of a group needs."""
    group = reader.register.places.get(reader.rota.place_id)
    if group is None:
        raise NotFound("this group stands no longer")
    grid = reader.register.above(group.id, PlaceKind.GRID)
    return {
        "group": {"code": group.code, "name": group.name},
        "grid": {"code": grid.code, "name": grid.name} if grid else None,
        "own": [reader.holder(shop) for shop in sorted(reader.own)],
        "leads": reader.leads,
        "acts": reader.acts,
        "at": duty_words.clock(reader.now, reader.market.clock.timezone),
        "edition": reader.rota.edition,
        "approval": reader.rota.needs_approval,
        "command_id": lambda: uuid4().hex,
    }


def everybody(reader: Reader) -> list[Shown]:
    """Give every shop of the group, for whoever acts for them."""
    return [reader.holder(shop) for shop in shops_of(reader.rota, reader.register)]


def absences(session: Session, reader: Reader) -> list[Shown]:
    """Give the absences one may end: one's own; for the lead, the whole group's."""
    shops = shops_of(reader.rota, reader.register) if reader.leads else list(reader.own)
    return [_absence(reader, one) for one in group_absences(session, shops, now=reader.now)]


def _running(reader: Reader, seen: GroupNow, slot: Seat, holder: int | None) -> Shown:
    came = seen.came.get(slot.id, [])
    here = [one for one in came if one.holder_id in reader.own and one.left_at is None]
    return reader.turn(slot) | {
        "on_duty": reader.holder(holder),
        "came": reader.came(came),
        "leave_as": reader.holder(here[0].holder_id) if here else None,
        "ladder": reader.ladder(seen.ladders.get(slot.id)),
    }


def _request(session: Session, reader: Reader, one: DutyRequest) -> Shown | None:
    """Give a request with what this reader can answer; None: it is none of their business."""
    concerned = reader.leads or bool(reader.own & {one.from_id, one.to_id})
    if not concerned:
        return None
    agreeing, asking = (one.from_id, one.to_id) if one.kind == RequestKind.COVER else (one.to_id, one.from_id)
    turns = [reader.turn(session.get_one(Slot, name)) for name in (one.slot_a, one.slot_b) if name]
    return {
        "id": one.id,
        "version": one.version,
        "kind": one.kind,
        "state": duty_words.state(one.state),
        "from": reader.holder(one.from_id),
        "to": reader.holder(one.to_id),
        "turns": turns,
        "reason": one.reason,
        "answers": _answers(reader, one, agreeing, asking),
        "acting": agreeing not in reader.own,
    }


def _answers(reader: Reader, one: DutyRequest, agreeing: int, asking: int) -> list[str]:
    """Name what a reader can answer now, the likeliest first."""
    match RequestState(one.state):
        case RequestState.OFFERED if agreeing in reader.own:
            return ["accept", "decline"]
        case RequestState.OFFERED if asking in reader.own:
            return ["withdraw"]
        case RequestState.OFFERED if reader.leads:
            return ["accept", "decline"]
        case RequestState.ACCEPTED if reader.leads:
            return ["approve", "decline"]
        case RequestState.APPLIED:
            return ["undo"]
        case _:
            return []


def _overrides(reader: Reader, seen: GroupNow) -> list[Shown]:
    """Give what the lead may take back; others see it in the turn's own history."""
    if not reader.leads:
        return []
    return [
        {"mark": row.correlation, "reason": row.reason, "turn": reader.turn(slot)}
        for row, slot in seen.overrides
    ]


def _absence(reader: Reader, one: Any) -> Shown:
    zone = reader.market.clock.timezone
    return {
        "id": one.id,
        "holder": reader.holder(one.holder_id),
        "kind": duty_words.absence(one.kind),
        "from": f"{duty_words.local_day(one.starts_at, zone)} {duty_words.clock(one.starts_at, zone)}",
        "until": f"{duty_words.local_day(one.ends_at, zone)} {duty_words.clock(one.ends_at, zone)}",
    }


def books(session: Session, reader: Reader) -> Shown:
    """Give the fairness of the group: turns served, and how far each is ahead, as bars of one scale."""
    balances = duty.credit(session, reader.rota, reader.register, now=reader.now)
    standing = [b for b in balances if b.holder is not None and b.holder in reader.register.places]
    rows: list[Shown] = [
        {
            "holder": reader.holder(balance.holder),
            "turns": round(sum(part for _, part in balance.served), 1),
            "load": round(balance.load / 100, 1),
            "due": round(balance.due / 100, 1),
            "ahead": round(balance.ahead / 100, 1),
        }
        for balance in standing
    ]
    widest = max([1.0, *(abs(row["ahead"]) for row in rows)])
    for row in rows:
        row["bar"] = round(50 * abs(row["ahead"]) / widest)
    rows.sort(key=lambda row: (row["ahead"], row["holder"]["code"]))
    return {"rows": rows, "since": duty_words.local_day(reader.rota.books_from, reader.market.clock.timezone)}
