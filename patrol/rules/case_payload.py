"""What comes with a command, believed once: every field read into its type, or named with its fault."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from patrol.rules.case import Given
from patrol.rules.case_machine import Command
from patrol.rules.case_marks import STRIKES
from patrol.rules.case_words import Body, Cause, Refusal, Result
from patrol.rules.words import Severity

LONGEST = {"reason": 200, "note": 2000, "lesson": 2000}
MOST_UNITS = 20
MOST_PICTURES = 12
SCALE = range(1, 6)
"""Scores run from 1 to 5."""


class BadPayload(ValueError):
    """Some fields can not be read, or are missing; each fault begins with the field's name."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def read(row: Command, payload: Mapping[str, object]) -> Given:
    """Read what a command must and may be given.

    Raises:
        BadPayload: naming every field that is missing, unknown or unreadable.
    """
    strangers = sorted(set(payload) - set(row.must) - set(row.may))
    faults = [f"payload.{name}: this command does not take it" for name in strangers]
    found: dict[str, Any] = {}
    for name in (*row.must, *row.may):
        value = payload.get(name)
        if value in (None, "", [], {}):
            if name in row.must:
                faults.append(f"payload.{name}: missing")
            continue
        try:
            found[name] = READERS[name](value)
        except (ValueError, TypeError) as error:
            faults.append(f"payload.{name}: {error}")
    if faults:
        raise BadPayload(faults)
    return Given(**found)


def _text(longest: int) -> Callable[[object], str]:
    def read_text(value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise ValueError("want words")
        return value.strip()[:longest]

    return read_text


def _instant(value: object) -> datetime:
    if isinstance(value, str):
        found = datetime.fromisoformat(value)
        if found.tzinfo is not None:
            return found
    raise ValueError("want an instant with its zone, such as 2026-09-01T02:15:00Z")


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise ValueError("want a whole number")


def _score(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value in SCALE:
        return value
    raise ValueError("want a whole number from 1 to 5")


def _scores(value: object) -> dict[str, int]:
    if isinstance(value, dict) and 0 < len(value) <= 10:
        return {str(name)[:40]: _score(score) for name, score in value.items()}
    raise ValueError("want an object of scores from 1 to 5")


def _losses(value: object) -> dict[str, int]:
    if isinstance(value, dict) and set(value) <= {"dead", "injured", "money"}:
        return {str(name): _count(number) for name, number in value.items()}
    raise ValueError("want dead, injured and money, in whole numbers")


def _count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError("want a whole number, 0 or more")


def _units(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and len(value) <= MOST_UNITS and all(isinstance(one, str) for one in value):
        return tuple(dict.fromkeys(value))
    raise ValueError('want a list such as ["device:car-01", "place:A-101"]')


def _yes(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("want true or false")


def _media(value: object) -> tuple[Mapping[str, object], ...]:
    if isinstance(value, list) and len(value) <= MOST_PICTURES and all(isinstance(m, dict) for m in value):
        return tuple(_medium(medium) for medium in value)
    raise ValueError("want a list of media")


def _medium(value: Mapping[str, object]) -> dict[str, object]:
    url = value.get("url")
    if not isinstance(url, str) or not url:
        raise ValueError("a medium needs its url")
    rest = {name: str(value[name])[:200] for name in ("kind", "sha256", "mime") if value.get(name)}
    return {"kind": "snapshot", "url": url[:500], **rest}


def _item(value: object) -> str:
    if isinstance(value, str) and value in STRIKES:
        return value
    raise ValueError(f"want one of {', '.join(STRIKES)}")


def _granted(value: object) -> bool:
    if value in ("yes", "no", True, False):
        return value in ("yes", True)
    raise ValueError("want yes or no")


READERS: Mapping[str, Callable[[Any], object]] = {
    **{name: _text(longest) for name, longest in LONGEST.items()},
    **{name: _text(200) for name in ("override", "without_picture", "alone", "receipt", "spoke_with")},
    **{name: _text(64) for name in ("key", "plan", "place")},
    **dict.fromkeys(("happened_at", "until", "due", "called_at", "arrived_at", "returned_at"), _instant),
    "units": _units,
    "confirm": _yes,
    "task": _number,
    "target": _number,
    "refusal": Refusal,
    "result": Result,
    "cause": Cause,
    "body": Body,
    "severity": Severity,
    "media": _media,
    "losses": _losses,
    "scores": _scores,
    "score": _score,
    "item": _item,
    "granted": _granted,
}
