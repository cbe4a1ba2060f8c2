"""Who gets through the gates of duty; the table of tests/web/test_who_may.py takes it in."""

from uuid import uuid4

from patrol.actions import calendar_feeds, people
from patrol.actions.calendar_feeds import FeedWish
from patrol.actions.people import NewPerson
from patrol.rules.feed_words import FeedScope
from patrol.rules.words import Role
from tests.web.house import STAFF, House

PROGRAMS = ("program", "wall", "foreign", "scraper")
EVERYBODY = ("nobody", *STAFF, *PROGRAMS)
OFFICE = {"officer", "leader", "admin", "program", "scraper"}
BOARD = OFFICE | {"police", "wall"}
ANYWHERE_BOARD = BOARD | {"stranger", "foreign"}
IN_TURNS = OFFICE | {"lead", "shop"}
SEEING_DUTY = BOARD | {"guard", "lead", "shop"}
SETTING = {"admin", "scraper"}
PERSONS = set(STAFF)
"""Calendars belong to people; programs have none."""

DUTY = {
    "GET /duty": ANYWHERE_BOARD | {"guard", "lead", "shop"},
    "GET /duty/groups/<group>": SEEING_DUTY,
    "GET /duty/groups/<group>/check-in": SEEING_DUTY,
    "GET /duty/groups/<group>/week": SEEING_DUTY,
    "GET /duty/groups/<group>/books": SEEING_DUTY,
    "POST /duty/groups/<group>/books": OFFICE | {"lead"},
    "GET /duty/slots/<slot_id>": SEEING_DUTY,
    "GET /duty/groups/<group>/swap": IN_TURNS,
    "GET /duty/groups/<group>/cover": IN_TURNS,
    "GET /duty/groups/<group>/leave": IN_TURNS,
    "GET /duty/groups/<group>/rules": OFFICE | {"lead"},
    "POST /duty/groups/<group>/absences": IN_TURNS,
    "POST /duty/groups/<group>/absences/<int:absence_id>/back": IN_TURNS,
    "POST /duty/groups/<group>/rules": OFFICE | {"lead"},
    "POST /duty/slots/<slot_id>": IN_TURNS,
    "POST /duty/requests/<int:request_id>": IN_TURNS,
    "GET /api/v1/markets/<code>/duty": BOARD,
    "PUT /api/v1/markets/<code>/duty/days": {"admin", "scraper"},
    "GET /api/v1/groups/<group>/duty": SEEING_DUTY,
    "GET /api/v1/groups/<group>/duty/credit": SEEING_DUTY,
    "POST /api/v1/groups/<group>/duty/credit": OFFICE | {"lead"},
    "PUT /api/v1/groups/<group>/duty/rules": OFFICE | {"lead"},
    "POST /api/v1/groups/<group>/absences": IN_TURNS,
    "POST /api/v1/groups/<group>/absences/<int:absence_id>/commands": IN_TURNS,
    "GET /api/v1/slots/<slot_id>": SEEING_DUTY,
    "POST /api/v1/slots/<slot_id>/commands": IN_TURNS,
    "POST /api/v1/duty-requests/<int:request_id>/commands": IN_TURNS,
    "GET /duty/groups/<group>/poster.pdf": OFFICE | {"lead"},
    "POST /duty/groups/<group>/code": OFFICE | {"lead"},
    "GET /cal/<secret>.ics": set(EVERYBODY),
    "GET /duty/desk": ANYWHERE_BOARD,
    "GET /duty/desk?market=yunda": BOARD,
    "GET /duty/markets/<code>/grids/<grid>": BOARD | {"guard"},
    "GET /duty/markets/<code>/days": SETTING,
    "POST /duty/markets/<code>/days": SETTING,
    "POST /duty/markets/<code>/marks": SETTING,
    "POST /duty/markets/<code>/gatherings": SETTING,
    "GET /duty/groups/<group>/pattern": SETTING,
    "POST /duty/groups/<group>/pattern": SETTING,
    "GET /duty/calendar": PERSONS,
    "POST /duty/calendar": PERSONS,
    "POST /duty/calendar/<int:feed_id>/revoke": PERSONS,
}


def a_secret(house: House) -> str:
    """Make somebody who follows their turns in a calendar, and give the secret of the link."""
    with house.context.transaction() as (session, now):
        person = people.add_person(session, NewPerson(uuid4().hex, "Follower"))
        place = people.place_named(session, "yunda", "A001")
        people.grant(session, person, Role.SHOP, place, now)
        wish = FeedWish(person.id, place.market_id or 0, FeedScope.PERSON, None, "en")
        return calendar_feeds.make(session, wish, now=now)
