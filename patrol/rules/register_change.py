"""What a market file would change: row by row against what stands."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeVar

from patrol.rules.register import DeviceRow, LaneRow, MarketFile, MarketRow, PersonRow, PlaceRow

Row = MarketRow | PlaceRow | LaneRow | DeviceRow | PersonRow


class Verb(StrEnum):
    """What happens to a row. A changed place or lane ends, and a new version begins."""

    ADD = "add"
    CHANGE = "change"
    SAME = "same"
    END = "end"


class Sheet(StrEnum):
    """The parts of a market file."""

    MARKET = "market"
    PLACES = "places"
    LANES = "lanes"
    DEVICES = "devices"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Change:
    """One row: what becomes of it, and in which fields it differs. `row` is the old one when it ends."""

    sheet: Sheet
    verb: Verb
    code: str
    name: str
    row: Row
    differs: tuple[str, ...] = ()


UNORDERED = frozenset({"keys", "grants"})
"""Fields in which the order says nothing."""
AnyRow = TypeVar("AnyRow", MarketRow, PlaceRow, LaneRow, DeviceRow, PersonRow)


def changes(wanted: MarketFile, standing: MarketFile | None, *, end_missing: bool) -> tuple[Change, ...]:
    """Compare a file with what stands, the market first, people last.

    With `end_missing`, places, lanes and devices of the market that the file leaves out end;
    a part that the file does not have at all stays as it is. What lies above the market stays.
    """
    old = standing or MarketFile(wanted.market)
    market = [] if standing is None else [old.market]
    inside = _inside(old) if end_missing else frozenset[str]()
    return (
        *_compared(Sheet.MARKET, [wanted.market], market, name_of, ends=_never),
        *_compared(
            Sheet.PLACES, _parents_first(wanted.places), old.places, name_of, ends=inside.__contains__
        ),
        *_compared(Sheet.LANES, wanted.lanes, old.lanes, name_of, ends=lambda _: end_missing),
        *_compared(
            Sheet.DEVICES, _parents_first(wanted.devices), old.devices, name_of, ends=lambda _: end_missing
        ),
        *_compared(Sheet.PEOPLE, wanted.people, old.people, name_of, ends=_never),
    )


def obstacles(done: Sequence[Change], standing: MarketFile | None) -> tuple[str, ...]:
    """Say why the changes can not be made: another kind of place, something left hanging."""
    turned = (
        f"places {c.code}: it can not become a {c.row.kind}; give the new place a code of its own"
        for c in done
        if isinstance(c.row, PlaceRow) and "kind" in c.differs
    )
    return (*turned, *_left_hanging(done, standing))


def _left_hanging(done: Iterable[Change], standing: MarketFile | None) -> tuple[str, ...]:
    """Name places and devices whose place or parent would have ended."""
    ended: dict[Sheet, set[str]] = {sheet: set() for sheet in Sheet}
    after: dict[tuple[Sheet, str], Row] = {}
    if standing:
        after |= {(Sheet.PLACES, p.code): p for p in standing.places}
        after |= {(Sheet.DEVICES, d.code): d for d in standing.devices}
    for change in done:
        if change.verb is Verb.END:
            ended[change.sheet].add(change.code)
            after.pop((change.sheet, change.code), None)
        else:
            after[change.sheet, change.code] = change.row
    return tuple(
        f"{sheet} {code}: {gone} ends" for (sheet, code), row in after.items() for gone in _gone(row, ended)
    )


def _gone(row: Row, ended: Mapping[Sheet, set[str]]) -> Iterator[str]:
    match row:
        case PlaceRow(parent=str(parent)) if parent in ended[Sheet.PLACES]:
            yield f"its parent {parent}"
        case DeviceRow(parent=parent, place=place):
            if parent in ended[Sheet.DEVICES]:
                yield f"its parent {parent}"
            if place in ended[Sheet.PLACES]:
                yield f"its place {place}"


def _compared(
    sheet: Sheet,
    wanted: Sequence[AnyRow],
    standing: Sequence[AnyRow],
    key: Callable[[Row], str],
    *,
    ends: Callable[[str], bool],
) -> Iterator[Change]:
    old = {key(row): row for row in standing}
    named = {key(row) for row in wanted}
    for row in wanted:
        before = old.get(key(row))
        differs = () if before is None else _differs(row, before)
        verb = Verb.ADD if before is None else Verb.CHANGE if differs else Verb.SAME
        yield Change(sheet, verb, key(row), row.name, row, differs)
    if named:
        for code, row in old.items():
            if code not in named and ends(code):
                yield Change(sheet, Verb.END, code, row.name, row)


def _differs(row: AnyRow, before: AnyRow) -> tuple[str, ...]:
    return tuple(f.name for f in fields(row) if _field(row, f.name) != _field(before, f.name))


def _field(row: Row, name: str) -> object:
    value = getattr(row, name)
    return sorted(value, key=repr) if name in UNORDERED else _plain(value)


def _plain(value: object) -> object:
    """Make equal what means the same: lists and tuples, keys in any order, the last bit of a float."""
    match value:
        case float():
            return round(value, 7)
        case Mapping():
            return {str(name): _plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [_plain(inner) for inner in value]
    return value


def _parents_first(rows: Sequence[AnyRow]) -> list[AnyRow]:
    """Order rows so that every parent in the file comes before its children."""
    byname_of = {name_of(row): row for row in rows}
    done: dict[str, AnyRow] = {}
    for row in rows:
        chain: list[AnyRow] = []
        here: AnyRow | None = row
        while here is not None and name_of(here) not in done and here not in chain:
            chain.append(here)
            here = byname_of.get(getattr(here, "parent", None) or "")
        done |= {name_of(link): link for link in reversed(chain)}
    return list(done.values())


def _inside(standing: MarketFile) -> frozenset[str]:
    """Codes of the places below the market; the street and its communities belong to others too."""
    parents = {place.code: place.parent for place in standing.places}

    def below(code: str) -> bool:
        here: str | None = parents[code]
        while here is not None and here != standing.market.code:
            here = parents.get(here)
        return here is not None

    return frozenset(code for code in parents if below(code))


def _never(_: str) -> bool:
    return False


def rows_of(file: MarketFile) -> dict[tuple[Sheet, str], Row]:
    """All rows of a file by sheet and code."""
    parts: dict[Sheet, Sequence[Row]] = {
        Sheet.MARKET: (file.market,),
        Sheet.PLACES: file.places,
        Sheet.LANES: file.lanes,
        Sheet.DEVICES: file.devices,
        Sheet.PEOPLE: file.people,
    }
    return {(sheet, name_of(row)): row for sheet, rows in parts.items() for row in rows}


def name_of(row: Row) -> str:
    """What a row is known by: its code, a person's login."""
    return row.login if isinstance(row, PersonRow) else row.code
