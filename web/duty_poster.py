"""The poster of a group's week in the reader's language; telephone numbers are masked on walls."""

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from patrol.documents.poster import Paper, PosterCard, PosterDay, PosterKind, PosterSeat
from patrol.model.duty import Slot
from patrol.queries import duty
from patrol.rules.duty_calendar import Calendar
from web import duty_words
from web.duty_page import frame
from web.duty_view import Reader, masked

DAYS = 7


def card_of(
    session: Session,
    reader: Reader,
    first: date | None,
    *,
    paper: Paper,
    link: str,
    lang: str,
    leads: list[int],
) -> PosterCard:
    """Give what is printed; `link` is where the code at the post leads."""
    zone = reader.market.clock.timezone
    calendar = Calendar(zone)
    begins = first or calendar.day(reader.now)
    days = [begins + timedelta(days=number) for number in range(DAYS)]
    start, end = calendar.instant(begins, 0), calendar.instant(begins + timedelta(days=DAYS), 0)
    slots = [s for s in duty.turns(session, reader.rota.id, start=start, end=end) if s.starts_at >= start]
    kinds = _kinds(slots, zone)
    whole = frame(reader)
    printed_at = f"{duty_words.local_day(reader.now, zone)} {duty_words.clock(reader.now, zone)}"
    return PosterCard(
        paper=paper,
        lang=lang,
        title=_("%(group)s: duty", group=whole["group"]["name"]),
        span=f"{duty_words.day(days[0])} – {duty_words.day(days[-1])}",
        lines=tuple(_lines(reader, leads)),
        kinds=tuple(PosterKind(duty_words.kind(code), hours) for code, hours in kinds.items()),
        days=tuple(_day(reader, day, list(kinds), slots) for day in days),
        link=link,
        scan=_("Scan to check in"),
        standby=_("standby"),
        sign=_("signed"),
        foot=_(
            "Edition %(edition)s, printed %(at)s. What holds now stands on the phone: scan the code.",
            edition=reader.rota.edition,
            at=printed_at,
        ),
    )


def _kinds(slots: list[Slot], zone: str) -> dict[str, str]:
    """Give the columns with the hours of their first turn, in the order of the day."""
    hours: dict[str, tuple[str, str]] = {}
    for slot in slots:
        shown = duty_words.hours(slot.starts_at, slot.ends_at, zone)
        hours.setdefault(slot.kind, (shown[:5], shown))
    return {kind: shown for kind, (_start, shown) in sorted(hours.items(), key=lambda one: one[1])}


def _day(reader: Reader, day: date, kinds: list[str], slots: list[Slot]) -> PosterDay:
    mine = [slot for slot in slots if slot.day == day]
    note = duty_words.day_class(mine[0].day_class) if mine else ""
    cells = tuple(tuple(_seat(reader, slot) for slot in mine if slot.kind == kind) for kind in kinds)
    return PosterDay(duty_words.short_day(day), duty_words.weekday(day), note, cells)


def _seat(reader: Reader, slot: Slot) -> PosterSeat:
    turn = reader.turn(slot)
    holder = turn["holder"]
    name = "" if slot.standby else str(holder["name"])
    return PosterSeat(str(holder["code"]), name, slot.standby, bool(turn["gap"]))


def _lines(reader: Reader, leads: list[int]) -> list[str]:
    """Name the lead and the workroom; a wall shows no whole number."""
    lines = []
    for lead in leads[:1]:
        place = reader.register.places.get(lead)
        if place is not None:
            phone = masked(str(place.facts.get("phone") or "") or None) or ""
            told = {"code": place.code, "name": place.name, "phone": phone}
            lines.append(_("Lead: %(code)s %(name)s %(phone)s", **told))
    room = reader.holder(None)["name"]
    lines.append(_("Workroom: %(name)s. In danger call 110, 119 or 120 first.", name=room))
    return [line.strip() for line in lines]
