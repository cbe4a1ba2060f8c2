"""How cases end: seen by a second officer, closed by a third person, judged by those without a part."""

from playwright.sync_api import expect

from tests.journeys import case_hand
from tests.journeys.cast import Cast
from tests.journeys.chronicle import Case

BEST = "5 ★★★★★"


def closed_by_two(cast: Cast, case: Case, result: str) -> None:
    """What is grave is verified by one officer and closed by another; neither did the work."""
    second = cast.at_board("officer2")
    second.goes_to(case.entity)
    second.orders("Verify")
    second.leaves_the_card()
    closed_by(cast, "leader", case, result)


def closed_by(cast: Cast, login: str, case: Case, result: str) -> None:
    """Close it; it leaves every board."""
    closer = cast.at_board(login)
    closer.goes_to(case.entity)
    closer.orders("Close", {"How it ended": result})
    expect(closer.ticket(case.entity)).to_have_count(0)
    closer.leaves_the_card()


def evaluated(cast: Cast, case: Case, by: str) -> None:
    """Somebody who had no part in it says how well it went, on the page of the case."""
    page = cast.page(by, f"/incidents/{case.id}")
    case_hand.orders(page.locator("#work"), "Evaluate", {"Speed": BEST, "Care": BEST, "How it ended": BEST})
    page.close()


def rated(cast: Cast, case: Case, by: str) -> None:
    """The shop says with one press whether it is content."""
    page = cast.page(by, f"/rate/{case.id}", phone=True)
    page.get_by_role("button", name="Very satisfied").click()
    expect(page.get_by_text("Thank you. The office reads it.")).to_be_visible()
    page.close()
