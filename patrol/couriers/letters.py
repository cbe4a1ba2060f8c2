"""What a carrier is given, and what it says afterwards."""

from dataclasses import dataclass

from patrol.rules.notice_words import Way


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice in its reader's language. The same `key` again is the same letter, not another one."""

    key: str
    notice: int
    kind: str
    severity: str
    count: int
    title: str
    body: str
    link: str
    language: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter, the way it goes, and the address that was opened for it; the address is never logged."""

    way: Way
    address: str
    letter: Letter

    def __repr__(self) -> str:
        """Show no address."""
        return f"Parcel({self.way}, {self.letter.key})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the other side took it. `gone`: this address will never take anything again."""

    sent: bool
    why: str | None = None
    gone: bool = False


TAKEN = Outcome(sent=True)
