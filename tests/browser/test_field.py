"""The phone in the field and pages for those without an account, in a real browser of a phone's size."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select

from patrol.actions import case_open, incidents, posters
from patrol.actions.case_open import Report
from patrol.actions.incidents import CaseOrder
from patrol.clock import system_clock
from patrol.model.incidents import Incident, IncidentEntry
from patrol.model.people import Person
from patrol.model.places import Market, Place
from patrol.model.tasks import Task
from patrol.queries.register import RegisterCache
from patrol.rules.words import Category, PlaceKind, Role, Severity
from tests.browser.office import Office, office
from tests.browser.test_screens import too_wide
from tests.browser.thumb import small_keys

NewPage = Callable[..., Page]
Axe = Callable[[Page], list[str]]
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("field")) as opened:
        yield opened


def on_phone(new_page: NewPage, desk: Office, login: str | None, path: str, language: str = "en") -> Page:
    page = new_page(viewport=PHONE, has_touch=True)
    page.context.add_cookies([{"name": "language", "value": language, "url": desk.address}])
    if login is not None:
        page.goto(f"{desk.address}/sign-in?next={path}")
        page.locator(f'button[name="login"][value="{login}"]').click()
    page.goto(desk.address + path)
    return page


@pytest.fixture
def pocket(browser: Browser) -> Iterator[NewPage]:
    """Open a page that may lose its signal: a browser complains of that, and it is no fault."""
    context = browser.new_context(viewport=PHONE, has_touch=True, timezone_id="Asia/Shanghai")
    context.set_default_timeout(15_000)
    yield lambda **_options: context.new_page()
    context.close()


def send_the_guard(desk: Office) -> int:
    """Report something at a shop, take it and send the guard by name; give the task."""
    now = system_clock()
    with desk.sessions.begin() as session:
        register = RegisterCache().current(session)
        people = {p.login: p.id for p in session.scalars(select(Person))}
        market = session.scalars(select(Market)).one()
        shop = session.scalars(
            select(Place.code).where(Place.kind == PlaceKind.SHOP).order_by(Place.id)
        ).first()
        told = Report(
            market.id, Category.DISPUTE, Severity.NORMAL, uuid4().hex, people["officer"], place=shop,
            summary="two traders quarrel", dedupe=uuid4().hex,
        )  # fmt: skip
        number = int(case_open.report(session, told, register, now=now)["id"])
        units = {
            "units": [f"person:{people['guard']}"],
            "override": "near",
            "reason": "near",
            "confirm": True,
        }
        for version, (command, payload) in enumerate((("accept", {}), ("dispatch", units)), 1):
            order = CaseOrder(
                number, command, uuid4().hex, version, payload, people["officer"], frozenset({Role.OFFICER})
            )
            incidents.command(session, order, register, now=now)
        return session.scalars(select(Task.id).order_by(Task.id.desc()).limit(1)).one()


def state_of(desk: Office, task: int) -> str:
    with desk.sessions() as session:
        return str(session.get_one(Task, task).state)


def test_what_is_pressed_without_a_signal_is_told_in_order_when_it_is_back(
    pocket: NewPage, desk: Office
) -> None:
    task = send_the_guard(desk)
    page = on_phone(pocket, desk, "guard", "/field")
    step = page.locator(".own-task .strong.big")
    expect(step).to_have_text("On my way")
    page.context.set_offline(True)
    step.click()
    expect(step).to_have_text("I am on scene")
    step.click()
    page.get_by_role("button", name="Report something").click()
    send = page.get_by_role("button", name="Report it")
    expect(send).to_have_accessible_description("Choose what it is.")
    page.get_by_label("Public order").check()
    expect(send).to_have_accessible_description("Say where it is.")
    page.get_by_label("Where?").fill("behind the cold store")
    page.get_by_label("What happened?").fill("a man cuts the fence")
    send.click()
    expect(page.get_by_text("3 things not yet sent")).to_be_visible()
    assert state_of(desk, task) == "sent"
    page.context.set_offline(False)
    expect(page.get_by_text("not yet sent")).to_have_count(0, timeout=15_000)
    expect(page.get_by_role("status").filter(has_text="The office has your report: yunda-")).to_be_visible()
    assert state_of(desk, task) == "arrived"
    with desk.sessions() as session:
        mine = session.scalars(
            select(IncidentEntry)
            .where(IncidentEntry.verb.in_(["respond", "arrive"]))
            .order_by(IncidentEntry.id)
        ).all()
        told = session.scalars(select(Incident.summary).order_by(Incident.id.desc()).limit(1)).one()
    assert [entry.verb for entry in mine[-2:]] == ["respond", "arrive"]
    assert all(entry.happened_at < entry.received_at for entry in mine[-2:])
    assert told == "behind the cold store · a man cuts the fence"


def test_a_guard_on_scene_asks_for_more_time_with_a_reason(pocket: NewPage, desk: Office) -> None:
    send_the_guard(desk)
    page = on_phone(pocket, desk, "guard", "/field")
    card = page.locator(".own-task").last
    card.get_by_role("button", name="On my way").click()
    card.get_by_role("button", name="I am on scene").click()
    card.get_by_role("button", name="Ask for more time").click()
    card.get_by_label("Why do you need more time?").fill("the lock is rusted")
    with page.expect_response(lambda told: "ask_extension" in (told.request.post_data or "")) as answer:
        card.get_by_role("button", name="Ask for more time").click()
    assert answer.value.ok, answer.value.text()
    expect(card.get_by_role("button", name="Done")).to_be_visible()
    with desk.sessions() as session:
        asked = session.scalars(select(IncidentEntry).where(IncidentEntry.verb == "ask_extension")).all()
    assert [entry.facts["reason"] for entry in asked] == ["the lock is rusted"]


def test_what_the_office_refuses_stays_in_sight_until_it_was_read(pocket: NewPage, desk: Office) -> None:
    task = send_the_guard(desk)
    page = on_phone(pocket, desk, "guard", "/field")
    card = page.locator(".own-task", has_text="On my way").first
    expect(card).to_be_visible()
    page.context.set_offline(True)
    card.locator(".strong.big").click()
    with desk.sessions.begin() as session:
        incident = session.get_one(Task, task).incident_id
        people = {p.login: p.id for p in session.scalars(select(Person))}
        order = CaseOrder(
            incident, "withdraw", uuid4().hex, 3, {"task": task, "reason": "settled"}, people["officer"],
            frozenset({Role.OFFICER}),
        )  # fmt: skip
        incidents.command(session, order, RegisterCache().current(session), now=system_clock())
    page.context.set_offline(False)
    refused = page.locator(".unsent.refused")
    expect(refused).to_be_visible(timeout=15_000)


def test_every_page_of_a_phone_is_readable_and_its_keys_are_large(
    new_page: NewPage, desk: Office, axe: Axe
) -> None:
    with desk.sessions.begin() as session:
        gate = session.scalars(select(Place.code).where(Place.kind == PlaceKind.GATE)).first() or ""
        code = posters.hang(session, "yunda", gate, by=None, now=system_clock()).code
    send_the_guard(desk)
    wrong: dict[str, list[str]] = {}
    pages: dict[str | None, list[str]] = {"guard": ["/field"], "shop": ["/", "/quiet"]}
    for login, paths in {**pages, None: [f"/r/{code}", "/receipt"]}.items():
        page = on_phone(new_page, desk, login, paths[0])
        for path in paths:
            for language in ("zh-Hans", "zh-Hant", "en"):
                page.context.add_cookies([{"name": "language", "value": language, "url": desk.address}])
                page.goto(desk.address + path)
                page.wait_for_timeout(300)
                assert not too_wide(page), (path, language)
            found = [*axe(page), *small_keys(page)]
            wrong |= {path: found} if found else {}
        page.context.close()
    assert wrong == {}


def test_a_stranger_tells_by_a_poster_and_asks_with_the_receipt(new_page: NewPage, desk: Office) -> None:
    with desk.sessions.begin() as session:
        gate = session.scalars(select(Place.code).where(Place.kind == PlaceKind.GATE)).first() or ""
        code = posters.hang(session, "yunda", gate, by=None, now=system_clock()).code
    page = on_phone(new_page, desk, None, f"/r/{code}")
    page.get_by_label("Fire").check()
    page.get_by_label("What, and where exactly?").fill("smoke behind the second stall")
    page.wait_for_timeout(3100)  # nobody fills it in faster
    page.get_by_role("button", name="Tell it").click()
    receipt = page.locator(".receipt").inner_text()
    page.get_by_role("link", name="Ask how it stands").click()
    page.get_by_label("Receipt").fill(receipt.lower())
    page.get_by_role("button", name="Ask how it stands").click()
    expect(page.get_by_role("status")).to_have_text("It has come in; somebody looks at it soon.")
    with desk.sessions() as session:
        newest = session.scalars(select(Incident).order_by(Incident.id.desc()).limit(1)).one()
    assert (newest.source, newest.summary) == ("poster", "smoke behind the second stall")
