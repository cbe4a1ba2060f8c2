"""A site with all its parts running, as most measurements want it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.benchmarks.child import Child, child
from tests.benchmarks.effort import Effort, Place
from tests.benchmarks.load import DEVICES, Say
from tests.benchmarks.machine import Use, use_of
from tests.benchmarks.sending import Sender, sender
from tests.benchmarks.site import Ground, Site
from tests.benchmarks.town import Town

WARM_UP_RATE = 100.0


@dataclass(frozen=True, slots=True)
class Stage:
    """The process numbers of what runs, and where the screens are served."""

    site: Site
    ingest: int
    web: int
    address: str

    @property
    def town(self) -> Town:
        """Give the market."""
        return self.site.town

    def use(self) -> tuple[Use, Use, Use]:
        """Look at what ingest, web and broker have taken so far."""
        return use_of(self.ingest), use_of(self.web), use_of(self.site.broker_pid)

    def ear(self, boards: int = 1) -> AbstractContextManager[Child]:
        """Open boards on the market's room."""
        room = f"market:{self.town.market}"
        order = {"address": self.address, "token": self.town.token, "room": room, "boards": boards}
        return child("ear", order)

    def eyes(self) -> AbstractContextManager[Child]:
        """Watch the table of signals."""
        return child("watcher", {"url": self.town.url})

    @contextmanager
    def speaker(self, say: Say, *, warm_up: int = 0) -> Iterator[Sender]:
        """Let devices speak; what is said first of all is not measured."""
        with sender(self.site.device_url, self.town.load(say), f"bench-{say}") as speak:
            if warm_up:
                speak.send(warm_up, WARM_UP_RATE)
            yield speak


def warm_up(say: Say, effort: Effort) -> int:
    """Count what is said before anything is measured: every device speaks once.

    An alert that is raised costs many times one that is renewed, and each device raises one.
    """
    return min(DEVICES[say], int(effort.seconds * WARM_UP_RATE))


@contextmanager
def staged(ground: Ground, place: Place, *, copies: int = 1, notes: Path | None = None) -> Iterator[Stage]:
    """Run broker, ingest and web on a fresh market; with `notes`, each notes there what passes it when."""
    with ground.site(*place, copies=copies) as site, opened(replace(site, notes=notes)) as stage:
        yield stage


@contextmanager
def opened(site: Site) -> Iterator[Stage]:
    """Run ingest and web for the length of the block."""
    with site.ingest() as ingest, site.web() as web:
        yield Stage(site, ingest.pid, web.pid, web.address)


def ready(one: Child) -> None:
    """Wait until boards or watchers are up to date."""
    told = one.answer()
    if not told["ready"]:
        raise RuntimeError(f"not ready: {told}")
