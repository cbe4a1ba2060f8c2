"""Two stories on phones of 390 pixels: a group elects its lead, and a code is scanned where no signal is."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from sqlalchemy import select, update

from patrol.actions import lead_ballots
from patrol.actions.duty_doer import Doer
from patrol.cards.duty_post import shops_of
from patrol.clock import system_clock
from patrol.model.duty import Rota
from patrol.model.duty_service import CheckIn
from patrol.model.lead_ballots import LeadBallot, LeadCandidate, LeadVoter
from patrol.queries.register import RegisterCache
from tests.browser.duty_phone import GROUP, KEPT, PHONE, Axe, NewPage, Town, a_town, phone, tap, whole

SIGNAL_FREE_S = 2


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with a_town(tmp_path_factory.mktemp("journeys")) as opened:
        yield opened


def begin_the_voting(town: Town) -> None:
    """Let the days of standing be over."""
    with town.office.sessions.begin() as session:
        session.execute(update(LeadBallot).values(votes_from=system_clock() - timedelta(seconds=1)))


def let_the_others_vote(town: Town) -> None:
    """Every shop that does not stand votes, one half for each of the two that do."""
    with town.office.sessions.begin() as session:
        ballot = session.scalars(select(LeadBallot)).one()
        stand = session.scalars(select(LeadCandidate.shop_id).order_by(LeadCandidate.id)).all()
        register = RegisterCache().current(session)
        rota = session.scalars(select(Rota)).one()
        others = [shop for shop in shops_of(rota, register) if shop not in stand]
        for number, shop in enumerate(others):
            own, choice = Doer(None, frozenset({shop})), stand[number % 2]
            lead_ballots.vote(
                session, ballot.id, shop, choice, own, register, reason=None, now=system_clock()
            )


def stand(page: Page, pledge: str) -> None:
    page.get_by_label("What I promise the group").fill(pledge)
    page.get_by_role("button", name="Stand with").tap()
    expect(page.locator(".outcome.done")).to_contain_text("This shop stands")


def vote(page: Page, pledge: str) -> None:
    page.locator("label", has_text=pledge).tap()
    page.get_by_role("button", name="Vote", exact=True).tap()


def stand_for_it(lead: Page, shop: Page, axe: Axe) -> dict[str, list[str]]:
    """Call the election, and let two shops stand; give what is wrong with the pages."""
    tap(lead, lead.get_by_role("link", name="Who leads"), "**/lead")
    lead.get_by_text("Call an election").tap()
    found = {"calling": whole(lead, axe)}
    lead.get_by_role("button", name="Call it").tap()
    expect(lead.locator(".outcome.done")).to_contain_text("The election is called")
    stand(lead, "I go round at eleven")
    expect(shop.get_by_text("Any shop of the group can stand")).to_be_visible()  # nobody had to ask
    found["the first page"] = whole(shop, axe)
    tap(shop, shop.get_by_role("link", name="See the election"), "**/lead")
    stand(shop, "Nobody keeps more than their share")
    return found | {"standing": whole(shop, axe)}


def test_a_group_elects_its_lead_on_the_phone(new_page: NewPage, town: Town, axe: Axe) -> None:
    lead, shop = phone(new_page, town, "lead"), phone(new_page, town, "shop")
    found = stand_for_it(lead, shop, axe)
    begin_the_voting(town)
    let_the_others_vote(town)
    shop.goto(f"{town.office.address}/duty")
    expect(shop.get_by_text("Your shop has not voted yet.")).to_be_visible()
    tap(shop, shop.get_by_role("link", name="Vote"), "**/lead")
    found["voting"] = whole(shop, axe)
    vote(shop, "Nobody keeps more")
    expect(shop.locator(".outcome.done")).to_contain_text("kept nowhere")
    expect(shop.get_by_role("button", name="Vote", exact=True)).to_have_count(0)
    lead.reload()
    vote(lead, "Nobody keeps more")
    expect(lead.locator(".outcome.done")).to_contain_text("Every shop has voted")
    expect(lead.locator(".history li")).to_contain_text("elected")
    found["counted"] = whole(lead, axe)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}
    with town.office.sessions() as session:
        ballot = session.scalars(select(LeadBallot)).one()
        votes = session.scalars(select(LeadCandidate.votes)).all()
        assert sum(votes) == len(session.scalars(select(LeadVoter.shop_id)).all()) == ballot.members
        assert ballot.term_id is not None


def scan(page: Page, address: str, waiting: str) -> None:
    """Open a code as the phone's camera does, and press; without a signal it is kept."""
    page.goto(address)
    page.locator("form[data-come] button").first.tap()
    expect(page.locator(".outcome.kept")).to_contain_text("Kept on this phone")
    expect(page.locator(".unsent")).to_contain_text(waiting)


def test_a_code_scanned_without_a_signal_is_told_later_in_order_and_with_its_instant(
    browser: Browser, town: Town, axe: Axe
) -> None:
    lost = browser.new_context(viewport=PHONE, has_touch=True)  # its console tells of the lost signal
    page, sent = lost.new_page(), list[dict[str, str]]()
    page.goto(f"{town.office.address}/sign-in")
    with page.expect_navigation():
        page.locator('button[name="login"][value="shop"]').tap()
    lost.add_cookies([{"name": "language", "value": "en", "url": town.office.address}])
    kept = f"{town.office.address}/duty/groups/{GROUP}/check-in"
    page.goto(kept)
    page.evaluate(KEPT)

    def note(request: Request) -> None:
        if request.method == "POST" and "/api/v1/slots/" in request.url:
            sent.append(json.loads(request.post_data or "{}")["payload"])

    lost.set_offline(True)
    scan(page, f"{kept}?code=torn-off", "1 thing")
    scan(page, f"{kept}?code={town.code}", "2 things")
    assert axe(page) == []
    page.wait_for_timeout(SIGNAL_FREE_S * 1000)
    page.on("request", note)
    again = system_clock()
    lost.set_offline(False)
    expect(page.locator(".unsent.refused")).to_contain_text("It may have been renewed")
    expect(page.locator(".note.good").first).to_be_visible()
    assert list(dict.fromkeys(one["code"] for one in sent)) == ["torn-off", town.code]
    with town.office.sessions() as session:
        row = session.scalars(select(CheckIn)).one()
        assert (row.method, row.came_at) == ("qr", datetime.fromisoformat(sent[-1]["at"]))
        assert row.came_at <= again - timedelta(seconds=SIGNAL_FREE_S) < again <= row.received_at
    lost.close()
