"""Somebody who reports quietly in a group of four open shops, and every way their name could be written."""

import base64
import hashlib
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import MetaData, inspect, select
from sqlalchemy.orm import Session

from patrol.actions.register import touch
from patrol.model import Base
from patrol.model.people import Grant, Person
from patrol.model.places import Market, Place, PlaceVersion
from patrol.rules.words import PlaceKind, Role
from tests.web.house import House, csrf

NAME, LOGIN, PHONE = "裴若蘭", "peiruolan-teller", "13924178866"
SHOP, SHOP_NAME = "QX-7741", "若蘭布行"
ACCOUNT = 90210417
SAID = f"我是{NAME}（{LOGIN}, 139 2417-8866）, {SHOP_NAME} qx7741, two men with a bag"

REGISTER = {"person", "place", "place_version", "grant", "role_grant"}
"""Who and what there is stands here in clear, as it did before anybody reported anything."""


def settle_teller(house: House) -> None:
    """Let the teller keep a shop beside three others, all open."""
    with house.context.transaction() as (session, now):
        market = session.scalars(select(Market).where(Market.code == "yunda")).one()
        group = session.scalars(select(Place.id).where(Place.code == "g1-01")).one()
        session.add(Person(login=LOGIN, name=NAME, phone=PHONE))
        session.flush()
        person = session.scalars(select(Person).where(Person.login == LOGIN)).one()
        person.id = ACCOUNT
        session.flush()
        for code, name in ((SHOP, SHOP_NAME), ("A002", "A002"), ("A003", "A003"), ("A004", "A004")):
            shop = Place(market_id=market.id, kind=PlaceKind.SHOP, code=code)
            session.add(shop)
            session.flush()
            facts = {"opens": 0, "closes": 1440}
            session.add(
                PlaceVersion(place_id=shop.id, parent_id=group, name=name, facts=facts, valid_from=now)
            )
            if code == SHOP:
                session.add(Grant(person_id=ACCOUNT, role=Role.SHOP, place_id=shop.id, valid_from=now))
        touch(session)


def tell(client: FlaskClient, **more: Any) -> str:
    """Tell it by the page without scripts, with a picture that names its taker; give the receipt."""
    form: dict[str, Any] = {
        "csrf_token": csrf(client),
        "command_id": str(uuid4()),
        "category": "PO",
        "when": "now",
    }
    form |= {"place": SHOP, "words": SAID, "picture": (io.BytesIO(a_picture()), f"{NAME}.jpg"), **more}
    answer = client.post("/quiet", data=form, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    page = answer.get_data(as_text=True)
    return page.split('class="receipt mono">')[1].split("<")[0]


@cache
def a_picture() -> bytes:
    """Draw a picture as a phone would leave it: with who, where, and by which machine."""
    told = Image.Exif()
    told[0x010E], told[0x013B], told[0x9C9D] = SHOP, f"{LOGIN} {PHONE}", NAME.encode("utf-16-le")
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 120, 30)).save(file, "JPEG", exif=told, comment=NAME.encode())
    return file.getvalue() + f"trailer {NAME}".encode()


def spellings() -> Iterator[bytes]:
    """Give everything by which the teller could be found, in every writing one would think of."""
    for word in (NAME, LOGIN, PHONE, SHOP, SHOP_NAME, SHOP.lower(), "qx7741", "139 2417-8866"):
        plain = word.encode()
        yield plain
        yield from (word.encode(code) for code in ("utf-16-le", "utf-16-be", "gb18030", "big5"))
        yield word.encode("ascii", "backslashreplace")
        yield quote(word).encode()
        yield plain.hex().encode()
        yield plain[::-1]
        yield from _in_base64(plain)
        for name in ("md5", "sha1", "sha256"):
            digest = hashlib.new(name, plain, usedforsecurity=False)
            yield digest.digest()
            yield digest.hexdigest().encode()
    yield str(ACCOUNT).encode()
    yield ACCOUNT.to_bytes(4, "big")
    yield f"{ACCOUNT:x}".encode()


def _in_base64(plain: bytes) -> Iterator[bytes]:
    """However the word lies in the groups of three: what is the same whatever stands around it."""
    for before in range(3):
        coded = base64.b64encode(bytes(before) + plain)
        yield coded[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]


def found_in(content: bytes) -> dict[bytes, int]:
    """Count each writing in some bytes; those that are not there are left out."""
    counts = {spelling: content.count(spelling) for spelling in set(spellings()) if len(spelling) > 3}
    return {spelling: count for spelling, count in counts.items() if count}


def rows_beside_the_register(session: Session) -> bytes:
    """Write down every row of every table that holds what happened."""
    known = MetaData()
    known.reflect(session.connection())
    tables = [table for table in known.sorted_tables if table.name not in REGISTER]
    assert {"incident", "stream_event", "command_done", "room"} <= {table.name for table in tables}
    assert set(Base.metadata.tables) - REGISTER <= {*inspect(session.connection()).get_table_names()}
    return "\n".join(
        f"{table.name} {tuple(row)!r}" for table in tables for row in session.execute(select(table))
    ).encode()


def files_under(folder: Path) -> bytes:
    """Read every file in a folder, with its name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return b"\n".join(str(path.relative_to(folder)).encode() + path.read_bytes() for path in files)
