"""Carriers by apprise: robots of WeCom, DingTalk and Feishu, e-mail, and any web address that takes JSON."""

import logging
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from patrol.couriers import robot_answers
from patrol.couriers.letters import TAKEN, Outcome, Parcel
from patrol.rules.notice_words import Way

AGAIN = {"en": "(may be a repeat) ", "zh-Hans": "（可能重复）", "zh-Hant": "（可能重複）"}
NOT_REACHED = "not-reached"
MODULES = {Way.WECOM: "wecombot", Way.DINGTALK: "dingtalk", Way.FEISHU: "feishu"}
"""Robots of groups, by apprise's names; their answers are read, see `robot_answers`."""
_CODE = re.compile(r"error=(\d{3})")


def carry(parcel: Parcel, relay: str | None) -> Outcome:
    """Hand a letter over; e-mail goes by `relay`, an apprise address like mailtos://user:pass@host?from=…"""
    with _heard() as said:
        try:
            carrier = carrier_of(parcel, relay)
        except NoRelay:
            return Outcome(sent=False, why="no-mail-relay")
        except TypeError:  # what apprise raises for an address it does not understand
            return Outcome(sent=False, why="address-not-understood", gone=True)
        carrier.redirects = False
        letter = parcel.letter
        title = (AGAIN[letter.language] if letter.repeated else "") + letter.title
        done = carrier.notify(title=title, body=letter.body or letter.title)
        refused = robot_answers.refusal(_module(parcel.way)) if parcel.way in MODULES else None
        if done:
            return refused or TAKEN
        failed = Outcome(sent=False, why=_why(said))
        return failed if refused is None or failed.why != NOT_REACHED else refused


class NoRelay(Exception):
    """E-mail has no server to go by, or its address can not be read."""


class _Ear(logging.Handler):
    """Hears what is said in this thread alone: others carry at the same time."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        if record.thread == self._thread:
            self.said.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Hear why it failed, and let no log have it: the lines name hosts, those below name keys."""
    ear, voice = _Ear(), logging.getLogger("apprise")
    voice.propagate = False
    for name in ("apprise", "urllib3", "requests"):
        logging.getLogger(name).setLevel(logging.WARNING)
    voice.addHandler(ear)
    try:
        yield ear.said
    finally:
        voice.removeHandler(ear)


def _why(said: list[str]) -> str:
    """Say what went wrong without what was said: that may hold an address."""
    code = _CODE.search(" ".join(said))
    return f"http-{code[1]}" if code else NOT_REACHED


def carrier_of(parcel: Parcel, relay: str | None) -> Any:
    """Make apprise's carrier for a way. Only its own module is loaded: all of them take a second."""
    if parcel.way in MODULES:
        robot_answers.listen(_module(parcel.way))
    match parcel.way:
        case Way.EMAIL:
            return _mail(parcel, relay)
        case Way.WEBHOOK:
            return _web(parcel)
        case Way.DINGTALK:
            secret, _, token = parcel.address.rpartition("@")
            return _plugin("dingtalk", "NotifyDingTalk")(token=token, secret=secret or None)
        case Way.FEISHU:
            return _plugin("feishu", "NotifyFeishu")(token=parcel.address)
        case _:
            return _plugin("wecombot", "NotifyWeComBot")(key=parcel.address)


def _plugin(module: str, name: str) -> Any:
    return getattr(import_module(f"apprise.plugins.{module}"), name)


def _module(way: Way) -> ModuleType:
    return import_module(f"apprise.plugins.{MODULES[way]}")


def _mail(parcel: Parcel, relay: str | None) -> Any:
    with warnings.catch_warnings():  # it looks for a module that Python gives up
        warnings.simplefilter("ignore", DeprecationWarning)
        mail = _plugin("email", "NotifyEmail")
    parsed = mail.parse_url(relay) if relay is not None else None
    if parsed is None:
        raise NoRelay
    told = {"targets": [parcel.address], "headers": {"X-Patrol-Key": parcel.letter.key}}
    return mail(**{**parsed, **told})


def _web(parcel: Parcel) -> Any:
    """The body is told whole: whoever takes it may show it in their own way."""
    to, letter = urlsplit(parcel.address), parcel.letter
    told = {
        "key": letter.key,
        "notice": str(letter.notice),
        "kind": letter.kind,
        "severity": letter.severity,
        "count": str(letter.count),
        "link": letter.link,
        "repeated": "yes" if letter.repeated else "no",
    }
    query = f"?{to.query}" if to.query else ""
    return _plugin("custom_json", "NotifyJSON")(
        headers={"Idempotency-Key": letter.key},
        payload=told,
        schema="jsons" if to.scheme == "https" else "json",
        secure=to.scheme == "https",
        host=to.hostname,
        port=to.port,
        fullpath=f"{to.path or '/'}{query}",
        user=to.username,
        password=to.password,
        verify=True,
    )
