"""What a signal means for the office: the first rule that fits says how grave it is and how it folds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from patrol.rules import conditions
from patrol.rules.conditions import Facts, Question
from patrol.rules.words import NEVER_HIDDEN, Category, Severity

ACCEPT_WITHIN_S = {
    Severity.CRITICAL: 30,
    Severity.HIGH: 60,
    Severity.NORMAL: 180,
    Severity.NOTICE: 1800,
}
"""S1: seconds until somebody should have accepted an alert."""


KINDS_KEPT = 500
"""Kinds come from the wire: beyond so many different ones the sorting by kind begins anew."""


class Fold(StrEnum):
    """What the signals of one open alert have in common beside the rule's subject."""

    DEVICE = "device"
    PLACE = "place"
    GROUP = "group"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class Repeats:
    """An alert only after so many signals within so many seconds."""

    count: int
    within_s: int


@dataclass(frozen=True, slots=True)
class Correlate:
    """Join an open alert of one of these kinds at the same place, if it is recent enough."""

    by: Fold
    within_s: int
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule makes of a signal. `severity` None takes the signal's own, or normal."""

    category: Category
    severity: Severity | None = None
    fold: Fold = Fold.DEVICE
    delay_s: int = 0
    repeats: Repeats | None = None
    auto_clear_s: int | None = None
    correlate: Correlate | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `outcome` None keeps the signal and raises nothing."""

    code: str
    rank: int
    asks: Question
    outcome: Outcome | None
    kinds: frozenset[str] | None = None
    """The only kinds it can fit; None: any."""
    kind_alone: bool = False
    """Nothing but the kind decides."""


class RuleBook:
    """A market's rules in their order, sorted by kind once, so that few are asked of each signal."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(sorted(rules, key=lambda rule: rule.rank))
        self._by_kind: dict[str, tuple[Rule, ...]] = {}

    def find(self, kind: str, gather: Callable[[], Facts]) -> Rule | None:
        """Give the first rule that fits; the facts are gathered only if a rule needs more than the kind."""
        facts: Facts | None = None
        for rule in self._of(kind):
            if rule.kind_alone:
                return rule
            facts = facts or gather()
            if rule.asks(facts):
                return rule
        return None

    def _of(self, kind: str) -> tuple[Rule, ...]:
        if kind not in self._by_kind:
            if len(self._by_kind) > KINDS_KEPT:
                self._by_kind.clear()
            fitting = (rule for rule in self.rules if rule.kinds is None or kind in rule.kinds)
            self._by_kind[kind] = tuple(fitting)
        return self._by_kind[kind]


def severity_of(outcome: Outcome, given: Severity | None) -> Severity:
    """The rule's severity, else the signal's own, else normal."""
    return outcome.severity or given or Severity.NORMAL


def may_hide(kind: str) -> bool:
    """Say whether this kind may be silenced, shelved, delayed, joined to another or cleared by time."""
    return kind not in NEVER_HIDDEN


def read_rule(code: str, rank: int, body: Mapping[str, object]) -> Rule:
    """Read a rule from its document: `{"when": condition, "then": outcome or "store"}`.

    Raises:
        BadCondition: naming the part that cannot be read.
    """
    if unknown := set(body) - {"when", "then", "name"}:
        raise conditions.BadCondition(f"unknown parts: {', '.join(sorted(unknown))}")
    when = body.get("when", {})
    asks, kinds = conditions.read(when), conditions.kinds_of(when)
    alone = not when or (kinds is not None and conditions.is_single(when))
    match body.get("then"):
        case "store":
            return Rule(code, rank, asks, None, kinds, alone)
        case dict(then):
            return Rule(code, rank, asks, _outcome(then), kinds, alone)
    raise conditions.BadCondition('then: want "store" or an outcome')


def _outcome(then: Mapping[str, object]) -> Outcome:
    known = {"category", "severity", "fold", "delay_s", "repeats", "auto_clear_s", "correlate"}
    if unknown := set(then) - known:
        raise conditions.BadCondition(f"then: unknown parts: {', '.join(sorted(unknown))}")
    try:
        return Outcome(
            category=Category(str(then["category"])),
            severity=_severity(then.get("severity")),
            fold=Fold(str(then.get("fold", "device"))),
            delay_s=_seconds(then.get("delay_s", 0)),
            repeats=_repeats(then.get("repeats")),
            auto_clear_s=_optional_seconds(then.get("auto_clear_s")),
            correlate=_correlate(then.get("correlate")),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise conditions.BadCondition(f"then: {error}") from error


def _severity(value: object) -> Severity | None:
    return None if value is None else Severity(str(value))


def _optional_seconds(value: object) -> int | None:
    return None if value is None else _seconds(value)


def _seconds(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 7 * 86400:
        raise ValueError(f"want seconds between 0 and a week, got {value!r}")
    return value


def _repeats(value: object) -> Repeats | None:
    match value:
        case None:
            return None
        case {"count": int(count), "within_s": within} if 2 <= count <= 100:
            return Repeats(count, _seconds(within))
    raise ValueError("repeats: want count (2 to 100) and within_s")


def _correlate(value: object) -> Correlate | None:
    match value:
        case None:
            return None
        case {"by": by, "within_s": within, "kinds": list(kinds)}:
            return Correlate(Fold(str(by)), _seconds(within), frozenset(map(str, kinds)))
    raise ValueError("correlate: want by, within_s and kinds")
