"""What can go wrong, each with a stable `code` that the outside may rely on.

PatrolError
├── Misconfigured      setting-wrong      a setting cannot be used; names it
├── Unavailable        part-unavailable   a database, broker or file cannot be reached
├── Invalid            invalid            an input cannot be read; carries its faults
├── NotFound           not-found          nothing by that name, or not for these eyes
├── Forbidden          forbidden          the role or the place does not allow it
├── SignInNeeded       sign-in-needed     nobody is signed in
├── TooMany            too-many-requests  try again later
├── VersionConflict    version-conflict   somebody was faster; names the winner
└── NotNow             not-now            the thing stands at a step that does not allow it
"""

from collections.abc import Mapping, Sequence


class PatrolError(Exception):
    """Something that has one clear line for a person and a code for a program."""

    code = "error"

    def details(self) -> Mapping[str, object]:
        """Give what a program may want beside the message."""
        return {}


class Misconfigured(PatrolError):
    """A setting cannot be used."""

    code = "setting-wrong"


class Unavailable(PatrolError):
    """A database, a broker, a port or a file cannot be had."""

    code = "part-unavailable"


class Invalid(PatrolError):
    """An input cannot be read; `faults` name every place where it is wrong."""

    code = "invalid"

    def __init__(self, message: str, faults: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)

    def details(self) -> Mapping[str, object]:
        """Give the faults."""
        return {"faults": list(self.faults)} if self.faults else {}


class NotFound(PatrolError):
    """Nothing by that name, or nothing these eyes may see."""

    code = "not-found"


class Forbidden(PatrolError):
    """The role or the place does not allow it."""

    code = "forbidden"


class SignInNeeded(PatrolError):
    """Nobody is signed in."""

    code = "sign-in-needed"


class TooMany(PatrolError):
    """Too many tries in too short a time."""

    code = "too-many-requests"


class NotNow(PatrolError):
    """The thing stands at a step that does not allow the command. `standing` says how, where it is known."""

    code = "not-now"

    def __init__(self, message: str, standing: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.standing = dict(standing or {})

    def details(self) -> Mapping[str, object]:
        """Give the step and what one can do now."""
        return self.standing


class VersionConflict(PatrolError):
    """Somebody was faster. `standing` says how the thing stands now, and who brought it there."""

    code = "version-conflict"

    def __init__(self, message: str, standing: Mapping[str, object]) -> None:
        super().__init__(message)
        self.standing = dict(standing)

    def details(self) -> Mapping[str, object]:
        """Give the winner, the step and what one can do now."""
        return self.standing
