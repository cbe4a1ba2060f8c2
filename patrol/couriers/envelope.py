"""The seal on addresses: what lies in the database opens only with the key that lies outside it."""

import hmac
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from patrol.errors import Invalid, Unavailable
from patrol.settings import Settings

KEY_FILE = "couriers.key"
_NONCE = 12


class Envelope:
    """Seals and opens with one key. `about` is bound into a seal, so that it opens nowhere else."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"patrol couriers: addresses", "sha256")
        self._marking = hmac.digest(secret, b"patrol couriers: marks", "sha256")

    def seal(self, words: str, *, about: str) -> str:
        """Close words: AES-256-GCM with a nonce of its own for each seal."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE)
        return urlsafe_b64encode(
            nonce + AESGCM(self._key).encrypt(nonce, words.encode(), about.encode())
        ).decode()

    def open(self, sealed: str, *, about: str) -> str:
        """Open what was sealed with this key about the same thing.

        Raises:
            Invalid: it was sealed with another key, about something else, or was altered.
        """
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            raw = urlsafe_b64decode(sealed)
            return AESGCM(self._key).decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
        except (ValueError, InvalidTag) as error:
            raise Invalid("this was sealed with another key") from error

    def mark(self, words: str) -> str:
        """Give a digest by which the same words are known again, and by which nobody guesses them."""
        return hmac.new(self._marking, words.encode(), sha256).hexdigest()


def envelope_of(settings: Settings) -> Envelope:
    """Give the installation's seal: by PATROL_SECRET_KEY, else by a key file of the data folder.

    Raises:
        Unavailable: the key file can be neither read nor made.
    """
    if settings.secret_key is not None:
        return Envelope(settings.secret_key.encode())
    path = settings.data_dir / KEY_FILE
    try:
        if not path.exists():
            _make(path)
        return Envelope(path.read_bytes())
    except OSError as error:
        raise Unavailable(f"{path} can be neither read nor made: {error.strerror or error}") from error


def _make(path: Path) -> None:
    """Write a key nobody else can read; of two processes at once, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{KEY_FILE}-{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_hex(32).encode())
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
