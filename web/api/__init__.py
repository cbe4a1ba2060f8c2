"""What programs call. The same actions as the screens, in JSON."""

from flask_openapi3.openapi import OpenAPI

from web.api import (
    alerts,
    case_settings,
    document,
    duty,
    duty_changes,
    field,
    figures,
    handovers,
    incidents,
    lead_ballots,
    leads,
    markets,
    media,
    notice_office,
    notices,
    operations,
    patrol_plan,
    patrol_setup,
    pictures,
    plan,
    quarantine,
    quiet,
    readiness,
    roll_calls,
    rosters,
    rounds,
    rules,
    silences,
    trials,
    units,
    visits,
    watch,
)

PARTS = (
    plan,
    alerts,
    media,
    incidents,
    leads,
    lead_ballots,
    handovers,
    notices,
    notice_office,
    pictures,
    quiet,
    roll_calls,
    field,
    case_settings,
    duty,
    duty_changes,
    rounds,
    patrol_setup,
    patrol_plan,
    trials,
    visits,
    rosters,
    silences,
    quarantine,
    readiness,
    units,
    rules,
    figures,
    markets,
    operations,
    watch,
)


def register(app: OpenAPI) -> None:
    """Hang every part into the application."""
    for part in PARTS:
        app.register_api(part.api)
    document.register(app)
