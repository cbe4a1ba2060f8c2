"""How long a call for help takes to a board, alone and during a flood of positions at the limit."""

import time

from tests.benchmarks.effort import EMBEDDED, FIELD, Effort
from tests.benchmarks.load import DEVICES, Say
from tests.benchmarks.report import Cell, Report, Table, middle, spread
from tests.benchmarks.sending import WINDOW, Sender, Sent, covered, first_seen
from tests.benchmarks.site import Ground
from tests.benchmarks.stage import Stage, ready, staged

CALLS_A_SECOND = 5.0
FLOOD_A_SECOND = 2_500
"""More than ingest stores; what it cannot take waits in the broker."""
HEADS = (
    "store + broker",
    "flood",
    "calls",
    "p50 ms",
    "p99 ms",
    "worst",
    "missing",
    "p99 to idle",
    "broker p99",
)
FLOODS = {"50 devices, one each": DEVICES[Say.POSITIONS], "a gateway, 400": WINDOW}
"""Who floods, and how many messages they send before the broker has answered for the first of them."""
NOTE = (
    "flood: positions of 50 cars and phones, as fast as the broker takes them, and how many may be "
    "unanswered: devices that each wait for their answer, or a gateway that waits for none; the first second "
    "is left out. "
    "broker p99: until the broker acknowledged the call to the button, in ms; the rest is ours."
)
Pressed = tuple[Sent, list[float]]


def measure(ground: Ground, effort: Effort) -> Report:
    """Press buttons in peace, then in a flood."""
    rows: list[tuple[Cell, ...]] = []
    for place in (place for place in effort.places if place in (EMBEDDED, FIELD)):
        with staged(ground, place) as stage, stage.speaker(Say.SOS, warm_up=20) as buttons:
            calm = _press(stage, buttons, effort.seconds)
            rows.append(_row(stage, "no", calm, None))
            with stage.speaker(Say.POSITIONS, warm_up=50) as cars:
                for name, window in FLOODS.items():
                    cars.begin(int(effort.flood * FLOOD_A_SECOND), window=window)
                    time.sleep(min(1.0, effort.flood / 4))
                    wild = _press(stage, buttons, effort.flood - 1)
                    cars.end()
                    rows.append(_row(stage, name, wild, calm))
    return Report("sos", (Table("A call for help, to a board", HEADS, tuple(rows), NOTE),))


def _press(stage: Stage, buttons: Sender, seconds: float) -> Pressed:
    """Press for a while; give what was sent, and the waits."""
    with stage.ear() as ear:
        ready(ear)
        sent = buttons.send(max(5, int(seconds * CALLS_A_SECOND)), CALLS_A_SECOND)
        time.sleep(3.0)
        heard = ear.stop()
    return sent, covered(sent, first_seen(heard["stream"]))


def _row(stage: Stage, flood: str, found: Pressed, calm: Pressed | None) -> tuple[Cell, ...]:
    sent, waits = found
    here, before = spread(waits), spread(calm[1]) if calm else None
    ratio = middle([here.p99 / before.p99]) if here and before else None
    times = (here.p50, here.p99, here.worst) if here else (None, None, None)
    missing = sent.count - len(waits)
    return (stage.site.label, flood, sent.count, *times, missing, ratio, sent.broker_p99_ms)
