"""When too few shops of a group are ready, its next neighbour is attached, and both are told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from patrol import outbox
from patrol.cards.case_rules import case_rules
from patrol.cards.readiness import (
    Shops,
    middles_of,
    neighbours,
    readiness_card,
    readiness_now,
    shops_by_group,
)
from patrol.cards.things import code_of
from patrol.model.readiness import GroupReadiness
from patrol.rules.entries import MarketEntry, Register
from patrol.rules.readiness import Readiness, stand_in
from patrol.rules.rooms import police_room, rooms_of
from patrol.rules.words import PlaceKind


@dataclass(frozen=True, slots=True)
class _Look:
    """Everything one look at a market needs."""

    market: MarketEntry
    register: Register
    shops: Shops
    counts: Mapping[int, Readiness]
    least: int
    rows: Mapping[int, GroupReadiness]


def keep(session: Session, register: Register, *, now: datetime) -> None:
    """Write down which groups are thin, attach the next ready group to each, and tell both of it."""
    for look in _looks(session, register, now=now):
        for group_id in list(_differences(look)):
            _settle(session, look, group_id, now)


def _looks(session: Session, register: Register, *, now: datetime) -> Iterator[_Look]:
    for market in register.markets.values():
        mine = select(GroupReadiness).where(GroupReadiness.market_id == market.id)
        rows = session.scalars(mine.order_by(GroupReadiness.group_id).with_for_update())
        shops = shops_by_group(register, market.id)
        yield _Look(
            market,
            register,
            shops,
            readiness_now(session, market, register, shops, now=now),
            case_rules(session, market.id).least,
            {row.group_id: row for row in rows},
        )


def _differences(look: _Look) -> Iterator[int]:
    """Name the groups whose row is not what is so now; the lowest id first."""
    for group_id in sorted({*look.counts, *look.rows}):
        row, count = look.rows.get(group_id), look.counts.get(group_id)
        if count is None or not count.thin(look.least):
            if row is not None and row.thin:
                yield group_id
        elif row is None or not _stands(row, count, look):
            yield group_id


def _stands(row: GroupReadiness, count: Readiness, look: _Look) -> bool:
    same = (row.of, row.open, row.ready, row.lead, row.on_duty, row.least) == (
        count.of,
        count.open,
        count.ready,
        count.lead,
        count.on_duty,
        look.least,
    )
    return row.thin and same and (_still_able(row, look) if row.attached_id else not _way_out(look, row))


def _still_able(row: GroupReadiness, look: _Look) -> bool:
    attached = look.counts.get(row.attached_id or 0)
    return attached is not None and attached.ready >= look.least > 0


def _way_out(look: _Look, row: GroupReadiness) -> bool:
    """Say whether a neighbour has become able since nobody could be attached."""
    return bool(neighbours(row.group_id, _able(look), look.market, middles_of(look.shops)))


def _able(look: _Look) -> list[int]:
    return [group_id for group_id, count in look.counts.items() if count.ready >= look.least]


def _settle(session: Session, look: _Look, group_id: int, now: datetime) -> None:
    row, count = look.rows.get(group_id), look.counts.get(group_id)
    before = row.attached_id if row is not None else None
    if count is None or not count.thin(look.least):
        if row is not None:
            row.thin, row.attached_id, row.metres, row.since = False, None, None, now
            row.version += 1
            _tell(session, look, row, before, now)
        return
    if row is None:
        row = _new(look, group_id, count, now)
        session.add(row)
    else:
        row.since = row.since if row.thin else now
        row.version += 1
    row.of, row.open, row.ready = count.of, count.open, count.ready
    row.lead, row.on_duty, row.least, row.thin = count.lead, count.on_duty, look.least, True
    _attach(row, look)
    _tell(session, look, row, before, now)


def _attach(row: GroupReadiness, look: _Look) -> None:
    """Keep whoever stands in while they can; else choose the nearest who can."""
    if row.attached_id and _still_able(row, look):
        return
    ways = neighbours(row.group_id, _able(look), look.market, middles_of(look.shops))
    row.attached_id = stand_in({group_id: c.ready for group_id, c in look.counts.items()}, ways, look.least)
    way = ways.get(row.attached_id or 0)
    row.metres = round(way) if way is not None else None


def _new(look: _Look, group_id: int, count: Readiness, now: datetime) -> GroupReadiness:
    grid = look.register.above(group_id, PlaceKind.GRID)
    return GroupReadiness(
        group_id=group_id,
        market_id=look.market.id,
        grid_id=grid.id if grid else None,
        code=code_of(look.register, group_id) or str(group_id),
        of=count.of,
        open=count.open,
        ready=count.ready,
        least=look.least,
        lead=count.lead,
        on_duty=count.on_duty,
        thin=True,
        attached_id=None,
        metres=None,
        since=now,
    )


def _tell(session: Session, look: _Look, row: GroupReadiness, before: int | None, now: datetime) -> None:
    """Post to the market, the grid, the group, whoever stands in, and whoever does so no more."""
    session.flush()
    market, grid = look.market.code, code_of(look.register, row.grid_id)
    rooms = [*rooms_of(market, grid, row.code), police_room(market)]
    attached = code_of(look.register, row.attached_id)
    if attached:
        rooms.append(f"group:{attached}")
    card = readiness_card(row, look.register) if row.thin else None
    event = "readiness.thin" if row.thin else "readiness.restored"
    entity = f"readiness:{row.code}"
    outbox.post(session, rooms, event, entity=entity, version=row.version, body=card, now=now)
    released = code_of(look.register, before) if before != row.attached_id else None
    if released:
        gone = (f"group:{released}",)
        outbox.post(
            session, gone, "readiness.released", entity=entity, version=row.version, body=None, now=now
        )
