"""What the page of a group's books is told: its accounts, four weeks of turns served, and corrections."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from patrol.cards.duty_post import shops_of
from patrol.cards.people import names
from patrol.queries import duty_credit
from patrol.queries.duty_credit import Served
from patrol.rules.duty_calendar import Calendar
from web import duty_page, duty_words
from web.duty_view import Reader, Shown

DAYS = 28


def told(session: Session, reader: Reader, first: date | None) -> Shown:
    """Give four weeks that begin on a day, else the last four."""
    zone, name_of = reader.market.clock.timezone, names(session)
    calendar = Calendar(zone)
    begins = first or calendar.day(reader.now) - timedelta(days=DAYS - 1)
    ends = begins + timedelta(days=DAYS)
    start, end = calendar.instant(begins, 0), calendar.instant(ends, 0)
    found = duty_credit.served(session, reader.rota, reader.register, start=start, end=end, now=reader.now)
    return duty_page.frame(reader) | {
        "books": duty_page.books(session, reader),
        "lines": [_line(reader, one) for one in found],
        "corrections": [
            {
                "holder": reader.holder(one.holder_id),
                "weight": one.weight / 100,
                "reason": one.reason,
                "by": name_of(one.made_by),
                "at": duty_words.local_day(one.at, zone),
            }
            for one in duty_credit.corrections(session, reader.rota.id)
        ],
        "others": [
            reader.holder(shop) for shop in shops_of(reader.rota, reader.register) if shop not in reader.own
        ],
        "span": f"{duty_words.day(begins)} – {duty_words.day(ends - timedelta(days=1))}",
        "before": (begins - timedelta(days=DAYS)).isoformat(),
        "after": ends.isoformat() if ends <= calendar.day(reader.now) else None,
    }


def _line(reader: Reader, one: Served) -> Shown:
    """Give a turn with what it counts for each who served it; who came instead is told apart."""
    return {
        "id": one.turn.id,
        "day": duty_words.short_day(one.turn.day),
        "weekday": duty_words.weekday(one.turn.day),
        "kind": duty_words.kind(one.turn.kind),
        "class": duty_words.day_class(one.turn.day_class),
        "holder": reader.holder(one.holder),
        "parts": [
            {
                "holder": reader.holder(who),
                "counts": round(one.turn.weight * part / 100, 2),
                "instead": who != one.holder,
            }
            for who, part in one.parts
        ],
    }
