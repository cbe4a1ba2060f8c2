"""Telephone numbers as people write them: compared by their digits, shown without their middle."""

SHORTEST = 4
"""Digits that must be given before numbers are compared; fewer would list half the market."""
COUNTRY = "86"
MOBILE = 11


def digits(written: str) -> str:
    """Give the digits of a number, without spaces, signs and the country's code before a mobile number."""
    found = "".join(char for char in written if char.isdecimal() and char.isascii())
    found = found.removeprefix("00")
    return found[len(COUNTRY) :] if found.startswith(COUNTRY) and len(found) == MOBILE + 2 else found


def masked(number: str | None) -> str | None:
    """Hide the middle: `138 1234 5678` becomes `138****5678`; of short ones only the end is shown."""
    if number is None:
        return None
    plain = digits(number)
    if len(plain) < 8:
        return "*" * max(0, len(plain) - 2) + plain[-2:]
    return f"{plain[:3]}{'*' * (len(plain) - 7)}{plain[-4:]}"


def fits(number: str | None, asked: str) -> bool:
    """Say whether a number begins or ends with the digits asked for; torn paper often has only an end."""
    wanted = digits(asked)
    if number is None or len(wanted) < SHORTEST:
        return False
    plain = digits(number)
    return plain.startswith(wanted) or plain.endswith(wanted)
