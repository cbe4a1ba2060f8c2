"""Pictures inside payloads: cut out, named by what they hold, and kept apart from the raw text."""

import json
import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from hashlib import sha256

from patrol.rules.signal import Medium

RAW_LIMIT = 64 * 1024
MEDIA_FLOOR = 128
"""Shorter text is never taken for a picture."""

_KINDS = {
    "image": "image", "photo": "image", "face": "image", "picture": "image", "multimedia": "image",
    "snapshot": "snapshot", "thumbnail": "snapshot", "thumb": "snapshot",
    "jpeg": "image", "content": "image",
    "audio": "audio", "voice": "audio", "video": "clip", "clip": "clip",
}  # fmt: skip
_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n", "image/png"), (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"), (b"\x00\x00\x00", "video/mp4"),
)  # fmt: skip
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]+={0,2}", re.ASCII)
_DATA_URL = re.compile(r"data:([\w.+/-]{1,80});base64,", re.ASCII)


def cut_media(value: object) -> tuple[object, tuple[Medium, ...]]:
    """Take base64 pictures out of a JSON value; each leaves its SHA-256, size and type behind."""
    found: list[Medium] = []
    return _cut("", value, found), tuple(found)


def may_hold_media(payload: bytes) -> bool:
    """Say whether any text in a payload is long enough for a picture; base64 knows no quotes."""
    return len(payload) > MEDIA_FLOOR and max(map(len, payload.split(b'"'))) > MEDIA_FLOOR


def raw_of(payload: bytes) -> str:
    """Text of a payload as it is stored: pictures cut out, no NUL, at most 64 KiB of UTF-8."""
    if payload.lstrip()[:1] in (b"{", b"[") and may_hold_media(payload):
        payload = _payload_without_media(payload)
    escaped = payload[: RAW_LIMIT + 8].decode("utf-8", "backslashreplace").replace("\x00", "")
    if len(escaped) <= RAW_LIMIT // 4:  # surely short enough, whatever the letters
        return escaped
    return escaped.encode("utf-8")[:RAW_LIMIT].decode("utf-8", "ignore")


def _payload_without_media(payload: bytes) -> bytes:
    try:
        kept, media = cut_media(json.loads(payload))
        return json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace") if media else payload
    except (ValueError, RecursionError):
        return payload


def _cut(key: str, value: object, found: list[Medium]) -> object:
    match value:
        case str() if len(value) > MEDIA_FLOOR:
            return _cut_text(key, value, found)
        case Mapping():
            return {name: _cut(str(name), held, found) for name, held in value.items()}
        case list():
            return [_cut(key, held, found) for held in value]
        case _:
            return value


def _cut_text(key: str, value: str, found: list[Medium]) -> object:
    stated = _DATA_URL.match(value)
    kind = _KINDS.get(key.lower())
    content = _decode(value[stated.end() :] if stated else value)
    mime = stated[1] if stated else _mime_of(content)
    if content is None or (kind is None and mime is None):
        return value
    sha = sha256(content).hexdigest()
    found.append(Medium(kind=kind or _kind_of(mime), sha256=sha, mime=mime, content=content))
    return {"sha256": sha, "bytes": len(content), "mime": mime}


def _decode(value: str) -> bytes | None:
    stripped = value.strip().replace("\r", "").replace("\n", "")
    if not _BASE64.fullmatch(stripped):
        return None
    body = stripped.rstrip("=")
    body = body[: len(body) - 1] if len(body) % 4 == 1 else body
    try:
        return b64decode(
            body + "=" * (-len(body) % 4), altchars=b"-_" if "-" in body or "_" in body else None
        )
    except (NotBase64, ValueError):
        return None


def _mime_of(content: bytes | None) -> str | None:
    return next((mime for start, mime in _MAGIC if (content or b"").startswith(start)), None)


def _kind_of(mime: str | None) -> str:
    match (mime or "").partition("/")[0]:
        case "audio":
            return "audio"
        case "video":
            return "clip"
        case _:
            return "image"
