"""A signal with everything known about it before it is decided upon: device, market, clock, key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from patrol.model.signals import SignalKey
from patrol.rules import clocks
from patrol.rules.entries import DeviceEntry, MarketEntry, Register
from patrol.rules.signal import Message, Refusal, Signal

KEYS_A_QUERY = 500
_SEEN = select(SignalKey.dedupe, SignalKey.received_at).where(
    SignalKey.dedupe.in_(bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as a format understood it. `raw` is its text without media, `media` where they lie."""

    message: Message
    found: tuple[Signal, ...] | Refusal
    raw: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """One signal that is not yet known, ready to be decided upon."""

    signal: Signal
    message: Message
    raw: str | None
    device: DeviceEntry | None
    market: MarketEntry | None
    key: bytes
    clock: clocks.Reading

    @property
    def happened_at(self) -> datetime:
        """The instant to show and to decide by."""
        return self.clock.shown_at

    def media(self) -> list[dict[str, Any]]:
        """What the record keeps of its pictures."""
        return [{"kind": m.kind, "url": m.url, "sha256": m.sha256, "mime": m.mime} for m in self.signal.media]


def arrivals(heard: Iterable[Heard], register: Register, *, market_code: str | None) -> list[Arrival]:
    """Name the device, the market and the clock of every signal; the raw text stands with the first."""
    found = []
    for one in heard:
        if isinstance(one.found, Refusal):
            continue
        for number, signal in enumerate(one.found):
            device = register.by_key.get(signal.device)
            if device is not None:
                market = register.markets.get(device.market_id)
            else:
                market = register.market_by_code(market_code)
            reading = clocks.judge(
                signal.happened_at,
                received_at=one.message.received_at,
                quality=signal.time_quality,
                offset_s=device.clock_offset_s if device else 0,
            )
            raw = one.raw if number == 0 else None
            key = _key(signal, one.message)
            found.append(Arrival(signal, one.message, raw, device, market, key, reading))
    return found


def unknown(session: Session, heard: Sequence[Arrival]) -> list[Arrival]:
    """Keep the arrivals whose key was not seen before, in the database or earlier in this batch."""
    wanted = {arrival.key for arrival in heard}
    wanted |= {_earlier_key(arrival) for arrival in heard if arrival.signal.dedupe_ttl_s is not None}
    seen: dict[bytes, datetime] = {}
    keys, connection = list(wanted), session.connection()
    for start in range(0, len(keys), KEYS_A_QUERY):
        rows = connection.execute(_SEEN, {"keys": keys[start : start + KEYS_A_QUERY]})
        seen.update((row.dedupe, row.received_at) for row in rows)
    fresh = []
    for arrival in heard:
        if arrival.key in seen or _was_just_heard(arrival, seen):
            continue
        seen[arrival.key] = arrival.message.received_at
        fresh.append(arrival)
    return fresh


def _was_just_heard(arrival: Arrival, seen: dict[bytes, datetime]) -> bool:
    """Say whether the window before this one holds the same signal, and recently enough."""
    ttl = arrival.signal.dedupe_ttl_s
    if ttl is None or (before := seen.get(_earlier_key(arrival))) is None:
        return False
    return arrival.message.received_at - before < timedelta(seconds=ttl)


def _key(signal: Signal, message: Message) -> bytes:
    return _hashed(signal, _window(signal, message))


def _earlier_key(arrival: Arrival) -> bytes:
    window = _window(arrival.signal, arrival.message)
    return _hashed(arrival.signal, window - 1 if window is not None else None)


def _window(signal: Signal, message: Message) -> int | None:
    """Number of the span of `dedupe_ttl_s` seconds in which a key with an end of life was received."""
    if signal.dedupe_ttl_s is None:
        return None
    return int(message.received_at.timestamp()) // signal.dedupe_ttl_s


def _hashed(signal: Signal, window: int | None) -> bytes:
    text = f"{signal.device.source}\0{signal.device.instance}\0{signal.dedupe}\0{window}"
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
