"""Made-up weeks before a demonstration: what happened on each market day, case by case."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from patrol.rules.case_words import TimerKind
from patrol.rules.hours import MarketClock
from patrol.rules.words import Step
from patrol.sample.past_case import PastCase, Town, took
from patrol.sample.past_kinds import HOURS, STORIES, pick
from patrol.sample.past_work import GRAVE, on_the_spot, work

A_DAY = 22
TRIES = 12
"""How often a case of the last hours is told anew until it is over by now."""


def past(town: Town, clock: MarketClock, days: Sequence[date], rng: Random) -> Iterator[PastCase]:
    """Live through these market days, one case after the other."""
    for day in days:
        busy = 1.25 if day.weekday() in (4, 5) else 1.0
        number = round(rng.gauss(A_DAY, 4) * busy)
        for began in sorted(_moment(clock, day, rng) for _ in range(number)):
            tries = (_tell(town, began, rng) for _ in range(TRIES))
            case = next((one for one in tries if _is_over(one)), None)
            if case is not None:
                yield _in_order(case)


def _moment(clock: MarketClock, day: date, rng: Random) -> datetime:
    """An instant of a market day, by how busy its hours are."""
    begins = clock.begins(day).astimezone(UTC)
    first = clock.local(begins).hour
    hour = rng.choices(range(24), [HOURS[(first + n) % 24] for n in range(24)])[0]
    return begins + timedelta(hours=hour, seconds=rng.randrange(3600))


def _is_over(case: PastCase) -> bool:
    """Whether it was over by now."""
    closed = case.incident["closed_at"]
    return isinstance(closed, datetime) and closed <= case.now


def _tell(town: Town, began: datetime, rng: Random) -> PastCase:
    """Tell one case from its discovery to what was said of it."""
    story = pick(rng, [(one.often, one) for one in STORIES])
    device, spot = (None, rng.choice(town.spots))
    if story.device is not None:
        device, spot = rng.choice(town.devices[story.device])
    case = PastCase(story, spot, began, town.now, device)
    _discover(case, town, rng)
    if _accept(case, town, rng):
        begin = on_the_spot if rng.random() < story.on_spot else work
        begin(case, town, rng)
    return case


def _in_order(case: PastCase) -> PastCase:
    """Put the timeline in order and number it: the first two lines of an alert are one version."""
    case.entries.sort(key=lambda entry: str(entry["recorded_at"]))
    skipped = 1 if case.story.device else 0
    for number, entry in enumerate(case.entries, 1):
        entry["version"] = max(1, number - skipped)
    case.incident["version"] = case.incident["decided_version"] = case.entries[-1]["version"]
    return case


def _discover(case: PastCase, town: Town, rng: Random) -> None:
    story, spot = case.story, case.spot
    drill = story.device is not None and rng.random() < 0.04
    by = None if story.device else spot.lead
    nothing = ("accepted_at", "accepted_by", "closed_at", "closed_by", "result", "cause", "verified_by",
               "checked_by", "decided_by", "decided_at")  # fmt: skip
    case.incident = {
        **dict.fromkeys(nothing),
        "kind": story.kind,
        "category": story.category,
        "severity": story.severity,
        "source": story.source,
        "place_id": spot.place,
        "grid_id": spot.grid,
        "group_id": spot.group,
        "x": spot.x,
        "y": spot.y,
        "summary": rng.choice(story.texts) if story.texts else None,
        "discovered_at": case.began,
        "reported_by": by,
        "drill": drill,
        "drill_plan": f"{case.began:%Y-%m}" if drill else None,
        "step": Step.DISCOVERED,
        "returned": 0,
        "reworked": 0,
        "holds": 0,
        "round": 1,
        "notes": 0,
        "extended": False,
        "self_closed": False,
    }
    case.line("discover" if story.device else "report", case.began, by, sample=True)
    if drill:
        case.line(
            "drill",
            case.began + timedelta(seconds=1),
            rng.choice(town.leaders),
            plan=case.incident["drill_plan"],
        )


def _accept(case: PastCase, town: Town, rng: Random) -> bool:
    """Accept it, or refuse or void it: then it goes no further."""
    at = case.began + took(rng, TimerKind.ACCEPT, case)
    case.officer = rng.choice(town.officers)
    case.wait(TimerKind.ACCEPT, case.began, at)
    case.incident |= {"decided_by": case.officer, "decided_at": at}
    luck = rng.random()
    if case.story.severity not in GRAVE and case.story.device is None and luck < 0.05:
        _turn_down(case, at, rng.choice(town.leaders), refused=luck < 0.035)
        return False
    case.incident |= {"step": Step.ACCEPTED, "accepted_at": at, "accepted_by": case.officer}
    case.line("accept", at, case.officer)
    return True


def _turn_down(case: PastCase, at: datetime, leader: int, *, refused: bool) -> None:
    step = Step.REFUSED if refused else Step.VOID
    case.incident |= {"step": step, "closed_at": at, "closed_by": leader}
    if refused:
        case.line("refuse", at, leader, refusal="nothing_there")
    else:
        case.line("void", at, leader, reason="重复测试")
