"""The board as an officer uses it, in a real browser against a real web process."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.office import Office, office

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


def sign_in(page: Page, desk: Office, login: str = "officer", *, path: str = "/board") -> Page:
    page.context.add_cookies([{"name": "language", "value": "en", "url": desk.address}])
    page.goto(f"{desk.address}/sign-in?next={path}")
    page.locator(f'button[name="login"][value="{login}"]').click()
    return page


def board(page: Page, desk: Office, login: str = "officer") -> Page:
    sign_in(page, desk, login)
    expect(page.get_by_text("All parts alive")).to_be_visible()
    return page


def cards(page: Page, kind: str) -> Locator:
    return page.locator(".ticket", has=page.locator(".kind", has_text=kind))


def test_an_officer_signs_in_and_sees_that_every_part_lives(page: Page, desk: Office) -> None:
    board(page, desk)
    expect(page.get_by_role("heading", name="Alerts")).to_be_visible()
    expect(page.locator(".lamp.off")).to_have_count(0)


def test_an_alert_comes_live_is_spoken_and_stands_before_what_is_less_grave(page: Page, desk: Office) -> None:
    board(page, desk)
    desk.event("sensor/shutter-02", "intrusion")
    expect(cards(page, "Intrusion")).to_have_count(1)
    desk.event("button/btn-E1-001", "sos")
    expect(page.locator(".ticket .kind").first).to_have_text("SOS")
    expect(page.locator('[aria-live="assertive"]')).to_contain_text("Critical: SOS")


def test_the_whole_way_from_the_queue_to_the_incident_goes_by_keyboard(page: Page, desk: Office) -> None:
    board(page, desk)
    desk.event("button/btn-E2-001", "sos", id="by-keyboard")
    expect(cards(page, "SOS").first).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".ticket-face").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary")).to_contain_text("Nearest units")
    page.keyboard.press("a")
    expect(page.locator(".five-steps .here")).to_have_text("Accept")
    expect(page.get_by_role("heading", name="Open incidents")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)


def test_a_key_that_comes_before_the_server_has_answered_is_not_lost(page: Page, desk: Office) -> None:
    board(page, desk)
    desk.report("DI", "E1-003", "two traders quarrel")
    ticket = cards(page, "Report")
    expect(ticket).to_be_visible()
    held: list[Route] = []
    page.route("**/api/v1/incidents/*", lambda route: held.append(route), times=1)
    with page.expect_request("**/api/v1/incidents/*"):
        ticket.locator("button").click()
    page.keyboard.press("a")
    expect(page.locator(".five-steps .here")).to_have_text("Discover")
    held[0].continue_()
    expect(page.locator(".five-steps .here")).to_have_text("Accept")


def test_an_officer_sends_whom_they_mean_without_a_position_and_tells_the_group(
    browser: Browser, desk: Office
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})  # its console tells of the gate
    page = board(context.new_page(), desk)
    desk.report("DI", "E1-004", "a cart blocks the lane")
    ticket = page.locator(".ticket", has_text="E1-004")
    ticket.locator("button").click()
    card = page.get_by_role("complementary")
    card.get_by_role("button", name="Accept A").click()
    card.locator("summary", has_text="Somebody else").click()
    card.get_by_label("Name or number").fill("姚雨")
    card.get_by_role("checkbox", name="姚雨萍").check()
    card.get_by_role("button", name="Send 1").click()
    expect(card.get_by_text("Press again to send them all the same.")).to_be_visible()
    card.get_by_role("button", name="Send 1").click()
    expect(card.locator(".task")).to_contain_text("姚雨萍")
    expect(card.locator(".timeline li").first).to_contain_text("姚雨萍")
    card.locator("summary", has_text="Tell everybody").click()
    telling = card.get_by_role("form", name="Tell everybody")
    telling.get_by_label("Whom").select_option(label="东一联防一组")
    telling.get_by_role("button", name="Tell them").click()
    expect(telling.get_by_role("status")).to_contain_text("told")
    expect(telling.get_by_role("button", name="Tell them")).to_be_disabled()
    context.close()


def test_two_officers_see_who_has_which_card_open(new_page: NewPage, desk: Office) -> None:
    desk.event("sensor/shutter-03", "intrusion")
    one, other = board(new_page(), desk), board(new_page(), desk, "officer2")
    cards(one, "Intrusion").first.locator("button").click()
    expect(cards(other, "Intrusion").first).to_contain_text("open at 王强")


def test_who_comes_second_reads_who_was_faster_and_what_can_still_be_done(
    browser: Browser, desk: Office
) -> None:
    desk.event("sensor/shutter-07", "intrusion")
    contexts = [browser.new_context(viewport={"width": 1440, "height": 900}) for _ in range(2)]
    fast, slow = (
        board(context.new_page(), desk, login)
        for context, login in zip(contexts, ("officer", "officer2"), strict=True)
    )
    for page in (fast, slow):
        cards(page, "Intrusion").last.locator("button").click()

    def let_the_other_go_first(route: Route) -> None:
        fast.keyboard.press("a")
        expect(fast.locator(".five-steps .here")).to_have_text("Accept")
        route.continue_()

    slow.route("**/commands", let_the_other_go_first)
    slow.keyboard.press("a")
    expect(slow.locator(".told")).to_contain_text("王强 accepted it")
    for context in contexts:
        context.close()


def test_a_dismissal_needs_a_reason_and_takes_the_card_off_every_board(
    new_page: NewPage, desk: Office
) -> None:
    one, other = board(new_page(), desk), board(new_page(), desk, "officer2")
    desk.event("sensor/shutter-04", "door", severity="normal")
    desk.event("sensor/shutter-05", "tamper")
    tampering = cards(one, "Tampering")
    expect(cards(other, "Tampering")).to_have_count(1)
    tampering.locator("button").click()
    one.keyboard.press("x")
    one.get_by_role("button", name="False alarm").click()
    expect(tampering).to_have_count(0)
    expect(cards(other, "Tampering")).to_have_count(0)


def test_what_must_never_be_hidden_says_so(page: Page, desk: Office) -> None:
    board(page, desk)
    desk.event("sensor/smoke-009", "fire")
    cards(page, "Fire").first.locator("button").click()
    expect(page.get_by_text("Fire is never shelved or silenced.")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_picture_that_came_with_an_alert_is_on_its_card(page: Page, desk: Office) -> None:
    board(page, desk)
    snapshot = Image.new("RGB", (64, 48), "teal")
    with BytesIO() as written:
        snapshot.save(written, "JPEG")
        inside = "data:image/jpeg;base64," + b64encode(written.getvalue()).decode()
    elsewhere = {"kind": "clip", "url": "https://nvr.example/1.mp4"}
    desk.event("camera/cam-021", "tamper", media=[elsewhere], data={"snapshot": inside})
    cards(page, "Tampering").first.locator("button").click()
    picture = page.get_by_role("img", name="Picture from the camera")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 64
    link = page.get_by_role("link", name="Open it at the camera's own server")
    assert link.get_attribute("href") == "https://nvr.example/1.mp4"


def test_a_silence_begins_and_ends_at_the_board_by_keyboard(page: Page, desk: Office) -> None:
    board(page, desk)
    desk.event("sensor/shutter-08", "intrusion")
    page.locator(f'[data-entity="alert:{desk.newest_alert()}"]').click()
    expect(page.get_by_role("complementary")).to_be_visible()
    page.keyboard.press("l")
    page.get_by_label("Reason").fill("the shutter is being mended")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    held_back = page.locator(".ticket-group", has_text="kept back by silences")
    held_back.locator("summary").click()
    expect(held_back).to_contain_text("the shutter is being mended · 王强")
    page.keyboard.press("x")
    page.get_by_role("button", name="False alarm").press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    desk.event("sensor/shutter-08", "intrusion")
    expect(held_back).to_contain_text("1 hidden")
    held_back.get_by_role("button", name="End it").press("Enter")
    expect(held_back).to_have_count(0)
    expect(cards(page, "Intrusion").last).to_be_visible()


def test_the_help_names_every_key_that_does_something(page: Page, desk: Office) -> None:
    board(page, desk)
    page.keyboard.press("?")
    told = set(page.get_by_role("dialog").locator("kbd").all_inner_texts())
    source = (Path(__file__).parents[2] / "web/src/board/keys.ts").read_text(encoding="utf-8")
    table = source.partition("const KEYS")[2].partition("};")[0]
    keys = {key.strip(' "') for key in re.findall(r"^  (\S+):", table, re.MULTILINE)}
    names = {"Escape": "Esc"}
    assert {names.get(key, key.upper()) for key in keys} <= told


def test_the_search_finds_a_place_and_escape_gives_the_queue_back(page: Page, desk: Office) -> None:
    board(page, desk)
    desk.event("sensor/shutter-06", "intrusion")
    desk.event("sensor/smoke-010", "fire")
    expect(cards(page, "Fire").first).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("intrusion")
    expect(cards(page, "Fire")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(cards(page, "Fire").first).to_be_visible()


def test_a_dead_part_is_named_within_ten_seconds(page: Page, desk: Office) -> None:
    board(page, desk)
    desk.alive.discard("ingest")
    try:
        expect(page.get_by_text("Not working: Ingest.")).to_be_visible(timeout=12_000)
    finally:
        desk.alive.add("ingest")
    expect(page.get_by_text("All parts alive")).to_be_visible()


def test_what_nobody_understood_is_counted_on_the_board(page: Page, desk: Office) -> None:
    board(page, desk)
    desk.nonsense()
    expect(page.get_by_title("Messages in quarantine")).to_contain_text("1")


def test_a_board_without_its_server_goes_grey_and_comes_back_with_what_it_missed(
    browser: Browser, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    with office(tmp_path) as alone:
        page = board(context.new_page(), alone)
        alone.stop_web()
        expect(page.get_by_text("Data interrupted for")).to_be_visible(timeout=14_000)
        expect(page.locator(".board.stale")).to_be_visible()
        alone.event("button/btn-E1-001", "sos")
        alone.start_web()
        expect(page.locator(".away")).to_contain_text("1 alert came, 1 is still open.", timeout=15_000)
        expect(cards(page, "SOS")).to_have_count(1)
    context.close()
