"""Pages that take a picture straight from a phone's camera, without a script to make it smaller first."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, request

View = TypeVar("View", bound=Callable[..., Any])
LARGEST_PICTURE = 8_000_000
_MARK = "__takes_pictures__"


def takes_pictures(view: View) -> View:
    """Let requests to this view be as large as a picture."""
    setattr(view, _MARK, True)
    return view


def install(app: Flask) -> None:
    """Set the limit before anything reads the form."""
    app.before_request(_widen)


def _widen() -> None:
    if getattr(current_app.view_functions.get(request.endpoint or ""), _MARK, False):
        request.max_content_length = LARGEST_PICTURE
