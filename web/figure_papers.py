"""The figures as a workbook and on paper, in the reader's language."""

from datetime import datetime

from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from patrol.documents.report import report
from patrol.queries.figure_rows import CaseRow, rows
from patrol.rules.figures import Figures, Line, Part
from patrol.rules.indicators import FIVE, Rate
from patrol.rules.legs import Leg
from patrol.rules.paper import Column, Kind, Look, Paper, Section, Value
from patrol.rules.patrol_figures import PatrolLine
from patrol.sheets import report as sheets
from web import figure_words as say
from web import incident_words, vocabulary
from web.figure_asked import Asked
from web.i18n import language


def workbook(session: Session, to: Asked, found: Figures) -> bytes:
    """A sheet of figures, and one of the incidents they count."""
    extra = (_rows(rows(session, to.scope, to.period, to.market)),)
    return sheets.workbook(_paper(to, found, extra))


def pdf(to: Asked, found: Figures) -> bytes:
    """The figures set on A4."""
    return report(_paper(to, found, ()), made_at=found.made_at)


def _paper(to: Asked, found: Figures, extra: tuple[Section, ...]) -> Paper:
    period = f"{say.span(to.period.span)} · {to.period.first} – {to.period.last}"
    where = to.place.name if to.place else _("The whole market")
    what = incident_words.category(to.category) if to.category else _("All categories")
    made = _local(found.made_at, to)
    return Paper(
        title=_("Figures of %(market)s", market=to.market.name),
        lines=(
            f"{period} · {where} · {what}",
            _("By market days, which begin at %(hour)s. Made %(at)s.", hour=_clock(to), at=made),
            _(
                "Drills, void and merged incidents are outside. P90 by nearest rank. "
                "Rates of fewer than 5 are not shown."
            ),
        ),
        language=language(),
        no_data=_("no data"),
        page_word=_("Page"),
        sections=(
            _counts(found),
            _lines(found),
            _times(found),
            _heat(found),
            _parts(_("Grids"), found.grids),
            _parts(_("Categories"), tuple(_worded(one) for one in found.categories)),
            _parts(_("Joint-defence groups"), found.groups),
            _parts(_("Market days"), found.days),
            _patrol(found),
            *_others(found),
        ),
        extra=extra,
    )


def _local(at: datetime, to: Asked) -> str:
    return str(format_datetime(to.market.clock.local(at), "yyyy-MM-dd HH:mm", rebase=False))


def _clock(to: Asked) -> str:
    return f"{to.market.clock.cut // 60:02d}:{to.market.clock.cut % 60:02d}"


def _number(title: str) -> Column:
    return Column(title, Kind.NUMBER, 10)


def _share(title: str) -> Column:
    return Column(title, Kind.SHARE, 14)


def _rate(rate: Rate) -> Value:
    return rate.share if rate.share is not None else say.share(rate)


def _counts(found: Figures) -> Section:
    columns = (Column(_("Count"), width=34), _number(_("Now")), _number(_("Before")), _number(_("Last year")),
               Column(_("What is counted"), width=60))  # fmt: skip
    told: tuple[tuple[Value, ...], ...] = tuple(
        (say.name(n.code), n.now, n.before, n.year, say.formula(n.code)) for n in found.numbers
    )
    return Section(_("Counts"), columns, told)


def _lines(found: Figures) -> Section:
    columns = _rate_columns(_("Indicator"), _share(_("Last year")))
    told = tuple(_rate_cells(one, _rate(one.year)) for one in found.lines)
    return Section(_("Indicators"), columns, told)


def _patrol(found: Figures) -> Section:
    columns = _rate_columns(_("Patrol and duty"))
    return Section(_("Patrol and duty"), columns, tuple(_rate_cells(one) for one in found.patrol))


def _rate_columns(heading: str, *earlier: Column) -> tuple[Column, ...]:
    """Head a table of rates; `earlier` are further periods to set beside the one before."""
    return (
        Column(heading, width=34),
        _share(_("Rate")),
        _number(_("Wanted")),
        _number(_("Of")),
        _share(_("Before")),
        *earlier,
        Column(_("Formula"), width=60),
    )


def _rate_cells(one: Line | PatrolLine, *earlier: Value) -> tuple[Value, ...]:
    code = one.indicator.code
    now = one.now
    return (say.name(code), _rate(now), now.part, now.whole, _rate(one.before), *earlier, say.formula(code))


def _times(found: Figures) -> Section:
    columns = (
        Column(_("Leg"), width=34),
        Column(_("Category"), width=18),
        Column(_("Severity"), width=12),
        _number(_("Incidents")),
        *(Column(title, Kind.TIME, 12) for title in (_("Mean"), _("Median"), _("P90"))),
    )
    told: list[tuple[Value, ...]] = []
    for leg in Leg:
        for times in found.times:
            if (s := times.legs.get(leg)) is not None:
                category = incident_words.category(times.category) if times.category else _("All")
                severity = vocabulary.severity(times.severity) if times.severity else _("All")
                told.append((say.leg(leg), category, severity, s.n, s.mean, s.median, s.p90))
    return Section(
        _("Response times"), columns, tuple(told), _("Hours, minutes and seconds; time on hold is left out.")
    )


def _heat(found: Figures) -> Section:
    heat = found.heat
    columns = (Column(_("Grid"), width=34), *(Column(f"{hour:02d}", Kind.NUMBER, 6) for hour in heat.hours))
    told: list[tuple[Value, ...]] = [
        (name, *(heat.counts.get((hour, code), 0) for hour in heat.hours)) for code, name in heat.grids
    ]
    return Section(_("Incidents by hour and grid"), columns, tuple(told), look=Look.HEAT)


def _worded(one: Part) -> Part:
    return Part(one.key, incident_words.category(one.key), one.reports, one.rates)


def _parts(title: str, parts: tuple[Part, ...]) -> Section:
    columns = (Column(title, width=34), _number(_("Incidents")), *(_share(say.name(code)) for code in FIVE))
    told = tuple((one.name, one.reports, *(_rate(one.rates[code]) for code in FIVE)) for one in parts)
    return Section(title, columns, told)


def _others(found: Figures) -> tuple[Section, ...]:
    """False alarms, roll calls, devices, and the drills apart."""
    alarms = (_number(_("False alarms")), _number(_("Of")), _share(_("Rate")))
    calls, sources = found.roll_calls, found.sources
    alike = (*((a.name, a) for a in found.by_device), *((vocabulary.rule(a.name), a) for a in found.by_rule))
    return (
        Section(
            _("False alarms by device and by rule"),
            (Column(_("Device or rule"), width=34), *alarms),
            tuple((name, a.rate.part, a.rate.whole, _rate(a.rate)) for name, a in alike),
        ),
        Section(
            _("Roll calls"),
            (_number(_("Calls")), _number(_("Answered")), _number(_("Asked")), _share(_("Rate")),
             Column(_("Median"), Kind.TIME, 12)),
            ((calls.calls, calls.answers.part, calls.answers.whole, _rate(calls.answers), calls.median_s),),
        ),
        Section(
            _("Devices that could not always be heard"),
            (Column(_("Device"), width=34), _number(_("Times")), Column(_("For"), Kind.TIME, 12)),
            tuple((one.name, one.times, one.away_s) for one in sources.away),
            _("%(devices)s devices, heard %(share)s of the time", devices=sources.devices,
              share=say.percent(sources.share)),
        ),
        Section(
            _("Drills, apart"),
            (Column(_("Indicator"), width=34), _number(_("Wanted")), _number(_("Of"))),
            tuple((say.name(code), rate.part, rate.whole) for code, rate in found.drills.items()),
        ),
    )  # fmt: skip


def _rows(found: list[CaseRow]) -> Section:
    columns = (
        Column(_("Number"), width=24),
        Column(_("Market day"), width=12),
        Column(_("Discovered"), width=18),
        *(
            Column(title, width=16)
            for title in (_("Kind"), _("Category"), _("Severity"), _("Place"), _("Step"))
        ),
        Column(_("Result"), width=16),
        Column(_("Drill"), width=8),
        *(Column(say.leg(leg), Kind.TIME, 14) for leg in Leg),
        *(Column(say.name(code), width=14) for code in FIVE),
        _number(_("Satisfaction")),
        _number(_("Score")),
    )
    return Section(_("Incidents"), columns, tuple(_row(one) for one in found))


def _row(one: CaseRow) -> tuple[Value, ...]:
    kept = {True: _("yes"), False: _("no"), None: "—"}
    return (
        one.number,
        one.day,
        one.discovered,
        vocabulary.kind(one.kind),
        incident_words.category(one.category),
        vocabulary.severity(one.severity),
        one.place,
        incident_words.step(one.step),
        incident_words.result(one.result) if one.result else "—",
        kept[one.drill],
        *(one.legs.get(leg, "—") for leg in Leg),
        *(kept[one.kept[code]] for code in FIVE),
        one.satisfaction if one.satisfaction is not None else "—",
        one.score if one.score is not None else "—",
    )
