"""The screens there are, in the order of the menu, and which of them somebody is offered."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from patrol.queries.people import Viewer
from patrol.rules.rights import Permission, may_anywhere
from patrol.rules.words import Role


@dataclass(frozen=True, slots=True)
class Screen:
    """One entry of the menu: where it leads, its word, and the right or the role that opens it."""

    path: str
    word: LazyString
    permission: Permission | None = None
    role: Role | None = None


SCREENS = (
    Screen("/board", _l("Board"), Permission.SEE_BOARD),
    Screen("/units", _l("Units"), Permission.SEE_POSITIONS),
    Screen("/field", _l("My task"), role=Role.GUARD),
    Screen("/incidents", _l("Incidents"), Permission.SEE_FIGURES),
    Screen("/figures", _l("Figures"), Permission.SEE_FIGURES),
    Screen("/shifts", _l("My shifts"), role=Role.GUARD),
    Screen("/handovers", _l("Handovers"), role=Role.GUARD),
    Screen("/duty", _l("Duty"), Permission.SEE_DUTY),
    Screen("/readiness", _l("Readiness"), Permission.SEE_BOARD),
    Screen("/rounds", _l("Rounds"), Permission.SEE_BOARD),
    Screen("/directory", _l("Directory"), Permission.SEE_DIRECTORY),
    Screen("/rosters", _l("Rosters"), Permission.PLAN_ROSTERS),
    Screen("/handovers", _l("Handovers"), Permission.PLAN_ROSTERS),
    Screen("/equipment", _l("Equipment"), Permission.PLAN_ROSTERS),
    Screen("/market/groups", _l("Groups"), Permission.SET_DUTY),
    Screen("/devices", _l("Devices"), Permission.SEE_DEVICES),
    Screen("/bulletins", _l("Bulletins"), Permission.SEND_BULLETIN),
    Screen("/posters", _l("Posters"), Permission.SET_POSTERS),
    Screen("/quarantine", _l("Quarantine"), Permission.SEE_QUARANTINE),
    Screen("/operations", _l("Operations"), Permission.SEE_METRICS),
    Screen("/run-cards", _l("Run cards"), Permission.SEE_RULES),
    Screen("/ladder", _l("Escalation"), Permission.SET_RULES),
    Screen("/help", _l("Guide")),
)
"""One line for each screen. The first six stand in the open on a wide screen, the others under "More"."""


def screens_of(viewer: Viewer) -> list[tuple[str, str]]:
    """Give path and word of every screen somebody may open, in their language, each once."""
    words = {screen.path: str(screen.word) for screen in _open_to(viewer)}
    return list(words.items())


def _open_to(viewer: Viewer) -> Iterator[Screen]:
    for screen in SCREENS:
        allowed = screen.permission is None or may_anywhere(viewer.holdings, screen.permission)
        if allowed and (screen.role is None or screen.role in viewer.roles):
            yield screen
