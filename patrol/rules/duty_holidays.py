"""Calendars of days off and days worked instead, as the State Council's notice comes in files."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO

from patrol.rules.duty_words import DayMark

WORK_SIGNS = ("班", "work", "调休上班", "補班", "补班")
APPLE_DAY = "X-APPLE-SPECIAL-DAY"
LONGEST_EVENT = 40


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """One day of an imported calendar."""

    day: date
    mark: DayMark
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says, and which of its lines could not be read."""

    days: tuple[MarkedDay, ...]
    faults: tuple[str, ...]


def read_calendar(text: str) -> Reading:
    """Read an `.ics` calendar, or lines of `day,mark,name` with or without a heading."""
    lines = _unfolded(text) if "BEGIN:VCALENDAR" in text[:2000] else None
    found, faults = _events(lines) if lines is not None else _rows(text)
    by_day = {one.day: one for one in found}
    return Reading(tuple(by_day[day] for day in sorted(by_day)), tuple(faults))


def _rows(text: str) -> tuple[list[MarkedDay], list[str]]:
    found: list[MarkedDay] = []
    faults: list[str] = []
    for number, row in enumerate(csv.reader(StringIO(text.removeprefix("\ufeff"))), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0].lower() in ("day", "date", "日期")):
            continue
        try:
            found.append(MarkedDay(date.fromisoformat(cells[0]), DayMark(cells[1]), "".join(cells[2:3])))
        except (ValueError, IndexError):
            faults.append(f"line {number}: want a day (2026-10-01), a mark and a name")
    return found, faults


def _events(lines: list[str]) -> tuple[list[MarkedDay], list[str]]:
    found: list[MarkedDay] = []
    faults: list[str] = []
    event: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        name, _, value = line.partition(":")
        match name, value:
            case "BEGIN", "VEVENT":
                event = {}
            case "END", "VEVENT":
                try:
                    found.extend(_days(event))
                except (KeyError, ValueError):
                    faults.append(f"line {number}: this event has no day that can be read")
            case _:
                event[name.partition(";")[0]] = value
    return found, faults


def _days(event: dict[str, str]) -> Iterator[MarkedDay]:
    first = _date(event["DTSTART"])
    until = _date(event["DTEND"]) if "DTEND" in event else first + timedelta(days=1)
    if not 0 < (until - first).days <= LONGEST_EVENT:
        raise ValueError
    name = event.get("SUMMARY", "").replace("\\,", ",").replace("\\;", ";")
    mark = _mark(event.get(APPLE_DAY, ""), name)
    for number in range((until - first).days):
        yield MarkedDay(first + timedelta(days=number), mark, name)


def _mark(special: str, name: str) -> DayMark:
    """Days worked instead are told by Apple's property, or by 班 in the name."""
    if special:
        return DayMark.WORKDAY if special == "ALTERNATE-WORKDAY" else DayMark.HOLIDAY
    return DayMark.WORKDAY if any(sign in name.lower() for sign in WORK_SIGNS) else DayMark.HOLIDAY


def _date(text: str) -> date:
    return date.fromisoformat(text[:8])


def _unfolded(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "").split("\n")
