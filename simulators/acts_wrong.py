"""What goes wrong on purpose: rotten payloads, clocks ahead, late batches, ghosts in the broker's store."""

from collections.abc import Sequence
from datetime import timedelta

from simulators import speech
from simulators.stage import Cue, Stage
from simulators.utterance import Happening, Utterance, encode

GHOST_AGE = timedelta(days=3)
AHEAD = timedelta(hours=9)


def rotten(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A message that cannot be understood, in one of the ways that are seen in the field."""
    event = speech.topic(stage.market.code, cue.device, "event")
    bad_class = f"patrol/v1/{stage.market.code}/drone/{cue.device.code}/event"
    topic, payload = cue.dice.choice((
        (event, b'{"kind":"door","at":"2026-'),
        (event, b'{"phase":"new","data":{"battery":71}}'),
        (event, b"\xff\xd8\xff\xe0\x00\x10JFIF"),
        (event, b'["sos"]'),
        (bad_class, b'{"kind":"person"}'),
        ("frigate/reviews", b'{"type":"new","before":null,"after":null}'),
        ("events", b'{"event":{"type":"alarm"},"device":{"name":"Patrol car"}}'),
    ))  # fmt: skip
    return (Utterance(cue.at_s, topic, payload),)


def clock_ahead(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A device whose clock stands nine hours ahead reads its own battery as low."""
    when = stage.timeline.wall(cue.at_s) + AHEAD
    body = {"v": 1, "kind": "battery_low", "severity": "notice", "at": speech.stamp(when)}
    return (speech.event(stage.market.code, cue.device, cue.at_s, body),)


def late_batch(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """A device that was out of reach sends what it kept, oldest first."""
    now = stage.timeline.wall(cue.at_s)
    said: list[Happening] = []
    for number, minutes in enumerate(sorted((cue.dice.randrange(12, 40) for _ in range(3)), reverse=True)):
        body = {
            "v": 1, "kind": "motion", "at": speech.stamp(now - timedelta(minutes=minutes)),
            "id": speech.name_of(stage.seed, cue.name, cue.at_s, number),
        }  # fmt: skip
        said.append(speech.event(stage.market.code, cue.device, cue.at_s + number * 0.1, body))
    return said


def ghost(stage: Stage, cue: Cue) -> Sequence[Happening]:
    """Somebody published an old event retained; later it is deleted with an empty message."""
    when = stage.timeline.wall(cue.at_s) - GHOST_AGE
    topic = speech.topic(stage.market.code, cue.device, "event")
    body = encode({"v": 1, "kind": "motion", "at": speech.stamp(when)})
    return (
        Utterance(cue.at_s, topic, body, retain=True),
        Utterance(cue.at_s + cue.for_s, topic, b"", retain=True),
    )
