"""The people of the sample market; ten of them sign in for every role."""

from collections.abc import Iterator
from random import Random

from patrol.rules.register import GrantRow, PersonRow
from patrol.rules.words import Role
from patrol.sample.layout import GRIDS
from patrol.sample.names import person_name, phone
from patrol.sample.places import MARKET, STREET
from patrol.sample.shops import Site

GUARDS, PATROL_MEMBERS, SHOP_ACCOUNTS = 55, 9, 6
WALKERS, DRIVERS = tuple(f"guard{number:03d}" for number in range(6, 16)), ("patrol01",)
"""Whose rounds a demonstration walks: two guards of each workroom, and one of the patrol team."""


def people(site: Site, rng: Random) -> Iterator[PersonRow]:
    """Yield the office, the workrooms, the patrol team, the leads, some shops and the police."""
    yield PersonRow("admin", "陈志远", phone(1), "en", (GrantRow(Role.ADMINISTRATOR, MARKET),))
    yield from _office(rng)
    yield from _guards(rng)
    yield from _shops(site)
    yield PersonRow("police", "周正阳", phone(8), "zh_Hans", (GrantRow(Role.POLICE, MARKET),))
    yield PersonRow("street", "沈岚", phone(9), "zh_Hans", (GrantRow(Role.STREET, STREET),))


def _office(rng: Random) -> Iterator[PersonRow]:
    names = {"officer": "王强", "officer2": "何佩珊"}
    for number, login in enumerate(("officer", "officer2", "officer3", "officer4"), 2):
        language = "zh_Hant" if login == "officer2" else "zh_Hans"
        grants = (GrantRow(Role.OFFICER, MARKET),)
        yield PersonRow(login, names.get(login) or person_name(rng), phone(number), language, grants)
    for number, login in enumerate(("leader", "leader2"), 6):
        yield PersonRow(login, person_name(rng), phone(number), grants=(GrantRow(Role.SHIFT_LEADER, MARKET),))


def _guards(rng: Random) -> Iterator[PersonRow]:
    """`guard` is the first of the workrooms' guards; the patrol team answers for the whole market."""
    for number in range(1, GUARDS + 1):
        login = "guard" if number == 1 else f"guard{number:03d}"
        grant = GrantRow(Role.GUARD, GRIDS[(number - 1) % len(GRIDS)].code)
        yield PersonRow(login, person_name(rng), phone(100 + number), grants=(grant,))
    for number in range(1, PATROL_MEMBERS + 1):
        grant = GrantRow(Role.GUARD, MARKET)
        yield PersonRow(f"patrol{number:02d}", person_name(rng), phone(200 + number), grants=(grant,))


def _shops(site: Site) -> Iterator[PersonRow]:
    """A lead for each group; `lead` and `shop` stand in the first one, for showing."""
    leads = [
        (f"lead-{n:03d}", code, shops[n % len(shops)])
        for n, (code, shops) in enumerate(site.groups.items(), 1)
    ]
    first_code, first = next(iter(site.groups.items()))
    yield PersonRow("lead", first[4].owner, first[4].phone, grants=(GrantRow(Role.LEAD, first_code),))
    for login, group, shop in leads:
        yield PersonRow(login, shop.owner, shop.phone, grants=(GrantRow(Role.LEAD, group),))
    for number, shop in enumerate(site.shops[5 : 5 + SHOP_ACCOUNTS], 1):
        login = "shop" if number == 1 else f"shop{number:02d}"
        yield PersonRow(login, shop.owner, shop.phone, grants=(GrantRow(Role.SHOP, shop.code),))
