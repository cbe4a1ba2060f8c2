"""Web Push: RFC 8030 to the browser's own server, encrypted by RFC 8291, signed by RFC 8292 (VAPID)."""

import http.client
import json
import os
import ssl
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from patrol.couriers.letters import TAKEN, Letter, Outcome

RECORD_SIZE = 4096
LASTS_S = 24 * 3600
"""How long the push server keeps a message for a phone that is off."""
SIGNED_FOR = timedelta(hours=12)
PATIENCE_S = 8.0
GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a browser takes messages, and what they are encrypted to."""

    endpoint: str
    p256dh: bytes
    auth: bytes


@dataclass(frozen=True, slots=True)
class Once:
    """What is made anew for each message; given only to repeat a known one."""

    private: Any
    salt: bytes


def carry(subscription: str, letter: Letter, private_key: str, *, now: datetime) -> Outcome:
    """Hand a message over. It names the notice and its sort alone: the page fetches the words itself."""
    to = read(subscription)
    told = {
        "id": letter.notice,
        "kind": letter.kind,
        "severity": letter.severity,
        "count": letter.count,
        "key": letter.key,
    }
    body = encrypt(json.dumps(told).encode(), to)
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(LASTS_S),
        "Urgency": "high" if letter.severity == "critical" else "normal",
        "Topic": letter.key[:32],
        "Authorization": signature(to.endpoint, private_key, now=now),
    }
    try:
        code = _post(to.endpoint, body, headers)
    except (OSError, http.client.HTTPException):
        return Outcome(sent=False, why="not-reached")
    if 200 <= code < 300:
        return TAKEN
    return Outcome(sent=False, why=f"http-{code}", gone=code in GONE)


def read(subscription: str) -> Subscription:
    """Read a subscription as it was kept."""
    told = json.loads(subscription)
    return Subscription(told["endpoint"], _bytes(told["keys"]["p256dh"]), _bytes(told["keys"]["auth"]))


def encrypt(plain: bytes, to: Subscription, once: Once | None = None) -> bytes:
    """Encrypt one record to a browser, RFC 8291 section 3.4 and RFC 8188 section 2.1."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    once = once or Once(ec.generate_private_key(ec.SECP256R1()), os.urandom(16))
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), to.p256dh)
    ours = once.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = once.private.exchange(ec.ECDH(), theirs)
    key_material = _derive(shared, to.auth, b"WebPush: info\x00" + to.p256dh + ours, 32)
    key = _derive(key_material, once.salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derive(key_material, once.salt, b"Content-Encoding: nonce\x00", 12)
    sealed: bytes = AESGCM(key).encrypt(nonce, plain + b"\x02", None)
    head: bytes = once.salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + sealed


def new_private_key() -> str:
    """Make the key by which push servers know this installation."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return _text(ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big"))


def public_key(private: str) -> str:
    """Give what a browser needs to subscribe: the uncompressed point."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return _text(_key(private).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def signature(endpoint: str, private: str, *, now: datetime) -> str:
    """Sign for the server of an endpoint, RFC 8292 section 3."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    from cryptography.hazmat.primitives.hashes import SHA256

    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + SIGNED_FOR).timestamp()),
        "sub": "mailto:office@market.example",
    }
    head = ".".join(_text(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(_key(private).sign(head.encode(), ec.ECDSA(SHA256())))
    signed = f"{head}.{_text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={signed}, k={public_key(private)}"


def _post(endpoint: str, body: bytes, headers: dict[str, str]) -> int:
    """Post without following anybody anywhere else."""
    parts = urlsplit(endpoint)
    host, port = parts.hostname or "", parts.port
    connection: http.client.HTTPConnection = (
        http.client.HTTPSConnection(host, port, timeout=PATIENCE_S, context=ssl.create_default_context())
        if parts.scheme == "https"
        else http.client.HTTPConnection(host, port, timeout=PATIENCE_S)
    )
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path or "/", body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    made: bytes = HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)
    return made


def _key(private: str) -> Any:
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.derive_private_key(int.from_bytes(_bytes(private), "big"), ec.SECP256R1())


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
