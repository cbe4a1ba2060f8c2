"""Words that only the keeper of a key reads again: sealed to a public key, of even length.

X25519 with a key of its own for every seal, HKDF-SHA256, ChaCha20-Poly1305. What a seal is `about` is bound
into it, so that it opens nowhere else. Sealing needs the public key alone: whoever takes the database away
has nothing to open it with.
"""

import os
from base64 import b64decode, b64encode

from patrol.errors import Invalid

BLOCK = 1024
"""Sealed words are filled up to a multiple of this: their length says nothing of a name."""
_KEY, _NONCE = 32, bytes(12)


def new_pair() -> tuple[str, str]:
    """Make a private key and its public one, both as hexadecimal text."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return private.private_bytes_raw().hex(), private.public_key().public_bytes_raw().hex()


def seal(public_key: str, words: str, *, about: str) -> str:
    """Seal words to a public key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    once = X25519PrivateKey.generate()
    theirs = X25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
    ours = once.public_key().public_bytes_raw()
    key = _derived(once.exchange(theirs), ours, bytes.fromhex(public_key))
    closed = ChaCha20Poly1305(key).encrypt(_NONCE, _filled(words), about.encode())
    return b64encode(ours + closed).decode()


def unseal(private_key: str, sealed: str, *, about: str) -> str:
    """Open what was sealed to this key's public half.

    Raises:
        Invalid: it was sealed to another key, about something else, or was altered.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        private = X25519PrivateKey.from_private_bytes(bytes.fromhex(private_key))
        raw = b64decode(sealed, validate=True)
        theirs, closed = raw[:_KEY], raw[_KEY:]
        shared = private.exchange(X25519PublicKey.from_public_bytes(theirs))
        key = _derived(shared, theirs, private.public_key().public_bytes_raw())
        return _emptied(ChaCha20Poly1305(key).decrypt(_NONCE, closed, about.encode()))
    except (ValueError, InvalidTag) as error:
        raise Invalid("this seal does not open with this key") from error


def _derived(shared: bytes, once: bytes, to: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=b"patrol seal 1" + once + to).derive(shared)


def _filled(words: str) -> bytes:
    """Put the length in front and chance behind, up to the next block."""
    body = words.encode()
    told = len(body).to_bytes(4, "big") + body
    return told + os.urandom(-len(told) % BLOCK)


def _emptied(filled: bytes) -> str:
    length = int.from_bytes(filled[:4], "big")
    return filled[4 : 4 + length].decode()
