"""What every answer says to the browser about whom it may trust, and one log line per request."""

from flask import Flask, Response, current_app, g, request
from flask.sessions import SecureCookieSessionInterface

from patrol.clock import monotonic
from patrol.queries.people import Viewer
from web import journal
from web.doer import KEEPERS
from web.figures import figures_of
from web.unrecorded import is_unrecorded

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self' {socket}",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class CookieBehindTls(SecureCookieSessionInterface):
    """A session cookie that asks for TLS whenever the browser came by TLS, also through a proxy."""

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask asks it so
        """Tell whether this request came by TLS."""
        return request.is_secure


def install(app: Flask) -> None:
    """Put the headers on every answer and write its line."""
    app.session_interface = CookieBehindTls()
    app.before_request(_begin)
    app.after_request(_protect)
    app.after_request(_note)


def _begin() -> None:
    g.began = monotonic()


def _protect(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    scheme = "wss" if request.is_secure else "ws"
    socket = f"{scheme}://{request.host}"
    answer.headers.setdefault("Content-Security-Policy", POLICY.format(socket=socket))
    if "Cache-Control" not in answer.headers and request.endpoint != "static":
        answer.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return answer


def _note(answer: Response) -> Response:
    """Write one line; never the query, which may carry a wall's token, and nothing of a quiet report."""
    viewer, seconds = g.get("caller"), monotonic() - g.get("began", monotonic())
    figures_of(current_app).note(request.endpoint or "none", answer.status_code, seconds)
    if is_unrecorded(current_app.view_functions.get(request.endpoint or "")):
        return answer
    journal.note(
        "web",
        "request",
        method=request.method,
        path=_path(),
        status=answer.status_code,
        ms=round(seconds * 1000, 1),
        who=_who(viewer),
    )
    return answer


def _path() -> str:
    """Give the path, without the secret of a calendar link."""
    return "/cal/…" if request.path.startswith("/cal/") else request.path


def _who(viewer: Viewer | None) -> str | None:
    """Name nobody in a log: numbers are enough to find somebody again.

    Of shops not even the number: what one of them looked at, and when, could tell who reported quietly.
    """
    if viewer is None:
        return None
    if viewer.roles and set(viewer.roles) <= KEEPERS:
        return "shop"
    return f"token:{viewer.token_id}" if viewer.token_id is not None else f"person:{viewer.person_id}"
