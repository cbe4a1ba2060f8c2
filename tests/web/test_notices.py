"""Notices as people meet them: the inbox, the channels, the quiet hours, and what the office sees."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from patrol.actions import notices
from patrol.actions.carriages import Result, note, take
from patrol.actions.notices import Message
from patrol.model.notices import NoticeCarriage, NoticeChannel
from patrol.model.stream import Meta
from patrol.rules.notice_words import NoticeKind
from tests.web.house import House, a_house, csrf

HOOK = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b2c3d-4e5f-s3cr3t"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return a_house(tmp_path)


def tell(house: House, who: str, thing: str, **more: object) -> None:
    with house.context.transaction() as (session, now):
        market_id = house.context.register.current(session).market_by_code("yunda")
        assert market_id is not None
        message = Message(thing, NoticeKind.BULLETIN, market_id=market_id.id, facts={"text": thing}, **more)  # type: ignore[arg-type]
        notices.tell(session, [house.person(who).id], message, now=now)


def signed(client: FlaskClient) -> dict[str, str]:
    return {"X-CSRFToken": csrf(client)}


def test_one_reads_ones_own_and_nobody_elses(house: House) -> None:
    tell(house, "guard", "lanes are closed")
    guard, shop = house.client("guard"), house.client("shop")
    listed = guard.get("/api/v1/me/notices").json
    assert listed is not None
    assert (listed["unread"], listed["items"][0]["body"]["en"]) == (1, "lanes are closed")
    number = listed["items"][0]["id"]
    assert guard.get(f"/api/v1/me/notices/{number}").status_code == 200
    assert shop.get(f"/api/v1/me/notices/{number}").status_code == 404
    body = {"command": "read", "ids": [number]}
    assert shop.post("/api/v1/me/notices/commands", json=body, headers=signed(shop)).json == {"count": 0}
    assert guard.post("/api/v1/me/notices/commands", json=body, headers=signed(guard)).json == {"count": 1}
    assert (guard.get("/api/v1/me/notices").json or {})["unread"] == 0


def test_the_pages_work_without_scripts(house: House) -> None:
    tell(house, "shop", "the north gate is shut")
    client = house.client("shop")
    page = client.get("/notices").get_data(as_text=True)
    assert "the north gate is shut" in page
    assert "data-count>1<" in client.get("/").get_data(as_text=True)
    assert client.post("/notices/read", data={"csrf_token": csrf(client)}).status_code == 302
    assert "data-count><" in client.get("/notices").get_data(as_text=True)
    for data in ({"from": "22:00", "to": "07:00", "sound": "on"}, {"from": "", "to": ""}):
        form = {**data, "csrf_token": csrf(client)}
        assert client.post("/notices/habits", data=form).status_code == 302
        habits = client.get("/api/v1/me/habits").json
        assert habits is not None
        assert habits["quiet_from"] == (1320 if data["from"] else None)


def test_an_address_is_sealed_and_never_shown_again(house: House, tmp_path: Path) -> None:
    client = house.client("guard")
    form = {"way": "wecom", "address": HOOK, "csrf_token": csrf(client)}
    assert client.post("/notices/channels", data=form).status_code == 302
    page = client.get("/notices/settings").get_data(as_text=True)
    assert "…cr3t" in page
    assert "s3cr3t" not in page
    assert "s3cr3t" not in client.get("/api/v1/me/channels").get_data(as_text=True)
    house.context.sessions.kw["bind"].dispose()
    assert not any(b"s3cr3t" in path.read_bytes() for path in tmp_path.glob("web.sqlite3*"))


def test_the_same_address_again_is_the_same_channel_and_a_stranger_cannot_touch_it(house: House) -> None:
    guard, shop = house.client("guard"), house.client("shop")
    new = {"way": "email", "address": "wang@market.example"}
    first, second = (
        guard.post("/api/v1/me/channels", json=new, headers=signed(guard)).json for _ in range(2)
    )
    assert first is not None
    assert first == second
    command = {"command": "remove", "expected_version": first["version"]}
    address = f"/api/v1/me/channels/{first['id']}/commands"
    assert shop.post(address, json=command, headers=signed(shop)).status_code == 404
    stale = {**command, "expected_version": 7}
    assert guard.post(address, json=stale, headers=signed(guard)).status_code == 409
    assert guard.post(address, json=command, headers=signed(guard)).status_code == 200
    assert (guard.get("/api/v1/me/channels").json or {})["items"] == []


@pytest.mark.parametrize(
    ("way", "address"),
    [
        ("wecom", "https://example.org/send?key=0a1b2c3d4e5f"),
        ("wecom", "x"),
        ("email", "nobody"),
        ("push", "{}"),
        ("push", '{"endpoint":"http://127.0.0.1/x","keys":{"p256dh":"a","auth":"b"}}'),
        ("push", '{"endpoint":"https://10.0.0.1/x","keys":{"p256dh":"a","auth":"b"}}'),
        ("push", '{"endpoint":"https://intranet/x","keys":{"p256dh":"a","auth":"b"}}'),
        ("feishu", "https://oapi.dingtalk.com/robot/send?access_token=0a1b2c3d4e5f"),
    ],
)
def test_an_address_that_leads_nowhere_or_inside_is_refused(house: House, way: str, address: str) -> None:
    client = house.client("guard")
    body = {"way": way, "address": address}
    assert client.post("/api/v1/me/channels", json=body, headers=signed(client)).status_code == 422


def test_only_administrators_send_our_machine_to_any_web_address(house: House) -> None:
    body = {"way": "webhook", "address": "http://127.0.0.1:9/hook"}
    statuses = {}
    for who in ("guard", "officer", "admin"):
        client = house.client(who)
        answer = client.post("/api/v1/me/channels", json=body, headers=signed(client))
        statuses[who] = answer.status_code
    assert statuses == {"guard": 403, "officer": 403, "admin": 200}


def test_a_phone_says_that_a_push_came_by_the_key_alone(house: House) -> None:
    client = house.client("guard")
    client.post("/notices/channels", data={"way": "wecom", "address": HOOK, "csrf_token": csrf(client)})
    tell(house, "guard", "sos", about="sos")
    with house.context.transaction() as (session, now):
        take(session, house.context.register.current(session), at_once=4, now=now)
        key = session.scalars(select(NoticeCarriage.key)).one()
    phone = house.client()
    noted = [
        phone.post("/api/v1/notice-receipts", headers={"Authorization": f"Bearer {each}"}).json
        for each in ("f" * 32, key, key)
    ]
    assert noted == [{"noted": False}, {"noted": True}, {"noted": False}]


def test_the_office_sees_which_letters_did_not_arrive_and_why(house: House) -> None:
    client = house.client("guard")
    client.post("/notices/channels", data={"way": "wecom", "address": HOOK, "csrf_token": csrf(client)})
    tell(house, "guard", "sos", about="sos")
    with house.context.transaction() as (session, now):
        register = house.context.register.current(session)
        (sent,) = take(session, register, at_once=4, now=now)
        note(session, sent, Result(sent=False, why="http-404", gone=True), register, now=now)
        assert session.scalars(select(NoticeChannel.ended_at)).one() is not None
    admin = house.client("admin")
    page = admin.get("/notices/failed").get_data(as_text=True)
    assert "Guard" in page
    assert "404" in page
    assert (admin.get("/api/v1/me/notices").json or {})["items"][0]["kind"] == "not_delivered"


def test_the_mail_server_is_sealed_too(house: House) -> None:
    client = house.client("admin")
    body = {"address": "mailtos://office:s3cr3t@mail.example.org?from=office@example.org"}
    assert client.put("/api/v1/mail-relay", json=body, headers=signed(client)).json == {"set": True}
    assert client.get("/api/v1/mail-relay").json == {"set": True}
    with house.context.reading() as (session, _):
        kept = session.get_one(Meta, "mail_relay").value
    assert "s3cr3t" not in kept
    wrong = {"address": "https://example.org"}
    assert client.put("/api/v1/mail-relay", json=wrong, headers=signed(client)).status_code == 422


def test_the_push_key_stays_the_same(house: House) -> None:
    client = house.client("guard")
    first, second = (client.get("/api/v1/push-key").json for _ in range(2))
    assert first == second
    assert first is not None
    assert len(first["key"]) == 87


def test_an_administrator_writes_the_phone_list_and_the_desk_reads_it(house: House) -> None:
    admin, officer = house.client("admin"), house.client("officer")
    form = {
        "heads": "admin",
        "phones": "派出所，0579-85110110，昼夜\n物业, 13800000000",
        "neighbours": "g1: g2",
        "csrf_token": csrf(admin),
    }
    assert admin.post("/ladder/yunda", data=form).status_code == 302
    assert "派出所, 0579-85110110, 昼夜" in admin.get("/ladder").get_data(as_text=True)
    listed = officer.get("/api/v1/markets/yunda/phone-list").json
    assert listed is not None
    assert [one["number"] for one in listed["items"]] == ["0579-85110110", "13800000000"]
    wrong = {"phones": "nobody", "csrf_token": csrf(admin)}
    assert admin.post("/ladder/yunda", data=wrong).status_code == 422


def test_a_phone_that_changes_hands_tells_the_new_owner_alone(house: House) -> None:
    keys = {"p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6", "auth": "BTBZMqHH6r4Tts7J_aSIgg"}
    address = json.dumps({"endpoint": "https://push.example.net/send/abc", "keys": keys})
    for who in ("guard", "shop"):
        client = house.client(who)
        body = {"way": "push", "address": address}
        assert client.post("/api/v1/me/channels", json=body, headers=signed(client)).status_code == 200
    assert (house.client("guard").get("/api/v1/me/channels").json or {})["items"] == []
    assert len((house.client("shop").get("/api/v1/me/channels").json or {})["items"]) == 1
