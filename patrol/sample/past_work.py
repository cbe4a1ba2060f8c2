"""The work on a made-up case: who was sent, what went wrong, how it was closed and what was said of it."""

from datetime import datetime, timedelta
from random import Random

from patrol.rules import timers
from patrol.rules.case_words import TaskState, TimerKind
from patrol.rules.words import Role, Severity, Step
from patrol.sample.past_case import Guard, PastCase, Town, ended, took
from patrol.sample.past_kinds import LESSONS

T = TimerKind
GRAVE = (Severity.CRITICAL, Severity.HIGH)
NO_PICTURE = "演示数据没有照片"
LATE_TO_CLOSE, LATE_WORK = 0.05, 0.04


def on_the_spot(case: PastCase, town: Town, rng: Random) -> None:
    """The desk settles it by itself."""
    accepted = _accepted(case)
    at = accepted + timedelta(minutes=rng.randint(2, 9))
    case.wait(T.DISPATCH, accepted, at)
    result = ended(case, rng)
    case.incident |= {
        "step": Step.CLOSED, "closed_at": at, "closed_by": case.officer, "result": result, "notes": 1,
    }  # fmt: skip
    case.line("solve_on_spot", at, case.officer, result=result, note="电话里说清楚了")
    _afterwards(case, town, at, rng)


def work(case: PastCase, town: Town, rng: Random) -> None:
    """Somebody is sent, and what they did is looked at."""
    accepted = _accepted(case)
    sent = accepted + took(rng, T.DISPATCH, case)
    case.wait(T.DISPATCH, accepted, sent)
    if case.story.severity not in GRAVE:
        sent = _returned(case, town, sent, rng) if rng.random() < 0.05 else sent
        sent = _held(case, town, sent, rng) if rng.random() < 0.05 else sent
    guards = rng.sample(town.guards[case.spot.grid], 2 if case.story.severity in GRAVE else 1)
    done = _tasks(case, guards, sent, rng)
    longer = not case.late_after(sent, done) and rng.random() < 0.04
    case.wait_handled(sent, done, leader=rng.choice(town.leaders) if longer else None)
    if rng.random() < 0.06:
        done = _reworked(case, town, guards[0], done, rng)
    if case.story.outside and rng.random() < 0.4:
        _handed_over(case, sent, rng)
    _close(case, town, done, rng)


def _accepted(case: PastCase) -> datetime:
    at = case.incident["accepted_at"]
    assert isinstance(at, datetime)
    return at


def _returned(case: PastCase, town: Town, sent: datetime, rng: Random) -> datetime:
    """Whoever was sent first could not do it."""
    guard = rng.choice(town.guards[case.spot.grid])
    back = sent + timedelta(minutes=rng.randint(3, 8))
    case.line("dispatch", sent, case.officer, units=[f"device:{guard.code}"])
    case.task(guard, sent, TaskState.WITHDRAWN, answered=sent + timedelta(seconds=40), settled=back)
    case.line("return", back, guard.person, reason="需要另一组处理")
    again = back + timedelta(minutes=rng.randint(1, 4))
    case.wait(T.DISPATCH, back, again)
    case.incident["returned"] = 1
    return again


def _held(case: PastCase, town: Town, sent: datetime, rng: Random) -> datetime:
    """It could not be solved at once."""
    leader = rng.choice(town.leaders)
    until = sent + timedelta(hours=rng.randint(3, 30))
    promised = until + timedelta(hours=2)
    case.line("hold", sent, leader, reason="等配件", until=promised.isoformat())
    case.wait(T.HOLD, sent, until, due=promised)
    case.line("resume", until, leader)
    case.incident["holds"] = 1
    return until + timedelta(minutes=1)


def _tasks(case: PastCase, guards: list[Guard], sent: datetime, rng: Random) -> datetime:
    """Send them; give when the last one was done."""
    case.line("dispatch", sent, case.officer, units=[f"device:{guard.code}" for guard in guards])
    there = sent + took(rng, T.ON_SCENE, case)
    case.wait(T.ON_SCENE, sent, there)
    done = there
    for number, guard in enumerate(guards):
        answered = min(sent + took(rng, T.ANSWER, case), there)
        arrived = there + timedelta(seconds=35 * number)
        left = arrived + _worked(case, rng)
        task = case.task(guard, sent, TaskState.DONE, answered=answered, arrived=arrived, settled=left)
        case.wait(T.ANSWER, sent, answered, task=task)
        unit = f"device:{guard.code}"
        case.line("respond", answered, guard.person, unit=unit)
        case.line("arrive", arrived, guard.person, unit=unit)
        case.line("feedback", left, guard.person, unit=unit, note="已处理", without_picture=NO_PICTURE)
        done = max(done, left)
    case.incident["notes"] = len(guards)
    return done


def _worked(case: PastCase, rng: Random) -> timedelta:
    """How long the work itself took; now and then longer than it may."""
    span = timers.span(T.HANDLED, case.story.severity, timers.DEFAULTS) or 86_400
    if rng.random() < LATE_WORK:
        return timedelta(seconds=span * rng.uniform(1.02, 1.3))
    return timedelta(minutes=max(2.0, rng.gauss(case.story.work_min, case.story.work_min / 3)))


def _reworked(case: PastCase, town: Town, guard: Guard, done: datetime, rng: Random) -> datetime:
    """Somebody looked and was not content."""
    looked = done + timedelta(minutes=rng.randint(10, 60))
    case.wait(T.CLOSE, done, looked)
    case.line("rework", looked, rng.choice(town.leaders), reason="现场没有清理完")
    case.incident |= {"reworked": 1, "round": 2}
    again = looked + timedelta(minutes=rng.randint(8, 20))
    answered, arrived = looked + timedelta(seconds=50), looked + timedelta(minutes=4)
    case.task(guard, looked, TaskState.DONE, answered=answered, arrived=arrived, settled=again)
    case.line("feedback", again, guard.person, note="已重新处理", without_picture=NO_PICTURE)
    case.wait_handled(looked, again)
    return again


def _handed_over(case: PastCase, sent: datetime, rng: Random) -> None:
    called = sent + timedelta(seconds=rng.randint(20, 120))
    arrived = called + timedelta(seconds=rng.randint(240, 620))
    body = str(case.story.outside)
    case.outside.append(
        {
            "body": body,
            "called_at": called,
            "called_by": case.officer,
            "receipt": f"{body}-{rng.randrange(10_000):04d}",
            "spoke_with": None,
            "arrived_at": arrived,
            "returned_at": arrived + timedelta(minutes=rng.randint(5, 20)),
        }
    )
    case.line("transfer", called, case.officer, body=body)


def _close(case: PastCase, town: Town, done: datetime, rng: Random) -> None:
    """Looked at by somebody else, or closed alone on a quiet night and looked at by day."""
    grave = case.story.severity in GRAVE
    span = timers.span(T.CLOSE, case.story.severity, timers.DEFAULTS) or 86_400
    share = rng.uniform(1.05, 1.4) if rng.random() < LATE_TO_CLOSE else rng.betavariate(1, 9)
    closed = done + timedelta(seconds=max(60.0, span * share))
    case.wait(T.CLOSE, done, closed)
    leader = rng.choice(town.leaders)
    alone = not grave and rng.random() < 0.06
    by = case.officer if alone else rng.choice([one for one in town.officers if one != case.officer])
    if grave:
        case.incident["verified_by"] = leader
        case.line("verify", closed - timedelta(seconds=30), leader)
    result = ended(case, rng)
    case.incident |= {
        "step": Step.CLOSED, "closed_at": closed, "closed_by": by, "result": result, "self_closed": alone,
    }  # fmt: skip
    case.line("close", closed, by, result=result, **({"alone": "夜间单人值班"} if alone else {}))
    if alone:
        _looked_at_by_day(case, leader, closed, rng)
    _afterwards(case, town, closed, rng)


def _looked_at_by_day(case: PastCase, leader: int, closed: datetime, rng: Random) -> None:
    checked = closed + timedelta(hours=rng.randint(4, 20))
    if checked > case.now:
        case.wait(T.CHECK, closed, None)
        return
    case.wait(T.CHECK, closed, checked)
    case.incident["checked_by"] = leader
    case.line("check", checked, leader)


def _afterwards(case: PastCase, town: Town, closed: datetime, rng: Random) -> None:
    """The leader, sometimes the police, and the shop say what they think."""
    span = timers.span(T.EVALUATE, case.story.severity, timers.DEFAULTS)
    if rng.random() < (0.93 if span else 0.1):
        _judged(case, town, closed, span or 86_400, rng)
    elif span:
        case.wait(T.EVALUATE, closed, None)
    if case.story.device is None and rng.random() < 0.45:
        at, score = closed + timedelta(minutes=rng.randint(5, 600)), _score(rng, 4.3)
        if case.say(Role.LEAD, case.spot.lead, at, {"satisfaction": score}):
            case.line("rate", at, case.spot.lead, score=score)


def _judged(case: PastCase, town: Town, closed: datetime, span: int, rng: Random) -> None:
    at = closed + timedelta(seconds=span * rng.betavariate(1.2, 3))
    scores = {name: _score(rng, 4.1) for name in ("speed", "care", "result")}
    leader = rng.choice(town.leaders)
    if not case.say(Role.SHIFT_LEADER, leader, at, scores, rng.choice(LESSONS)):
        case.wait(T.EVALUATE, closed, None)
        return
    case.wait(T.EVALUATE, closed, at)
    case.line("evaluate", at, leader, scores=scores)
    case.incident["step"] = Step.EVALUATED
    later = at + timedelta(hours=2)
    if case.story.severity in GRAVE and rng.random() < 0.5 and case.say(
        Role.POLICE, town.police, later, scores
    ):  # fmt: skip
        case.line("evaluate", later, town.police, scores=scores)


def _score(rng: Random, middle: float) -> int:
    return max(1, min(5, round(rng.gauss(middle, 0.8))))
