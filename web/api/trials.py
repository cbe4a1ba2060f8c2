"""Button tests and drills: announced, answered, kept in a ledger."""

from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from pydantic import AwareDatetime, Field

from patrol.actions import button_ledger, button_tests, drills
from patrol.actions.drills import DrillOrder, drill_card
from patrol.actions.once import once
from patrol.cards.things import stamp
from patrol.errors import NotFound, NotNow, VersionConflict
from patrol.model.trials import ButtonTest, DrillPlan
from patrol.queries import trials as queries
from patrol.rules.rights import Permission
from patrol.rules.words import Category, DeviceClass
from web.api.shapes import Code, Command, InMarket, Shape, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market
from web.gate import needs
from web.round_doer import the_button, the_button_test, the_drill

api = blueprint("trials", "Button tests and drills")


class OneButton(Shape):
    """A button of a market."""

    code: Code
    device: Code


class OneTest(Shape):
    """A test in the path."""

    test_id: int


class OneDrill(Shape):
    """A drill in the path."""

    drill_id: int


class Announcement(Shape):
    """Somebody stands at the button and is going to press it."""

    command_id: UUID


class TestCommand(Shape):
    """`light`: let its light answer; `confirm`: it was the test, `lit` or not; `real`: it was not."""

    __test__ = False
    command: Literal["light", "confirm", "real"]
    command_id: UUID
    expected_version: Annotated[int, Field(ge=1)]
    payload: dict[str, Any] = Field(default_factory=dict)


class NewPlan(Shape):
    """How often buttons are tested."""

    every_days: Annotated[int, Field(ge=1, le=366)]


class NewDrill(Shape):
    """A drill to come."""

    command_id: UUID
    title: Annotated[str, Field(min_length=1, max_length=200)]
    category: Category
    place: Code | None = None
    planned_at: AwareDatetime


@api.get("/markets/<code>/test-ledger", summary="Buttons: last good test, due, overdue; drills")
@needs(Permission.SEE_ROUNDS, at=the_market)
def ledger(path: InMarket) -> dict[str, Any]:
    """The most overdue first."""
    with context().reading() as (session, now):
        register = context().register.current(session)
        market = context().market(register, path.code)
        return queries.ledger(session, market, register, now=now)


@api.put("/markets/<code>/test-plan", summary="How often buttons are tested")
@needs(Permission.SET_ROUNDS, at=the_market)
def plan(path: InMarket, body: NewPlan) -> dict[str, Any]:
    """In days; 30 unless somebody says otherwise."""

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        done = button_ledger.set_plan(to.session, market.id, body.every_days, now=to.now)
        return {"every_days": done.every_days, "since": stamp(done.since)}

    return context().change(act)


@api.post("/markets/<code>/buttons/<device>/tests", summary="Announce that a button is pressed as a test")
@needs(Permission.WALK_ROUNDS, at=the_button)
def announce(path: OneButton, body: Announcement) -> dict[str, Any]:
    """The first press within three minutes is held back for your answer, every other one rings."""
    actor = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)

        def make() -> dict[str, Any]:
            row = button_tests.announce(to.session, market, path.device, to.register, by=actor, now=to.now)
            return button_tests.test_card(row, to.register)

        return once(to.session, "button_test", str(body.command_id), make, actor_id=actor, now=to.now)

    return context().change(act)


@api.get("/button-tests/<int:test_id>", summary="One test: was the press heard?")
@needs(Permission.SEE_ROUNDS, at=the_button_test)
def one(path: OneTest) -> dict[str, Any]:
    """For the phone beside the button, which asks every second."""
    with context().reading() as (session, _):
        row = session.get_one(ButtonTest, path.test_id)
        return button_tests.test_card(row, context().register.current(session))


@api.post("/button-tests/<int:test_id>/commands", summary="light · confirm · real")
@needs(Permission.WALK_ROUNDS, at=the_button_test)
def test_command(path: OneTest, body: TestCommand) -> dict[str, Any]:
    """`real` rings at once; a press nobody confirms within a minute rings by itself."""
    actor = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        row = to.session.get(ButtonTest, path.test_id, with_for_update=True)
        if row is None:
            raise NotFound(f"there is no test {path.test_id}")
        entity, key = f"button_test:{row.id}", str(body.command_id)
        return once(to.session, entity, key, lambda: _obey(to, row, body), actor_id=actor, now=to.now)

    return context().change(act)


def _obey(to: Change, row: ButtonTest, body: TestCommand) -> dict[str, Any]:
    if body.expected_version != row.version:
        raise VersionConflict(
            "this test went on since you looked at it", {"version": row.version, "by": None}
        )
    told: dict[str, Any] = {}
    match body.command:
        case "light":
            told["sent"] = _light(to, row)
        case "confirm":
            lit = body.payload.get("lit") is True
            note = body.payload.get("note")
            text = note.strip()[:300] if isinstance(note, str) else None
            button_tests.answer(to.session, row, lit=lit, note=text, now=to.now, register=to.register)
        case "real":
            if row.settled_at is not None or row.pressed_at is None:
                raise NotNow("no press is held back", {"because": "test-not-pressed"})
            button_tests.ring(to.session, row, to.register, now=to.now)
    return button_tests.test_card(row, to.register) | told


def _light(to: Change, row: ButtonTest) -> bool:
    """Send the answer that people see at the button itself; whether the broker took it."""
    device = to.register.devices.get(row.device_id)
    if device is None:
        return False
    market = to.register.markets[device.market_id].code
    told = orjson.dumps({"v": 1, "command": "light", "for": "test", "seconds": 5})
    return context().wire(f"patrol/v1/{market}/{DeviceClass.BUTTON}/{device.code}/command", told)


@api.post("/markets/<code>/drills", summary="Plan a drill")
@needs(Permission.SET_ROUNDS, at=the_market)
def new_drill(path: InMarket, body: NewDrill) -> dict[str, Any]:
    """It becomes an incident, flagged from its first instant, when somebody starts it."""
    actor = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)

        def make() -> dict[str, Any]:
            place = queries.place_named(to.register, market.id, body.place)
            row = DrillPlan(
                market_id=market.id,
                title=body.title,
                category=body.category,
                place_id=place,
                planned_at=body.planned_at,
                made_by=actor,
            )
            to.session.add(row)
            to.session.flush()
            return drill_card(to.session, row, to.register)

        return once(to.session, "drill", str(body.command_id), make, actor_id=actor, now=to.now)

    return context().change(act)


@api.post("/drills/<int:drill_id>/commands", summary="start · finish · cancel")
@needs(Permission.SET_ROUNDS, at=the_drill)
def drill_command(path: OneDrill, body: Command) -> dict[str, Any]:
    """`finish` keeps the result, `cancel` the reason."""
    actor = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        key = str(body.command_id)
        order = DrillOrder(path.drill_id, body.command, key, body.expected_version, body.payload, actor)
        entity = f"drill:{path.drill_id}"
        return once(
            to.session,
            entity,
            key,
            lambda: drills.command(to.session, order, to.register, now=to.now),
            actor_id=actor,
            now=to.now,
        )

    return context().change(act)
