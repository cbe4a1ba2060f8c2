"""Where to go after a form: a page of ours that the form names, and nowhere else."""

from urllib.parse import urlsplit

from flask import request


def next_page() -> str:
    """Give the page the form names, or the start page."""
    wanted = request.form.get("next", "")
    return wanted if is_ours(wanted) else "/"


def is_ours(address: str) -> bool:
    """Tell whether an address is a path on this site; browsers take `\\` for `/`, and skip control marks."""
    if not address.startswith("/") or address.startswith(("//", "/\\")) or not address.isprintable():
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc and "\\" not in address
