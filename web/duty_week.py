"""A week of a group as a grid: seven days, one column for each kind of turn."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from patrol.model.duty import Slot
from patrol.queries import duty
from patrol.rules.duty_calendar import Calendar
from web import duty_words
from web.duty_page import frame
from web.duty_view import Reader, Shown

DAYS = 7


def told(session: Session, reader: Reader, first: date | None) -> Shown:
    """Give the week that begins on a day; without one, today's."""
    calendar = Calendar(reader.market.clock.timezone)
    today = calendar.day(reader.now)
    begins = first or today
    start, end = calendar.instant(begins, 0), calendar.instant(begins + timedelta(days=DAYS), 0)
    slots = [s for s in duty.turns(session, reader.rota.id, start=start, end=end) if s.starts_at >= start]
    by_hour = sorted(slots, key=lambda slot: (slot.starts_at - start) % timedelta(days=1))
    kinds = list(dict.fromkeys(slot.kind for slot in by_hour))
    days = [begins + timedelta(days=number) for number in range(DAYS)]
    return {
        **frame(reader),
        "kinds": [duty_words.kind(kind) for kind in kinds],
        "days": [_day(reader, day, kinds, slots, today) for day in days],
        "before": (begins - timedelta(days=DAYS)).isoformat(),
        "after": (begins + timedelta(days=DAYS)).isoformat(),
        "first": begins.isoformat(),
        "span": f"{duty_words.day(days[0])} – {duty_words.day(days[-1])}",
    }


def _day(reader: Reader, day: date, kinds: list[str], slots: list[Slot], today: date) -> Shown:
    mine = [slot for slot in slots if slot.day == day]
    return {
        "day": duty_words.short_day(day),
        "weekday": duty_words.weekday(day),
        "class": duty_words.day_class(mine[0].day_class) if mine else "",
        "today": day == today,
        "cells": [[reader.turn(slot) for slot in mine if slot.kind == kind] for kind in kinds],
    }
