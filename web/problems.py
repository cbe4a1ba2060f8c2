"""Errors on the wire: one table from what happened to a status; RFC 9457 for programs, a page for people."""

from typing import Any, cast

from flask import Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from patrol.errors import Invalid, PatrolError

STATUSES = {
    "invalid": 422,
    "sign-in-needed": 401,
    "forbidden": 403,
    "not-found": 404,
    "version-conflict": 409,
    "not-now": 409,
    "too-many-requests": 429,
    "part-unavailable": 503,
    "setting-wrong": 500,
    "error": 500,
}
"""Every stable code of `patrol.errors`, and those of HTTP itself below."""

HTTP_CODES = {
    400: "bad-request",
    401: "sign-in-needed",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    410: "gone",
    413: "too-large",
    415: "wrong-type",
    422: "invalid",
    429: "too-many-requests",
    503: "part-unavailable",
}


def install(app: Flask) -> None:
    """Answer every error in the caller's own way."""
    app.register_error_handler(PatrolError, _patrol)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def read_faults(error: ValidationError) -> Response:
    """Say which fields of a request cannot be read."""
    faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
    wrong = Invalid("the request cannot be read", faults)
    return make_response(_problem(wrong.code, 422, str(wrong), **wrong.details()))


def _patrol(error: PatrolError) -> AnyResponse:
    status = STATUSES.get(error.code, 500)
    if status == 401 and wants_page() and request.method == "GET":
        return redirect(url_for("sign_in.ask", next=request.full_path.rstrip("?")))
    if wants_page():
        faults = (str(error), *error.faults) if isinstance(error, Invalid) else ()
        return _page(error.code, status, faults)
    return make_response(_problem(error.code, status, str(error), **error.details()))


def _http(error: HTTPException) -> AnyResponse:
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    status = error.code or 500
    code = HTTP_CODES.get(status, "error")
    if wants_page():
        return _page(code, status)
    return make_response(_problem(code, status, error.description or error.name))


def _unforeseen(error: Exception) -> AnyResponse:
    current_app.logger.error("unforeseen", exc_info=error)
    if wants_page():
        return _page("error", 500)
    return make_response(_problem("error", 500, "something failed here; it has been noted"))


def wants_page() -> bool:
    """Tell whether a person's browser asks; whatever lies under /api is for programs."""
    if request.path.startswith("/api/"):
        return False
    best = request.accept_mimetypes.best_match(["application/json", "text/html"])
    return best == "text/html"


def _problem(code: str, status: int, detail: str, **more: Any) -> Response:
    body = {"type": "about:blank", "title": code, "status": status, "detail": detail, "code": code, **more}
    answer = cast(Response, current_app.json.response(body))
    answer.status_code = status
    answer.mimetype = "application/problem+json"
    return answer


def _page(code: str, status: int, faults: tuple[str, ...] = ()) -> Response:
    title, advice = _words(status)
    page = render_template("error.html", status=status, code=code, title=title, advice=advice, faults=faults)
    return make_response(page, status)


def _words(status: int) -> tuple[str, str]:
    words = {
        400: (_("This page is too old"), _("Go back, load the page again, and repeat what you did.")),
        401: (_("You are not signed in"), _("Sign in, then do it again.")),
        403: (_("Your role does not allow this"), _("Ask the market's administrator if you need it.")),
        404: (_("There is nothing here"), _("The address may be old, or not meant for your role.")),
        409: (_("Somebody was faster"), _("Load the page again to see how it stands now.")),
        422: (_("This cannot be kept"), _("Nothing was changed. Go back and mend what is named here:")),
        429: (_("Too many tries"), _("Wait a minute, then try again.")),
        503: (_("A part of the system is down"), _("Call the market by radio until it is back.")),
    }
    failed = (
        _("Something failed here"),
        _("It has been noted. Try again; if it stays, tell the administrator."),
    )
    return words.get(status, failed)
