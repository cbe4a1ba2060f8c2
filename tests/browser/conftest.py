"""A real browser for the tests of the screens."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.parts import chromium

AXE = chromium.WEB / "node_modules" / "axe-core" / "axe.min.js"
CHANGE_OVER = """theme => {
  document.documentElement.dataset.theme = theme;
  for (const slow of document.getAnimations()) if (slow instanceof CSSTransition) slow.finish();
}"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = os.path.dirname(__file__)
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open pages, each with cookies of its own; what goes wrong in one fails the test."""
    contexts, complaints = [], []

    def new(**options: Any) -> Page:
        options.setdefault("viewport", {"width": 1440, "height": 900})
        context = browser.new_context(timezone_id="Asia/Shanghai", **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(complaint(m)) if m.type == "error" else None)
        return page

    yield new
    for context in contexts:
        context.close()
    assert complaints == []


def complaint(said: ConsoleMessage) -> str:
    """What a page complains of, and about which address."""
    return f"{said.text} {said.location['url']}"


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """Open one page of the size of an office screen."""
    return new_page()


def lines(found: dict[str, Any]) -> list[str]:
    """Say what axe found, one line for each thing."""
    return [
        f"{each['id']}: {each['help']} ({node['target'][0]})"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Return the check of a page by axe-core: one line for each thing found."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
        return lines(found)

    return check


@pytest.fixture(scope="session")
def contrast() -> Callable[[Page], list[str]]:
    """Return the check of the other theme on a page that `axe` has seen: it has other colours, no more."""

    def check(page: Page) -> list[str]:
        other = "day" if page.evaluate("document.documentElement.dataset.theme") == "night" else "night"
        page.evaluate(CHANGE_OVER, other)
        found = page.evaluate("axe.run({runOnly: {type: 'rule', values: ['color-contrast']}})")
        return [f"{other}: {line}" for line in lines(found)]

    return check
