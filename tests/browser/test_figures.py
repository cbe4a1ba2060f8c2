"""Figures and the shop's word in a real browser: readable, within the screen, and working without scripts."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from patrol.clock import system_clock
from patrol.processes import sample_past
from patrol.queries.register import RegisterCache
from tests.browser.office import Office, office

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
Asked = tuple[str, str, dict[str, int], str, str]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("office")) as opened:
        with opened.sessions.begin() as session:
            register = RegisterCache().current(session)
            market = next(iter(register.markets.values()))
            sample_past.live_through(session, register, market, seed=1, now=system_clock())
        yield opened


def sign_in(page: Page, desk: Office, who: str, path: str, theme: str, language: str) -> Page:
    cookies = {"theme": theme, "language": language}
    page.context.add_cookies([{"name": n, "value": v, "url": desk.address} for n, v in cookies.items()])
    page.goto(f"{desk.address}/sign-in")
    page.locator(f'button[name="login"][value="{who}"]').click()
    page.goto(desk.address + path)
    return page


def too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize(
    "asked",
    [
        ("police", "/figures", DESK, "day", "en"),
        ("officer", "/figures", PHONE, "night", "zh-Hans"),
        ("officer", "/figures?wall=1", {"width": 1920, "height": 1080}, "night", "zh-Hant"),
        ("street", "/figures/across", DESK, "night", "zh-Hant"),
        ("police", "/incidents?figure=closed_in_time&part=missed", PHONE, "day", "zh-Hans"),
    ],
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    new_page: NewPage, desk: Office, axe: Axe, asked: Asked
) -> None:
    who, path, size, theme, language = asked
    page = sign_in(new_page(viewport=size), desk, who, path, theme, language)
    assert axe(page) == []
    assert not too_wide(page)


def test_without_scripts_a_number_leads_to_its_list_and_back(new_page: NewPage, desk: Office) -> None:
    page = sign_in(new_page(java_script_enabled=False), desk, "police", "/figures", "day", "en")
    number = page.locator(".five a").first
    wanted = number.inner_text()
    number.click()
    expect(page.locator("#total")).to_have_attribute("data-total", wanted)
    page.get_by_role("link", name="Back to the figures").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Figures")


def test_a_lead_says_in_two_taps_how_it_went(new_page: NewPage, desk: Office, axe: Axe) -> None:
    page = sign_in(new_page(viewport=PHONE), desk, "lead", "/rate", "day", "zh-Hans")
    assert axe(page) == []
    page.locator(".rate-link").first.click()
    assert axe(page) == []
    assert not too_wide(page)
    for button in page.locator(".rate-score").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 48
    page.locator(".rate-score").first.click()
    expect(page.locator(".rate-thanks")).to_be_visible()
