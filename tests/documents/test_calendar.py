"""The calendar as it is written; web/src/duty/calendar.test.ts reads the sample by another library."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from patrol.documents.calendar import CalendarCard, CalendarEvent, written

SAMPLE = Path(__file__).parents[2] / "docs" / "samples" / "duty.ics"
START = datetime(2026, 11, 25, 14, tzinfo=UTC)


def an_event(number: int, text: str = "值班：夜班", *, cancelled: bool = False) -> CalendarEvent:
    start = START + timedelta(days=number)
    what = "请到岗，扫岗位上的二维码签到。\n东一联防一组 · 11月25日周三 · 22:00–06:00（次日）"
    return CalendarEvent(
        uid=f"slot-{number:020x}@yunda.duty",
        start=start,
        end=start + timedelta(hours=8),
        summary=text,
        description=what,
        location="东一联防一组",
        sequence=2 if cancelled else 0,
        revised_at=START - timedelta(days=3),
        cancelled=cancelled,
        busy=number % 2 == 0,
    )


def a_card(*events: CalendarEvent) -> CalendarCard:
    return CalendarCard("值班：阿波紧固件", "Asia/Shanghai", "zh-Hans", events)


def test_the_sample_is_what_is_written() -> None:
    card = a_card(an_event(0), an_event(1, "备班：夜班"), an_event(2, cancelled=True))
    assert written(card) == SAMPLE.read_bytes()


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=120), max_size=4))
def test_any_text_keeps_to_the_lines_and_comes_back(texts: list[str]) -> None:
    card = a_card(*(an_event(number, text) for number, text in enumerate(texts)))
    body = written(card)
    assert body == written(card)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in body
    found = Calendar.from_ical(body).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in found] == texts
