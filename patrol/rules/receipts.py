"""Receipts: what somebody without a name holds in hand to ask how their report stands."""

import hmac
from hashlib import sha256

from patrol.rules.words import Step

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that is taken for a figure."""
LENGTH = 12
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def receipt_of(secret: str, command_id: str) -> str:
    """Make the receipt of a command: the same command has the same one, and nobody else can guess it."""
    raw = hmac.new(secret.encode(), f"receipt {command_id}".encode(), sha256).digest()
    number = int.from_bytes(raw[:8], "big")
    signs = "".join(_SIGNS[(number >> (5 * place)) & 31] for place in range(LENGTH))
    return "-".join(signs[at : at + 4] for at in range(0, LENGTH, 4))


def digest_of(receipt: str) -> str:
    """Give what is stored of a receipt; however it was typed."""
    signs = "".join(sign for sign in receipt.upper() if sign.isalnum()).translate(_READ_AS)
    return sha256(signs.encode()).hexdigest()


def state_of(step: Step) -> str:
    """Give all that a stranger learns: received, in hand, under way, done or not accepted."""
    match step:
        case Step.DISCOVERED:
            return "received"
        case Step.ACCEPTED | Step.HOLD:
            return "in_hand"
        case Step.DISPATCHED:
            return "under_way"
        case Step.CLOSED | Step.EVALUATED:
            return "done"
        case _:
            return "not_accepted"
