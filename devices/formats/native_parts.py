"""The parts of a message on our own wire: time, place, phase, severity, subject, media."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from devices.lenient import listing, mapping, number, plausible, stamp, text
from patrol.rules.signal import Fix, Medium, Message
from patrol.rules.words import Kind, Phase, Severity, TimeQuality

RECEIVED = TimeQuality.RECEIVED
SUBJECT_LIMIT = 16 * 1024
KMH_PER_MS = 3.6
_READ = frozenset({
    "v", "id", "at", "kind", "phase", "severity", "position", "subject", "media", "data",
    "level", "on", "correlation", "lat", "lon", "acc", "speed", "course",
})  # fmt: skip
_KINDS = {kind.value: kind for kind in Kind}
_PHASES = {phase.value: phase for phase in Phase}
_SEVERITIES = {severity.value: severity for severity in Severity}
_SEVERITY_WORDS = {"medium": Severity.NORMAL, "low": Severity.NOTICE, "info": Severity.NOTICE}


@dataclass(frozen=True, slots=True)
class Time:
    """When it happened by the device's clock, or None and then when it came."""

    at: datetime | None
    quality: TimeQuality
    order: tuple[float, float]
    key: str
    warnings: tuple[str, ...]


def time_of(body: Mapping[str, object], message: Message) -> Time:
    """Read `at`; without it the moment of arrival counts, and is marked so."""
    at, odd = stamp(body.get("at"))
    arrived = message.received_at.timestamp()
    if at is None:
        return Time(None, RECEIVED, (arrived, arrived), message.received_at.isoformat(), odd)
    quality = TimeQuality.SUSPECT if odd else TimeQuality.DEVICE
    return Time(at, quality, (at.timestamp(), arrived), at.isoformat(), odd)


def fix_of(place: Mapping[str, object], time: Time) -> Fix | None:
    """Read a position; `speed` on our wire is metres a second. Null Island is no position."""
    lat, lon = number(place.get("lat")), number(place.get("lon"))
    if lat is None or lon is None or not plausible(lat, lon):
        return None
    speed = number(place.get("speed"))
    fixed, _odd = stamp(place.get("at"))
    return Fix(
        lat=lat,
        lon=lon,
        acc_m=number(place.get("acc")) or None,
        speed_kmh=None if speed is None else round(speed * KMH_PER_MS, 2),
        course=number(place.get("course")),
        fix_at=fixed or time.at,
    )


def known_kind(word: str) -> str:
    """Give a word of ours in our spelling, and any other as it came."""
    return _KINDS.get(word.lower(), word)


def phase_of(body: Mapping[str, object]) -> tuple[Phase, tuple[str, ...]]:
    """Read `phase`; absent or unknown is new, because an alarm must not be lost over a word."""
    word = text(body.get("phase"))
    if word is None:
        return Phase.NEW, ()
    known = _PHASES.get(word.lower())
    return known or Phase.NEW, () if known else ("unknown-phase",)


def severity_of(body: Mapping[str, object]) -> tuple[Severity | None, tuple[str, ...]]:
    """Read `severity`; None leaves it to the default of the kind."""
    word = (text(body.get("severity")) or "").lower()
    known = _SEVERITIES.get(word) or _SEVERITY_WORDS.get(word)
    return known, ("unknown-severity",) if word and known is None else ()


def subject_of(body: Mapping[str, object]) -> Mapping[str, object]:
    """Gather what it is about: `subject`, `data`, and every key we do not know."""
    extra = {name: held for name, held in body.items() if name not in _READ}
    found = {**extra, **mapping(body.get("data")), **mapping(body.get("subject"))}
    return bounded(found)


def bounded(subject: Mapping[str, object]) -> Mapping[str, object]:
    """Keep a subject small enough for a card; the raw message keeps the rest."""
    if len(orjson.dumps(subject)) <= SUBJECT_LIMIT:
        return subject
    short = {name[:64]: read for name, held in subject.items() if (read := text(held)) is not None}
    return dict(list(short.items())[:40]) | {"cut": True}


def media_of(body: Mapping[str, object]) -> tuple[Medium, ...]:
    """Read the pictures that are named by address."""
    rows = [mapping(item) for item in listing(body.get("media"))]
    return tuple(
        Medium(kind=text(row.get("kind"), 32) or "file", url=url, sha256=text(row.get("sha256"), 64))
        for row in rows
        if (url := text(row.get("url"), 1000)) is not None
    )
