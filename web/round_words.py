"""The words of rounds in the reader's language, for pages made here."""

from flask_babel import gettext as _

from patrol.rules.rights import Permission


def pages() -> list[tuple[str, str, Permission]]:
    """Name the desk's pages of rounds, each with the right that opens it."""
    return [
        ("/rounds", _("Today"), Permission.SEE_ROUNDS),
        ("/rounds/coverage", _("Coverage"), Permission.SEE_ROUNDS),
        ("/rounds/routes", _("Routes"), Permission.SEE_ROUNDS),
        ("/rounds/tests", _("Tests and drills"), Permission.SEE_ROUNDS),
        ("/rounds/visits", _("Visit lists"), Permission.SEE_ROUNDS),
    ]


def kind(word: str) -> str:
    """Name what a round is walked for."""
    names = {
        "patrol": _("Patrol round"),
        "disputes": _("Check for disputes"),
        "hazards": _("Check for hazards"),
    }
    return str(names.get(word, word))


def state(word: str) -> str:
    """Name how a round stands."""
    names = {
        "planned": _("planned"),
        "due": _("should be walked now"),
        "walking": _("on the way"),
        "walked": _("walked"),
        "partly": _("partly walked"),
        "missed": _("not walked"),
        "cancelled": _("called off"),
    }
    return str(names.get(word, word))


def spot(word: str) -> str:
    """Name what became of a checkpoint."""
    names = {
        "open": _("still to come"),
        "done": _("in time"),
        "late": _("late"),
        "missed": _("missed"),
        "skipped": _("skipped"),
    }
    return str(names.get(word, word))


def proof(word: str | None) -> str:
    """Name what says that somebody was there."""
    return {"qr": str(_("code")), "position": str(_("position"))}.get(word or "", "—")


def ask(word: str) -> str:
    """Name how a shop stands on a list."""
    names = {"open": _("still to visit"), "done": _("visited"), "dropped": _("not visited")}
    return str(names.get(word, word))


def result(word: str | None) -> str:
    """Name what came of a visit."""
    names = {
        "seen": _("nothing wrong"),
        "problem": _("problem found"),
        "refused": _("refused"),
        "absent": _("nobody there"),
    }
    return str(names.get(word or "", word or "—"))


def drill(word: str) -> str:
    """Name how a drill stands."""
    names = {
        "planned": _("planned"),
        "running": _("going on"),
        "done": _("ended"),
        "cancelled": _("called off"),
    }
    return str(names.get(word, word))
