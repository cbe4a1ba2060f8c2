"""At 390 pixels: a guard walks a round, finds a hazard and makes an incident; a visit list is worked off."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from patrol.actions import checkpoints, patrol_routes, round_plan
from patrol.actions.checkpoints import Spot
from patrol.actions.patrol_routes import RouteDraft
from patrol.clock import system_clock
from patrol.model.incidents import Incident
from patrol.model.rounds import Checkpoint, Round, RoundStop
from patrol.model.visits import Visit
from patrol.queries.register import RegisterCache
from patrol.rules.checkpoint_code import code_of
from patrol.rules.round_words import RouteKind
from patrol.rules.rounds import Window
from tests.browser.office import Office, office

PHONE = {"width": 390, "height": 844}
DOOR = (200.0, 108.0)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("rounds")) as opened:
        _a_check(opened)
        yield opened


def _a_check(opened: Office) -> None:
    """Lay a check of the first grid down that is open now: two checkpoints, thirty metres apart."""
    now = system_clock()
    with opened.sessions.begin() as session:
        register = RegisterCache().current(session)
        market = register.markets[1]
        for number, code in enumerate(("north", "south")):
            spot = Spot(code, f"Corner {code}", DOOR[0], DOOR[1] + 30 * number, orders="Look at the hydrant")
            checkpoints.put(session, market, spot, register).radius_m = 25.0
        opens = (market.clock.minute(now) - 5) % 1440
        draft = RouteDraft(
            "check", "Morning check", RouteKind.HAZARDS, "east-1", ("north", "south"), (Window(opens, 60),)
        )
        patrol_routes.put(session, market, draft, register, by=None, now=now - timedelta(minutes=10))
        round_plan.lay_down(session, register, now=now - timedelta(minutes=10))
        round_plan.open_due(session, register, now=now)


def enter(page: Page, market: Office, who: str, path: str) -> Page:
    """Sign in by one press of the demonstration, in English, and go where one wants."""
    page.context.add_cookies([{"name": "language", "value": "en", "url": market.address}])
    page.goto(f"{market.address}/sign-in")
    page.locator(f'button[name="login"][value="{who}"]').click()
    page.wait_for_url(lambda address: "sign-in" not in address)
    page.goto(market.address + path)
    return page


def standing_at(page: Page, market: Office, point: tuple[float, float]) -> None:
    with market.sessions() as session:
        frame = RegisterCache().current(session).markets[1].frame
    lat, lon = frame.to_wgs84(*point)
    page.context.grant_permissions(["geolocation"], origin=market.address)
    page.context.set_geolocation({"latitude": lat, "longitude": lon, "accuracy": 6})


def key_of(market: Office, checkpoint: str) -> str:
    with market.sessions() as session:
        spot = session.scalars(select(Checkpoint).where(Checkpoint.code == checkpoint)).one()
        return code_of(spot.key, "yunda", spot.code, spot.epoch)


def test_a_guard_walks_a_check_finds_a_hazard_and_reports(
    market: Office, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = enter(new_page(viewport=PHONE), market, "guard", "/field")
    standing_at(page, market, (DOOR[0] + 90, DOOR[1]))
    mine = page.get_by_role("article", name="Morning check")
    mine.get_by_role("button", name="Begin this round").click()
    mine.get_by_role("button", name="I am here").click()
    expect(mine.get_by_role("alert")).to_contain_text("m away")
    standing_at(page, market, DOOR)
    mine.get_by_role("button", name="I am here").click()
    expect(mine).to_contain_text("1 of 2 checkpoints")
    mine.get_by_role("button", name="Found something").click()
    mine.get_by_label("What did you see?").fill("Boxes before the hydrant")
    assert axe(page) == []
    mine.get_by_role("button", name="Make it an incident").click()
    expect(mine.get_by_role("button", name="Found something")).to_be_visible()
    page.goto(f"{market.address}/field/at/yunda/south?k={key_of(market, 'south')}")
    expect(page.get_by_role("status").filter(has_text="Noted: you are at Corner south")).to_be_visible()
    mine.get_by_role("button", name="Report this check").click()
    mine.get_by_role("button", name="The check is done").click()
    expect(mine).to_be_hidden()
    with market.sessions() as session:
        case = session.scalars(select(Incident)).one()
        assert (case.category, case.summary) == ("FI", "Boxes before the hydrant")
        first = session.scalars(select(Round).order_by(Round.opens_at)).first()
        assert first is not None
        assert (first.state, first.reported_at is not None) == ("walked", True)
        stops = session.scalars(select(RoundStop).where(RoundStop.round_id == first.id)).all()
        assert sorted(str(stop.proof) for stop in stops) == ["position", "qr"]


def test_an_office_asks_for_visits_and_a_guard_works_them_off(
    market: Office, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    desk = enter(new_page(), market, "leader", "/rounds/visits")
    desk.get_by_text("Ask for visits").click()
    desk.get_by_label("What for").fill("Before the festival")
    desk.get_by_label("What to do at each shop").fill("Look at the extinguisher")
    desk.get_by_label("Until the end of").fill("2030-01-31")
    desk.get_by_label("Or these shops, by code or name").fill("E1-001, E1-002")
    assert axe(desk) == []
    desk.get_by_role("button", name="Ask the grids").click()
    expect(desk.get_by_role("heading", name="Before the festival")).to_be_visible()
    page = enter(new_page(viewport=PHONE), market, "guard", "/field")
    mine = page.get_by_role("article", name="Before the festival")
    mine.get_by_role("button", name="Visited: all well").click()
    expect(mine).to_contain_text("1/2")
    mine.get_by_role("button", name="Problem").click()
    mine.get_by_label("What is the problem? It becomes an incident.").fill("No extinguisher")
    mine.get_by_role("button", name="Done").click()
    expect(mine).to_be_hidden()
    expect(desk.locator("[data-live]")).to_contain_text("problem found")
    with market.sessions() as session:
        assert [visit.result for visit in session.scalars(select(Visit).order_by(Visit.id))] == [
            "seen",
            "problem",
        ]


def test_axe_finds_nothing_on_the_desks_pages(
    market: Office, new_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = enter(new_page(), market, "leader", "/rounds")
    found = {"/rounds": axe(page)}
    for path in ("/rounds/coverage", "/rounds/tests", "/rounds/routes", "/rounds/1"):
        page.goto(market.address + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found[path] = axe(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
