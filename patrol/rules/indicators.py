"""The indicators: a code, the set it is of, and what is wanted of it; one pure formula for all of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from patrol.rules.case_marks import Mark

FEW = 5
"""Below so many, a rate says more about single people than about the work: counts only."""


class Better(StrEnum):
    """Which way is good."""

    HIGH = "high"
    LOW = "low"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Indicator:
    """`wanted` out of `of`; both within `base`. An incident is in a set when it bears all of its marks."""

    code: str
    of: Mark
    wanted: Mark
    better: Better = Better.HIGH
    base: Mark = Mark.COUNTED

    @property
    def whole(self) -> Mark:
        """The marks of what it is of: the denominator."""
        return self.base | self.of

    @property
    def part(self) -> Mark:
        """The marks of what was wanted: the numerator, always inside the denominator."""
        return self.whole | self.wanted


M, LOW = Mark, Better.LOW

INDICATORS: tuple[Indicator, ...] = (
    Indicator("valid", M.VALID_DUE, M.VALID),
    Indicator("accept_in_time", M.ACCEPT_DUE, M.ACCEPT_MET),
    Indicator("dispatch_in_time", M.DISPATCH_DUE, M.DISPATCH_MET),
    Indicator("right_first_time", M.RIGHT_DUE, M.RIGHT_FIRST),
    Indicator("answer_in_time", M.ANSWER_DUE, M.ANSWER_MET),
    Indicator("on_scene_in_time", M.SCENE_DUE, M.SCENE_MET),
    Indicator("handled_in_time", M.HANDLE_DUE, M.HANDLE_MET),
    Indicator("closed", M.CLOSE_DUE, M.CLOSED),
    Indicator("closed_in_time", M.CLOSE_DUE, M.CLOSE_MET),
    Indicator("verified", M.CLOSED, M.VERIFIED),
    Indicator("evaluated", M.CLOSED, M.EVALUATED),
    Indicator("evaluated_in_time", M.EVALUATE_DUE, M.EVALUATE_MET),
    Indicator("rated", M.CLOSED, M.RATED, Better.NEITHER),
    Indicator("satisfied", M.SATISFIED_DUE, M.SATISFIED),
    Indicator("return", M.RIGHT_DUE, M.RETURNED, LOW),
    Indicator("rework", M.REWORK_DUE, M.REWORKED, LOW),
    Indicator("extension", M.HANDLE_DUE, M.EXTENDED, LOW),
    Indicator("hold", M.ACCEPTED, M.HELD, LOW, base=M.REAL),
    Indicator("false_alarm", M.FALSE_DUE, M.FALSE_ALARM, LOW),
    Indicator("self_closed", M.CLOSED, M.SELF_CLOSED, Better.NEITHER),
    Indicator("checked", M.SELF_CLOSED, M.CHECKED),
    Indicator("reopened", M.ACCEPTED, M.REOPENED, LOW),
)
"""In the order in which pages and papers show them."""

BY_CODE: Mapping[str, Indicator] = {one.code: one for one in INDICATORS}
FIVE = ("accept_in_time", "dispatch_in_time", "on_scene_in_time", "handled_in_time", "closed_in_time")
"""The five rates that stand for the five steps. There is no single score."""

COUNTS: Mapping[str, Mark] = {
    "reports": M.COUNTED,
    "open": M.COUNTED | M.OPEN,
    "open_late": M.COUNTED | M.OPEN_LATE,
    "closed_count": M.COUNTED | M.CLOSED,
    "refused": M.COUNTED | M.REFUSED,
    "on_hold": M.REAL | M.ON_HOLD,
    "outside": M.REAL | M.OUTSIDE,
    "disputed": M.REAL | M.DISPUTED,
    "dispute_waits": M.REAL | M.DISPUTE_WAITS,
    "struck": M.REAL | M.STRUCK,
    "drills": M.DRILL,
    "voids": M.VOID,
    "merged": M.MERGED,
}
"""What is counted beside the rates; the last three stand outside all of them."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`part` of `whole`."""

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        """From 0 to 1; None: no data, or too few to say."""
        return self.part / self.whole if self.whole >= FEW else None

    @property
    def few(self) -> bool:
        """Whether there are some, but too few for a rate."""
        return 0 < self.whole < FEW


Tally = Mapping[int, int]
"""How many incidents bear exactly these marks."""


def count(tally: Tally, marks: Mark) -> int:
    """Count the incidents that bear all of these marks."""
    wanted = int(marks)
    return sum(number for borne, number in tally.items() if borne & wanted == wanted)


def rate(indicator: Indicator, tally: Tally) -> Rate:
    """Work one indicator out."""
    return Rate(count(tally, indicator.part), count(tally, indicator.whole))


def add(tallies: Iterable[Tally]) -> Tally:
    """Put tallies together."""
    found: dict[int, int] = {}
    for tally in tallies:
        for marks, number in tally.items():
            found[marks] = found.get(marks, 0) + number
    return found


def set_named(code: str, part: str) -> Mark | None:
    """Give the marks of the set that a number counts: `wanted`, `of`, `missed` (`of` without `wanted`), or a
    count's own; None: there is no such set."""
    if code in COUNTS:
        return COUNTS[code]
    indicator = BY_CODE.get(code)
    if indicator is None:
        return None
    return indicator.part if part == "wanted" else indicator.whole


def left_out(code: str, part: str) -> Mark | None:
    """Give the marks that must be missing: those of what was wanted, where the list is of what missed it."""
    indicator = BY_CODE.get(code)
    return indicator.wanted if indicator is not None and part == "missed" else None
