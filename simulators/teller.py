"""A pretend shop of the demonstration that now and then tells something quietly, and gives no name."""

import random
import threading
import urllib.parse
from collections.abc import Callable
from uuid import uuid4

from simulators.browser import Browser

LOGIN = "shop"
FIRST_S, SELDOM_S, OFTEN_S = 240.0, 2_400.0, 1_200.0
"""The first one comes while a visitor still looks around; then one in twenty to forty minutes."""
TOLD = (
    ("PO", "now", "有两个人在通道里来回转，专看没人的摊位，手里提着空袋子"),
    ("PO", "before", "昨晚有人向几家店收“看摊费”，大家都不敢说"),
    ("PO", "now", "隔壁通道有人用假钞买货，穿灰色夹克"),
    ("FI", "before", "有人在仓库里给电动车充电，门从里面反锁"),
    ("DI", "now", "两家为占道吵起来了，有一方叫了人来"),
)
"""Category, whether it goes on, and the words."""


class Teller:
    """Speaks by the page without scripts, as a shop's phone does."""

    def __init__(self, address: str, seed: int) -> None:
        self._browser = Browser(address)
        self._chance = random.Random(seed)
        self._signed_in = False

    def wait_s(self, *, first: bool) -> float:
        """Say how long to keep still."""
        return FIRST_S if first else self._chance.uniform(OFTEN_S, SELDOM_S)

    def tell(self) -> None:
        """Tell one thing, from nowhere: the group stands for the place."""
        if not self._signed_in:
            self._browser.sign_in(LOGIN)
            self._signed_in = True
        category, when, words = self._chance.choice(TOLD)
        form = {
            "csrf_token": self._browser.token_of("/quiet"),
            "command_id": str(uuid4()),
            "category": category,
            "when": when,
            "place": "",
            "words": words,
        }
        self._browser.open("/quiet", urllib.parse.urlencode(form).encode())


def keep(teller: Teller, stop: threading.Event, say: Callable[[str], None]) -> None:
    """Tell something now and then until told to stop; who told it is not said here either."""
    first = True
    while not stop.wait(teller.wait_s(first=first)):
        first = False
        try:
            teller.tell()
        except (OSError, ValueError):
            continue
        say("somebody told the office something quietly")
