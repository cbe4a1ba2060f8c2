"""A wall display comes with its token in the address, once: it becomes a cookie and leaves the address."""

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from patrol.rules.rights import Permission, may_anywhere
from web.caller import begin_display, by_token
from web.context import context

WALLS = ("/board", "/units")


def install(app: Flask) -> None:
    """Exchange the token before anything looks at who calls."""
    app.before_request(_exchange)


def _exchange() -> Response | None:
    token = request.args.get("token")
    if request.path not in WALLS or request.method != "GET" or token is None:
        return None
    viewer = by_token(context(), token)
    if viewer is not None and viewer.token_id and may_anywhere(viewer.holdings, Permission.SEE_BOARD):
        begin_display(viewer.token_id)
    return redirect(f"{request.path}?wall=1")
