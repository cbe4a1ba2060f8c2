"""Duty: who is on now, next and mine; turns, requests, absences, the group's books."""

from datetime import datetime, timedelta
from typing import Any

from patrol.cards.duty import balance_card, correction_card, holder_card, request_card, slot_card
from patrol.cards.people import names
from patrol.cards.things import code_of, stamp
from patrol.model.duty import Rota
from patrol.queries import duty as queries
from patrol.queries.duty_credit import corrections
from patrol.queries.duty_substitutes import proposals
from patrol.rules.duty_calendar import Calendar
from patrol.rules.rights import Permission
from web.api.duty_shapes import (
    Days,
    InGroup,
    OneSlot,
)
from web.api.shapes import InMarket, blueprint
from web.context import context
from web.duty_doer import the_group, the_slot
from web.finders import the_market
from web.gate import needs

api = blueprint("duty", "Fair turns, never an empty post")


@api.get("/markets/<code>/duty", summary="Who is on duty now in the whole market, and the gaps to come")
@needs(Permission.SEE_DUTY, at=the_market)
def market_now(path: InMarket) -> dict[str, Any]:
    """`holder` null: the guard on shift in the workroom."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        market = context().market(register, path.code)
        running = queries.on_duty(session, market.id, now=now)
        return {
            "at": stamp(now),
            "now": [
                slot_card(one.slot, one.rota, register, now=now)
                | {"on_duty": holder_card(register, one.rota, one.holder)}
                for one in running
            ],
            "gaps": [
                slot_card(s, r, register, now=now) for s, r in queries.gaps(session, market.id, now=now)
            ],
            "missed": [
                {
                    "slot": slot.id,
                    "group": code_of(register, rota.place_id),
                    "rung": row.rung,
                    "asked": holder_card(register, rota, row.holder_id),
                    "since": stamp(row.since),
                    "next_at": stamp(row.next_at),
                    "path": row.path,
                }
                for row, slot, rota in queries.missed(session, market.id)
            ],
        }


@api.get("/groups/<group>/duty", summary="A group's turns: now, next, and day by day")
@needs(Permission.SEE_DUTY, at=the_group)
def group_days(path: InGroup, query: Days) -> dict[str, Any]:
    """With what waits for an answer."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        rota = queries.rota_of_group(session, path.group)
        start, end = _stretch(rota, query, now)
        shown = queries.turns(session, rota.id, start=start, end=end)
        running = queries.on_duty_in(session, rota.id, now=now)
        return {
            "at": stamp(now),
            "group": path.group,
            "now": [holder_card(register, rota, one.holder) for one in running],
            "next": [
                slot_card(s, rota, register, now=now) for s in queries.next_turns(session, rota.id, now=now)
            ],
            "turns": [slot_card(slot, rota, register, now=now) for slot in shown],
            "requests": [request_card(r, rota, register) for r in queries.open_requests(session, rota.id)],
            "needs_approval": rota.needs_approval,
        }


@api.get("/groups/<group>/duty/credit", summary="What each shop has served against its share")
@needs(Permission.SEE_DUTY, at=the_group)
def group_credit(path: InGroup) -> dict[str, Any]:
    """Every shop of the group may read it. Load, share, difference and corrections are weights."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        rota = queries.rota_of_group(session, path.group)
        balances = queries.credit(session, rota, register, now=now)
        notes, name_of = corrections(session, rota.id), names(session)
        return {
            "since": stamp(rota.books_from),
            "items": [balance_card(b, rota, register) for b in balances],
            "corrections": [correction_card(one, rota, register, name_of) for one in notes],
        }


@api.get("/slots/<slot_id>", summary="One turn with its ledger, who came, and who could stand in")
@needs(Permission.SEE_DUTY, at=the_slot)
def slot_opened(path: OneSlot) -> dict[str, Any]:
    """Reasons are keys with a number: behind, near, rested, close-to-own, unreachable, declined."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        slot, rota = queries.slot_with_rota(session, path.slot_id)
        offered = proposals(session, slot, rota, register, now=now) if slot.starts_at > now else []
        return {
            "slot": slot_card(slot, rota, register, now=now),
            "ledger": [
                {
                    "seq": row.seq,
                    "holder": holder_card(register, rota, row.holder_id),
                    "source": row.source,
                    "acting": row.acting,
                    "reason": row.reason,
                    "mark": row.correlation,
                    "at": stamp(row.at),
                }
                for row in queries.history(session, slot.id)
            ],
            "came": [
                {
                    "holder": holder_card(register, rota, one.holder_id),
                    "method": one.method,
                    "came_at": stamp(one.came_at),
                    "late": one.late,
                    "left_at": stamp(one.left_at),
                    "note": one.note,
                }
                for one in queries.check_ins(session, slot.id)
            ],
            "substitutes": [
                {
                    "holder": holder_card(register, rota, one.shop),
                    "ahead": round(one.ahead, 1),
                    "reasons": [{"key": key, "value": value} for key, value in one.reasons],
                }
                for one in offered
            ],
        }


def _stretch(rota: Rota, query: Days, now: datetime) -> tuple[datetime, datetime]:
    with context().reading() as (session, _):
        zone = context().register.current(session).markets[rota.market_id].clock.timezone
    calendar = Calendar(zone)
    first = query.first or calendar.day(now)
    return calendar.instant(first, 0), calendar.instant(first + timedelta(days=query.days), 0)
