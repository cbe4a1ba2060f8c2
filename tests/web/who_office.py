"""Who gets to what the office works by: units, run cards, bulletins; and to the police's own grade."""

HERE = {"officer", "leader", "admin", "program", "scraper"}
ELSEWHERE = {"stranger", "foreign"}
SETTING = {"admin", "scraper"}

OFFICE_PAGES = {
    "GET /units": HERE | ELSEWHERE | {"police", "wall"},
    "GET /units?market=yunda": HERE | {"police", "wall"},
    "GET /api/v1/markets/<code>/units": HERE | {"police", "wall"},
    "GET /run-cards": HERE | ELSEWHERE | {"police"},
    "GET /run-cards?market=yunda": HERE | {"police"},
    "POST /run-cards/<code>": SETTING,
    "POST /run-cards/<code>/editions": SETTING,
    "GET /bulletins": HERE | ELSEWHERE,
    "GET /bulletins?market=yunda": HERE,
    "POST /bulletins/<code>": HERE,
    "POST /incidents/<int:incident_id>/official-grade": {"police"},
    "GET /figures/official-grades": {"police"},
}
