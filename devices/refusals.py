"""Why a message is set aside: the stable codes, each explained in docs/wire.md."""

from enum import StrEnum

from patrol.rules.signal import Refusal

DETAIL_LIMIT = 200


class Reason(StrEnum):
    """One code for one cause; boards count by it, so a code never changes its meaning."""

    UNKNOWN_TOPIC = "unknown-topic"
    BAD_TOPIC = "bad-topic"
    TOO_LARGE = "too-large"
    TOO_COMPLEX = "too-complex"
    BAD_ENCODING = "bad-encoding"
    NOT_JSON = "not-json"
    NOT_AN_OBJECT = "not-an-object"
    MISSING_KIND = "missing-kind"
    MISSING_DEVICE = "missing-device"
    MISSING_POSITION = "missing-position"
    MISSING_PART = "missing-part"
    NOT_UNDERSTOOD = "not-understood"
    FORMAT_FAULT = "format-fault"


def refuse(reason: Reason, detail: str, *, market: str | None = None) -> Refusal:
    """Put a cause into words that are safe to store and show: short, one line, no odd bytes."""
    line = "".join(letter if letter.isprintable() else "·" for letter in detail)
    return Refusal(reason=reason.value, detail=line[:DETAIL_LIMIT], market=market)
