"""From bytes to a JSON object that is safe to walk, to store and to show; or a refusal."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite

import orjson

from devices.lenient import clean
from devices.media import cut_media, may_hold_media
from devices.refusals import Reason, refuse
from patrol.rules.signal import Medium, Refusal

DEPTH_LIMIT = 40
VALUES_LIMIT = 200_000
DIGITS_LIMIT = 18
"""Longer whole numbers are identifiers and stay text."""
_MANY_DIGITS = b"0" * (DIGITS_LIMIT + 1)
_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"0" * 9)
"""Looked for so, long numbers cost a fifth of what a pattern costs; every message is looked at."""


@dataclass(frozen=True, slots=True)
class Document:
    """A message's object without its pictures, and what was odd about it."""

    body: Mapping[str, object]
    media: tuple[Medium, ...] = ()
    warnings: tuple[str, ...] = ()


class _TooDeep(Exception):
    """The object is nested further than any device nests."""


def digest(*parts: object) -> str:
    """Make one short key of many parts; bytes count as they are."""
    told = [part if isinstance(part, bytes) else str(part).encode("utf-8", "replace") for part in parts]
    return sha256(b"".join([len(raw).to_bytes(8, "big") + raw for raw in told])).hexdigest()[:32]


def read_text(payload: bytes) -> str | Refusal:
    """Read bare text: a will, a count, a state."""
    try:
        return clean(payload.decode("utf-8")).strip()
    except UnicodeDecodeError:
        return refuse(Reason.BAD_ENCODING, f"{len(payload)} bytes that are not UTF-8 text")


def read_object(payload: bytes, *, market: str | None = None) -> Document | Refusal:
    """Read one JSON object. NaN becomes null, of a repeated key the last counts; both warn."""
    if (plain := _read_plain(payload)) is not None:
        return _without_media(plain, payload, ())
    decoded = read_text(payload)
    if isinstance(decoded, Refusal):
        return Refusal(decoded.reason, decoded.detail, market)
    if payload.count(b",") + payload.count(b"[") > VALUES_LIMIT:
        return refuse(Reason.TOO_COMPLEX, f"more than {VALUES_LIMIT} values", market=market)
    odd: list[str] = []
    try:
        value = _tidy(_parse(decoded, odd), odd, DEPTH_LIMIT)
    except (RecursionError, _TooDeep):
        return refuse(Reason.TOO_COMPLEX, f"nested deeper than {DEPTH_LIMIT}", market=market)
    except ValueError as error:
        return refuse(Reason.NOT_JSON, str(error), market=market)
    if not isinstance(value, Mapping):
        return refuse(Reason.NOT_AN_OBJECT, f"JSON, but a {type(value).__name__}", market=market)
    return _without_media(value, payload, odd)


def _read_plain(payload: bytes) -> dict[str, object] | None:
    """Read an object that is surely in order, at a quarter of the cost; None: it must be looked at.

    Escapes, long numbers and deep nesting are looked at. A repeated key shows in this: written
    again, the object has fewer quotes than it came with. What orjson refuses is looked at too.
    """
    deep = payload.count(b"{") + payload.count(b"[") >= DEPTH_LIMIT
    if deep or b"\\" in payload or _MANY_DIGITS in payload.translate(_DIGITS_ALIKE):
        return None
    try:
        value = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
    whole = isinstance(value, dict) and orjson.dumps(value).count(b'"') == payload.count(b'"')
    return value if whole else None


def _parse(decoded: str, odd: list[str]) -> object:
    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(found)
        if len(made) < len(found):
            odd.append("duplicate-key")
        return made

    def constant(_name: str) -> None:
        odd.append("not-a-number")

    def whole(digits: str) -> int | str:
        return int(digits) if len(digits) <= DIGITS_LIMIT else digits

    parsed: object = json.loads(decoded, object_pairs_hook=pairs, parse_constant=constant, parse_int=whole)
    return parsed


def _tidy(value: object, odd: list[str], depth: int) -> object:
    if depth == 0:
        raise _TooDeep
    match value:
        case str():
            tidy = clean(value)
            if tidy != value:
                odd.append("unstorable-characters")
            return tidy
        case dict():
            return {str(_tidy(key, odd, 1)): _tidy(held, odd, depth - 1) for key, held in value.items()}
        case list():
            return [_tidy(held, odd, depth - 1) for held in value]
        case float() if not isfinite(value):
            odd.append("not-a-number")
            return None
        case _:
            return value


def _without_media(body: Mapping[str, object], payload: bytes, odd: Sequence[str]) -> Document:
    media: tuple[Medium, ...] = ()
    if may_hold_media(payload):
        kept, media = cut_media(body)
        body = kept if isinstance(kept, Mapping) else body
    return Document(body=body, media=media, warnings=tuple(sorted(set(odd))))
