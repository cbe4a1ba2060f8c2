"""One blueprint for each screen."""

from flask import Flask

from web.views import (
    board,
    checkpoints,
    devices,
    directory,
    field,
    figures,
    groups,
    handovers,
    health,
    incidents,
    ladder,
    notices,
    poster_report,
    posters,
    preferences,
    quarantine,
    quiet,
    rate,
    readiness,
    receipts,
    rosters,
    rounds,
    shifts,
    sign_in,
    start,
    unmasking,
)

BLUEPRINTS = (
    sign_in.screen,
    start.screen,
    preferences.screen,
    board.screen,
    incidents.screen,
    figures.screen,
    rate.screen,
    field.screen,
    quiet.screen,
    receipts.screen,
    posters.screen,
    poster_report.screen,
    unmasking.screen,
    checkpoints.screen,
    rounds.screen,
    notices.screen,
    ladder.screen,
    devices.screen,
    directory.screen,
    quarantine.screen,
    readiness.screen,
    rosters.screen,
    handovers.screen,
    groups.screen,
    shifts.screen,
    health.screen,
)


def register(app: Flask) -> tuple[str, ...]:
    """Hang every screen into the application, and name the views that passwords come to."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return ("sign_in.enter",)
