"""Orders to a case, by the forms of its card: the same at a board and on the page of the case."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, expect

Told = Mapping[str, str]
"""What is filled in, by the label of the field; of a list, how the words begin that are chosen."""


def orders(card: Locator, command: str, told: Told | None = None, *, picture: str | None = None) -> None:
    """Press a command and fill in its form; the form goes when the server has done it."""
    form = _asked(card, command, told or {}, picture)
    expect(form).to_have_count(0)


def is_refused(card: Locator, command: str, told: Told, *, because: str) -> None:
    """Give an order that a rule refuses; the card says why, and the form stays for what is missing."""
    _asked(card, command, told, None)
    expect(card.get_by_role("status").filter(has_text=because)).to_be_visible()


def presses(card: Locator, command: str) -> None:
    """Press a command that asks for nothing; it is done when it is no longer offered."""
    key = _press(card, command)
    expect(key).to_have_count(0)


def _asked(card: Locator, command: str, told: Told, picture: str | None) -> Locator:
    form = card.get_by_role("form", name=command)
    if form.count() == 0:
        _press(card, command)
    for label, value in told.items():
        _fill(form.get_by_label(label), value)
    if picture is not None:
        form.locator("input[type=file]").set_input_files(picture)
        expect(form.get_by_text("(1)")).to_be_visible()
    form.get_by_role("button", name=command).click()
    return form


def _press(card: Locator, command: str) -> Locator:
    """Press its key, also where it is folded away under "More"."""
    key = card.locator(".commands button", has_text=re.compile(f"^{re.escape(command)}"))
    expect(key).to_have_count(1)
    if not key.is_visible():
        card.locator(".commands summary", has_text="More").click()
    key.click()
    return key


def _fill(field: Locator, value: str) -> None:
    if field.evaluate("field => field.tagName") == "SELECT":
        option = field.locator("option", has_text=re.compile(f"^{re.escape(value)}"))
        field.select_option(option.get_attribute("value"))
    else:
        field.fill(value)
