"""Who may do what about rosters of guards: address → who gets further than the gate."""

from tests.web.house import STAFF

OFFICE = {"officer", "leader", "admin", "program", "scraper"}
ANYWHERE_OFFICE = OFFICE | {"stranger", "foreign"}

SIGNED_IN = {*STAFF, "program", "wall", "foreign", "scraper"}

ROSTERS: dict[str, set[str]] = {
    "GET /api/v1/groups/<group>/leads": OFFICE | {"police", "wall", "guard", "lead", "shop"},
    "POST /api/v1/groups/<group>/leads": {"admin", "scraper"},
    "GET /handovers": SIGNED_IN,
    "POST /handovers/<int:handover_id>/sign": set(STAFF),
    "GET /equipment": ANYWHERE_OFFICE,
    "POST /equipment": ANYWHERE_OFFICE,
    "POST /equipment/<int:thing_id>/act": {"officer", "leader", "admin", "stranger"},
    "GET /market/groups": {"admin", "scraper"},
    "POST /market/groups": {"admin", "scraper"},
    "GET /rosters": ANYWHERE_OFFICE,
    "GET /rosters?market=yunda": OFFICE,
    "GET /rosters/begin": {"admin", "scraper"},
    "POST /rosters/begin": {"admin", "scraper"},
    "GET /rosters/paper.<form>": OFFICE,
    "GET /shifts": {"guard"},
    "POST /shifts/wishes": {"guard"},
    "POST /shifts/wishes/<int:wish_id>/withdraw": {"guard"},
    "GET /api/v1/markets/<code>/rosters": OFFICE,
    "PUT /api/v1/markets/<code>/rosters/<place>": {"admin", "scraper"},
    "GET /api/v1/markets/<code>/rosters/<place>": OFFICE,
    "GET /api/v1/markets/<code>/rosters/<place>/run": OFFICE,
    "POST /api/v1/markets/<code>/rosters/<place>/check": OFFICE,
    "POST /api/v1/markets/<code>/rosters/<place>/commands": OFFICE,
    "POST /api/v1/markets/<code>/rosters/<place>/wishes": {"guard"},
    "POST /api/v1/shift-wishes/<int:wish_id>/commands": {"guard"},
    "GET /api/v1/shifts": set(STAFF),
}
