"""The flow of every stage for Prometheus: what ingest and jobs put into their heartbeats, and our own."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from patrol.queries.health import Flow, flows
from patrol.rules import spread
from web.context import Context
from web.live import Live

STILL_THERE = timedelta(seconds=30)
SPREADS = {
    "size": ("patrol_batch_messages", "Messages stored in one transaction"),
    "waited": ("patrol_stored_seconds", "From hearing a message until it was durable, first of each batch"),
    "commit": ("patrol_commit_seconds", "The end of a batch's transaction"),
    "device": ("patrol_device_lag_seconds", "From the device's own instant until it was durable"),
    "broker": ("patrol_broker_seconds", "A word of ingest through the broker and back"),
    "late": ("patrol_jobs_late_seconds", "How much later than its turn a job looked"),
}
OF_A_JOB = {
    "late_s": ("patrol_job_late_seconds", "How late the last look was"),
    "took_s": ("patrol_job_took_seconds", "How long the last look took"),
}
COUNTS_OF_A_JOB = {
    "looks": ("patrol_job_looks", "Looks whether there is something to do"),
    "acts": ("patrol_job_acts", "Looks that found something"),
    "failures": ("patrol_job_failures", "Looks that failed"),
}


class FlowFigures(Collector):
    """Read from the heartbeats when somebody asks; without a database only what is our own."""

    def __init__(self, live: Live, context: Context) -> None:
        self._live, self._context = live, context

    def describe(self) -> list[Metric]:
        """Name nothing beforehand: that would ask the database while the application is made."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Give every stage."""
        yield from _own(self._live)
        found = self._flows()
        yield from _ingest(found)
        yield from _jobs(found)
        for key, (name, told) in SPREADS.items():
            yield _spreads(name, told, {flow.part: flow.facts.get(key) for flow in found})
        yield _gauge("patrol_process_bytes", "Resident memory", _facts(found, "rss"))
        yield _gauge("patrol_process_files", "Open files and sockets", _facts(found, "files"))

    def _flows(self) -> list[Flow]:
        try:
            with self._context.reading() as (session, now):
                return flows(session, since=now - STILL_THERE)
        except (SQLAlchemyError, OSError):
            return []


def _own(live: Live) -> Iterator[Metric]:
    lag = live.relay.lag.card()
    yield _spreads("patrol_relay_lag_seconds", "From a change until it was said to its room", {"web": lag})
    told = "Packets that wait for the slowest client of this process"
    yield GaugeMetricFamily("patrol_client_backlog_packets", told, value=live.flow.behind())


def _ingest(found: list[Flow]) -> Iterator[Metric]:
    yield _gauge("patrol_ingest_waiting", "Messages heard and not stored yet", _facts(found, "waiting"))
    messages = CounterMetricFamily(
        "patrol_messages", "Signals by what became of them", labels=["part", "outcome"]
    )
    for flow in found:
        for outcome, count in flow.facts.get("messages", {}).items():
            messages.add_metric([flow.part, outcome], count)
    yield messages


def _jobs(found: list[Flow]) -> Iterator[Metric]:
    jobs = {name: record for flow in found for name, record in flow.facts.get("jobs", {}).items()}
    for key, (name, told) in OF_A_JOB.items():
        yield _gauge(name, told, {job: record[key] for job, record in jobs.items()}, label="job")
    for key, (name, told) in COUNTS_OF_A_JOB.items():
        counter = CounterMetricFamily(name, told, labels=["job"])
        for job, record in jobs.items():
            counter.add_metric([job], record[key])
        yield counter


def _facts(found: list[Flow], key: str) -> dict[str, float]:
    return {flow.part: float(flow.facts[key]) for flow in found if key in flow.facts}


def _gauge(name: str, told: str, values: Mapping[str, float], label: str = "part") -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, told, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _spreads(name: str, told: str, cards: Mapping[str, Any]) -> HistogramMetricFamily:
    family = HistogramMetricFamily(name, told, labels=["part"])
    for part, card in cards.items():
        counted = spread.read(card)
        if counted is None:
            continue
        ends = [*map(str, map(float, counted.steps)), "+Inf"]
        below = [sum(counted.counts[: index + 1]) for index in range(len(ends))]
        family.add_metric([part], list(zip(ends, below, strict=True)), counted.sum)
    return family
