"""Windows that keep alerts back."""

from typing import Any

from patrol.actions import silences as actions
from patrol.actions.silences import Window
from patrol.cards.people import names
from patrol.cards.things import silence_card
from patrol.rules.rights import Permission
from web.api.shapes import EndCommand, InMarket, NewSilence, OneSilence, blueprint
from web.caller import signed_in
from web.context import Change, context
from web.finders import the_market, the_silence
from web.gate import needs

api = blueprint("silences", "Windows that keep alerts back")


@api.post("/markets/<code>/silences", summary="Begin a window")
@needs(Permission.SET_SILENCE, at=the_market)
def begin(path: InMarket, body: NewSilence) -> tuple[dict[str, Any], int]:
    """Calls for help and fire pass through every window."""
    by = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        market = context().market(to.register, path.code)
        window = Window(market_id=market.id, **body.model_dump())
        begun = actions.begin(to.session, window, to.register, by=by, now=to.now)
        return silence_card(begun, to.register, names(to.session))

    return context().change(act), 201


@api.post("/silences/<int:silence_id>/commands", summary="End a window")
@needs(Permission.SET_SILENCE, at=the_silence)
def command(path: OneSilence, body: EndCommand) -> dict[str, Any]:  # noqa: ARG001 - its shape is its check
    """What it kept back and still holds comes up now."""
    by = signed_in().person_id

    def act(to: Change) -> dict[str, Any]:
        ended = actions.end(to.session, path.silence_id, to.register, by=by, now=to.now)
        return silence_card(ended, to.register, names(to.session))

    return context().change(act)
