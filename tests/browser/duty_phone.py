"""A group that keeps turns, seen on a phone of 390 pixels: how a test opens it and what it looks at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, ViewportSize
from sqlalchemy import select

from patrol.actions import duty_plan, duty_rotas
from patrol.cards.duty_post import post_of
from patrol.clock import system_clock
from patrol.model.places import Place
from patrol.queries.register import RegisterCache
from tests.browser.office import Office, office

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
GROUP = "E1-G01"
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass(frozen=True, slots=True)
class Town:
    """The office with one group that keeps turns, and where its post is."""

    office: Office
    code: str
    lat: float
    lon: float


@contextmanager
def a_town(folder: Path) -> Iterator[Town]:
    """Open the office with a group whose turns begin now."""
    with office(folder) as opened:
        with opened.sessions.begin() as session:
            group = session.scalars(select(Place).where(Place.code == GROUP)).one()
            register = RegisterCache().current(session)
            rota = duty_rotas.open_rota(session, group.id, kinds=duty_rotas.USUAL, now=system_clock())
            rota.draft_days = 21
            duty_plan.replan(session, rota.id, register, now=system_clock())
            post = post_of(rota, register)
            assert post is not None
            lat, lon = register.markets[rota.market_id].frame.to_wgs84(*post)
            code = rota.post_code
        yield Town(opened, code, lat, lon)


def phone(new_page: NewPage, town: Town, login: str, language: str = "en", theme: str = "day") -> Page:
    page = new_page(
        viewport=PHONE,
        has_touch=True,
        permissions=["geolocation"],
        geolocation={"latitude": town.lat, "longitude": town.lon, "accuracy": 5},
    )
    page.goto(f"{town.office.address}/sign-in")
    with page.expect_navigation():
        page.locator(f'button[name="login"][value="{login}"]').tap()
    cookies = {"language": language, "theme": theme}
    page.context.add_cookies(
        [{"name": n, "value": v, "url": town.office.address} for n, v in cookies.items()]
    )
    page.goto(f"{town.office.address}/duty")
    return page


SMALL = """() => [...document.querySelectorAll("main button, main a.button, main select, main a.duty-seat")]
  .filter((each) => each.offsetParent && (each.offsetHeight < 48 || each.offsetWidth < 48))
  .map((each) => each.outerHTML.slice(0, 80))"""
"""Names what is too small for a thumb."""


KEPT = """async () => {
  const cache = await caches.open("patrol-duty");
  const loaded = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
  for (const path of [location.pathname, ...loaded.filter((each) => each.startsWith("/static/dist/"))])
    while (!await cache.match(path)) await new Promise((later) => setTimeout(later, 50));
}"""
"""Waits until the phone keeps the page it shows with all its parts."""


def tap(page: Page, what: Locator, leads_to: str) -> None:
    """Tap something that leads to another page."""
    with page.expect_navigation(url=leads_to):
        what.tap()


def whole(page: Page, axe: Axe) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    found: list[str] = axe(page) + page.evaluate(SMALL) + (["too wide"] if wide else [])
    return found
