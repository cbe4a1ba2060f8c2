"""The record of one incident on paper: its log, in the reader's language, by the market's clock."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from patrol.documents.report import report
from patrol.model.places import Market
from patrol.rules.paper import Column, Paper, Section
from patrol.rules.words import Severity
from web import incident_words as say
from web import vocabulary
from web.i18n import language

SAID = ("result", "refusal", "body", "target", "note", "reason", "plan", "override", "lesson", "alone",
        "without_picture", "spoke_with", "receipt")  # fmt: skip
"""What of a line's facts is words that somebody wrote or chose."""
NONE = "—"

Card = Mapping[str, Any]
Clock = Callable[[str | None], str]


def pdf(whole: Card, market: Market, *, reader: str, now: datetime) -> bytes:
    """Set everything of one incident on A4; who had it made stands on it."""
    return report(_paper(whole, market, reader, now), made_at=now)


def _clock_of(market: Market) -> Clock:
    """Give what writes an instant of the log as the market's clock showed it, to the second."""
    return lambda instant: vocabulary.clock(instant, market, "yyyy-MM-dd HH:mm:ss") if instant else NONE


def _paper(whole: Card, market: Market, reader: str, now: datetime) -> Paper:
    card, clock = whole["card"], _clock_of(market)
    sections = (_facts(card, clock), _sent(card, clock), _outside(card, clock), _story(whole, clock))
    return Paper(
        title=_("Incident %(number)s", number=card["number"]),
        lines=(
            _("Made %(at)s for %(name)s.", at=clock(now.isoformat()), name=reader),
            _("All times are those of %(zone)s.", zone=market.timezone),
        ),
        language=language(),
        no_data=_("no data"),
        page_word=_("Page"),
        sections=tuple(section for section in sections if section.rows),
    )


def _facts(card: Card, clock: Clock) -> Section:
    place = card["place"]
    told = (
        (_("Kind"), vocabulary.kind(card["kind"])),
        (_("Category"), say.category(card["category"])),
        (_("Severity"), vocabulary.severity(card["severity"])),
        (_("Place"), f"{place['name']} {place['code']}" if place else _("Place unknown")),
        (_("Summary"), card["summary"]),
        (_("Discovered"), clock(card["discovered_at"])),
        (_("Step"), say.step(card["step"])),
        (_("Result"), say.result(card["result"]) if card["result"] else None),
        (_("Drill"), _("yes") if card["drill"] else None),
        (_("In charge"), card["accepted_by"]),
        (_("Verified by"), card["verified_by"]),
        (_("Closed"), clock(card["closed_at"]) if card["closed_at"] else None),
    )
    columns = (Column(_("Point"), width=20), Column(_("How it stands"), width=60))
    return Section(_("In short"), columns, tuple((word, value) for word, value in told if value))


def _sent(card: Card, clock: Clock) -> Section:
    heads = (_("Who"), _("State"), _("Sent out"), _("Answered"), _("On scene"), _("Ended"))
    rows = tuple(
        (
            task["name"] or task["unit"],
            say.task_state(task["state"]),
            *(clock(task[key]) for key in ("sent_at", "answered_at", "arrived_at", "settled_at")),
        )
        for task in card["tasks"]
    )
    return Section(_("Who was sent"), _columns(heads), rows)


def _outside(card: Card, clock: Clock) -> Section:
    heads = (_("Number"), _("Called"), _("By"), _("Spoke with"), _("Their number"), _("They came"))
    rows = tuple(
        (
            one["body"],
            clock(one["called_at"]),
            *(one[key] or NONE for key in ("called_by", "spoke_with", "receipt")),
            clock(one["arrived_at"]),
        )
        for one in card["outside"]
    )
    return Section(_("Handed over to others"), _columns(heads), rows)


def _story(whole: Card, clock: Clock) -> Section:
    heads = (_("Happened"), _("Written down"), _("Act"), _("Who"), _("In words"))
    rows = tuple(
        (clock(line["happened_at"]), clock(line["at"]), say.verb(line["verb"]),
         say.doer(line, whole["card"]["hidden_at"]),
         " · ".join(_in_words(line["facts"], whole["names"])) or NONE)
        for line in whole["timeline"]
    )  # fmt: skip
    return Section(_("What was done"), _columns(heads), rows)


def _in_words(facts: Card, names: Mapping[str, str]) -> Iterator[str]:
    """Give what somebody wrote or chose, and whom a line names."""
    yield from (say.result(str(facts[key])) for key in SAID if facts.get(key))
    units = [facts["unit"]] if facts.get("unit") else facts.get("units") or ()
    yield from (names.get(ref, ref) for ref in units)
    if facts.get("from") in set(Severity) and facts.get("to") in set(Severity):
        yield f"{vocabulary.severity(facts['from'])} → {vocabulary.severity(facts['to'])}"
    if facts.get("score"):
        yield _("score %(n)s of 5", n=facts["score"])


def _columns(heads: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(head, width=18) for head in heads)
