"""What one cell may hold: read from text, numbers or JSON into a value, and written back.

Readers raise ValueError with the words a person sees; None and blanks never reach them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, time
from math import isfinite, nan

import orjson

from patrol.rules.register import GrantRow, Point
from patrol.rules.words import DeviceClass, PlaceKind, Role

Reader = Callable[[object], object]
Writer = Callable[[object], object]
YES, NO = frozenset({"yes", "true", "1", "y", "是"}), frozenset({"no", "false", "0", "n", "否"})


def text(value: object) -> str:
    """Read words; a number in a spreadsheet is what its digits say."""
    if isinstance(value, bool | dict | list):
        raise ValueError(f"{value!r} is not text")  # noqa: TRY004 - one kind of error for one kind of fault
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = str(value).strip()
    if any(ord(c) < 32 and c not in "\n\t" for c in words):
        raise ValueError("it holds a control character")
    return words


def number(value: object) -> float:
    """Read a finite number."""
    try:
        read = nan if isinstance(value, bool) else float(value)  # type: ignore[arg-type] # TypeError is caught
    except (ValueError, TypeError, OverflowError):
        read = nan
    if not isfinite(read):
        raise ValueError(f"{value!r} is not a number")
    return read


def whole(value: object) -> int:
    """Read a whole number."""
    read = number(value)
    if not read.is_integer():
        raise ValueError(f"{value!r} is not a whole number")
    return int(read)


def minutes(value: object) -> int:
    """Read a time of day as minutes: `07:30`, a spreadsheet's time, or minutes; past 24:00 is tomorrow."""
    if isinstance(value, datetime | time):
        return value.hour * 60 + value.minute
    if isinstance(value, str) and ":" in value:
        hours, _, rest = value.strip().partition(":")
        if not (hours.isdecimal() and rest[:2].isdecimal() and int(rest[:2]) < 60):
            raise ValueError(f"{value!r} is not a time of day, like 07:30")
        read = int(hours) * 60 + int(rest[:2])
    else:
        read = whole(value)
    if not 0 <= read <= 48 * 60:
        raise ValueError(f"{value!r} is not a time of day, like 07:30")
    return read


def show_minutes(value: object) -> object:
    """`07:30`."""
    return f"{value // 60:02d}:{value % 60:02d}" if isinstance(value, int) else value


def yes_no(value: object) -> bool:
    """Read yes or no."""
    word = str(value).strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(f"{value!r} is neither yes nor no")


def show_yes_no(value: object) -> object:
    """`yes` or `no`."""
    return "yes" if value else "no"


def points(value: object) -> tuple[Point, ...]:
    """Read corners in metres: `x y; x y; …`, or a list of pairs."""
    pairs: Iterable[object] = value if isinstance(value, list) else text(value).replace("；", ";").split(";")
    return tuple(_point(pair) for pair in pairs if pair != "")


def _point(pair: object) -> Point:
    parts = pair if isinstance(pair, list) else str(pair).replace(",", " ").split()
    if len(parts) != 2:
        raise ValueError(f"{pair!r} is not a point, like 12.5 40")
    x, y = (round(number(part), 3) for part in parts)
    return x, y


def show_points(value: object) -> object:
    """`12.5 40; 16 40`."""
    assert isinstance(value, tuple)
    return "; ".join(f"{x:g} {y:g}" if max(abs(x), abs(y)) < 1000 else f"{x} {y}" for x, y in value)


def keys(value: object) -> tuple[tuple[str, str, str], ...]:
    """Read names on the wire: `source instance key`, one a line or with semicolons between."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        value = orjson.loads(value)
    names = value if isinstance(value, list) else str(value).replace(";", "\n").splitlines()
    return tuple(_key(name) for name in names if name and not (isinstance(name, str) and name.isspace()))


def _key(name: object) -> tuple[str, str, str]:
    parts = name if isinstance(name, list) else str(name).split(maxsplit=2)
    if len(parts) != 3 or not all(isinstance(part, str) and part for part in parts):
        raise ValueError(f"{name!r} is not a name on the wire, like: frigate frigate gate_cam")
    return parts[0], parts[1], parts[2] if isinstance(name, list) else parts[2].strip()


def show_keys(value: object) -> object:
    """Lines of words where words suffice, else JSON."""
    assert isinstance(value, tuple)
    lines = "\n".join(" ".join(key) for key in value)
    plain = all(len(key) == 3 and key == tuple(" ".join(key).split(maxsplit=2)) for key in value)
    if plain and ";" not in lines and not lines.startswith("[") and keys(lines) == value:
        return lines
    return orjson.dumps(value).decode()


def grants(value: object) -> tuple[GrantRow, ...]:
    """Read roles: `guard@east-1; officer@yunda`, or a list of such."""
    names = value if isinstance(value, list) else text(value).replace("；", ";").replace("\n", ";").split(";")
    return tuple(_grant(name) for name in names if str(name).strip())


def _grant(name: object) -> GrantRow:
    match name:
        case {"role": str(role), "place": str(place)}:
            pass
        case str():
            role, _, place = (part.strip() for part in name.partition("@"))
        case _:
            raise ValueError(f"{name!r} is not a role, like guard@east-1")
    if role not in set(Role):
        raise ValueError(f"there is no role {role!r}; roles are {', '.join(Role)}")
    if not place:
        raise ValueError(f"role {role} needs its place, like {role}@east-1")
    return GrantRow(Role(role), place)


def show_grants(value: object) -> object:
    """`guard@east-1; officer@yunda`."""
    assert isinstance(value, tuple)
    return "; ".join(f"{grant.role}@{grant.place}" for grant in value)


def document(value: object) -> dict[str, object]:
    """Read other facts as a JSON object."""
    try:
        read = orjson.loads(value) if isinstance(value, str) else value
    except orjson.JSONDecodeError:
        raise ValueError("it is not JSON") from None
    if not isinstance(read, dict):
        raise ValueError('it is not a JSON object, like {"floor": 2}')  # noqa: TRY004 - as above
    return read


def show_document(value: object) -> object:
    """JSON in one line."""
    return orjson.dumps(value).decode()


def kind(value: object) -> PlaceKind:
    """Read a kind of place."""
    word = text(value).lower()
    if word not in set(PlaceKind):
        raise ValueError(f"there is no kind {word!r}; kinds are {', '.join(PlaceKind)}")
    return PlaceKind(word)


def device_class(value: object) -> DeviceClass:
    """Read a class of devices."""
    word = text(value).lower()
    if word not in set(DeviceClass):
        raise ValueError(f"there is no class {word!r}; classes are {', '.join(DeviceClass)}")
    return DeviceClass(word)
