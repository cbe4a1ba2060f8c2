"""Who gets to the figures, and to saying how it went."""

BOARD = {"officer", "leader", "admin", "program", "scraper", "police", "wall", "stranger", "foreign"}
SHOPS = {"lead", "shop"}
ALL = {"nobody", "admin", "officer", "leader", "guard", "lead", "shop", "police", "stranger"} | {
    "program", "wall", "foreign", "scraper",
}  # fmt: skip
"""Whoever holds a link: a made-up one says that it leads nowhere."""

FIGURES = {
    **{
        f"GET /figures{end}": BOARD
        for end in ("", ".xlsx", ".pdf", "/across", "/roll-calls", "/sources", "/patrol")
    },
    "GET /rate": SHOPS,
    "GET /rate/<int:incident_id>": set[str](),
    "POST /rate/<int:incident_id>": SHOPS,
    "POST /rate/<int:incident_id>/dispute": SHOPS,
    "GET /say/<token>": ALL,
    "POST /say/<token>": ALL,
}
"""The incident that stands open in these tests is not over: nobody is asked how it went."""
