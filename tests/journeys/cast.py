"""Who plays in the stories: each signs in with a browser of their own, once, and stays at it."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from tests.journeys.board_hand import BoardHand
from tests.journeys.house import MARKET
from tests.journeys.phone_hand import PhoneHand
from tests.journeys.town import PASSWORD, Town

DESK = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)


@dataclass
class Cast:
    """Everybody by login. A browser complains of a refused press and of no signal: no fault here."""

    town: Town
    browser: Browser
    faults: list[str] = field(default_factory=list)
    _contexts: dict[str, BrowserContext] = field(default_factory=dict)
    _boards: dict[str, BoardHand] = field(default_factory=dict)
    _phones: dict[str, PhoneHand] = field(default_factory=dict)

    def at_board(self, login: str) -> BoardHand:
        """Somebody of the office in front of a board, with nothing open."""
        if login not in self._boards:
            self._boards[login] = BoardHand(self.page(login, "/board"))
        self._boards[login].leaves_everything()
        return self._boards[login]

    def on_phone(self, login: str) -> PhoneHand:
        """A guard, a shop or a lead with the telephone in the hand."""
        if login not in self._phones:
            path = "/field" if login.startswith("guard") else "/"
            self._phones[login] = PhoneHand(self.page(login, path, phone=True))
        return self._phones[login]

    def page(self, login: str | None, path: str, *, phone: bool = False) -> Page:
        """A page in the browser of somebody who has signed in; of a stranger for None."""
        if login is None or login not in self._contexts:
            context = self._open(phone=phone)
            if login is not None:
                self._contexts[login] = context
                self._sign_in(context, login)
        else:
            context = self._contexts[login]
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{login}: {error}"))
        page.goto(self.town.address + path)
        return page

    def reports_in_the_figures(self) -> int:
        """How many reports the figures of today count, as the shift leader reads them."""
        page = self.page("leader", "/help")
        answer = page.request.get(f"{self.town.address}/api/v1/markets/{MARKET}/figures?period=day")
        page.close()
        counts = {one["code"]: one["now"] for one in answer.json()["counts"]}
        return int(counts["reports"])

    def _open(self, *, phone: bool) -> BrowserContext:
        context = self.browser.new_context(
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        context.add_cookies([{"name": "language", "value": "en", "url": self.town.address}])
        return context

    def _sign_in(self, context: BrowserContext, login: str) -> None:
        """Send the form of the page; that it can be filled in by hand is no part of these stories."""
        form = self.town.address + "/sign-in"
        token = re.search(r'name="csrf_token" value="([^"]+)"', context.request.get(form).text())
        assert token is not None
        told = {"csrf_token": token[1], "login": login, "password": PASSWORD, "next": "/help"}
        assert context.request.post(form, form=told).url.endswith("/help")

    def go_home(self) -> None:
        """Close every browser."""
        for context in self.browser.contexts:
            context.close()
