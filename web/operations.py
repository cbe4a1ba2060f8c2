"""What the operations page draws: the flow of every stage over the last quarter of an hour."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from patrol.cards.things import stamp
from patrol.queries.health import Flow
from patrol.rules import spread
from patrol.rules.spread import Counts
from web.recent import Reading

WINDOW = 2
"""Readings a point looks back over, 10 s: each process gave a new sign of life meanwhile."""
SPREADS = ("size", "waited", "commit", "device", "broker", "relay", "requests", "late")
LEVELS: Mapping[str, Callable[[Sequence[float]], float]] = {"waiting": sum, "clients": sum, "behind": max}

Was = Mapping[str, Flow]


def drawn(readings: Sequence[Reading]) -> dict[str, Any]:
    """Give `times` and for each of them a point of every series; None where nothing was counted.

    `messages` and `answers` are a second; spreads have `p50` and `p99`, in seconds or messages.
    """
    by_part = [{flow.part: flow for flow in flows} for _, flows in readings]
    pairs = [(now, by_part[max(0, at - WINDOW)]) for at, now in enumerate(by_part)]
    between = {key: [_between(now, was, key) for now, was in pairs] for key in SPREADS}
    percentiles = {
        key: {"p50": [_point(c, 0.5) for c in counts], "p99": [_point(c, 0.99) for c in counts]}
        for key, counts in between.items()
    }
    levels = {key: [_level(now, key) for now in by_part] for key in LEVELS}
    rates = {
        "messages": [_rate(now, was, _messages) for now, was in pairs],
        "answers": [_rate(now, was, _answers) for now, was in pairs],
    }
    return {"times": [stamp(at) for at, _ in readings], "series": percentiles | levels | rates}


def processes(reading: Reading) -> list[dict[str, Any]]:
    """Name every process that works, with its age and size."""
    at, flows = reading
    return [
        {
            "part": flow.part,
            "age_s": round(max(0.0, (at - flow.at).total_seconds()), 1),
            "started_at": stamp(flow.started_at),
            "rss": flow.facts.get("rss"),
            "files": flow.facts.get("files"),
        }
        for flow in flows
        if flow.facts
    ]


def jobs(reading: Reading) -> list[dict[str, Any]]:
    """Name every job with how late it last was, how long it took, and how often it failed."""
    found = {name: record for flow in reading[1] for name, record in flow.facts.get("jobs", {}).items()}
    return [{"job": name, **found[name]} for name in sorted(found)]


def _between(now: Was, was: Was, key: str) -> Counts | None:
    def counted(part: str) -> Counts | None:
        newer = spread.read(now[part].facts.get(key))
        if newer is None or part not in was or was is now:
            return None
        return spread.since(newer, spread.read(was[part].facts.get(key)))

    return spread.together(found for part in now if (found := counted(part)) is not None)


def _point(counted: Counts | None, share: float) -> float | None:
    value = spread.quantile(counted, share)
    return None if value is None else round(value, 5)


def _level(now: Was, key: str) -> float | None:
    values = [float(flow.facts[key]) for flow in now.values() if key in flow.facts]
    return LEVELS[key](values) if values else None


def _messages(flow: Flow) -> int | None:
    told = flow.facts.get("messages")
    return None if told is None else sum(told.values())


def _answers(flow: Flow) -> int | None:
    counted = spread.read(flow.facts.get("requests"))
    return None if counted is None else counted.total


def _rate(now: Was, was: Was, count: Callable[[Flow], int | None]) -> float | None:
    """Sum up what each process did a second, by its own signs of life."""
    rates = []
    for part, flow in now.items():
        newer, older = count(flow), count(was[part]) if part in was else None
        if newer is None or older is None:
            continue
        elapsed = (flow.at - was[part].at).total_seconds()
        done = newer - older if newer >= older else newer
        rates.append(done / elapsed if elapsed > 0 else 0.0)
    return round(sum(rates), 2) if rates else None
