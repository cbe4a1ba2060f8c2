"""The form by which something is told without a script: what, where, words, a picture."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import request

from patrol.errors import Invalid
from patrol.rules.words import Category, Severity
from web.context import context
from web.picture_store import keep

OFFERED = (
    Category.PUBLIC_ORDER,
    Category.FIRE,
    Category.DISPUTE,
    Category.HELP,
    Category.TRAFFIC,
    Category.FACILITY,
    Category.PERSONAL_SAFETY,
    Category.OTHER,
)
LONGEST_WORDS = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What stood in the form. `now` tells whether it is going on."""

    command_id: str
    category: Category
    now: bool
    place: str | None
    words: str | None

    @property
    def severity(self) -> Severity:
        """What goes on right now is looked at first; how grave it is, the office decides."""
        return Severity.HIGH if self.now else Severity.NORMAL


def fresh_id() -> str:
    """Name a form that is handed out, so that sending it twice tells once."""
    return str(uuid4())


def read(form_id: str | None = None) -> Told:
    """Read the form; `form_id` where the form is known by a word of ours.

    Raises:
        Invalid: naming what is missing.
    """
    form = request.form
    try:
        category = Category(form.get("category", ""))
    except ValueError as error:
        raise Invalid("say what it is", ["category"]) from error
    words = form.get("words", "").strip()[:LONGEST_WORDS] or None
    place = form.get("place", "").strip()[:64] or None
    known = form_id or _id(form.get("command_id", ""))
    return Told(known, category, form.get("when") == "now", place, words)


def read_pictures() -> tuple[dict[str, str], ...]:
    """Keep the picture that came with the form, if one did."""
    file = request.files.get("picture")
    content = file.read() if file is not None else b""
    return (keep(context().settings.data_dir, content),) if content else ()


def _id(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError as error:
        raise Invalid("load the page again", ["command_id"]) from error
