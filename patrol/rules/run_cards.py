"""Who a kind of incident needs, and what is to be done: data with defaults, by category and severity."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from patrol.rules.words import Category, Severity

GUARD, CAR, SHOP = "guard", "car", "shop"
ORDER = (GUARD, CAR, SHOP)
PARTS = frozenset(ORDER)
"""What a unit counts as on a run card."""

MOST, MOST_STEPS, LONGEST_STEP = 20, 30, 64
"""Units of one part on a card, steps of a procedure, and characters of a step."""

C, S = Category, Severity
Needs = Mapping[str, int]
ANYBODY: Needs = {GUARD: 1}
"""Who goes where no card says anything."""


@dataclass(frozen=True, slots=True)
class Cards:
    """A market's run cards and procedures. A card is looked up by category and severity, then by category."""

    needs: Mapping[str, Needs]
    steps: Mapping[str, tuple[str, ...]]

    def who(self, category: Category, severity: Severity) -> Needs:
        """Give how many of each part an incident needs."""
        return self.needs.get(f"{category}:{severity}") or self.needs.get(category) or ANYBODY

    def sop(self, category: Category, severity: Severity) -> tuple[str, ...]:
        """Give the keys of the steps to tick or to skip with a reason."""
        return self.steps.get(f"{category}:{severity}", self.steps.get(category, ()))


DEFAULT_NEEDS: Mapping[str, Needs] = {
    f"{C.FIRE}:{S.CRITICAL}": {GUARD: 2, CAR: 1, SHOP: 2},
    f"{C.FIRE}:{S.HIGH}": {GUARD: 1, CAR: 1},
    C.FIRE: {GUARD: 1},
    f"{C.PERSONAL_SAFETY}:{S.CRITICAL}": {GUARD: 1, SHOP: 2},
    C.PERSONAL_SAFETY: {GUARD: 1},
    f"{C.PUBLIC_ORDER}:{S.CRITICAL}": {GUARD: 2, CAR: 1},
    f"{C.PUBLIC_ORDER}:{S.HIGH}": {GUARD: 2},
    C.PUBLIC_ORDER: {GUARD: 1},
    f"{C.HELP}:{S.CRITICAL}": {GUARD: 1, CAR: 1},
    f"{C.HELP}:{S.HIGH}": {GUARD: 2},
    f"{C.TRAFFIC}:{S.CRITICAL}": {GUARD: 1, CAR: 1},
    f"{C.FACILITY}:{S.CRITICAL}": {GUARD: 2},
}
DEFAULT_STEPS: Mapping[str, tuple[str, ...]] = {
    f"{C.FIRE}:{S.CRITICAL}": ("look_at_camera", "call_119", "roll_call", "clear_fire_lane", "power_off"),
    f"{C.FIRE}:{S.HIGH}": ("look_at_camera", "call_119", "power_off"),
    f"{C.PERSONAL_SAFETY}:{S.CRITICAL}": ("look_at_camera", "call_back", "consider_110"),
    f"{C.PUBLIC_ORDER}:{S.CRITICAL}": ("look_at_camera", "consider_110", "watch_gates", "keep_footage"),
    f"{C.PUBLIC_ORDER}:{S.HIGH}": ("look_at_camera", "consider_110", "keep_footage"),
    f"{C.HELP}:{S.CRITICAL}": ("consider_120", "meet_ambulance"),
    f"{C.HELP}:{S.HIGH}": ("look_at_camera", "watch_gates"),
    f"{C.TRAFFIC}:{S.CRITICAL}": ("consider_120", "consider_110", "clear_lane"),
    f"{C.FACILITY}:{S.CRITICAL}": ("cordon", "tell_department"),
}
DEFAULTS = Cards(DEFAULT_NEEDS, DEFAULT_STEPS)
KNOWN_STEPS = tuple(dict.fromkeys(key for steps in DEFAULT_STEPS.values() for key in steps))
"""Steps that the screens have words for in every language; any other is shown as it was written."""


def where(category: Category, severity: Severity | None) -> str:
    """Name a card: of one severity, or of every severity that has none of its own."""
    return f"{category}:{severity}" if severity else category


def lacking(needs: Needs, parts: Iterable[str]) -> dict[str, int]:
    """Give what is still missing when these parts come."""
    coming = Counter(parts)
    return {part: wanted - coming[part] for part, wanted in needs.items() if wanted > coming[part]}


def read(document: Mapping[str, object]) -> Cards:
    """Read a market's own cards: `{"needs": {"FI:critical": {"guard": 2}}, "steps": {"FI": ["call_119"]}}`.

    Raises:
        ValueError: naming what can not be read.
    """
    if unknown := set(document) - {"needs", "steps"}:
        raise ValueError(f"unknown parts: {', '.join(sorted(unknown))}")
    needs = {_where(name): _needs(name, value) for name, value in _table(document, "needs").items()}
    steps = {_where(name): _steps(name, value) for name, value in _table(document, "steps").items()}
    return Cards({**DEFAULT_NEEDS, **needs}, {**DEFAULT_STEPS, **steps})


def _table(document: Mapping[str, object], name: str) -> Mapping[str, object]:
    match document.get(name, {}):
        case dict(table):
            return table
    raise ValueError(f"{name}: want an object")


def _where(name: str) -> str:
    category, _, severity = name.partition(":")
    Category(category)
    if severity:
        Severity(severity)
    return name


def _needs(name: str, value: object) -> Needs:
    if not (isinstance(value, dict) and set(value) <= PARTS and all(_few(n) for n in value.values())):
        raise ValueError(f"needs.{name}: want guard, car and shop with numbers from 0 to {MOST}")
    if name.endswith(f":{Severity.CRITICAL}") and not any(value.values()):
        raise ValueError(f"needs.{name}: somebody has to go to a critical incident")
    return {str(part): int(number) for part, number in value.items()}


def _few(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST


def _steps(name: str, value: object) -> tuple[str, ...]:
    if not (isinstance(value, list) and all(isinstance(key, str) and key.strip() for key in value)):
        raise ValueError(f"steps.{name}: want a list of keys, or of sentences")
    if len(value) > MOST_STEPS or any(len(key) > LONGEST_STEP for key in value):
        raise ValueError(
            f"steps.{name}: {MOST_STEPS} steps of {LONGEST_STEP} characters are the most anybody reads"
        )
    if len(set(value)) < len(value):
        raise ValueError(f"steps.{name}: a step stands there twice")
    return tuple(value)
