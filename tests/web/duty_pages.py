"""Hands and eyes of somebody on the duty pages without scripts: look, press, read what came of it."""

import re
from html import unescape

from flask.testing import FlaskClient
from sqlalchemy import select

from patrol.model.duty import Slot
from tests.web.house import House

HTML = {"Accept": "text/html,*/*;q=0.8"}
FORM = re.compile(r'<form([^>]*)action="([^"]+)"([^>]*)>(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'<(?:input|button|select)[^>]*name="([^"]+)"(?:[^>]*?value="([^"]*)")?')
BUTTON = re.compile(r'<button form="([^"]+)" name="([^"]+)" value="([^"]+)"[^>]*>(.*?)</button>', re.DOTALL)


def visitor(house: House, login: str, language: str = "en") -> FlaskClient:
    client = house.client(login)
    client.set_cookie("language", language)
    return client


def look(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200, answer.headers.get("Location")
    return answer.get_data(as_text=True)


def press(client: FlaskClient, page: str, holding: str, **filled: str) -> str:
    """Press the first form of a page that holds a text, and give the page one comes back to."""
    _, action, _, body = next(form for form in FORM.findall(page) if holding in form[3] or holding in form[1])
    return send(client, action, dict(FIELD.findall(body)) | filled)


def press_button(client: FlaskClient, page: str, form: str, which: int = 0, **filled: str) -> str:
    """Press a button that belongs to a form elsewhere on the page."""
    name, value = [(n, v) for f, n, v, _ in BUTTON.findall(page) if f == form][which]
    _, action, _, body = next(one for one in FORM.findall(page) if f'id="{form}"' in one[0] + one[2])
    reason = re.search(r"<option>(.*?)</option>", body)
    chosen = {"reason": unescape(reason.group(1))} if reason else {}
    return send(client, action, dict(FIELD.findall(body)) | chosen | {name: value} | filled)


def send(client: FlaskClient, action: str, fields: dict[str, str]) -> str:
    answer = client.post(action, data=fields, headers=HTML)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return look(client, answer.headers["Location"])


def code_of(house: House, shop: int | None) -> str:
    with house.context.reading() as (session, _):
        return house.context.register.current(session).places[shop or 0].code


def owner_of(house: House, shop: int | None) -> str:
    return f"of-{code_of(house, shop)}"


def posts(house: House) -> list[Slot]:
    """Give the posts to come, in order."""
    with house.context.reading() as (session, now):
        wanted = select(Slot).where(
            Slot.starts_at > now, Slot.standby.is_(False), Slot.cancelled_at.is_(None)
        )
        return list(session.scalars(wanted.order_by(Slot.starts_at)))


def slot(house: House, slot_id: str) -> Slot:
    with house.context.reading() as (session, _):
        return session.get_one(Slot, slot_id)
