"""Letters by apprise, to sinks that listen on this machine."""

import json
import logging

import pytest

from patrol.couriers import robots
from patrol.couriers.letters import Letter, Parcel
from patrol.rules.notice_words import Way
from tests.couriers.sinks import mail_sink, web_sink

LETTER = Letter("k1", 7, "case_closed", "normal", 1, "你上报的事件已结案", "A-101", "/notices", "zh-Hans")
AGAIN = Letter(
    "k1", 7, "case_closed", "normal", 1, "你上报的事件已结案", "A-101", "/notices", "zh-Hans", True
)


def test_a_web_address_takes_the_whole_letter_with_its_key() -> None:
    with web_sink() as sink:
        outcome = robots.carry(Parcel(Way.WEBHOOK, f"{sink.url}/hook/secret?a=b", LETTER), None)
    (taken,) = sink.taken
    told = json.loads(taken.body)
    assert outcome.sent
    assert taken.path == "/hook/secret?a=b"
    assert taken.headers["Idempotency-Key"] == "k1" == told["key"]
    assert (told["title"], told["message"], told["repeated"]) == (LETTER.title, "A-101", "no")


def test_a_repeat_says_so_under_the_same_key() -> None:
    with web_sink() as sink:
        robots.carry(Parcel(Way.WEBHOOK, f"{sink.url}/hook", AGAIN), None)
    told = json.loads(sink.taken[0].body)
    assert (told["key"], told["repeated"]) == ("k1", "yes")
    assert told["title"].startswith("（可能重复）")


def test_mail_goes_by_the_relay_to_the_address_alone() -> None:
    with mail_sink() as sink:
        relay = f"mailto://127.0.0.1:{sink.port}?from=office@market.example&smtp=127.0.0.1"
        outcome = robots.carry(Parcel(Way.EMAIL, "wang@market.example", LETTER), relay)
    (taken,) = sink.taken
    assert outcome.sent
    assert taken.path == "wang@market.example"
    assert b"X-Patrol-Key: k1" in taken.body


def test_a_failure_says_its_code_and_no_log_holds_an_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with web_sink(status=503) as sink:
        busy = robots.carry(Parcel(Way.WEBHOOK, f"{sink.url}/s3cr3t-key", LETTER), None)
        url = sink.url
    down = robots.carry(Parcel(Way.WEBHOOK, f"{url}/s3cr3t-key", LETTER), None)
    lost = robots.carry(Parcel(Way.EMAIL, "wang@market.example", LETTER), None)
    assert [one.why for one in (busy, down, lost)] == ["http-503", "not-reached", "no-mail-relay"]
    assert "s3cr3t" not in caplog.text
    assert "s3cr3t" not in repr(Parcel(Way.WEBHOOK, f"{url}/s3cr3t-key", LETTER))


@pytest.mark.parametrize(
    ("way", "address"),
    [
        (Way.WECOM, "0a1b2c3d-key"),
        (Way.DINGTALK, "SECabcdef12@0123456789abcdef"),
        (Way.FEISHU, "token-12345678"),
    ],
)
def test_every_robot_goes_to_its_own_house(way: Way, address: str) -> None:
    carrier = robots.carrier_of(Parcel(way, address, LETTER), None)
    assert address.rpartition("@")[2][-8:] in carrier.url()
