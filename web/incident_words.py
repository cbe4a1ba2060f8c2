"""The words of incidents in the reader's language, for pages made here."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from patrol.rules.words import Step


def category(word: str) -> str:
    """Name a category."""
    names = {
        "PO": _("Public order"),
        "FI": _("Fire"),
        "DI": _("Dispute"),
        "HE": _("Help"),
        "TV": _("Traffic and vehicles"),
        "FS": _("Facility and production safety"),
        "PS": _("Personal safety"),
        "PA": _("Patrol exception"),
        "DV": _("Device alarm"),
        "OT": _("Other"),
    }
    return str(names.get(word, word))


def step(word: str) -> str:
    """Name where an incident stands."""
    names = {
        Step.DISCOVERED: _("Discovered"),
        Step.ACCEPTED: _("Accepted"),
        Step.DISPATCHED: _("Dispatched"),
        Step.CLOSED: _("Closed"),
        Step.EVALUATED: _("Evaluated"),
        Step.HOLD: _("On hold"),
        Step.REFUSED: _("Not accepted"),
        Step.MERGED: _("Merged"),
        Step.VOID: _("Void"),
        "open": _("Open"),
        "over": _("Over"),
    }
    return str(names.get(word, word))


def result(word: str) -> str:
    """Name how an incident ended, or why it was not accepted."""
    names = {
        "not_ours": _("Not ours to handle"),
        "nothing_there": _("Nothing there"),
        "too_little": _("Too little is known"),
        "solved": _("Solved"),
        "settled": _("Settled by mediation"),
        "handed_over": _("Handed over"),
        "false_alarm": _("False alarm"),
        "unconfirmed": _("Could not be confirmed"),
        "duplicate": _("Noted twice"),
        "malicious": _("Malicious"),
        "drill": _("Drill"),
    }
    return str(names.get(word, word))


def task_state(word: str) -> str:
    """Name how far somebody who was sent has come."""
    names = {
        "sent": _("sent, no answer yet"),
        "coming": _("on the way"),
        "arrived": _("on scene"),
        "done": _("done"),
        "cannot": _("cannot come"),
        "withdrawn": _("called back"),
    }
    return str(names.get(word, word))


def verb(word: str) -> str:
    """Name what was done, for a line of the timeline."""
    names = {
        "discover": _("discovered"),
        "report": _("reported"),
        "report_again": _("reported again"),
        "accept": _("accepted"),
        "refuse": _("not accepted"),
        "merge": _("merged"),
        "merged_in": _("another one was merged in"),
        "void": _("voided"),
        "drill": _("marked as a drill"),
        "solve_on_spot": _("solved on the spot"),
        "dispatch": _("dispatched"),
        "respond": _("on the way"),
        "arrive": _("on scene"),
        "feedback": _("done"),
        "cannot": _("cannot come"),
        "check_in": _("all well"),
        "withdraw": _("called back"),
        "return": _("returned"),
        "hold": _("put on hold"),
        "resume": _("went on"),
        "ask_extension": _("asked for more time"),
        "extend": _("more time given"),
        "deny_extension": _("no more time given"),
        "verify": _("verified"),
        "rework": _("sent back to be redone"),
        "close": _("closed"),
        "check": _("checked afterwards"),
        "transfer": _("handed over"),
        "outside": _("news from outside"),
        "reopen": _("opened again"),
        "evaluate": _("evaluated"),
        "rate": _("said how it went"),
        "dispute": _("objected to how it counts"),
        "answer_dispute": _("answered the objection"),
        "take_over": _("taken over"),
        "join": _("joined in"),
        "grade": _("severity changed"),
        "locate": _("place changed"),
        "urge": _("urged"),
        "note": _("noted"),
        "tick": _("ticked off"),
        "skip": _("skipped"),
        "overdue": _("late"),
        "unmask_ask": _("asked who told it"),
        "unmask_approve": _("consented to reading the name"),
        "unmask_refuse": _("refused to have the name read"),
        "unmask_open": _("read who told it"),
    }
    return str(names.get(word, word))


def hidden(place: dict[str, str] | None) -> str:
    """Name somebody whom nobody is to know, by whom they hide among."""
    if place is None or place["kind"] == "market":
        return str(_("Anonymous"))
    return str(_("Anonymous, %(place)s", place=place["name"]))


def doer(line: Mapping[str, Any], hidden_at: dict[str, str] | None) -> str:
    """Name who did what a line of a timeline tells: a person, somebody hidden, or nobody but the system."""
    if line["by"]:
        return str(line["by"])
    return hidden(hidden_at) if line["facts"].get("hidden") else str(_("the system"))


def unmask_state(word: str) -> str:
    """Name how far the asking for a hidden name has come."""
    names = {
        "asked": _("The police asked for the name"),
        "approved": _("Consented; not read yet"),
        "refused": _("Refused"),
        "opened": _("The name was read"),
    }
    return str(names.get(word, word))


def source(word: str) -> str:
    """Say how an incident was found."""
    return str({"alert": _("A device"), "person": _("A person")}.get(word, word))


def drill(word: str) -> str:
    """Say whether drills are meant."""
    return str({"no": _("Without drills"), "yes": _("Drills only")}.get(word, word))


def part(word: str) -> str:
    """Name whom a run card asks for."""
    names = {"guard": _("Guards"), "car": _("Cars"), "shop": _("Shops nearby")}
    return str(names.get(word, word))


def sop(word: str) -> str:
    """Name a step of a procedure; what a market wrote in its own words is shown so."""
    names = {
        "look_at_camera": _("Look at the camera"),
        "call_119": _("Call 119"),
        "call_back": _("Call the place back"),
        "consider_110": _("Think of calling 110"),
        "consider_120": _("Think of calling 120"),
        "roll_call": _("Roll call of the group"),
        "clear_fire_lane": _("Clear the fire lane"),
        "power_off": _("Cut the power"),
        "watch_gates": _("Watch the gates"),
        "keep_footage": _("Keep the footage"),
        "meet_ambulance": _("Meet the ambulance at the gate"),
        "clear_lane": _("Clear the lane"),
        "cordon": _("Cordon it off"),
        "tell_department": _("Tell the department"),
    }
    return str(names.get(word, word))


def official_grade(word: str) -> str:
    """Name an official grade."""
    names = {
        "ordinary": _("Ordinary"),
        "larger": _("Larger"),
        "major": _("Major"),
        "extraordinary": _("Extraordinary"),
    }
    return str(names.get(word, word))
