"""How foreign values are believed: a number may come as text, null is the same as absent."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import isfinite

TEXT_LIMIT = 200
LIST_LIMIT = 50
NOTHING: Mapping[str, object] = {}


def text(value: object, limit: int = TEXT_LIMIT) -> str | None:
    """Read a name or an identifier, always as text; empty is absent."""
    if isinstance(value, float) and isfinite(value) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return clean(str(value)).strip()[:limit] or None


def clean(value: str) -> str:
    """Drop NUL, which PostgreSQL refuses in text, and mark halves of a character as unreadable."""
    value = value.replace("\x00", "")
    return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")


def number(value: object) -> float | None:
    """Read a finite number from a number or from numeric text."""
    if type(value) is float:  # the way almost all of them come
        return value if isfinite(value) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if isfinite(found) else None


def plausible(lat: float, lon: float) -> bool:
    """Say whether degrees are on the globe and not the 0, 0 of a receiver without a fix."""
    return abs(lat) <= 90 and abs(lon) <= 180 and (abs(lat) > 1e-6 or abs(lon) > 1e-6)


def flag(value: object) -> bool | None:
    """Read yes or no, also as 0/1 and as on/off text."""
    if isinstance(value, bool):
        return value
    match str(value).strip().lower() if isinstance(value, str | int | float) else None:
        case "true" | "1" | "1.0" | "on" | "yes":
            return True
        case "false" | "0" | "0.0" | "off" | "no":
            return False
        case _:
            return None


def mapping(value: object) -> Mapping[str, object]:
    """Read an object; anything else is an empty one."""
    return value if isinstance(value, Mapping) else NOTHING


def listing(value: object) -> Sequence[object]:
    """Read a list, at most `LIST_LIMIT` of it; anything else is an empty one."""
    return value[:LIST_LIMIT] if isinstance(value, list) else ()


def texts(value: object) -> tuple[str, ...]:
    """Read a list of names; what is no name is left out."""
    return tuple(found for item in listing(value) if (found := text(item)) is not None)


def epoch(value: object) -> datetime | None:
    """Read seconds since 1970 (Unix time), with or without a fraction."""
    seconds = number(value)
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None


def stamp(value: object) -> tuple[datetime | None, tuple[str, ...]]:
    """Read an ISO 8601 instant as UTC. One without a zone is taken as UTC, with a warning."""
    if not isinstance(value, str) or len(value) < len("2026-09-01T02:15"):
        return None, () if value is None else ("time-unreadable",)
    try:
        found = datetime.fromisoformat(value.strip())
        if found.tzinfo is None:
            return found.replace(tzinfo=UTC), ("time-no-zone",)
        return found if found.tzinfo is UTC else found.astimezone(UTC), ()
    except (ValueError, OverflowError):
        return None, ("time-unreadable",)
