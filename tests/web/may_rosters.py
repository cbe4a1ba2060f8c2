"""Who may do what about rosters of guards: address → who gets further than the gate."""

from tests.web.house import STAFF

OFFICE = {"officer", "leader", "admin", "program", "scraper"}
ANYWHERE_OFFICE = OFFICE | {"stranger", "foreign"}

SIGNED_IN = {*STAFF, "program", "wall", "foreign", "scraper"}

ROSTERS: dict[str, set[str]] = {
    "GET /api/v1/groups/<group>/leads": OFFICE | {"police", "wall", "guard", "lead", "shop"},
    "POST /api/v1/groups/<group>/leads": {"admin", "scraper"},
    "GET /duty/groups/<group>/lead": OFFICE | {"police", "wall", "guard", "lead", "shop"},
    "POST /duty/groups/<group>/ballots": OFFICE | {"lead"},
    "POST /duty/ballots/<int:ballot_id>": OFFICE | {"lead", "shop"},
    "POST /duty/terms/<int:term_id>": OFFICE | {"lead", "shop"},
    "POST /duty/groups/<group>/armbands": OFFICE | {"lead"},
    "GET /api/v1/groups/<group>/ballots": OFFICE | {"police", "wall", "guard", "lead", "shop"},
    "POST /api/v1/groups/<group>/ballots": OFFICE | {"lead"},
    "POST /api/v1/lead-ballots/<int:ballot_id>/commands": OFFICE | {"lead", "shop"},
    "POST /api/v1/lead-terms/<int:term_id>/commands": OFFICE | {"lead", "shop"},
    "GET /api/v1/handovers": SIGNED_IN,
    "POST /api/v1/handovers/<int:handover_id>/commands": SIGNED_IN,
    "GET /api/v1/markets/<code>/equipment": OFFICE,
    "POST /api/v1/markets/<code>/equipment": OFFICE,
    "GET /api/v1/equipment/<int:thing_id>": OFFICE,
    "POST /api/v1/equipment/<int:thing_id>/commands": OFFICE,
    "GET /handovers": SIGNED_IN,
    "POST /handovers/<int:handover_id>/sign": set(STAFF),
    "GET /equipment": ANYWHERE_OFFICE,
    "POST /equipment": ANYWHERE_OFFICE,
    "POST /equipment/<int:thing_id>/act": OFFICE | {"stranger"},
    "GET /market/groups": {"admin", "scraper"},
    "POST /market/groups": {"admin", "scraper"},
    "GET /rosters": ANYWHERE_OFFICE,
    "GET /rosters?market=yunda": OFFICE,
    "GET /rosters/begin": {"admin", "leader", "scraper"},
    "POST /rosters/begin": {"admin", "leader", "scraper"},
    "GET /rosters/paper.<form>": OFFICE,
    "GET /shifts": {"guard"},
    "POST /shifts/wishes": {"guard"},
    "POST /shifts/wishes/<int:wish_id>/withdraw": {"guard"},
    "GET /api/v1/markets/<code>/rosters": OFFICE,
    "PUT /api/v1/markets/<code>/rosters/<place>": {"admin", "leader", "scraper"},
    "GET /api/v1/markets/<code>/rosters/<place>": OFFICE,
    "GET /api/v1/markets/<code>/rosters/<place>/run": OFFICE,
    "POST /api/v1/markets/<code>/rosters/<place>/check": OFFICE,
    "POST /api/v1/markets/<code>/rosters/<place>/commands": OFFICE,
    "POST /api/v1/markets/<code>/rosters/<place>/wishes": {"guard"},
    "POST /api/v1/shift-wishes/<int:wish_id>/commands": {"guard"},
    "GET /api/v1/shifts": set(STAFF),
}
