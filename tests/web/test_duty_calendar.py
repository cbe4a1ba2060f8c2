"""Calendar feeds: byte for byte the same until something changes; a turn that moved away is cancelled."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from flask.testing import FlaskClient
from icalendar import Calendar
from sqlalchemy import select

from patrol.documents.calendar import CalendarCard, written
from patrol.model.calendars import CalendarFeed
from tests.web.duty_house import a_duty_house
from tests.web.duty_pages import code_of, look, owner_of, posts, press, press_button, send, visitor
from tests.web.house import House, csrf
from web.views import calendars

LINK = re.compile(r'id="link" readonly value="http://localhost(/cal/[^"]+\.ics)"')
SCOPES = ("person:", "shop:A003", "group:g1-01")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_duty_house(tmp_path)


def link_of(client: FlaskClient, what: str) -> str:
    page = send(client, "/duty/calendar", {"csrf_token": csrf(client), "what": what})
    found = LINK.search(page)
    assert found is not None, page
    return found.group(1)


def fetched(house: House, link: str, **headers: str) -> tuple[int, bytes, str]:
    answer = house.client().get(
        link, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    return answer.status_code, answer.data, answer.headers.get("ETag", "")


def events(body: bytes) -> dict[str, dict[str, str]]:
    found: list[Any] = Calendar.from_ical(body).walk("VEVENT")
    return {str(e["UID"]): {name: e[name].to_ical().decode() for name in e} for e in found}


def line_faults(body: bytes) -> list[str]:
    """Find what a strict phone would stumble over."""
    lines = body.split(b"\r\n")
    text = body.decode()
    faults = [f"too long: {line!r}" for line in lines if len(line) > 75]
    faults += ["bare newline"] if re.search(rb"(?<!\r)\n", body) else []
    faults += ["escaped for HTML"] if "&amp;" in text else []
    faults += [] if "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text else ["no VALUE=DURATION"]
    return faults + (["METHOD"] if "METHOD:" in text else [])


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_every_scope_is_a_calendar_that_strict_readers_accept(house: House, language: str) -> None:
    owner = visitor(house, "of-A003", language)
    for what in SCOPES:
        status, body, _ = fetched(house, link_of(owner, what))
        assert (status, line_faults(body)) == (200, [])
        calendar = Calendar.from_ical(body)
        assert [error for part in calendar.walk() for error in part.errors] == []
        assert len(list(vobject.readOne(body.decode()).vevent_list)) == len(calendar.walk("VEVENT")) > 3
        summary = str(calendar.walk("VEVENT")[0]["SUMMARY"])
        assert ("turn" in summary) == (language == "en")


def test_the_same_state_gives_the_same_bytes_and_then_nothing_at_all(house: House) -> None:
    link = link_of(visitor(house, "of-A003"), "group:g1-01")
    first, again = fetched(house, link), fetched(house, link)
    assert first == again
    house.clock.advance(minutes=50)
    status, body, mark = fetched(house, link, If_None_Match=first[2])
    assert (status, body, mark) == (304, b"", first[2])
    old = "Mon, 01 Jan 2001 00:00:00 GMT"
    assert fetched(house, link, If_None_Match='"other"', If_Modified_Since=old)[0] == 200


def test_writing_twice_from_scratch_gives_the_same_bytes(house: House) -> None:
    link = link_of(visitor(house, "of-A003"), "group:g1-01")
    _, first, _ = fetched(house, link)
    house.app.extensions["patrol.feeds"]._written.clear()
    assert fetched(house, link)[1] == first


def test_links_that_show_the_same_share_what_was_written(house: House) -> None:
    owner, lead = visitor(house, "of-A003"), visitor(house, "lead")
    mine, whole, theirs = (
        link_of(owner, "shop:A003"),
        link_of(owner, "group:g1-01"),
        link_of(lead, "group:g1-01"),
    )
    first, _, second = (fetched(house, link) for link in (whole, mine, theirs))
    assert first == second
    assert len(house.app.extensions["patrol.feeds"]._written) == 2


def test_many_that_ask_at_once_all_get_it_and_it_is_written_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_of(visitor(house, "of-A003"), "group:g1-01")
    writings: list[object] = []

    def counted(card: CalendarCard) -> bytes:
        writings.append(card)
        return written(card)

    monkeypatch.setattr(calendars, "written", counted)
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: fetched(house, link), range(40)))
    assert {status for status, *_ in found} == {200}
    assert len({body for _, body, _ in found}) == len(writings) == 1


def test_many_that_ask_at_once_look_one_after_the_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_of(house.client("lead"), "group:g1-01")
    _status, _body, mark = fetched(house, link)
    looking, most, look_once = [0], [0], calendars._asked

    def counted(*given: Any) -> Any:
        looking[0] += 1
        most[0] = max(most[0], looking[0])
        time.sleep(0.01)
        found = look_once(*given)
        looking[0] -= 1
        return found

    monkeypatch.setattr(calendars, "_asked", counted)
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: fetched(house, link, If_None_Match=mark)[0], range(16)))
    assert (told, most) == ([304] * 16, [1])


def test_a_turn_that_moved_away_is_cancelled_for_its_old_holder_with_the_same_name(house: House) -> None:
    turn = next(one for one in posts(house)[3:] if code_of(house, one.holder_id) != "A001")
    old = code_of(house, turn.holder_id)
    mine = link_of(visitor(house, owner_of(house, turn.holder_id)), f"shop:{old}")
    whole = link_of(visitor(house, "lead"), "group:g1-01")
    uid = f"slot-{turn.id}@yunda.duty"
    before, group_before, mark = (
        events(fetched(house, mine)[1]),
        events(fetched(house, whole)[1]),
        fetched(house, mine)[2],
    )
    house.clock.advance(minutes=7)
    lead = visitor(house, "lead")
    press_button(lead, look(lead, f"/duty/slots/{turn.id}"), "move")
    status, body, _ = fetched(house, mine, If_None_Match=mark)
    after, group_after = events(body), events(fetched(house, whole)[1])
    assert status == 200
    assert (before[uid]["STATUS"], after[uid]["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert (before[uid]["SEQUENCE"], after[uid]["SEQUENCE"]) == ("0", "1")
    assert after[uid]["DTSTAMP"] == house.clock().strftime("%Y%m%dT%H%M%SZ")
    assert group_after[uid]["SEQUENCE"] == "1"
    assert group_after[uid]["SUMMARY"] != group_before[uid]["SUMMARY"]
    unmoved = set(before) - {uid}
    assert all(after[name] == before[name] for name in unmoved if name in after)
    house.clock.now = turn.starts_at + timedelta(days=29)
    assert events(fetched(house, mine)[1])[uid]["STATUS"] == "CANCELLED"


def test_drafts_are_no_promise(house: House) -> None:
    found = events(fetched(house, link_of(visitor(house, "of-A002"), "group:g1-01"))[1])
    promised = {f"slot-{one.id}@yunda.duty" for one in posts(house)}
    assert set(found) & promised
    latest = max(one["DTSTART"] for one in found.values())
    assert latest < (house.clock() + timedelta(days=15)).strftime("%Y%m%dT%H%M%SZ")


def test_a_revoked_link_is_gone_an_unknown_one_was_never_there(house: House) -> None:
    owner = visitor(house, "of-A003")
    link = link_of(owner, "person:")
    assert fetched(house, link)[0] == 200
    press(owner, look(owner, "/duty/calendar"), "Revoke")
    assert fetched(house, link)[0] == 410
    assert fetched(house, "/cal/made-up.ics")[0] == 404


def test_only_a_hash_of_the_secret_is_kept_and_its_use_is_noted_once_an_hour(house: House) -> None:
    link = link_of(visitor(house, "of-A003"), "person:")
    fetched(house, link)
    house.clock.advance(minutes=20)
    fetched(house, link)
    with house.context.reading() as (session, now):
        feed = session.scalars(select(CalendarFeed)).one()
    assert feed.token_sha256 not in link
    assert link.split("/")[2].removesuffix(".ics") not in repr(vars(feed))
    assert feed.last_used_at == now - timedelta(minutes=20)


def test_a_shop_follows_its_own_group_and_no_other_place(house: House) -> None:
    client = visitor(house, "of-A003")
    for what in ("shop:A001", "grid:g1", "group:other-g1-01"):
        page = send(client, "/duty/calendar", {"csrf_token": csrf(client), "what": what})
        assert LINK.search(page) is None


def test_a_calendar_that_asks_too_often_is_told_to_wait(house: House) -> None:
    link = link_of(visitor(house, "of-A003"), "person:")
    statuses = [fetched(house, link)[0] for _ in range(70)]
    assert (statuses[0], statuses[-1]) == (200, 429)


def test_standby_takes_no_time_and_nobody_elses_number_is_told(house: House) -> None:
    body = fetched(house, link_of(visitor(house, "of-A003"), "shop:A003"))[1]
    by_transp = {one["SUMMARY"].split(":")[0].rstrip("\\"): one["TRANSP"] for one in events(body).values()}
    assert by_transp == {"On duty": "OPAQUE", "Standby": "TRANSPARENT"}
    assert not re.search(rb"1\d{10}", body)
