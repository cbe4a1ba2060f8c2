"""One run card as a form: numbers, and a step a line; what cannot be kept is said in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from patrol.actions.run_card_book import CardChange
from patrol.rules import run_cards
from patrol.rules.words import Category, Severity
from web import incident_words


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, as they typed it, and what is wrong with it."""

    where: str
    numbers: Mapping[str, str]
    steps: str
    faults: Sequence[str] = ()


def read(form: Mapping[str, str]) -> tuple[CardChange, Typed]:
    """Read a form; the change may be used only when there are no faults."""
    category, severity = form.get("category", ""), form.get("severity", "")
    numbers = {part: form.get(part, "").strip() or "0" for part in run_cards.ORDER}
    steps = [known(line.strip()) for line in form.get("steps", "").splitlines() if line.strip()]
    faults = [*_place(category, severity), *_numbers(numbers, severity), *_steps(steps)]
    where = f"{category}:{severity}" if severity else category
    needs = {part: int(text) for part, text in numbers.items() if text.isdecimal() and int(text)}
    return CardChange(where, needs, steps), Typed(where, numbers, form.get("steps", ""), faults)


def known(line: str) -> str:
    """Give the key of a step that all languages have words for; one's own words stay as they are."""
    keys = {incident_words.sop(key): key for key in run_cards.KNOWN_STEPS}
    return keys.get(line, line)


def lines(steps: Sequence[str]) -> str:
    """Write steps as they are typed."""
    return "\n".join(incident_words.sop(key) for key in steps)


def _place(category: str, severity: str) -> list[str]:
    if category not in set(Category) or (severity and severity not in set(Severity)):
        return [_("Choose a category and a severity from the lists.")]
    return []


def _numbers(numbers: Mapping[str, str], severity: str) -> list[str]:
    most = run_cards.MOST
    wrong = [part for part, text in numbers.items() if not text.isdecimal() or int(text) > most]
    if wrong:
        said = ", ".join(incident_words.part(part) for part in wrong)
        return [_("%(parts)s: give a whole number from 0 to %(most)s.", parts=said, most=most)]
    if severity == Severity.CRITICAL and not any(int(text) for text in numbers.values()):
        return [_("Somebody has to go to a critical incident: give at least one.")]
    return []


def _steps(steps: Sequence[str]) -> list[str]:
    faults = []
    if len(steps) > run_cards.MOST_STEPS:
        most = run_cards.MOST_STEPS
        faults.append(
            _("%(n)s steps are more than anybody reads: %(most)s at most.", n=len(steps), most=most)
        )
    for step in steps:
        if len(step) > run_cards.LONGEST_STEP:
            limit, said = run_cards.LONGEST_STEP, f"{step[:24]}…"
            faults.append(_("“%(step)s” is too long: %(n)s characters at most.", step=said, n=limit))
    twice = dict.fromkeys(step for step in steps if steps.count(step) > 1)
    faults += [_("“%(step)s” stands there twice.", step=incident_words.sop(step)) for step in twice]
    return faults
