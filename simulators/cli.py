"""`python -m simulators SCENARIO`: read the words, set the stage, play until told to stop."""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from simulators.beats import beats_of
from simulators.browser import Browser
from simulators.links import Links
from simulators.market import Market, read_market
from simulators.office import Office, keep
from simulators.play import Play, run
from simulators.scenario import BadScenario, Scenario, load, names
from simulators.stage import CARS, Stage, stage_of
from simulators.teller import Teller
from simulators.teller import keep as teller_keep
from simulators.timeline import Timeline
from simulators.walkers import BEATS, Walker
from simulators.walkers import keep as walkers_keep

FASTEST = 600.0


def parser() -> argparse.ArgumentParser:
    """Say what the command takes."""
    made = argparse.ArgumentParser(prog="python -m simulators", description="Pretend devices of a market.")
    made.add_argument("scenario", choices=names())
    made.add_argument(
        "--market", type=Path, required=True, metavar="FILE.json", help="as `patrol market export` writes it"
    )
    made.add_argument(
        "--mqtt",
        default=os.environ.get("PATROL_MQTT_URL") or "mqtt://127.0.0.1:1883",
        metavar="URL",
        help="mqtt:// or mqtts://user:pass@host:port",
    )
    made.add_argument(
        "--speed", type=_speed, default=1.0, metavar="N", help="the pretend day runs N times faster"
    )
    made.add_argument("--seed", type=int, default=1, metavar="N", help="the same number, the same play")
    made.add_argument("--rate", type=_rate, default=80.0, metavar="N", help="messages a second at most")
    made.add_argument("--begin", type=_clock, metavar="HH:MM", help="pretend time of day at the start")
    made.add_argument(
        "--office",
        metavar="URL",
        help="of a demonstration: a second officer sees to what is left alone, a shop tells things quietly, "
        "guards walk their rounds",
    )
    made.add_argument("--for", dest="for_s", type=float, metavar="S", help="stop after so many seconds")
    return made


def _speed(text: str) -> float:
    value = float(text)
    if not 0.1 <= value <= FASTEST:
        raise argparse.ArgumentTypeError(f"want 0.1 to {FASTEST:.0f}")
    return value


def _rate(text: str) -> float:
    value = float(text)
    if not 1 <= value <= 10_000:
        raise argparse.ArgumentTypeError("want 1 to 10000")
    return value


def _clock(text: str) -> int:
    when = datetime.strptime(text, "%H:%M").replace(tzinfo=UTC)
    return when.hour * 60 + when.minute


def main(words: Sequence[str] | None = None) -> int:
    """Play. 0: done; 1: something is missing, said in one line; 2: wrong usage."""
    given = parser().parse_args(words)
    try:
        market, scenario = read_market(given.market), load(given.scenario)
    except (OSError, ValueError, KeyError, TypeError, BadScenario) as error:
        print(f"cannot play: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    links = Links(given.mqtt, market.code, market.of_class("car"), _say)
    links.open()
    try:
        if _await(links, stop):
            _play(given, market, scenario, links, stop)
    finally:
        links.close()
    return 0


def _await(links: Links, stop: threading.Event) -> bool:
    """Wait for the broker; a play that begins without one would come all late."""
    waited = 0
    while not links.ready():
        if stop.wait(0.05):
            return False
        waited += 1
        if waited == 60:
            _say("waiting for the broker")
    return True


def _play(
    given: argparse.Namespace, market: Market, scenario: Scenario, links: Links, stop: threading.Event
) -> None:
    stage = _stage(market, scenario, given)
    beats = beats_of(stage, dead=scenario.dead)
    _say(
        f"{scenario.name}: {scenario.summary} {len(market.devices)} devices, "
        f"{len(stage.groups[CARS])} cars, {given.speed:g}×, seed {given.seed}"
    )
    if given.office:
        _people(given, market, stop)
    run(Play(stage, scenario, beats, rate=given.rate), links, stop, for_s=given.for_s)


def _people(given: argparse.Namespace, market: Market, stop: threading.Event) -> None:
    """Let those act who have no device: they press what people press."""
    office = Office(given.office, market.code)
    teller = Teller(given.office, given.seed)
    walkers = [Walker(Browser(given.office), login, market.globe, given.seed) for login in BEATS]
    for act, who in ((keep, office), (teller_keep, teller), (walkers_keep, walkers)):
        threading.Thread(target=act, args=(who, stop, _say), daemon=True).start()


def _stage(market: Market, scenario: Scenario, given: argparse.Namespace) -> Stage:
    now = datetime.now(UTC)
    local = now.astimezone(ZoneInfo(market.zone))
    chosen = given.begin if given.begin is not None else scenario.begins
    begin = chosen if chosen is not None else local.hour * 60 + local.minute
    return stage_of(market, Timeline(now, begin, given.speed), given.seed)


def _say(line: str) -> None:
    print(f"simulators: {line}", flush=True)
