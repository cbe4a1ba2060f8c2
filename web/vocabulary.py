"""The words of the trade in the reader's language, for pages made here."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import format_datetime
from flask_babel import gettext as _

from patrol.model.places import Market
from patrol.rules.words import Role, Severity


def clock(instant: str, market: Market | None, pattern: str = "MM-dd HH:mm") -> str:
    """Say when something was, by the market's own clock."""
    at = datetime.fromisoformat(instant)
    local = at.astimezone(ZoneInfo(market.timezone)) if market else at
    return str(format_datetime(local, pattern, rebase=False))


def severity(word: str) -> str:
    """Name a severity."""
    names = {
        Severity.CRITICAL: _("Critical"),
        Severity.HIGH: _("High"),
        Severity.NORMAL: _("Normal"),
        Severity.NOTICE: _("Notice"),
    }
    return str(names.get(Severity(word), word)) if word in set(Severity) else word


def role(word: str) -> str:
    """Name a role."""
    names = {
        Role.ADMINISTRATOR: _("Administrator"),
        Role.OFFICER: _("Security officer"),
        Role.SHIFT_LEADER: _("Shift leader"),
        Role.GUARD: _("Guard"),
        Role.LEAD: _("Lead shop"),
        Role.SHOP: _("Shop"),
        Role.POLICE: _("Resident police officer"),
        Role.WALL: _("Wall display"),
        Role.STREET: _("Street office"),
    }
    return str(names.get(Role(word), word)) if word in set(Role) else word


def rule(code: str) -> str:
    """Name a rule by what it is about; one that a market wrote itself stays as it is called there."""
    word = code.replace("-", "_")
    name = kind(word)
    return code if name == word else name


def kind(word: str) -> str:
    """Name what a signal says; a word nobody foresaw stays as it came."""
    names = {
        "report": _("Report"),
        "sos": _("SOS"),
        "fire": _("Fire"),
        "intrusion": _("Intrusion"),
        "person": _("Person seen"),
        "vehicle": _("Vehicle seen"),
        "plate": _("Number plate"),
        "door": _("Door"),
        "tamper": _("Tampering"),
        "accident": _("Accident"),
        "device_offline": _("Device offline"),
        "device_silent": _("Device silent"),
        "device_fault": _("Device fault"),
        "battery_low": _("Battery low"),
        "camera_fault": _("Camera fault"),
        "overspeed": _("Too fast"),
        "standing": _("Standing too long"),
        "gps_lost": _("GPS lost"),
        "round_missed": _("Round not walked"),
        "check_missed": _("Check not reported"),
        "checkpoint_missed": _("Checkpoints missed"),
        "checkpoint_late": _("Checkpoint late"),
        "found_patrol": _("Found on a round"),
        "found_disputes": _("Found: dispute"),
        "button_failed": _("Button failed its test"),
        "button_overdue": _("Button tests overdue"),
        "drill": _("Drill"),
        "found_visit": _("Found on a visit"),
        "found_hazards": _("Found: hazard"),
        "audio_alarm": _("Sound alarm"),
        "geofence_enter": _("Zone entered"),
        "geofence_exit": _("Zone left"),
        "driving": _("Driving"),
        "motion": _("Motion"),
        "input": _("Input"),
        "test": _("Test"),
    }
    return str(names.get(word, word))


def roll_answer(word: str) -> str:
    """Name what a shop answered in a roll call."""
    names = {
        "heard": _("heard"),
        "coming": _("on the way"),
        "safe": _("safe"),
        "cannot": _("cannot come"),
    }
    return str(names.get(word, word))
