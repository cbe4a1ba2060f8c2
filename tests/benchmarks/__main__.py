"""`python -m tests.benchmarks`: run measurements, print tables, write JSON, draw pictures."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from patrol.clock import system_clock
from tests.benchmarks import machine
from tests.benchmarks.drawing import draw
from tests.benchmarks.effort import FULL, PAST, QUICK, SIZE, SMOKE, Effort
from tests.benchmarks.printing import print_report
from tests.benchmarks.report import Report
from tests.benchmarks.site import Broker, Database, Ground
from tests.parts import Absent, mosquitto, postgres

CASES = {
    "ingest": "messages a second into the durable store, against the bare parts",
    "handling": "processor time for one message in our own code",
    "live": "from a device to a board, at fixed rates",
    "peers": "the same messages through Node-RED and Home Assistant",
    "stages": "where the time goes on the way from a device to a board",
    "sos": "a call for help, alone and in a flood of positions",
    "nearest": "whom to send: all units and shops weighed for one incident",
    "phone": "from an officer's press to the phone of who is sent",
    "kills": "kill -9 of every part again and again: lost, doubled",
    "soak": "memory, open files and lag over a million messages",
    "boards": "what more boards cost",
    "board": "what the board asks of a browser",
    "duty": "how fair and how fast turns of duty are",
    "calendars": "a hundred calendar apps that ask at once, and a board beside them",
    "rosters": "rosters of guards until the best one is proven",
    "groups": "groups by walking distance, against what HiGHS proves",
    "figures": "a month's figures over ever more incidents",
    "growth": "larger markets and longer pasts",
}
PARTS: Mapping[StrEnum, Callable[[], object]] = {
    Database.POSTGRES: postgres.find,
    Broker.MOSQUITTO: mosquitto.find,
}
EFFORTS = {"full": FULL, "quick": QUICK, "smoke": SMOKE, "past": PAST, "size": SIZE}


def main(words: Sequence[str] | None = None) -> None:
    """Run what is asked for."""
    told = _parser().parse_args(words)
    effort = replace(here(QUICK if told.quick else EFFORTS[told.effort]), instances=told.instances)
    found: list[Report] = []
    for name in told.names or CASES:
        print(f"\n== {name}: {CASES[name]}", file=sys.stderr, flush=True)
        try:
            found.append(run(name, effort))
        except Absent as absent:
            print(f"left out: {absent}", flush=True)
            continue
        print_report(found[-1])
        print(f"machine: {found[-1].machine}")
        if told.plot:
            for picture in found[-1].pictures:
                print(f"drawn: {draw(picture, told.plot)}")
        if told.json:
            told.json.write_text(json.dumps(as_json(found), indent=1), encoding="utf-8")


def here(effort: Effort, parts: Mapping[StrEnum, Callable[[], object]] = PARTS) -> Effort:
    """Leave out databases and brokers that this machine has not, and say so."""
    missing: set[StrEnum] = set()
    for part, find in parts.items():
        try:
            find()
        except Absent as absent:
            print(f"left out: {absent}", flush=True)
            missing.add(part)
    return replace(effort, places=tuple(place for place in effort.places if missing.isdisjoint(place)))


def run(name: str, effort: Effort) -> Report:
    """Run one measurement on fresh ground."""
    measure: Callable[[Ground, Effort], Report] = import_module(f"tests.benchmarks.cases.{name}").measure
    before = machine.facts()
    with tempfile.TemporaryDirectory(prefix="patrol-bench-") as folder, Ground(Path(folder)) as ground:
        found = measure(ground, effort)
    return replace(found, machine=before | {"load_after": machine.load()})


def as_json(found: Sequence[Report]) -> dict[str, object]:
    """Give everything with what it was measured on."""
    return {
        "at": system_clock().isoformat(),
        "reports": [report.as_json() for report in found],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./patrolctl bench",
        epilog="names: " + "; ".join(f"{name}: {told}" for name, told in CASES.items()),
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", choices=[[], *CASES], help="all, if none is named"
    )
    parser.add_argument("--quick", action="store_true", help="short runs, for a first look")
    told = "`past` and `size` are for growth alone"
    parser.add_argument("--effort", choices=EFFORTS, default="full", help=told)
    told = "public instances to group (.dat, .txt) instead of the sample market, for `groups` alone"
    parser.add_argument("--instances", type=Path, metavar="DIR", help=told)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything as JSON")
    parser.add_argument("--plot", type=Path, metavar="DIR", help="draw the curves as SVG")
    return parser


if __name__ == "__main__":
    main()
