"""Three taps at most from any page of a phone to the next step, in three languages, with keys for a thumb."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from patrol.actions import case_open, incidents, roll_call
from patrol.actions.case_open import Report
from patrol.actions.incidents import CaseOrder
from patrol.actions.register import touch
from patrol.actions.roll_call import Call
from patrol.clock import system_clock
from patrol.model.incidents import Evaluation, Incident
from patrol.model.people import Person
from patrol.model.places import Place, PlaceVersion
from patrol.model.tasks import Task
from patrol.queries.register import RegisterCache
from patrol.rules.words import Category, Role, Severity
from tests.browser.office import Office, office
from tests.browser.thumb import Thumb, small_keys, swollen_marks, wider_than_the_screen

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
LANGUAGES = ("en", "zh-Hans", "zh-Hant")
SHOP, GROUP = "E1-006", "E1-G01"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("taps")) as opened:
        with opened.sessions.begin() as session:
            place = select(PlaceVersion).join(Place, Place.id == PlaceVersion.place_id)
            shop = session.scalars(place.where(Place.code == SHOP)).one()
            shop.facts = {**shop.facts, "opens": 0, "closes": 24 * 60}
            touch(session)
        yield opened


def a_case(desk: Office, *commands: tuple[str, dict[str, object]]) -> int:
    """Let the office report something at the shop and give these commands."""
    now = system_clock()
    with desk.sessions.begin() as session:
        register = RegisterCache().current(session)
        officer = session.scalars(select(Person.id).where(Person.login == "officer")).one()
        told = Report(
            1, Category.DISPUTE, Severity.NORMAL, uuid4().hex, officer, place=SHOP, dedupe=uuid4().hex
        )
        number = int(case_open.report(session, told, register, now=now)["id"])
        for version, (command, payload) in enumerate(commands, 1):
            roles = frozenset({Role.OFFICER})
            order = CaseOrder(number, command, uuid4().hex, version, payload, officer, roles)
            incidents.command(session, order, register, now=now)
    return number


def send_the_guard(desk: Office) -> None:
    with desk.sessions() as session:
        guard = session.scalars(select(Person.id).where(Person.login == "guard")).one()
    units = {"units": [f"person:{guard}"], "override": "near", "reason": "near", "confirm": True}
    a_case(desk, ("accept", {}), ("dispatch", units))


def call_the_roll(desk: Office) -> None:
    with desk.sessions.begin() as session:
        register = RegisterCache().current(session)
        call = Call(1, GROUP, uuid4().hex, None)
        roll_call.open_call(session, call, register, now=system_clock())


def count(desk: Office, of: type[Incident | Evaluation | Task], *where: object) -> int:
    with desk.sessions() as session:
        return session.scalars(select(func.count()).select_from(of).where(*where)).one()  # type: ignore[arg-type]


def thumb_of(new_page: NewPage, desk: Office, axe: Axe, login: str, path: str, language: str) -> Thumb:
    with desk.sessions() as session:
        register = RegisterCache().current(session)
    lat, lon = register.markets[1].frame.to_wgs84(200.0, 108.0)
    page = new_page(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        reduced_motion="reduce",
        permissions=["geolocation"],
        geolocation={"latitude": lat, "longitude": lon, "accuracy": 5},
    )
    page.context.add_cookies([{"name": "language", "value": language, "url": desk.address}])
    page.goto(f"{desk.address}/sign-in?next={path}")
    with page.expect_navigation():
        page.locator(f'button[name="login"][value="{login}"]').click()
    looks = (small_keys, swollen_marks, wider_than_the_screen)
    return Thumb(page, (*looks, axe) if language == "en" else looks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guard(new_page: NewPage, desk: Office, axe: Axe, language: str) -> None:
    send_the_guard(desk)
    before = count(desk, Incident)
    thumb = thumb_of(new_page, desk, axe, "guard", "/field", language)
    page, task = thumb.page, thumb.page.locator(".own-task").last
    next_step, back = task.locator(".strong.big"), task.locator(".own-form > button").last
    thumb.does("say that one is on the way", next_step)
    expect(task.locator(".own-row button")).to_have_count(2)
    thumb.does("say that one is all right", task.locator(".own-row button").first)
    other = task.locator(".own-row button").last
    cannot = other.inner_text()
    thumb.does("look why one cannot come", other, back)
    thumb.does("say that one is on scene", next_step)
    expect(other).not_to_have_text(cannot)
    thumb.does("look how one asks for more time", other, back)
    words = write(task.locator("textarea"), task.locator(".own-form input").last)
    thumb.does("say that it is done", next_step, words, task.locator(".own-form .strong"))
    report = page.locator("#field > .field > button.big").last
    categories = page.locator(".own-form .pick-one").first.locator("label")
    thumb.does("report something", report, categories.nth(2), page.locator(".own-form .strong"))
    expect(page.locator(".unsent")).to_have_count(0)
    thumb.does("sign the handover", page.locator(".field-menu summary"), page.locator('a[href="/handovers"]'))
    page.go_back()
    thumb.does("see one's shifts", page.locator(".field-menu summary"), page.locator('a[href="/shifts"]'))
    assert (thumb.too_many(), thumb.faults) == ({}, {})
    assert count(desk, Incident) == before + 1
    assert count(desk, Task, Task.settled_at.is_(None)) == 0


def write(*fields: Locator) -> Callable[[], None]:
    def typed() -> None:
        for each in fields:
            each.fill("…")

    return typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shop(new_page: NewPage, desk: Office, axe: Axe, language: str) -> None:
    a_case(desk, ("accept", {}), ("solve_on_spot", {"result": "settled", "note": "they agreed"}))
    call_the_roll(desk)
    before = count(desk, Incident), count(desk, Evaluation)
    thumb = thumb_of(new_page, desk, axe, "shop", "/", language)
    page = thumb.page
    thumb.does("answer a roll call", page.locator(".roll-keys button").first)
    expect(page.locator('.roll-keys [aria-pressed="true"]')).to_have_count(1)
    report, form = page.locator("#shop .field > button.big"), page.locator(".own-form")
    categories = form.locator(".pick-one").first.locator("label")
    kind = categories.nth(LANGUAGES.index(language))  # the same again within ten minutes is one report
    thumb.does("report something", report, kind, form.locator(".strong"))
    expect(page.locator(".unsent")).to_have_count(0)
    rate = (
        page.locator('a[href="/rate"]'),
        page.locator(".rate-link").first,
        page.locator(".rate-score").first,
    )
    thumb.does("say how it went", *rate)
    page.goto(desk.address + "/")
    quiet = page.locator(".own-form .pick-one label").first, page.locator(".own-form .strong")
    thumb.does("tell quietly", page.locator('a[href="/quiet"]'), *quiet)
    expect(page.locator(".receipt")).to_be_visible()
    assert (thumb.too_many(), thumb.faults) == ({}, {})
    assert (count(desk, Incident), count(desk, Evaluation)) == (before[0] + 2, before[1] + 1)
