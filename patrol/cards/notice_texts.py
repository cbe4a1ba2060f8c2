"""What a notice says: a title and a line, made of its kind and facts. No names of persons, no phones.

`_l` marks a text for the translators; it is said in the reader's language by `tongues.say`.
"""

from collections.abc import Mapping

from patrol.cards.tongues import say
from patrol.model.notices import Notice
from patrol.rules.notice_words import NoticeKind
from patrol.rules.words import Severity


def _l(english: str) -> str:
    return english


N = NoticeKind
TITLES: Mapping[NoticeKind, str] = {
    N.TASK_SENT: _l("You are sent: {what}"),
    N.TASK_URGED: _l("Please hurry: {what}"),
    N.TASK_WITHDRAWN: _l("You are called back: {what}"),
    N.TASK_OVERDUE: _l("No answer from {unit}"),
    N.CHECK_IN_OVERDUE: _l("Say that you are all right"),
    N.ROLL_CALL: _l("Roll call: answer now"),
    N.ROLL_CALL_AGAIN: _l("Roll call: you have not answered yet"),
    N.ROLL_CALL_WATCH: _l("Please look after {place}"),
    N.STEP_OVERDUE: _l("Overdue: {what}"),
    N.LADDER: _l("Nobody has moved: {what}"),
    N.CONSIDER_110: _l("Think of calling 110: {what}"),
    N.ALERT_CRITICAL: _l("Alert: {what}"),
    N.CASE_CLOSED: _l("Your report is closed"),
    N.CASE_TAKEN_OVER: _l("Somebody has taken over from you: {what}"),
    N.CASE_REFUSED: _l("Your report was not accepted"),
    N.REPORT_RECEIVED: _l("A report came in: {what}"),
    N.DUTY_MISSED: _l("Nobody has come to the turn of duty"),
    N.DUTY_ASKED: _l("You are asked about a turn of duty"),
    N.DUTY_ANSWERED: _l("Your request about a turn is answered"),
    N.DUTY_CHANGED: _l("Your turns of duty have changed"),
    N.DUTY_SOON: _l("Your turn of duty begins soon"),
    N.LEAD_BALLOT: _l("Your group elects its lead"),
    N.LEAD_ELECTED: _l("The votes for the lead of your group are counted"),
    N.ROUND_MISSED: _l("A checkpoint was missed"),
    N.ROUND_DUE: _l("Your round is due"),
    N.WATCH_PROMPT: _l("Are you at your post?"),
    N.WATCH_MISSED: _l("Nobody answers at the board of {place}"),
    N.GROUP_CALLED: _l("Your group is called to help: {what}"),
    N.VISIT_ASKED: _l("You are asked to visit"),
    N.BULLETIN: _l("Bulletin"),
    N.NAME_ASKED: _l("A hidden name is asked for: a second person decides"),
    N.NAME_DECIDED: _l("It is decided whether you may read a hidden name"),
    N.NAME_READ: _l("The police read who told quietly in your group"),
    N.NOT_DELIVERED: _l("A message could not be delivered"),
    N.TRIAL: _l("This is a trial of your channel"),
}
SEVERITIES: Mapping[Severity, str] = {
    Severity.CRITICAL: _l("Critical"),
    Severity.HIGH: _l("High"),
    Severity.NORMAL: _l("Normal"),
    Severity.NOTICE: _l("Notice"),
}
WHAT: Mapping[str, str] = {
    "sos": _l("SOS"),
    "fire": _l("Fire"),
    "intrusion": _l("Intrusion"),
    "tamper": _l("Tampering"),
    "accident": _l("Accident"),
    "PO": _l("Public order"),
    "FI": _l("Fire"),
    "DI": _l("Dispute"),
    "HE": _l("Help"),
    "TV": _l("Traffic and vehicles"),
    "FS": _l("Facility and production safety"),
    "PS": _l("Personal safety"),
    "PA": _l("Patrol exception"),
    "DV": _l("Device alarm"),
    "OT": _l("Other"),
}
MORE = _l("{title} (and {more} more)")
STEPS: Mapping[str, str] = {
    "accept": _l("not accepted yet"),
    "dispatch": _l("nobody sent yet"),
    "answer": _l("not answered yet"),
    "on_scene": _l("nobody on scene yet"),
    "handled": _l("not handled yet"),
    "close": _l("not closed yet"),
    "evaluate": _l("not evaluated yet"),
    "check": _l("not checked yet"),
    "hold": _l("on hold longer than planned"),
    "check_in": _l("no word from somebody out alone"),
}
DRILL = _l("Drill")
RESULTS: Mapping[str, str] = {
    "solved": _l("Solved"),
    "settled": _l("Settled by mediation"),
    "handed_over": _l("Handed over"),
    "false_alarm": _l("False alarm"),
    "unconfirmed": _l("Could not be confirmed"),
    "duplicate": _l("Noted twice"),
    "malicious": _l("Malicious"),
    "drill": _l("Drill"),
}
LATE = _l("{seconds} s late")


def title_of(notice: Notice, tag: str) -> str:
    """Say in one line what it is about."""
    facts = notice.facts
    place = str(facts.get("place") or "")
    about = {"what": _what(facts, tag), "place": place, "unit": facts.get("unit") or place}
    title = say(tag, TITLES[NoticeKind(notice.kind)], **about)
    return title if notice.count == 1 else say(tag, MORE, title=title, more=notice.count - 1)


def body_of(notice: Notice, tag: str) -> str:
    """Say where, how grave, which case, and what is waited for."""
    facts = notice.facts
    parts = [
        say(tag, DRILL) if facts.get("drill") else "",
        say(tag, SEVERITIES[Severity(notice.severity)]) if "severity" in facts else "",
        str(facts.get("place") or ""),
        str(facts.get("number") or ""),
        say(tag, STEPS[str(facts["step"])]) if facts.get("step") in STEPS else "",
        say(tag, RESULTS[str(facts["result"])]) if facts.get("result") in RESULTS else "",
        say(tag, LATE, seconds=facts["late_by_s"]) if facts.get("late_by_s") else "",
        str(facts.get("text") or ""),
    ]
    return " · ".join(part for part in parts if part)


def _what(facts: Mapping[str, object], tag: str) -> str:
    for name in ("kind", "category"):
        word = str(facts.get(name) or "")
        if word in WHAT:
            return say(tag, WHAT[word])
    return str(facts.get("what") or facts.get("number") or facts.get("place") or "")
