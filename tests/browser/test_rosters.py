"""The roster editor at the desk and one's shifts on the phone, in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from patrol.clock import system_clock
from patrol.processes.sample_rosters import keep_rosters
from tests.browser.office import Office, office

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("office")) as opened:
        with opened.sessions.begin() as session:
            keep_rosters(session, now=system_clock())
        yield opened


def signed_in(page: Page, desk: Office, login: str, path: str) -> Page:
    page.context.add_cookies([{"name": "language", "value": "en", "url": desk.address}])
    page.goto(f"{desk.address}/sign-in")
    page.locator(f'button[name="login"][value="{login}"]').click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(desk.address + path)
    return page


def test_a_change_is_marked_before_it_is_saved_and_the_second_planner_is_told_who_won(
    new_page: NewPage, browser: Browser, desk: Office, axe: Axe
) -> None:
    refused = browser.new_context(viewport={"width": 1440, "height": 900})  # its console tells of the 409
    refused.route_web_socket("**/socket.io/**", lambda line: line.close())  # and hears nothing meanwhile
    refused.route("**/socket.io/**", lambda route: route.abort())
    third = signed_in(new_page(), desk, "admin", "/rosters?days=14")
    one = signed_in(new_page(), desk, "officer", "/rosters?days=14")
    other = signed_in(refused.new_page(), desk, "leader", "/rosters?days=14")
    cells = ".roster td.cell.late button:not([disabled])"
    for page in (one, other):
        expect(page.locator(cells).first).to_be_visible()
    held = one.locator(cells).nth(7)
    day = held.get_attribute("data-at") or ""
    held.focus()
    one.keyboard.press("0")
    expect(one.get_by_text("1 change not saved")).to_be_visible()
    expect(one.locator(".breaches").get_by_text("lacks 1").first).to_be_visible()
    one.get_by_role("button", name="Save").click()
    expect(one.get_by_text("not saved")).to_have_count(0)
    expect(one.locator(f'[data-at="{day}"]')).to_have_text("")
    expect(third.locator(f'[data-at="{day}"]')).to_have_text("")  # nobody had to ask
    other.locator(f'[data-at="{day}"]').focus()
    other.keyboard.press("0")
    other.get_by_role("button", name="Save").click()
    expect(other.locator(".refused")).to_contain_text("王强 changed this roster before you")
    assert axe(other) == []
    refused.close()


def test_a_guard_reads_their_shifts_and_asks_for_a_free_day_on_the_phone(
    new_page: NewPage, desk: Office, axe: Axe
) -> None:
    page = signed_in(new_page(viewport={"width": 390, "height": 844}), desk, "guard", "/shifts")
    expect(page.locator(".my-shift").first).to_be_visible()
    assert axe(page) == []
    before = page.locator(".my-wishes li").count()
    page.get_by_label("a free day").check()
    page.get_by_role("button", name="Send to the office").click()
    expect(page.locator(".my-wishes li")).to_have_count(before + 1)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_shift_is_handed_over_with_what_is_open_and_signed_by_two(
    new_page: NewPage, browser: Browser, desk: Office, axe: Axe
) -> None:
    desk.report("DI", "E1-003", "two traders quarrel")
    leaves = signed_in(new_page(), desk, "leader", "/handovers")
    late = browser.new_context(viewport={"width": 390, "height": 844})  # its console tells of the 409
    comes = signed_in(late.new_page(), desk, "officer", "/handovers")

    def shift(page: Page) -> Locator:
        return page.locator(".handover", has_text="two traders quarrel").last

    shift(leaves).get_by_label("What the next shift should know").fill("one radio is broken")
    shift(leaves).get_by_role("button", name="I leave: sign").click()
    expect(shift(leaves)).to_contain_text("谢天霞 left, signed at")
    expect(shift(leaves).get_by_role("button")).to_have_count(0)  # the other side is somebody else's
    shift(comes).get_by_label("What is missing or different").fill("the key too")
    take = shift(comes).get_by_role("button", name="I take over: sign")
    take.click()
    expect(comes.locator(".handover .warning")).to_have_text(
        "The other side signed meanwhile: read it, then sign."
    )
    expect(shift(comes)).to_contain_text("one radio is broken")
    expect(shift(comes).get_by_label("What is missing or different")).to_have_value("the key too")
    assert axe(comes) == []
    take.click()
    expect(shift(comes)).to_contain_text("“the key too”")
    expect(comes.locator(".handover.open", has_text="one radio is broken")).to_have_count(0)
    late.close()


def test_an_armband_is_taken_into_the_books_given_out_lost_found_and_given_back(
    page: Page, desk: Office
) -> None:
    signed_in(page, desk, "leader", "/equipment")
    page.get_by_label("Number").fill("A-77")
    page.get_by_role("button", name="Take into the books").click()
    band = page.get_by_role("row", name="A-77")
    expect(band).to_contain_text("here")
    band.get_by_label("To whom").select_option(label="姚雨萍")
    for press, said in (
        ("Issue", "issued · 姚雨萍"),
        ("Given back", "here"),
        ("Lost", "lost"),
        ("Found again", "found again"),
    ):
        band.get_by_role("button", name=press).click()
        expect(band).to_contain_text(said)
