"""Addresses that leave no line in the log: who asked for them, and when, would tell who reports quietly."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "__unrecorded__"


def unrecorded(view: View) -> View:
    """Write nothing of requests to this view; they are counted, that is all."""
    setattr(view, _MARK, True)
    return view


def is_unrecorded(view: Callable[..., Any] | None) -> bool:
    """Tell whether a view asked for it."""
    return bool(getattr(view, _MARK, False))
