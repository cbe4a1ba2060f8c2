"""What people do in more than one breath: taking an alert, putting out a fire, finding whose bag it is."""

from collections.abc import Sequence

from playwright.sync_api import FilePayload, Page, expect

from tests.journeys import chronicle
from tests.journeys.board_hand import BoardHand
from tests.journeys.cast import Cast
from tests.journeys.chronicle import Case
from tests.journeys.town import Town


def accepted(town: Town, officer: BoardHand, alert: str) -> Case:
    """An officer goes to an alert by keyboard and takes it."""
    officer.goes_to(alert)
    officer.accepts()
    return chronicle.behind(town.house, alert)


def put_out(cast: Cast, guards: Sequence[str], picture: FilePayload) -> None:
    """The guards run to the fire and say what they did."""
    for login in guards:
        guard = cast.on_phone(login)
        guard.is_sent_to("Fire")
        guard.goes()
        guard.arrives()
        guard.is_done("Put out with two extinguishers", picture=picture)
        guard.has_no_task()


def look_up(cast: Cast, town: Town, keeper: str, ending: str) -> None:
    """Find whose number ends so, and have it shown: it is masked until one says why."""
    number = town.telephone_of_shop(keeper)
    books = cast.page("officer", f"/directory?text={ending}")
    entry = books.locator(".directory li", has_text=keeper)
    expect(entry).not_to_contain_text(number)
    entry.get_by_label("Why you need the number").fill("a bag was found")
    entry.get_by_role("button", name="Show the number").click()
    expect(books.locator(".directory li", has_text=keeper)).to_contain_text(number)
    books.close()


def ask_with(stranger: Page, receipt: str) -> None:
    """Ask with a receipt how it stands, and say how it went."""
    stranger.get_by_label("Receipt").fill(receipt)
    stranger.get_by_role("button", name="Ask how it stands").click()
    expect(stranger.get_by_role("status")).to_have_text("It has been dealt with.")
    stranger.get_by_role("link", name="Say how it went").click()
    stranger.get_by_role("button", name="Very satisfied").click()
    expect(stranger.get_by_text("Thank you. The office reads it.")).to_be_visible()
    stranger.context.close()
