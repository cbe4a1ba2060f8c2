"""Duty on the phone: swap, leave, cover, the week of the group, and how the group agrees on its turns."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, request
from sqlalchemy.orm import Session

from patrol.model.duty import Rota, Slot
from patrol.queries import duty as queries
from patrol.queries.duty_substitutes import could_take
from patrol.rules.duty_words import AbsenceKind, Source
from patrol.rules.rights import Permission
from web import duty_books_page, duty_page, duty_turn_page, duty_week, duty_words
from web.caller import signed_in
from web.context import context
from web.duty_doer import the_group, the_slot
from web.duty_view import Reader, Shown, reader_of
from web.gate import needs
from web.views.duty import page

screen = Blueprint("duty_turns", __name__)
Tell = Callable[[Session, Reader], Shown]


@screen.get("/duty/slots/<slot_id>")
@needs(Permission.SEE_DUTY, at=the_slot)
def turn(slot_id: str) -> str:
    """Propose who could take a turn, and tell its history."""
    with context().reading() as (session, now):
        slot, rota = queries.slot_with_rota(session, slot_id)
        reader = reader_of(session, context().register.current(session), now, signed_in(), rota)
        told = duty_turn_page.told(session, reader, slot)
    return page("duty/turn.html", rota, **told)


@screen.get("/duty/groups/<group>/week")
@needs(Permission.SEE_DUTY, at=the_group)
def week(group: str) -> str:
    """Show seven days of a group."""
    return shown(
        "duty/week.html", group, lambda session, reader: duty_week.told(session, reader, first_day())
    )


@screen.get("/duty/groups/<group>/books")
@needs(Permission.SEE_DUTY, at=the_group)
def books(group: str) -> str:
    """Show the accounts of a group line by line."""
    return shown(
        "duty/books.html", group, lambda session, reader: duty_books_page.told(session, reader, first_day())
    )


@screen.get("/duty/groups/<group>/swap")
@needs(Permission.TAKE_TURNS, at=the_group)
def swap(group: str) -> str:
    """Choose the turn to be swapped: one's own, and for the lead any of the week."""

    def told(session: Session, reader: Reader) -> Shown:
        seen = duty_page.read(session, reader.register, reader.now, signed_in(), reader.rota)[1]
        mine = [slot for slot in seen.mine if slot.starts_at > reader.now and not slot.standby]
        grid = duty_week.told(session, reader, first_day()) if reader.leads else duty_page.frame(reader)
        return grid | {"mine": [reader.turn(slot) for slot in mine]}

    return shown("duty/swap.html", group, told)


@screen.get("/duty/groups/<group>/cover")
@needs(Permission.TAKE_TURNS, at=the_group)
def cover(group: str) -> str:
    """Offer to take somebody's turn."""

    def told(session: Session, reader: Reader) -> Shown:
        shop = min(reader.own, default=None)
        found = could_take(session, reader.rota, shop, reader.register, now=reader.now) if shop else []
        slots = [session.get_one(Slot, one.turn.id) for one in found]
        turns = [reader.turn(slot) | {"nobody": slot.holder_id is None} for slot in slots]
        gaps = [one for one, slot in zip(turns, slots, strict=True) if slot.source == Source.FORCED]
        rest = [one for one, slot in zip(turns, slots, strict=True) if slot.source != Source.FORCED]
        me = reader.holder(shop) if shop else None
        return duty_page.frame(reader) | {"gaps": gaps, "turns": rest, "me": me}

    return shown("duty/cover.html", group, told)


@screen.get("/duty/groups/<group>/leave")
@needs(Permission.TAKE_TURNS, at=the_group)
def leave(group: str) -> str:
    """Say that a shop is away for a while; what it has to come back from stands below."""

    def told(session: Session, reader: Reader) -> Shown:
        seen = duty_page.read(session, reader.register, reader.now, signed_in(), reader.rota)[1]
        shops = duty_page.everybody(reader) if reader.leads else [reader.holder(one) for one in reader.own]
        kinds = [(kind.value, duty_words.absence(kind)) for kind in AbsenceKind]
        return duty_page.frame(reader) | {
            "shops": shops,
            "kinds": kinds,
            "mine": [reader.turn(slot) for slot in seen.mine if not slot.standby],
            "absences": duty_page.absences(session, reader),
        }

    return shown("duty/leave.html", group, told)


@screen.get("/duty/groups/<group>/rules")
@needs(Permission.LEAD_DUTY, at=the_group)
def rules(group: str) -> str:
    """Show how a group agrees on its turns."""

    def told(_session: Session, reader: Reader) -> Shown:
        rota = reader.rota
        return duty_page.frame(reader) | {
            "rules": {"check_in": rota.check_in_from is not None, "published_days": rota.published_days}
        }

    return shown("duty/rules.html", group, told)


def shown(template: str, group: str, tell: Tell) -> str:
    """Draw a page of a group from what `tell` says of it."""
    with context().reading() as (session, now):
        rota: Rota = queries.rota_of_group(session, group)
        reader = reader_of(session, context().register.current(session), now, signed_in(), rota)
        told = tell(session, reader)
    return page(template, rota, **told)


def first_day() -> date | None:
    """Read the first day of a week from the address; None: today."""
    try:
        return date.fromisoformat(request.args.get("first", ""))
    except ValueError:
        return None
