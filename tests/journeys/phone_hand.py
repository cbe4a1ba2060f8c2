"""What a guard, a shop or a lead does on the telephone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import FilePayload, Locator, Page, expect


@dataclass
class PhoneHand:
    """One telephone with its page open, and the task at the top of it."""

    page: Page

    @property
    def task(self) -> Locator:
        """The task that comes first."""
        return self.page.locator(".own-task").first

    @property
    def refused(self) -> Locator:
        """What the office did not take."""
        return self.page.locator(".refused li")

    def is_sent_to(self, what: str) -> None:
        """The task comes by itself."""
        expect(self.task).to_contain_text(what)

    def goes(self) -> None:
        """Say that one is on the way."""
        self._steps("On my way", then="I am on scene")

    def arrives(self) -> None:
        """Say that one is there."""
        self._steps("I am on scene", then="Done")

    def is_done(self, note: str, *, picture: FilePayload | None = None, without: str = "") -> None:
        """Say what was found and done, with a picture or why there is none."""
        self.task.get_by_role("button", name="Done").click()
        self.task.get_by_label("What did you find and do?").fill(note)
        if picture is not None:
            self.task.locator("input[type=file]").set_input_files(picture)
            expect(self.task.get_by_text("1 picture")).to_be_visible()
        else:
            self.task.get_by_label("Or why there is no picture").fill(without)
        self.task.get_by_role("button", name="Done").click()

    def has_no_task(self) -> None:
        """Nothing is left to do, and nothing left to send."""
        expect(self.page.get_by_text("No task for you now")).to_be_visible()
        expect(self.page.locator(".unsent")).to_have_count(0)

    def reports(self, what: str, severity: str, words: str, *, where: str | None = None) -> None:
        """Report something; a shop's own place stands there already."""
        self.page.get_by_role("button", name="Report something").click()
        self.page.get_by_label(what).check()
        self.page.get_by_label(severity).check()
        if where is not None:
            self.page.get_by_label("Where?").fill(where)
        self.page.get_by_label("What happened?").fill(words)
        self.page.get_by_role("button", name="Report it").click()
        expect(self.page.get_by_role("button", name="Report something")).to_be_visible()
        expect(self.page.locator(".unsent")).to_have_count(0)

    def answers_the_roll_call(self, answer: str) -> None:
        """Press one of the three large keys; the page says what was said."""
        self.page.locator(".roll-keys").get_by_role("button", name=answer).click()
        expect(self.page.locator(".roll-answer").get_by_text("You said")).to_be_visible()

    def is_all_right(self) -> None:
        """Give a sign of life."""
        self.task.get_by_role("button", name="I am all right").click()

    def waits_to_send(self, count: int) -> None:
        """So many things are kept on the telephone until the office can be reached."""
        expect(self.page.locator(".unsent:not(.refused) li")).to_have_count(count)

    def reads_what_was_refused(self, why: str) -> None:
        """It stays in sight with its reason, also when the page is opened anew, until it was read."""
        expect(self.refused).to_contain_text(why)
        self.page.reload()
        expect(self.refused).to_contain_text(why)
        self.page.get_by_role("button", name="I have read it").click()
        expect(self.refused).to_have_count(0)

    @contextmanager
    def without_a_signal(self) -> Iterator[None]:
        """Stand where nothing reaches the telephone, and come back."""
        self.page.context.set_offline(True)
        yield
        self.page.context.set_offline(False)

    def _steps(self, word: str, *, then: str) -> None:
        step = self.task.locator(".strong.big")
        expect(step).to_have_text(word)
        step.click()
        expect(step).to_have_text(then)
