"""How the units are called that a timeline knows by their codes."""

from collections.abc import Iterable, Iterator

from sqlalchemy.orm import Session

from patrol.cards.things import Card, NameOf
from patrol.cards.units import carriers
from patrol.rules.entries import Register


def unit_names(
    session: Session, timeline: Iterable[Card], register: Register, market_id: int, name_of: NameOf
) -> dict[str, str]:
    """Give names by reference: who carries a phone by their own, and whatever still stands by its."""
    wanted = {ref for line in timeline for ref in _units(line["facts"])}
    codes = {ref.partition(":")[2] for ref in wanted}
    people = carriers(session, sorted(codes))
    devices = (one for one in register.devices.values() if one.market_id == market_id and one.code in codes)
    places = (one for one in register.places.values() if one.market_id == market_id and one.code in codes)
    known = {f"device:{one.code}": one.name for one in devices} | {
        f"place:{one.code}": one.name for one in places
    }
    known |= {f"device:{code}": name for code, (_, name) in people.items()}
    known |= {ref: name for ref in wanted if (name := _person(ref, name_of)) is not None}
    return {ref: name for ref, name in known.items() if ref in wanted}


def _units(facts: Card) -> Iterator[str]:
    """Yield the units that the facts of one line name."""
    yield from (facts[key] for key in ("unit", "next") if facts.get(key))
    for key in ("units", "passed_over", "warned"):
        yield from facts.get(key) or ()


def _person(ref: str, name_of: NameOf) -> str | None:
    kind, _, number = ref.partition(":")
    return name_of(int(number)) if kind == "person" and number.isdecimal() else None
