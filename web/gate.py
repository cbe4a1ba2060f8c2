"""Everything is refused unless a view says who may; the application checks that each one did."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, request
from sqlalchemy.orm import Session

from patrol.errors import Forbidden, NotFound
from patrol.rules.rights import Permission, PlacePath, may, may_anywhere
from web.caller import signed_in
from web.context import context

View = TypeVar("View", bound=Callable[..., Any])
Finder = Callable[[Session, Mapping[str, Any]], tuple[PlacePath, ...]]
"""Finds the places a request is about, all of which must be allowed; none: there is no such thing."""

_GATE = "__gate__"


@dataclass(frozen=True, slots=True)
class Gate:
    """Who passes. No permission: everybody who signed in; `open`: everybody."""

    permission: Permission | None = None
    find: Finder | None = None
    open: bool = False


def public(view: View) -> View:
    """Let everybody in."""
    setattr(view, _GATE, Gate(open=True))
    return view


def personal(view: View) -> View:
    """Let everybody in who signed in."""
    setattr(view, _GATE, Gate())
    return view


def needs(permission: Permission, at: Finder | None = None) -> Callable[[View], View]:
    """Let those in who may do this at the places `at` finds; without it, those who may do it somewhere."""

    def declare(view: View) -> View:
        setattr(view, _GATE, Gate(permission, at))
        return view

    return declare


def gate_of(view: Callable[..., Any]) -> Gate | None:
    """Give what a view declared."""
    return getattr(view, _GATE, None)


def install(app: Flask) -> None:
    """Check every request against what its view declared."""
    app.before_request(_check)


def require_every_gate(app: Flask) -> None:
    """Stop the start when a route says nothing of who may use it."""
    open_doors = sorted(name for name, view in app.view_functions.items() if gate_of(view) is None)
    if open_doors:
        raise RuntimeError(f"no gate declared: {', '.join(open_doors)}")


def _check() -> None:
    view = _view()
    if view is None:
        return
    gate = gate_of(view)
    if gate is None:
        raise Forbidden("this page declares nobody who may see it")
    if not gate.open:
        _pass(gate)


def _view() -> Callable[..., Any] | None:
    return current_app.view_functions.get(request.endpoint or "")


def _pass(gate: Gate) -> None:
    viewer = signed_in()
    if gate.permission is None:
        return
    if not may_anywhere(viewer.holdings, gate.permission):
        raise Forbidden("your role does not allow this")
    if gate.find is None:
        return
    with context().reading() as (database, _):
        places = gate.find(database, {**request.args.to_dict(), **(request.view_args or {})})
    if not places or not all(may(viewer.holdings, gate.permission, place) for place in places):
        raise NotFound("there is nothing here by that name")
