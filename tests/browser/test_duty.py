"""Duty on a phone of 390 pixels: a lead swaps in three taps, a shop checks in in two, in three languages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from patrol.clock import system_clock
from patrol.model.duty_service import CheckIn
from tests.browser.duty_phone import GROUP, KEPT, PHONE, Axe, NewPage, Town, a_town, phone, tap, whole

WORDS = {
    "en": ("Swap", "Move it to", "Moved.", "Check in", "Checked in."),
    "zh-Hans": ("换班", "现在改派给", "已改派", "签到", "签到成功"),
    "zh-Hant": ("換班", "現在改派給", "已改派", "簽到", "簽到成功"),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_town(tmp_path_factory.mktemp("duty")) as opened:
        yield opened


@pytest.mark.parametrize("language", WORDS)
def test_a_lead_swaps_a_turn_in_three_taps(new_page: NewPage, town: Town, axe: Axe, language: str) -> None:
    swap, move, moved, *_ = WORDS[language]
    page = phone(new_page, town, "lead", language)
    found = {"duty": whole(page, axe)}
    tap(page, page.get_by_role("link", name=swap), "**/swap")
    found["swap"] = whole(page, axe)
    tap(page, page.locator(".week tbody tr:nth-child(4) .duty-seat:not(.mine)").first, "**/slots/*")
    found["turn"] = whole(page, axe)
    assert page.locator(".reasons").count() == 3
    page.get_by_role("button", name=move).first.tap()
    expect(page.locator(".outcome.done")).to_contain_text(moved)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}


def test_what_is_pressed_without_a_signal_is_told_later_and_what_is_refused_stays_in_sight(
    browser: Browser, town: Town, axe: Axe
) -> None:
    lost = browser.new_context(
        viewport=PHONE,
        has_touch=True,
        permissions=["geolocation"],
        geolocation={"latitude": town.lat + 0.01, "longitude": town.lon, "accuracy": 5},
    )
    page = lost.new_page()  # its console tells of the lost signal
    page.goto(f"{town.office.address}/sign-in")
    with page.expect_navigation():
        page.locator('button[name="login"][value="lead"]').tap()
    lost.add_cookies([{"name": "language", "value": "en", "url": town.office.address}])
    page.goto(f"{town.office.address}/duty/groups/{GROUP}/check-in")
    page.evaluate(KEPT)
    lost.set_offline(True)
    page.reload()
    page.locator("[data-position] button").first.tap()
    expect(page.get_by_text("1 thing not yet sent")).to_be_visible()
    word = page.locator('form:has(input[value="lead"])').first
    word.locator("select[name=shop] option").last.evaluate(
        "option => option.parentElement.value = option.value"
    )
    word.locator("button").tap()
    expect(page.locator(".outcome.kept")).to_contain_text("Kept on this phone")
    expect(page.get_by_text("2 things not yet sent")).to_be_visible()
    assert axe(page) == []
    again = system_clock()
    lost.set_offline(False)
    expect(page.locator(".unsent.refused")).to_contain_text("too far from the post")
    expect(page.locator(".note.good").first).to_be_visible()
    with town.office.sessions() as session:
        row = session.scalars(select(CheckIn).where(CheckIn.method == "lead")).one()
        assert row.came_at < again <= row.received_at
    lost.close()


@pytest.mark.parametrize("language", WORDS)
def test_a_shop_checks_in_in_two_taps_where_the_post_is(
    new_page: NewPage, town: Town, axe: Axe, language: str
) -> None:
    *_, check_in, checked_in = WORDS[language]
    login = "lead" if language == "zh-Hant" else "shop"
    page = phone(new_page, town, login, language, theme="night")
    tap(page, page.get_by_role("link", name=check_in), "**/check-in")
    if page.locator("[data-position]").count() == 0:  # this shop has come already in another language
        expect(page.locator(".note.good").first).to_be_visible()
        return
    assert whole(page, axe) == []
    page.locator("[data-position] button").first.tap()
    expect(page.locator(".outcome.done")).to_contain_text(checked_in)


def test_the_code_at_the_post_leaves_one_tap(new_page: NewPage, town: Town) -> None:
    page = phone(new_page, town, "lead")
    page.goto(f"{town.office.address}/duty/groups/{GROUP}/check-in?code={town.code}")
    button = page.locator('form:has(input[value="qr"]) button')
    if button.count():
        button.first.tap()
        expect(page.locator(".outcome.done")).to_contain_text("Checked in.")
    expect(page.locator(".note.good").first).to_be_visible()


def test_what_another_phone_changes_is_seen_without_asking(new_page: NewPage, town: Town) -> None:
    watching = phone(new_page, town, "shop")
    watching.goto(f"{town.office.address}/duty/groups/{GROUP}/week")
    before = watching.locator("#duty").get_attribute("data-edition")
    lead = phone(new_page, town, "lead")
    lead.goto(f"{town.office.address}/duty/groups/{GROUP}/swap")
    tap(lead, lead.locator(".week tbody tr:nth-child(6) .duty-seat:not(.mine)").first, "**/slots/*")
    lead.get_by_role("button", name="Move it to").first.tap()
    expect(lead.locator(".outcome.done")).to_be_visible()
    expect(watching.locator("#duty")).not_to_have_attribute("data-edition", before or "")
    expect(watching.locator(".duty-seat .src", has_text="moved by the lead").last).to_be_visible()


def test_the_other_pages_are_whole_by_day_and_by_night(new_page: NewPage, town: Town, axe: Axe) -> None:
    found = {}
    for theme in ("day", "night"):
        page = phone(new_page, town, "lead", theme=theme)
        for path in ("leave", "cover", "rules", "week", "books"):
            page.goto(f"{town.office.address}/duty/groups/{GROUP}/{path}")
            found[f"{theme} {path}"] = whole(page, axe)
        page.goto(f"{town.office.address}/duty/calendar")
        with page.expect_navigation():
            page.get_by_role("button", name="Make a link").tap()
        found[f"{theme} calendar"] = axe(page)
    desk = new_page()
    desk.goto(f"{town.office.address}/sign-in")
    with desk.expect_navigation():
        desk.locator('button[name="login"][value="admin"]').click()
    for path in ("/duty/desk", "/duty/markets/yunda/days", f"/duty/groups/{GROUP}/pattern"):
        desk.goto(town.office.address + path)
        found[path] = axe(desk)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}
