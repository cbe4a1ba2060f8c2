"""The web application, put together from what the front door gives; nothing is kept at module level."""

from datetime import timedelta
from typing import Any, cast

from flask import Flask
from flask_limiter import Limiter
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI
from flask_wtf.csrf import CSRFProtect

from patrol.clock import monotonic
from web import api, board_key, gate, headers, i18n, large, pace, pages, problems, sockets, views
from web.address import client_address
from web.caller import by_bearer
from web.context import Context
from web.feed_shelf import FeedShelf
from web.figures import Figures
from web.orjson_provider import OrjsonProvider
from web.proxies import Behind

SESSION_LASTS = timedelta(days=7)
LARGEST_BODY = 1_000_000

SECURITY: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "patrol_session"},
}


def create_app(context: Context) -> OpenAPI:
    """Make the application; it refuses to be made when a route does not say who may use it."""
    app = OpenAPI(
        "web",
        info=Info(title="Joint defence and patrol", version="1"),
        security_schemes=SECURITY,
        validation_error_callback=problems.read_faults,
        doc_ui=False,
    )
    app.json_provider_class = OrjsonProvider
    app.json = OrjsonProvider(app)
    app.extensions["patrol"] = context
    _configure(app, context)
    live = sockets.install(app, context)
    app.extensions["patrol.live"] = live
    app.extensions["patrol.figures"] = Figures(live, context)
    app.extensions["patrol.feeds"] = FeedShelf(monotonic)
    headers.install(app)
    problems.install(app)
    i18n.install(app)
    pages.install(app)
    board_key.install(app)
    pace.install(app)
    gate.install(app)
    large.install(app)
    _guard_forms(app)
    _limit_tries(app, views.register(app))
    api.register(app)
    app.wsgi_app = Behind(app.wsgi_app, context.settings.proxies)  # type: ignore[method-assign] # Flask's own way
    gate.public(app.view_functions["static"])
    gate.require_every_gate(app)
    return app


def _configure(app: Flask, context: Context) -> None:
    app.config.update(
        SECRET_KEY=context.secret,
        SESSION_COOKIE_NAME="patrol_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=SESSION_LASTS,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
    )


def _guard_forms(app: Flask) -> None:
    """Ask every change that a cookie signs for its CSRF token; a bearer token is no cookie."""
    csrf = CSRFProtect(app)

    def protect() -> None:
        if not by_bearer():
            csrf.protect()

    app.before_request(protect)


def _limit_tries(app: Flask, endpoints: tuple[str, ...]) -> None:
    """Slow guessing of passwords. Counted in this process alone: n processes allow n times as many."""
    limiter = Limiter(client_address, app=app, storage_uri="memory://", headers_enabled=False)
    for endpoint in endpoints:
        view = app.view_functions[endpoint]
        limit = limiter.limit("10 per minute", deduct_when=lambda answer: answer.status_code == 401)
        app.view_functions[endpoint] = cast(Any, limit(view))
