"""Whatever leaves the house names the teller nowhere: exports, figures, the bytes of every courier."""

import email
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import Message
from importlib import import_module
from pathlib import Path

import pytest
from pypdf import PdfReader

from patrol.actions import notice_channels, people
from patrol.actions.notice_channels import NewChannel
from patrol.actions.people import NewPerson
from patrol.couriers.envelope import Envelope
from patrol.couriers.house import Means
from patrol.couriers.push import new_private_key
from patrol.jobs import fire_timers
from patrol.jobs.deliver_notices import Office, Postman
from patrol.queries.market import standing_market
from patrol.rules.notice_words import Way
from patrol.rules.words import Role
from patrol.sheets.files import write_file
from tests.couriers.sinks import Sink, Taken, mail_sink, web_sink
from tests.couriers.test_push import opened, subscription
from tests.web.hidden import LOGIN, SAID, found_in, settle_teller, tell
from tests.web.house import House, a_house
from tests.web.test_field import order, post

WHO = {
    "officer": Way.WECOM,
    "leader": Way.DINGTALK,
    "admin": Way.FEISHU,
    "leader2": Way.WEBHOOK,
    "guard": Way.PUSH,
    "lead": Way.EMAIL,
}
"""One way for each, so that every one of them carries something."""
ADDRESSES = {
    Way.WECOM: "0a1b2c3d-key",
    Way.DINGTALK: "0123456789abcdef",
    Way.FEISHU: "token-12345678",
    Way.EMAIL: "office@market.example",
}
ROBOTS = (("wecombot", "NotifyWeComBot"), ("dingtalk", "NotifyDingTalk"), ("feishu", "NotifyFeishu"))


@dataclass(frozen=True, slots=True)
class Abroad:
    """The house, and the servers outside that take what it sends."""

    house: House
    web: Sink
    mail: Sink

    def later(self, **span: float) -> None:
        """Let time pass, the clockwork look, and the postman go around."""
        self.house.clock.advance(**span)
        with self.house.context.transaction() as (session, now):
            fire_timers.run(session, self.house.context.register.current(session), now=now)
        self.house.clock.advance(minutes=1)
        relay = f"mailto://127.0.0.1:{self.mail.port}?from=office@market.example&smtp=127.0.0.1"
        means, context = Means(relay, new_private_key(), self.house.clock), self.house.context
        postman = Postman(
            Office(
                context.sessions,
                context.readers,
                self.house.clock,
                Envelope(b"a key of this test"),
                lambda _session, _now: True,
                lambda _session: means,
            )
        )
        postman.round()
        postman.close()


@pytest.fixture
def abroad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Abroad]:
    house = a_house(tmp_path)
    settle_teller(house)
    with ExitStack() as stack:
        web = stack.enter_context(web_sink(status=200, says=b'{"errcode":0,"code":0}'))
        mail = stack.enter_context(mail_sink())
        for module, name in ROBOTS:
            plugin = getattr(import_module(f"apprise.plugins.{module}"), name)
            blank = "{key}" if module == "wecombot" else "{token}"
            monkeypatch.setattr(plugin, "notify_url", f"{web.url}/{module}/{blank}")
            monkeypatch.setattr(plugin, "request_rate_per_sec", 0)
        _channels(house, web)
        yield Abroad(house, web, mail)


def _channels(house: House, web: Sink) -> None:
    envelope = Envelope(b"a key of this test")
    addresses = ADDRESSES | {
        Way.WEBHOOK: f"{web.url}/webhook",
        Way.PUSH: subscription(f"{web.url}/push"),
    }
    with house.context.transaction() as (session, now):
        second = people.add_person(session, NewPerson("leader2", "Leader2"))
        people.grant(session, second, Role.SHIFT_LEADER, people.place_named(session, "yunda", None), now)
    with house.context.transaction() as (session, now):
        for who, way in WHO.items():
            address = addresses[way]
            sealed = envelope.seal(address, about=f"{way}:address")
            new = NewChannel(way, sealed, envelope.mark(address), "…")
            notice_channels.add(session, house.person(who).id, new, now=now)


def worked_on(abroad: Abroad) -> int:
    """Let a quiet report go the whole way: nobody moves, somebody is sent, it is closed, the name is read."""
    house = abroad.house
    tell(house.client(LOGIN))
    abroad.later(minutes=3)
    number = 1
    case = order(house, "officer", {"id": number, "version": _version(house, number)}, "accept")
    units = [f"person:{house.person('guard').id}"]
    order(house, "officer", case, "dispatch", units=units, override="nobody else", confirm=True)
    abroad.later(minutes=20)
    asked = post(house, "police", f"/api/v1/incidents/{number}/unmaskings", {"reason": "a weapon"})
    path = f"/api/v1/unmaskings/{asked.json['id']}/commands"
    assert post(house, "leader", path, {"command": "approve"}).status_code == 200
    known = post(house, "police", path, {"command": "look"}).json["known"]
    assert known["words"] == SAID
    abroad.later(minutes=1)
    return number


def _version(house: House, number: int) -> int:
    card = house.client("officer").get(f"/api/v1/incidents/{number}").get_json()["card"]
    return int(card["version"])


def test_no_courier_puts_the_teller_on_a_wire(abroad: Abroad) -> None:
    worked_on(abroad)
    went = {taken.path.split("/")[1] for taken in abroad.web.taken}
    assert went == {"wecombot", "dingtalk", "feishu", "webhook", "push"}, "every way carried something"
    assert abroad.mail.taken
    carried = b"\n".join(_plainly(taken) for taken in (*abroad.web.taken, *abroad.mail.taken))
    assert b"g1-01" in carried, "the place somebody hides in is told"
    assert found_in(carried) == {}


def _plainly(taken: Taken) -> bytes:
    """Give what was carried as it went, and as its reader sees it."""
    seen = [taken.path.encode(), repr(taken.headers).encode(), taken.body]
    if taken.path.startswith("/push"):
        seen.append(opened(taken.body))
    if b"\\u" in taken.body:
        seen.append(taken.body.decode("unicode-escape").encode("utf-8", "surrogatepass"))
    letter = email.message_from_bytes(taken.body)
    seen += [bytes(part.get_payload(decode=True) or b"") for part in _parts(letter)]
    return b"\n".join(seen)


def _parts(letter: Message) -> Sequence[Message]:
    return [part for part in letter.walk() if not part.is_multipart()]


def test_no_paper_list_or_answer_that_is_taken_away_names_the_teller(abroad: Abroad) -> None:
    number = worked_on(abroad)
    paths = (
        "/figures?period=month",
        "/incidents",
        "/incidents?text=bag",
        "/units",
        "/api/v1/markets/yunda/figures",
        "/api/v1/markets/yunda/units",
        "/api/v1/incidents?market=yunda",
        f"/api/v1/incidents/{number}",
        "/api/v1/alerts?market=yunda",
        "/api/v1/me/notices",
        "/metrics",
    )
    for path in paths:
        for who in ("officer", "police", "admin"):
            answer = abroad.house.client(who).get(path)
            assert answer.status_code in (200, 403), (who, path)
            assert found_in(answer.get_data()) == {}, (who, path)
    client = abroad.house.client("police")
    book = zipfile.ZipFile(io.BytesIO(client.get("/figures.xlsx?period=month").get_data()))
    sheets = b"\n".join(book.read(name) for name in book.namelist())
    assert b"yunda-" in sheets, "the incident stands there"
    assert found_in(sheets) == {}
    paper = PdfReader(io.BytesIO(client.get("/figures.pdf?period=month").get_data()))
    said = "\n".join(page.extract_text() for page in paper.pages) + repr(paper.metadata)
    assert found_in(said.encode()) == {}


def test_an_export_of_the_market_holds_no_more_than_it_did_before(abroad: Abroad, tmp_path: Path) -> None:
    endings = ("json", "csv", "xlsx")
    before = {ending: found_in(_export(abroad.house, tmp_path / f"before.{ending}")) for ending in endings}
    assert all(before.values()), "the register itself knows its shops and people"
    worked_on(abroad)
    after = {ending: found_in(_export(abroad.house, tmp_path / f"after.{ending}")) for ending in endings}
    assert after == before


def _export(house: House, file: Path) -> bytes:
    with house.context.reading() as (session, _):
        market = standing_market(session, "yunda")
    assert market is not None
    write_file(file, market)
    if not zipfile.is_zipfile(file):
        return file.read_bytes()
    with zipfile.ZipFile(file) as book:
        return b"\n".join(book.read(name) for name in sorted(book.namelist()))
