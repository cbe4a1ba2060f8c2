"""What the QR at a checkpoint says, and what a scanned one proves."""

import hmac
from base64 import b32encode
from hashlib import sha256

LENGTH = 16
"""Eighty bits: nobody guesses a code that is asked for over the network."""


def code_of(key: str, market: str, checkpoint: str, epoch: int) -> str:
    """Sign a checkpoint's name and the number of its print with its own key."""
    told = f"{market}/{checkpoint}/{epoch}".encode()
    return f"{epoch}-{b32encode(hmac.new(key.encode(), told, sha256).digest()).decode()[:LENGTH]}"


def against_code(code: str, *, key: str, market: str, checkpoint: str, epoch: int) -> str | None:
    """Say why a code proves nothing: `old-print` when a newer one hangs there, else `wrong-code`."""
    number, _, _ = code.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 9):
        return "wrong-code"
    expected = code_of(key, market, checkpoint, int(number))
    if not hmac.compare_digest(code.strip().upper().encode(), expected.encode()):
        return "wrong-code"
    return None if int(number) == epoch else "old-print"
