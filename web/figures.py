"""Figures of a web process for Prometheus."""

from collections.abc import Iterator
from typing import cast

from flask import Flask
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from web.context import Context
from web.flow_figures import FlowFigures
from web.live import Live


class LiveFigures(Collector):
    """Read from the live parts when somebody asks."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give how every part is, and how many listen."""
        up = GaugeMetricFamily("patrol_part_up", "1 when the part works", labels=["part"])
        age = GaugeMetricFamily("patrol_part_age_seconds", "Since its last sign of life", labels=["part"])
        for name, part in self._live.pulse.look().items():
            up.add_metric([name], float(part.ok))
            if part.age_s is not None:
                age.add_metric([name], part.age_s)
        yield up
        yield age
        clients = len(self._live.clients.everybody())
        yield GaugeMetricFamily("patrol_boards_connected", "Sockets open in this process", value=clients)


class Figures:
    """The counters of requests, and the registry they stand in."""

    def __init__(self, live: Live, context: Context) -> None:
        self._flow = live.flow
        self.registry = CollectorRegistry()
        self.registry.register(LiveFigures(live))
        self.registry.register(FlowFigures(live, context))
        self.requests = Counter(
            "patrol_requests_total", "Requests answered", ["route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "patrol_request_seconds", "Time to answer", ["route"], registry=self.registry
        )

    def note(self, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self.requests.labels(route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)
        self._flow.requests.note(seconds)


def figures_of(app: Flask) -> Figures:
    """Give the figures of an application."""
    return cast(Figures, app.extensions["patrol.figures"])
