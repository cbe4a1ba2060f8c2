"""What commands about rounds, visits and tests carry, read once into values."""

from collections.abc import Mapping
from datetime import UTC, datetime

from patrol.errors import Invalid
from patrol.rules.frame import Frame
from patrol.rules.rounds import Position

Payload = Mapping[str, object]
NEVER = datetime.min.replace(tzinfo=UTC)


def text(payload: Payload, name: str, *, longest: int = 200) -> str | None:
    """Read a text; empty is none."""
    value = payload.get(name)
    return value.strip()[:longest] or None if isinstance(value, str) else None


def needed(payload: Payload, name: str, *, longest: int = 200) -> str:
    """Read a text that has to be there."""
    found = text(payload, name, longest=longest)
    if found is None:
        raise Invalid(f"payload.{name}: is missing", [f"payload.{name}"])
    return found


def instant(payload: Payload, name: str, default: datetime) -> datetime:
    """Read an instant with its zone."""
    raw = text(payload, name)
    if raw is None:
        return default
    try:
        found = datetime.fromisoformat(raw)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid(f"payload.{name}: want an instant with its zone", [f"payload.{name}"])
    return found.astimezone(UTC)


def position(payload: Payload, frame: Frame) -> Position | None:
    """Read where a phone says it is: `{"lat", "lon", "acc", "at"}`, WGS-84."""
    match payload.get("position"):
        case None:
            return None
        case {"lat": int() | float() as lat, "lon": int() | float() as lon, "acc": int() | float() as acc,
              "at": str(at)} if -90 <= lat <= 90 and -180 <= lon <= 180:  # fmt: skip
            fix_at = instant({"at": at}, "at", NEVER)
            return Position(frame.to_plan(lat, lon), float(acc), fix_at)
    raise Invalid("payload.position: want lat, lon, acc and at", ["payload.position"])


def media(payload: Payload) -> tuple[dict[str, object], ...]:
    """Read the pictures that were sent before."""
    match payload.get("media"):
        case None:
            return ()
        case list(items) if len(items) <= 12 and all(_is_medium(item) for item in items):
            return tuple(dict(item) for item in items)
    raise Invalid("payload.media: want a list of pictures", ["payload.media"])


def _is_medium(item: object) -> bool:
    match item:
        case {"url": str(url)} if 0 < len(url) <= 500:
            return True
    return False
