"""Days off and days worked instead, from the files people have."""

from datetime import date

from patrol.rules.duty_holidays import MarkedDay, read_calendar
from patrol.rules.duty_words import DayMark

ICS = """BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261001\r
DTEND;VALUE=DATE:20261004\r
SUMMARY:国庆节\r
 （休）\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261010\r
SUMMARY:国庆节（班）\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20260215\r
X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY\r
SUMMARY:春节\r
END:VEVENT\r
BEGIN:VEVENT\r
SUMMARY:no day\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_a_calendar_tells_days_off_and_days_worked_instead() -> None:
    found = read_calendar(ICS)
    assert [(one.day.isoformat(), one.mark) for one in found.days] == [
        ("2026-02-15", DayMark.WORKDAY),
        ("2026-10-01", DayMark.HOLIDAY),
        ("2026-10-02", DayMark.HOLIDAY),
        ("2026-10-03", DayMark.HOLIDAY),
        ("2026-10-10", DayMark.WORKDAY),
    ]
    assert found.days[1].name == "国庆节（休）"
    assert len(found.faults) == 1


def test_lines_of_a_table_are_read_with_or_without_a_heading() -> None:
    text = "\ufeff日期,mark,name\n2026-02-17,festival,春节\n2026-02-16,closed,除夕\n"
    assert read_calendar(text).days == (
        MarkedDay(date(2026, 2, 16), DayMark.CLOSED, "除夕"),
        MarkedDay(date(2026, 2, 17), DayMark.FESTIVAL, "春节"),
    )


def test_a_line_that_can_not_be_read_is_named() -> None:
    found = read_calendar("2026-02-17,festival\n17.2.2026,holiday,x\n2026-02-18,party,x\n")
    assert len(found.days) == 1
    assert [fault.split(":")[0] for fault in found.faults] == ["line 2", "line 3"]
