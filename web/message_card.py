"""How a message in quarantine is shown: as text where it is text, as bytes where it is not."""

from typing import Any

from patrol.cards.things import stamp
from patrol.model.signals import Quarantined
from patrol.rules.signal import DeviceKey
from patrol.rules.strangers import proposal

SHOWN = 4096
"""Bytes of the payload that are shown."""


def message_card(row: Quarantined) -> dict[str, Any]:
    """Give one message with the beginning of its payload."""
    start = row.payload[:SHOWN]
    text = _text(start, cut=len(row.payload) > SHOWN)
    return {
        "id": row.id,
        "stranger": _stranger(row),
        "topic": row.topic,
        "reason": row.reason,
        "detail": row.detail,
        "size": row.size,
        "retained": row.retained,
        "received_at": stamp(row.received_at),
        "resolved_at": stamp(row.resolved_at),
        "text": text,
        "hex": None if text is not None else start.hex(" "),
    }


def _stranger(row: Quarantined) -> dict[str, Any] | None:
    """Who sent it, if that is all that is wrong, and what it probably is."""
    if row.stranger is None:
        return None
    guess = proposal(DeviceKey(**row.stranger))
    return {**row.stranger, "device_class": guess.device_class, "code": guess.code, "name": guess.name}


def _text(payload: bytes, *, cut: bool) -> str | None:
    """Read UTF-8, forgiving a last character that was cut in two."""
    for less in range(4 if cut else 1):
        try:
            text = payload[: len(payload) - less].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None
