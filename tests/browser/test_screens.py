"""Every screen in both themes, three languages and two sizes: nothing for axe to find, nothing too wide."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from patrol.actions import readiness
from patrol.actions.register import touch
from patrol.clock import system_clock
from patrol.model.places import Market, Place, PlaceVersion
from patrol.model.watch import NightWatch
from patrol.queries.register import RegisterCache
from patrol.rules.words import PlaceKind
from tests.browser.office import Office, office
from tests.browser.test_board import sign_in
from web import navigation

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]

SIZES = {"desk": (1440, 900), "phone": (390, 844)}
SCREENS = (
    "/board",
    "/board?wall=1",
    "/units",
    "/units?wall=1",
    "/notices",
    "/notices/settings",
    "/devices",
    "/quarantine",
    "/help",
    "/operations",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("office")) as opened:
        opened.event("button/btn-E1-001", "sos")
        opened.event("sensor/shutter-01", "intrusion")
        opened.nonsense()
        yield opened


def opened(new_page: NewPage, desk: Office, size: str, theme: str, language: str = "en") -> Page:
    width, height = SIZES[size]
    page = new_page(viewport={"width": width, "height": height})
    cookies = {"theme": theme, "language": language}
    page.context.add_cookies([{"name": n, "value": v, "url": desk.address} for n, v in cookies.items()])
    return page


def too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing_on_any_screen_by_night_and_by_day(
    new_page: NewPage, desk: Office, axe: Axe, contrast: Axe, size: str
) -> None:
    page = opened(new_page, desk, size, "night")
    page.goto(f"{desk.address}/sign-in")
    found = {"/sign-in": axe(page) + contrast(page)}
    page.locator('button[name="login"][value="officer"]').click()
    page.wait_for_url("**/board")
    for path in SCREENS:
        page.goto(desk.address + path)
        page.wait_for_timeout(600)
        found[path] = axe(page) + contrast(page)
        assert not too_wide(page), path
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_axe_finds_nothing_on_an_open_card_and_in_the_dialogs(page: Page, desk: Office, axe: Axe) -> None:
    sign_in(page, desk)
    page.locator(".ticket", has_text="Intrusion").locator("button").click()
    expect(page.get_by_text("Nearest units")).to_be_visible()
    assert axe(page) == []
    for key in ("x", "z", "?"):
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        assert axe(page) == []
        page.keyboard.press("Escape")


@pytest.mark.parametrize(("language", "words"), [("en", "Queue"), ("zh-Hans", "队列"), ("zh-Hant", "佇列")])
def test_the_board_speaks_the_language_that_was_chosen(
    new_page: NewPage, desk: Office, language: str, words: str
) -> None:
    page = sign_in(new_page(), desk)
    page.locator(f'.languages button[value="{language}"]').click()
    expect(page.get_by_role("region", name=words, exact=True)).to_be_visible()
    assert page.locator("html").get_attribute("lang") == language


def test_the_theme_changes_at_once_and_stays(page: Page, desk: Office) -> None:
    sign_in(page, desk)
    ground = "getComputedStyle(document.body.parentElement).backgroundColor"
    expect(page.locator(".ticket").first).to_be_visible()
    seen = set()
    for _ in range(3):
        page.keyboard.press("t")
        seen.add(page.evaluate(ground))
    assert len(seen) == 2
    page.keyboard.press("t")
    chosen = page.locator("html").get_attribute("data-theme")
    page.wait_for_timeout(300)
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == chosen


def test_the_plan_is_drawn_and_tells_what_a_place_is(page: Page, desk: Office) -> None:
    sign_in(page, desk)
    expect(page.locator(".chart[data-drawn]")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("3")
    box = page.locator(".chart").bounding_box()
    assert box is not None
    found = set()
    for step in range(12):
        page.mouse.move(box["x"] + box["width"] * (0.2 + step * 0.05), box["y"] + box["height"] * 0.4)
        found |= set(page.locator(".tip strong").all_inner_texts())
    assert len(found) >= 3


def test_a_wall_has_nothing_to_press(new_page: NewPage, desk: Office) -> None:
    page = sign_in(new_page(viewport={"width": 1920, "height": 1080}), desk, path="/board?wall=1")
    expect(page.locator(".ticket").first).to_be_visible()
    assert page.locator(".switches, .search, .plan-controls, .actions").count() == 0


def test_a_phone_shows_the_queue_first_and_the_plan_behind_a_tab(new_page: NewPage, desk: Office) -> None:
    page = sign_in(new_page(viewport={"width": 390, "height": 844}), desk)
    expect(page.locator(".ticket").first).to_be_visible()
    expect(page.locator(".chart")).to_be_hidden()
    page.get_by_role("button", name="Plan", exact=True).click()
    expect(page.locator(".chart")).to_be_visible()


def test_the_device_list_narrows_and_sorts(page: Page, desk: Office) -> None:
    sign_in(page, desk, path="/devices")
    page.get_by_placeholder("Name, code, place").fill("car-0")
    expect(page.locator("tbody tr")).to_have_count(9)
    page.get_by_role("button", name="Device", exact=True).click()
    expect(page.locator("tbody tr").first).to_contain_text("car-01")


def test_a_message_in_quarantine_shows_what_it_was_and_is_dealt_with(page: Page, desk: Office) -> None:
    desk.nonsense()
    sign_in(page, desk, path="/quarantine")
    messages = page.locator(".message")
    before = messages.count()
    expect(messages.first).to_contain_text('"sos" oops')
    messages.first.get_by_role("button", name="Mark as dealt with").click()
    expect(messages).to_have_count(before - 1)


def test_a_notice_comes_to_the_bell_of_an_open_page_and_goes_when_it_is_read(
    page: Page, desk: Office
) -> None:
    sign_in(page, desk)
    page.goto(f"{desk.address}/notices")
    unread = page.locator("#inbox .notice")
    expect(unread.first).to_be_visible()
    before = unread.count()
    desk.event("button/btn-E1-002", "sos")
    expect(unread).to_have_count(before + 1)
    expect(page.locator("[data-bell] [data-count]")).to_have_text(str(before + 1))
    expect(page.locator("[data-said-now]")).to_contain_text("SOS")
    unread.first.get_by_role("button", name="Read it").click()
    expect(page.locator("[data-bell] [data-count]")).to_have_text(str(before))
    page.reload()
    expect(unread).to_have_count(before)


MORE = {"/directory": "?text=E1-00", "/market/groups": "?way=keep", "/figures": "?period=week"}
"""What shows more of a screen than its bare address."""


@pytest.mark.parametrize(("size", "theme"), [("desk", "day"), ("phone", "night")])
def test_every_screen_of_the_menu_is_readable_and_within_the_screen(
    new_page: NewPage, desk: Office, axe: Axe, contrast: Axe, size: str, theme: str
) -> None:
    seen: set[str] = set()
    wrong: dict[str, list[str]] = {}
    for login in ("guard", "leader", "admin"):
        page = opened(new_page, desk, size, theme)
        sign_in(page, desk, login, path="/help")
        page.locator(".menu-list a").first.wait_for(state="attached")
        offered = page.locator(".menu-list a").evaluate_all("links => links.map(link => link.pathname)")
        for path in [path for path in offered if path not in seen and path not in SCREENS]:
            page.goto(f"{desk.address}{path}{MORE.get(path, '')}")
            found = [*axe(page), *contrast(page), *(["too wide"] if too_wide(page) else [])]
            wrong |= {path: found} if found else {}
        seen.update(offered)
        page.context.close()
    assert wrong == {}
    assert seen == {screen.path for screen in navigation.SCREENS}


def test_an_officer_sees_which_group_cannot_help_itself_and_who_stands_in(page: Page, desk: Office) -> None:
    now = system_clock()
    with desk.sessions.begin() as session:
        register = RegisterCache().current(session)
        thin = next(p for p in register.places.values() if p.code == "E1-G01")
        minute = register.markets[1].clock.minute(now)
        shops = select(PlaceVersion).join(Place, Place.id == PlaceVersion.place_id)
        for shop in session.scalars(shops.where(Place.kind == PlaceKind.SHOP)):
            shut = {"opens": (minute + 120) % 1440, "closes": (minute + 180) % 1440}
            hours = shut if shop.parent_id == thin.id else {"opens": 0, "closes": 1440}
            shop.facts = {**shop.facts, **hours}
        touch(session)
    with desk.sessions.begin() as session:
        readiness.keep(session, RegisterCache().current(session), now=now)
    sign_in(page, desk, path="/readiness")
    row = page.get_by_role("region", name="Which groups").get_by_role("row", name=thin.name)
    expect(row).to_contain_text("0 / 10")
    expect(row).to_contain_text("m on foot")
    page.locator("summary", has_text="东一网格").click()
    by_hour = page.get_by_role("table", name="东一网格").get_by_role("row", name=thin.name)
    expect(by_hour.locator("td.none").first).to_have_text("0")
    expect(by_hour.locator("td.full")).to_have_text("10")


def test_the_head_of_the_office_divides_a_grid_anew_and_sees_what_moves_before(
    page: Page, desk: Office
) -> None:
    sign_in(page, desk, "admin", path="/market/groups")
    page.get_by_role("navigation", name="Grids").get_by_role("link").nth(1).click()
    page.get_by_role("link", name="Propose from nothing").click()
    moved = page.get_by_role("region", name="Shops that change their group").locator("tbody tr")
    shops = moved.count()
    expect(moved.first).to_contain_text("m to its middle")
    page.get_by_role("button", name=f"Apply: {shops} shops change their group").click()
    expect(page.get_by_role("heading", name="What would change")).to_have_count(0)
    page.get_by_role("link", name="Propose, keeping the groups that stand").click()
    expect(page.get_by_text("Nothing: no shop gains more than staying is worth.")).to_be_visible()


def test_at_night_the_board_asks_whether_anybody_watches_and_one_key_answers(
    page: Page, desk: Office, axe: Axe
) -> None:
    ask_who_watches(desk)
    sign_in(page, desk)
    question = page.get_by_role("alert", name="Is anybody watching?")
    expect(question).to_contain_text("Nothing was done here for 31 min")
    assert axe(page) == []
    page.keyboard.press("w")
    expect(question).to_have_count(0)
    with desk.sessions() as session:
        assert session.scalars(select(NightWatch.asked_at)).one() is None


def ask_who_watches(desk: Office) -> None:
    """Let nobody have acted for half an hour of a night."""
    now = system_clock()
    with desk.sessions.begin() as session:
        market_id = session.scalars(select(Market.id)).one()
        session.merge(NightWatch(market_id=market_id, acted_at=now - timedelta(minutes=31), asked_at=now))
