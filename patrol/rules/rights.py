"""Who may do what, and where: the one table of rights, and the rooms of the stream each role may hear."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from patrol.rules.words import PlaceKind, Role


class Permission(StrEnum):
    """One thing a person or a program may be allowed to do at a place."""

    SEE_BOARD = "see-board"
    SEE_PLAN = "see-plan"
    SEE_POSITIONS = "see-positions"
    SEE_ALERTS = "see-alerts"
    SEE_EVIDENCE = "see-evidence"
    HANDLE_ALERTS = "handle-alerts"
    SEE_INCIDENTS = "see-incidents"
    REPORT = "report"
    ACT_ON_INCIDENTS = "act-on-incidents"
    ASK_UNMASK = "ask-unmask"
    DECIDE_UNMASK = "decide-unmask"
    SET_POSTERS = "set-posters"
    CALL_ROLL = "call-roll"
    SEE_DUTY = "see-duty"
    TAKE_TURNS = "take-turns"
    LEAD_DUTY = "lead-duty"
    SET_DUTY = "set-duty"
    PLAN_ROSTERS = "plan-rosters"
    BEGIN_ROSTERS = "begin-rosters"
    WORK_FIELD = "work-field"
    SEE_ROUNDS = "see-rounds"
    WALK_ROUNDS = "walk-rounds"
    RUN_ROUNDS = "run-rounds"
    SET_ROUNDS = "set-rounds"
    SEE_DIRECTORY = "see-directory"
    SEE_DEVICES = "see-devices"
    SEE_QUARANTINE = "see-quarantine"
    RESOLVE_QUARANTINE = "resolve-quarantine"
    REGISTER_DEVICES = "register-devices"
    SET_SILENCE = "set-silence"
    SEE_RULES = "see-rules"
    SET_RULES = "set-rules"
    SEE_METRICS = "see-metrics"
    SEE_FIGURES = "see-figures"
    SEND_BULLETIN = "send-bulletin"
    RATE = "rate"
    GRADE_OFFICIALLY = "grade-officially"


_P = Permission
_BOARD = frozenset(
    {
        _P.SEE_BOARD,
        _P.SEE_PLAN,
        _P.SEE_POSITIONS,
        _P.SEE_ALERTS,
        _P.SEE_INCIDENTS,
        _P.SEE_DEVICES,
        _P.SEE_DUTY,
        _P.SEE_ROUNDS,
        _P.SEE_FIGURES,
    }
)
_IN_TURNS = frozenset({_P.SEE_DUTY, _P.TAKE_TURNS})
_TAKING_PART = frozenset({_P.REPORT, _P.ACT_ON_INCIDENTS})
_OFFICE = (
    _BOARD
    | _TAKING_PART
    | _IN_TURNS
    | {
        _P.LEAD_DUTY,
        _P.SEE_DIRECTORY,
        _P.PLAN_ROSTERS,
        _P.SEE_EVIDENCE,
        _P.SEE_QUARANTINE,
        _P.SET_SILENCE,
        _P.SEE_RULES,
        _P.RUN_ROUNDS,
        _P.SEND_BULLETIN,
        _P.SEE_METRICS,
    }
)

RIGHTS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: _OFFICE
    | {
        _P.SET_RULES,
        _P.SET_DUTY,
        _P.BEGIN_ROSTERS,
        _P.RESOLVE_QUARANTINE,
        _P.REGISTER_DEVICES,
        _P.SET_ROUNDS,
        _P.DECIDE_UNMASK,
        _P.SET_POSTERS,
    },
    Role.OFFICER: _OFFICE | {_P.HANDLE_ALERTS, _P.RESOLVE_QUARANTINE, _P.CALL_ROLL},
    Role.SHIFT_LEADER: _OFFICE
    | {
        _P.HANDLE_ALERTS,
        _P.RESOLVE_QUARANTINE,
        _P.REGISTER_DEVICES,
        _P.CALL_ROLL,
        _P.BEGIN_ROSTERS,
        _P.SET_ROUNDS,
        _P.DECIDE_UNMASK,
        _P.SET_POSTERS,
    },
    Role.GUARD: frozenset({_P.SEE_PLAN, _P.SEE_ALERTS, _P.SEE_EVIDENCE, _P.SEE_INCIDENTS})
    | _TAKING_PART
    | {_P.CALL_ROLL, _P.SEE_DUTY, _P.WORK_FIELD, _P.SEE_ROUNDS, _P.WALK_ROUNDS},
    Role.LEAD: frozenset({_P.SEE_ALERTS, _P.CALL_ROLL, _P.LEAD_DUTY, _P.RATE}) | _TAKING_PART | _IN_TURNS,
    Role.SHOP: frozenset({_P.SEE_ALERTS, _P.CALL_ROLL, _P.RATE}) | _TAKING_PART | _IN_TURNS,
    Role.POLICE: _BOARD
    | _TAKING_PART
    | {_P.SEE_DIRECTORY, _P.SEE_EVIDENCE, _P.SEE_RULES, _P.ASK_UNMASK, _P.DECIDE_UNMASK}
    | {_P.GRADE_OFFICIALLY},
    Role.WALL: _BOARD,
    Role.STREET: frozenset({_P.SEE_FIGURES, _P.SEE_INCIDENTS}),
}
"""The administrator sets things up and watches; what happens is handled by those on duty."""

POLICE_ROOM = "police"
USER_ROOM = "user"

_EVERY_LEVEL = frozenset({PlaceKind.MARKET, PlaceKind.GRID, PlaceKind.GROUP})
_ROOMS: dict[Role, frozenset[str]] = {
    Role.ADMINISTRATOR: _EVERY_LEVEL,
    Role.OFFICER: _EVERY_LEVEL,
    Role.SHIFT_LEADER: _EVERY_LEVEL,
    Role.WALL: _EVERY_LEVEL,
    Role.GUARD: frozenset({PlaceKind.GRID}),
    Role.LEAD: frozenset({PlaceKind.GROUP}),
    Role.SHOP: frozenset({PlaceKind.GROUP}),
    Role.POLICE: frozenset({POLICE_ROOM, PlaceKind.MARKET}),
    Role.STREET: frozenset(),
}
_HOME: dict[Role, PlaceKind] = {
    Role.GUARD: PlaceKind.GRID,
    Role.LEAD: PlaceKind.GROUP,
    Role.SHOP: PlaceKind.GROUP,
}
"""Roles that hear the place their own place lies in: a shop hears its group."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place as rights see it; codes are unique within a market, so the market belongs to it."""

    kind: PlaceKind
    code: str
    market: str | None


PlacePath = tuple[Spot, ...]
"""A place and everything it lies in, from the place itself up to the street."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One role held now, at the place that begins the path."""

    role: Role
    path: PlacePath


def may(holdings: Iterable[Holding], permission: Permission, place: PlacePath) -> bool:
    """Tell whether one of the roles allows it at this place or at a place around it."""
    return any(permission in RIGHTS[held.role] and _covers(held, place) for held in holdings)


def roles_at(holdings: Iterable[Holding], place: PlacePath) -> frozenset[Role]:
    """Give the roles held at a place, or around it; a shop belongs to its group, a guard to their grid."""
    return frozenset(held.role for held in holdings if _covers(held, place) or _is_home(held, place))


def may_anywhere(holdings: Iterable[Holding], permission: Permission) -> bool:
    """Tell whether one of the roles allows it at some place at all."""
    return any(permission in RIGHTS[held.role] for held in holdings)


def may_hear(holdings: Iterable[Holding], room_kind: str, place: PlacePath) -> bool:
    """Tell whether one of the roles may listen to the room of this kind at this place."""
    return any(
        room_kind in _ROOMS[held.role] and (_covers(held, place) or _is_home(held, place))
        for held in holdings
    )


def rooms_for(holdings: Iterable[Holding], person_id: int | None) -> tuple[str, ...]:
    """Name the rooms that are offered to somebody at once; `may_hear` decides on every other."""
    rooms = [room for held in holdings for room in _own_rooms(held)]
    if person_id is not None:
        rooms.append(f"{USER_ROOM}:{person_id}")
    return tuple(dict.fromkeys(rooms))


def markets_of(holdings: Iterable[Holding], permission: Permission) -> tuple[str, ...]:
    """Name the markets in which something is allowed, at the market itself or inside it."""
    codes = [
        held.path[0].market for held in holdings if permission in RIGHTS[held.role] and held.path[0].market
    ]
    return tuple(dict.fromkeys(codes))


def _own_rooms(held: Holding) -> list[str]:
    kinds = _ROOMS[held.role]
    if home := _HOME.get(held.role):
        return [f"{spot.kind}:{spot.code}" for spot in held.path if spot.kind == home]
    own = [f"{spot.kind}:{spot.code}" for spot in held.path[:1] if spot.kind in kinds]
    if POLICE_ROOM in kinds:
        own += [f"{POLICE_ROOM}:{spot.code}" for spot in held.path[:1] if spot.kind == PlaceKind.MARKET]
    return own


def _covers(held: Holding, place: PlacePath) -> bool:
    return held.path[0] in place


def _is_home(held: Holding, place: PlacePath) -> bool:
    return bool(place) and place[0].kind == _HOME.get(held.role) and place[0] in held.path
