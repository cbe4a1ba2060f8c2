"""The words of notices' ways and failures in the reader's language, for pages made here."""

from flask_babel import gettext as _

from web.i18n import language


def here(words: dict[str, str]) -> str:
    """Give a text of a card in the page's language."""
    return words.get(language(), words.get("en", ""))


def way(word: str) -> str:
    """Name a way."""
    names = {
        "push": _("This browser (push)"),
        "wecom": _("WeCom robot"),
        "dingtalk": _("DingTalk robot"),
        "feishu": _("Feishu robot"),
        "email": _("E-mail"),
        "webhook": _("Web address"),
    }
    return str(names.get(word, word))


def why(word: str | None) -> str:
    """Say why a letter did not arrive, and what to do."""
    names = {
        "http-404": _("The address is gone (404): enter the channel again"),
        "http-410": _("The address is gone (410): enter the channel again"),
        "not-reached": _("Not reached: look at the network and the address"),
        "no-mail-relay": _("There is no mail server: an administrator has to enter one"),
        "address-not-understood": _("The address was not understood: enter the channel again"),
        "sealed-with-another-key": _("The installation's key was changed: enter the channel again"),
        "interrupted": _("Interrupted twice while it was carried"),
        "courier-failed": _("A fault of ours: the log says more"),
        "read": _("Read before it was sent"),
        "channel-removed": _("The channel was removed"),
        "robot-unclear": _("What answered there is no robot: look at the network and the key"),
    }
    if word and word.startswith("robot-") and word not in names:
        said = _(
            "The robot refused it (%(code)s): look at its key, its keywords and its signature", code=word[6:]
        )
        return str(said)
    if word and word.startswith("http-") and word not in names:
        return str(_("The other side refused it (%(code)s): it is tried again by itself", code=word[5:]))
    return str(names.get(word or "", word or ""))


def clock_of(minutes: int | None) -> str:
    """Write minutes of the day as a time field wants them."""
    return "" if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"


def minutes_of(text: str) -> int | None:
    """Read a time field; empty or unreadable: none."""
    hour, colon, minute = text.strip().partition(":")
    if not colon or not hour.isdecimal() or not minute.isdecimal():
        return None
    found = int(hour) * 60 + int(minute)
    return found if found < 24 * 60 else None
