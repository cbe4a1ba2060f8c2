"""Why something about duty can not be done, and what to do instead, in the reader's language."""

from flask_babel import gettext as _

from patrol.errors import Forbidden, Invalid, NotFound, NotNow, PatrolError, VersionConflict


def refusal(error: PatrolError) -> str:
    """Say in a sentence or two what happened and what can be done."""
    return str(_sentence(error))


def _sentence(error: PatrolError) -> object:
    match error:
        case VersionConflict():
            return _("This turn changed hands before you pressed. Look at how it stands now, then try again.")
        case NotNow():
            because = error.details().get("because")
            keys = [str(key) for key in because] if isinstance(because, list) else []
            return " ".join(_words(key) for key in keys) or _(
                "This can not be done now. Load the page again."
            )
        case Forbidden():
            return _("This is not yours to decide.")
        case Invalid():
            return _(
                "Something is missing: fill in what the form asks for, with a reason where it wants one."
            )
        case NotFound():
            return _("There is no such turn or shop any more. Load the page again.")
        case _:
            return _("Something failed here. Try again; if it stays, tell the market's office.")


def _words(key: str) -> str:
    names = {
        "begun": _("This turn has begun: ask for relief instead."),
        "not-a-member": _("That shop does not belong to this group."),
        "away": _("That shop is away then: choose another one."),
        "busy": _("That shop has another turn at that time: choose another one."),
        "same-shop": _("That shop has this turn already."),
        "moved": _("This turn has changed hands meanwhile. Look at how it stands now."),
        "workroom": _("The workroom keeps this turn: only the lead can give it to a shop."),
        "answered": _("This request was answered already."),
        "too-late": _("This could be taken back for a day only. Ask for a new exchange."),
        "not-open": _("Check in within the turn, or half an hour before it."),
        "old-position": _("The phone gave an old position. Step into the open and try again."),
        "wrong-code": _("The code is not the one of this post. It may have been renewed: ask the lead."),
        "far": _("You are too far from the post. Go there, or use the code that hangs at it."),
        "too-many-links": _("You have as many calendar links as one may have: revoke one first."),
        "over": _("This is over."),
        "standing": _("The voting has not begun: shops can still stand."),
        "voting": _("The voting has begun: nobody can stand or step back now."),
        "counted": _("The votes are counted already."),
        "voted": _("This shop has voted: a vote can not be changed."),
        "called": _("An election of this group is open."),
        "signed": _("This side has signed already."),
        "two-people": _("Two different people sign: the other side is somebody else's."),
    }
    return str(names.get(key, _("This can not be done now. Load the page again.")))
