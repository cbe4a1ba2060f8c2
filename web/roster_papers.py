"""A roster as it leaves the screen: words in the reader's language, then a PDF or a spreadsheet."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from patrol.documents.roster_paper import Cell, Paper, Row, pdf, sheet
from patrol.model.places import Market
from web import roster_words as say

FORMS: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def paper(card: Mapping[str, Any], market: Market, form: str) -> tuple[bytes, str]:
    """Give a roster's grid as bytes, and what kind of bytes they are."""
    made = _paper(card, market)
    return (pdf(made) if form == "pdf" else sheet(made)), FORMS[form]


def _paper(card: Mapping[str, Any], market: Market) -> Paper:
    until = card["published_until"]
    shown = _("published up to %(day)s", day=say.day(until)) if until else _("draft")
    return Paper(
        title=f"{card['place']['name']} · {_('Roster')}",
        under=f"{market.name} · {card['days'][0]['day']} – {card['days'][-1]['day']} · {shown}",
        corner=_("Name"),
        days=tuple(say.day_head(one["day"]) for one in card["days"]),
        rests=tuple(one["class"] not in (None, "ordinary") for one in card["days"]),
        rows=tuple(_row(one, card) for one in card["people"]),
        totals=(_("Shifts"), _("Nights")),
        legend=" · ".join(
            f"{say.letter(kind)} {say.kind(kind)} {hours}" for kind, hours in _hours(card, market).items()
        ),
        sign=_("Signature of the shift leader"),
    )


def _row(person: Mapping[str, Any], card: Mapping[str, Any]) -> Row:
    days = [one["day"] for one in card["days"]]
    kinds = [person["cells"].get(day) for day in days]
    nights = {one["kind"] for one in card["shifts"] if one["night"]}
    return Row(
        person["name"],
        tuple(
            Cell(say.letter(kind), kind) if kind else Cell("×" if day in person["away"] else "", None)
            for day, kind in zip(days, kinds, strict=True)
        ),
        (sum(kind is not None for kind in kinds), sum(kind in nights for kind in kinds)),
    )


def _hours(card: Mapping[str, Any], market: Market) -> dict[str, str]:
    """Give when each kind of shift begins and ends, by the market's clock."""
    found = dict.fromkeys(card["kinds"], "")
    for one in card["shifts"]:
        ends = [say.hour(one[name], market.timezone) for name in ("starts_at", "ends_at")]
        found[one["kind"]] = "–".join(ends)
    return found
