"""A thumb on a phone of 390 pixels: it counts what it taps and looks at every page it comes to."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

SMALLEST = 48
MOST = 3
PRESSED = (
    "main button, main a.button, main textarea, main input:not([type=radio], [type=hidden]), .pick-one label,"
    " .field-screens a"
)
LEADS_AWAY = """key => key.matches("a[href]")
    || (key.matches("button:not([type=button])") && key.form?.method === "post")"""
Look = Callable[[Page], list[str]]
Step = Locator | Callable[[], None]
"""A tap, or something else that is done between two: words that are typed."""


@dataclass
class Thumb:
    """Whoever holds the phone. `looks` are the checks of a page, each giving what is wrong with it."""

    page: Page
    looks: tuple[Look, ...]
    taps: dict[str, int] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    def does(self, what: str, *steps: Step) -> None:
        """Do one thing from the page that is open; look before the first tap and after each."""
        self._look(what)
        self.taps[what] = 0
        for step in steps:
            if isinstance(step, Locator):
                self._tap(step)
                self.taps[what] += 1
                self._look(f"{what}, tap {self.taps[what]}")
            else:
                step()

    def too_many(self) -> dict[str, int]:
        """What takes more taps than three."""
        return {what: taps for what, taps in self.taps.items() if taps > MOST}

    def _tap(self, key: Locator) -> None:
        if key.evaluate(LEADS_AWAY):
            with self.page.expect_navigation():
                key.click()
        else:
            key.click()

    def _look(self, where: str) -> None:
        found = [line for look in self.looks for line in look(self.page)]
        if found:
            self.faults[where] = found


def small_keys(page: Page) -> list[str]:
    """Name what has to be pressed in the body of the page and is smaller than a finger."""
    script = """([pressed, least]) => [...document.querySelectorAll(pressed)]
        .map(key => [key, Math.round(key.getBoundingClientRect().height)])
        .filter(([key, height]) => key.offsetParent !== null && !key.closest(".unseen") && height < least)
        .map(([key, height]) => `${key.tagName} ${key.textContent.trim().slice(0, 30)} ${height}`)"""
    return list(page.evaluate(script, [PRESSED, SMALLEST]))


def swollen_marks(page: Page) -> list[str]:
    """Name marks to choose by that are taller than their words: the whole line is pressed, not the mark."""
    script = """least => [...document.querySelectorAll("main [type=radio], main [type=checkbox]")]
        .map(mark => [mark, Math.round(mark.getBoundingClientRect().height)])
        .filter(([mark, height]) => mark.offsetParent !== null && height >= least)
        .map(([mark, height]) => `${mark.name} ${height}`)"""
    return list(page.evaluate(script, SMALLEST))


def wider_than_the_screen(page: Page) -> list[str]:
    """Name what one would have to scroll sideways for."""
    script = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll("body *")]
            .filter(each => each.getBoundingClientRect().right > innerWidth && each.offsetParent !== null)
            .map(each => `wider than the screen: ${each.outerHTML.slice(0, 90)}`)"""
    return list(page.evaluate(script))
