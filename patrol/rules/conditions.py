"""Conditions as data: typed JSON, read once into a question that can be asked of any facts.

Grammar: `{"all": […]}`, `{"any": […]}`, `{"not": …}`, `{}` (always), or
`{"field": NAME, OPERATOR: VALUE}` with `is`, `in` for texts, `is` for flags, `has` for sets of
texts, `at_least`, `below` for numbers. There is no expression language, and so nothing to escape from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Facts:
    """What may be asked of a signal. Unknown numbers are None and satisfy no comparison."""

    kind: str
    phase: str = "new"
    severity: str = ""
    source: str = ""
    device_class: str = ""
    device: str = ""
    device_use: str = ""
    place: str = ""
    place_kind: str = ""
    grid: str = ""
    group: str = ""
    label: str = ""
    zone: str = ""
    known_device: bool = True
    market_open: bool = True
    shop_open: bool = True
    late: bool = False
    parent_lost: bool = False
    zone_use: frozenset[str] = field(default_factory=frozenset)
    hour: float | None = None
    score: float | None = None
    speed_kmh: float | None = None
    battery: float | None = None


Question = Callable[[Facts], bool]

TEXTS = frozenset(
    [
        "kind",
        "phase",
        "severity",
        "source",
        "device_class",
        "device",
        "device_use",
        "place",
        "place_kind",
        "grid",
        "group",
        "label",
        "zone",
    ]
)
FLAGS = frozenset(("known_device", "market_open", "shop_open", "late", "parent_lost"))
SETS = frozenset(("zone_use",))
NUMBERS = frozenset(("hour", "score", "speed_kmh", "battery"))
MAX_DEPTH = 8


class BadCondition(ValueError):
    """A condition that cannot be read; says where and why."""


def read(condition: object, *, where: str = "when", depth: int = 0) -> Question:
    """Make the question a condition asks.

    Raises:
        BadCondition: naming the place in the document and what is wrong there.
    """
    if depth > MAX_DEPTH:
        raise BadCondition(f"{where}: nested deeper than {MAX_DEPTH}")
    if not isinstance(condition, dict):
        raise BadCondition(f"{where}: want an object")
    document: dict[str, object] = condition
    match document:
        case {} if not document:
            return lambda _: True
        case {"all": list(parts)} if len(document) == 1:
            return _all(_parts(parts, f"{where}.all", depth))
        case {"any": list(parts)} if len(document) == 1:
            return _any(_parts(parts, f"{where}.any", depth))
        case {"not": part} if len(document) == 1:
            question = read(part, where=f"{where}.not", depth=depth + 1)
            return lambda facts: not question(facts)
        case {"field": str(name)} if len(document) == 2:
            operator = next(key for key in document if key != "field")
            return _compare(name, operator, document[operator], where)
    raise BadCondition(f"{where}: want all, any, not, or a field with one operator")


def kinds_of(condition: object) -> frozenset[str] | None:
    """Give the only kinds a condition can fit, as far as it says so plainly; None: any kind."""
    match condition:
        case {"field": "kind", "is": str(kind)}:
            return frozenset({kind})
        case {"field": "kind", "in": list(kinds)}:
            return frozenset(kinds)
        case {"all": list(parts)}:
            named = [only for part in parts if (only := kinds_of(part)) is not None]
            return frozenset.intersection(*named) if named else None
    return None


def is_single(condition: object) -> bool:
    """Say whether a condition compares one field and nothing else."""
    return isinstance(condition, dict) and "field" in condition


def _parts(parts: Sequence[object], where: str, depth: int) -> tuple[Question, ...]:
    return tuple(read(part, where=f"{where}[{n}]", depth=depth + 1) for n, part in enumerate(parts))


def _all(questions: tuple[Question, ...]) -> Question:
    return lambda facts: all(question(facts) for question in questions)


def _any(questions: tuple[Question, ...]) -> Question:
    return lambda facts: any(question(facts) for question in questions)


def _compare(name: str, operator: str, value: object, where: str) -> Question:
    match operator, value:
        case "is", str() if name in TEXTS:
            return lambda facts: getattr(facts, name) == value
        case "in", list() if name in TEXTS and all(isinstance(item, str) for item in value):
            wanted = frozenset(value)
            return lambda facts: getattr(facts, name) in wanted
        case "is", bool() if name in FLAGS:
            return lambda facts: getattr(facts, name) is value
        case "has", str() if name in SETS:
            return lambda facts: value in getattr(facts, name)
        case "at_least" | "below", int() | float() if name in NUMBERS and not isinstance(value, bool):
            return _number(name, operator, float(value))
    if name not in TEXTS | FLAGS | SETS | NUMBERS:
        raise BadCondition(f"{where}: there is no field {name!r}")
    raise BadCondition(f"{where}: {name} cannot be compared by {operator!r} with {value!r}")


def _number(name: str, operator: str, value: float) -> Question:
    def question(facts: Facts) -> bool:
        given: float | None = getattr(facts, name)
        if given is None:
            return False
        return given >= value if operator == "at_least" else given < value

    return question
