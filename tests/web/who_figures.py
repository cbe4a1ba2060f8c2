"""Who gets to the figures, and to saying how it went."""

BOARD = {"officer", "leader", "admin", "program", "scraper", "police", "wall", "stranger", "foreign"}
SHOPS = {"lead", "shop"}
IN_THE_OPEN = {"nobody", "admin", "officer", "leader", "guard", "lead", "shop", "police", "stranger"}
"""A form that anybody may send: what a cookie signs needs its CSRF token, programs find no such link."""

FIGURES = {
    **{f"GET /figures{end}": BOARD for end in ("", ".xlsx", ".pdf", "/across", "/roll-calls", "/sources")},
    "GET /rate": SHOPS,
    "GET /rate/<int:incident_id>": set[str](),
    "POST /rate/<int:incident_id>": SHOPS,
    "POST /rate/<int:incident_id>/dispute": SHOPS,
    "GET /say/<token>": set[str](),
    "POST /say/<token>": IN_THE_OPEN,
}
"""The incident that stands open in these tests is not over: nobody is asked how it went."""
