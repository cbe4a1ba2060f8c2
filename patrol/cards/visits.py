"""Cards of visit lists: how far they are, and shop by shop."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf, code_of, place_of, stamp
from patrol.model.visits import Visit, VisitAsk, VisitList
from patrol.rules.entries import Register
from patrol.rules.visit_words import AskState


def list_card(session: Session, row: VisitList, register: Register, name_of: NameOf) -> Card:
    """A list with how many of its shops are done, in all and grid by grid."""
    counted = session.execute(
        select(VisitAsk.grid_id, VisitAsk.state, func.count())
        .where(VisitAsk.list_id == row.id)
        .group_by(VisitAsk.grid_id, VisitAsk.state)
    )
    total: Counter[int | None] = Counter()
    done: Counter[int | None] = Counter()
    for grid, state, number in counted:
        if state != AskState.DROPPED:
            total[grid] += number
        if state == AskState.DONE:
            done[grid] += number
    return {
        "id": row.id,
        "version": row.version,
        "title": row.title,
        "ask": row.ask,
        "shared": row.shared,
        "due_at": stamp(row.due_at),
        "made_by": name_of(row.made_by),
        "made_at": stamp(row.made_at),
        "reminded_at": stamp(row.reminded_at),
        "closed_at": stamp(row.closed_at),
        "done": done.total(),
        "total": total.total(),
        "grids": [
            {"grid": place_of(register, grid), "done": done[grid], "total": number}
            for grid, number in sorted(total.items(), key=lambda each: code_of(register, each[0]) or "")
        ],
    }


def ask_card(
    ask: VisitAsk, visit: Visit | None, titles: Mapping[int, str], register: Register, name_of: NameOf
) -> Card:
    """A shop on a list: whether it was visited, by whom, what came of it."""
    shop = register.places.get(ask.shop_id)
    facts = shop.facts if shop else {}
    return {
        "list": ask.list_id,
        "shop": shop.code if shop else str(ask.shop_id),
        "name": shop.name if shop else "",
        "owner": facts.get("owner"),
        "trade": facts.get("trade"),
        "x": facts.get("face_x"),
        "y": facts.get("face_y"),
        "grid": code_of(register, ask.grid_id),
        "state": ask.state,
        "tries": ask.tries,
        "result": visit.result if visit else None,
        "note": visit.note if visit else None,
        "by": name_of(visit.by_id) if visit else None,
        "at": stamp(visit.at) if visit else None,
        "incident": visit.incident_id if visit else None,
        "through": titles.get(ask.through_id or 0),
    }


def in_order(cards: Sequence[Card]) -> list[Card]:
    """What is left first, then by number."""
    return sorted(cards, key=lambda card: (card["state"] != AskState.OPEN, card["shop"]))
