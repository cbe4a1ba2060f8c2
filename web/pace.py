"""How often somebody may do something; counted in this process's memory alone, and written nowhere.

With n web processes n times as many pass. Whom it counted is forgotten with the window.
"""

from flask import Flask, current_app
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from patrol.errors import TooMany

_NAME = "patrol.pace"


def install(app: Flask) -> None:
    """Give the application its counters."""
    app.extensions[_NAME] = MovingWindowRateLimiter(MemoryStorage())


def require_pace(what: str, who: object, allowed: str) -> None:
    """Count once; `allowed` as in `6 per hour`.

    Raises:
        TooMany: that was too often.
    """
    limiter: MovingWindowRateLimiter = current_app.extensions[_NAME]
    if not limiter.hit(parse(allowed), what, str(who)):
        raise TooMany("too often in too short a time: wait a little")
