"""What somebody of the office does at a board: by keyboard wherever there is a key."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.journeys import case_hand
from tests.journeys.case_hand import Told


@dataclass
class BoardHand:
    """One board, and the card that is open at it."""

    page: Page

    @property
    def card(self) -> Locator:
        """The open card."""
        return self.page.get_by_role("complementary")

    @property
    def tasks(self) -> Locator:
        """Who was sent, on the open card."""
        return self.card.locator(".task")

    def ticket(self, entity: str) -> Locator:
        """The face of a card in the queue: `alert:7`, `incident:3`."""
        return self.page.locator(f'[data-entity="{entity}"]')

    def goes_to(self, entity: str) -> None:
        """Walk through the queue by keyboard until the card has the focus, and open it."""
        expect(self.ticket(entity)).to_be_visible()
        self.page.keyboard.press("j")
        while (way := self._way_to(entity)) != 0:
            self.page.keyboard.press("j" if way > 0 else "k")
        expect(self.ticket(entity)).to_be_focused()
        self.page.keyboard.press("Enter")
        expect(self.card).to_be_visible()

    def leaves_everything(self) -> None:
        """Whatever a story before this one has left open is closed."""
        for _ in ("a field", "a form", "a card"):
            self.page.keyboard.press("Escape")
        expect(self.card).to_have_count(0)

    def _way_to(self, entity: str) -> int:
        """How many cards down the queue it is from the one that has the focus; negative: up."""
        faces = "faces => faces.map(face => [face.dataset.entity, face === document.activeElement])"
        queue = self.page.locator(".ticket-face").evaluate_all(faces)
        here = next((place for place, (_, focused) in enumerate(queue) if focused), 0)
        return next((place for place, (each, _) in enumerate(queue) if each == entity), here) - here

    def leaves_the_card(self) -> None:
        """Close the open card and go back to the top of the queue."""
        self.page.keyboard.press("Escape")
        expect(self.card).to_have_count(0)

    def accepts(self) -> None:
        """Take what is open; the card says that it is taken."""
        self.page.keyboard.press("a")
        expect(self.card.locator(".five-steps .here")).to_have_text("Accept")

    def sends_those_recommended(self, units: int) -> None:
        """Send whom the board puts first, by one key."""
        expect(self.card.locator(".recommended")).to_have_count(units)
        self.page.keyboard.press("d")
        expect(self.tasks).to_have_count(units)

    def sends(self, *names: str) -> None:
        """Choose guards by name, and send them by the same key."""
        for name in names:
            self.card.locator(".unit", has_text=name).get_by_role("checkbox").check()
        self.page.keyboard.press("d")
        for name in names:
            expect(self.tasks.filter(has_text=name)).to_have_count(1)

    def calls_the_roll(self) -> None:
        """Let every shop of the group ring, by one key."""
        self.page.keyboard.press("r")
        expect(self.card.locator(".ring")).to_be_visible()

    def sees_the_rate(self, rate: str) -> None:
        """See how many have answered of those who were asked."""
        expect(self.card.locator(".ring-rate")).to_contain_text(rate)

    def tells_everybody(self) -> None:
        """Tell the whole market what is looked for, in the words of the case."""
        self.card.locator("summary", has_text="Tell everybody").click()
        form = self.card.get_by_role("form", name="Tell everybody")
        form.get_by_role("button", name="Tell them").click()
        expect(form.get_by_role("status")).to_contain_text("people are told")

    def calls_back(self, name: str, reason: str) -> None:
        """Call somebody back who was sent."""
        task = self.tasks.filter(has_text=name)
        task.locator("summary", has_text="Said by radio").click()
        task.get_by_role("button", name="Call back").click()
        self.orders("Call back", {"Reason": reason})

    def reports(self, what: str, severity: str, where: str, words: str) -> None:
        """Report something at the desk; its card opens."""
        self.page.keyboard.press("i")
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label(what, exact=True).check()
        dialog.get_by_label(severity).check()
        dialog.get_by_label("Where?").fill(where)
        dialog.locator(".found-places button").first.click()
        dialog.get_by_label("What happened?").fill(words)
        dialog.get_by_role("button", name="Report it").click()
        expect(self.card).to_contain_text(words)

    def sees_tasks(self, state: str, count: int) -> None:
        """See so many of those who were sent in a state, as it changes by itself."""
        expect(self.card.locator(".task-state", has_text=state)).to_have_count(count)

    def orders(self, command: str, told: Told | None = None) -> None:
        """Give an order to the open case."""
        case_hand.orders(self.card, command, told)

    def presses(self, command: str) -> None:
        """Give an order that asks for nothing."""
        case_hand.presses(self.card, command)

    def is_refused(self, command: str, told: Told, *, because: str) -> None:
        """Give an order that a rule refuses."""
        case_hand.is_refused(self.card, command, told, because=because)

    def ticks_off(self, *steps: str) -> None:
        """Tick steps of the procedure, one after another as fast as a hand can."""
        for step in steps:
            self.card.get_by_role("button", name=f"Tick off: {step}").click()
        for step in steps:
            expect(self.card.locator(".procedure li.ticked", has_text=step)).to_be_visible()
