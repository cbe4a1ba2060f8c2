"""What the doctor finds, one line each."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from patrol.errors import PatrolError


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part is; the line carries the advice when it is not well."""

    part: str
    well: bool
    line: str


def ok(part: str, line: str) -> Finding:
    """Say that a part is well."""
    return Finding(part, well=True, line=line)


def ill(part: str, line: str) -> Finding:
    """Say what is wrong with a part, and what to do."""
    return Finding(part, well=False, line=line)


def checked(part: str, look: Callable[[], str]) -> Finding:
    """Look at a part; what hinders the look is the finding."""
    try:
        return ok(part, look())
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        return ill(part, f"cannot be reached: {why}; check PATROL_DATABASE_URL")
    except (PatrolError, OSError) as error:
        return ill(part, str(error))
